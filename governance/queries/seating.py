"""Who sits where on a day: the seats of a body with holders, deputies and offices. Days are local dates, inclusive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from governance.models import Body, Deputyship, Membership, Office, OfficeKind, Person, Seat
from governance.models.base import in_force


@dataclass(frozen=True)
class SeatHolding:
    """A seat on a day: its holder, its deputies in their order, its offices (`OfficeKind`)."""

    seat: Seat
    holder: Person | None
    deputies: tuple[Person, ...]
    offices: tuple[str, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who may sit here: the holder first."""
        return ((self.holder,) if self.holder else ()) + self.deputies

    @property
    def filled(self) -> bool:
        """Whether the seat has a holder or a deputy that day."""
        return bool(self.people)

    @property
    def chairs(self) -> bool:
        """Whether the seat has the chair."""
        return OfficeKind.CHAIR in self.offices


def holdings_on(body: int, day: date) -> tuple[SeatHolding, ...]:
    """Return the seats of a body (key) on `day` in their order, with their organisations; three queries."""
    offices = Office.objects.on(day).filter(seat=OuterRef("pk"))
    seats = (
        Seat.objects.on(day)
        .filter(body=body)
        .select_related("organisation")
        .annotate(**{f"has_{kind}": Exists(offices.filter(kind=kind)) for kind in OfficeKind})
        .prefetch_related(
            Prefetch(
                "memberships",
                Membership.objects.on(day).select_related("person").order_by("valid_from"),
                to_attr="held_by",
            ),
            Prefetch(
                "deputyships",
                Deputyship.objects.on(day).select_related("person").order_by("order", "pk"),
                to_attr="deputised_by",
            ),
        )
        .order_by("order", "pk")
    )
    return tuple(
        SeatHolding(
            seat=seat,
            holder=seat.held_by[-1].person if seat.held_by else None,
            deputies=tuple(row.person for row in seat.deputised_by),
            offices=tuple(kind.value for kind in OfficeKind if getattr(seat, f"has_{kind}")),
        )
        for seat in seats
    )


def seats_held_on(body: int, day: date, people: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return the names of all seats that each person (key) holds in a body on `day`, in their order; one query."""
    held = Membership.objects.on(day).filter(in_force(day, "seat__"), seat__body=body)
    if people is not None:
        held = held.filter(person__in=people)
    found: dict[int, tuple[str, ...]] = {}
    for person, name in held.order_by("seat__order", "seat").values_list("person", "seat__name"):
        found[person] = (*found.get(person, ()), name)
    return found


def in_office_on(bodies: Collection[int], day: date, kinds: Collection[OfficeKind]) -> dict[int, Person]:
    """Return for each of `bodies` (keys) who holds one of the offices on `day`; one query."""
    held = Membership.objects.on(day).filter(
        in_force(day, "seat__offices__"), seat__body__in=bodies, seat__offices__kind__in=kinds
    )
    return {row.seat.body_id: row.person for row in held.select_related("seat", "person").order_by("pk")}


def chair_of(body: Body, day: date) -> Person | None:
    """Return who holds the chair on `day`."""
    return in_office_on([body.pk], day, [OfficeKind.CHAIR]).get(body.pk)
