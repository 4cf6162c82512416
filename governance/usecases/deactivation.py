"""Deactivating a person and taking them back: access ends at once, what they were stays on record.

A person who is not active is nobody in the authority at the next request: no page, no answer link, no search. The
login itself belongs to the installation and stays open for other authorities; only administrators close it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from governance.access.organisations import may_assign_role, may_manage_people
from governance.access.viewer import Viewer
from governance.models import Person
from governance.queries.leaving import RunningPeriod, leaving_of
from governance.rules.text import Message, mark
from governance.usecases.bodies import refuse_rewriting
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case


@use_case("person.deactivated")
def deactivate_person(*, by: Viewer, person_id: str, version: int | None = None) -> Person:
    """End everything that the person is with today, and let them see nothing of the authority any more.

    Roles, seats, deputyships, secretariats and assistances end today; what would only begin later is taken back.
    Responsibilities (processes, measures, tasks) stay under their name until somebody takes them over. Raises
    `Refused` for oneself, for whoever sits in a running session, for the role of a coordinator unless an
    administrator acts, and where a later session has gone by what would be ended.
    """
    person = lock(Person.objects.filter(authority=by.authority), public_id=person_id)
    if not may_manage_people(by):
        raise Forbidden(by, person)
    check_version(person, version)
    found = leaving_of(by, person)
    for obstacle in found.obstacles:
        raise Refused(obstacle)
    if any(not may_assign_role(by, role) for role in found.roles):
        raise Refused(Message(mark("The role of a coordinator is ended by the administration only.")))
    _end(found.periods, by.day)
    person.is_active = False
    save(person)
    record(by, "person.deactivated", person, {"ended": len(found.periods)})
    return person


@use_case("person.reactivated")
def reactivate_person(*, by: Viewer, person_id: str, version: int | None = None) -> Person:
    """Let the person take part again. Roles and seats that ended stay ended; they are given anew."""
    person = lock(Person.objects.filter(authority=by.authority), public_id=person_id)
    if not may_manage_people(by):
        raise Forbidden(by, person)
    check_version(person, version)
    if person.is_active:
        raise Refused(Message(mark("This person is active already.")))
    fill(person, {"is_active": True})
    save(person)
    record(by, "person.reactivated", person)
    return person


def _end(periods: Iterable[RunningPeriod], day: date) -> None:
    """End what runs with `day`; what begins that day or later and has never held goes."""
    for running in periods:
        row = running.row
        if row.valid_from > day:
            if running.body is not None:
                refuse_rewriting(running.body, row.valid_from)
            row.delete()
            continue
        if running.body is not None:
            refuse_rewriting(running.body, date.fromordinal(day.toordinal() + 1))
        fill(row, {"valid_until": day})
        save(row)
