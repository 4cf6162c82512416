"""Whether somebody has confirmed their login lately, as sensitive acts ask (trust.md, Login and web)."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest
from django.urls import reverse

REMEMBERED = "fresh_for"
MOST_REMEMBERED = 50


def is_confirmed(request: HttpRequest, occasion: str = "") -> bool:
    """Tell whether the login is fresh, or was when the `occasion` began.

    A fresh login is remembered for the occasion, so that a POST that belongs to it goes through later, too: however
    long somebody types, nothing typed is lost. Without an occasion nothing is remembered.
    """
    known: list[str] = request.session.get(REMEMBERED, [])
    if did_recently_reauthenticate(request):
        if occasion and occasion not in known:
            request.session[REMEMBERED] = [*known, occasion][-MOST_REMEMBERED:]
        return True
    return request.method == "POST" and bool(occasion) and occasion in known


def confirmation_address(request: HttpRequest, following: str) -> str:
    """Return the address of the page that asks for the login again and then leads to the path `following`."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    address = methods[0]["url"] if methods else reverse("account_login")
    return f"{address}?{urlencode({'next': following})}"
