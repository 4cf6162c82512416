"""Where the assistant leads to parts of the desk that are kept elsewhere. Each is one line to change."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from governance.models import Authority

LETTERHEAD_VIEW = "desk_files:edit"
"""The view of the desk that takes an authority's letterhead; as long as there is none, the page says what comes."""
IMPORT_VIEW = "desk_imports:index"
"""The view of the desk that imports people from a table; without it no link is shown."""


def letterhead_url(authority: Authority) -> str:
    """Return where the letterhead is uploaded, or nothing."""
    return _address(LETTERHEAD_VIEW, authority.public_id)


def import_url() -> str:
    """Return where people are imported, or nothing."""
    return _address(IMPORT_VIEW)


def _address(view: str, *keys: str) -> str:
    try:
        return reverse(view, args=keys)
    except NoReverseMatch:
        return ""
