"""The ways around the steering group: intake, scope, local solution, the state; and evidence beside reconstructions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from governance.rules.facts import CaseFacts, ProfileFacts, SeriesFacts, Severity, StepFacts, TopicFacts
from governance.rules.guards import check, unmet
from governance.rules.lifecycles import CaseState
from governance.rules.routes import EvidenceBasis, IntakeSource, Trigger
from governance.rules.solution_facts import IntakeFacts, ScopeFacts, StateFacts

DAY = date(2027, 4, 21)
TOPIC = TopicFacts("Antragstellende erfahren nicht, was aus ihrem Antrag wird")
WARENDORF = ProfileFacts(
    basis=EvidenceBasis.LIKE_CASES,
    min_interviews=1,
    intake_sources=frozenset({IntakeSource.FOCUS, IntakeSource.LIKE_CASES}),
    has_scope_check=True,
    solves_locally=True,
)


def held_up(name: str, facts: StepFacts) -> list[str]:
    """Return the guards that are open, in order, each once."""
    return list(dict.fromkeys(found.guard for found in unmet(check(name, facts))))


@pytest.mark.parametrize("source", IntakeSource)
def test_a_topic_comes_in_directly_only_from_a_source_of_the_profile(source: IntakeSource) -> None:
    facts = StepFacts(profile=WARENDORF, intake=IntakeFacts(source, "Sitzung vom Mai"))
    expected = [] if source in {IntakeSource.FOCUS, IntakeSource.LIKE_CASES} else ["source_allowed"]
    assert held_up("direct_intake", facts) == expected


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_source_without_a_note_is_no_source(note: str) -> None:
    facts = StepFacts(profile=WARENDORF, intake=IntakeFacts(IntakeSource.FOCUS, note))
    assert held_up("direct_intake", facts) == ["source_recorded"]
    assert held_up("take_over", facts) == ["source_recorded"]


def test_a_topic_taken_over_early_needs_no_decision_and_a_later_one_does() -> None:
    early = IntakeFacts(IntakeSource.EARLIER_WORK, "Handakte")
    later = replace(early, needs_earlier_decision=True)
    assert held_up("take_over", StepFacts(intake=early)) == []
    assert held_up("take_over", StepFacts(intake=later)) == ["earlier_decisions"]
    assert held_up("take_over", StepFacts(intake=replace(later, earlier_decisions=1))) == []


def test_the_profile_says_whether_the_scope_is_checked() -> None:
    assert held_up("check_scope", StepFacts(profile=WARENDORF, topic=TOPIC)) == []
    assert held_up("check_scope", StepFacts(topic=TOPIC)) == ["scope_check_in_use"]
    assert held_up("check_scope", StepFacts(profile=WARENDORF)) == ["topic_statement"]
    assert "no_scope_check" in held_up("submit_topic", StepFacts(profile=WARENDORF, topic=TOPIC))
    assert "no_scope_check" not in held_up("submit_topic", StepFacts(topic=TOPIC))


ASSESSED = ScopeFacts(assessed=True, group_chosen=True)
SETS = [frozenset(chosen) for count in range(5) for chosen in combinations(Trigger, count)]


@pytest.mark.parametrize("triggers", SETS, ids=lambda held: "+".join(sorted(held)) or "none")
def test_one_of_four_triggers_is_enough_for_the_steering_group_and_none_for_a_local_solution(
    triggers: frozenset[Trigger],
) -> None:
    facts = StepFacts(profile=WARENDORF, topic=TOPIC, scope=replace(ASSESSED, triggers=triggers))
    assert ("no_trigger" in held_up("solve_locally", facts)) is bool(triggers)
    assert ("trigger_holds" in held_up("escalate", facts)) is not bool(triggers)
    named = [found.message.text for found in check("escalate", facts) if found.guard == "trigger_holds"]
    assert named == [trigger.label for trigger in Trigger if trigger in triggers] or not triggers


def test_a_local_solution_needs_profile_answers_and_a_group() -> None:
    facts = StepFacts(profile=WARENDORF, scope=ASSESSED)
    assert held_up("solve_locally", facts) == []
    assert held_up("solve_locally", replace(facts, scope=ScopeFacts())) == ["scope_assessed", "group_chosen"]
    strict = replace(WARENDORF, solves_locally=False)
    assert held_up("solve_locally", replace(facts, profile=strict)) == ["local_solution_in_use"]


def test_a_local_solution_ends_in_writing_and_only_it_is_taken_up_again() -> None:
    assert held_up("document_solution", StepFacts()) == ["agreement_attached"]
    assert held_up("document_solution", StepFacts(scope=ScopeFacts(agreements=1))) == []
    reason = "Auch im Nordkreis"
    assert held_up("reopen_local", StepFacts(reason=reason)) == ["ended_locally"]
    local = ScopeFacts(ended_locally=True)
    assert held_up("reopen_local", StepFacts(scope=local)) == ["reason_given"]
    assert held_up("reopen_local", StepFacts(scope=local, reason=reason)) == []


def test_the_state_is_named_and_answers() -> None:
    assert held_up("report_to_state", StepFacts(state=StateFacts(" "))) == ["addressee_named"]
    assert held_up("report_to_state", StepFacts(state=StateFacts("Ministerium"))) == []
    for name in ("state_answered", "state_refers_back"):
        assert held_up(name, StepFacts(state=StateFacts("Ministerium", DAY))) == ["answer_attached"]
        assert held_up(name, StepFacts(state=StateFacts("Ministerium", DAY, answered=True))) == []


@pytest.mark.parametrize(("days", "over"), [(0, False), (89, False), (90, False), (91, True), (400, True)])
def test_a_report_without_an_answer_is_closed_after_the_waiting_time(days: int, over: bool) -> None:
    state = StateFacts("Ministerium", DAY, today=DAY + timedelta(days=days))
    facts = StepFacts(profile=ProfileFacts(state_waiting_days=90), state=state)
    assert held_up("close_unanswered", facts) == ([] if over else ["waiting_time_over"])
    (finding,) = check("close_unanswered", facts)
    assert finding.message.values == {"day": DAY + timedelta(days=90)}


def test_a_report_without_a_day_is_never_over() -> None:
    assert held_up("close_unanswered", StepFacts(state=StateFacts("Ministerium", today=DAY))) == ["waiting_time_over"]


def _case(code: str) -> CaseFacts:
    return CaseFacts(
        code, CaseState.RECONSTRUCTED, True, True, problem_circles=2, legal_areas=2,
        accompanied_since=DAY - timedelta(days=200), reconstructed_on=DAY,
    )  # fmt: skip


def _like(like_cases: int | None, interviews: int = 1, **changes: object) -> StepFacts:
    intake = IntakeFacts(like_cases=like_cases, interviews=interviews)
    profile = replace(WARENDORF, **changes)  # type: ignore[arg-type]
    return StepFacts(profile=profile, series=(SeriesFacts("WAF-1"),), topic=TOPIC, intake=intake)


def test_like_cases_count_where_the_profile_says_so_and_reconstructions_do_not() -> None:
    findings = check("derive_topic", _like(6))
    assert {"topic_cases", "series_size"} & {found.guard for found in findings} == set()
    assert held_up("derive_topic", _like(6)) == []


@pytest.mark.parametrize(
    ("needed", "found", "open_"),
    [(None, None, True), (None, 0, True), (None, 1, False), (5, 4, True), (5, 5, False), (0, 0, True), (0, 1, False)],
)
def test_a_number_of_like_cases_is_asked_for_only_if_the_profile_names_one(
    needed: int | None, found: int | None, open_: bool
) -> None:
    facts = _like(found, min_like_cases=needed, min_interviews=0, small_group_limit=0)
    assert ("like_cases" in held_up("derive_topic", facts)) is open_


def test_too_few_interviews_are_a_finding_of_their_own_and_can_be_justified() -> None:
    facts = _like(6, interviews=0)
    (left,) = unmet(check("derive_topic", facts))
    assert (left.guard, left.severity, left.link) == ("like_cases", Severity.JUSTIFIABLE, "intake")
    assert left.message.values == {"count": 0, "needed": 1}
    assert unmet(check("derive_topic", facts), {"like_cases"}) == ()
    strict = _like(6, interviews=0, like_cases_severity=Severity.BLOCKING)
    assert unmet(check("derive_topic", strict), {"like_cases"}) != ()


def test_a_topic_out_of_like_cases_counts_them_in_a_kreis_that_reconstructs() -> None:
    profile = ProfileFacts(intake_sources=frozenset({IntakeSource.LIKE_CASES}), min_like_cases=4)
    few = StepFacts(profile=profile, topic=TOPIC, intake=IntakeFacts(IntakeSource.LIKE_CASES, "AG", like_cases=3))
    assert "like_cases" in held_up("submit_topic", few)
    assert "topic_cases" not in held_up("submit_topic", few)


@pytest.mark.parametrize("source", [IntakeSource.FOCUS, IntakeSource.PARTICIPATION, IntakeSource.EARLIER_WORK])
def test_a_focus_of_the_group_needs_no_evidence_of_cases(source: IntakeSource) -> None:
    facts = StepFacts(topic=TOPIC, intake=IntakeFacts(source, "Sitzung vom Mai"))
    evidence = {"topic_cases", "series_size", "like_cases", "small_group"}
    assert evidence & {found.guard for found in check("submit_topic", facts)} == set()


def test_cases_linked_to_a_focus_are_still_protected_as_a_small_group() -> None:
    topic = TopicFacts("Thema", (_case("HX-F1"),))
    facts = StepFacts(topic=topic, intake=IntakeFacts(IntakeSource.FOCUS, "Sitzung vom Mai"))
    assert "small_group" in held_up("submit_topic", facts)


def test_like_cases_and_linked_cases_are_one_group_to_protect() -> None:
    facts = replace(_like(2), topic=TopicFacts("Thema", (_case("WAF-F1"),)))
    assert "small_group" not in held_up("derive_topic", facts)
    assert "small_group" in held_up("derive_topic", _like(2))
