"""Organisations, people, their roles and who assists them, in the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from governance.access.accounts import may_administer, may_manage_logins
from governance.access.bodies import managed_deputyships, managed_memberships, may_edit_bodies
from governance.access.organisations import (
    managed_assistances,
    managed_people,
    managed_roles,
    may_assign_role,
    may_manage_people,
)
from governance.access.viewer import Viewer
from governance.desk.base import DeskViewSet
from governance.desk.choice import BulkAction
from governance.desk.filters import of_organisation, of_period
from governance.desk.leaving import LEAVING_ACTIONS
from governance.desk.parts import (
    DeskAction,
    Fact,
    RelatedList,
    RelatedRow,
    add_url,
    edit_url,
    period_text,
    short_day,
)
from governance.desk.people_forms import (
    NewAssistanceForm,
    NewPersonForm,
    NewRoleForm,
    PersonForm,
)
from governance.desk.periods import PeriodViewSet
from governance.desk.person_logins import can_be_invited, invite_waiting, login_state, of_login
from governance.desk.scope import administering_viewers
from governance.models import Assistance, Person, RoleAssignment
from governance.usecases.accounts import invite_person
from governance.usecases.organisations import (
    add_assistance,
    assign_role,
    end_assistance,
    end_role,
    save_person,
    withdraw_assistance,
    withdraw_role,
)

PERIOD_COLUMNS = [
    Column(
        "valid_from",
        label=gettext_lazy("From"),
        sort_key="valid_from",
        accessor=lambda row: short_day(row.valid_from),
    ),
    Column(
        "valid_until",
        label=gettext_lazy("Until"),
        sort_key="valid_until",
        accessor=lambda row: short_day(row.valid_until) if row.valid_until else gettext_lazy("open"),
    ),
]


class AdministeredViewSet(DeskViewSet):
    """Records that coordinators keep in their authorities and administrators in all."""

    def viewers(self, request: HttpRequest) -> tuple[Viewer, ...]:
        """Return the user as viewer of each authority whose people they keep."""
        return administering_viewers(request)

    def may_add(self, viewer: Viewer) -> bool:
        """Coordinators and administrators make records."""
        return may_manage_people(viewer)


class PersonViewSet(AdministeredViewSet):
    """The people of the authority, with or without login."""

    name = "desk_people"
    set_up_by = "people"
    url_prefix = "personen"
    model = Person
    icon = "user"
    list_display = [
        "__str__",
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation__name"),
        "function",
        Column("login", label=gettext_lazy("Login state"), accessor=login_state),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    ]
    list_filter = ["is_active"]
    filters = {"organisation": of_organisation("organisation"), "zugang": of_login()}
    search_fields = ("last_name", "first_name", "function", "email", "organisation__name")
    ordering = ("last_name", "first_name")
    joined = ("authority", "organisation", "user")
    add_form = NewPersonForm
    edit_form = PersonForm

    def visible(self, viewer: Viewer) -> QuerySet[Person]:
        """Return the people whom the viewer keeps."""
        return managed_people(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Person:
        """Add a person."""
        return save_person(by=viewer, person_id=None, version=None, **facts)

    def update(self, viewer: Viewer, record: Person, facts: Mapping[str, Any], version: int | None) -> Person:
        """Save a person."""
        return save_person(by=viewer, person_id=record.public_id, version=version, **facts)

    def facts_of(self, viewer: Viewer, record: Person) -> Sequence[Fact]:
        """Say whether the person can log in."""
        login = record.user if viewer.user is not None and may_administer(viewer.user) else None
        return [Fact(_("Login state"), login_state(record), edit_url("desk_users", login) if login else "")]

    def related(self, viewer: Viewer, record: Person) -> Sequence[RelatedList]:
        """Return what the person is and was: roles, seats, assistance."""
        roles = [
            RelatedRow(row.get_role_display(), edit_url("desk_roles", row), period_text(row))
            for row in managed_roles(viewer).filter(person=record).order_by("-valid_from")
        ]
        key = record.public_id
        found = [RelatedList(_("Roles"), roles, add_url("desk_roles", person=key), _("Give role"), _("No role."))]
        if may_edit_bodies(viewer):
            held = managed_memberships(viewer).filter(person=record).select_related("seat__body")
            seats = [
                RelatedRow(f"{row.seat.body}: {row.seat}", edit_url("desk_memberships", row), period_text(row))
                for row in held.order_by("-valid_from")
            ]
            deputies = managed_deputyships(viewer).filter(person=record).select_related("seat__body")
            deputised = [
                RelatedRow(f"{row.seat.body}: {row.seat}", edit_url("desk_deputyships", row), period_text(row))
                for row in deputies.order_by("-valid_from")
            ]
            found += [
                RelatedList(
                    _("Seats"), seats, add_url("desk_memberships", person=key), _("Fill a seat"), _("No seat.")
                ),
                RelatedList(
                    _("Deputy"),
                    deputised,
                    add_url("desk_deputyships", person=key),
                    _("Name as deputy"),
                    _("Deputy of nobody."),
                ),
            ]
        assisted = managed_assistances(viewer).filter(member=record).select_related("assistant")
        assistants = [
            RelatedRow(str(row.assistant), edit_url("desk_assistances", row), period_text(row)) for row in assisted
        ]
        found.append(
            RelatedList(
                _("Assistance"),
                assistants,
                add_url("desk_assistances", member=key),
                _("Add assistance"),
                _("Nobody assists this person."),
            )
        )
        return found

    bulk_actions = (
        BulkAction(
            name="einladen",
            label=gettext_lazy("Invite several to log in"),
            question=gettext_lazy(
                "Each of these people gets a mail with a link that is valid once and sets the password."
            ),
            carry_out=invite_waiting,
            icon="mail",
        ),
    )
    actions = (
        DeskAction(
            name="einladen",
            label=gettext_lazy("Send invitation to log in"),
            question=gettext_lazy(
                "“%(object)s” gets a mail with a link that is valid once and sets the password. If the address has a "
                "login already, a notice is sent instead."
            ),
            done=gettext_lazy("The invitation to “%(object)s” is on its way."),
            carry_out=lambda viewer, person: invite_person(by=viewer, person_id=person.public_id),
            offered=lambda viewer, person: may_manage_logins(viewer) and can_be_invited(person),
            icon="mail",
        ),
        *LEAVING_ACTIONS,
    )


class RoleViewSet(AdministeredViewSet, PeriodViewSet):
    """What people are in the authority."""

    name = "desk_roles"
    url_prefix = "rollen"
    model = RoleAssignment
    icon = "key"
    list_display = [
        "person",
        Column("get_role_display", label=gettext_lazy("Role"), sort_key="role"),
        *PERIOD_COLUMNS,
    ]
    list_filter = ["role"]
    search_fields = ("person__last_name", "person__first_name")
    joined = ("person__authority",)
    belongs_to = "person"
    filters = {"zeitraum": of_period()}
    add_form = NewRoleForm

    def visible(self, viewer: Viewer) -> QuerySet[RoleAssignment]:
        """Return the roles that the viewer keeps."""
        return managed_roles(viewer)

    def may_end(self, viewer: Viewer, record: RoleAssignment) -> bool:
        """Roles of coordinators are the administrators'."""
        return may_assign_role(viewer, record.role)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> RoleAssignment:
        """Give a role."""
        return assign_role(
            by=viewer,
            person_id=facts["person"].public_id,
            role=facts["role"],
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
        )

    def end(self, viewer: Viewer, record: RoleAssignment, last_day: date, version: int | None) -> RoleAssignment:
        """End a role."""
        return end_role(by=viewer, role_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: RoleAssignment) -> None:
        """Take a role back."""
        withdraw_role(by=viewer, role_id=record.public_id)

    def facts_of(self, viewer: Viewer, record: RoleAssignment) -> Sequence[Fact]:
        """Say who has which role since when."""
        return [
            Fact(_("Person"), record.person, edit_url("desk_people", record.person)),
            Fact(_("Role"), record.get_role_display()),
            Fact(_("Period"), period_text(record)),
        ]


class AssistanceViewSet(AdministeredViewSet, PeriodViewSet):
    """Who reads, answers invitations and prints for a member."""

    name = "desk_assistances"
    url_prefix = "vorzimmer"
    model = Assistance
    icon = "group"
    list_display = [
        "member",
        Column("assistant", label=gettext_lazy("Assisted by"), sort_key="assistant__last_name"),
        *PERIOD_COLUMNS,
    ]
    search_fields = ("member__last_name", "assistant__last_name")
    joined = ("member__authority", "assistant")
    belongs_to = "member"
    filters = {"zeitraum": of_period()}
    add_form = NewAssistanceForm

    def visible(self, viewer: Viewer) -> QuerySet[Assistance]:
        """Return the assistances that the viewer keeps."""
        return managed_assistances(viewer)

    def create(self, viewer: Viewer, facts: Mapping[str, Any]) -> Assistance:
        """Enter who assists whom."""
        return add_assistance(
            by=viewer,
            member_id=facts["member"].public_id,
            assistant_id=facts["assistant"].public_id,
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
        )

    def end(self, viewer: Viewer, record: Assistance, last_day: date, version: int | None) -> Assistance:
        """End an assistance."""
        return end_assistance(by=viewer, assistance_id=record.public_id, last_day=last_day, version=version)

    def take_back(self, viewer: Viewer, record: Assistance) -> None:
        """Take an assistance back."""
        withdraw_assistance(by=viewer, assistance_id=record.public_id)

    def facts_of(self, viewer: Viewer, record: Assistance) -> Sequence[Fact]:
        """Say who assists whom since when."""
        return [
            Fact(_("Member"), record.member, edit_url("desk_people", record.member)),
            Fact(_("Assisted by"), record.assistant, edit_url("desk_people", record.assistant)),
            Fact(_("Period"), period_text(record)),
        ]
