"""The set-up assistant of a new authority in the desk: a viewset over the authorities that one coordinates.

The steps are addresses of their own, so each can be left, linked and resumed. Nothing of its own is stored beside the
records but what a person said about a step (`SetupMark`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from governance.access.setup import authorities_set_up
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.forms import DeskForm
from governance.desk.index import OnlyRecordView
from governance.desk.scope import request_viewers
from governance.desk.setup_steps import (
    BodiesView,
    LetterheadView,
    MailView,
    NamesView,
    PeopleView,
    ProfileView,
    RulesView,
)
from governance.desk.setup_views import OverviewView, StepView
from governance.models import Authority
from governance.queries.setup import setup_progress
from governance.rules.setup import STEPS

STEP_VIEWS: tuple[type[StepView], ...] = (
    NamesView, ProfileView, BodiesView, PeopleView, MailView, LetterheadView, RulesView,
)  # fmt: skip
SLUGS = {
    "names": "name", "profile": "prozessprofil", "bodies": "gremien", "people": "mitglieder", "mail": "mail",
    "letterhead": "briefkopf", "rules": "geschaeftsordnung",
}  # fmt: skip


class SetupViewSet(DeskViewSet):
    """The list of authorities leads to their assistant."""

    name = "desk_setup"
    url_prefix = "einrichtung"
    model = Authority
    menu_label = gettext_lazy("Set-up")
    icon = "tasks"
    index_view_class = OnlyRecordView
    list_display = ["name"]
    search_fields = ("name",)
    ordering = "name"
    edit_form = DeskForm

    def visible(self, viewer: Viewer) -> QuerySet[Authority]:
        """Return the authority that the viewer sets up."""
        return authorities_set_up(viewer)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: the list, where an authority stands, and each step."""
        return [
            path("", self.index_view, name="index"),
            path("ergebnisse/", self.index_results_view, name="index_results"),
            path("<slug:pk>/", self.construct_view(OverviewView), name="edit"),
            *(
                path(f"<slug:pk>/{SLUGS[view.step.value]}/", self.construct_view(view), name=view.step.value)
                for view in STEP_VIEWS
            ),
        ]


class SetupPanel(Component):  # type: ignore[misc]
    """On the home page of the desk: how far the set-up is, until it is complete or put aside."""

    name = "setup"
    template_name = "desk/setup/panel.html"
    order = 1

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return a line for each authority that is not set up yet."""
        found = []
        for viewer in request_viewers(self.request):
            state = setup_progress(viewer)
            if state is None or state.aside or state.is_complete:
                continue
            counts = {"done": state.settled, "all": len(STEPS)}
            url = reverse("desk_setup:edit", args=[viewer.authority.public_id])
            found.append((viewer.authority, _("Set-up: %(done)s of %(all)s") % counts, url))
        return {"unfinished": found}
