"""Puts allauth's pages into the portal's frame without copying its logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.components.text import Text
from portal.second_factor import SHOWN, factors_of, known_factor_first

View = Callable[..., HttpResponse]

LABELS: dict[str, Text] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code"),
    "oldpassword": _("Current password"),
    "name": _("Name of the passkey"),
    "passwordless": _("Log in with this passkey alone, without a password"),
}
HELP: dict[str, Text] = {
    "password": "",
    "name": _("For example “Office laptop” or “Private phone”."),
    "passwordless": _("The device then asks for a fingerprint, a face or its PIN."),
}


def framed(view: View) -> View:
    """Return allauth's `view` as the portal shows it: own labels, no placeholders, wrong entries 422, not stored."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        if isinstance(response, TemplateResponse) and response.context_data:
            shown = [value for value in response.context_data.values() if isinstance(value, forms.BaseForm)]
            _tidy(shown)
            if request.method == "POST" and response.status_code == 200 and any(form.errors for form in shown):
                response.status_code = 422
        return response

    return run


def enrolling(view: View) -> View:
    """Note in the session that its owner has just set up a second factor here, after a fresh login.

    Only a factor that was not there before counts: a redirect may as well lead away from one that is set up already.
    Other sessions of the same login are asked for the factor (`portal.second_factor`).
    """

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = _factors(request)
        response = view(request, *args, **kwargs)
        if _factors(request) - before:
            request.session[SHOWN] = True
        return response

    return run


def guarding(view: View) -> View:
    """Let only a session that has shown the factor change factors or read codes: the password alone is not enough."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = known_factor_first(request) if request.user.is_authenticated else None
        response: HttpResponse = first if first is not None else view(request, *args, **kwargs)
        return response

    return run


def _factors(request: HttpRequest) -> set[int]:
    """Return the keys of the app and the passkeys of who is logged in."""
    if request.method != "POST" or not request.user.is_authenticated:
        return set()
    return set(factors_of(request.user).values_list("pk", flat=True))


def keeping_one(view: View) -> View:
    """Refuse the removal of the last passkey of somebody whose role needs a second factor."""

    @wraps(view)
    def run(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated:
            found = factors_of(request.user).filter(pk=pk).first()
            if found is not None and not get_adapter().can_delete_authenticator(found):
                messages.error(request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
                return redirect("mfa_list_webauthn")
        return view(request, pk=pk)

    return run


def to_login(request: HttpRequest) -> HttpResponse:
    """Lead every other login path to allauth's, and keep where the person wanted to go."""
    target = request.GET.get("next", "")
    address = reverse("account_login")
    return redirect(f"{address}?{urlencode({'next': target})}" if target else address)


def to_password_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Lead every other way to a new password to allauth's."""
    return redirect("account_reset_password")


def to_account(request: HttpRequest) -> HttpResponse:
    """Lead the desk's own account page to the portal's."""
    return redirect("account")


def _tidy(shown: Iterable[forms.BaseForm]) -> None:
    for form in shown:
        for name, field in form.fields.items():
            field.widget.attrs.pop("placeholder", None)
            bound = form[name]  # validation has made it already, with the texts of then
            if name in LABELS:
                field.label = bound.label = LABELS[name]
            if name in HELP:
                field.help_text = bound.help_text = HELP[name]
