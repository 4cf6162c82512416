"""Authorities, organisations, people, roles and assistance: who is who in a Kreis.

A use case that edits takes the public id and the `version` of the form (None: an act without a form); without an id it
creates. Values are named like the fields of the model. All raise `Forbidden`, `Stale`, and `Invalid` for entries.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from governance import audit
from governance.access.accounts import may_administer
from governance.access.organisations import (
    may_assign_role,
    may_edit_authority,
    may_manage_people,
)
from governance.access.viewer import Viewer
from governance.models import (
    INSTALLATION,
    Assistance,
    Authority,
    Deputyship,
    FileSpace,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    RoleAssignment,
    Secretariat,
    User,
)
from governance.models.base import PeriodModel
from governance.rules import clock
from governance.rules.text import Message, mark
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
from governance.usecases.profiles import DEFAULT_PROFILE, install_profile

VersionedPeriod = RoleAssignment | Assistance | Secretariat | Membership | Deputyship | Office
RESERVED_SLUGS = frozenset(
    {
        "antwort", "konto", "sprache", "werkstatt", "start", "static", "media", "hilfe", "handbuch",
        "barrierefreiheit", "datenschutz", "impressum", "glossar", "kontakt", "was-ist-kim", "healthz", "readyz",
        "_util", "beschluesse", "robots.txt", "sitemap.xml",
    }
)  # fmt: skip
"""First words of addresses that are not an authority's."""


@use_case("authority.created")
def create_authority(
    *, by: User, slug: str, name: str, code: str, mailbox: str, profile: str = "", **values: Any
) -> Authority:
    """Create an authority with its process profile; by an administrator.

    `slug` becomes the beginning of its addresses and never changes, `code` the beginning of its numbers.
    `profile` names the shipped process profile it begins with, by default the one of the Land.
    """
    authority = Authority(slug=slug)
    if not may_administer(by):
        raise Forbidden(by, by)
    if slug in RESERVED_SLUGS:
        raise Refused(Message(mark("This address is taken by the portal itself. Choose another one.")))
    fill(authority, {"name": name, "code": code, "mailbox": mailbox, **values})
    authority.save()
    install_profile(authority, profile or DEFAULT_PROFILE)
    FileSpace.objects.create(authority=authority)
    audit.record(scope=INSTALLATION, action="authority.created", actor=by.public_id, target=authority)
    return authority


@use_case("authority.edited")
def edit_authority(*, by: Viewer, version: int | None, **values: Any) -> Authority:
    """Edit name, unit, code, mailbox or postal address of the viewer's authority."""
    authority = lock(Authority.objects.all(), pk=by.authority.pk)
    if not may_edit_authority(by):
        raise Forbidden(by, authority)
    check_version(authority, version)
    changed = fill(authority, _only(values, {"name", "unit", "code", "mailbox", "contact_email", "address"}))
    save(authority)
    record(by, "authority.edited", authority, {"fields": changed})
    return authority


@use_case("organisation.saved")
def save_organisation(*, by: Viewer, organisation_id: str | None, version: int | None, **values: Any) -> Organisation:
    """Create or edit an organisation: `name`, `short_name`, `kind`, `territory` (row or None), `is_active`.

    One that still owns a seat, or to which an active person belongs, stays active.
    """
    organisation = (
        lock(Organisation.objects.filter(authority=by.authority), public_id=organisation_id)
        if organisation_id
        else Organisation(authority=by.authority)
    )
    if not may_manage_people(by):
        raise Forbidden(by, organisation if organisation_id else by.authority)
    check_version(organisation, version)
    territory = values.get("territory")
    if territory is not None and territory.authority_id != by.authority.pk:
        raise Forbidden(by, territory)
    if organisation.pk and organisation.is_active and not values.get("is_active", True):
        _refuse_needed(organisation)
    changed = fill(organisation, _only(values, {"name", "short_name", "kind", "territory", "is_active"}))
    save(organisation)
    record(by, "organisation.saved", organisation, {"fields": changed})
    return organisation


@use_case("organisation.deactivated")
def deactivate_organisation(*, by: Viewer, organisation_id: str) -> Organisation:
    """Offer an organisation no longer for anything new; what it was part of stays. Raises as `save_organisation`."""
    organisation = lock(Organisation.objects.filter(authority=by.authority), public_id=organisation_id)
    if not may_manage_people(by):
        raise Forbidden(by, organisation)
    if not organisation.is_active:
        raise Refused(Message(mark("The organisation is not active any more.")))
    _refuse_needed(organisation)
    fill(organisation, {"is_active": False})
    save(organisation)
    record(by, "organisation.deactivated", organisation)
    return organisation


def _refuse_needed(organisation: Organisation) -> None:
    """Refuse to deactivate an organisation that is part of something that goes on."""
    today = clock.today()
    if organisation.seats.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today)).exists():
        raise Refused(Message(mark("The organisation owns a seat. End the seat first.")))
    if organisation.people.filter(is_active=True).exists():
        raise Refused(Message(mark("Active people belong to the organisation. Change their organisation first.")))


@use_case("person.saved")
def save_person(*, by: Viewer, person_id: str | None, version: int | None, **values: Any) -> Person:
    """Create or edit a person: names, `title`, `email`, `organisation` (row), `function`, `address`.

    The address of the login stays what it is; only administrators close the login itself. `is_active` may stand
    there unchanged; it changes by `deactivate_person` and `reactivate_person` only, which say what that means.
    """
    person = (
        lock(Person.objects.filter(authority=by.authority), public_id=person_id)
        if person_id
        else Person(authority=by.authority)
    )
    if not may_manage_people(by):
        raise Forbidden(by, person if person_id else by.authority)
    check_version(person, version)
    organisation = values.get("organisation")
    if organisation is not None and organisation.authority_id != by.authority.pk:
        raise Forbidden(by, organisation)
    if person.pk and values.get("is_active", person.is_active) != person.is_active:
        raise Refused(Message(mark("Whether somebody is active is changed by a step of its own at the person.")))
    known = {"title", "first_name", "last_name", "email", "organisation", "function", "address", "is_active"}
    changed = fill(person, _only(values, known))
    save(person)
    record(by, "person.saved", person, {"fields": changed})
    return person


@use_case("role.assigned")
def assign_role(
    *, by: Viewer, person_id: str, role: str, valid_from: date, valid_until: date | None = None
) -> RoleAssignment:
    """Give a person a role for a period; a second period of the same role must not overlap the first."""
    person = lock(Person.objects.filter(authority=by.authority), public_id=person_id)
    if not may_assign_role(by, role):
        raise Forbidden(by, person)
    if role not in Role.values:
        raise Refused(Message(mark("This role does not exist.")))
    assignment = RoleAssignment(person=person)
    fill(assignment, {"role": role, "valid_from": valid_from, "valid_until": valid_until})
    same = person.roles.filter(role=role)
    if any(overlaps(valid_from, valid_until, old.valid_from, old.valid_until) for old in same):
        raise Refused(Message(mark("The person has this role in that period already.")))
    assignment.save()
    record(by, "role.assigned", person, {"role": role, "period": assignment.public_id})
    return assignment


@use_case("role.ended")
def end_role(*, by: Viewer, role_id: str, last_day: date, version: int | None) -> RoleAssignment:
    """End a role with `last_day`; what somebody was before stays on record."""
    assignment: RoleAssignment = lock(RoleAssignment.objects.filter(person__authority=by.authority), public_id=role_id)
    if not may_assign_role(by, assignment.role):
        raise Forbidden(by, assignment.person)
    check_version(assignment, version)
    end_period(assignment, last_day)
    record(by, "role.ended", assignment.person, {"role": assignment.role, "period": assignment.public_id})
    return assignment


@use_case("role.withdrawn")
def withdraw_role(*, by: Viewer, role_id: str) -> None:
    """Take back a role that was given by mistake and begins today or later."""
    assignment: RoleAssignment = lock(RoleAssignment.objects.filter(person__authority=by.authority), public_id=role_id)
    if not may_assign_role(by, assignment.role):
        raise Forbidden(by, assignment.person)
    refuse_begun(assignment)
    person, role = assignment.person, assignment.role
    assignment.delete()
    record(by, "role.withdrawn", person, {"role": role})


@use_case("assistance.started")
def add_assistance(
    *, by: Viewer, member_id: str, assistant_id: str, valid_from: date, valid_until: date | None = None
) -> Assistance:
    """Let a person read, answer invitations and print for a member."""
    people = Person.objects.filter(authority=by.authority)
    member, assistant = lock(people, public_id=member_id), people.get(public_id=assistant_id)
    if not may_manage_people(by):
        raise Forbidden(by, member)
    if member.pk == assistant.pk:
        raise Refused(Message(mark("Nobody assists themselves.")))
    old = Assistance.objects.filter(member=member, assistant=assistant)
    if any(overlaps(valid_from, valid_until, row.valid_from, row.valid_until) for row in old):
        raise Refused(Message(mark("This person assists the member in that period already.")))
    assistance = Assistance(member=member, assistant=assistant)
    fill(assistance, {"valid_from": valid_from, "valid_until": valid_until})
    assistance.save()
    record(by, "assistance.started", member, {"assistant": assistant.public_id, "period": assistance.public_id})
    return assistance


@use_case("assistance.ended")
def end_assistance(*, by: Viewer, assistance_id: str, last_day: date, version: int | None) -> Assistance:
    """End an assistance with `last_day`."""
    assistance: Assistance = lock(Assistance.objects.filter(member__authority=by.authority), public_id=assistance_id)
    if not may_manage_people(by):
        raise Forbidden(by, assistance.member)
    check_version(assistance, version)
    end_period(assistance, last_day)
    record(by, "assistance.ended", assistance.member, {"period": assistance.public_id})
    return assistance


@use_case("assistance.withdrawn")
def withdraw_assistance(*, by: Viewer, assistance_id: str) -> None:
    """Take back an assistance that was entered by mistake and begins today or later."""
    assistance: Assistance = lock(Assistance.objects.filter(member__authority=by.authority), public_id=assistance_id)
    if not may_manage_people(by):
        raise Forbidden(by, assistance.member)
    refuse_begun(assistance)
    member = assistance.member
    assistance.delete()
    record(by, "assistance.withdrawn", member)


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Tell whether two inclusive periods share a day; an open end is None."""
    return (end is None or other_start <= end) and (other_end is None or start <= other_end)


def end_period(row: VersionedPeriod, last_day: date) -> None:
    """Write `last_day` into a locked row and save it.

    A later end than the one on record is refused: somebody else may have followed, and nothing would show the gap.
    """
    if row.valid_until is not None and last_day > row.valid_until:
        raise Refused(
            Message(
                mark("The end is on record: %(day)s. It can be earlier, not later; add a new entry that follows."),
                {"day": f"{row.valid_until:%d.%m.%Y}"},
            )
        )
    fill(row, {"valid_until": last_day})
    save(row)


def refuse_begun(row: PeriodModel) -> None:
    """Refuse to take back what has begun before today: history is ended, never rewritten."""
    if row.valid_from < clock.today():
        raise Refused(Message(mark("This has begun before today. It cannot be taken back, only ended.")))


def day_before(day: date) -> date:
    """Return the last day of whoever was there before `day`."""
    return day - timedelta(days=1)


def _only(values: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Return `values`; a name that may not be edited here is a mistake of the caller."""
    unknown = set(values) - known
    if unknown:
        raise TypeError(f"These fields are not edited here: {sorted(unknown)}")
    return values
