"""Attendance as the minutes print it: who was there from when to when, who stayed away, who led (PR-14).

Everything comes from the intervals of the session (`governance.queries.attendance.Room`); words are German, because
documents are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from governance.documents.content import Absentee, Attendee, Presence
from governance.models import AgendaItem, Answer, Attendance, Invitation, OfficeKind, Person
from governance.queries.attendance import Room, SeatInRoom, covers, interval_of
from governance.rules.presence import merge
from governance.rules.wording import quorum_sentence


@dataclass(frozen=True)
class Attendances:
    """The four tables of attendance, who led the session, and the quorum at its beginning as a sentence."""

    voting: tuple[Attendee, ...]
    advisory: tuple[Attendee, ...]
    guests: tuple[Attendee, ...]
    absent: tuple[Absentee, ...]
    chair: str
    quorum: str


def attendances(room: Room, items: Iterable[AgendaItem]) -> Attendances:
    """Return who was there. `items` are loaded with `guests__person`; one query for the answers to the invitation."""
    agenda = list(items)
    led = _leaders(room, agenda)
    present = [(place, _attendees(place, room, agenda)) for place in room.seats]
    return Attendances(
        voting=tuple(entry for place, found in present if place.seat.voting for entry in found),
        advisory=tuple(entry for place, found in present if not place.seat.voting for entry in found),
        guests=_guests(room, agenda),
        absent=_absent([place for place, found in present if not found], _declined(room)),
        chair=_chair_words(led),
        quorum=_quorum(room, agenda),
    )


def presences(stays: Iterable[Attendance]) -> tuple[Presence, ...]:
    """Return several stays of one person as intervals that neither overlap nor touch."""
    merged = merge(interval_of(stay) for stay in stays)
    return tuple(Presence(starts_at=part.start, ends_at=part.end) for part in merged)


def guests_during(room: Room, item: AgendaItem) -> tuple[str, ...]:
    """Return the guests invited to `item` who were in the room while it was dealt with."""
    if item.called_at is None:
        return ()
    here = {
        stay.person_id
        for stay in room.guests
        if (item.done_at is None or stay.arrived_at < item.done_at)
        and (stay.left_at is None or stay.left_at > item.called_at)
    }
    return tuple(str(guest.person) for guest in item.guests.all() if guest.person_id in here)


def _attendees(place: SeatInRoom, room: Room, items: list[AgendaItem]) -> list[Attendee]:
    """Return everybody who sat in a seat, in the order of their coming: holder and deputy are two lines."""
    by_person: dict[int, list[Attendance]] = defaultdict(list)
    for stay in sorted(place.stays, key=lambda stay: stay.arrived_at):
        by_person[stay.person_id].append(stay)
    return [
        Attendee(
            seat=place.seat.name,
            person=str(stays[0].person),
            deputy_for=_deputy_for(place, stays[0]),
            presences=presences(stays),
            remark=_remark(place, stays, room, items),
        )
        for stays in by_person.values()
    ]


def _deputy_for(place: SeatInRoom, stay: Attendance) -> str:
    if not stay.as_deputy:
        return ""
    return str(place.holder) if place.holder else place.seat.name


def _remark(place: SeatInRoom, stays: list[Attendance], room: Room, items: list[AgendaItem]) -> str:
    parts = []
    if OfficeKind.CHAIR in place.offices and not stays[0].as_deputy:
        parts.append("Vorsitz")
    if OfficeKind.DEPUTY_CHAIR in place.offices and not stays[0].as_deputy:
        parts.append("stellvertretender Vorsitz")
    if any(stay.remote for stay in stays):
        parts.append("online")
    recused = [
        item.number
        for item in items
        if (recusal := room.recused(item.pk).get(place.seat.pk)) and recusal.person_id == stays[0].person_id
    ]
    if recused:
        parts.append(f"zu TOP {', '.join(recused)} befangen")
    return ", ".join(parts)


def _guests(room: Room, items: list[AgendaItem]) -> tuple[Attendee, ...]:
    by_person: dict[int, list[Attendance]] = defaultdict(list)
    for stay in sorted(room.guests, key=lambda stay: stay.arrived_at):
        by_person[stay.person_id].append(stay)
    return tuple(
        Attendee(
            seat="",
            person=str(stays[0].person),
            presences=presences(stays),
            remark=_guest_remark(stays, person, items),
        )
        for person, stays in by_person.items()
    )


def _guest_remark(stays: list[Attendance], person: int, items: list[AgendaItem]) -> str:
    numbers = [item.number for item in items if any(guest.person_id == person for guest in item.guests.all())]
    parts = [f"zu TOP {', '.join(numbers)}"] if numbers else []
    return ", ".join(parts + (["online"] if any(stay.remote for stay in stays) else []))


def _declined(room: Room) -> frozenset[int]:
    """Return the people who declined the invitation as it was last published."""
    invitations = Invitation.objects.standing().filter(meeting=room.meeting, answer=Answer.DECLINED)
    return frozenset(row.person_id for row in invitations if (row.answered_sequence or 0) >= room.meeting.sequence)


def _absent(places: list[SeatInRoom], declined: frozenset[int]) -> tuple[Absentee, ...]:
    """Return the seats that stayed empty; a seat that takes part only as needed is not missed."""
    found = []
    for place in places:
        if place.seat.as_needed:
            continue
        if place.holder is None:
            found.append(Absentee(seat=place.seat.name, person="", state="unbesetzt"))
            continue
        state = "entschuldigt" if place.holder.pk in declined else "nicht anwesend"
        found.append(Absentee(seat=place.seat.name, person=str(place.holder), state=state))
    return tuple(found)


def _moments(room: Room, items: list[AgendaItem]) -> list[tuple[str, int | None, datetime]]:
    """Return (number, key, moment) of the opening and of each item that was called."""
    opening = [("", None, room.meeting.opened_at)] if room.meeting.opened_at else []
    called = [(item.number, item.pk, item.called_at) for item in items if item.called_at]
    return [*opening, *sorted(called, key=lambda entry: entry[2])]


def _leaders(room: Room, items: list[AgendaItem]) -> Mapping[Person, tuple[str, ...]]:
    """Return who led, the first one first, each with the numbers of the items they led."""
    found: dict[Person, list[str]] = {}
    for number, key, moment in _moments(room, items):
        place = room.leader(key, moment)
        stay = place.sitting(moment) if place else None
        if stay is not None:
            found.setdefault(stay.person, []).append(number)
    return {person: tuple(filter(None, numbers)) for person, numbers in found.items()}


def _chair_words(led: Mapping[Person, tuple[str, ...]]) -> str:
    """Return „Henrik Aldinger; zu TOP 5: Anke Dreesmann“."""
    words: list[str] = []
    for person, numbers in led.items():
        words.append(f"zu TOP {', '.join(numbers)}: {person}" if words and numbers else str(person))
    return "; ".join(words)


def _quorum(room: Room, items: list[AgendaItem]) -> str:
    """Return the statement on the quorum at the first moment at which anybody is entered as present."""
    for _number, _key, moment in _moments(room, items):
        if any(covers(stay, moment) for place in room.seats for stay in place.stays):
            result = room.quorum(None, moment)
            if result is None:
                return ""
            cited = f" ({result.paragraph})" if result.paragraph else ""
            return f"{quorum_sentence(result).rstrip('.')}{cited}."
    return ""
