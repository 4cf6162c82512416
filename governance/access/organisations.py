"""Who keeps authorities, organisations, people and roles (access.md: "users, roles, authorities")."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import (
    Assistance,
    Authority,
    Organisation,
    Person,
    ProcessProfile,
    Role,
    RoleAssignment,
    Territory,
)
from governance.models.base import in_force
from governance.rules import clock


def may_edit_authority(viewer: Viewer) -> bool:
    """Administrators keep every authority, coordinators their own."""
    return viewer.is_coordinator or viewer.is_administrator


def managed_authorities(viewer: Viewer) -> QuerySet[Authority]:
    """Return the authorities whose data the viewer keeps."""
    if viewer.is_administrator:
        return Authority.objects.all()
    return Authority.objects.filter(pk=viewer.authority.pk) if viewer.is_coordinator else Authority.objects.none()


def may_edit_profile(viewer: Viewer) -> bool:
    """The numbers of the planning process are the coordinators'."""
    return viewer.is_coordinator


def managed_profiles(viewer: Viewer) -> QuerySet[ProcessProfile]:
    """Return the process profile of the authority for those who keep it."""
    own = ProcessProfile.objects.filter(authority=viewer.authority)
    return own if may_edit_profile(viewer) else own.none()


def may_manage_people(viewer: Viewer) -> bool:
    """Coordinators and administrators keep people and organisations of the authority."""
    return viewer.is_coordinator or viewer.is_administrator


def managed_people(viewer: Viewer) -> QuerySet[Person]:
    """Return the people of the authority for those who keep them."""
    return Person.objects.filter(authority=viewer.authority) if may_manage_people(viewer) else Person.objects.none()


def managed_organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations of the authority for those who keep them."""
    own = Organisation.objects.filter(authority=viewer.authority)
    return own if may_manage_people(viewer) else own.none()


def managed_territories(viewer: Viewer) -> QuerySet[Territory]:
    """Return the territories of the authority for those who keep its organisations."""
    own = Territory.objects.filter(authority=viewer.authority)
    return own if may_manage_people(viewer) else own.none()


def choosable_people(viewer: Viewer) -> QuerySet[Person]:
    """Return the active people among whom coordinators choose minute takers, guests and those responsible."""
    own = Person.objects.filter(authority=viewer.authority, is_active=True)
    return own if viewer.is_coordinator else own.none()


def choosable_organisations(viewer: Viewer, chosen: Iterable[int | None] = ()) -> QuerySet[Organisation]:
    """Return the active organisations of the authority and those with the keys `chosen`: what was chosen may stay."""
    stays = Q(is_active=True) | Q(pk__in=[key for key in chosen if key is not None])
    return Organisation.objects.filter(stays, authority=viewer.authority).order_by("name", "pk")


def may_assign_role(viewer: Viewer, role: str) -> bool:
    """The role of a coordinator is given by administrators only, the others by coordinators, too."""
    return viewer.is_administrator or (viewer.is_coordinator and role != Role.COORDINATOR)


def managed_roles(viewer: Viewer) -> QuerySet[RoleAssignment]:
    """Return the roles given in the authority for those who keep people."""
    own = RoleAssignment.objects.filter(person__authority=viewer.authority)
    return own if may_manage_people(viewer) else own.none()


def managed_assistances(viewer: Viewer) -> QuerySet[Assistance]:
    """Return who assists whom in the authority for those who keep people."""
    own = Assistance.objects.filter(member__authority=viewer.authority)
    return own if may_manage_people(viewer) else own.none()


def people_with(role: Role) -> QuerySet[Person]:
    """Return the active people who have `role` today."""
    return Person.objects.filter(in_force(clock.today(), "roles__"), is_active=True, roles__role=role).distinct()


def contacts_of(*organisations: Organisation | int | None) -> QuerySet[Person]:
    """Return the active people who are the contacts of any of `organisations` (or their keys) today."""
    return people_with(Role.CONTACT).filter(organisation__in=[one for one in organisations if one is not None])
