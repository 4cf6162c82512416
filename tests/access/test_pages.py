"""Methods that no page asks for, and pages that somebody reaches without a login and that are theirs alone."""

from __future__ import annotations

import pytest

from portal.access_concept import AREAS
from portal.access_concept.table import As, Row
from tests.access.asking import Asking
from tests.access.test_matrix import path_of
from tests.access.world import World

pytestmark = pytest.mark.django_db

ROWS = {row.url: row for area in AREAS for row in area.rows if row.see or row.act}
FIRST_ASKED = (As.SECRETARIAT, As.MEMBER, As.ADMINISTRATOR)


def _role(row: Row) -> str:
    known = row.see | row.act
    return next((role for role in FIRST_ASKED if role in known), min(known, key=lambda role: role.name)).name.lower()


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE"])
def test_unusual_methods_are_answered_without_failure(method: str, everything: World, asking: Asking) -> None:
    answers = {url: asking.ask(_role(row), method, path_of(everything, row)) for url, row in ROWS.items()}
    assert {url: str(answer) for url, answer in answers.items() if answer.status >= 500} == {}


@pytest.mark.parametrize(
    "url", ["answer_link", "account_invitation", "account_login", "account_reset_password_from_key"]
)
def test_a_personal_page_without_a_login_is_not_stored(url: str, everything: World, asking: Asking) -> None:
    answer = asking.client("anonymous").get(path_of(everything, ROWS[url]), follow=True)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
