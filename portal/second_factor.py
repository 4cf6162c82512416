"""Whether this session has shown the second factor of its login, and the way to it (trust.md, Login and web)."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

SECOND_FACTORS = ("totp", "webauthn")
SHOWN = "second_factor"
"""The session's note that the factor was shown or set up in it."""


def factors_of(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Authenticator]:
    """Return the app and the passkeys of a login; recovery codes are no factor of their own."""
    own: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES)


def factor_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the second factor that this session has to show or to set up; None once it has.

    Somebody who has none sets it up. Somebody whose session is older than their factor, or who got their role in the
    middle of it, shows it now. The positive answer is remembered in the session.
    """
    if not settings.SECOND_FACTOR_REQUIRED or request.session.get(SHOWN):
        return None
    if not is_mfa_enabled(request.user, SECOND_FACTORS):
        return redirect("mfa_activate_totp")
    return known_factor_first(request)


def known_factor_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to showing the factor that the login has already; None if it has none or has shown it."""
    if request.session.get(SHOWN) or not is_mfa_enabled(request.user, SECOND_FACTORS):
        return None
    if any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user)):
        request.session[SHOWN] = True
        return None
    by_app = is_mfa_enabled(request.user, ["totp"])
    address = reverse("mfa_reauthenticate" if by_app else "mfa_reauthenticate_webauthn")
    return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
