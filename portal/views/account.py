"""The own account, the first login, and where a login leads to."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from governance.access.desk import needs_second_factor
from governance.models import LoginInvitation, User
from governance.queries.accounts import SessionView, live_sessions, persons_of, second_factors
from governance.queries.wording import say
from governance.usecases import accounts
from governance.usecases.foundation import Refused
from portal.components.actions import Action
from portal.forms.account import FirstPasswordForm
from portal.views.base import FORM_METHODS, carry_out, see_other, show_form


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead from the login to the only authority's overview, or let choose; administrators go to the desk."""
    user = _user(request)
    persons = list(persons_of(user))
    if len(persons) == 1:
        return redirect("portal:overview", authority=persons[0].authority.slug)
    if not persons and user.is_administrator:
        return redirect("wagtailadmin_home")
    return render(request, "portal/account/home.html", {"persons": persons, "administrator": user.is_administrator})


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account: data, what protects it, open sessions, language, authorities."""
    user = _user(request)
    context = {
        "persons": persons_of(user),
        "factors": second_factors(user),
        "factor_needed": settings.SECOND_FACTOR_REQUIRED and needs_second_factor(user),
        "sessions": [
            (session, _ending(session))
            for session in live_sessions(user, current_key=request.session.session_key or "")
        ],
        "languages": [("de", "Deutsch"), ("en", "English")],
    }
    return render(request, "portal/account/account.html", context)


def _ending(session: SessionView) -> Action | None:
    """Return the button that ends another session than this one."""
    if session.current:
        return None
    fields = (("session", session.name),)
    return Action(_("End"), reverse("account_sessions"), post=True, fields=fields, context=session.device)


@require_POST
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """End one of the own sessions, or all others."""
    names = frozenset(request.POST.getlist("session")) or None
    ended = accounts.end_sessions(user=_user(request), names=names, keep=request.session.session_key or "")
    if ended:
        messages.success(request, _("The session has ended.") if ended == 1 else _("The sessions have ended."))
    else:
        messages.info(request, _("There was no such session any more."))
    return see_other(reverse("account"))


@require_http_methods(FORM_METHODS)
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person set the first password, log them in, and lead on to the second factor where needed."""
    try:
        user = accounts.open_invitation(token).user
    except LoginInvitation.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        return render(request, "portal/account/invitation_closed.html", {"reason": say(refusal.message)}, status=410)
    form = FirstPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        invited = carry_out(form, lambda: accounts.accept_invitation(token=token, password=password))
        if invited:
            return _first_login(request, invited)
    return show_form(request, "portal/account/invitation.html", {"invited": user}, form=form)


def _first_login(request: HttpRequest, user: User) -> HttpResponse:
    """Log in through allauth; the password just set counts as a fresh login."""
    needs_factor = settings.SECOND_FACTOR_REQUIRED and needs_second_factor(user)
    target = reverse("mfa_activate_totp") if needs_factor else reverse("home")
    record_authentication(request, user, method="password", reauthenticated=True)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=target))
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language; whoever is logged in keeps it in their account."""
    if request.user.is_authenticated:
        try:
            accounts.choose_language(user=_user(request), language=request.POST.get("language", ""))
        except Refused as refusal:
            messages.error(request, say(refusal.message))
    return set_language(request)


def _user(request: HttpRequest) -> User:
    """Return the logged-in user of a view that demands one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
