"""Where the assistant leads to parts of the desk that are kept elsewhere. Each is one line to change."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

LETTERHEAD_VIEW = ""
"""The view of the desk that takes the letterhead, such as `desk_letterheads:index`; empty as long as there is none."""
IMPORT_VIEW = ""
"""The view of the desk that imports people from a table; empty as long as there is none."""


def letterhead_url() -> str:
    """Return where the letterhead is uploaded, or nothing."""
    return _address(LETTERHEAD_VIEW)


def import_url() -> str:
    """Return where people are imported, or nothing."""
    return _address(IMPORT_VIEW)


def _address(view: str) -> str:
    try:
        return reverse(view) if view else ""
    except NoReverseMatch:
        return ""
