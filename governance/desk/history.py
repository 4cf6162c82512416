"""The page „Verlauf“ of a record: who did what to it, page by page, within the scope of the record."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.views import ScopedObject
from governance.queries.history import history_rows

PAGE_SIZE = 50


class DeskHistoryView(ScopedObject, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Reads the audit entries about one record; nobody writes here."""

    template_name = "desk/history.html"
    header_icon = "history"
    index_url_name = ""
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the record within the scope."""
        self.viewers  # noqa: B018
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a page of the history."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def get_page_title(self) -> str:
        """Return what the page is."""
        return _("History")

    def get_header_title(self) -> str:
        """Return what the page is and of which record."""
        return f"{self.get_page_title()}: {self.object}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here: list, record, history."""
        plural = capfirst(self.desk.model._meta.verbose_name_plural)
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page of entries in words."""
        page = Paginator(self.desk.entries(self.object), PAGE_SIZE).get_page(self.request.GET.get("p"))
        rows = history_rows(list(page.object_list), lambda name: self.desk.word_of(self.object, name))
        return {**super().get_context_data(**kwargs), "page_obj": page, "rows": rows, "back_url": self.get_edit_url()}
