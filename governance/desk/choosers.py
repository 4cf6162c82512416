"""The one base chooser of the desk: it shows and answers for nothing outside the coordinator's authorities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from governance.access.viewer import Viewer
from governance.desk.scope import request_viewers, within


class DeskChooser(BaseChooser):  # type: ignore[misc]
    """The widget. `queryset` is set by the form; without it the widget names no record, whatever key was posted."""

    queryset: models.QuerySet[Any] | None = None
    show_edit_link = False

    def get_instance(self, value: Any) -> models.Model | None:
        """Return the record of `value` if it lies in the form's scope."""
        key = getattr(value, "pk", value)
        if key is None or self.queryset is None:
            return None
        try:
            return self.queryset.filter(pk=key).first()
        except (TypeError, ValueError):
            return None


class ScopedChoice:
    """Mixed into every view of a chooser: one scoped queryset, no creation, no links to records."""

    desk: DeskChooserViewSet
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to whoever coordinates nowhere."""
        if not self.desk.viewers(request):
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_object_list(self) -> models.QuerySet[Any]:
        """Return the records to choose from."""
        return self.desk.choices(self.request)

    def get_object(self, pk: str) -> models.Model:
        """Return the chosen record; raises `DoesNotExist`, which the view answers with 404."""
        if not pk.isdecimal():
            raise Http404
        chosen: models.Model = self.get_object_list().get(pk=pk)
        return chosen

    def get_objects(self, pks: list[str]) -> models.QuerySet[Any]:
        """Return those of the chosen records that lie in the scope."""
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])

    def can_create(self) -> bool:
        """Return False: records are made in their own editor, through a use case."""
        return False

    def get_edit_item_url(self, instance: models.Model) -> None:
        """Return nothing: the dialogue leads nowhere."""

    def get_filter_form_class(self) -> type[forms.Form]:
        """Return the search over the chooser's fields."""
        return self.desk.search_form_class()


class DeskChooserViewSet(ChooserViewSet):  # type: ignore[misc]
    """Base of every chooser. Declare `name` (beginning with `desk`), `model`, `scope` and `search_fields`.

    `scope` is a filter of `governance.access`, wrapped in `staticmethod`.
    """

    scope: Any = None
    search_fields: tuple[str, ...] = ()
    base_widget_class = DeskChooser
    register_widget = False
    choose_one_text = _("Choose")

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return the user as viewers; those of `administration_viewers` where administrators choose, too."""
        return request_viewers(request)

    def choices(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return what the user of `request` may choose."""
        return within(self.model, self.scope, self.viewers(request))

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Put the scope in front of every view; there is no view without it."""
        if self.scope is None or not issubclass(
            view_class, (ChooseView, ChooseResultsView, ChosenView, ChosenMultipleView)
        ):
            raise ImproperlyConfigured(f"{type(self).__name__} does not offer {view_class.__name__}.")
        scoped = type(f"Scoped{view_class.__name__}", (ScopedChoice, view_class), {"desk": self})
        return super().construct_view(scoped, **kwargs)

    def search_form_class(self) -> type[forms.Form]:
        """Return a form that searches `search_fields` in the database."""
        names = self.search_fields

        class Search(BaseFilterForm):  # type: ignore[misc]
            q = forms.CharField(label=_("Search term"), required=False, max_length=100)

            def filter(self, objects: models.QuerySet[Any]) -> models.QuerySet[Any]:
                self.search_query = self.cleaned_data.get("q", "")
                if self.search_query:
                    self.is_searching = True
                    condition = models.Q()
                    for name in names:
                        condition |= models.Q(**{f"{name}__icontains": self.search_query})
                    return objects.filter(condition)
                return objects

        return Search

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses: choosing only, no creating."""
        return [
            path("", self.choose_view, name="choose"),
            path("results/", self.choose_results_view, name="choose_results"),
            path("chosen/<str:pk>/", self.chosen_view, name="chosen"),
            path("chosen-multiple/", self.chosen_multiple_view, name="chosen_multiple"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave the address for creating out."""
        found: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {name: value for name, value in found.items() if name != "create_url_name"}
