"""The door of the desk: which of the addresses below it are open, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError

from governance.access.desk import DESK_NAMESPACE, PUBLIC_PAGE_VIEWS, may_open_desk_view
from governance.rules.characters import clean_line
from portal.views.errors import bad_request

Handler = Callable[[HttpRequest], HttpResponse]
LONGEST_KEY = 15
# What Wagtail's page tree raises for a counter or key that is no number or too large, and for no address.
UNREAD_FORMS = (MultiValueDictKeyError, ValueError, OverflowError, NoReverseMatch)


def below_desk(request: HttpRequest) -> bool:
    """Tell whether the address lies below the desk.

    `path_info` is what the resolver reads. `path` begins with whatever a web server or a forged header calls the
    script, and would lead past every check of the prefix.
    """
    return request.path_info.startswith(settings.DESK_PATH)


# Wagtail's dialogue fails on a form from which its one field is missing altogether.
FIELDS_NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}


class DeskDoorMiddleware:
    """Answers 404 for Wagtail's own views that are not open, and for people who have nothing to do in the desk.

    Wagtail's reports, histories, bulk actions, page tree and API check stored permissions only and name records of
    every authority; and members shall not learn that there is a desk (interface.md).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the view is known only in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        """Check the resolved view; who is not logged in is led to the login by the view itself."""
        match = request.resolver_match
        if match is None or not below_desk(request):
            return
        if not may_open_desk_view(request.user, match.view_name):
            raise Http404
        _check_keys(request, match.view_name, kwargs)
        _tame_search(request)
        needed = FIELDS_NEEDED.get(match.view_name)
        if needed and request.method == "POST" and needed not in request.POST:
            raise BadRequest("The form is incomplete.")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 to a form that Wagtail's views read without asking: counters, keys and addresses."""
        match = request.resolver_match
        if match is None or request.method != "POST" or not below_desk(request):
            return None
        forged = UNREAD_FORMS if match.view_name in PUBLIC_PAGE_VIEWS else MultiValueDictKeyError
        return bad_request(request, exception) if isinstance(exception, forged) else None


def _check_keys(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> None:
    """Raise 404 for a key that is no number where Wagtail hands it to the database unread."""
    keys = request.GET.getlist("id")
    if not view_name.startswith(DESK_NAMESPACE):
        keys += [str(kwargs[name]) for name in ("pk", "object_id") if name in kwargs]
    if not all(key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY for key in keys):
        raise Http404


def _tame_search(request: HttpRequest) -> None:
    """Take out of a search what the databases' text search fails on: control characters and quotation marks."""
    if "q" in request.GET:
        query = request.GET.copy()
        query["q"] = clean_line(str(query["q"]).replace('"', " "))
        request.GET = query  # type: ignore[assignment]
