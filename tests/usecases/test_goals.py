"""Writing a Zielsystem: who may, where nodes go, what two people at once are told, what comes back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from governance.models import AuditEntry, GoalNode, GoalSystem, TopicRestriction
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.goal_indicators import (
    IndicatorFacts,
    add_assumption,
    add_indicator,
    edit_assumption,
    edit_indicator,
    remove_assumption,
    remove_indicator,
)
from governance.usecases.goal_tracking import ValueFacts, judge_assumption, record_indicator_value
from governance.usecases.goals import (
    NodeFacts,
    add_goal_node,
    begin_goal_system,
    edit_goal_node,
    move_goal_node,
    place_goal_node,
    remove_goal_node,
    rename_goal_system,
    restore_goal_node,
    word_goal_node,
)
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.goaled import DUE, Goals, build_goals


@pytest.fixture
def goals(cast: Cast) -> Goals:
    """The Zielsystem of the cast's group, which is at work."""
    return build_goals(cast)


def add(goals: Goals, text: str = "Neu", **place: str) -> GoalNode:
    return add_goal_node(by=goals.member, system_id=goals.system.public_id, text=text, **place)


def step(goals: Goals, number: str, *, up: bool) -> GoalNode:
    node = goals.nodes[number]
    return move_goal_node(by=goals.member, system_id=goals.system.public_id, node_id=node.public_id, up=up)


def remove(goals: Goals, number: str) -> GoalNode:
    node = goals.nodes[number]
    return remove_goal_node(by=goals.member, system_id=goals.system.public_id, node_id=node.public_id)


def test_a_member_of_the_group_begins_the_goal_system_with_its_principle_goal(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, group=cast.project_group, stage="group_working")
    by = cast.viewer(cast.group_member)
    system = begin_goal_system(
        by=by, process_id=process.public_id, title="Kurs und Kind", principle_goal="Eltern nehmen teil."
    )
    assert [node.text for node in system.nodes.all()] == ["Eltern nehmen teil."]
    assert AuditEntry.objects.filter(action="goals.begun").exists()
    with pytest.raises(Refused, match="already"):
        begin_goal_system(by=by, process_id=process.public_id, title="Noch eines")


def test_coordinators_prepare_it_before_the_group_begins(cast: Cast) -> None:
    process = make.ProcessFactory(body=cast.body, group=cast.project_group, stage="commissioned")
    with pytest.raises(Refused, match="only while"):
        begin_goal_system(by=cast.viewer(cast.group_lead), process_id=process.public_id, title="Zu früh")
    assert begin_goal_system(by=cast.viewer(cast.coordinator), process_id=process.public_id, title="Vorbereitet")


@pytest.mark.parametrize("stage", ["established", "proposal_decision", "implementation", "completed"])
def test_nobody_changes_it_at_another_stage(cast: Cast, stage: str) -> None:
    goals = build_goals(cast, stage=stage)
    for person in (cast.coordinator, cast.group_lead):
        with pytest.raises(Refused, match="only while"):
            add_goal_node(by=cast.viewer(person), system_id=goals.system.public_id, text="Zu spät")


@pytest.mark.parametrize("role", ["chair", "member", "assistant", "case_manager", "contact", "plain_person"])
def test_others_find_no_working_copy(goals: Goals, role: str) -> None:
    by = goals.cast.viewer(getattr(goals.cast, role))
    with pytest.raises(GoalSystem.DoesNotExist):
        add_goal_node(by=by, system_id=goals.system.public_id, text="Fremd")


def test_an_assistant_reads_the_working_copy_and_changes_nothing(goals: Goals) -> None:
    make.AssistanceFactory(member=goals.cast.group_member, assistant=goals.cast.assistant)
    by = goals.cast.viewer(goals.cast.assistant)
    with pytest.raises(Forbidden):
        add_goal_node(by=by, system_id=goals.system.public_id, text="Fremd")
    assert AuditEntry.objects.filter(action="goals.add.refused").exists()


def test_a_node_is_added_behind_another_or_as_the_last_child(goals: Goals) -> None:
    add(goals, "Zwischen 1 und 2", after_id=goals.nodes["1"].public_id)
    add(goals, "Ganz hinten", parent_id=goals.nodes["1"].public_id)
    add(goals, "Letzte Aktivität", parent_id=goals.nodes["1.2"].public_id)
    assert goals.numbers() == {
        "G": "Wortlaut G", "1": "Wortlaut 1", "1.1": "Wortlaut 1.1", "1.1.1": "Wortlaut 1.1.1", "1.2": "Wortlaut 1.2",
        "1.2.1": "Letzte Aktivität", "1.3": "Ganz hinten", "2": "Zwischen 1 und 2", "3": "Wortlaut 2",
        "3.1": "Wortlaut 2.1", "3.1.1": "Wortlaut 2.1.1",
    }  # fmt: skip


def test_there_is_one_principle_goal_and_nothing_below_an_activity(goals: Goals) -> None:
    with pytest.raises(Refused, match="one Grundsatzziel"):
        add(goals)
    with pytest.raises(Refused, match="one Grundsatzziel"):
        add(goals, after_id=goals.nodes["G"].public_id)
    with pytest.raises(Refused, match="below an Aktivität"):
        add(goals, parent_id=goals.nodes["1.1.1"].public_id)


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_a_wording_is_needed_and_fits(goals: Goals, text: str) -> None:
    with pytest.raises(Invalid):
        add(goals, text, parent_id=goals.nodes["1"].public_id)


def test_a_node_moves_past_its_neighbour_and_over_to_the_next_parent(goals: Goals) -> None:
    step(goals, "1.1", up=False)
    assert list(goals.numbers().values()) == [
        "Wortlaut G", "Wortlaut 1", "Wortlaut 1.2", "Wortlaut 1.1", "Wortlaut 1.1.1", "Wortlaut 2", "Wortlaut 2.1",
        "Wortlaut 2.1.1",
    ]  # fmt: skip
    step(goals, "1.1", up=False)
    assert goals.numbers()["2.1.1"] == "Wortlaut 1.1.1"
    step(goals, "1.1", up=True)
    step(goals, "1.1", up=True)
    assert goals.numbers()["1.1"] == "Wortlaut 1.1"
    with pytest.raises(Refused, match="nothing above"):
        step(goals, "1", up=True)


def test_a_node_is_put_below_another_parent_of_the_right_level_only(goals: Goals) -> None:
    values = {"by": goals.member, "system_id": goals.system.public_id, "node_id": goals.nodes["1.1"].public_id}
    place_goal_node(**values, parent_id=goals.nodes["2"].public_id)
    assert goals.numbers()["2.2.1"] == "Wortlaut 1.1.1"
    for wrong in ("G", "2.1", "1.1.1"):
        with pytest.raises(Refused, match="cannot stand"):
            place_goal_node(**values, parent_id=goals.nodes[wrong].public_id)


def test_what_is_removed_comes_back_with_everything_below_it_to_its_place(goals: Goals) -> None:
    before = goals.numbers()
    remove(goals, "1.1")
    assert goals.numbers()["1.1"] == "Wortlaut 1.2"
    add(goals, "Ganz hinten", parent_id=goals.nodes["1"].public_id)
    restore_goal_node(by=goals.member, system_id=goals.system.public_id, node_id=goals.nodes["1.1"].public_id)
    assert goals.numbers() == {**before, "1.3": "Ganz hinten"}


def test_what_was_removed_before_stays_away_when_its_parent_comes_back(goals: Goals) -> None:
    remove(goals, "1.1.1")
    remove(goals, "1")
    values = {"by": goals.member, "system_id": goals.system.public_id}
    with pytest.raises(Refused, match="above it"):
        restore_goal_node(**values, node_id=goals.nodes["1.1.1"].public_id)
    restore_goal_node(**values, node_id=goals.nodes["1"].public_id)
    assert "1.1.1" not in goals.numbers()
    restore_goal_node(**values, node_id=goals.nodes["1.1.1"].public_id)
    assert goals.numbers()["1.1.1"] == "Wortlaut 1.1.1"


def test_a_removed_principle_goal_comes_back_only_while_there_is_no_other(goals: Goals) -> None:
    remove(goals, "G")
    assert goals.numbers() == {}
    add(goals, "Ein anderes")
    with pytest.raises(Refused, match="one Grundsatzziel"):
        restore_goal_node(by=goals.member, system_id=goals.system.public_id, node_id=goals.nodes["G"].public_id)


def test_two_people_editing_one_wording_are_told_and_lose_nothing(goals: Goals) -> None:
    values = {"system_id": goals.system.public_id, "node_id": goals.nodes["1.1"].public_id}
    word_goal_node(by=goals.member, **values, text="Erste Fassung", version=1)
    with pytest.raises(Stale) as stale:
        word_goal_node(by=goals.lead, **values, text="Zweite Fassung", version=1)
    assert stale.value.current.text == "Erste Fassung"  # type: ignore[attr-defined]
    with pytest.raises(Stale):
        edit_goal_node(by=goals.lead, **values, facts=NodeFacts("Zweite Fassung"), version=1)
    with pytest.raises(Stale):
        remove_goal_node(by=goals.lead, **values, version=1)
    assert goals.numbers()["1.1"] == "Erste Fassung"


def test_two_people_adding_at_once_both_succeed(goals: Goals) -> None:
    place = {"after_id": goals.nodes["1"].public_id}
    add_goal_node(by=goals.member, system_id=goals.system.public_id, text="Eins", **place)
    add_goal_node(by=goals.lead, system_id=goals.system.public_id, text="Zwei", **place)
    assert [goals.numbers()[number] for number in ("2", "3")] == ["Zwei", "Eins"]


def test_whoever_works_on_a_node_that_is_gone_is_told(goals: Goals) -> None:
    remove(goals, "1")
    values = {"by": goals.lead, "system_id": goals.system.public_id, "node_id": goals.nodes["1.1"].public_id}
    acts: list[Callable[[], object]] = [
        lambda: word_goal_node(**values, text="Noch da?", version=1),
        lambda: edit_goal_node(**values, facts=NodeFacts("Noch da?"), version=1),
        lambda: move_goal_node(**values, up=True),
        lambda: remove_goal_node(**values),
        lambda: add(goals, after_id=goals.nodes["1.1"].public_id),
        lambda: add_indicator(**values, facts=IndicatorFacts("Zahl")),
        lambda: add_assumption(**values, text="Annahme"),
    ]
    for act in acts:
        with pytest.raises(Refused, match="removed in the meantime"):
            act()


def test_an_activity_gets_its_organisation_person_and_date(goals: Goals) -> None:
    cast = goals.cast
    facts = NodeFacts("Plätze melden.", "Wöchentlich", goals.organisation.public_id, cast.contact.public_id, DUE)
    values = {"by": goals.member, "system_id": goals.system.public_id}
    node = edit_goal_node(**values, node_id=goals.nodes["2.1.1"].public_id, facts=facts, version=1)
    assert (node.organisation, node.person, node.due_on) == (goals.organisation, cast.contact, DUE)
    goal = edit_goal_node(**values, node_id=goals.nodes["2"].public_id, facts=facts, version=1)
    assert (goal.organisation, goal.person, goal.due_on, goal.note) == (None, None, None, "Wöchentlich")


def test_only_those_who_have_to_do_with_it_can_be_responsible(goals: Goals) -> None:
    cast = goals.cast
    values = {"by": goals.member, "system_id": goals.system.public_id, "node_id": goals.nodes["2.1.1"].public_id}
    foreign = make.OrganisationFactory(authority=cast.other_authority)
    for facts in (
        NodeFacts("Text", organisation_id=foreign.public_id),
        NodeFacts("Text", person_id=cast.plain_person.public_id),
        NodeFacts("Text", person_id=cast.other_coordinator.public_id),
    ):
        with pytest.raises(Refused, match="from the list"):
            edit_goal_node(**values, facts=facts, version=1)
    GoalNode.objects.filter(pk=goals.nodes["2.1.1"].pk).update(person=cast.plain_person)
    stays = NodeFacts("Text", person_id=cast.plain_person.public_id)
    assert edit_goal_node(**values, facts=stays, version=1).person == cast.plain_person


def test_a_result_goal_names_the_restrictions_that_it_answers(goals: Goals) -> None:
    topic = make.TopicFactory(process=goals.process)
    own = TopicRestriction.objects.create(topic=topic, text="Bedarf bei der Anmeldung unbekannt")
    foreign = TopicRestriction.objects.create(topic=make.TopicFactory(process__body=goals.cast.body), text="Fremd")
    values = {"by": goals.member, "system_id": goals.system.public_id, "node_id": goals.nodes["1.1"].public_id}
    node = edit_goal_node(**values, facts=NodeFacts("Ziel", restrictions=(own.pk,)), version=1)
    assert list(node.restrictions.all()) == [own]
    with pytest.raises(Refused, match="from the list"):
        edit_goal_node(**values, facts=NodeFacts("Ziel", restrictions=(foreign.pk,)), version=2)


def test_indicators_are_written_and_stay_once_a_value_is_recorded(goals: Goals) -> None:
    values = {"by": goals.member, "system_id": goals.system.public_id}
    facts = IndicatorFacts("Anteil", "%", "up", Decimal("62"), Decimal("95"), DUE, "Jobcenter", 3)
    indicator = add_indicator(**values, node_id=goals.nodes["2.1"].public_id, facts=facts)
    with pytest.raises(Refused, match="not to an Aktivität"):
        add_indicator(**values, node_id=goals.nodes["1.1.1"].public_id, facts=facts)
    edit_indicator(**values, indicator_id=indicator.public_id, facts=IndicatorFacts("Anteil", "Prozent"), version=1)
    with pytest.raises(Stale):
        edit_indicator(**values, indicator_id=indicator.public_id, facts=facts, version=1)
    record_indicator_value(
        by=goals.lead, system_id=goals.system.public_id, indicator_id=indicator.public_id,
        facts=ValueFacts(Decimal("71"), goals.lead.day),
    )  # fmt: skip
    with pytest.raises(Refused, match="so it stays"):
        remove_indicator(**values, indicator_id=indicator.public_id)
    spare = add_indicator(**values, node_id=goals.nodes["2.1"].public_id, facts=facts)
    assert remove_indicator(**values, indicator_id=spare.public_id) == goals.nodes["2.1"]


def test_assumptions_are_written_judged_and_removed(goals: Goals) -> None:
    values = {"by": goals.member, "system_id": goals.system.public_id}
    row = add_assumption(**values, node_id=goals.nodes["1.1"].public_id, text="Kursträger melden freie Plätze.")
    edit_assumption(**values, assumption_id=row.public_id, text="Kursträger melden verlässlich.", version=1)
    with pytest.raises(Stale):
        edit_assumption(**values, assumption_id=row.public_id, text="Anders", version=1)
    lead = {"by": goals.lead, "system_id": goals.system.public_id, "assumption_id": row.public_id}
    judged = judge_assumption(**lead, holds=False)
    assert (judged.holds, judged.since) == (False, goals.lead.day)
    assert judge_assumption(**lead, holds=None).since is None
    assert remove_assumption(**values, assumption_id=row.public_id) == goals.nodes["1.1"]


def test_a_value_of_tomorrow_is_refused_and_a_member_of_the_group_records_none(goals: Goals) -> None:
    indicator = goals.nodes["1.1"].indicators.get()
    values = {"system_id": goals.system.public_id, "indicator_id": indicator.public_id}
    with pytest.raises(Refused, match="future"):
        record_indicator_value(by=goals.lead, **values, facts=ValueFacts(Decimal(1), DUE.replace(year=2099)))
    with pytest.raises(Forbidden):
        record_indicator_value(by=goals.member, **values, facts=ValueFacts(Decimal(1), goals.lead.day))


def test_the_title_is_changed_knowingly(goals: Goals) -> None:
    rename_goal_system(by=goals.member, system_id=goals.system.public_id, title="Kurs mit Kind", version=1)
    with pytest.raises(Stale):
        rename_goal_system(by=goals.member, system_id=goals.system.public_id, title="Anders", version=1)


def test_one_operation_is_as_many_queries_in_a_large_tree_as_in_a_small_one(goals: Goals) -> None:
    add(goals, after_id=goals.nodes["1.1"].public_id)  # the first entry begins the audit chain
    counts = []
    for up in (False, True):
        with queries_counted() as queries:
            add(goals, after_id=goals.nodes["1.1"].public_id)
        first = len(queries)
        with queries_counted() as queries:
            step(goals, "1.1", up=up)
        counts.append((first, len(queries)))
        for number in range(40):
            make.GoalNodeFactory(system=goals.system, parent=goals.nodes["1.1"], level="activity", order=number + 10)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 26
