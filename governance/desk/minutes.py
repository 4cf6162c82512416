"""Minutes in the desk: the list and the editor of what people write. Facts are shown in the portal, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.minutes import draft_minutes, may_write_minutes
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.filters import of_body
from governance.desk.forms import DeskForm, Fieldset
from governance.models import AgendaItem, Minutes, MinutesItem
from governance.queries.minutes import offered_statement, written_items
from governance.rules.lifecycles import MinutesState
from governance.rules.outcomes import Outcome
from governance.usecases.minutes import TEXT_FIELDS, ItemText, save_minutes

REPORT, DISCUSSION = "report_", "discussion_"


def text_field(model: type[Minutes | MinutesItem], name: str) -> forms.CharField:
    """Return the form field of a written text; an empty line begins a paragraph."""
    stored: Any = model._meta.get_field(name)
    return forms.CharField(
        label=stored.verbose_name,
        max_length=stored.max_length,
        required=False,
        widget=AdminAutoHeightTextInput(),
    )


class MinutesForm(DeskForm):
    """The editor: statement on the summons, text before and after the agenda, report and discussion per item."""

    def __init__(self, *args: Any, record: Minutes, viewers: list[Viewer], **kwargs: Any) -> None:
        super().__init__(*args, record=record, viewers=viewers, **kwargs)
        for name in TEXT_FIELDS:
            self.fields[name] = text_field(Minutes, name)
        self.fields["summons"].help_text = _("Leave it empty to print: %(text)s") % {
            "text": offered_statement(record) or "–"
        }
        self.items = [item for item, _report, _discussion in written_items(record)]
        for item in self.items:
            self.fields[f"{REPORT}{item.public_id}"] = text_field(MinutesItem, "report")
            self.fields[f"{DISCUSSION}{item.public_id}"] = text_field(MinutesItem, "discussion")
        self.fieldsets = [
            Fieldset(
                _("Opening"),
                ["summons", "agenda_objections", "opening"],
                _("Attendance, votes, resolutions and action items are taken from the session."),
            ),
            *(self._fieldset(item) for item in self.items),
            Fieldset(_("Closing"), ["closing"]),
        ]

    def _fieldset(self, item: AgendaItem) -> Fieldset:
        names = [f"{REPORT}{item.public_id}", f"{DISCUSSION}{item.public_id}"]
        outcome = _(Outcome(item.outcome).label) if item.outcome else ""
        return Fieldset(f"TOP {item.number}: {item.title}", names, outcome)

    @property
    def facts(self) -> dict[str, Any]:
        """Return the arguments of `save_minutes`."""
        typed = self.cleaned_data
        return {
            **{name: typed[name] for name in TEXT_FIELDS},
            "items": {
                item.public_id: ItemText(
                    report=typed[f"{REPORT}{item.public_id}"],
                    discussion=typed[f"{DISCUSSION}{item.public_id}"],
                )
                for item in self.items
            },
        }


class MinutesViewSet(DeskViewSet):
    """The minutes of the coordinator's authorities."""

    name = "desk_minutes"
    url_prefix = "niederschriften"
    model = Minutes
    icon = "doc-full"
    menu_label = gettext_lazy("Minutes of meetings")
    list_display = [
        "__str__",
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
    ]
    list_filter = ["state"]
    filters = {"gremium": of_body("meeting__body")}
    search_fields = ("meeting__body__name",)
    ordering = "-meeting__starts_at"
    edit_form = MinutesForm

    def visible(self, viewer: Viewer) -> QuerySet[Minutes]:
        """Return the minutes whose working text the viewer reads."""
        return draft_minutes(viewer)

    def queryset(self, request: Any) -> QuerySet[Minutes]:
        """Return the scope with what a row and the editor show."""
        return super().queryset(request).select_related("meeting__body__authority", "meeting__minute_taker")

    def locked(self, viewer: Viewer, record: Minutes) -> str:
        """Say why minutes are not written: signed, or another's body."""
        if record.state != MinutesState.DRAFT:
            return _("The minutes are signed off. An accepted objection opens them for changes again.")
        if not may_write_minutes(viewer, record):
            return _("The secretariat of the body writes these minutes.")
        return ""

    def initial(self, record: Minutes) -> dict[str, Any]:
        """Return the written text by the names of the editor's fields."""
        found: dict[str, Any] = {name: getattr(record, name) for name in TEXT_FIELDS}
        for item, report, discussion in written_items(record):
            found[f"{REPORT}{item.public_id}"] = report
            found[f"{DISCUSSION}{item.public_id}"] = discussion
        return found

    def update(self, viewer: Viewer, record: Minutes, facts: Mapping[str, Any], version: int | None) -> Minutes:
        """Save the written text."""
        return save_minutes(by=viewer, minutes_id=record.public_id, version=version, **facts)

    def portal_url(self, record: Minutes) -> str:
        """Return the reading view."""
        return reverse("portal:minutes", args=[record.meeting.body.authority.slug, record.public_id])
