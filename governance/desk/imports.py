"""Imports in the desk: hand a table in, look at what it would do, confirm; export; invite the new people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from governance.access.imports import may_exchange, visible_imports
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.forms import DeskForm
from governance.desk.import_views import ExportView, ImportView, InvitationsView, NewImportView, TemplateView
from governance.desk.index import DeskIndexView
from governance.desk.parts import DeskAction
from governance.exchange.runs import begin_import, confirm_import, discard_import
from governance.exchange.table import MOST_BYTES, MOST_ROWS
from governance.models import ImportKind, ImportRun, ImportStep

STEPS = {
    ImportStep.CHECKING: gettext_lazy("is being checked"),
    ImportStep.CHECKED: gettext_lazy("checked, not imported yet"),
    ImportStep.WRITING: gettext_lazy("is being imported"),
    ImportStep.DONE: gettext_lazy("imported"),
    ImportStep.FAILED: gettext_lazy("broken off"),
    ImportStep.DISCARDED: gettext_lazy("discarded"),
}


def step_of(run: ImportRun) -> str:
    """Return in words where an import stands."""
    return str(STEPS[run.step])


def counts_of(run: ImportRun) -> str:
    """Return in short what an import did or would do."""
    if run.step is ImportStep.CHECKING:
        return ""
    found = _("%(new)s new, %(changed)s changed") % {"new": run.new, "changed": run.changed}
    return _("%(counts)s, %(faulty)s with errors") % {"counts": found, "faulty": run.faulty} if run.faulty else found


def is_open(viewer: Viewer, run: ImportRun) -> bool:
    """Tell whether an import can be given up."""
    return run.step not in {ImportStep.DONE, ImportStep.DISCARDED}


class NewImportForm(DeskForm):
    """A table to import."""

    kind = forms.ChoiceField(label=gettext_lazy("What the table holds"), choices=ImportKind.choices)
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "Excel workbook (.xlsx) or CSV, at most %(bytes)s MB and %(rows)s rows. Nothing is written yet: first you "
            "see what would change."
        ) % {"bytes": MOST_BYTES // 1024 // 1024, "rows": MOST_ROWS}

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        handed = self.cleaned_data["file"]
        if handed.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024}
            )
        return handed


class ConfirmForm(DeskForm):
    """The confirmation of what the page shows."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class ImportIndexView(DeskIndexView):
    """The list; adding to it is importing."""

    add_item_label = gettext_lazy("Import a table")


class ImportViewSet(DeskViewSet):
    """The imports of the coordinator's authorities, whoever began them."""

    name = "desk_imports"
    url_prefix = "import"
    model = ImportRun
    icon = "upload"
    menu_label = gettext_lazy("Imports")
    index_view_class = ImportIndexView
    add_view_class = NewImportView
    edit_view_class = ImportView
    create_template_name = "desk/import_new.html"
    edit_template_name = "desk/import.html"
    list_display = [
        "file_name",
        Column("get_kind_display", label=gettext_lazy("Table"), sort_key="kind"),
        Column("begun_by", label=gettext_lazy("Begun by"), sort_key="begun_by__last_name"),
        Column(
            "begun_at", label=gettext_lazy("Begun on"), sort_key="begun_at",
            accessor=lambda run: date_format(localtime(run.begun_at), "SHORT_DATETIME_FORMAT"),
        ),
        Column("counts", label=gettext_lazy("Rows"), accessor=counts_of),
        Column("step", label=gettext_lazy("State"), accessor=step_of),
    ]  # fmt: skip
    list_filter = ["kind"]
    search_fields = ("file_name", "begun_by__last_name")
    ordering = "-begun_at"
    joined = ("authority", "begun_by", "confirmed_by")
    add_form = NewImportForm
    edit_form = ConfirmForm
    actions = (
        DeskAction(
            name="verwerfen",
            label=gettext_lazy("Discard import"),
            question=gettext_lazy("“%(object)s” is not imported. The table is deleted, nothing on record changes."),
            done=gettext_lazy("“%(object)s” has been discarded."),
            carry_out=lambda viewer, run: discard_import(by=viewer, import_id=run.public_id),
            offered=is_open,
            icon="bin",
        ),
    )

    def visible(self, viewer: Viewer) -> QuerySet[ImportRun]:
        """Return the imports of the viewer's authority."""
        return visible_imports(viewer)

    def queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Return the scope; a list needs no tables."""
        return super().queryset(request).defer("table", "preview")

    def may_add(self, viewer: Viewer) -> bool:
        """Coordinators import."""
        return may_exchange(viewer)

    def initial(self, record: ImportRun) -> dict[str, Any]:
        """Return what the page shows."""
        return {"shown": record.digest}

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> ImportRun:
        """Read a table and try it out."""
        handed = facts["file"]
        return begin_import(by=viewer, kind=facts["kind"], file_name=handed.name, content=handed.read())

    def update(self, viewer: Viewer, record: ImportRun, facts: Mapping[str, Any], version: int | None) -> ImportRun:
        """Write what was shown."""
        return confirm_import(by=viewer, import_id=record.public_id, shown=facts["shown"])

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add templates, export and invitations; they come before the addresses of records."""
        return [
            path("export/", self.construct_view(ExportView), name="export"),
            path("einladungen/", self.construct_view(InvitationsView), name="invitations"),
            path("muster/<slug:pk>/", self.construct_view(TemplateView), name="template"),
            *super().get_urlpatterns(),
        ]
