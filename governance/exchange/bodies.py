"""Tables of bodies and their seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.bodies import managed_bodies, managed_seats
from governance.access.organisations import managed_organisations
from governance.exchange.people import (
    cell,
    identity,
    missing_organisation,
)
from governance.exchange.resource import Column, Draft, TableResource
from governance.exchange.widgets import Choice, Day, Lines, Names, Number, Reference, YesNo, fold
from governance.models import Body, BodyKind, Seat
from governance.usecases.bodies import save_body
from governance.usecases.seats import save_seat


def missing_body() -> str:
    """Return what is said of a body that is not on record."""
    return _("There is no body “%(text)s”. Write its name or short code, or import the bodies before.")


def body_names(table: TableResource) -> Names:
    """Return the bodies by name and by short code."""
    return Names(managed_bodies(table.viewer), lambda row: (row.code, row.name), missing_body())


def period_columns() -> tuple[Column, Column]:
    """Return the columns of a period."""
    return (
        Column(
            "valid_from",
            gettext_lazy("From"),
            gettext_lazy("First day, such as 01.01.2026."),
            "01.01.2026",
            Day(),
            required=True,
        ),
        Column("valid_until", gettext_lazy("Until"), gettext_lazy("Last day; empty if no end is set."), "", Day()),
    )


class BodyTable(TableResource):
    """Bodies, found by their short code."""

    names: Names

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column(
                "name",
                gettext_lazy("Name"),
                gettext_lazy("As the body calls itself."),
                "Lenkungsgremium KIM",
                required=True,
            ),
            Column(
                "code",
                gettext_lazy("Short code for numbers"),
                gettext_lazy("Numbers of papers and resolutions begin with it. By it a body is found again."),
                "LG",
                required=True,
            ),
            Column(
                "kind",
                gettext_lazy("Kind"),
                gettext_lazy("What kind of body it is."),
                str(BodyKind.STEERING_GROUP.label),
                Choice(BodyKind.choices),
                required=True,
            ),
            Column("purpose", gettext_lazy("Purpose"), gettext_lazy("What the body is there for."), "", Lines()),
            Column(
                "decides", gettext_lazy("Passes resolutions"), gettext_lazy("ja or nein; empty is nein."), "ja", YesNo()
            ),
            Column(
                "default_minutes",
                gettext_lazy("Usual length in minutes"),
                gettext_lazy("Empty is 180."),
                "180",
                Number(empty=180),
            ),
            Column(
                "shows_attendees",
                gettext_lazy("Invitations list all invited people"),
                gettext_lazy("ja or nein; empty is nein."),
                "nein",
                YesNo(),
            ),
        )

    def load(self) -> None:
        """Load the bodies."""
        self.names = Names(managed_bodies(self.viewer), lambda row: (row.code,), missing_body())

    def records(self) -> Iterable[Body]:
        """Return the bodies by name."""
        return managed_bodies(self.viewer)

    def stored(self, record: Body) -> dict[str, Any]:
        """Return the values on record."""
        return {name: getattr(record, name) for name in self.fields}

    def find(self, row: dict[str, str]) -> Body | None:
        """Return the body with this short code."""
        return next(iter(self.names.all(cell(self, row, "code"))), None)

    def key(self, draft: Draft) -> str:
        """Return the short code."""
        return fold(draft.code)  # type: ignore[attr-defined]

    def apply(self, draft: Draft, values: dict[str, Any]) -> Body:
        """Save the body."""
        return save_body(by=self.viewer, **identity(draft, "body_id"), **values)

    def remember(self, record: Body) -> None:
        """Make it known for the rows below."""
        self.names.add(record)


class SeatTable(TableResource):
    """Seats, found by body and name; of several of the same name the one with the same beginning."""

    bodies: Names
    organisations: Names
    seats: dict[tuple[int, str], list[Seat]]

    def own_columns(self) -> Sequence[Column]:
        """Return the columns."""
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
                "name",
                gettext_lazy("Seat"),
                gettext_lazy("The office that owns the seat, not the person."),
                "Geschäftsführung Jobcenter",
                required=True,
            ),
            Column(
                "organisation",
                gettext_lazy("Organisation"),
                gettext_lazy("Its name, as it stands in the list of organisations."),
                "",
                Reference(lambda: self.organisations),
            ),
            Column(
                "voting", gettext_lazy("With vote"), gettext_lazy("ja or nein; empty is ja."), "ja", YesNo(empty=True)
            ),
            Column(
                "as_needed", gettext_lazy("Only as needed"), gettext_lazy("ja or nein; empty is nein."), "nein", YesNo()
            ),
            Column("order", gettext_lazy("Order"), gettext_lazy("The smallest number comes first."), "1", Number()),
            *period_columns(),
        )

    def load(self) -> None:
        """Load bodies, organisations and seats."""
        self.bodies = body_names(self)
        self.organisations = Names(managed_organisations(self.viewer), lambda row: (row.name,), missing_organisation())
        self.seats = {}
        for seat in self.records():
            self.seats.setdefault((seat.body_id, fold(seat.name)), []).append(seat)

    def records(self) -> Iterable[Seat]:
        """Return the seats, body by body in their order."""
        rows = managed_seats(self.viewer).select_related("body", "organisation")
        return rows.order_by("body__name", "body_id", "order", "pk")

    def stored(self, record: Seat) -> dict[str, Any]:
        """Return the values on record."""
        return {name: getattr(record, name) for name in self.fields}

    def find(self, row: dict[str, str]) -> Seat | None:
        """Return the seat."""
        body = one_or_none(self.bodies, cell(self, row, "body"))
        found = self.seats.get((body.pk, fold(cell(self, row, "name"))), []) if body else []
        day = day_of(cell(self, row, "valid_from"))
        lasting = [seat for seat in found if not (day and seat.valid_until and seat.valid_until < day)]
        begun = [seat for seat in lasting if seat.valid_from == day] or lasting
        if len(begun) > 1:
            raise ValueError(_("Several seats of this body are called so. Make their names differ in the desk."))
        return begun[0] if begun else None

    def key(self, draft: Draft) -> Any:
        """Return body and name."""
        body: Any = getattr(draft, "body", None)
        return (body.pk if body else None, fold(draft.name))  # type: ignore[attr-defined]

    def apply(self, draft: Draft, values: dict[str, Any]) -> Seat:
        """Save the seat."""
        body = values.pop("body")
        return save_seat(by=self.viewer, body_id=body.public_id, **identity(draft, "seat_id"), **values)

    def remember(self, record: Seat) -> None:
        """Make it known for the rows below."""
        known = self.seats.setdefault((record.body_id, fold(record.name)), [])
        known[:] = [seat for seat in known if seat.pk != record.pk] + [record]


def one_or_none(names: Names, text: str) -> Any:
    """Return the record of this name if there is exactly one."""
    found = names.all(text)
    return found[0] if len(found) == 1 else None


def day_of(text: str) -> date | None:
    """Return the day that a cell names, or None; the cell itself says what is wrong with it."""
    try:
        return Day().clean(text)
    except ValueError:
        return None
