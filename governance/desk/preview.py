"""Previews: a document of the record as a page, as Word and as PDF, all three from the same dataclass."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.sheet_html import sheet_html
from governance.desk.views import ScopedObject
from governance.documents.rendering import MEDIA_TYPES, DocumentFormat, file_name, kind_of, render, sheet_of
from governance.queries.files import letterhead_bytes


class DeskPreviewView(ScopedObject, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Shows what the viewset's `preview` makes of the record; `?datei=docx` and `?datei=pdf` give the files."""

    template_name = "desk/preview.html"
    header_icon = "view"
    index_url_name = ""
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the record within the scope."""
        self.viewers  # noqa: B018
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or give the file that is asked for; another format is unknown (404)."""
        self.document = self.desk.preview(self.viewer, self.object)
        asked = request.GET.get("datei", "")
        if not asked:
            response: HttpResponse = self.render_to_response(self.get_context_data())
            return response
        if asked not in set(DocumentFormat):
            raise Http404
        wanted = DocumentFormat(asked)
        name = file_name(self.document, wanted)
        letterhead = letterhead_bytes(self.viewer.authority) if wanted is DocumentFormat.DOCX else None
        return HttpResponse(
            render(kind_of(self.document), self.document, wanted, letterhead=letterhead),
            content_type=MEDIA_TYPES[wanted],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def get_page_title(self) -> str:
        """Return what the page is."""
        return _("Preview")

    def get_header_title(self) -> str:
        """Return what the page is and of which record."""
        return f"{self.get_page_title()}: {self.object}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here: list, record, preview."""
        plural = capfirst(self.desk.model._meta.verbose_name_plural)
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sheet as a page and what it shows."""
        sheet = sheet_of(self.document)
        return {
            **super().get_context_data(**kwargs),
            "sheet": sheet,
            "text": sheet_html(sheet),
            "formats": (("docx", "Word"), ("pdf", "PDF")),
            "about": self.desk.preview_note,
            "back_url": self.get_edit_url(),
        }
