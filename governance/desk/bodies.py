"""Bodies, their seats and who runs them, in the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.bodies import managed_bodies, managed_seats, managed_secretariats
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.body_forms import BodyForm, NewSeatForm, NewSecretariatForm, SeatForm
from governance.desk.filters import of_body, of_period
from governance.desk.parts import Fact, RelatedList, RelatedRow, add_url, edit_url, period_text
from governance.desk.people import PERIOD_COLUMNS
from governance.desk.periods import PeriodViewSet
from governance.models import Body, Seat, Secretariat
from governance.queries.seating import holdings_on
from governance.usecases.bodies import assign_secretariat, end_secretariat, save_body, withdraw_secretariat
from governance.usecases.seats import save_seat


def page_of(body: Body) -> str:
    """Return the address of the body's page in the portal."""
    return reverse("portal:body", args=[body.authority.slug, body.public_id])


class BodyViewSet(DeskViewSet):
    """The bodies of the coordinator's authorities."""

    name = "desk_bodies"
    set_up_by = "bodies"
    url_prefix = "gremien"
    model = Body
    icon = "group"
    list_display = [
        "name",
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        "code",
        BooleanColumn("decides", label=gettext_lazy("Decides")),
    ]
    list_filter = ["kind", "decides"]
    search_fields = ("name", "code", "purpose")
    ordering = "name"
    joined = ("authority",)
    add_form = edit_form = BodyForm

    def visible(self, viewer: Viewer) -> QuerySet[Body]:
        """Return the bodies that the viewer keeps."""
        return managed_bodies(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Body:
        """Add a body."""
        return save_body(by=viewer, body_id=None, version=None, **facts)

    def update(self, viewer: Viewer, record: Body, facts: Mapping[str, Any], version: int | None) -> Body:
        """Save a body."""
        return save_body(by=viewer, body_id=record.public_id, version=version, **facts)

    def portal_url(self, record: Body) -> str:
        """Return the page of the body."""
        return page_of(record)

    def related(self, viewer: Viewer, record: Body) -> Sequence[RelatedList]:
        """Return seats with their holders, who runs the body, and the editions of its rules."""
        key = record.public_id
        seats = [
            RelatedRow(row.seat.name, edit_url("desk_seats", row.seat), str(row.holder or _("vacant")))
            for row in holdings_on(record.pk, viewer.day)
        ]
        runs = [
            RelatedRow(str(row.person), edit_url("desk_secretariats", row), period_text(row))
            for row in record.secretariats.select_related("person").order_by("-valid_from")
        ]
        rules = [
            RelatedRow(str(row), edit_url("desk_rules", row), period_text(row))
            for row in record.rules.order_by("-edition")
        ]
        no_rules = _("No rules yet. Without rules no vote can be opened.")
        return [
            RelatedList(_("Seats"), seats, add_url("desk_seats", body=key), _("Add seat"), _("No seat yet.")),
            RelatedList(
                _("Secretariat"), runs, add_url("desk_secretariats", body=key), _("Add secretariat"), _("Nobody yet.")
            ),
            RelatedList(_("Rules of procedure"), rules, add_url("desk_rules", body=key), _("Add edition"), no_rules),
        ]


class SeatViewSet(DeskViewSet):
    """The seats of the bodies."""

    name = "desk_seats"
    set_up_by = "bodies"
    url_prefix = "sitze"
    model = Seat
    icon = "radio-full"
    list_display = [
        "name",
        Column("body", label=gettext_lazy("Body"), sort_key="body__name"),
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation__name"),
        BooleanColumn("voting", label=gettext_lazy("With vote")),
        *PERIOD_COLUMNS,
    ]
    list_filter = ["voting"]
    filters = {"gremium": of_body("body"), "zeitraum": of_period()}
    search_fields = ("name", "body__name", "organisation__name")
    ordering = ("body__name", "order", "pk")
    joined = ("body__authority", "organisation")
    add_form = NewSeatForm
    edit_form = SeatForm

    def visible(self, viewer: Viewer) -> QuerySet[Seat]:
        """Return the seats that the viewer keeps."""
        return managed_seats(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Seat:
        """Add a seat to its body."""
        values = {name: value for name, value in facts.items() if name != "body"}
        return save_seat(by=viewer, body_id=facts["body"].public_id, seat_id=None, version=None, **values)

    def update(self, viewer: Viewer, record: Seat, facts: Mapping[str, Any], version: int | None) -> Seat:
        """Save a seat."""
        return save_seat(by=viewer, body_id=record.body.public_id, seat_id=record.public_id, version=version, **facts)

    def portal_url(self, record: Seat) -> str:
        """Return the page of the seat's body."""
        return page_of(record.body)

    def hit(self, record: Seat) -> str:
        """Name the body, too: seats of the same name stand in several."""
        return f"{record.body}: {record}"

    def facts_of(self, viewer: Viewer, record: Seat) -> Sequence[Fact]:
        """Say which body the seat belongs to."""
        return [Fact(_("Body"), record.body, edit_url("desk_bodies", record.body))]

    def related(self, viewer: Viewer, record: Seat) -> Sequence[RelatedList]:
        """Return who holds and held the seat, the deputies, and the offices that belong to it."""
        key = record.public_id
        holders = [
            RelatedRow(str(row.person), edit_url("desk_memberships", row), period_text(row))
            for row in record.memberships.select_related("person").order_by("-valid_from")
        ]
        deputies = [
            RelatedRow(f"{row.order}. {row.person}", edit_url("desk_deputyships", row), period_text(row))
            for row in record.deputyships.select_related("person").order_by("order", "-valid_from")
        ]
        offices = [
            RelatedRow(row.get_kind_display(), edit_url("desk_offices", row), period_text(row))
            for row in record.offices.order_by("-valid_from")
        ]
        return [
            RelatedList(
                _("Held by"),
                holders,
                add_url("desk_memberships", seat=key),
                _("Change holder"),
                _("The seat is vacant."),
            ),
            RelatedList(
                _("Deputies"), deputies, add_url("desk_deputyships", seat=key), _("Name deputy"), _("No deputy named.")
            ),
            RelatedList(_("Offices"), offices, add_url("desk_offices", seat=key), _("Give office"), _("No office.")),
        ]


class SecretariatViewSet(PeriodViewSet):
    """Which coordinators run which bodies."""

    name = "desk_secretariats"
    url_prefix = "geschaeftsfuehrung"
    model = Secretariat
    icon = "clipboard-list"
    list_display = [
        "body",
        Column("person", label=gettext_lazy("Person"), sort_key="person__last_name"),
        *PERIOD_COLUMNS,
    ]
    belongs_to = "body"
    filters = {"gremium": of_body("body"), "zeitraum": of_period()}
    search_fields = ("body__name", "person__last_name", "person__first_name")
    joined = ("body__authority", "person")
    add_form = NewSecretariatForm

    def visible(self, viewer: Viewer) -> QuerySet[Secretariat]:
        """Return the secretariats that the viewer keeps."""
        return managed_secretariats(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Secretariat:
        """Let a coordinator run a body."""
        return assign_secretariat(
            by=viewer,
            body_id=facts["body"].public_id,
            person_id=facts["person"].public_id,
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
        )

    def end(self, viewer: Viewer, record: Secretariat, last_day: date, version: int | None) -> Secretariat:
        """End it."""
        return end_secretariat(by=viewer, secretariat_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: Secretariat) -> None:
        """Take it back."""
        withdraw_secretariat(by=viewer, secretariat_id=record.public_id)

    def facts_of(self, viewer: Viewer, record: Secretariat) -> Sequence[Fact]:
        """Say who runs which body since when."""
        return [
            Fact(_("Body"), record.body, edit_url("desk_bodies", record.body)),
            Fact(_("Person"), record.person, edit_url("desk_people", record.person)),
            Fact(_("Period"), period_text(record)),
        ]

    def portal_url(self, record: Secretariat) -> str:
        """Return the page of the body."""
        return page_of(record.body)
