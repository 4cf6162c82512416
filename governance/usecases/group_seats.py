"""Places in a project group: a seat for each place of its mandate, held by whom the organisation sends.

Not use cases: they belong to the answer of an organisation, to the constitution, or to a resolution. History is never
rewritten (decisions.md, "Bodies and seats"): who leaves ends the day before, and no session loses who sat in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from governance.models import (
    Body,
    BodyKind,
    Mandate,
    Membership,
    Nomination,
    Office,
    OfficeKind,
    Person,
    Role,
    Seat,
    Secretariat,
)
from governance.models.base import in_force
from governance.rules.lifecycles import NominationState
from governance.usecases.bodies import last_session
from governance.usecases.foundation import draw_number, save

LONGEST_SEAT = 160
LONGEST_PURPOSE = 2000


def is_constituted(mandate: Mandate) -> bool:
    """Tell whether the group of a mandate has its seats."""
    return mandate.nominations.filter(seat__isnull=False).exists()


def create_group(mandate: Mandate, purpose: str) -> Body:
    """Create the body of a mandate: a project group that recommends, under the next free short code."""
    key = f"group:{mandate.authority.public_id}"
    code = f"PG{draw_number(key)}"
    while Body.objects.filter(authority=mandate.authority, code=code).exists():
        code = f"PG{draw_number(key)}"
    return Body.objects.create(
        authority=mandate.authority,
        kind=BodyKind.PROJECT_GROUP,
        name=mandate.group_name,
        code=code,
        purpose=purpose[:LONGEST_PURPOSE],
        decides=False,
    )


def assign_to(body: Body, coordinator: Person, day: date) -> None:
    """Let the coordinator of the process run the group, where nobody does and the role still holds."""
    if Secretariat.objects.filter(in_force(day), body=body).exists():
        return
    if coordinator.roles.filter(in_force(day), role=Role.COORDINATOR).exists():
        Secretariat.objects.create(body=body, person=coordinator, valid_from=day)


def first_free_day(body: Body, day: date) -> date:
    """Return the first day from `day` on that no session of `body` has been held on or after."""
    held = last_session(body)
    return day if held is None or held < day else held + timedelta(days=1)


def seat_member(nomination: Nomination, person: Person, body: Body, day: date) -> None:
    """Give the named `person` the place in the group from `day` on; whoever held it before ends the day before.

    `nomination` is locked and saved here.
    """
    day = first_free_day(body, day)
    seat = _seat_for(nomination, body, day)
    if nomination.seat_id != seat.pk:
        nomination.seat = seat
        save(nomination)
    held = list(seat.memberships.select_for_update(of=("self",)).filter(in_force(day)))
    if all(row.person_id != person.pk for row in held):
        _end_before(held, day)
        Membership.objects.create(seat=seat, person=person, valid_from=day)
    if nomination.lead:
        _lead_from(seat, day)


def _seat_for(nomination: Nomination, body: Body, day: date) -> Seat:
    """Return the place that the nomination has already, one that fits it in a standing body, or a new one."""
    if nomination.seat is not None and (nomination.seat.valid_until is None or nomination.seat.valid_until >= day):
        return nomination.seat
    name = (nomination.seat_name or nomination.organisation.name)[:LONGEST_SEAT]
    free = Seat.objects.filter(in_force(day), body=body, organisation=nomination.organisation, name=name)
    found: Seat | None = free.exclude(nominations__mandate=nomination.mandate_id).first()
    if found is not None:
        return found
    return Seat.objects.create(
        body=body,
        name=name,
        organisation=nomination.organisation,
        order=Seat.objects.filter(body=body).count() + 1,
        valid_from=day,
    )


def unseat(nomination: Nomination, day: date, *, for_good: bool = False) -> None:
    """Free the place of a nomination from `day` on; `for_good` ends the place itself too."""
    seat = nomination.seat
    if seat is None:
        return
    day = first_free_day(seat.body, day)
    _end_before(seat.memberships.select_for_update(of=("self",)).all(), day)
    if not for_good:
        return
    _end_before(seat.offices.select_for_update(of=("self",)).all(), day)
    if seat.valid_from < day and (seat.valid_until is None or seat.valid_until >= day):
        seat.valid_until = day - timedelta(days=1)
        save(seat)


def move_lead(mandate: Mandate, day: date) -> None:
    """Let the place that leads by the mandate have the office from `day` on, if it is filled."""
    leading = mandate.nominations.filter(lead=True, state=NominationState.NAMED, seat__isnull=False)
    for seat in Seat.objects.filter(nominations__in=leading).select_related("body"):
        _lead_from(seat, first_free_day(seat.body, day))


def _lead_from(seat: Seat, day: date) -> None:
    leads = Office.objects.select_for_update(of=("self",)).filter(
        in_force(day), seat__body=seat.body_id, kind=OfficeKind.LEAD
    )
    current = list(leads)
    if any(row.seat_id == seat.pk for row in current):
        return
    _end_before(current, day)
    Office.objects.create(seat=seat, kind=OfficeKind.LEAD, valid_from=day)


def _end_before(rows: Iterable[Membership | Office], day: date) -> None:
    """End what holds on `day` or later the day before; what only begins then has never held and goes."""
    for row in rows:
        if row.valid_until is not None and row.valid_until < day:
            continue
        if row.valid_from >= day:
            row.delete()
            continue
        row.valid_until = day - timedelta(days=1)
        save(row)
