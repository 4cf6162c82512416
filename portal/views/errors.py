"""Error pages: German, accessible, with an incident number, independent of database and context."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger("lenkwerk")

STATUSES = (400, 403, 404, 409, 413, 429, 500, 503)


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Return the page for `status`, rendered without context processors so that nothing can fail a second time."""
    incident = getattr(request, "incident", "")
    return HttpResponse(render_to_string(f"{status}.html", {"incident": incident, **context}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood; one that is too large (`DATA_UPLOAD_…`) gets a page of its own."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return error_page(request, 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request that is larger than allowed."""
    return error_page(request, 413)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refused request."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose security token does not fit: after a long pause, or after a login in another tab."""
    return error_page(request, 403, form_expired=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that does not exist for the viewer."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure of a view or a middleware: 503 if the database is lost, otherwise 500.

    The log names the incident and the kind of the error; it holds no text from the request.
    """
    error = sys.exc_info()[1]
    logger.error("Incident %s: %s", getattr(request, "incident", ""), type(error).__name__)
    if isinstance(error, (OperationalError, InterfaceError)):
        return service_unavailable(request)
    return error_page(request, 500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the database cannot be reached."""
    response = error_page(request, 503)
    response["Retry-After"] = "30"
    return response
