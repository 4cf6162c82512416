"""What the pages of published resolutions share: addresses and what is printed of one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Publication
from governance.queries.publications import PublicResolution
from portal.views.session_parts import paragraphs


def address_of(row: Publication) -> str:
    """Return the stable public address: by authority, body, year and number."""
    register = row.resolution.register
    return reverse(
        "public_resolution",
        args=[register.body.authority.slug, register.body.public_id, register.year, row.resolution.sequence],
    )


def public_address(shown: PublicResolution) -> str:
    """Return the public address of what is shown."""
    return address_of(shown.publication)


def shown_context(shown: PublicResolution, *, preview: bool = False) -> dict[str, Any]:
    """Return what `public/resolution_body.html` prints."""
    return {
        "shown": shown,
        "resolution": shown.resolution,
        "summary": paragraphs(shown.publication.summary),
        "wording": paragraphs(shown.resolution.wording),
        "figures": figures(shown),
        "replaces": (shown.replaces.resolution, address_of(shown.replaces)) if shown.replaces else None,
        "later": [(label, row.resolution, address_of(row)) for label, row in shown.later],
        "preview": preview,
    }


def figures(shown: PublicResolution) -> str:
    """Return the counted votes in words, without names: "7 Ja, 2 Nein, 1 Enthaltung"."""
    count = shown.figures
    abstain = ngettext("%(count)s abstention", "%(count)s abstentions", count.get("abstain", 0))
    named = (("yes", _("%(count)s yes")), ("no", _("%(count)s no")), ("abstain", abstain))
    parts = [text % {"count": count[key]} for key, text in named if key in count]
    return ", ".join(parts) if parts else _("without a counted vote")
