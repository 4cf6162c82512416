"""Inviting many people to their first login at once (trust.md, Robustness)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from governance.access.accounts import may_manage_logins
from governance.access.organisations import managed_people
from governance.access.viewer import Viewer
from governance.models import Person
from governance.queries.first_logins import first_logins
from governance.rules.text import Message
from governance.usecases.accounts import invite_person
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case


@dataclass
class Invited:
    """Who got a mail, who was left out because one is under way or a login exists, and who could not be invited."""

    sent: list[Person] = field(default_factory=list)
    left_out: list[Person] = field(default_factory=list)
    refused: list[tuple[Person, Message]] = field(default_factory=list)


@use_case("login.many_invited")
def invite_people(*, by: Viewer, person_ids: Sequence[str]) -> Invited:
    """Invite people of the authority who have no login yet; nobody twice, however often the form is sent.

    Raises `Forbidden`. A refusal of one, such as an address that belongs to somebody else, keeps no other from theirs.
    """
    if not may_manage_logins(by):
        raise Forbidden(by, by.authority)
    done = Invited()
    for key in sorted(set(person_ids)):
        person = lock(managed_people(by), public_id=key)
        if person.email and person.is_active and not first_logins(by, [key]).ready:
            done.left_out.append(person)
            continue
        try:
            invite_person(by=by, person_id=key)
        except Refused as refusal:
            done.refused.append((person, refusal.message))
        else:
            done.sent.append(person)
    record(by, "login.many_invited", by.authority, {"count": len(done.sent)})
    return done
