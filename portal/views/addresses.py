"""Addresses of portal pages inside the request's authority."""

from __future__ import annotations

from django.urls import reverse

from portal.views.base import PortalRequest


def to(request: PortalRequest, name: str, *parts: str) -> str:
    """Return the address of the portal page `name` in the request's authority; `parts` are its ids in order."""
    return reverse(f"portal:{name}", args=[request.authority.slug, *parts])
