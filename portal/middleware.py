"""What happens around every request: incidents, policies, session limits, the authority and its viewer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from wagtail.views import serve

from governance.access.desk import may_use_desk
from governance.access.viewer import load_viewer
from governance.models import Authority
from governance.rules import clock
from portal.shell_facts import shell_facts
from portal.views.errors import service_unavailable

logger = logging.getLogger("lenkwerk")

Handler = Callable[[HttpRequest], HttpResponse]
ViewFunction = Callable[..., HttpResponse]
ACTIVITY_STEP_SECONDS = 300


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
            response._csp_config = {HEADER: settings.DESK_CONTENT_SECURITY_POLICY}  # type: ignore[attr-defined]
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class SessionLimitMiddleware:
    """Ends a session that was idle too long, and notes activity only now and then.

    A session write per request would queue readers behind voters; so the note is at most five minutes old.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out after the idle limit, otherwise note the activity."""
        if request.user.is_authenticated:
            moment = int(clock.now().timestamp())
            last = request.session.get("active_at", moment)
            if moment - last > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif "active_at" not in request.session or moment - last > ACTIVITY_STEP_SECONDS:
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
        if _lacks_second_factor(request, needed=viewer.is_coordinator or viewer.is_administrator):
            return redirect("mfa_activate_totp")
        return None


class SecondFactorMiddleware:
    """Leads coordinators and administrators without a second factor to its set-up before they reach the desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the desk's addresses; the portal's are checked where the viewer is known."""
        if (
            request.path.startswith(settings.DESK_PATH)
            and request.user.is_authenticated
            and _lacks_second_factor(request, needed=may_use_desk(request.user))
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _lacks_second_factor(request: HttpRequest, *, needed: bool) -> bool:
    """Tell whether a second factor is demanded and missing; a positive answer is remembered in the session."""
    if not needed or not settings.SECOND_FACTOR_REQUIRED or request.session.get("second_factor"):
        return False
    if is_mfa_enabled(request.user):
        request.session["second_factor"] = True
        return False
    return True
