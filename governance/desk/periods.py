"""The base of records that hold for a period: they are entered, ended, and taken back only before they begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.choice import BulkAction
from governance.desk.parts import DeskAction, short_day
from governance.desk.people_forms import EndForm, EndTogetherForm
from governance.rules import clock


class PeriodViewSet(DeskViewSet):
    """Entering is an act of its own, so is ending; nothing else about a period can be edited."""

    edit_form = EndForm
    ordering = "-valid_from"
    belongs_to = "seat"

    def subject(self, record: Any) -> tuple[models.Model, str]:
        """Return the record that the period belongs to: entries stand there, because a period may be taken back."""
        return getattr(record, self.belongs_to), record.public_id

    def end(self, viewer: Viewer, record: Any, last_day: date, version: int | None) -> Any:
        """End the record through a use case."""
        raise NotImplementedError

    def take_back(self, viewer: Viewer, record: Any) -> None:
        """Delete a record that was entered by mistake, through a use case."""
        raise NotImplementedError

    def may_end(self, viewer: Viewer, record: Any) -> bool:
        """Tell whether `viewer` may end this record; the use case decides again."""
        return True

    def locked(self, viewer: Viewer, record: Any) -> str:
        """Say that what has ended is history."""
        if record.valid_until is not None and record.valid_until < clock.today():
            return _("This ended on %(day)s. It stays on record as it is.") % {"day": short_day(record.valid_until)}
        return "" if self.may_end(viewer, record) else _("Only administrators end this.")

    def initial(self, record: Any) -> dict[str, Any]:
        """Return the last day on record."""
        return {"last_day": record.valid_until}

    def update(self, viewer: Viewer, record: Any, facts: Mapping[str, Any], version: int | None) -> Any:
        """End the record."""
        return self.end(viewer, record, facts["last_day"], version)

    def can_be_taken_back(self, viewer: Viewer, record: Any) -> bool:
        """Tell whether the record has not begun before today."""
        return bool(record.valid_from >= clock.today()) and self.may_end(viewer, record)

    @property
    def bulk_actions(self) -> tuple[BulkAction, ...]:  # type: ignore[override]
        """Return the step that ends several of them at a day."""
        return (
            BulkAction(
                name="beenden",
                label=gettext_lazy("End several"),
                question=gettext_lazy("These entries end on the chosen day. They stay on record."),
                carry_out=lambda viewer, record, facts: self.end(viewer, record, facts["last_day"], None),
                form=EndTogetherForm,
            ),
        )

    @property
    def actions(self) -> tuple[DeskAction, ...]:  # type: ignore[override]
        """Return the step that takes a mistake back."""
        return (
            DeskAction(
                name="zuruecknehmen",
                label=gettext_lazy("Take back"),
                question=gettext_lazy("“%(object)s” was entered by mistake and is deleted. The log keeps that it was."),
                done=gettext_lazy("“%(object)s” has been taken back."),
                carry_out=self.take_back,
                offered=self.can_be_taken_back,
                icon="bin",
                ends_record=True,
                fresh_login=True,
            ),
        )
