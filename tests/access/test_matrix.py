"""The access matrix: every address of the resolver × every role × GET and POST, against the authorisation concept.

The table is `portal.access_concept`; docs/development/access.md says how an address gets its row.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from django.urls import NoReverseMatch

from governance.access.desk import may_open_desk_view
from portal.access_concept import AREAS
from portal.access_concept.table import As, At, Row
from tests.access.addresses import Address, addresses, filled
from tests.access.asking import Answer, Asking
from tests.access.bodies import body_of
from tests.access.page_faults import page_faults
from tests.access.world import World

pytestmark = pytest.mark.django_db

ROWS = [row for area in AREAS for row in area.rows]
CLOSED = [closed.pattern for area in AREAS for closed in area.closed]
BY_NAME: dict[str, Address] = {address.name: address for address in addresses()}
SHUT = [address for address in addresses() if any(fnmatchcase(address.name, pattern) for pattern in CLOSED)]

SEEN = {200, 204, 302, 303, 304}
SAID_WITH = {"socialaccount_login_error": 401}
"""Pages that say their own error with its status."""
DONE = {200, 204, 302, 303, 304, 409, 422}
REFUSED = {404, 405}
TOLD_WHY = {403, 409, 422}
NEAR_MISSES = {As.COORDINATOR, As.MEMBER, As.ASSISTANT, As.PLAIN_PERSON}
"""Who is asked a second time with an empty form: access comes before what was typed."""
ROLES = {role.name.lower(): role for role in As}


def row_id(row: Row) -> str:
    """Return the name of a row's tests."""
    parts = (row.url.replace(":", "."), row.at.name.lower() if row.at else "", *row.literals.values())
    return "-".join(filter(None, parts))


def path_of(world: World, row: Row, authority: str = "") -> str:
    """Return the path of a row's address with the records of its situation."""
    known = {**world.params(row.at), **row.literals}
    if row.url in world.desk:
        known["pk"] = world.desk[row.url]
    if authority:
        known["authority"] = authority
    return filled(BY_NAME[row.url], known)


def test_every_address_of_the_resolver_has_its_row() -> None:
    named = {row.url for row in ROWS}
    shut = {address.name for address in SHUT}
    found = {address.name for address in addresses()}
    assert sorted(found - named - shut) == [], "not in portal.access_concept"
    assert sorted(named - found) == [], "in portal.access_concept, but no address any more"
    assert sorted(named & shut) == [], "open and closed at once"
    unused = [pattern for pattern in CLOSED if not any(fnmatchcase(name, pattern) for name in found)]
    assert unused == []


def test_the_cast_has_one_person_for_every_role_of_the_concept(everything: World) -> None:
    assert set(everything.cast.roles()) == set(ROLES)


def test_no_row_stands_twice() -> None:
    assert len({row_id(row) for row in ROWS}) == len(ROWS)


def _wrong(row: Row, role: As, method: str, answer: Answer) -> bool:
    allowed = role in (row.see if method == "GET" else row.act)
    if allowed:
        fits = answer.status in (SEEN if method == "GET" else DONE) or answer.status == SAID_WITH.get(row.url)
        return not fits or (answer.to_login and not row.leads_to_login)
    if answer.to_login and (role is As.ANONYMOUS or row.leads_to_login):
        return False
    if role in row.told_why and answer.status in TOLD_WHY:
        return False
    return answer.status not in REFUSED


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_each_role_gets_what_the_concept_says(row: Row, everything: World, asking: Asking) -> None:
    path = path_of(everything, row)
    wrong: list[str] = []
    seen: dict[str, Answer] = {}
    for name, role in ROLES.items():
        answers = [("GET", asking.ask(name, "GET", path))]
        if role in row.see and answers[0][1].status == 200:
            seen[name] = answers[0][1]
        body = body_of(row, everything, name)
        answers.append(("POST", asking.ask(name, "POST", path, body)))
        if body and role in NEAR_MISSES - row.act:
            answers.append(("POST", asking.ask(name, "POST", path)))
        wrong += [f"{name} {method}: {answer}" for method, answer in answers if _wrong(row, role, method, answer)]
    for name, answer in list(seen.items())[:1]:
        wrong += [f"{name}: {fault}" for fault in page_faults(answer.response, path, name)]
    assert not wrong, "\n".join([path, *wrong])


WITH_RECORDS = [row for row in ROWS if row.url.startswith("portal:") and len(BY_NAME[row.url].parts) > 1]


@pytest.mark.parametrize("row", WITH_RECORDS, ids=row_id)
def test_records_are_unknown_under_the_address_of_another_authority(
    row: Row, everything: World, asking: Asking
) -> None:
    path = path_of(everything, row, authority=everything.cast.other_authority.slug)
    body = body_of(row, everything, "other_coordinator")
    wrong = [
        f"{name} {method}: {answer}"
        for name in ("other_coordinator", "secretariat", "member", "administrator")
        for method, answer in (("GET", asking.ask(name, "GET", path)), ("POST", asking.ask(name, "POST", path, body)))
        if answer.status not in REFUSED
    ]
    assert not wrong, "\n".join([path, *wrong])


@pytest.mark.parametrize("address", SHUT, ids=lambda address: address.name.replace(":", "."))
def test_what_is_closed_is_closed_to_everybody(address: Address, everything: World, asking: Asking) -> None:
    try:
        path = filled(address, everything.params(At.ANY))
    except NoReverseMatch:
        pytest.fail(f"no sample for {address.route}")
    users = everything.cast.roles()
    asked = [role for role, user in users.items() if user is not None and may_open_desk_view(user, address.name)]
    assert asked == []
    wrong = [
        f"{name} {method}: {answer}"
        for name in ("coordinator", "administrator", "member", "anonymous")
        for method in ("GET", "POST")
        if (answer := asking.ask(name, method, path)).status != 404
    ]
    assert not wrong, "\n".join([path, *wrong])
