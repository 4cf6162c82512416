"""Decisions: every outcome with its resolution and its effect, the register, what waits, and who cannot decide."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from governance.models import (
    AgendaItem,
    ApprovalItem,
    AuditEntry,
    DecisionPaper,
    ItemKind,
    Minutes,
    PlanningProcess,
    ProcessEffect,
    Register,
    Resolution,
    StepRecord,
)
from governance.rules.chain import chain_hash, content_hash
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.process_effects import release_effect
from governance.usecases.sessions import call_item, conclude_item
from governance.usecases.votes import prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import PROPOSAL, Chamber, chamber, paper_item

pytestmark = pytest.mark.django_db

CHANGED = "Das Lenkungsgremium stellt das Thema mit Auflagen fest."


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def conclude(room: Chamber, item: AgendaItem | None = None) -> Resolution | None:
    return conclude_item(by=room.secretariat, item_id=(item or room.item).public_id)


def stage(room: Chamber) -> str:
    return str(PlanningProcess.objects.get(pk=room.process.pk).stage)


@pytest.mark.parametrize(
    ("choices", "facts", "outcome", "new_stage"),
    [
        ("yyyyy", {}, "adopted", "established"),
        ("yyyyy", {"wording": CHANGED}, "adopted_with_changes", "established"),
        ("ynyn.", {}, "adopted", "established"),
        ("nnnny", {}, "rejected", "rejected"),
        ("aynyn", {}, "rejected", "rejected"),
        (
            "yyyyn",
            {"motion": "refer_back", "refer_target": "topic_draft", "conditions": "Zahlen"},
            "referred_back",
            "topic_draft",
        ),
        (
            "yyyyn",
            {"motion": "refer_back", "refer_target": "case_reconstruction", "conditions": "Fälle"},
            "referred_back",
            "case_reconstruction",
        ),
    ],
)
def test_a_deciding_vote_becomes_a_resolution_and_moves_the_process(
    room: Chamber, choices: str, facts: dict[str, str], outcome: str, new_stage: str
) -> None:
    vote = room.take(choices, **facts)
    resolution = conclude(room)
    assert resolution is not None
    assert (resolution.outcome, resolution.vote, resolution.proposal) == (outcome, vote, PROPOSAL)
    assert resolution.wording == vote.wording
    assert resolution.sentence == vote.verdict["sentence"]
    item = room.refresh()
    assert (item.state, item.outcome, item.paper.state) == ("done", outcome, "decided")
    assert stage(room) == new_stage
    effect = ProcessEffect.objects.get(resolution=resolution)
    assert (effect.state, effect.steps.get().target) == ("done", new_stage)
    assert effect.steps.get().reason == facts.get("conditions", "")


def test_the_number_is_drawn_without_gaps_and_the_entries_are_chained(room: Chamber) -> None:
    room.take("yyyyy")
    first = conclude(room)
    second_item = paper_item(room.cast, order=2, subject="other")
    second_room = Chamber(room.cast, room.meeting, second_item, None, room.more)
    second_room.take("yyyyy")
    second = conclude(second_room)
    year = first.register.year
    assert (first.number, second.number) == (f"LG-{year}-001", f"LG-{year}-002")
    assert second.previous_hash == first.hash
    assert second.hash == chain_hash(first.hash, content_hash(second.content), 2)
    register = Register.objects.get()
    assert (register.last, register.head_hash) == (2, second.hash)


def test_a_postponement_by_vote_gives_the_paper_back_and_has_no_number(room: Chamber) -> None:
    room.take("yyyyn", motion="postpone")
    assert conclude(room) is None
    item = room.refresh()
    assert (item.state, item.outcome, item.paper.state) == ("postponed", "postponed", "released")
    assert stage(room) == "topic_decision"
    assert not Register.objects.exists()


def test_a_rejected_procedural_motion_leaves_the_matter_to_be_decided(room: Chamber) -> None:
    room.take("nnnny", motion="postpone")
    with pytest.raises(Refused, match="choose an outcome"):
        conclude(room)
    room.take("yyyyy")
    assert conclude(room).outcome == "adopted"


def test_the_last_vote_on_the_proposal_counts_when_it_was_repeated(room: Chamber) -> None:
    room.take("nnnnn")
    room.take("yyyyy")
    assert conclude(room).outcome == "adopted"


def test_an_outcome_that_contradicts_the_vote_is_refused(room: Chamber) -> None:
    room.take("yyyyy")
    with pytest.raises(Refused, match="follows from the vote"):
        conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome="postponed")


def test_an_effect_whose_guards_fail_waits_and_can_be_released(room: Chamber) -> None:
    room.take("yyyyy")
    PlanningProcess.objects.filter(pk=room.process.pk).update(stage="topic_draft")
    resolution = conclude(room)
    effect = ProcessEffect.objects.get(resolution=resolution)
    assert (effect.state, stage(room)) == ("waiting", "topic_draft")
    assert effect.missing[0]["guard"] == "stage"
    assert room.refresh().paper.state == "decided"
    assert release_effect(by=room.secretariat, resolution_id=resolution.public_id).state == "waiting"
    PlanningProcess.objects.filter(pk=room.process.pk).update(stage="topic_decision")
    assert release_effect(by=room.secretariat, resolution_id=resolution.public_id).state == "done"
    assert stage(room) == "established"
    with pytest.raises(Refused, match="waiting"):
        release_effect(by=room.secretariat, resolution_id=resolution.public_id)


def test_members_cannot_release_an_effect(room: Chamber) -> None:
    room.take("yyyyy")
    resolution = conclude(room)
    with pytest.raises(Forbidden):
        release_effect(by=room.viewer(room.cast.chair), resolution_id=resolution.public_id)


def test_a_body_that_does_not_decide_recommends_without_register(cast: Cast) -> None:
    cast.body.decides = False
    cast.body.save()
    room = chamber(cast)
    vote = room.take("yyyyy")
    assert vote.verdict["sentence"].startswith("Die Empfehlung wird")
    assert conclude(room) is None
    assert (room.refresh().outcome, room.refresh().paper.state) == ("adopted", "decided")
    assert stage(room) == "topic_decision"
    assert not Resolution.objects.exists()


def test_a_failure_after_the_register_leaves_nothing_behind(room: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    room.take("yyyyy")
    monkeypatch.setattr("governance.usecases.papers.mark_decided", lambda _paper: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        conclude(room)
    assert not Resolution.objects.exists()
    assert not Register.objects.exists()
    assert not StepRecord.objects.exists()
    assert (stage(room), room.refresh().state) == ("topic_decision", "called")
    assert not AuditEntry.objects.filter(action="item.concluded").exists()


def approval(room: Chamber, state: str) -> Chamber:
    earlier = make.MeetingFactory(body=room.cast.body, closed=True)
    minutes = Minutes.objects.create(meeting=earlier, state=state)
    item = make.AgendaItemFactory(meeting=room.meeting, order=5, kind=ItemKind.APPROVAL, title="Niederschrift")
    ApprovalItem.objects.create(item=item, minutes=minutes)
    return Chamber(room.cast, room.meeting, item, None, room.more)


def test_adopting_the_approval_item_approves_the_minutes(room: Chamber) -> None:
    second = approval(room, "circulated")
    vote = second.take("yyyaa")
    assert vote.verdict["short"] == "Einstimmig bei 2 Enthaltungen genehmigt"
    assert conclude(second).outcome == "adopted"
    minutes = Minutes.objects.get(approval_items__item=second.item)
    assert minutes.state == "approved"
    assert minutes.approved_at is not None


def test_a_refusal_leaves_the_minutes_circulated(room: Chamber) -> None:
    second = approval(room, "circulated")
    second.take("nnnyy")
    conclude(second)
    assert Minutes.objects.get(approval_items__item=second.item).state == "circulated"


def test_minutes_nobody_was_sent_are_not_put_to_the_vote(room: Chamber) -> None:
    second = approval(room, "signed_off")
    with pytest.raises(Refused, match="circulated"):
        prepare_vote(by=room.secretariat, item_id=second.item.public_id)


def test_only_leaders_conclude_and_attempts_are_logged(room: Chamber) -> None:
    call_item(by=room.secretariat, item_id=room.item.public_id)
    for role in ("member", "guest", "advisory_member", "coordinator"):
        with pytest.raises(Forbidden):
            conclude_item(by=room.viewer(getattr(room.cast, role)), item_id=room.item.public_id, outcome="postponed")
    assert AuditEntry.objects.filter(action="item.conclude.refused").count() == 4


def test_a_resolution_cannot_be_changed_or_deleted(room: Chamber) -> None:
    room.take("yyyyy")
    conclude(room)
    for act in (
        lambda: Resolution.objects.update(wording="x"),
        lambda: Resolution.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_the_paper_version_voted_on_stays_named(room: Chamber) -> None:
    room.take("yyyyy", wording=CHANGED)
    resolution = conclude(room)
    assert resolution.paper_version == room.item.paper_version
    assert resolution.content["paper_version"]["hash"] == room.item.paper_version.content_hash
    assert DecisionPaper.objects.get(pk=room.item.paper_id).versions.get() == resolution.paper_version
