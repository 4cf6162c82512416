"""The viewer: a person in an authority with everything that access decisions need, loaded once per request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, IntegerField, Model, QuerySet, Value

from governance.models import (
    Assistance,
    Authority,
    Body,
    Deputyship,
    Membership,
    Office,
    OfficeKind,
    Person,
    Role,
    RoleAssignment,
    Secretariat,
    User,
)
from governance.models.base import in_force
from governance.rules import clock


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at or acts in `authority` on the local date `day`.

    `person` is None for strangers to the authority. The sets hold primary keys; `held` and `deputised` are seats,
    `member_bodies` the bodies of both, `led` the groups that the person leads, `assisted_bodies` those of the members
    whom the person assists.
    """

    authority: Authority
    day: date
    user: User | None = None
    person: Person | None = None
    roles: frozenset[str] = frozenset()
    held: frozenset[int] = frozenset()
    deputised: frozenset[int] = frozenset()
    member_bodies: frozenset[int] = frozenset()
    secretariat_bodies: frozenset[int] = frozenset()
    chaired: frozenset[int] = frozenset()
    deputy_chaired: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    assisted: frozenset[int] = frozenset()
    assisted_bodies: frozenset[int] = frozenset()
    _answers: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def is_coordinator(self) -> bool:
        """Tell whether the viewer coordinates in this authority today."""
        return Role.COORDINATOR in self.roles

    @cached_property
    def is_case_manager(self) -> bool:
        """Tell whether the viewer is a case manager of this authority today."""
        return Role.CASE_MANAGER in self.roles

    @cached_property
    def contact_of(self) -> int | None:
        """Return the key of the organisation that the viewer answers for (access.md, organisation contact), or None."""
        if Role.CONTACT not in self.roles or self.person is None:
            return None
        return self.person.organisation_id

    @cached_property
    def is_administrator(self) -> bool:
        """Tell whether the viewer administers the installation; it opens no content."""
        return bool(self.user and self.user.is_administrator)

    @cached_property
    def is_known(self) -> bool:
        """Tell whether the viewer is an active person of the authority at all."""
        return self.person is not None

    @cached_property
    def seats(self) -> frozenset[int]:
        """Return the seats in which the viewer may sit, as holder or deputy."""
        return self.held | self.deputised

    @cached_property
    def reading_bodies(self) -> frozenset[int]:
        """Return the bodies whose papers the viewer reads: own and those of assisted members."""
        return self.member_bodies | self.assisted_bodies

    @property
    def actor(self) -> str:
        """Return the public id under which the viewer's acts are audited."""
        if self.person:
            return self.person.public_id
        return self.user.public_id if self.user else ""

    def once(self, question: str, ask: Callable[[], bool]) -> bool:
        """Return the answer of `ask`, which is asked only once: a viewer lives as long as one request."""
        if question not in self._answers:
            self._answers[question] = ask()
        return self._answers[question]

    @property
    def acting_person(self) -> Person:
        """Return the person who acts; raises `LookupError` for a stranger, who acts nowhere."""
        if self.person is None:
            raise LookupError("The viewer is nobody in this authority.")
        return self.person


def load_viewer(*, user: User | None, authority: Authority, day: date | None = None) -> Viewer:
    """Load what `user` is in `authority` on `day` (today by default) with two queries at most."""
    day = day or clock.today()
    if user is None or not user.is_authenticated or not user.is_active:
        return Viewer(authority=authority, day=day)
    person = Person.objects.filter(authority=authority, user=user, is_active=True).first()
    if person is None:
        return Viewer(authority=authority, day=day, user=user)
    person.authority = authority
    return viewer_of(person=person, user=user, day=day)


def viewer_of(*, person: Person, user: User | None = None, day: date | None = None) -> Viewer:
    """Load what `person` is in their authority on `day` with one query."""
    day = day or clock.today()
    facts = _facts(person, day)
    roles = frozenset(kind for kind, _body, _key in facts if kind in Role.values)
    bodies = {body for kind, body, _key in facts if kind in {"held", "deputised"}}
    # The secretariat is a coordinator assigned to the body (access.md, Roles): it ends with the role.
    run = _keys(facts, "secretariat") if Role.COORDINATOR in roles else frozenset()
    return Viewer(
        authority=person.authority,
        day=day,
        user=user,
        person=person,
        roles=roles,
        held=_keys(facts, "held"),
        deputised=_keys(facts, "deputised"),
        member_bodies=frozenset(bodies),
        secretariat_bodies=run,
        chaired=_keys(facts, OfficeKind.CHAIR),
        deputy_chaired=_keys(facts, OfficeKind.DEPUTY_CHAIR),
        led=_keys(facts, OfficeKind.LEAD),
        assisted=_keys(facts, "assisted"),
        assisted_bodies=_keys(facts, "assisted_body"),
    )


Fact = tuple[str, int, int]


def _keys(facts: list[Fact], wanted: str) -> frozenset[int]:
    return frozenset(key for kind, _body, key in facts if kind == wanted)


def _facts(person: Person, day: date) -> list[Fact]:
    """Return (kind, body, key) of everything that holds for `person` on `day`, in one query."""
    seat_valid = in_force(day, "seat__")
    roles = _fact(RoleAssignment.objects.filter(in_force(day), person=person), F("role"), Value(0), Value(0))
    held = _fact(
        Membership.objects.filter(in_force(day), seat_valid, person=person),
        Value("held"), F("seat__body_id"), F("seat_id"),
    )  # fmt: skip
    deputised = _fact(
        Deputyship.objects.filter(in_force(day), seat_valid, person=person),
        Value("deputised"), F("seat__body_id"), F("seat_id"),
    )  # fmt: skip
    secretariats = _fact(
        Secretariat.objects.filter(in_force(day), person=person),
        Value("secretariat"), Value(0), F("body_id"),
    )  # fmt: skip
    offices = _fact(
        Office.objects.filter(
            in_force(day), in_force(day, "seat__memberships__"), seat_valid, seat__memberships__person=person
        ),
        F("kind"), Value(0), F("seat__body_id"),
    )  # fmt: skip
    assisting = Assistance.objects.filter(in_force(day), assistant=person)
    assisted = _fact(assisting, Value("assisted"), Value(0), F("member_id"))
    assisted_bodies = [
        _fact(
            Body.objects.filter(
                in_force(day, f"seats__{link}__"),
                in_force(day, "seats__"),
                **{f"seats__{link}__person__in": assisting.values("member_id")},
            ),
            Value("assisted_body"), Value(0), F("pk"),
        )
        for link in ("memberships", "deputyships")
    ]  # fmt: skip
    return list(roles.union(held, deputised, secretariats, offices, assisted, *assisted_bodies))


def _fact(rows: QuerySet[Any], kind: F | Value, body: F | Value, key: F | Value) -> QuerySet[Model, Fact]:
    found: QuerySet[Model, Fact] = (
        rows.order_by()
        .annotate(_kind=_typed(kind, CharField()), _body=_typed(body, IntegerField()), _key=_typed(key, IntegerField()))
        .values_list("_kind", "_body", "_key")
    )
    return found


def _typed(value: F | Value, output: CharField[str, str] | IntegerField[int, int]) -> F | Value:
    if isinstance(value, Value):
        return Value(value.value, output_field=output)
    return value
