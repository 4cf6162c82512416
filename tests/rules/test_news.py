"""Kinds and paces of mails, what may be published, why a mail has not left, when a statement is to be reviewed."""

from __future__ import annotations

from datetime import date

import pytest

from governance.rules.mail_troubles import trouble
from governance.rules.notifications import (
    CHOOSABLE,
    DUTIES,
    NotificationKind,
    Pace,
    covered_before,
    paces_of,
    usual_pace,
)
from governance.rules.publications import obstacle, relation_obstacle
from governance.rules.statements import review_overdue


@pytest.mark.parametrize("kind", NotificationKind)
def test_duties_come_at_once_and_everything_else_can_be_switched_off(kind: NotificationKind) -> None:
    if kind in DUTIES:
        assert paces_of(kind) == (Pace.AT_ONCE,)
        assert DUTIES[kind]
    else:
        assert Pace.NONE in paces_of(kind)
        assert {Pace.DAILY, Pace.WEEKLY} <= set(paces_of(kind))
    assert usual_pace(kind) in paces_of(kind)


def test_news_are_collected_only_and_off_until_chosen() -> None:
    assert Pace.AT_ONCE not in paces_of(NotificationKind.NEWS)
    assert usual_pace(NotificationKind.NEWS) is Pace.NONE
    assert NotificationKind.NEWS in CHOOSABLE


@pytest.mark.parametrize(
    ("pace", "today", "before"),
    [
        (Pace.DAILY, date(2027, 5, 12), date(2027, 5, 12)),
        (Pace.WEEKLY, date(2027, 5, 12), date(2027, 5, 10)),
        (Pace.WEEKLY, date(2027, 5, 10), date(2027, 5, 10)),
        (Pace.WEEKLY, date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_digest_covers_days_that_are_over(pace: Pace, today: date, before: date) -> None:
    assert covered_before(pace, today) == before


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.NONE])
def test_only_collected_paces_have_a_digest(pace: Pace) -> None:
    with pytest.raises(ValueError, match="no digest"):
        covered_before(pace, date(2027, 5, 12))


def test_what_was_non_public_or_is_public_already_is_not_proposed() -> None:
    assert obstacle(item_public=True, live=False) is None
    for public, live, word in ((False, False, "non-public"), (False, True, "non-public"), (True, True, "already")):
        refusal = obstacle(item_public=public, live=live)
        assert refusal is not None
        assert word in refusal.text


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"relation": "", "earlier": False, "same": False, "later": False}, True),
        ({"relation": "amends", "earlier": True, "same": False, "later": False}, True),
        ({"relation": "amends", "earlier": False, "same": False, "later": False}, False),
        ({"relation": "", "earlier": True, "same": False, "later": False}, False),
        ({"relation": "revokes", "earlier": True, "same": True, "later": False}, False),
        ({"relation": "supersedes", "earlier": True, "same": False, "later": True}, False),
    ],
)
def test_a_relation_names_an_earlier_resolution_and_what_happens_to_it(facts: dict, allowed: bool) -> None:
    assert (relation_obstacle(**facts) is None) is allowed


@pytest.mark.parametrize(
    ("noted", "word"),
    [
        ("SMTPRecipientsRefused 550", "does not know this address"),
        ("SMTPRecipientsRefused 451", "fault of its own"),
        ("SMTPRecipientsRefused 471", "put it off"),
        ("SMTPDataError 599", "refused it for good"),
        ("SMTPSenderRefused 599", "sender address"),
        ("SMTPServerDisconnected", "broke off"),
        ("ConnectionRefusedError", "did not answer"),
        ("SomethingNew", "could not be reached"),
        ("unclear", "interrupted"),
    ],
)
def test_what_the_server_said_becomes_a_sentence(noted: str, word: str) -> None:
    found = trouble(noted)
    assert found is not None
    assert word in found.text


def test_where_nothing_is_noted_nothing_is_said() -> None:
    assert trouble("") is None


@pytest.mark.parametrize(
    ("reviewed", "overdue"),
    [(None, True), (date(2026, 5, 11), True), (date(2026, 5, 12), False), (date(2027, 5, 12), False)],
)
def test_a_statement_is_reviewed_once_a_year(reviewed: date | None, overdue: bool) -> None:
    assert review_overdue(reviewed, date(2027, 5, 12)) is overdue
