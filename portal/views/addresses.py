"""Addresses of portal pages inside the request's authority."""

from __future__ import annotations

from django.urls import reverse

from governance.access.setup import may_set_up
from portal.views.base import PortalRequest


def to(request: PortalRequest, name: str, *parts: str) -> str:
    """Return the address of the portal page `name` in the request's authority; `parts` are its ids in order."""
    return reverse(f"portal:{name}", args=[request.authority.slug, *parts])


def setup_url(request: PortalRequest) -> str:
    """Return where the authority is set up, for those who do; nothing for everybody else."""
    if not may_set_up(request.viewer):
        return ""
    return reverse("desk_setup:edit", args=[request.authority.public_id])
