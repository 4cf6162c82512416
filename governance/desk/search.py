"""The search over the desk: one field, the hits grouped by kind, every record found within the scope of its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.search import SearchArea
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets import viewsets

from governance.access.desk import may_use_desk
from governance.desk.base import DeskViewSet
from governance.models import User
from governance.queries.search_words import MOST_CHARACTERS, having, words_of

SHOWN = 8


@dataclass(frozen=True)
class Group:
    """The hits in one list: its name, the first of them with their addresses, and where all of them are."""

    label: str
    icon: str
    hits: list[tuple[str, str]]
    more_url: str


class DeskSearchArea(SearchArea):  # type: ignore[misc]
    """The field in the head of the desk."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Desk"), reverse_lazy("desk_search"), name="desk", icon_name="search", order=1)

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to everybody who works in the desk."""
        return isinstance(request.user, User) and may_use_desk(request.user)


class DeskSearchView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Searches every list that is open to the user, one query each."""

    template_name = "desk/search.html"
    page_title = gettext_lazy("Search in the desk")
    header_icon = "search"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the hits; nothing for an empty search."""
        if not (isinstance(request.user, User) and may_use_desk(request.user)):
            raise Http404
        text = str(request.GET.get("q", ""))[:MOST_CHARACTERS]
        words = words_of(text)
        context = {
            **self.get_context_data(),
            "text": text,
            "groups": search(request, words, text) if words else [],
            "searched": bool(words),
        }
        response: HttpResponse = self.render_to_response(context)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Search in the desk")}]


def search(request: HttpRequest, words: tuple[str, ...], text: str) -> list[Group]:
    """Return the groups with hits among the lists that are open to the user."""
    lists = [found for found in viewsets.viewsets if isinstance(found, DeskViewSet)]
    groups = [_group(request, desk, words, text) for desk in lists if desk.search_fields and desk.is_open(request)]
    return [group for group in groups if group.hits]


def _group(request: HttpRequest, desk: DeskViewSet, words: tuple[str, ...], text: str) -> Group:
    ordering = (desk.ordering,) if isinstance(desk.ordering, str) else tuple(desk.ordering or ("-pk",))
    rows = list(having(desk.queryset(request), words, *desk.search_fields).order_by(*ordering)[: SHOWN + 1])
    more = reverse(desk.get_url_name("index"), query={"q": text}) if len(rows) > SHOWN else ""
    hits = [(desk.hit(row), desk.address("edit", row)) for row in rows[:SHOWN]]
    return Group(capfirst(str(desk.menu_label)), desk.icon, hits, more)
