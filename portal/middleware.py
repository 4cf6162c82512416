"""What happens around every request: incidents, policies, session limits, the authority and its viewer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.views import serve

from governance.access.desk import needs_second_factor, uses_desk
from governance.access.viewer import load_viewer
from governance.models import Authority
from governance.rules import clock
from portal.desk_door import below_desk
from portal.device import device_name
from portal.second_factor import factor_first
from portal.shell_facts import shell_facts
from portal.views.errors import too_large
from portal.views.health import HEALTH

Handler = Callable[[HttpRequest], HttpResponse]
ViewFunction = Callable[..., HttpResponse]
ACTIVITY_STEP_SECONDS = 300


class HealthMiddleware:
    """Answers the two probes before anything else touches session or database."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `/healthz` and `/readyz`; hand everything else on."""
        probe = HEALTH.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class IncidentMiddleware:
    """Gives every request the number that its error page and the log share (`portal.views.errors`)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request."""
        request.incident = secrets.token_hex(4)  # type: ignore[attr-defined]
        return self.get_response(request)


class RequestSizeMiddleware:
    """Answers 413 to a body larger than any form or picture, before a byte of it is read.

    Django counts fields and their text, but writes uploaded files to the disk without end.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compare the announced length; the server reads no more than that."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.LARGEST_REQUEST:
            return too_large(request)
        return self.get_response(request)


class DeskPolicyMiddleware:
    """Serves the desk under its own content security policy; personal pages are never cached."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the response for the policy of its place."""
        response = self.get_response(request)
        if below_desk(request):
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
            public: HttpResponse = serve(request, request.path_info.lstrip("/"))
            return public
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        viewer = load_viewer(user=request.user, authority=authority)
        if not viewer.is_known:
            raise Http404
        request.authority = authority  # type: ignore[attr-defined]
        request.viewer = viewer  # type: ignore[attr-defined]
        request.shell_facts = SimpleLazyObject(lambda: shell_facts(viewer))  # type: ignore[attr-defined]
        return factor_first(request) if uses_desk(viewer) else None


class SecondFactorMiddleware:
    """Leads coordinators and administrators without a second factor to its set-up before they reach the desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the desk's addresses; the portal's are checked where the viewer is known."""
        if below_desk(request) and request.user.is_authenticated and needs_second_factor(request.user):
            first = factor_first(request)
            if first is not None:
                return first
        return self.get_response(request)
