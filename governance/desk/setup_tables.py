"""The tables of the set-up assistant: bodies with their seats from a pattern, and the first members.

They are plain forms: rows are added by a button that sends the page, so nothing typed is lost and no script is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import BodyKind, OfficeKind, OrganisationKind, Seat
from governance.queries.wording import say
from governance.rules.characters import clean_line
from governance.rules.text import Message
from governance.usecases.body_patterns import BodyPattern, BodyPlan, SeatPlan
from governance.usecases.setup_members import MemberRow

MOST_BODIES = 12
MOST_ROWS = 60
MORE_ROWS = 3
OFFICES = [("", "–"), *OfficeKind.choices]


class CleanForm(forms.Form):
    """A row whose texts lose what no output may carry."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Clean every text."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: clean_line(value) if isinstance(value, str) else value for name, value in cleaned.items()}


class SeatRow(CleanForm):
    """A seat; an empty name means that there is none."""

    name = forms.CharField(label=gettext_lazy("Seat"), max_length=160, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=160, required=False)
    organisation_kind = forms.ChoiceField(choices=OrganisationKind.choices, required=False, widget=forms.HiddenInput())
    voting = forms.BooleanField(label=gettext_lazy("With vote"), required=False, initial=True)
    as_needed = forms.BooleanField(label=gettext_lazy("Only as needed"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Office"), choices=OFFICES, required=False)

    @property
    def plan(self) -> SeatPlan | None:
        """Return what was typed; nothing for an empty row."""
        typed = self.cleaned_data
        if not typed.get("name"):
            return None
        kind = typed.get("organisation_kind") or OrganisationKind.OTHER.value
        return SeatPlan(**{**typed, "organisation_kind": kind})


class BodyRow(CleanForm):
    """A body of the pattern; without `make` it is left out."""

    make = forms.BooleanField(label=gettext_lazy("Make this body"), required=False)
    kind = forms.ChoiceField(choices=BodyKind.choices, widget=forms.HiddenInput())
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    code = forms.CharField(
        label=gettext_lazy("Short code"), max_length=12, required=False,
        help_text=gettext_lazy("Numbers of its papers and resolutions begin with it."),
    )  # fmt: skip
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=2000, required=False)
    decides = forms.BooleanField(label=gettext_lazy("Passes resolutions"), required=False)
    default_minutes = forms.IntegerField(
        label=gettext_lazy("Usual length in minutes"), min_value=1, max_value=1440, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for name and code of a body that is made."""
        cleaned = super().clean()
        if cleaned.get("make"):
            for name in ("name", "code"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("This is needed for a body that is made."))
        return cleaned


SeatTable: Any = forms.formset_factory(SeatRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class BodiesForm:
    """The bodies of a pattern with their seats, to be changed before they are made."""

    def __init__(self, data: QueryDict | None, pattern: BodyPattern, taken: Sequence[str] = ()) -> None:
        """`taken` are short codes that exist: such a body is not proposed to be made."""
        self.pattern = pattern
        self.errors: list[str] = []
        count = len(pattern.bodies)
        self.parts = [self._part(data, number, taken) for number in range(min(count, MOST_BODIES))]

    def _part(self, data: QueryDict | None, number: int, taken: Sequence[str]) -> tuple[BodyRow, Any]:
        plan = self.pattern.bodies[number]
        prefix = f"b{number}"
        if data is not None:
            return BodyRow(data, prefix=prefix), SeatTable(data, prefix=f"{prefix}-s")
        first = {
            "make": plan.code not in taken, "kind": plan.kind, "name": plan.name, "code": plan.code,
            "purpose": plan.purpose, "decides": plan.decides, "default_minutes": plan.default_minutes,
        }  # fmt: skip
        seats = [_seat_data(seat) for seat in plan.seats] + [{"voting": True} for _row in range(MORE_ROWS)]
        return BodyRow(initial=first, prefix=prefix), SeatTable(initial=seats, prefix=f"{prefix}-s")

    def is_valid(self) -> bool:
        """Check every body and seat; each error stands in its row."""
        fine = [row.is_valid() and seats.is_valid() for row, seats in self.parts]
        if all(fine):
            fine = [self._offices_fit(row, seats) for row, seats in self.parts]
        return all(fine)

    def _offices_fit(self, row: BodyRow, seats: Any) -> bool:
        if not row.cleaned_data.get("make"):
            return True
        offices = [plan.office for seat in seats if (plan := seat.plan) and plan.office]
        if len(offices) == len(set(offices)):
            return True
        row.add_error(None, _("Each office belongs to one seat of the body."))
        return False

    @property
    def chosen(self) -> list[int]:
        """Return the places of the bodies that are to be made."""
        return [number for number, (row, _seats) in enumerate(self.parts) if row.cleaned_data.get("make")]

    @property
    def plans(self) -> list[BodyPlan]:
        """Return the bodies that are to be made."""
        found = []
        for number in self.chosen:
            row, seats = self.parts[number]
            facts = {name: value for name, value in row.cleaned_data.items() if name != "make"}
            facts["default_minutes"] = facts["default_minutes"] or self.pattern.bodies[number].default_minutes
            planned = tuple(plan for seat in seats if (plan := seat.plan))
            found.append(BodyPlan(**facts, seats=planned))
        return found

    def refuse(self, rows: Mapping[int, Message]) -> None:
        """Put the sentences of a refusal beside the bodies that they concern."""
        chosen = self.chosen
        for place, message in rows.items():
            self.parts[chosen[place]][0].add_error(None, say(message))


def _seat_data(seat: SeatPlan) -> dict[str, Any]:
    return {
        "name": seat.name, "organisation": seat.organisation, "organisation_kind": str(seat.organisation_kind),
        "voting": seat.voting, "as_needed": seat.as_needed, "office": seat.office,
    }  # fmt: skip


class MemberForm(CleanForm):
    """A person with their seat; a row without a name, function or address is empty."""

    seat_id = forms.CharField(label=gettext_lazy("Seat"), max_length=24, required=False, widget=forms.Select())
    title = forms.CharField(label=gettext_lazy("Title"), max_length=40, required=False)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    function = forms.CharField(label=gettext_lazy("Function"), max_length=160, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=160, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    TYPED = ("title", "first_name", "last_name", "function", "email")

    def has_changed(self) -> bool:
        """Tell whether somebody typed a person; seat and organisation stand there from the beginning."""
        return any((self.data.get(self.add_prefix(name)) or "").strip() for name in self.TYPED)


class MemberFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which every one may stay empty; each offers the vacant seats."""

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        self.seats = [("", "–"), *((seat.public_id, f"{seat.body}: {seat}") for seat in seats)]
        super().__init__(*args, **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **{**kwargs, "empty_permitted": True})  # type: ignore[misc]
        known = {key for key, _label in self.seats}
        sent = form["seat_id"].value() or ""
        extra = [] if sent in known else [(sent, _("taken meanwhile"))]
        form.fields["seat_id"].widget.choices = [*self.seats, *extra]
        return form

    @property
    def typed(self) -> list[tuple[int, MemberRow]]:
        """Return the rows in which somebody is typed, with their places."""
        return [(place, MemberRow(**form.cleaned_data)) for place, form in enumerate(self.forms) if form.has_changed()]

    def refuse(self, rows: Mapping[int, Message]) -> None:
        """Put the sentences of a refusal into the rows that they concern."""
        places = [place for place, _row in self.typed]
        for number, message in rows.items():
            self.forms[places[number]].add_error(None, say(message))


MemberTable: Any = forms.formset_factory(
    MemberForm, formset=MemberFormSet, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def member_table(data: QueryDict | None, seats: Sequence[Seat]) -> Any:
    """Return the table: a row for each vacant seat and some for people without one."""
    if data is not None:
        return MemberTable(data, prefix="p", seats=seats)
    rows = [
        {"seat_id": seat.public_id, "organisation": seat.organisation.name if seat.organisation else ""}
        for seat in seats[: MOST_ROWS - MORE_ROWS]
    ]
    return MemberTable(initial=[*rows, *({} for _row in range(MORE_ROWS))], prefix="p", seats=seats)


def with_more_rows(data: QueryDict, prefix: str, **filled: str) -> QueryDict:
    """Return what was sent with some more rows in the table called `prefix`, `filled` as they begin."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    sent = data.get(name, "0")
    now = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
    total = min(now + MORE_ROWS, MOST_ROWS)
    more[name] = str(total)
    for row in range(now, total):
        for field, value in filled.items():
            more[f"{prefix}-{row}-{field}"] = value
    return more
