"""A fresh login before sensitive acts: changing rules, deleting, looking after logins (trust.md, Login and web)."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

REMEMBERED = "fresh_for"
MOST_REMEMBERED = 50


def confirm_first(request: HttpRequest, occasion: str) -> HttpResponse | None:
    """Return the way to the confirmation of the login, or None once it is fresh.

    The page with the form asks already, and is remembered as `occasion`: however long somebody types, sending it
    does not ask again, so nothing typed is lost.
    """
    known: list[str] = request.session.get(REMEMBERED, [])
    if did_recently_reauthenticate(request):
        if occasion not in known:
            request.session[REMEMBERED] = [*known, occasion][-MOST_REMEMBERED:]
        return None
    if request.method == "POST" and occasion in known:
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    address = methods[0]["url"] if methods else reverse("account_login")
    messages.info(request, _("Please confirm that it is you. Then go on."))
    return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
