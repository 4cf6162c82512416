"""Odd bytes in paths and queries of every address: an answer, never a failure."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from portal.access_concept import AREAS
from portal.access_concept.table import At
from tests.access.addresses import Address, addresses, filled
from tests.access.asking import Asking
from tests.access.world import World

pytestmark = pytest.mark.django_db

ODD = ("a%00b", "%ff%fe", "%F0%9F%92%A3%E2%80%AE", "..%2f..%2f", "%0d%0aX:1", "'%22%3C%25s%7B%7D", "9" * 40)
CLOSED = [closed.pattern for area in AREAS for closed in area.closed]
NAMED = [
    address
    for address in addresses()
    if address.named
    and address.name != "wagtail_serve"
    and not any(fnmatchcase(address.name, pattern) for pattern in CLOSED)  # these never get past the door
]
FAILS = 500


def _role(address: Address) -> str:
    """Return who gets furthest there."""
    pages = ("wagtail", "desk_users", "desk_authorities")
    return "administrator" if address.name.startswith(pages) else "secretariat"


def _spoiled(address: Address, known: dict[str, str]) -> Iterator[str]:
    """Return the address with one part of it replaced by odd bytes, each part in turn."""
    path = filled(address, known)
    for part in address.parts:
        value = known.get(part)
        if part == "authority" or value is None or value not in path:
            continue
        for odd in ODD:
            yield path.replace(value, odd, 1)


def _odd_queries() -> Iterator[str]:
    names = (
        "q", "seite", "p", "page", "gremium", "stand", "zustaendig", "rechtskreis", "ansicht", "zeit", "fassung",
        "jahr", "ergebnis", "vorlage", "process", "antwort", "next", "ordering", "id", "body", "seat", "person",
        "state",
    )  # fmt: skip
    for odd in ODD:
        yield "&".join(f"{name}={odd}" for name in names)


@pytest.mark.parametrize("address", NAMED, ids=lambda address: address.name.replace(":", "."))
def test_odd_bytes_in_an_address_never_fail(address: Address, everything: World, asking: Asking) -> None:
    known = {**everything.params(At.MEETING_INVITED), **LITERALS}
    if address.name in everything.desk:
        known["pk"] = everything.desk[address.name]
    role = _role(address)
    paths = [*_spoiled(address, known), *(f"{filled(address, known)}?{query}" for query in _odd_queries())]
    wrong = [
        f"{method} {path}: {answer}"
        for path in paths
        for method in ("GET", "POST")
        if not (method == "POST" and "?" in path) and (answer := asking.ask(role, method, path)).status >= FAILS
    ]
    assert not wrong, "\n".join(wrong)


LITERALS = {"step": "eroeffnen", "transition": "withdraw", "criterion": "tenure", "finding": "series_size",
            "file_format": "docx", "document_format": "docx"}  # fmt: skip


FIELDS = (
    "q", "title", "text", "reason", "person_id", "seat_id", "seat", "choice", "answer", "version", "starts", "day",
    "minutes_planned", "outcome", "body", "process", "series", "coordinator", "person", "yes",
)  # fmt: skip


@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "\ud7ff\u202e", "9" * 40], ids=ascii)
def test_odd_characters_in_a_form_never_fail(odd: str, everything: World, asking: Asking) -> None:
    paths = [
        filled(address, {**everything.params(at), **LITERALS})
        for at in (At.MEETING_INVITED, At.VOTE_OPEN)
        for address in NAMED
        if address.name.startswith("portal:")
    ]
    answers = [(path, asking.ask("secretariat", "POST", path, dict.fromkeys(FIELDS, odd))) for path in paths]
    wrong = [f"{path}: {answer}" for path, answer in answers if answer.status >= FAILS]
    assert not wrong, "\n".join(wrong)
