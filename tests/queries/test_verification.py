"""Tampering by SQL, past triggers: the register and the audit chain name the first broken entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from governance.models import (
    AgendaItem,
    AuditChain,
    AuditEntry,
    Ballot,
    Elector,
    HandCount,
    PaperVersion,
    ProcessEffect,
    Register,
    Resolution,
    Vote,
    append_only,
)
from governance.queries.verification import check_vote
from governance.rules import clock
from governance.rules.procedure import COUNTY_ORDER, Majority, Origin, Rule
from governance.usecases.ballots import enter_count
from governance.usecases.sessions import conclude_item
from governance.usecases.votes import close_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import Chamber, chamber, paper_item, use_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(cast: Cast) -> list[str]:
    """Two resolutions: one by name, one by show of hands; return their numbers."""
    room = chamber(cast)
    room.take("yyynn")
    first = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    item = paper_item(cast, order=2, subject="other")
    second_room = Chamber(cast, room.meeting, item, None, room.more)
    vote = second_room.open(mode="show_of_hands")
    enter_count(by=room.secretariat, vote_id=vote.public_id, yes=3, no=1, abstain=1)
    close_vote(by=room.secretariat, vote_id=vote.public_id)
    second = conclude_item(by=room.secretariat, item_id=item.public_id)
    assert first is not None
    assert second is not None
    return [first.number, second.number]


def verify(command: str) -> str:
    """Run a command; return what it complains about, or ""."""
    try:
        call_command(command)
    except CommandError as error:
        return str(error)
    return ""


def first_vote() -> Vote:
    return Vote.objects.get(mode="by_name")


def resolution(numbers: list[str], index: int = 0) -> Resolution:
    return Resolution.objects.get(number=numbers[index])


def test_an_untouched_register_and_chain_verify(numbers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_register")
    call_command("verify_audit")
    told = capsys.readouterr().out
    assert "1 registers, 2 resolutions, 2 votes: all verified." in told


def test_a_printed_hash_must_occur_in_a_register(numbers: list[str]) -> None:
    call_command("verify_register", anchor=resolution(numbers).hash)
    with pytest.raises(CommandError, match="no register"):
        call_command("verify_register", anchor="0" * 64)


def flip_content() -> None:
    row = Resolution.objects.order_by("sequence").first()
    Resolution.objects.filter(pk=row.pk).update(content={**row.content, "wording": "anders"})


def swap_figures() -> None:
    vote = first_vote()
    Vote.objects.filter(pk=vote.pk).update(verdict={**vote.verdict, "yes": 5, "no": 0})


def loosen_rules() -> None:
    vote = first_vote()
    seats = [{**seat, "present": True, "filled": True} for seat in vote.quorum["seats"]]
    Vote.objects.filter(pk=vote.pk).update(quorum={**vote.quorum, "seats": seats[:4]})


TAMPERINGS: dict[str, Callable[[], object]] = {
    "wording of the resolution": lambda: Resolution.objects.filter(sequence=1).update(wording="anders"),
    "number": lambda: Resolution.objects.filter(sequence=1).update(number="LG-2026-999"),
    "outcome": lambda: Resolution.objects.filter(sequence=1).update(outcome="rejected"),
    "sentence": lambda: Resolution.objects.filter(sequence=1).update(sentence="Einstimmig."),
    "hashed content": flip_content,
    "hash": lambda: Resolution.objects.filter(sequence=1).update(hash="a" * 64),
    "wording of the vote": lambda: Vote.objects.filter(mode="by_name").update(wording="anders"),
    "verdict of the vote": swap_figures,
    "frozen seats": loosen_rules,
    "choice of a ballot": lambda: Ballot.objects.filter(choice="no").update(choice="yes"),
    "a ballot deleted": lambda: Ballot.objects.filter(choice="no").first().delete(),
    "an elector marked": lambda: Elector.objects.filter(vote=first_vote()).update(used_at=None),
    "an elector recused": lambda: Elector.objects.filter(vote=first_vote(), is_chair=True).update(is_chair=False),
    "outcome of the item": lambda: AgendaItem.objects.filter(resolution__sequence=1).update(outcome="noted"),
    "paper version": lambda: PaperVersion.objects.filter(resolutions__sequence=1).update(content={"title": "x"}),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_tampering_with_the_first_entry_is_named(numbers: list[str], name: str) -> None:
    with append_only.lifted(connection):
        TAMPERINGS[name]()
    told = verify("verify_register")
    assert numbers[0] in told or "LG-2026-999" in told
    assert numbers[1] not in told


def other(row: models.Model, field: models.Field) -> object:
    """Return a value for the column that it does not have."""
    stored = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.exclude(pk=stored).order_by("-pk")
        return rows.values_list("pk", flat=True).first()
    if isinstance(field, models.BooleanField):
        return not stored
    if isinstance(field, models.IntegerField):
        return stored + 7
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return (stored or clock.today()) + timedelta(days=1)
    if isinstance(field, models.DateTimeField):
        return (stored or clock.now()) + timedelta(days=1)
    if isinstance(field, models.JSONField):
        return ["x"]
    if field.choices:
        return next(value for value, _label in field.choices if value != stored)
    return "a" * min(field.max_length or 20, 64)


UNGUARDED = {
    Resolution: set(),
    Register: set(),
    # The values of the rules are frozen with the vote, and only they count; `version` counts the saves,
    # `reminded_at` a mail.
    Vote: {"rules_id", "version", "reminded_at"},
    # Whether a place was used is compared with the ballots, and they have their own time.
    Elector: {"used_at"},
    Ballot: set(),
    HandCount: set(),
    # Written anew whenever a waiting effect is tried again.
    ProcessEffect: {"missing"},
}


@pytest.mark.parametrize("model", UNGUARDED, ids=lambda model: model.__name__)
def test_a_change_in_any_column_is_noticed(numbers: list[str], model: type[models.Model]) -> None:
    row = model._default_manager.order_by("pk").first()
    unnoticed = set()
    with append_only.lifted(connection):
        for field in model._meta.concrete_fields:
            if field.primary_key:
                continue
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=row.pk).update(**{field.attname: other(row, field)})
                    noticed = verify("verify_register")
                    transaction.set_rollback(True)
            except IntegrityError:
                continue
            if not noticed:
                unnoticed.add(field.attname)
    assert unnoticed == UNGUARDED[model]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Elector.objects.filter(vote=first_vote()).update(used_at=None),
        lambda: ProcessEffect.steps.through.objects.all().delete(),
        lambda: ProcessEffect.objects.all().delete(),
        lambda: Resolution.objects.filter(sequence=1).update(paper_version=None),
        lambda: Vote.objects.filter(pk=first_vote().pk).update(quorum=None),
        lambda: Vote.objects.filter(pk=first_vote().pk).update(verdict="x"),
    ],
)
def test_what_is_emptied_or_unreadable_is_named_and_no_failure(
    numbers: list[str], change: Callable[[], object]
) -> None:
    with append_only.lifted(connection):
        change()
    assert numbers[0] in verify("verify_register")


def test_a_changed_hand_count_is_named(numbers: list[str]) -> None:
    with append_only.lifted(connection):
        HandCount.objects.update(yes=4, no=0)
    assert numbers[1] in verify("verify_register")


def test_a_deleted_last_entry_is_noticed_by_the_head_and_by_its_item(numbers: list[str]) -> None:
    with append_only.lifted(connection):
        resolution(numbers, 1).delete()
    assert "head of the register differs" in verify("verify_register")
    first = resolution(numbers)
    Register.objects.update(last=1, head_hash=first.hash)
    assert "resolution is missing" in verify("verify_register")


def test_a_closed_vote_without_resolution_is_recounted_too(cast: Cast) -> None:
    room = chamber(cast)
    vote = room.take("nnnny", motion="postpone")
    assert verify("verify_register") == ""
    with append_only.lifted(connection):
        Vote.objects.filter(pk=vote.pk).update(verdict={**vote.verdict, "kind": "adopted"})
    assert vote.public_id in verify("verify_register")


@pytest.mark.parametrize(
    "change", [{"verdict": {"sentence": "Einstimmig."}}, {"state": "aborted"}, {"quorum": {}}, {"wording": "anders"}]
)
def test_a_closed_vote_without_resolution_is_held_to_the_audit_chain(cast: Cast, change: dict[str, object]) -> None:
    vote = chamber(cast).take("nnnny", motion="postpone")
    if "verdict" in change:
        change = {"verdict": {**vote.verdict, **change["verdict"]}}
    with append_only.lifted(connection):
        Vote.objects.filter(pk=vote.pk).update(**change)
    assert vote.public_id in verify("verify_register")


def test_a_body_that_begins_to_decide_later_breaks_nothing(cast: Cast) -> None:
    cast.body.decides = False
    cast.body.save()
    room = chamber(cast)
    room.take("yyyyy")
    conclude_item(by=room.secretariat, item_id=room.item.public_id)
    cast.body.decides = True
    cast.body.save()
    assert verify("verify_register") == ""


ENTRY_CHANGES: dict[str, object] = {
    "at": models.F("at") + timedelta(seconds=1),
    "action": "vote.other",
    "actor": "nobody",
    "object_type": "governance.vote",
    "object_id": "anderer",
    "data": {"x": 1},
    "previous_hash": "b" * 64,
    "hash": "b" * 64,
    "sequence": 10_000,
}


def test_every_column_of_an_audit_entry_is_tampered_with_below() -> None:
    columns = {field.name for field in AuditEntry._meta.fields}
    assert columns == {*ENTRY_CHANGES, "id", "chain"}


@pytest.mark.parametrize("column", ENTRY_CHANGES)
def test_a_changed_audit_entry_is_named(numbers: list[str], column: str) -> None:
    with append_only.lifted(connection):
        AuditEntry.objects.filter(sequence=2).update(**{column: ENTRY_CHANGES[column]})
    assert "entry 2" in verify("verify_audit")


def test_an_audit_entry_moved_to_another_chain_is_missed(numbers: list[str]) -> None:
    elsewhere = AuditChain.objects.create(scope="elsewhere")
    with append_only.lifted(connection):
        AuditEntry.objects.filter(sequence=2).update(chain=elsewhere)
    assert "entry" in verify("verify_audit")


@pytest.mark.parametrize("data", ["1.5", '{"x": 1.5}', "[]", "null"])
def test_content_that_nobody_writes_is_named_like_any_other(numbers: list[str], data: str) -> None:
    with append_only.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_auditentry SET data = %s WHERE sequence = 2", [data])
    assert "entry 2" in verify("verify_audit")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores no such moment")
@pytest.mark.parametrize("moment", ["x", "2026-99-99 00:00:00"])
def test_a_moment_that_is_none_is_named(numbers: list[str], moment: str) -> None:
    with append_only.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_auditentry SET at = %s WHERE sequence = 2", [moment])
    assert "entry 2" in verify("verify_audit")


def test_a_deleted_audit_entry_and_a_changed_head_are_named(numbers: list[str]) -> None:
    with append_only.lifted(connection):
        AuditEntry.objects.filter(sequence=3).delete()
    assert "entry 3" in verify("verify_audit")


def test_a_rewound_audit_head_is_named(numbers: list[str]) -> None:
    AuditChain.objects.update(length=1)
    assert "head differs" in verify("verify_audit")


@pytest.mark.parametrize(
    ("majority", "divided", "abstaining"),
    [
        (Majority.SIMPLE, ("adopted", 3), ("adopted", 3)),
        (Majority.OF_PRESENT, ("adopted", 3), ("adopted", 3)),
        (Majority.ABSOLUTE, ("rejected", 4), ("adopted", 4)),
        (Majority.TWO_THIRDS, ("rejected", 4), ("adopted", 3)),
        (Majority.UNANIMITY, ("rejected", 5), ("adopted", 4)),
    ],
)
def test_every_majority_is_judged_anew_from_the_ballots(
    cast: Cast, majority: Majority, divided: tuple[str, int], abstaining: tuple[str, int]
) -> None:
    room = chamber(cast)
    make.SeatFactory(body=cast.body, name="Unbesetzt")
    use_rules(cast, replace(COUNTY_ORDER, majority=Rule(majority, "§ 7", Origin.OWN)))
    for choices, (kind, needed) in (("yyynn", divided), ("yyyya", abstaining)):
        vote = room.take(choices)
        assert (vote.verdict["kind"], vote.verdict["needed"]) == (kind, needed)
        assert check_vote(vote) == ""
