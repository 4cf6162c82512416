"""The room: who sits in which seat from when to when, and whether the body can decide on an item at a moment.

Presence is asked per item and moment (design `decisions.md`, "Minutes"; `process.md`, edge cases 4 to 8). The
rules in force on the meeting's day apply (edge case 19). Loading a room costs the same six queries for any
size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from governance.access.attendance import ChairFacts
from governance.models import (
    Attendance,
    Meeting,
    OfficeKind,
    Recusal,
    RulesOfProcedure,
)
from governance.queries.procedure import edition_on, read_rules
from governance.queries.seating import SeatHolding, holdings_on
from governance.rules import clock
from governance.rules.presence import Interval
from governance.rules.procedure import ProcedureRules
from governance.rules.quorum import Electorate, QuorumResult, SeatFact, quorum


@dataclass(frozen=True)
class SeatInRoom(SeatHolding):
    """A seat on the meeting's day, with every stay in it."""

    stays: tuple[Attendance, ...]

    def sitting(self, moment: datetime) -> Attendance | None:
        """Return who sits here at `moment`; of two the holder, because a deputy yields."""
        here = [stay for stay in self.stays if covers(stay, moment)]
        here.sort(key=lambda stay: (stay.as_deputy, stay.arrived_at))
        return here[0] if here else None


def covers(stay: Attendance, moment: datetime) -> bool:
    """Whether a stay includes `moment`: the start included, the end not."""
    return interval_of(stay).covers(moment)


def interval_of(stay: Attendance) -> Interval:
    """Return from when to when a stay lasted."""
    return Interval(stay.arrived_at, stay.left_at)


@dataclass(frozen=True)
class Room:
    """Everything about presence in one session. `recusals`: item key to seat key to recusal."""

    meeting: Meeting
    seats: tuple[SeatInRoom, ...]
    guests: tuple[Attendance, ...]
    recusals: Mapping[int, Mapping[int, Recusal]]
    rules_row: RulesOfProcedure | None
    rules: ProcedureRules | None = field(repr=False)

    def stay(self, public_id: str) -> Attendance:
        """Return one stay, of a member or a guest; raises `Attendance.DoesNotExist`."""
        for stay in (*(stay for place in self.seats for stay in place.stays), *self.guests):
            if stay.public_id == public_id:
                return stay
        raise Attendance.DoesNotExist

    def recused(self, item_id: int | None) -> Mapping[int, Recusal]:
        """Return the recusals of an item by seat key; none without an item."""
        return self.recusals.get(item_id, {}) if item_id is not None else {}

    def electorate(self, item_id: int | None, moment: datetime) -> Electorate:
        """Return the seats of the body for an item at `moment`; seats are named by their public id."""
        recused = self.recused(item_id)
        return Electorate(
            tuple(
                SeatFact(
                    seat=place.seat.public_id,
                    voting=place.seat.voting,
                    filled=place.filled,
                    present=place.sitting(moment) is not None,
                    recused=place.seat.pk in recused,
                )
                for place in self.seats
            )
        )

    def quorum(self, item_id: int | None, moment: datetime) -> QuorumResult | None:
        """Return whether the body can decide on the item at `moment`; None without rules on that day."""
        if self.rules is None:
            return None
        return quorum(self.rules, self.electorate(item_id, moment))

    def office(self, kind: str) -> SeatInRoom | None:
        """Return the seat that holds an office."""
        return next((place for place in self.seats if kind in place.offices), None)

    def chair_facts(self, item_id: int | None, moment: datetime) -> ChairFacts:
        """Return whether the chair is there in person, and recused from the item."""
        chair = self.office(OfficeKind.CHAIR)
        if chair is None:
            return ChairFacts()
        return ChairFacts(present=_in_person(chair, moment), recused=chair.seat.pk in self.recused(item_id))

    def leader(self, item_id: int | None, moment: datetime) -> SeatInRoom | None:
        """Return the seat that leads: the chair, or the deputy chair when the chair is absent or recused.

        An office is exercised in person; a deputy who sits in the chair's seat votes but does not lead.
        """
        for kind in (OfficeKind.CHAIR, OfficeKind.DEPUTY_CHAIR):
            place = self.office(kind)
            if place and _in_person(place, moment) and place.seat.pk not in self.recused(item_id):
                return place
        return None


def _in_person(place: SeatInRoom, moment: datetime) -> bool:
    stay = place.sitting(moment)
    return stay is not None and not stay.as_deputy


def meeting_day(meeting: Meeting) -> date:
    """Return the local date whose seats, people and rules apply to a meeting."""
    return clock.local_date(meeting.starts_at)


def load_room(meeting: Meeting) -> Room:
    """Load the room of a meeting. Access is the caller's: a use case that has locked the row, or a scoped
    query.
    """
    day = meeting_day(meeting)
    stays: dict[int | None, list[Attendance]] = defaultdict(list)
    for stay in Attendance.objects.filter(meeting=meeting).select_related("person"):
        stays[stay.seat_id].append(stay)
    recusals: dict[int, dict[int, Recusal]] = defaultdict(dict)
    for recusal in Recusal.objects.filter(item__meeting=meeting).select_related("person", "seat"):
        recusals[recusal.item_id][recusal.seat_id] = recusal
    edition = edition_on(meeting.body_id, day)
    return Room(
        meeting=meeting,
        seats=tuple(
            SeatInRoom(
                seat=place.seat,
                holder=place.holder,
                deputies=place.deputies,
                offices=place.offices,
                stays=tuple(stays.get(place.seat.pk, ())),
            )
            for place in holdings_on(meeting.body_id, day)
        ),
        guests=tuple(stays.get(None, ())),
        recusals=recusals,
        rules_row=edition,
        rules=read_rules(edition),
    )
