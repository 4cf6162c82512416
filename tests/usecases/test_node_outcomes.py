"""Deciding on the single goals of a proposal: who records what when, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from governance.models import AgendaItem, AuditEntry, NodeOutcome, Vote
from governance.queries.goal_decisions import decided_nodes, outcomes_of, proposed_version
from governance.queries.votes import put_to_vote
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.node_outcomes import LONGEST, NodeChoice, save_node_outcomes
from governance.usecases.sessions import call_item, conclude_item
from governance.usecases.votes import abort_vote, open_vote, prepare_vote
from tests.driven import Driven
from tests.driven_needs import proposed

pytestmark = pytest.mark.django_db
DECISIONS = {"1": NodeDecision.CHANGED, "1.2": NodeDecision.REJECTED, "2.1": NodeDecision.RETURNED}


@pytest.fixture
def driven(session: Driven) -> Driven:
    found = session.at("proposal_decision")
    proposed(found)
    return found


@pytest.fixture
def item(driven: Driven) -> AgendaItem:
    return driven.lay("adopt_proposal")


def choice(driven: Driven, number: str, decision: str, text: str = "", note: str = "") -> NodeChoice:
    node = driven.process.goal_system.nodes.get(text=f"Wortlaut {number}")
    return NodeChoice(node.public_id, decision, text, note)


def save(
    driven: Driven,
    item: AgendaItem,
    *choices: NodeChoice,
    by: str = "secretariat",
    due_on: date | None = None,
    version: int | None = None,
) -> AgendaItem:
    viewer = driven.cast.viewer(getattr(driven.cast, by))
    return save_node_outcomes(by=viewer, item_id=item.public_id, choices=choices, due_on=due_on, version=version)


def stored(item: AgendaItem) -> list[tuple[str, str, str, str]]:
    return [(row.node.text, row.decision, row.text, row.note) for row in outcomes_of(item)]


def three(driven: Driven) -> Sequence[NodeChoice]:
    texts = {"1": "Die Betreuung ist gesichert."}
    return [choice(driven, number, decision, texts.get(number, "")) for number, decision in DECISIONS.items()]


def test_the_secretariat_records_and_the_wording_put_to_the_vote_names_it(driven: Driven, item: AgendaItem) -> None:
    before = item.version
    save(driven, item, *three(driven), due_on=driven.later(), version=before)
    assert [row[:3] for row in stored(item)] == [
        ("Wortlaut 1", "changed", "Die Betreuung ist gesichert."),
        ("Wortlaut 1.2", "rejected", ""),
        ("Wortlaut 2.1", "returned", ""),
    ]
    wording = put_to_vote(AgendaItem.objects.get(pk=item.pk))
    for told in ("Die Betreuung ist gesichert.", "Wortlaut 1.2", "Wortlaut 2.1", f"{driven.later():%d.%m.%Y}"):
        assert told in wording
    assert "Wortlaut 1.1" not in wording
    assert AgendaItem.objects.get(pk=item.pk).version == before + 1
    entry = AuditEntry.objects.filter(action="item.node_outcomes_saved").get()
    assert entry.data == {"nodes": 3}, "no wording in the audit chain"


def test_what_is_decided_on_a_goal_holds_below_it(driven: Driven, item: AgendaItem) -> None:
    save(driven, item, choice(driven, "1", "rejected"), choice(driven, "1.1", "changed", "Neu"))
    version = proposed_version(driven.process)
    assert version is not None
    found = {row.number: (row.decision, row.own) for row in decided_nodes(version, outcomes_of(item))}
    assert found["1"] == (NodeDecision.REJECTED, True)
    assert {found[number] for number in ("1.1", "1.1.1", "1.2")} == {(NodeDecision.REJECTED, False)}
    assert {found[number] for number in ("G", "2", "2.1", "2.1.1")} == {(NodeDecision.ADOPTED, False)}


def test_saving_again_replaces_and_what_is_adopted_has_a_row_only_with_a_note(driven: Driven, item: AgendaItem) -> None:
    save(driven, item, *three(driven), due_on=driven.later())
    save(driven, item, choice(driven, "1", "adopted", note="Auf Wunsch des Jobcenters"), choice(driven, "2", "adopted"))
    assert stored(item) == [("Wortlaut 1", "adopted", "", "Auf Wunsch des Jobcenters")]
    save(driven, item)
    assert stored(item) == []


def test_texts_are_cleaned_and_cut(driven: Driven, item: AgendaItem) -> None:
    save(driven, item, choice(driven, "1", "changed", "  Neu\r\ngefasst\u202e ", "x" * 900))
    row = NodeOutcome.objects.get(item=item)
    assert (row.text, len(row.note)) == ("Neu gefasst", LONGEST)


@pytest.mark.parametrize("role", ["chair", "member", "coordinator", "group_lead", "group_member", "guest", "contact"])
def test_nobody_else_records(driven: Driven, item: AgendaItem, role: str) -> None:
    with pytest.raises(Forbidden):
        save(driven, item, *three(driven), due_on=driven.later(), by=role)
    assert stored(item) == []


def test_the_coordination_of_another_kreis_does_not_find_the_item(driven: Driven, item: AgendaItem) -> None:
    cast = driven.cast
    viewer = cast.viewer(cast.other_coordinator, cast.other_authority)
    with pytest.raises(Exception, match="does not exist"):
        save_node_outcomes(by=viewer, item_id=item.public_id, choices=[], version=None)


WRONG = {
    "another wording is missing": ("1", "changed", "  "),
    "an unknown decision": ("1", "postponed", ""),
    "the root is rejected": ("G", "rejected", ""),
    "the root is returned": ("G", "returned", ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_possible_is_refused_and_keeps_what_was_recorded(
    driven: Driven, item: AgendaItem, case: str
) -> None:
    save(driven, item, choice(driven, "2", "rejected"))
    with pytest.raises(Refused):
        save(driven, item, choice(driven, *WRONG[case]), due_on=driven.later())
    assert stored(item) == [("Wortlaut 2", "rejected", "", "")]


def test_a_goal_that_is_not_in_the_proposal_is_refused(driven: Driven, item: AgendaItem) -> None:
    with pytest.raises(Refused):
        save(driven, item, NodeChoice("unbekannt", "rejected"))


def test_the_wording_of_the_root_may_change(driven: Driven, item: AgendaItem) -> None:
    save(driven, item, choice(driven, "G", "changed", "Alle Eltern erreichen einen Kurs."))
    assert stored(item) == [("Wortlaut G", "changed", "Alle Eltern erreichen einen Kurs.", "")]


@pytest.mark.parametrize("days", [None, 0])
def test_what_is_returned_needs_a_day_after_the_session(driven: Driven, item: AgendaItem, days: int | None) -> None:
    day = clock.local_date(item.meeting.starts_at)
    with pytest.raises(Refused, match="day after the session"):
        save(driven, item, choice(driven, "2.1", "returned"), due_on=None if days is None else day)
    save(driven, item, choice(driven, "2.1", "returned"), due_on=day + timedelta(days=1))
    assert NodeOutcome.objects.get(item=item).due_on == day + timedelta(days=1)


def test_two_who_record_at_once_are_told(driven: Driven, item: AgendaItem) -> None:
    save(driven, item, choice(driven, "2", "rejected"), version=item.version)
    with pytest.raises(Stale):
        save(driven, item, choice(driven, "1", "rejected"), version=item.version)
    assert stored(item) == [("Wortlaut 2", "rejected", "", "")]


def opened(driven: Driven, item: AgendaItem) -> str:
    call_item(by=driven.secretariat, item_id=item.public_id)
    vote = prepare_vote(by=driven.secretariat, item_id=item.public_id, mode="show_of_hands")
    return str(open_vote(by=driven.secretariat, vote_id=vote.public_id).public_id)


def test_what_was_put_to_the_vote_stays_until_the_vote_is_aborted(driven: Driven, item: AgendaItem) -> None:
    vote = opened(driven, item)
    with pytest.raises(Refused, match="put to the vote"):
        save(driven, item, choice(driven, "2", "rejected"))
    abort_vote(by=driven.secretariat, vote_id=vote, reason="Verlesen")
    save(driven, item, choice(driven, "2", "rejected"))
    assert len(stored(item)) == 1


def prepared(driven: Driven, item: AgendaItem, **facts: str) -> Vote:
    return prepare_vote(by=driven.secretariat, item_id=item.public_id, mode="show_of_hands", **facts)


def test_a_prepared_vote_follows_what_is_recorded(driven: Driven, item: AgendaItem) -> None:
    vote = prepared(driven, item)
    save(driven, item, choice(driven, "2", "rejected"))
    vote.refresh_from_db()
    assert "Wortlaut 2" in vote.wording
    assert vote.wording == put_to_vote(AgendaItem.objects.get(pk=item.pk))


def test_a_vote_that_was_worded_by_hand_is_aborted_first(driven: Driven, item: AgendaItem) -> None:
    prepared(driven, item, wording="Anders gefasst.")
    with pytest.raises(Refused, match="wording of its own"):
        save(driven, item, choice(driven, "2", "rejected"))
    assert stored(item) == []


def test_a_carried_vote_fixes_it_and_a_lost_one_does_not(driven: Driven, item: AgendaItem) -> None:
    driven.vote(item, carried=False)
    save(driven, item, choice(driven, "2", "rejected"))
    driven.vote(item)
    with pytest.raises(Refused, match="put to the vote"):
        save(driven, item)


def test_after_its_conclusion_nothing_is_recorded(driven: Driven, item: AgendaItem) -> None:
    driven.vote(item, carried=False)
    driven.conclude(item)
    with pytest.raises(Refused, match="finished"):
        save(driven, item, choice(driven, "2", "rejected"))


def test_an_item_without_a_proposal_or_without_a_goal_system_is_refused(session: Driven) -> None:
    topic = session.at("topic_decision")
    with pytest.raises(Refused, match="no proposal"):
        save(topic, topic.lay("establish_topic"))
    written = session.at("proposal_decision")
    with pytest.raises(Refused, match="no Zielsystem"):
        save(written, written.lay("adopt_proposal"))


@pytest.mark.parametrize(
    ("motion", "outcome"), [("postpone", None), ("proposal", "rejected"), ("refer_back", "referred_back")]
)
def test_what_was_recorded_changes_nothing_when_the_proposal_is_not_adopted(
    driven: Driven, item: AgendaItem, motion: str, outcome: str | None
) -> None:
    save(driven, item, choice(driven, "2.1", "returned"), due_on=driven.later())
    facts = {"refer_target": "group_working", "refer_until": driven.later()} if motion == "refer_back" else {}
    driven.vote(item, carried=motion != "proposal", **(facts or {"motion": motion}))
    resolution = conclude_item(by=driven.secretariat, item_id=item.public_id)
    assert (resolution.outcome if resolution else None) == outcome
    assert NodeOutcome.objects.get(item=item).resolution == resolution
    version = driven.process.goal_system.versions.get()
    assert version.state == "proposed"
