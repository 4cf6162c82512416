"""What happens around every request: incidents, policies, session limits, the authority and its viewer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.views import serve

from governance.access.desk import needs_second_factor
from governance.access.viewer import load_viewer
from governance.models import Authority
from governance.rules import clock
from portal.device import device_name
from portal.shell_facts import shell_facts
from portal.views.errors import service_unavailable
from portal.views.health import HEALTH

logger = logging.getLogger("lenkwerk")

Handler = Callable[[HttpRequest], HttpResponse]
ViewFunction = Callable[..., HttpResponse]
ACTIVITY_STEP_SECONDS = 300
SECOND_FACTORS = ("totp", "webauthn")


class HealthMiddleware:
    """Answers the two probes before anything else touches session or database."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `/healthz` and `/readyz`; hand everything else on."""
        probe = HEALTH.get(request.path)
        return probe(request) if probe else self.get_response(request)


class IncidentMiddleware:
    """Gives a failure a number that page and log share, and answers a lost database with 503.

    The log names the view and the kind of the error; it holds no text from the request.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request; database failures outside a view end here, too."""
        request.incident = secrets.token_hex(4)  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return self._unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost database into 503 and log every other failure with its incident number."""
        if isinstance(exception, (OperationalError, InterfaceError)):
            return self._unavailable(request, exception)
        if not isinstance(exception, Http404):
            logger.error("Incident %s: %s", request.incident, type(exception).__name__)  # type: ignore[attr-defined]
        return None

    def _unavailable(self, request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("Incident %s: database, %s", request.incident, type(error).__name__)  # type: ignore[attr-defined]
        return service_unavailable(request)


class DeskPolicyMiddleware:
    """Serves the desk under its own content security policy; personal pages are never cached."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the response for the policy of its place."""
        response = self.get_response(request)
        if request.path.startswith(settings.DESK_PATH):
            response._csp_config = settings.DESK_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class LanguageMiddleware:
    """Shows the interface in the language that a person has stored; others get what their browser asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the stored language before any view runs."""
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or ""
        return self.get_response(request)


class SessionLimitMiddleware:
    """Ends a session that was idle too long or has become too old, and notes activity only now and then.

    A session write per request would queue readers behind voters; so the note is at most five minutes old. The first
    note keeps the beginning and the device, for the list of sessions on the account page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out after the idle or the absolute limit, otherwise note the activity."""
        if request.user.is_authenticated:
            moment = int(clock.now().timestamp())
            last = request.session.get("active_at", moment)
            started = request.session.get("started_at", moment)
            if moment - last > settings.SESSION_IDLE_SECONDS or moment - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif "started_at" not in request.session:
                device = device_name(request.headers.get("User-Agent", ""))
                request.session.update({"started_at": moment, "active_at": moment, "device": device})
            elif moment - last > ACTIVITY_STEP_SECONDS:
                request.session["active_at"] = moment
        return self.get_response(request)


class AuthorityMiddleware:
    """Finds the authority of the address and who the user is in it; whoever is nobody there gets 404."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prepare the request for pages outside an authority."""
        request.authority = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: ViewFunction, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Load authority and viewer for addresses that begin with an authority's slug.

        A first word that names no authority may be a public page of the page tree.
        """
        match = request.resolver_match
        if match is None or match.namespace != "portal" or "authority" not in kwargs:
            return None
        slug = kwargs.pop("authority")
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None:
            public: HttpResponse = serve(request, request.path.lstrip("/"))
            return public
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        viewer = load_viewer(user=request.user, authority=authority)
        if not viewer.is_known:
            raise Http404
        request.authority = authority  # type: ignore[attr-defined]
        request.viewer = viewer  # type: ignore[attr-defined]
        request.shell_facts = SimpleLazyObject(lambda: shell_facts(viewer))  # type: ignore[attr-defined]
        return _second_factor_first(request, needed=viewer.is_coordinator or viewer.is_administrator)


class SecondFactorMiddleware:
    """Leads coordinators and administrators without a second factor to its set-up before they reach the desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the desk's addresses; the portal's are checked where the viewer is known."""
        if request.path.startswith(settings.DESK_PATH) and request.user.is_authenticated:
            first = _second_factor_first(request, needed=needs_second_factor(request.user))
            if first is not None:
                return first
        return self.get_response(request)


def _second_factor_first(request: HttpRequest, *, needed: bool) -> HttpResponse | None:
    """Return the way to the second factor where it is demanded and this session has not shown it; None otherwise.

    Somebody who has none sets it up. Somebody whose session is older than their factor, or who got their role in the
    middle of it, shows it now. The positive answer is remembered in the session.
    """
    if not needed or not settings.SECOND_FACTOR_REQUIRED or request.session.get("second_factor"):
        return None
    if not is_mfa_enabled(request.user, SECOND_FACTORS):
        return redirect("mfa_activate_totp")
    if any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user)):
        request.session["second_factor"] = True
        return None
    by_app = is_mfa_enabled(request.user, ["totp"])
    address = reverse("mfa_reauthenticate" if by_app else "mfa_reauthenticate_webauthn")
    return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
