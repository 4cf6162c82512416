"""Odd bytes in paths and queries of every address: an answer, never a failure."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from bs4 import BeautifulSoup

from portal.access_concept import AREAS
from portal.access_concept.table import As, At, Row
from tests.access.addresses import Address, addresses, filled
from tests.access.asking import Asking
from tests.access.bodies import body_of
from tests.access.test_matrix import path_of, row_id
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
FIRST_ASKED = (As.SECRETARIAT, As.MEMBER, As.ADMINISTRATOR)


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


ODD_TEXTS = {"zero": "a\x00b", "marks": "\ud7ff\u202e", "digits": "9" * 40}


def _fields(html: str) -> set[str]:
    """Return the names of what a page's forms send."""
    soup = BeautifulSoup(html, "html.parser")
    names = {str(tag["name"]) for tag in soup.select("form [name]")}
    return names - {"csrfmiddlewaretoken"}


FORMS = {row.url: row for area in AREAS for row in area.rows if row.act}


@pytest.mark.parametrize("row", FORMS.values(), ids=row_id)
def test_odd_characters_in_a_form_never_fail(row: Row, everything: World, asking: Asking) -> None:
    known = next((role for role in FIRST_ASKED if role in row.act), min(row.act, key=lambda role: role.name))
    role, path = known.name.lower(), path_of(everything, row)
    body = body_of(row, everything, role)
    page = asking.ask(role, "GET", path).response
    names = {*body, *_fields(page.content.decode() if page is not None and not page.streaming else "")}
    forms = {kind: dict.fromkeys(names, odd) for kind, odd in ODD_TEXTS.items()}
    forms |= {f"zero in {name}": {**body, name: ODD_TEXTS["zero"]} for name in body}
    answers = {kind: asking.ask(role, "POST", path, form) for kind, form in forms.items()}
    wrong = [f"{kind}: {answer}" for kind, answer in answers.items() if answer.status >= FAILS]
    assert not wrong, "\n".join([path, *sorted(names), *wrong])
