"""Which style sheets and scripts every page loads, in their order (prototype NOTES, Foundation)."""

from __future__ import annotations

STYLESHEETS = (
    "kern/fonts/fira-sans.css",
    "kern/kern.min.css",
    *(
        f"portal/css/{name}.css"
        for name in (
            "tokens",
            "base",
            "frame",
            "track",
            "findings",
            "thread",
            "strand",
            "lists",
            "board",
            "tables",
            "chains",
            "month",
            "session",
            "people",
            "vote",
            "goals",
            "paper",
            "forms",
            "mandates",
            "pages",
            "way",
            "public",
            "shares",
            "print",
        )
    ),
)
"""Paths for `{% static %}`; the KERN files come from npm through STATICFILES_DIRS, prefix `kern`."""

HEAD_SCRIPTS = ("portal/js/theme.js",)
"""Loaded before the first paint, so that a chosen theme does not flash."""

PAGE_SCRIPTS = ("portal/js/forms.js", "portal/js/page.js")
"""Deferred; every page works without them."""
