"""Entering the first members as a table: people, their organisations and their seats in one step, never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access.organisations import may_manage_people
from governance.access.viewer import Viewer
from governance.models import Authority, Membership, Organisation, Person, Seat
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case
from governance.usecases.organisations import save_person
from governance.usecases.seats import fill_seat
from governance.usecases.setup_bodies import RowsRefused, organisation_named


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A line of the table; `seat_id` is the public id of a vacant seat, or empty."""

    first_name: str
    last_name: str
    title: str = ""
    function: str = ""
    organisation: str = ""
    email: str = ""
    seat_id: str = ""


@dataclass(frozen=True)
class Entered:
    """What a table made: new people, people on record that it found again, seats that are filled now."""

    new: int
    known: int
    seats: int


@use_case("setup.members_entered")
def enter_members(*, by: Viewer, rows: Sequence[MemberRow]) -> Entered:
    """Enter the people of the table and let them hold the chosen seats from today on; all or nothing.

    Somebody on record is found again by the mail address, without one by name and organisation, and is not entered
    twice; what is on record about them stays. Raises `RowsRefused` with a sentence for each row that is not possible.
    """
    authority = lock(Authority.objects.all(), pk=by.authority.pk)
    if not may_manage_people(by):
        raise Forbidden(by, authority)
    if not rows:
        raise Refused(Message(mark("Enter at least one person.")))
    wrong: dict[int, Message] = dict(_seat_faults(by, rows))
    new = known = seats = 0
    for number, row in enumerate(rows):
        if number in wrong:
            continue
        try:
            organisation = organisation_named(by, row.organisation)
            person = _on_record(by, row, organisation)
            if person is None:
                person, new = _enter(by, row, organisation), new + 1
            else:
                known += 1
            if row.seat_id and not _holds(person, row.seat_id, by):
                fill_seat(by=by, seat_id=row.seat_id, person_id=person.public_id, valid_from=by.day)
                seats += 1
        except Refused as refusal:
            wrong[number] = refusal.message
    if wrong:
        raise RowsRefused(wrong)
    record(by, "setup.members_entered", authority, {"new": new, "seats": seats})
    return Entered(new, known, seats)


def _seat_faults(by: Viewer, rows: Sequence[MemberRow]) -> list[tuple[int, Message]]:
    """Return the rows whose seat is chosen twice, unknown, or held by somebody by now."""
    chosen = Counter(row.seat_id for row in rows if row.seat_id)
    own = Seat.objects.filter(body__authority=by.authority, public_id__in=chosen)
    held = Membership.objects.on(by.day).filter(seat__in=own).select_related("seat", "person")
    holders = {row.seat.public_id: row.person for row in held}
    known = set(own.values_list("public_id", flat=True))
    found: list[tuple[int, Message]] = []
    for number, row in enumerate(rows):
        if not row.seat_id:
            continue
        if row.seat_id not in known:
            found.append((number, Message(mark("This seat does not exist any more."))))
        elif chosen[row.seat_id] > 1:
            found.append((number, Message(mark("This seat is chosen twice."))))
        elif row.seat_id in holders and not _is_same(holders[row.seat_id], row):
            found.append(
                (number, Message(mark("%(person)s holds this seat already."), {"person": str(holders[row.seat_id])}))
            )
    return found


def _is_same(person: Person, row: MemberRow) -> bool:
    if row.email:
        return person.email.casefold() == row.email.casefold()
    names = (person.first_name.casefold(), person.last_name.casefold())
    return names == (row.first_name.casefold(), row.last_name.casefold())


def _holds(person: Person, seat_id: str, by: Viewer) -> bool:
    return Membership.objects.on(by.day).filter(person=person, seat__public_id=seat_id).exists()


def _on_record(by: Viewer, row: MemberRow, organisation: Organisation | None) -> Person | None:
    """Return the person whom the row means, if they are on record."""
    own = Person.objects.filter(authority=by.authority)
    if row.email:
        found = own.filter(email__iexact=row.email).order_by("pk").first()
        if found is not None and found.last_name.casefold() != row.last_name.casefold():
            raise Refused(Message(mark("This is the address of %(person)s."), {"person": str(found)}))
        return found
    same = own.filter(first_name__iexact=row.first_name, last_name__iexact=row.last_name, organisation=organisation)
    return same.order_by("pk").first()


def _enter(by: Viewer, row: MemberRow, organisation: Organisation | None) -> Person:
    return save_person(
        by=by,
        person_id=None,
        version=None,
        title=row.title,
        first_name=row.first_name,
        last_name=row.last_name,
        function=row.function,
        organisation=organisation,
        email=row.email,
    )
