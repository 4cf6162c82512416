"""The mail that asks organisations whom they send into a project group, when its mandate is adopted."""

from __future__ import annotations

from collections.abc import Sequence

from governance.access.organisations import contacts_of
from governance.models import MandateVersion, Nomination, Person
from governance.notifications import mail_text
from governance.usecases.letters import write_letter


def ask_organisations(version: MandateVersion, nominations: Sequence[Nomination]) -> tuple[Person, ...]:
    """Put one mail into the outbox for each contact of the organisations asked; return whom it reaches.

    `nominations` are those that have just been opened. An organisation without a contact that can be reached is asked
    by the coordinators: the page of the group names it.
    """
    asked: dict[int, list[Nomination]] = {}
    for row in nominations:
        asked.setdefault(row.organisation_id, []).append(row)
    return tuple(
        person
        for person in contacts_of(*asked).order_by("pk")
        if _ask(version, person, asked[person.organisation_id or 0])
    )


def _ask(version: MandateVersion, person: Person, nominations: Sequence[Nomination]) -> bool:
    mandate = version.mandate
    places = [str(row.seat_name or row.organisation.name) for row in nominations]
    words = mail_text.nomination_asked(mandate.group_name, places)
    return write_letter(mandate.authority, person, words, matter=f"mandate.{mandate.public_id}", page="nominations")
