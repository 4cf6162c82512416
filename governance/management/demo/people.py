"""An example Kreis from its data file: authority, organisations, people with logins, bodies, seats, rules."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from governance.access.viewer import Viewer, viewer_of
from governance.models import Authority, Body, Organisation, PaperTemplate, Person, Role, Seat, User
from governance.rules import clock
from governance.usecases import bodies, organisations, seats, setup
from governance.usecases.paper_templates import install_shipped_templates, shipped_template

PASSWORD = "Beispiel-Zugang-1"  # noqa: S105 - printed for everybody who starts the demo


@dataclass
class Kreis:
    """An authority of the demo; people and bodies are found by the keys of the data file.

    `coordinator` runs the steering group "lg", `chair` leads it, `hall` is where it meets.
    """

    authority: Authority
    template: PaperTemplate
    coordinator: str
    chair: str
    hall: str
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def person(self, key: str) -> Person:
        """Return the person with this key."""
        return self.people[key]

    def body(self, key: str) -> Body:
        """Return the body with this key."""
        return self.bodies[key]

    def organisation(self, key: str) -> Organisation:
        """Return the organisation with this key."""
        return self.organisations[key]

    def viewer(self, key: str) -> Viewer:
        """Return the person with this key as a viewer, today as the clock shows it."""
        return viewer_of(person=self.people[key])

    def key_of(self, person: Person) -> str:
        """Return the key of a person."""
        return next(key for key, known in self.people.items() if known.pk == person.pk)


def read(name: str) -> dict[str, Any]:
    """Return the data file of the example Kreis `name`."""
    path = Path(settings.BASE_DIR) / "fixtures" / "demo" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def build(data: dict[str, Any], *, administrator: User, since: date) -> Kreis:
    """Set a Kreis up through the use cases, valid from the local date `since`."""
    facts = data["authority"]
    authority = organisations.create_authority(by=administrator, **facts, is_example=True)
    kreis = Kreis(
        authority=authority,
        template=_templates(authority),
        coordinator=next(row["person"] for row in data["roles"] if row["role"] == Role.COORDINATOR),
        chair=next(row["holder"] for body in data["bodies"] for row in body["seats"] if row.get("office") == "chair"),
        hall=data["hall"],
    )
    by = Viewer(authority=authority, day=clock.today(), user=administrator)
    owners = kreis.organisations = {
        row["key"]: organisations.save_organisation(
            by=by, organisation_id=None, version=None, name=row["name"], kind=row["kind"]
        )
        for row in data["organisations"]
    }
    for row in data["people"]:
        kreis.people[row["key"]] = _person(by, row, owners[row["organisation"]])
    for row in data["roles"]:
        organisations.assign_role(
            by=by, person_id=kreis.person(row["person"]).public_id, role=row["role"], valid_from=since
        )
    for row in data["assistance"]:
        organisations.add_assistance(
            by=by,
            member_id=kreis.person(row["member"]).public_id,
            assistant_id=kreis.person(row["assistant"]).public_id,
            valid_from=since,
        )
    for row in data["bodies"]:
        kreis.bodies[row["key"]] = _body(kreis, row, owners, since)
    for step in setup.BY_HAND:
        setup.confirm_step(by=kreis.viewer(kreis.coordinator), step=step)
    return kreis


def _templates(authority: Authority) -> PaperTemplate:
    """Install every shipped template; return the one that the story writes in."""
    name = shipped_template("hoexter")["name"]
    return next(template for template in install_shipped_templates(authority) if template.name == name)


@cache
def _hashed() -> str:
    """Return the hash of the password that everybody has; hashing it anew for each of them takes seconds."""
    return make_password(PASSWORD)


def _person(by: Viewer, row: dict[str, Any], organisation: Organisation) -> Person:
    email = f"{row['first_name']}.{row['last_name']}@{by.authority.slug}.example".lower()
    person = organisations.save_person(
        by=by,
        person_id=None,
        version=None,
        title=row.get("title", ""),
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=email,
        organisation=organisation,
        function=row.get("function", ""),
    )
    # Invented people accept no invitation; their login stands ready with the password of the demo.
    person.user = User.objects.create_user(email=email, name=str(person))
    person.user.password = _hashed()
    person.user.save(update_fields=["password"])
    person.save(update_fields=["user"])
    return person


def _body(kreis: Kreis, row: dict[str, Any], owners: dict[str, Any], since: date) -> Body:
    by = kreis.viewer(kreis.coordinator)
    body = bodies.save_body(
        by=by,
        body_id=None,
        version=None,
        kind=row["kind"],
        name=row["name"],
        code=row["code"],
        decides=row["decides"],
        purpose=row["purpose"],
    )
    bodies.add_rules(by=by, body_id=body.public_id, valid_from=since, profile=row["rules"])
    for key in row["secretariat"]:
        bodies.assign_secretariat(
            by=by, body_id=body.public_id, person_id=kreis.person(key).public_id, valid_from=since
        )
    for order, place in enumerate(row["seats"]):
        _seat(kreis=kreis, by=by, body=body, row=place, order=order, owners=owners, since=since)
    return body


def _seat(
    *, kreis: Kreis, by: Viewer, body: Body, row: dict[str, Any], order: int, owners: dict[str, Any], since: date
) -> Seat:
    seat = seats.save_seat(
        by=by,
        body_id=body.public_id,
        seat_id=None,
        version=None,
        name=row["name"],
        organisation=owners[row["organisation"]],
        voting=row.get("voting", True),
        order=order,
        valid_from=since,
    )
    if holder := row.get("holder"):
        seats.fill_seat(by=by, seat_id=seat.public_id, person_id=kreis.person(holder).public_id, valid_from=since)
    for rank, key in enumerate(row.get("deputies", []), 1):
        seats.add_deputy(
            by=by,
            seat_id=seat.public_id,
            person_id=kreis.person(key).public_id,
            valid_from=since,
            order=rank,
        )
    if office := row.get("office"):
        seats.give_office(by=by, seat_id=seat.public_id, kind=office, valid_from=since)
    return seat
