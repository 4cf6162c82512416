"""An example Kreis: its tables are imported as a coordinator imports them, the rest comes from its data file."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from governance.access.viewer import Viewer, viewer_of
from governance.exchange.runs import import_unseen
from governance.models import Authority, Body, ImportKind, Organisation, PaperTemplate, Person, Role, User
from governance.rules import clock
from governance.usecases import bodies, organisations, seats, setup
from governance.usecases.paper_templates import install_shipped_templates, shipped_template

PASSWORD = "Beispiel-Zugang-1"  # noqa: S105 - printed for everybody who starts the demo


@dataclass
class Kreis:
    """An authority of the demo; people are found by their last name, bodies by the keys of the data file.

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


TABLES = (
    ImportKind.TERRITORIES,
    ImportKind.ORGANISATIONS,
    ImportKind.PEOPLE,
    ImportKind.BODIES,
    ImportKind.SEATS,
    ImportKind.MEMBERSHIPS,
    ImportKind.DEPUTIES,
)
"""The tables of a Kreis in the order of their import; the steering group's rules and offices follow from the file."""
WRITTEN_SINCE = "01.01.2026"
"""The first day in the tables; the demo puts its own in its place, because it is played relative to today."""


def read(name: str) -> dict[str, Any]:
    """Return the data file of the example Kreis `name`."""
    path = Path(settings.BASE_DIR) / "fixtures" / "demo" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def build(data: dict[str, Any], *, administrator: User, since: date) -> Kreis:
    """Set a Kreis up as a coordinator does: by importing its tables; the rest by use cases, valid from `since`."""
    facts = data["authority"]
    authority = organisations.create_authority(by=administrator, **facts, is_example=True)
    kreis = Kreis(
        authority=authority,
        template=_templates(authority),
        coordinator=next(row["person"] for row in data["roles"] if row["role"] == Role.COORDINATOR),
        chair="",
        hall=data["hall"],
    )
    folder = Path(settings.BASE_DIR) / "fixtures" / "tables" / facts["slug"]
    _appoint(kreis, administrator, folder, since)
    by = kreis.viewer(kreis.coordinator)
    for kind in TABLES:
        if (folder / f"{kind}.csv").exists():
            import_unseen(by=by, kind=kind, file_name=f"{kind}.csv", content=_table(kind, folder, since))
    _know(kreis, data["keys"])
    _let_in(kreis)
    _roles(kreis, Viewer(authority=authority, day=clock.today(), user=administrator), data, since)
    for row in data["bodies"]:
        _run_body(kreis, row, since)
    for row in data["offices"]:
        seat = kreis.body(row["body"]).seats.get(name=row["seat"])
        seats.give_office(by=by, seat_id=seat.public_id, kind=row["office"], valid_from=since)
        if (row["body"], row["office"]) == ("lg", "chair"):
            kreis.chair = kreis.key_of(seat.memberships.get().person)
    for step in setup.BY_HAND:
        setup.confirm_step(by=by, step=step)
    return kreis


def _templates(authority: Authority) -> PaperTemplate:
    """Install every shipped template; return the one that the story writes in."""
    name = shipped_template("hoexter")["name"]
    return next(template for template in install_shipped_templates(authority) if template.name == name)


def _table(kind: str, folder: Path, since: date) -> bytes:
    text = (folder / f"{kind}.csv").read_text(encoding="utf-8")
    return text.replace(WRITTEN_SINCE, f"{since:%d.%m.%Y}").encode()


def _appoint(kreis: Kreis, administrator: User, folder: Path, since: date) -> None:
    """Let the administration enter the one person who imports everybody else: themselves, without organisation."""
    by = Viewer(authority=kreis.authority, day=clock.today(), user=administrator)
    rows = csv.DictReader((folder / "people.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
    row = next(row for row in rows if row["Nachname"].lower() == kreis.coordinator)
    person = organisations.save_person(
        by=by, person_id=None, version=None, first_name=row["Vorname"], last_name=row["Nachname"],
        email=row["E-Mail-Adresse"],
    )  # fmt: skip
    organisations.assign_role(by=by, person_id=person.public_id, role=Role.COORDINATOR, valid_from=since)
    kreis.people[kreis.coordinator] = person


def _know(kreis: Kreis, keys: dict[str, dict[str, str]]) -> None:
    """Put what was imported under the keys of the stories: people by their last name."""
    named = {row.name: row for row in Organisation.objects.filter(authority=kreis.authority)}
    kreis.organisations = {key: named[name] for key, name in keys["organisations"].items()}
    coded = {row.code: row for row in Body.objects.filter(authority=kreis.authority)}
    kreis.bodies = {key: coded[code] for key, code in keys["bodies"].items()}
    people = Person.objects.filter(authority=kreis.authority).select_related("authority", "organisation")
    kreis.people = {person.last_name.lower(): person for person in people.order_by("pk")}


def _let_in(kreis: Kreis) -> None:
    """Give everybody their login: invented people accept no invitation, the password of the demo stands ready."""
    for person in kreis.people.values():
        person.user = User.objects.create_user(email=person.email, name=str(person))
        person.user.password = _hashed()
        person.user.save(update_fields=["password"])
        person.save(update_fields=["user"])


@cache
def _hashed() -> str:
    """Return the hash of the password that everybody has; hashing it anew for each of them takes seconds."""
    return make_password(PASSWORD)


def _roles(kreis: Kreis, by: Viewer, data: dict[str, Any], since: date) -> None:
    """Give the roles; the first coordinator has theirs already."""
    for row in data["roles"]:
        if row["person"] == kreis.coordinator:
            continue
        person = kreis.person(row["person"])
        organisations.assign_role(by=by, person_id=person.public_id, role=row["role"], valid_from=since)
    for row in data["assistance"]:
        organisations.add_assistance(
            by=by,
            member_id=kreis.person(row["member"]).public_id,
            assistant_id=kreis.person(row["assistant"]).public_id,
            valid_from=since,
        )


def _run_body(kreis: Kreis, row: dict[str, Any], since: date) -> None:
    """Give a body its rules and who runs it."""
    by, body = kreis.viewer(kreis.coordinator), kreis.body(row["key"])
    bodies.add_rules(by=by, body_id=body.public_id, valid_from=since, profile=row["rules"])
    for key in row["secretariat"]:
        bodies.assign_secretariat(
            by=by, body_id=body.public_id, person_id=kreis.person(key).public_id, valid_from=since
        )
