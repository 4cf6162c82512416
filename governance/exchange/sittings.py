"""Tables of memberships and deputies: who sits in which seat, and who may when its holder does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.bodies import managed_deputyships, managed_memberships, managed_seats
from governance.access.organisations import managed_people
from governance.exchange.bodies import body_names, day_of, period_columns
from governance.exchange.people import PersonReference, cell, full_name, person_columns
from governance.exchange.resource import Column, Draft, TableResource
from governance.exchange.widgets import Names, Number, Reference, fold
from governance.models import Deputyship, Membership, Person, Seat
from governance.usecases.seats import add_deputy, end_deputyship, end_membership, fill_seat


class _SittingTable(TableResource):
    """What memberships and deputies share: found by seat, person and first day."""

    bodies: Names
    people: PersonReference
    seats: dict[tuple[int, str], list[Seat]]
    rows: dict[tuple[int, int, date], Any]

    def place_columns(self) -> Sequence[Column]:
        """Return the columns that name the seat."""
        return (
            Column(
                "body",
                gettext_lazy("Body"),
                gettext_lazy("Its name or short code."),
                "LG",
                Reference(lambda: self.bodies, lambda body: body.code),
                required=True,
            ),
            Column(
                "seat",
                gettext_lazy("Seat"),
                gettext_lazy("As it is called in the list of seats."),
                "Geschäftsführung Jobcenter",
                required=True,
            ),
        )

    def load(self) -> None:
        """Load bodies, seats, people, and who sits where."""
        self.bodies = body_names(self)
        self.people = PersonReference(managed_people(self.viewer))
        self.seats = {}
        for seat in managed_seats(self.viewer).select_related("body"):
            self.seats.setdefault((seat.body_id, fold(seat.name)), []).append(seat)
        self.rows = {_key_of(row): row for row in self.records()}

    def stored(self, record: Any) -> dict[str, Any]:
        """Return the values on record."""
        found = {name: getattr(record, name) for name in self.fields if hasattr(record, name)}
        person = full_name(record.person)
        return {
            **found,
            "body": record.seat.body,
            "seat": record.seat.name,
            "person": person,
            "email": record.person.email,
        }

    def find(self, row: dict[str, str]) -> Any:
        """Return the row of this seat and person that begins on this day."""
        try:
            seat, person = self.seat_of(row), self.person_of(row)
        except (ValidationError, ValueError):
            return None  # the cells say it themselves
        day = day_of(cell(self, row, "valid_from"))
        return self.rows.get((seat.pk, person.pk, day)) if day else None

    def seat_of(self, row: dict[str, str]) -> Seat:
        """Return the seat that a row names; raises `ValueError`."""
        body, name = self.bodies.one(cell(self, row, "body")), cell(self, row, "seat")
        found = self.seats.get((body.pk, fold(name)), [])
        day = day_of(cell(self, row, "valid_from"))
        if len(found) > 1 and day:
            found = [
                seat for seat in found if seat.valid_from <= day and (not seat.valid_until or day <= seat.valid_until)
            ]
        if len(found) == 1:
            return found[0]
        sentence = (
            _("Several seats of %(body)s are called so.")
            if found
            else _("%(body)s has no seat of this name. Import the seats before.")
        )
        raise ValidationError({"seat": sentence % {"body": body}})

    def person_of(self, row: dict[str, str]) -> Person:
        """Return the person whom a row names."""
        return self.people.one(cell(self, row, "person"), cell(self, row, "email"))

    def import_instance(self, instance: Draft, row: Any, **kwargs: Any) -> None:
        """Find seat and person, each with its own error."""
        instance.row = row  # type: ignore[attr-defined]
        super().import_instance(instance, row, **kwargs)

    def complete(self, draft: Draft) -> None:
        """Put seat and person on record into the draft."""
        row = draft.row  # type: ignore[attr-defined]
        draft.holds = (self.seat_of(row), self.person_of(row))  # type: ignore[attr-defined]
        if draft.record is not None:
            stored = self.stored(draft.record)
            for name in ("body", "seat", "person", "email"):
                setattr(draft, name, stored[name])

    def key(self, draft: Draft) -> Any:
        """Return seat, person and first day."""
        seat, person = draft.holds  # type: ignore[attr-defined]
        return (seat.pk, person.pk, draft.valid_from)  # type: ignore[attr-defined]

    def refresh(self, seat: int, rows: Iterable[Any]) -> None:
        """Put `rows` in the place of what was known of a seat: a new holder ends the one before."""
        self.rows = {key: row for key, row in self.rows.items() if key[0] != seat}
        self.rows |= {_key_of(row): row for row in rows}


class MembershipTable(_SittingTable):
    """Who holds which seat. Only the last day of an entry on record changes."""

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (*self.place_columns(), *person_columns(), *period_columns())

    def records(self) -> Iterable[Membership]:
        """Return the memberships, body by body, seat by seat."""
        rows = managed_memberships(self.viewer).select_related("seat__body", "person")
        return rows.order_by("seat__body__name", "seat__order", "seat_id", "valid_from", "pk")

    def apply(self, draft: Draft, values: dict[str, Any]) -> Membership:
        """Enter a holder, or the last day of one."""
        if draft.record is not None:
            last = _last_day(values)
            return end_membership(
                by=self.viewer, membership_id=draft.record.public_id, last_day=last, version=draft.record.version
            )
        seat, person = draft.holds  # type: ignore[attr-defined]
        period = {"valid_from": values["valid_from"], "valid_until": values.get("valid_until")}
        return fill_seat(by=self.viewer, seat_id=seat.public_id, person_id=person.public_id, **period)

    def remember(self, record: Membership) -> None:
        """Read the seat's holders again."""
        rows = managed_memberships(self.viewer).filter(seat=record.seat_id).select_related("seat__body", "person")
        self.refresh(record.seat_id, rows)


class DeputyTable(_SittingTable):
    """Who may sit in which seat when its holder does not. Only the last day of an entry on record changes."""

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        order = Column("order", gettext_lazy("Order"), gettext_lazy("1 goes first; empty is 1."), "1", Number(empty=1))
        return (*self.place_columns(), *person_columns(), order, *period_columns())

    def records(self) -> Iterable[Deputyship]:
        """Return the deputies, body by body, seat by seat."""
        rows = managed_deputyships(self.viewer).select_related("seat__body", "person")
        return rows.order_by("seat__body__name", "seat__order", "seat_id", "order", "pk")

    def apply(self, draft: Draft, values: dict[str, Any]) -> Deputyship:
        """Name a deputy, or the last day of one."""
        if draft.record is not None:
            if values.get("order", draft.record.order) != draft.record.order:
                raise ValidationError(
                    {"order": _("The order of a deputy on record stays. End the entry and add another one.")}
                )
            last = _last_day(values)
            return end_deputyship(
                by=self.viewer, deputyship_id=draft.record.public_id, last_day=last, version=draft.record.version
            )
        seat, person = draft.holds  # type: ignore[attr-defined]
        period = {
            "valid_from": values["valid_from"],
            "valid_until": values.get("valid_until"),
            "order": values.get("order") or 1,
        }
        return add_deputy(by=self.viewer, seat_id=seat.public_id, person_id=person.public_id, **period)

    def remember(self, record: Deputyship) -> None:
        """Read the seat's deputies again."""
        rows = managed_deputyships(self.viewer).filter(seat=record.seat_id).select_related("seat__body", "person")
        self.refresh(record.seat_id, rows)


def _key_of(row: Any) -> tuple[int, int, date]:
    return (row.seat_id, row.person_id, row.valid_from)


def _last_day(values: dict[str, Any]) -> date:
    last = values.get("valid_until")
    if last is None:
        raise ValidationError({"valid_until": _("The end is on record and stays. Add a new entry that follows.")})
    return last  # type: ignore[no-any-return]
