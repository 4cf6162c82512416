"""Forms of mandates, nominations and the statement of a group. The use cases decide and write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Body, MandateVersion, Meeting, Person, ProposalStatement
from governance.queries.mandate_pages import MandateChoices
from governance.queries.proposals import AnswerRow
from governance.rules.mandates import APPROVAL_LABELS
from governance.rules.routes import RESULT_LABELS
from governance.usecases.mandate_drafts import MandateDraft, PlaceDraft
from portal.components.dates import day_time
from portal.components.widgets import DayInput

FIRST_PLACES = 4
SPARE_PLACES = 2
MOST_PLACES = 40


class Later(forms.Field):
    """A field that has to be filled in the end and may be empty while it is drafted: it is not called optional."""

    def validate(self, value: Any) -> None:
        """Check what was entered; an empty draft is saved."""
        if value not in self.empty_values:
            super().validate(value)


class TextLater(Later, forms.CharField):
    """A text that the mandate or the statement needs in the end."""


class ChoiceLater(Later, forms.ChoiceField):
    """A choice that is needed in the end."""


class DayLater(Later, forms.DateField):
    """A day that is needed in the end."""


def _area(label: Any, help_text: Any = "", *, rows: int = 4, later: bool = False) -> forms.CharField:
    return (TextLater if later else forms.CharField)(
        label=label,
        required=later,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BeginMandateForm(forms.Form):
    """A new mandate."""

    group_name = forms.CharField(
        label=_("Name of the project group"),
        max_length=160,
        help_text=_("Under this name the group meets later. It can be changed until the mandate is adopted."),
    )


class MandateForm(forms.Form):
    """The draft of a mandate, its six parts and its composition; a part may stay empty while it is drafted."""

    use_required_attribute = False

    group_name = TextLater(label=_("Name of the project group"), max_length=160)
    group = forms.ChoiceField(
        label=_("A body that exists already"),
        required=False,
        help_text=_("Only if a standing working group gets the mandate. Otherwise a new group is founded."),
    )
    subject = _area(_("Subject of the mandate"), _("What the group works on, in two or three sentences."), later=True)
    objective = _area(_("Objective"), _("What is to be different afterwards, and for whom."), later=True)
    working_form = _area(_("Working form"), _("For example how often and how long the group meets."), rows=3)
    result_form = _area(
        _("Form of the result"), _("How the group presents its result to the body."), rows=3, later=True
    )
    result_types = forms.MultipleChoiceField(
        label=_("What is to be delivered"),
        required=False,
        choices=[(kind.value, _(label)) for kind, label in RESULT_LABELS.items()],
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Without it the group cannot hand in its proposal."),
    )
    special_conditions = _area(_("Special conditions"), _("For example a limit of costs, or what must stay."), rows=3)
    report_meeting = ChoiceLater(
        label=_("Meeting in which the group reports back"),
        help_text=_("If the meeting is moved, the report back moves with it."),
    )
    report_back_on = DayLater(
        label=_("Or a day until which it reports back"),
        widget=DayInput(),
        help_text=_("Only if no meeting is planned yet."),
    )
    ends_on = DayLater(label=_("End of the mandate"), widget=DayInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choices: MandateChoices, places: int, renames: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.renames = renames
        self._offer("group", _("No, found a new group"), [(row.public_id, row.name) for row in choices.groups])
        self._offer("report_meeting", _("No meeting"), [(row.public_id, _meeting(row)) for row in choices.meetings])
        organisations = [(row.public_id, row.name) for row in choices.organisations]
        self.numbers = range(1, min(places, MOST_PLACES) + 1)
        for number in self.numbers:
            values = {"number": number}
            self.fields[f"organisation_{number}"] = ChoiceLater(
                label=gettext("Place %(number)s: organisation") % values
            )
            self._offer(f"organisation_{number}", _("free"), organisations)
            self.fields[f"seat_{number}"] = forms.CharField(
                label=gettext("Place %(number)s: seat") % values, required=False, max_length=160
            )
            self.fields[f"lead_{number}"] = forms.BooleanField(
                label=gettext("Place %(number)s leads the group") % values, required=False
            )
        if not renames:
            del self.fields["group"], self.fields["group_name"]

    def _offer(self, name: str, empty: Any, rows: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", empty), *rows]  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of the composition for the template."""
        return [
            (number, self[f"organisation_{number}"], self[f"seat_{number}"], self[f"lead_{number}"])
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a group without a name, and a seat or a lead without an organisation."""
        data = super().clean() or {}
        if self.renames and not data.get("group") and not data.get("group_name"):
            self.add_error("group_name", _("Give the project group a name."))
        for number in self.numbers:
            if not data.get(f"organisation_{number}") and (data.get(f"seat_{number}") or data.get(f"lead_{number}")):
                self.add_error(f"organisation_{number}", _("Choose the organisation of this place."))
        return data

    def draft(self) -> MandateDraft:
        """Return what was entered; call it on a valid form."""
        data = self.cleaned_data
        return MandateDraft(
            group_name=data.get("group_name", ""),
            group_id=data.get("group", ""),
            subject=data["subject"],
            objective=data["objective"],
            working_form=data["working_form"],
            result_form=data["result_form"],
            special_conditions=data["special_conditions"],
            result_types=tuple(data["result_types"]),
            report_meeting_id=data["report_meeting"],
            report_back_on=data["report_back_on"],
            ends_on=data["ends_on"],
            places=tuple(
                PlaceDraft(data[f"organisation_{number}"], data[f"seat_{number}"], data[f"lead_{number}"])
                for number in self.numbers
                if data[f"organisation_{number}"]
            ),
        )

    def stored(self, version: MandateVersion) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        empty = {f"{name}_{number}": "" for name in ("organisation", "seat") for number in self.numbers}
        leads = {f"lead_{number}": False for number in self.numbers}
        return {**empty, **leads, **self.initial_of(version)}

    @staticmethod
    def initial_of(version: MandateVersion) -> dict[str, Any]:
        """Return what the form shows of a version."""
        group: Body | None = version.mandate.group
        meeting: Meeting | None = version.report_back_meeting
        shown: dict[str, Any] = {
            "group_name": "" if group else version.mandate.group_name,
            "group": group.public_id if group else "",
            "subject": version.subject,
            "objective": version.objective,
            "working_form": version.working_form,
            "result_form": version.result_form,
            "special_conditions": version.special_conditions,
            "result_types": version.result_types,
            "report_meeting": meeting.public_id if meeting else "",
            "report_back_on": version.report_back_on,
            "ends_on": version.ends_on,
            "version": version.version,
        }
        for number, place in enumerate(version.places.all(), start=1):
            shown[f"organisation_{number}"] = place.organisation.public_id
            shown[f"seat_{number}"] = place.seat_name
            shown[f"lead_{number}"] = place.lead
        return shown


def _meeting(meeting: Meeting) -> str:
    return day_time(meeting.starts_at)


class MemberForm(forms.Form):
    """Whom an organisation sends; its own people stand first."""

    person = forms.ChoiceField(
        label=_("Who takes part"),
        help_text=_(
            "People of the organisation stand first. Somebody is missing? The coordination adds the person in the desk."
        ),
        error_messages={"required": _("Choose who takes the place.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, own: Iterable[Person], others: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [("", _("Please choose")), *((person.public_id, _person(person)) for person in (*own, *others))]
        self.fields["person"].choices = rows  # type: ignore[attr-defined]

    def stored(self, nomination: Any) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return {"person": nomination.person.public_id if nomination.person else ""}


def _person(person: Person) -> str:
    return f"{person} ({person.organisation})" if person.organisation else str(person)


class DeclineForm(forms.Form):
    """Why an organisation sends nobody."""

    reason = forms.CharField(
        label=_("Why nobody is sent"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The steering group and the project group read this sentence."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class StatementForm(forms.Form):
    """The statement of a group: an answer to each part that the mandate names."""

    use_required_attribute = False

    approval = ChoiceLater(
        label=_("How the group agreed"),
        choices=[("", _("not settled yet")), *((kind.value, _(label)) for kind, label in APPROVAL_LABELS.items())],
    )
    minority_opinion = _area(
        _("The other opinion"), _("In the words of those who hold it. It is laid before the body.")
    )
    agreed_on = DayLater(label=_("Agreed on"), widget=DayInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, asked: Sequence[AnswerRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for row in asked:
            self.fields[self.name_of(row)] = _area(row.label, later=True)

    @staticmethod
    def name_of(row: AnswerRow) -> str:
        """Return the name of the field that answers a part."""
        return f"answer_{row.part.value}"

    @property
    def rows(self) -> list[tuple[AnswerRow, forms.BoundField]]:
        """The parts with their fields for the template."""
        return [(row, self[self.name_of(row)]) for row in self.asked]

    def answers(self) -> dict[str, str]:
        """Return the answers by part; call it on a valid form."""
        return {row.part.value: self.cleaned_data[self.name_of(row)] for row in self.asked}

    def stored(self, statement: ProposalStatement) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(statement)

    @staticmethod
    def initial_of(statement: ProposalStatement | None) -> dict[str, Any]:
        """Return what the form shows of a statement; version 0 before anything is written."""
        if statement is None:
            return {"version": 0}
        return {
            **{f"answer_{part}": text for part, text in statement.answers.items()},
            "approval": statement.approval,
            "minority_opinion": statement.minority_opinion,
            "agreed_on": statement.agreed_on,
            "version": statement.version,
        }
