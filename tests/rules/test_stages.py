"""The steps of the process: who may take which from where, and where all of them lead."""

from __future__ import annotations

import re
from itertools import product

import pytest

from governance.rules.facts import ProfileFacts
from governance.rules.guards import GUARDS
from governance.rules.routes import IntakeSource
from governance.rules.stages import DECIDED_STAGES, ENDED_STAGES, LIVE_STAGES, Phase, Stage, phase_of
from governance.rules.steps import Actor, Switch
from governance.rules.transitions import (
    RESOLUTION_MARK,
    STAGE_MOVES,
    TRANSITIONS,
    mermaid,
    stages_with,
    transitions_from,
)

C, CM, L, R = Actor.COORDINATOR, Actor.CASE_MANAGER, Actor.GROUP_LEAD, Actor.RESOLUTION
ANY_LIVE = (
    Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION, Stage.TOPIC_DECISION,
    Stage.ESTABLISHED, Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.PROPOSAL_DECISION, Stage.IMPLEMENTATION,
    Stage.EVALUATION, Stage.REPORTED_TO_STATE,
)  # fmt: skip

# Written from the table of process.md, independently of the code: (stage, step, actor) -> where it may lead.
_ONE: dict[tuple[Stage | None, str, Actor], Stage] = {
    (None, "start", C): Stage.CASE_RECONSTRUCTION,
    (None, "start", CM): Stage.CASE_RECONSTRUCTION,
    (None, "direct_intake", C): Stage.TOPIC_DRAFT,
    (Stage.CASE_RECONSTRUCTION, "derive_topic", C): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DRAFT, "collect_more_cases", C): Stage.CASE_RECONSTRUCTION,
    (Stage.TOPIC_DRAFT, "check_scope", C): Stage.SCOPE_CHECK,
    (Stage.SCOPE_CHECK, "clear_scope", C): Stage.TOPIC_DRAFT,
    (Stage.SCOPE_CHECK, "solve_locally", C): Stage.LOCAL_SOLUTION,
    (Stage.LOCAL_SOLUTION, "document_solution", C): Stage.COMPLETED,
    (Stage.COMPLETED, "reopen_local", C): Stage.SCOPE_CHECK,
    (Stage.SCOPE_CHECK, "escalate", C): Stage.TOPIC_DECISION,
    (Stage.LOCAL_SOLUTION, "escalate", C): Stage.TOPIC_DECISION,
    (Stage.TOPIC_DRAFT, "submit_topic", C): Stage.TOPIC_DECISION,
    (Stage.TOPIC_DECISION, "recall_topic", C): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DECISION, "refer_back_to_draft", R): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DECISION, "refer_back_to_cases", R): Stage.CASE_RECONSTRUCTION,
    (Stage.TOPIC_DECISION, "establish_topic", R): Stage.ESTABLISHED,
    (Stage.TOPIC_DECISION, "reject_topic", R): Stage.REJECTED,
    (Stage.TOPIC_DECISION, "report_to_state", R): Stage.REPORTED_TO_STATE,
    (Stage.REPORTED_TO_STATE, "state_answered", C): Stage.COMPLETED,
    (Stage.REPORTED_TO_STATE, "state_refers_back", C): Stage.TOPIC_DRAFT,
    (Stage.REPORTED_TO_STATE, "close_unanswered", C): Stage.DISCONTINUED,
    (Stage.TOPIC_DECISION, "decide_solution", R): Stage.IMPLEMENTATION,
    (Stage.ESTABLISHED, "adopt_mandate", R): Stage.COMMISSIONED,
    # "only where a group with mandate exists, otherwise `adopt_mandate` first"
    (Stage.EVALUATION, "adopt_mandate", R): Stage.COMMISSIONED,
    (Stage.COMMISSIONED, "constitute_group", C): Stage.GROUP_WORKING,
    (Stage.GROUP_WORKING, "amend_mandate", R): Stage.GROUP_WORKING,
    (Stage.GROUP_WORKING, "submit_proposal", C): Stage.PROPOSAL_DECISION,
    (Stage.GROUP_WORKING, "submit_proposal", L): Stage.PROPOSAL_DECISION,
    (Stage.PROPOSAL_DECISION, "recall_proposal", C): Stage.GROUP_WORKING,
    (Stage.PROPOSAL_DECISION, "refer_back_proposal", R): Stage.GROUP_WORKING,
    (Stage.PROPOSAL_DECISION, "adopt_proposal", R): Stage.IMPLEMENTATION,
    (None, "split_remainder", R): Stage.GROUP_WORKING,
    (Stage.PROPOSAL_DECISION, "reject_proposal", R): Stage.REJECTED,
    (Stage.IMPLEMENTATION, "start_evaluation", C): Stage.EVALUATION,
    (Stage.EVALUATION, "resume_implementation", C): Stage.IMPLEMENTATION,
    (Stage.EVALUATION, "rework_proposal", R): Stage.GROUP_WORKING,
    (Stage.ESTABLISHED, "discontinue", R): Stage.DISCONTINUED,
    (Stage.COMMISSIONED, "discontinue", R): Stage.DISCONTINUED,
    (Stage.GROUP_WORKING, "discontinue", R): Stage.DISCONTINUED,
    (Stage.PROPOSAL_DECISION, "discontinue", R): Stage.DISCONTINUED,
    (Stage.IMPLEMENTATION, "discontinue", R): Stage.DISCONTINUED,
    (Stage.EVALUATION, "discontinue", R): Stage.DISCONTINUED,
    (Stage.EVALUATION, "complete", C): Stage.COMPLETED,
    (None, "start_next_cycle", C): Stage.CASE_RECONSTRUCTION,
    (Stage.CASE_RECONSTRUCTION, "withdraw", C): Stage.WITHDRAWN,
    (Stage.TOPIC_DRAFT, "withdraw", C): Stage.WITHDRAWN,
    (Stage.SCOPE_CHECK, "withdraw", C): Stage.WITHDRAWN,
    (Stage.LOCAL_SOLUTION, "withdraw", C): Stage.WITHDRAWN,
    (Stage.TOPIC_DECISION, "withdraw", C): Stage.WITHDRAWN,
}
EXPECTED: dict[tuple[Stage | None, str, Actor], tuple[Stage, ...]] = {
    **{key: (target,) for key, target in _ONE.items()},
    (None, "take_over", C): ANY_LIVE,
}


def test_the_table_has_exactly_the_steps_of_the_design() -> None:
    assert set(TRANSITIONS) == {name for _, name, _ in EXPECTED}
    assert len(TRANSITIONS) == 38


def test_each_step_is_allowed_only_from_its_stages_and_for_its_actors() -> None:
    wrong = [
        (stage, name, actor)
        for stage, name, actor in product([None, *Stage], TRANSITIONS, Actor)
        if (actor in TRANSITIONS[name].actors and stage in (TRANSITIONS[name].sources or (None,)))
        is not ((stage, name, actor) in EXPECTED)
    ]
    assert wrong == []


def test_every_step_leads_where_the_design_says() -> None:
    assert {key: set(TRANSITIONS[key[1]].targets) for key in EXPECTED} == {
        key: set(targets) for key, targets in EXPECTED.items()
    }


def test_only_taking_over_leads_to_several_stages() -> None:
    several = [step.name for step in TRANSITIONS.values() if len(step.targets) != 1]
    assert several == ["take_over"]
    with pytest.raises(ValueError, match="several stages"):
        TRANSITIONS["take_over"].target  # noqa: B018 - asked for


# The steps that process.md ties to the profile, and what the profile must have for them.
SWITCHED = {
    "direct_intake": Switch.DIRECT_INTAKE,
    "check_scope": Switch.SCOPE_CHECK,
    "solve_locally": Switch.LOCAL_SOLUTION,
    "submit_topic": Switch.NO_SCOPE_CHECK,
    "decide_solution": Switch.SOLUTION_AT_ONCE,
}


def test_the_profile_switches_exactly_the_steps_of_the_design() -> None:
    assert {step.name: step.switch for step in TRANSITIONS.values() if step.switch} == SWITCHED


def profiles() -> list[ProfileFacts]:
    """Return a profile for every combination of what can be switched."""
    return [
        ProfileFacts(
            has_scope_check=scope,
            solves_locally=local,
            decides_solution=at_once,
            intake_sources=frozenset(IntakeSource) if direct else frozenset(),
        )
        for scope, local, at_once, direct in product([False, True], repeat=4)
    ]


def test_a_profile_has_the_switches_of_its_values() -> None:
    for profile in profiles():
        assert (Switch.SCOPE_CHECK in profile.switches) is profile.has_scope_check
        assert (Switch.NO_SCOPE_CHECK in profile.switches) is not profile.has_scope_check
        local = profile.has_scope_check and profile.solves_locally
        assert (Switch.LOCAL_SOLUTION in profile.switches) is local
        assert (Switch.SOLUTION_AT_ONCE in profile.switches) is profile.decides_solution
        assert (Switch.DIRECT_INTAKE in profile.switches) is bool(profile.intake_sources)


def test_a_step_that_a_resolution_takes_is_open_to_nobody_else() -> None:
    for step in TRANSITIONS.values():
        if step.by_resolution:
            assert step.actors == {Actor.RESOLUTION}, step.name


def test_what_the_steering_group_decides_needs_a_resolution() -> None:
    decided = (Stage.ESTABLISHED, Stage.REJECTED, Stage.COMMISSIONED, Stage.REPORTED_TO_STATE)
    for target in decided:
        leading = [step for step in TRANSITIONS.values() if target in step.targets and step.sources]
        assert leading
        assert all(step.by_resolution for step in leading)


def test_every_guard_named_in_the_table_exists_and_every_guard_is_used() -> None:
    named = {guard for step in TRANSITIONS.values() for guard in step.guards}
    assert named == set(GUARDS)


def test_a_step_that_needs_a_reason_has_a_guard_for_it() -> None:
    for step in TRANSITIONS.values():
        assert step.needs_reason is bool({"reason_given", "conditions_recorded"} & set(step.guards)), step.name


def _reachable(start: Stage, profile: ProfileFacts) -> set[Stage]:
    seen, todo = set(), [start]
    while todo:
        stage = todo.pop()
        if stage not in seen:
            seen.add(stage)
            todo += [target for step in transitions_from(stage, profile.switches) for target in step.targets]
    return seen


def test_every_stage_is_reachable_from_the_start_with_some_profile() -> None:
    assert set().union(*(_reachable(Stage.CASE_RECONSTRUCTION, profile) for profile in profiles())) == set(Stage)


def test_a_profile_passes_the_stages_that_it_provides() -> None:
    for profile in profiles():
        passed = stages_with(profile.switches)
        assert (Stage.SCOPE_CHECK in passed) is profile.has_scope_check
        assert (Stage.LOCAL_SOLUTION in passed) is (profile.has_scope_check and profile.solves_locally)
        assert passed | {Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION} == set(Stage)


@pytest.mark.parametrize("stage", sorted(LIVE_STAGES))
def test_every_live_stage_reaches_completion_and_an_end_without_success_with_every_profile(stage: Stage) -> None:
    for profile in profiles():
        reached = _reachable(stage, profile)
        assert Stage.COMPLETED in reached
        assert reached & {Stage.REJECTED, Stage.WITHDRAWN, Stage.DISCONTINUED}


def test_only_a_local_solution_is_taken_up_again_after_its_end() -> None:
    leaving = {stage: [step.name for step in transitions_from(stage)] for stage in ENDED_STAGES}
    assert leaving == {
        Stage.COMPLETED: ["reopen_local"], Stage.REJECTED: [], Stage.WITHDRAWN: [], Stage.DISCONTINUED: [],
    }  # fmt: skip


def test_a_topic_beyond_the_decision_on_it_brings_its_decision_along() -> None:
    early = {Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION}
    assert set(ANY_LIVE) - early - {Stage.TOPIC_DECISION} == DECIDED_STAGES


def test_live_and_ended_stages_are_all_stages_and_share_none() -> None:
    assert set(Stage) == LIVE_STAGES | ENDED_STAGES
    assert not LIVE_STAGES & ENDED_STAGES


def test_the_moves_of_the_state_field_are_the_table_without_what_creates_a_process() -> None:
    assert {name: (move.sources, move.target) for name, move in STAGE_MOVES.items()} == {
        name: (step.sources, step.target) for name, step in TRANSITIONS.items() if step.sources
    }


@pytest.mark.parametrize(
    ("stage", "phase"),
    [
        (Stage.CASE_RECONSTRUCTION, Phase.CASE_RECONSTRUCTION),
        (Stage.TOPIC_DRAFT, Phase.TOPIC),
        (Stage.SCOPE_CHECK, Phase.TOPIC),
        (Stage.LOCAL_SOLUTION, Phase.TOPIC),
        (Stage.TOPIC_DECISION, Phase.DECISION),
        (Stage.ESTABLISHED, Phase.DECISION),
        (Stage.REPORTED_TO_STATE, Phase.DECISION),
        (Stage.COMMISSIONED, Phase.PROJECT_GROUP),
        (Stage.GROUP_WORKING, Phase.PROJECT_GROUP),
        (Stage.PROPOSAL_DECISION, Phase.PROPOSAL),
        (Stage.IMPLEMENTATION, Phase.IMPLEMENTATION),
        (Stage.EVALUATION, Phase.IMPLEMENTATION),
    ],
)
def test_a_live_stage_has_its_phase(stage: Stage, phase: Phase) -> None:
    assert phase_of(stage) is phase


def test_an_ended_process_keeps_the_phase_of_its_last_live_stage() -> None:
    assert phase_of(Stage.WITHDRAWN, Stage.TOPIC_DRAFT) is Phase.TOPIC
    assert phase_of(Stage.REJECTED, Stage.TOPIC_DECISION) is Phase.DECISION


@pytest.mark.parametrize("last", [None, Stage.REJECTED])
def test_an_ended_process_without_its_last_live_stage_is_an_error(last: Stage | None) -> None:
    with pytest.raises(ValueError, match="last live stage"):
        phase_of(Stage.WITHDRAWN, last)


def test_the_diagram_shows_every_step_once_per_source_and_marks_resolutions() -> None:
    lines = [line.strip() for line in mermaid(lambda text: text).splitlines()]
    assert lines[0] == "stateDiagram-v2"
    arrows = [line for line in lines if re.match(r"\S+ --> \w+ : ", line)]
    assert len(arrows) == sum(max(1, len(step.sources)) * len(step.targets) for step in TRANSITIONS.values())
    assert "topic_decision --> established : ◆ Establish topic" in arrows
    assert "[*] --> evaluation : Take over a running topic" in arrows
    assert "[*] --> case_reconstruction : Start process" in arrows
    marked = {line.split(f"{RESOLUTION_MARK} ")[1] for line in arrows if RESOLUTION_MARK in line}
    assert marked == {step.label for step in TRANSITIONS.values() if step.by_resolution}


def test_a_label_cannot_break_out_of_the_diagram() -> None:
    text = mermaid(lambda _: 'x" as evil\n[*] --> evil : now; end')
    assert '"x\' as evil [*] --> evil now end"' in text
    assert "\n[*] --> evil" not in text
