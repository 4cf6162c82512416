"""The process profile in plain sentences: complete for every profile, and true to its values."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from governance.rules.facts import ProfileFacts, Severity
from governance.rules.guards import GUARDS
from governance.rules.profile_wording import (
    GUARD_LABELS,
    PROFILE_GUARDS,
    beginnings,
    guard_rows,
    profile_parts,
    severity_of,
    stage_rows,
)
from governance.rules.routes import EvidenceBasis, IntakeSource, ResultType, Trigger
from governance.rules.stages import Stage
from governance.rules.transitions import TRANSITIONS

HOEXTER = ProfileFacts()
WARENDORF = ProfileFacts(
    basis=EvidenceBasis.LIKE_CASES, min_interviews=1, has_scope_check=True, solves_locally=True,
    intake_sources=frozenset({IntakeSource.FOCUS}), result_types=(ResultType.INTERFACE_CONCEPT,),
)  # fmt: skip


def text_of(profile: ProfileFacts) -> str:
    """Return every sentence of a profile, filled, in English."""
    parts = profile_parts(profile)
    return "\n".join(m.text % m.values for part in parts for m in (*part.sentences, *part.items))


def test_every_guard_is_explained_or_asks_the_profile_itself() -> None:
    assert set(GUARD_LABELS) | PROFILE_GUARDS == set(GUARDS)
    assert not set(GUARD_LABELS) & PROFILE_GUARDS


def test_every_combination_fills_its_sentences() -> None:
    for scope, local, at_once, basis in product([False, True], [False, True], [False, True], EvidenceBasis):
        profile = ProfileFacts(has_scope_check=scope, solves_locally=local, decides_solution=at_once, basis=basis)
        assert "%(" not in text_of(profile)
        assert len(profile_parts(profile)) == 5


def test_the_numbers_of_the_profile_stand_in_its_sentences() -> None:
    odd = replace(HOEXTER, min_topic_cases=11, min_series_cases=13, min_weeks=17, state_waiting_days=123)
    for number in ("11", "13", "17", "123"):
        assert number in text_of(odd)


def test_a_strict_profile_and_a_lenient_one_read_differently() -> None:
    strict = replace(HOEXTER, series_size_severity=Severity.BLOCKING, topic_cases_severity=Severity.BLOCKING)
    assert "written justification" in text_of(HOEXTER)
    assert "written justification" not in text_of(strict)


def test_the_four_triggers_are_named_only_where_the_scope_is_checked() -> None:
    labels = {trigger.label for trigger in Trigger}
    assert all(label in text_of(WARENDORF) for label in labels)
    assert not any(label in text_of(HOEXTER) for label in labels)


def test_sources_and_results_are_those_of_the_profile() -> None:
    assert IntakeSource.FOCUS.label in text_of(WARENDORF)
    assert IntakeSource.NEED_REPORT.label not in text_of(WARENDORF)
    assert ResultType.INTERFACE_CONCEPT.label in text_of(WARENDORF)
    assert ResultType.GOAL_SYSTEM.label not in text_of(WARENDORF)


@pytest.mark.parametrize(
    ("guard", "field"),
    [
        ("topic_cases", "topic_cases_severity"),
        ("series_size", "series_size_severity"),
        ("like_cases", "like_cases_severity"),
        ("case_criteria", "criteria_severity"),
        ("withdrawn_cases", "withdrawn_severity"),
        ("small_group", "small_group_severity"),
        ("results_checked", "result_checks_severity"),
    ],
)
def test_what_the_profile_chooses_is_shown_as_chosen(guard: str, field: str) -> None:
    for severity in Severity:
        assert severity_of(guard, replace(HOEXTER, **{field: severity})) is severity  # type: ignore[arg-type]


def test_what_nobody_chooses_blocks() -> None:
    chosen = {"topic_cases", "series_size", "like_cases", "case_criteria", "withdrawn_cases", "small_group"}
    lenient = {guard for guard in GUARDS if severity_of(guard, HOEXTER) is Severity.JUSTIFIABLE}
    assert lenient <= chosen | {"results_checked"}


def test_conditions_of_steps_that_the_profile_lacks_are_left_out() -> None:
    shown = {row.guard for row in guard_rows(HOEXTER)}
    assert not {"no_trigger", "group_chosen", "like_cases"} & shown
    assert {"topic_cases", "series_size", "mandate_complete", "practice_informed"} <= shown
    other = {row.guard for row in guard_rows(WARENDORF)}
    assert {"no_trigger", "trigger_holds", "like_cases"} <= other
    assert not {"topic_cases", "series_size"} & other


def test_each_condition_names_the_steps_that_ask_for_it() -> None:
    for row in guard_rows(WARENDORF):
        assert row.steps
        assert all(row.guard in step.guards for step in row.steps)


def test_the_way_shows_the_stages_and_steps_of_the_profile_only() -> None:
    ways = {row.stage: {step.name for step in row.steps} for row in stage_rows(HOEXTER)}
    assert Stage.SCOPE_CHECK not in ways
    assert "submit_topic" in ways[Stage.TOPIC_DRAFT]
    other = {row.stage: {step.name for step in row.steps} for row in stage_rows(WARENDORF)}
    assert {Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION} <= set(other)
    assert "submit_topic" not in other[Stage.TOPIC_DRAFT]
    assert "decide_solution" not in other[Stage.TOPIC_DECISION]


def test_people_begin_processes_as_the_profile_allows() -> None:
    assert [step.name for step in beginnings(HOEXTER)] == ["start", "take_over", "start_next_cycle"]
    assert "direct_intake" in {step.name for step in beginnings(WARENDORF)}
    assert TRANSITIONS["split_remainder"] not in beginnings(WARENDORF)
