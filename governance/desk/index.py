"""The list of a viewset: searched word by word, filtered within the scope, with what can be done to several rows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import IndexView

from governance.desk.choice import ChoiceColumn, offered_buttons
from governance.desk.filters import DeskFilterSet
from governance.desk.scope import request_viewers
from governance.desk.views import ScopedView
from governance.queries.search_words import having, words_of


class DeskIndexView(ScopedView, IndexView):  # type: ignore[misc]
    """The list."""

    any_permission_required = None
    base_filterset_class = DeskFilterSet

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Close the export: its cells are not escaped."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> models.QuerySet[Any]:
        """Return the scope."""
        return self.desk.queryset(self.request)

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Return the rows in which every word of the search occurs, in whichever field."""
        return having(queryset, words_of(self.search_query), *self.desk.search_fields)

    @cached_property
    def filterset_class(self) -> Any:
        """Return the filters over plain fields and, within the scope, over records and periods."""
        names = self.list_filter or ()
        if not names and not self.desk.filters:
            return None
        meta = type("Meta", (), {"model": self.model, "fields": names})
        return type(f"{self.model.__name__}Filters", (DeskFilterSet,), {"Meta": meta, **self.desk.filters})

    @cached_property
    def columns(self) -> list[Any]:
        """Put a box in front of every row where something can be done with several of them."""
        known: list[Any] = super().columns
        return [ChoiceColumn(self.desk.key_of), *known] if self.desk.bulk_actions else known

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done with the chosen rows, and the help."""
        steps = offered_buttons(
            self.desk.bulk_actions, lambda name: reverse(self.desk.get_url_name(f"gemeinsam-{name}"))
        )
        first = [
            (step.label, reverse(self.desk.get_url_name(step.name)))
            for step in self.desk.list_actions
            if any(step.offered(viewer) for viewer in self.viewers)
        ]
        coordinated = request_viewers(self.request) if self.desk.set_up_by else ()
        if coordinated:
            assistant = reverse(f"desk_setup:{self.desk.set_up_by}", args=[coordinated[0].authority.public_id])
            first = [(_("Enter it with the set-up assistant"), assistant), *first]
        beside = {"bulk_steps": steps, "first_steps": first, "help": self.desk.help, "desk": self.desk}
        return {**super().get_context_data(**kwargs), **beside}

    def get_edit_url(self, instance: models.Model) -> str | None:
        """Return the address of the editor."""
        return self.desk.address("edit", instance) if self.desk.edit_form else None

    def get_delete_url(self, instance: models.Model) -> str | None:
        """Return the address for deleting, if it is offered."""
        return self.desk.address("delete", instance) if self.desk.deletable else None

    def get_copy_url(self, instance: models.Model) -> None:
        """Return nothing: no record is copied past its use case."""

    def get_inspect_url(self, instance: models.Model) -> None:
        """Return nothing: the portal shows records."""

    def get_add_url(self) -> str | None:
        """Return the address for making a record, if the user may."""
        url: str | None = super().get_add_url() if self.desk.may_begin(self.request) else None
        return url


class OnlyRecordView(DeskIndexView):
    """The list of what every authority has one of; where there is only one and nothing is looked for, its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go on to the only record."""
        found = [] if request.GET else list(self.get_base_queryset()[:2])
        if len(found) == 1:
            return redirect(self.desk.address("edit", found[0]))
        listed: HttpResponseBase = super().get(request, *args, **kwargs)
        return listed
