"""Forms of the session: concluding, action items, presence, recusal. They read what was typed; the use cases
decide.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Attendance, Person
from governance.queries.attendance import Room, SeatInRoom
from governance.rules.clock import BERLIN
from governance.rules.outcomes import OUTCOME_LABELS, Outcome
from governance.usecases.attendance import MAX_GROUND
from governance.usecases.decisions import MAX_ACTION
from governance.usecases.sessions import MAX_REASON
from portal.components.widgets import ClockInput, DayInput

ONLINE = "+online"
LONGEST_SEEN = 40


class ConcludeForm(forms.Form):
    """How an item ends without a vote. An item with a paper must have an outcome, another may just be
    done. `inquorate` offers that the body cannot decide on it.
    """

    outcome = forms.ChoiceField(label=_("How does the item end?"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed when the item is removed or the paper withdrawn; it stands in the minutes."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=MAX_REASON,
    )

    def __init__(self, data: Any = None, *, called: bool, paper: bool, inquorate: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices: list[tuple[str, Any]] = []
        if called and not paper:
            choices.append(("", _("Done, without an outcome of its own")))
        offered = [Outcome.NOTED] if called else []
        offered += [Outcome.INQUORATE] if inquorate else []
        offered += [Outcome.POSTPONED, Outcome.REMOVED]
        offered += [Outcome.WITHDRAWN] if paper else []
        choices += [(outcome.value, _(OUTCOME_LABELS[outcome])) for outcome in offered]
        field = self.fields["outcome"]
        field.choices = choices  # type: ignore[attr-defined]
        field.required = not (called and not paper)


class ActionForm(forms.Form):
    """An action item: what, who, until when."""

    text = forms.CharField(label=_("What is to be done?"), max_length=MAX_ACTION)
    responsible_id = forms.ChoiceField(label=_("Who does it?"))
    due_on = forms.DateField(label=_("Until"), widget=DayInput())

    def __init__(self, data: Any = None, *, people: list[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("Please choose"))]
        choices += [(person.public_id, str(person)) for person in people]
        self.fields["responsible_id"].choices = choices  # type: ignore[attr-defined]


class RecusalForm(forms.Form):
    """A recusal from one item: which seat, and on what ground."""

    seat_id = forms.ChoiceField(label=_("Seat"))
    ground = forms.CharField(
        label=_("Ground"),
        help_text=_("It stands in the minutes. Name no private circumstances."),
        max_length=MAX_GROUND,
    )

    def __init__(self, data: Any = None, *, seats: list[SeatInRoom], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = [(place.seat.public_id, place.seat.name) for place in seats]
        if len(rows) > 1:
            rows.insert(0, ("", gettext("Please choose")))  # nobody is recused by leaving the field as it is
        self.fields["seat_id"].choices = rows  # type: ignore[attr-defined]


class PresenceForm(forms.Form):
    """The whole room at once: who sits in each seat, and who takes part online; one moment for all
    changes.
    """

    at = forms.TimeField(
        label=_("Time of arrival or departure"),
        help_text=_("For everything that you change here. Empty: now."),
        widget=ClockInput(),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, room: Room, moment: datetime, suggested: frozenset[int] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.room = room
        for place in room.seats:
            sitting = place.sitting(moment)
            chosen = sitting.person.public_id if sitting else _suggestion(place, suggested)
            self.fields[f"seat-{place.seat.public_id}"] = forms.ChoiceField(
                label=place.seat.name,
                choices=[("", _("not present")), *((p.public_id, _label(place, p)) for p in place.people)],
                required=False,
                initial=chosen,
                widget=forms.Select(attrs={"class": "kern-form-input__select"}),
            )
            self.fields[f"remote-{place.seat.public_id}"] = forms.BooleanField(
                label=_("online"),
                required=False,
                initial=bool(sitting and sitting.remote),
                widget=forms.CheckboxInput(attrs={"class": "kern-form-check__checkbox"}),
            )
            self.fields[f"seen-{place.seat.public_id}"] = forms.CharField(
                required=False,
                max_length=LONGEST_SEEN,
                initial=f"{sitting.person.public_id}{ONLINE if sitting.remote else ''}" if sitting else "",
                widget=forms.HiddenInput(),
            )

    @property
    def places(self) -> list[tuple[SeatInRoom, Any, Any, Any]]:
        """Each seat with its fields: who, online, and what the page showed when it was loaded."""
        return [
            (place, self[f"seat-{key}"], self[f"remote-{key}"], self[f"seen-{key}"])
            for place in self.room.seats
            for key in [place.seat.public_id]
        ]

    def occupants(self) -> dict[str, str]:
        """Return who was chosen for each seat that was changed here, "" for nobody.

        Two people may enter presence at once; a seat that one of them leaves as it is stays as the other has left it.
        """
        remote = self.remote()
        chosen = {place.seat.public_id: self.cleaned_data[f"seat-{place.seat.public_id}"] for place in self.room.seats}
        return {
            seat: person
            for seat, person in chosen.items()
            if f"{person}{ONLINE if person and seat in remote else ''}" != self.cleaned_data[f"seen-{seat}"]
        }

    def remote(self) -> frozenset[str]:
        """Return the seats that take part online."""
        return frozenset(
            place.seat.public_id for place in self.room.seats if self.cleaned_data[f"remote-{place.seat.public_id}"]
        )

    def seen(self) -> dict[str, str]:
        """Return who sat in each seat when the page was loaded, "" for nobody."""
        return {
            place.seat.public_id: self.cleaned_data[f"seen-{place.seat.public_id}"].removesuffix(ONLINE)
            for place in self.room.seats
        }


def _label(place: SeatInRoom, person: Person) -> str:
    if place.holder is not None and person.pk == place.holder.pk:
        return str(person)
    return gettext("%(name)s (deputy)") % {"name": person}


def _suggestion(place: SeatInRoom, suggested: frozenset[int]) -> str:
    """Return whom the answers to the invitation lead to expect."""
    expected = next((person for person in place.people if person.pk in suggested), None)
    return expected.public_id if expected else ""


class StayForm(forms.Form):
    """Times of one stay, corrected while the session runs; local times of the session's day."""

    arrived = forms.TimeField(label=_("Arrived"), widget=ClockInput())
    left = forms.TimeField(label=_("Left"), help_text=_("Empty: still here."), widget=ClockInput(), required=False)
    remote = forms.BooleanField(label=_("online"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput())


def stored_stay(stay: Attendance) -> dict[str, Any]:
    """Return the initial values of `StayForm`."""
    return {
        "arrived": stay.arrived_at.astimezone(BERLIN).time(),
        "left": stay.left_at.astimezone(BERLIN).time() if stay.left_at else None,
        "remote": stay.remote,
        "version": stay.version,
    }


def moment_on(day: date, clock_time: time | None, *, stored: datetime | None = None) -> datetime | None:
    """Return the aware moment of a local time on the session's day; None for none.

    A time that was left as it is stays the `stored` moment: the field shows no seconds and no day.
    """
    if clock_time is None:
        return None
    if stored is not None and stored.astimezone(BERLIN).time().replace(second=0, microsecond=0) == clock_time:
        return stored
    return datetime.combine(day, clock_time, tzinfo=BERLIN)
