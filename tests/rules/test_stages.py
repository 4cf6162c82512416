"""The steps of the process: who may take which from where, and where all of them lead."""

from __future__ import annotations

import re
from itertools import product

import pytest

from governance.rules.guards import GUARDS
from governance.rules.stages import ENDED_STAGES, LIVE_STAGES, Phase, Stage, phase_of
from governance.rules.steps import Actor
from governance.rules.transitions import RESOLUTION_MARK, STAGE_MOVES, TRANSITIONS, mermaid, transitions_from

C, CM, R = Actor.COORDINATOR, Actor.CASE_MANAGER, Actor.RESOLUTION

# Written from the table of process.md, independently of the code: (stage, step, actor) -> target.
EXPECTED: dict[tuple[Stage | None, str, Actor], Stage] = {
    (None, "start", C): Stage.CASE_RECONSTRUCTION,
    (None, "start", CM): Stage.CASE_RECONSTRUCTION,
    (Stage.CASE_RECONSTRUCTION, "derive_topic", C): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DRAFT, "collect_more_cases", C): Stage.CASE_RECONSTRUCTION,
    (Stage.TOPIC_DRAFT, "submit_topic", C): Stage.TOPIC_DECISION,
    (Stage.TOPIC_DECISION, "recall_topic", C): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DECISION, "refer_back_to_draft", R): Stage.TOPIC_DRAFT,
    (Stage.TOPIC_DECISION, "refer_back_to_cases", R): Stage.CASE_RECONSTRUCTION,
    (Stage.TOPIC_DECISION, "establish_topic", R): Stage.ESTABLISHED,
    (Stage.TOPIC_DECISION, "reject_topic", R): Stage.REJECTED,
    (Stage.CASE_RECONSTRUCTION, "withdraw", C): Stage.WITHDRAWN,
    (Stage.TOPIC_DRAFT, "withdraw", C): Stage.WITHDRAWN,
    (Stage.TOPIC_DECISION, "withdraw", C): Stage.WITHDRAWN,
}


def test_the_table_has_exactly_the_steps_of_the_design() -> None:
    assert set(TRANSITIONS) == {name for _, name, _ in EXPECTED}


@pytest.mark.parametrize(("stage", "name", "actor"), list(product([None, *Stage], TRANSITIONS, Actor)))
def test_a_step_is_allowed_only_from_its_stages_and_for_its_actors(
    stage: Stage | None, name: str, actor: Actor
) -> None:
    step = TRANSITIONS[name]
    allowed = actor in step.actors and stage in (step.sources or (None,))
    assert allowed is ((stage, name, actor) in EXPECTED)


def test_every_step_leads_where_the_design_says() -> None:
    assert {key: TRANSITIONS[key[1]].target for key in EXPECTED} == EXPECTED


def test_a_step_that_a_resolution_takes_is_open_to_nobody_else() -> None:
    for step in TRANSITIONS.values():
        if step.by_resolution:
            assert step.actors == {Actor.RESOLUTION}, step.name


def test_establishing_and_rejecting_need_a_resolution() -> None:
    for target in (Stage.ESTABLISHED, Stage.REJECTED):
        leading = [step for step in TRANSITIONS.values() if step.target is target]
        assert leading
        assert all(step.by_resolution for step in leading)


def test_every_guard_named_in_the_table_exists_and_every_guard_is_used() -> None:
    named = {guard for step in TRANSITIONS.values() for guard in step.guards}
    assert named == set(GUARDS)


def test_a_step_that_needs_a_reason_has_a_guard_for_it() -> None:
    for step in TRANSITIONS.values():
        assert step.needs_reason is bool({"reason_given", "conditions_recorded"} & set(step.guards)), step.name


def _reachable(start: Stage) -> set[Stage]:
    seen, todo = set(), [start]
    while todo:
        stage = todo.pop()
        if stage not in seen:
            seen.add(stage)
            todo += [step.target for step in transitions_from(stage)]
    return seen


def test_every_stage_is_reachable_from_the_start() -> None:
    assert _reachable(TRANSITIONS["start"].target) == set(Stage)


@pytest.mark.parametrize("stage", sorted(LIVE_STAGES - {Stage.ESTABLISHED}))
def test_every_open_stage_can_still_succeed_and_can_still_end_without_success(stage: Stage) -> None:
    assert {Stage.ESTABLISHED, *ENDED_STAGES} <= _reachable(stage)


def test_nothing_leaves_an_ended_stage() -> None:
    assert [transitions_from(stage) for stage in ENDED_STAGES] == [(), ()]


def test_live_and_ended_stages_are_all_stages_and_share_none() -> None:
    assert set(Stage) == LIVE_STAGES | ENDED_STAGES
    assert not LIVE_STAGES & ENDED_STAGES


def test_the_moves_of_the_state_field_are_the_table_without_the_start() -> None:
    assert {name: (move.sources, move.target) for name, move in STAGE_MOVES.items()} == {
        name: (step.sources, step.target) for name, step in TRANSITIONS.items() if name != "start"
    }


@pytest.mark.parametrize(
    ("stage", "phase"),
    [
        (Stage.CASE_RECONSTRUCTION, Phase.CASE_RECONSTRUCTION),
        (Stage.TOPIC_DRAFT, Phase.TOPIC),
        (Stage.TOPIC_DECISION, Phase.DECISION),
        (Stage.ESTABLISHED, Phase.DECISION),
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
    assert len(arrows) == sum(max(1, len(step.sources)) for step in TRANSITIONS.values())
    assert "topic_decision --> established : ◆ Establish topic" in arrows
    assert "[*] --> case_reconstruction : Start process" in arrows
    marked = {line.split(f"{RESOLUTION_MARK} ")[1] for line in arrows if RESOLUTION_MARK in line}
    assert marked == {step.label for step in TRANSITIONS.values() if step.by_resolution}


def test_a_label_cannot_break_out_of_the_diagram() -> None:
    text = mermaid(lambda _: 'x" as evil\n[*] --> evil : now; end')
    assert '"x\' as evil [*] --> evil now end"' in text
    assert "\n[*] --> evil" not in text
