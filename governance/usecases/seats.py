"""Seats and who sits in them, deputies and offices: history is never rewritten (decisions.md, Bodies and seats).

Conventions as in `usecases.organisations`. Days are inclusive local dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from governance.access.viewer import Viewer
from governance.models import Deputyship, Membership, Office, OfficeKind, Organisation, Person, Seat
from governance.models.base import PeriodModel
from governance.rules import clock
from governance.rules.text import Message, mark
from governance.usecases.bodies import body_to_edit, refuse_rewriting
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.organisations import day_before, end_period, overlaps, refuse_begun

SEAT_FIELDS = {"name", "organisation", "voting", "as_needed", "order", "valid_from", "valid_until"}


@use_case("seat.saved")
def save_seat(*, by: Viewer, body_id: str, seat_id: str | None, version: int | None, **values: Any) -> Seat:
    """Create or edit a seat: `name`, `organisation` (row or None), `voting`, `as_needed`, `order`, its period.

    Whether a seat votes never changes while it exists; another kind of seat is another seat.
    """
    unknown = set(values) - SEAT_FIELDS
    if unknown:
        raise TypeError(f"These fields are not edited here: {sorted(unknown)}")
    body = body_to_edit(by, body_id)
    seat: Seat = lock(body.seats.all(), public_id=seat_id) if seat_id else Seat(body=body)
    check_version(seat, version)
    _own(by, values.get("organisation"))
    began = seat.pk is not None and seat.valid_from <= clock.today()
    if began and values.get("voting", seat.voting) != seat.voting:
        raise Refused(Message(mark("A seat keeps its vote. End this seat and add another one.")))
    if began and values.get("valid_from", seat.valid_from) != seat.valid_from:
        raise Refused(Message(mark("The beginning of a seat stays as it is once it has begun.")))
    changed = _first_changed_day(seat, values)
    if changed is not None:
        refuse_rewriting(body, changed)
    fields = fill(seat, values)
    save(seat)
    record(by, "seat.saved", seat, {"body": body.public_id, "fields": fields})
    return seat


def _first_changed_day(seat: Seat, values: dict[str, Any]) -> date | None:
    """Return the first day on which the seat begins or ceases to exist by `values`; None if its period stays."""
    first, last = values.get("valid_from", seat.valid_from), values.get("valid_until", seat.valid_until)
    if seat.pk is None:
        return first
    changed = [first, seat.valid_from] if first != seat.valid_from else []
    if last != seat.valid_until:
        changed += [_next(day) for day in (last, seat.valid_until) if day is not None]
    return min(changed, default=None)


def _own(by: Viewer, organisation: Organisation | None) -> None:
    if organisation is not None and organisation.authority_id != by.authority.pk:
        raise Forbidden(by, organisation)


def _seat(by: Viewer, seat_id: str) -> Seat:
    """Return the locked seat, its body locked before it."""
    seats = Seat.objects.filter(body__authority=by.authority)
    body_to_edit(by, seats.select_related("body").get(public_id=seat_id).body.public_id)
    seat: Seat = lock(seats.select_related("body"), public_id=seat_id)
    return seat


@use_case("membership.began")
def fill_seat(
    *, by: Viewer, seat_id: str, person_id: str, valid_from: date, valid_until: date | None = None
) -> Membership:
    """Let a person hold the seat from `valid_from` on; whoever held it until then ends the day before.

    A deputy who becomes the holder is the deputy no longer. A person may hold several seats of a body: one vote for
    each (process.md, edge case 6). Refused where a session has been held since, where the seat does not exist
    on that day, and where a later holder is on record.
    """
    seat = _seat(by, seat_id)
    person = _active(by, person_id)
    refuse_rewriting(seat.body, valid_from)
    _refuse_outside(seat, valid_from)
    before = list(seat.memberships.select_for_update())
    ended = _end_before(before, valid_from)
    own = list(seat.deputyships.select_for_update().filter(person=person))
    _end_before(own, valid_from)
    _refuse_overlap(own, valid_from, valid_until, mark("Nobody is the deputy of their own seat."))
    _refuse_overlap(before, valid_from, valid_until, mark("Another person holds the seat in that period."))
    membership = Membership(seat=seat, person=person)
    fill(membership, {"valid_from": valid_from, "valid_until": valid_until})
    membership.save()
    record(by, "membership.began", seat, _named(membership) | {"ended": ended})
    return membership


@use_case("membership.ended")
def end_membership(*, by: Viewer, membership_id: str, last_day: date, version: int | None) -> Membership:
    """End a membership with `last_day`; the seat is vacant from then on."""
    rows = Membership.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=membership_id).seat.public_id)
    membership: Membership = lock(rows, public_id=membership_id)
    check_version(membership, version)
    _end(membership, seat, last_day)
    record(by, "membership.ended", seat, _named(membership))
    return membership


@use_case("membership.withdrawn")
def withdraw_membership(*, by: Viewer, membership_id: str) -> None:
    """Take back a membership that was entered by mistake; whoever was ended for it stays ended."""
    rows = Membership.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=membership_id).seat.public_id)
    membership: Membership = lock(rows, public_id=membership_id)
    person = membership.person
    _take_back(membership, seat)
    record(by, "membership.withdrawn", seat, {"person": person.public_id})


@use_case("deputy.named")
def add_deputy(
    *,
    by: Viewer,
    seat_id: str,
    person_id: str,
    valid_from: date,
    valid_until: date | None = None,
    order: int = 1,
) -> Deputyship:
    """Name a person who may sit in the seat when its holder does not; `order` says who goes first."""
    seat = _seat(by, seat_id)
    person = _active(by, person_id)
    refuse_rewriting(seat.body, valid_from)
    _refuse_outside(seat, valid_from)
    same = seat.deputyships.filter(person=person)
    _refuse_overlap(same, valid_from, valid_until, mark("This person is a deputy of the seat in that period already."))
    holding = seat.memberships.filter(person=person)
    _refuse_overlap(holding, valid_from, valid_until, mark("Nobody is the deputy of their own seat."))
    deputyship = Deputyship(seat=seat, person=person)
    fill(deputyship, {"valid_from": valid_from, "valid_until": valid_until, "order": order})
    deputyship.save()
    record(by, "deputy.named", seat, _named(deputyship))
    return deputyship


@use_case("deputy.ended")
def end_deputyship(*, by: Viewer, deputyship_id: str, last_day: date, version: int | None) -> Deputyship:
    """End a deputyship with `last_day`."""
    rows = Deputyship.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=deputyship_id).seat.public_id)
    deputyship: Deputyship = lock(rows, public_id=deputyship_id)
    check_version(deputyship, version)
    _end(deputyship, seat, last_day)
    record(by, "deputy.ended", seat, _named(deputyship))
    return deputyship


@use_case("deputy.withdrawn")
def withdraw_deputyship(*, by: Viewer, deputyship_id: str) -> None:
    """Take back a deputyship that was entered by mistake."""
    rows = Deputyship.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=deputyship_id).seat.public_id)
    deputyship: Deputyship = lock(rows, public_id=deputyship_id)
    person = deputyship.person
    _take_back(deputyship, seat)
    record(by, "deputy.withdrawn", seat, {"person": person.public_id})


@use_case("office.given")
def give_office(*, by: Viewer, seat_id: str, kind: str, valid_from: date, valid_until: date | None = None) -> Office:
    """Give an office of the body to a seat; the seat that had it ends the day before."""
    if kind not in OfficeKind.values:
        raise Refused(Message(mark("This office does not exist.")))
    seat = _seat(by, seat_id)
    refuse_rewriting(seat.body, valid_from)
    _refuse_outside(seat, valid_from)
    before = list(Office.objects.select_for_update(of=("self",)).filter(seat__body=seat.body, kind=kind))
    ended = _end_before(before, valid_from)
    _refuse_overlap(before, valid_from, valid_until, mark("Another seat has this office in that period."))
    both = {OfficeKind.CHAIR, OfficeKind.DEPUTY_CHAIR}
    if kind in both:
        other = seat.offices.filter(kind__in=both - {OfficeKind(kind)})
        _refuse_overlap(other, valid_from, valid_until, mark("The chair and the deputy chair are different seats."))
    office = Office(seat=seat)
    fill(office, {"kind": kind, "valid_from": valid_from, "valid_until": valid_until})
    office.save()
    record(by, "office.given", seat, {"office": kind, "period": office.public_id, "ended": ended})
    return office


@use_case("office.ended")
def end_office(*, by: Viewer, office_id: str, last_day: date, version: int | None) -> Office:
    """End an office with `last_day`."""
    rows = Office.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=office_id).seat.public_id)
    office: Office = lock(rows, public_id=office_id)
    check_version(office, version)
    _end(office, seat, last_day)
    record(by, "office.ended", seat, {"office": office.kind, "period": office.public_id})
    return office


@use_case("office.withdrawn")
def withdraw_office(*, by: Viewer, office_id: str) -> None:
    """Take back an office that was entered by mistake."""
    rows = Office.objects.filter(seat__body__authority=by.authority)
    seat = _seat(by, rows.get(public_id=office_id).seat.public_id)
    office: Office = lock(rows, public_id=office_id)
    kind = office.kind
    _take_back(office, seat)
    record(by, "office.withdrawn", seat, {"office": kind})


def _named(row: Membership | Deputyship) -> dict[str, str]:
    """Return whose period the audit entry of a seat is about, by public ids."""
    return {"person": row.person.public_id, "period": row.public_id}


def _active(by: Viewer, person_id: str) -> Person:
    person = Person.objects.get(authority=by.authority, public_id=person_id)
    if not person.is_active:
        raise Refused(Message(mark("This person is no longer active. Make the person active first.")))
    return person


def _refuse_outside(seat: Seat, day: date) -> None:
    """Refuse a beginning on a day on which the seat does not exist."""
    if day < seat.valid_from:
        raise Refused(Message(mark("The seat begins on %(day)s only."), {"day": f"{seat.valid_from:%d.%m.%Y}"}))
    if seat.valid_until is not None and day > seat.valid_until:
        raise Refused(Message(mark("The seat ended on %(day)s."), {"day": f"{seat.valid_until:%d.%m.%Y}"}))


def _end(row: Membership | Deputyship | Office, seat: Seat, last_day: date) -> None:
    """End a row of the seat with `last_day`; not before a session that it took part in."""
    if row.valid_until is None or last_day < row.valid_until:
        held_after = max(last_day, row.valid_from)
        refuse_rewriting(seat.body, _next(held_after))
    end_period(row, last_day)


def _take_back(row: Membership | Deputyship | Office, seat: Seat) -> None:
    """Delete a row that begins today or later and that no session has been held under."""
    refuse_begun(row)
    refuse_rewriting(seat.body, row.valid_from)
    row.delete()


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _end_before(rows: Iterable[Membership | Deputyship | Office], valid_from: date) -> str:
    """End what is open or lasts beyond the beginning of its successor, the day before.

    Returns the public id of the row that the successor followed, for the history of that row.
    """
    ended = ""
    for row in rows:
        if row.valid_from < valid_from and (row.valid_until is None or row.valid_until >= valid_from):
            fill(row, {"valid_until": day_before(valid_from)})
            save(row)
            ended = row.public_id
    return ended


def _refuse_overlap(rows: Iterable[PeriodModel], start: date, end: date | None, sentence: str) -> None:
    if any(overlaps(start, end, row.valid_from, row.valid_until) for row in rows):
        raise Refused(Message(sentence))
