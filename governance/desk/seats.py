"""Who sits in a seat, who may sit in it, and which office belongs to it, in the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from governance.access.bodies import managed_deputyships, managed_memberships, managed_offices
from governance.access.viewer import Viewer
from governance.desk.bodies import page_of
from governance.desk.body_forms import NewDeputyshipForm, NewMembershipForm, NewOfficeForm
from governance.desk.filters import of_body, of_period
from governance.desk.parts import Fact, edit_url, period_text
from governance.desk.people import PERIOD_COLUMNS
from governance.desk.periods import PeriodViewSet
from governance.models import Deputyship, Membership, Office
from governance.usecases.seats import (
    add_deputy,
    end_deputyship,
    end_membership,
    end_office,
    fill_seat,
    give_office,
    withdraw_deputyship,
    withdraw_membership,
    withdraw_office,
)

SEAT_COLUMNS = [
    Column("seat", label=gettext_lazy("Seat"), sort_key="seat__name"),
    Column("body", label=gettext_lazy("Body"), sort_key="seat__body__name", accessor="seat.body"),
]


class OfSeatViewSet(PeriodViewSet):
    """Base of what holds for a seat."""

    joined: tuple[str, ...] = ("seat__body__authority", "person")
    filters = {"gremium": of_body("seat__body"), "zeitraum": of_period()}
    search_fields: tuple[str, ...] = ("seat__name", "seat__body__name", "person__last_name", "person__first_name")

    def facts_of(self, viewer: Viewer, record: Any) -> Sequence[Fact]:
        """Say what is about to end."""
        return [
            Fact(_("Body"), record.seat.body, edit_url("desk_bodies", record.seat.body)),
            Fact(_("Seat"), record.seat, edit_url("desk_seats", record.seat)),
            Fact(_("Person"), record.person, edit_url("desk_people", record.person)),
            Fact(_("Period"), period_text(record)),
        ]

    def portal_url(self, record: Any) -> str:
        """Return the page of the body."""
        return page_of(record.seat.body)

    def hit(self, record: Any) -> str:
        """Name body and period, too: one person may hold several seats."""
        return f"{record.seat.body}: {record} ({period_text(record)})"


class MembershipViewSet(OfSeatViewSet):
    """Who holds which seat; a change of holder is a new entry, the old one ends the day before."""

    name = "desk_memberships"
    set_up_by = "people"
    url_prefix = "mitgliedschaften"
    model = Membership
    icon = "user"
    list_display = ["person", *SEAT_COLUMNS, *PERIOD_COLUMNS]
    add_form = NewMembershipForm

    def visible(self, viewer: Viewer) -> QuerySet[Membership]:
        """Return the memberships that the viewer keeps."""
        return managed_memberships(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Membership:
        """Change the holder of a seat."""
        return fill_seat(
            by=viewer,
            seat_id=facts["seat"].public_id,
            person_id=facts["person"].public_id,
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
        )

    def end(self, viewer: Viewer, record: Membership, last_day: date, version: int | None) -> Membership:
        """End a membership; the seat is vacant afterwards."""
        return end_membership(by=viewer, membership_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: Membership) -> None:
        """Take a membership back."""
        withdraw_membership(by=viewer, membership_id=record.public_id)


class DeputyshipViewSet(OfSeatViewSet):
    """Who may sit in which seat when its holder does not."""

    name = "desk_deputyships"
    url_prefix = "stellvertretungen"
    model = Deputyship
    icon = "group"
    list_display = ["person", *SEAT_COLUMNS, "order", *PERIOD_COLUMNS]
    add_form = NewDeputyshipForm

    def visible(self, viewer: Viewer) -> QuerySet[Deputyship]:
        """Return the deputyships that the viewer keeps."""
        return managed_deputyships(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Deputyship:
        """Name a deputy."""
        return add_deputy(
            by=viewer,
            seat_id=facts["seat"].public_id,
            person_id=facts["person"].public_id,
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
            order=facts["order"],
        )

    def end(self, viewer: Viewer, record: Deputyship, last_day: date, version: int | None) -> Deputyship:
        """End a deputyship."""
        return end_deputyship(by=viewer, deputyship_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: Deputyship) -> None:
        """Take a deputyship back."""
        withdraw_deputyship(by=viewer, deputyship_id=record.public_id)


class OfficeViewSet(OfSeatViewSet):
    """Which office belongs to which seat; a change of chair is a new entry, the old one ends the day before."""

    name = "desk_offices"
    url_prefix = "aemter"
    model = Office
    icon = "thumbtack"
    list_display = [
        "__str__",
        *SEAT_COLUMNS,
        *PERIOD_COLUMNS,
    ]
    list_filter = ["kind"]
    search_fields = ("seat__name", "seat__body__name")
    joined = ("seat__body__authority",)
    add_form = NewOfficeForm

    def visible(self, viewer: Viewer) -> QuerySet[Office]:
        """Return the offices that the viewer keeps."""
        return managed_offices(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Office:
        """Give an office to a seat."""
        return give_office(
            by=viewer,
            seat_id=facts["seat"].public_id,
            kind=facts["kind"],
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
        )

    def end(self, viewer: Viewer, record: Office, last_day: date, version: int | None) -> Office:
        """End an office."""
        return end_office(by=viewer, office_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: Office) -> None:
        """Take an office back."""
        withdraw_office(by=viewer, office_id=record.public_id)

    def facts_of(self, viewer: Viewer, record: Office) -> Sequence[Fact]:
        """Say which office belongs to which seat since when."""
        return [
            Fact(_("Body"), record.seat.body, edit_url("desk_bodies", record.seat.body)),
            Fact(_("Seat"), record.seat, edit_url("desk_seats", record.seat)),
            Fact(_("Office"), record.get_kind_display()),
            Fact(_("Period"), period_text(record)),
        ]
