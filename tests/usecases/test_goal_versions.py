"""Freezing a Zielsystem, who sees which version, and what a resolution makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from governance.access.goals import (
    may_see_goal_system,
    may_see_goal_version,
    may_see_working_copy,
    sees_goals,
    visible_goal_versions,
)
from governance.models import GoalNode, GoalSystem, GoalSystemVersion, IndicatorValue, Measure, StepRecord
from governance.queries.goal_versions import (
    WORKING_COPY,
    comparison,
    content_of,
    goal_page,
    goal_result,
    newest_version,
)
from governance.queries.goals import goal_rows, working_tree
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.goal_diff import ChangeKind
from governance.rules.goal_standing import Standing
from governance.rules.goals import NodeDecision
from governance.rules.lifecycles import FrozenState
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.goal_tracking import ValueFacts, judge_assumption, record_indicator_value
from governance.usecases.goal_versions import adopt_goal_version, copy_to_remainder, freeze_goal_system
from governance.usecases.goals import NodeFacts, edit_goal_node, word_goal_node
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.goaled import DUE, Goals, build_goals


@pytest.fixture
def goals(cast: Cast) -> Goals:
    """The Zielsystem of the cast's group, which is at work."""
    return build_goals(cast)


def word(goals: Goals, number: str, text: str) -> None:
    node = goals.nodes[number]
    word_goal_node(by=goals.member, system_id=goals.system.public_id, node_id=node.public_id, text=text, version=None)


def sees(goals: Goals, version: GoalSystemVersion) -> set[str]:
    found = set()
    for role, user in goals.cast.roles().items():
        viewer = goals.cast.viewer(user)
        if may_see_goal_version(viewer, version):
            found.add(role)
            assert may_see_goal_system(viewer, goals.system)
            assert sees_goals(viewer)
    return found


GROUP = {"coordinator", "secretariat", "group_lead", "group_member"}
BODY = {"chair", "deputy_chair", "member", "advisory_member", "deputy", "assistant"}


def test_open_branches_need_a_reason_which_stays_with_the_version(goals: Goals) -> None:
    with pytest.raises(Refused, match="still open"):
        freeze_goal_system(by=goals.lead, system_id=goals.system.public_id)
    frozen = goals.freeze()
    assert (frozen.ordinal, frozen.state, frozen.open_reason) == (1, FrozenState.PROPOSED, "Folgt mit 2028.")
    assert frozen.content_hash == content_hash(frozen.content)
    assert content_of(frozen) == working_tree(goals.system)
    assert list(frozen.organisations.all()) == [goals.organisation]


def test_only_lead_and_coordination_freeze(goals: Goals) -> None:
    with pytest.raises(Forbidden):
        freeze_goal_system(by=goals.member, system_id=goals.system.public_id, open_reason="Fertig")
    by = goals.cast.viewer(goals.cast.coordinator)
    assert freeze_goal_system(by=by, system_id=goals.system.public_id, open_reason="Fertig")


def test_what_is_frozen_is_what_was_looked_at(goals: Goals) -> None:
    word(goals, "1", "Inzwischen anders")
    with pytest.raises(Stale):
        freeze_goal_system(by=goals.lead, system_id=goals.system.public_id, open_reason="Fertig", version=1)


def test_nothing_is_frozen_twice_and_a_newer_proposal_supersedes_the_older(goals: Goals) -> None:
    first = goals.freeze()
    with pytest.raises(Refused, match="Nothing has changed"):
        goals.freeze()
    word(goals, "1", "Neuer Wortlaut")
    second = goals.freeze()
    first.refresh_from_db()
    assert (first.state, second.state, second.ordinal) == (FrozenState.SUPERSEDED, FrozenState.PROPOSED, 2)


def test_an_empty_tree_and_another_stage_are_refused(goals: Goals) -> None:
    goals.show("implementation")
    with pytest.raises(Refused, match="only while"):
        goals.freeze()
    empty = make.GoalSystemFactory(
        process__body=goals.cast.body, process__group=goals.cast.project_group, process__stage="group_working"
    )
    with pytest.raises(Refused, match="nothing to freeze"):
        freeze_goal_system(by=goals.lead, system_id=empty.public_id, open_reason="Leer")


def test_the_body_sees_a_proposal_once_it_lies_before_it(goals: Goals) -> None:
    frozen = goals.freeze()
    assert sees(goals, frozen) == GROUP
    goals.show()
    assert sees(goals, frozen) == GROUP | BODY


def test_what_lay_before_the_body_stays_visible_and_the_next_draft_is_not(goals: Goals) -> None:
    first = goals.freeze()
    goals.show()
    StepRecord.objects.create(
        process=goals.process, transition="submit_proposal", source="group_working", target="proposal_decision",
        at=clock.now(),
    )  # fmt: skip
    goals.show("group_working")
    word(goals, "1", "Überarbeitet")
    second = goals.freeze()
    assert sees(goals, first) == GROUP | BODY
    assert sees(goals, second) == GROUP
    member = goals.cast.viewer(goals.cast.member)
    page = goal_page(member, goals.system.public_id)
    assert page.shown == first
    assert (page.gaps, page.removed, page.rights.sees_copy) == ((), (), False)


def test_an_organisation_named_in_the_adopted_version_sees_it_and_a_responsible_person_too(goals: Goals) -> None:
    cast = goals.cast
    GoalNode.objects.filter(pk=goals.nodes["2.1.1"].pk).update(person=cast.plain_person)
    frozen = goals.freeze()
    goals.show("implementation")
    assert sees(goals, frozen) == GROUP | BODY
    adopted = adopt_goal_version(frozen, {})
    assert sees(goals, adopted) == GROUP | BODY | {"contact", "plain_person"}
    assert not may_see_working_copy(cast.viewer(cast.contact), goals.system)


def test_adopted_as_proposed_the_version_itself_is_in_force(goals: Goals) -> None:
    frozen = goals.freeze()
    assert adopt_goal_version(frozen, {goals.nodes["1"].public_id: (NodeDecision.ADOPTED, "")}) == frozen
    frozen.refresh_from_db()
    assert frozen.state == FrozenState.ADOPTED
    assert goals.system.versions.count() == 1


def partly(goals: Goals) -> dict[str, tuple[NodeDecision, str]]:
    return {
        goals.nodes["1"].public_id: (NodeDecision.CHANGED, "Die Betreuung ist gesichert."),
        goals.nodes["1.2"].public_id: (NodeDecision.REJECTED, ""),
        goals.nodes["2.1"].public_id: (NodeDecision.RETURNED, ""),
    }


def test_a_partial_adoption_is_a_further_version_and_the_working_copy_follows(goals: Goals) -> None:
    proposed = goals.freeze()
    adopted = adopt_goal_version(proposed, partly(goals))
    proposed.refresh_from_db()
    assert (proposed.state, adopted.state, adopted.ordinal) == (FrozenState.SUPERSEDED, FrozenState.ADOPTED, 2)
    assert adopted.proposal == proposed
    assert goals.numbers() == {
        "G": "Wortlaut G", "1": "Die Betreuung ist gesichert.", "1.1": "Wortlaut 1.1", "1.1.1": "Wortlaut 1.1.1",
        "2": "Wortlaut 2",
    }  # fmt: skip
    assert content_of(adopted) == working_tree(goals.system)
    found = comparison(goals.lead, goals.system.public_id, proposed.public_id, adopted.public_id)
    assert found is not None
    assert found.by_the_body
    assert [change.kinds for change in found.diff.changes] == [(ChangeKind.WORDING,)] + [(ChangeKind.REMOVED,)] * 3


def test_an_earlier_adopted_version_is_superseded_by_the_next(goals: Goals) -> None:
    first = adopt_goal_version(goals.freeze(), {})
    word(goals, "1", "Überarbeitet")
    second = adopt_goal_version(goals.freeze(), {})
    first.refresh_from_db()
    assert (first.state, second.state) == (FrozenState.SUPERSEDED, FrozenState.ADOPTED)


def test_without_its_principle_goal_nothing_is_adopted(goals: Goals) -> None:
    frozen = goals.freeze()
    with pytest.raises(Refused, match="Grundsatzziel"):
        adopt_goal_version(frozen, {goals.nodes["G"].public_id: (NodeDecision.REJECTED, "")})


@pytest.mark.parametrize("before", [True, False])
def test_the_remainder_begins_with_what_was_returned_and_what_stands_above_it(goals: Goals, before: bool) -> None:
    make.IndicatorFactory(node=goals.nodes["2.1"], name="Anteil")
    frozen = goals.freeze()
    rest = make.ProcessFactory(body=goals.cast.body, group=goals.cast.project_group, stage="group_working")
    if not before:
        adopt_goal_version(frozen, partly(goals))
    copy = copy_to_remainder(goals.system, rest, [goals.nodes["2.1"].public_id])
    tree = working_tree(copy)
    assert [(tree.numbers[node.key], node.text) for node in tree.nodes] == [
        ("G", "Wortlaut G"), ("1", "Wortlaut 2"), ("1.1", "Wortlaut 2.1"), ("1.1.1", "Wortlaut 2.1.1"),
    ]  # fmt: skip
    assert [item.name for item in tree.nodes[2].indicators] == ["Anteil"]
    assert not {node.key for node in tree.nodes} & {node.public_id for node in goals.nodes.values()}


def test_the_guards_judge_the_newest_version(goals: Goals) -> None:
    empty = make.ProcessFactory(body=goals.cast.body)
    assert not goal_result(empty).frozen
    assert not goal_result(goals.process).frozen
    goals.freeze()
    found = goal_result(goals.process)
    assert (found.frozen, found.current, found.open_findings, found.explained) == (True, True, 3, True)
    word(goals, "1", "Neuer Wortlaut")
    assert not goal_result(goals.process).current


def test_the_responsible_record_values_of_what_was_adopted(goals: Goals) -> None:
    cast = goals.cast
    adopt_goal_version(goals.freeze(), {})
    goals.show("implementation")
    indicator = goals.nodes["1.1"].indicators.get()
    values = {"system_id": goals.system.public_id, "indicator_id": indicator.public_id}
    facts = ValueFacts(Decimal("41"), clock.today(), "BAMF")
    record_indicator_value(by=cast.viewer(cast.contact), **values, facts=facts)
    for role in ("group_member", "member", "assistant"):
        with pytest.raises(Forbidden):
            record_indicator_value(by=cast.viewer(getattr(cast, role)), **values, facts=facts)
    assert IndicatorValue.objects.count() == 1
    page = goal_page(cast.viewer(cast.contact), goals.system.public_id, node_id=goals.nodes["1.1"].public_id)
    assert page.may_track
    assert page.selected is not None
    assert page.selected.indicators[0].standing is Standing.RUNNING
    other = goal_page(cast.viewer(cast.contact), goals.system.public_id, node_id=goals.nodes["2"].public_id)
    assert not other.may_track


def test_an_assumption_of_an_activity_is_judged_by_its_organisation_only(goals: Goals) -> None:
    cast = goals.cast
    own = goals.nodes["1.1.1"].assumptions.create(text="Plätze werden gemeldet.")
    foreign = goals.nodes["2.1.1"].assumptions.create(text="Busse fahren.")
    adopt_goal_version(goals.freeze(), {})
    goals.show("implementation")
    by = cast.viewer(cast.contact)
    assert judge_assumption(by=by, system_id=goals.system.public_id, assumption_id=own.public_id, holds=True).holds
    with pytest.raises(Forbidden):
        judge_assumption(by=by, system_id=goals.system.public_id, assumption_id=foreign.public_id, holds=True)


@pytest.mark.parametrize("stage", ["rejected", "discontinued"])
def test_no_value_is_recorded_after_an_end_without_success(goals: Goals, stage: str) -> None:
    goals.show(stage)
    with pytest.raises(Refused, match="ended"):
        record_indicator_value(
            by=goals.lead, system_id=goals.system.public_id,
            indicator_id=goals.nodes["1.1"].indicators.get().public_id, facts=ValueFacts(Decimal(1), clock.today()),
        )  # fmt: skip


def test_a_page_shows_where_the_activities_stand(goals: Goals) -> None:
    Measure.objects.create(
        process=goals.process, node=goals.nodes["1.1.1"], title="Plätze", organisation=goals.organisation,
        due_on=clock.today().replace(year=2020), state="in_progress",
    )  # fmt: skip
    view = goal_page(goals.lead, goals.system.public_id).view
    assert view.root is not None
    assert (view.root.roll_up.standing, view.root.roll_up.overdue) == (Standing.OVERDUE, 1)


def test_a_page_takes_as_many_queries_for_200_nodes_as_for_8(goals: Goals) -> None:
    viewer = goals.member
    counts = []
    for _round in range(2):
        with queries_counted() as queries:
            goal_page(viewer, goals.system.public_id, node_id=goals.nodes["1.1"].public_id)
        counts.append(len(queries))
        for _number in range(96):
            goal = make.GoalNodeFactory(system=goals.system, parent=goals.nodes["2"], level="result_goal")
            make.IndicatorFactory(node=goal)
            goal.assumptions.create(text="Annahme")
            make.GoalNodeFactory(
                system=goals.system, parent=goal, level="activity", organisation=goals.organisation, due_on=DUE
            )
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_the_list_takes_as_many_queries_for_many_as_for_one(goals: Goals) -> None:
    goals.freeze()
    viewer = goals.member
    counts = []
    for _round in range(2):
        with queries_counted() as queries:
            rows = list(goal_rows(viewer))
            assert all(row.seen_versions is not None and row.process.group for row in rows)
        counts.append(len(queries))
        for _number in range(5):
            build_goals(goals.cast).freeze()
    assert counts == [2, 2]
    assert [row.title for row in goal_rows(viewer, search="kurs kind")] == ["Kurs und Kind"] * 11
    assert list(goal_rows(viewer, search="unbekannt")) == []


def test_the_last_two_states_are_compared_unless_others_are_asked_for(goals: Goals) -> None:
    assert comparison(goals.lead, goals.system.public_id) is None
    first = goals.freeze()
    word(goals, "1", "Neuer Wortlaut")
    found = comparison(goals.lead, goals.system.public_id)
    assert found is not None
    assert (found.old, found.new, [change.kinds for change in found.diff.changes]) == (
        first, None, [(ChangeKind.WORDING,)],
    )  # fmt: skip
    same = comparison(goals.lead, goals.system.public_id, WORKING_COPY, WORKING_COPY)
    assert same is not None
    assert not same.diff
    goals.show()
    member = goals.cast.viewer(goals.cast.member)
    assert comparison(member, goals.system.public_id) is None


def test_the_working_copy_cannot_be_compared_by_others(goals: Goals) -> None:
    first = goals.freeze()
    word(goals, "1", "Neuer Wortlaut")
    goals.freeze()
    goals.show()
    StepRecord.objects.create(
        process=goals.process, transition="submit_proposal", target="proposal_decision", at=clock.now()
    )
    member = goals.cast.viewer(goals.cast.member)
    with pytest.raises(GoalSystemVersion.DoesNotExist):
        comparison(member, goals.system.public_id, first.public_id, WORKING_COPY)
    with pytest.raises(GoalSystem.DoesNotExist):
        comparison(goals.cast.viewer(goals.cast.case_manager), goals.system.public_id)


def test_a_changed_responsibility_is_a_difference(goals: Goals) -> None:
    first = goals.freeze()
    edit_goal_node(
        by=goals.member, system_id=goals.system.public_id, node_id=goals.nodes["2.1.1"].public_id,
        facts=NodeFacts("Wortlaut 2.1.1", organisation_id=goals.organisation.public_id, due_on=DUE), version=None,
    )  # fmt: skip
    found = comparison(goals.lead, goals.system.public_id, first.public_id, WORKING_COPY)
    assert found is not None
    assert found.diff.changes[0].kinds == (ChangeKind.RESPONSIBLE, ChangeKind.DUE)
    newest = newest_version(goals.system)
    assert newest == first


def test_other_authorities_see_nothing(goals: Goals) -> None:
    goals.freeze()
    goals.show()
    foreign = goals.cast.viewer(goals.cast.other_coordinator, goals.cast.other_authority)
    assert not visible_goal_versions(foreign).exists()
