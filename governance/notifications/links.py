"""Addresses that go into mails: always from the configured base URL, never from a request (trust.md, Login
and web)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from governance.models import Authority


def installation_link(name: str, *args: str) -> str:
    """Return the absolute address of the page `name` outside an authority; raises `NoReverseMatch`."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=args)}"


def portal_link(authority: Authority, name: str, *args: str) -> str:
    """Return the absolute address of the portal page `portal:name` of `authority`; raises
    `NoReverseMatch`."""
    return installation_link(f"portal:{name}", authority.slug, *args)
