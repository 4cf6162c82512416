"""Pages of long lists (interface.md: lists of more than 25 rows have pages)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from portal.views.base import PortalRequest

PAGE_SIZE = 25


def page_of(request: PortalRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page that `?seite=` asks for; what is no number or too high gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("seite"))
