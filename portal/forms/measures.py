"""Forms of measures and of the follow-up of resolutions. They check what was typed; the use cases decide and write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models import FollowUp, Measure, Meeting, Organisation, Person, Resolution
from governance.queries.measures import OwnerChoices
from governance.rules.measures import MoveRule
from governance.usecases.follow_ups import FollowUpText
from governance.usecases.measures import MeasureText
from portal.components import dates
from portal.components.text import Text
from portal.components.widgets import DayInput

NOBODY = ("", _("Nobody yet"))
PLEASE_CHOOSE = ("", _("Please choose"))


def _organisations(rows: Iterable[Organisation], empty: tuple[str, Text]) -> list[tuple[str, Text]]:
    return [empty, *((row.public_id, row.name) for row in rows)]


def _people(rows: Iterable[Person]) -> list[tuple[str, Text]]:
    return [NOBODY, *((row.public_id, f"{row} ({row.organisation})" if row.organisation else str(row)) for row in rows)]


class OwnedForm(forms.Form):
    """A form that chooses who is responsible."""

    def offer(self, choices: OwnerChoices, *, empty: tuple[str, Text] = NOBODY) -> None:
        """Fill the choices of organisation and person."""
        self.fields["organisation"].choices = _organisations(choices.organisations, empty)  # type: ignore[attr-defined]
        if "person" in self.fields:
            self.fields["person"].choices = _people(choices.people)  # type: ignore[attr-defined]


class MeasureForm(OwnedForm):
    """What the coordination says about a measure. `needed`: it is asked for at once, so nothing may be missing."""

    title = forms.CharField(
        label=_("Measure"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is done, as an instruction: “Agree on course places with childcare”."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Explanation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    organisation = forms.ChoiceField(label=_("Responsible organisation"), required=False)
    person = forms.ChoiceField(
        label=_("Suggested person"), required=False,
        help_text=_("The organisation itself names who is responsible when it accepts."),
    )  # fmt: skip
    due_on = forms.DateField(label=pgettext_lazy("date", "Until"), required=False, widget=DayInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choices: OwnerChoices, needed: bool, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = needed
        if asked:
            del self.fields["organisation"], self.fields["person"]
            return
        self.fields["organisation"].required = needed
        self.offer(choices, empty=PLEASE_CHOOSE if needed else NOBODY)

    def text(self) -> MeasureText:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return MeasureText(
            title=data["title"],
            note=data["note"],
            organisation_id=data.get("organisation", ""),
            person_id=data.get("person", ""),
            due_on=data["due_on"],
        )

    def stored(self, measure: Measure) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(measure)

    @staticmethod
    def initial_of(measure: Measure) -> dict[str, Any]:
        """Return what the form shows of a measure."""
        return {
            "title": measure.title,
            "note": measure.note,
            "organisation": measure.organisation.public_id if measure.organisation else "",
            "person": measure.person.public_id if measure.person else "",
            "due_on": measure.due_on,
            "version": measure.version,
        }


class ReassignForm(OwnedForm):
    """Another organisation for a measure."""

    organisation = forms.ChoiceField(label=_("Organisation that is asked"))
    due_on = forms.DateField(label=pgettext_lazy("date", "Until"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choices: OwnerChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices, empty=PLEASE_CHOOSE)


class AcceptForm(forms.Form):
    """Accepting a measure: who of the organisation is responsible."""

    person = forms.ChoiceField(
        label=_("Who is responsible in your organisation"),
        help_text=_("This person reports on the measure and is reminded of its date."),
    )
    text = forms.CharField(
        label=_("Remark for the coordination"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [PLEASE_CHOOSE, *((row.public_id, str(row)) for row in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """A move of a measure or a follow-up: its text, and a date where the move needs one."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    until = forms.DateField(label=_("New date"), widget=DayInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, rule: MoveRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = rule.needs_reason
        text.label = _("What was done") if rule.name in {"finish", "report_done"} else _("Remark")
        if rule.needs_reason and rule.name != "report_done":
            text.label = _("Reason")
        if not rule.needs_date:
            del self.fields["until"]


class ReportForm(forms.Form):
    """How far it is, without a change of the state."""

    text = forms.CharField(label=_("How it stands"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class FollowUpForm(OwnedForm):
    """What follows from a resolution, for whom, until when, and where it is reported."""

    task = forms.CharField(label=_("What is to be done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    organisation = forms.ChoiceField(label=_("Responsible organisation"), required=False)
    person = forms.ChoiceField(label=_("Responsible person"), required=False)
    due_on = forms.DateField(label=pgettext_lazy("date", "Until"), widget=DayInput())
    meeting = forms.ChoiceField(
        label=_("Next report in the meeting"), required=False,
        help_text=_("The report is put on the agenda of this meeting by itself, as long as it is not sent out."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choices: OwnerChoices, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices)
        offered: list[tuple[str, Text]] = [("", _("Not planned yet"))]
        offered += [(row.public_id, f"{row.body.name}, {dates.day(row.starts_at)}") for row in meetings]
        self.fields["meeting"].choices = offered  # type: ignore[attr-defined]

    def text(self) -> FollowUpText:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return FollowUpText(
            task=data["task"],
            due_on=data["due_on"],
            organisation_id=data["organisation"],
            person_id=data["person"],
            meeting_id=data["meeting"],
        )

    def stored(self, row: FollowUp) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(row)

    @staticmethod
    def initial_of(row: FollowUp) -> dict[str, Any]:
        """Return what the form shows of a follow-up."""
        return {
            "task": row.task,
            "organisation": row.organisation.public_id if row.organisation else "",
            "person": row.person.public_id if row.person else "",
            "due_on": row.due_on,
            "meeting": row.report_meeting.public_id if row.report_meeting else "",
            "version": row.version,
        }


class LiftForm(forms.Form):
    """The later resolution that lifts a task."""

    resolution = forms.ChoiceField(label=_("Resolution that lifts the task"))

    def __init__(self, *args: Any, resolutions: Iterable[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [PLEASE_CHOOSE, *((row.public_id, f"{row.number} {row.title}") for row in resolutions)]
        self.fields["resolution"].choices = choices  # type: ignore[attr-defined]
