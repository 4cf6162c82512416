"""What is missing for a step, and what a written justification can heal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from governance.rules.evaluation import ReachedEffect
from governance.rules.guards import (
    CaseFacts,
    Criterion,
    Finding,
    PaperFacts,
    ProfileFacts,
    SeriesFacts,
    Severity,
    StepFacts,
    TopicFacts,
    check,
    earliest_full_tenure,
    flags,
    for_public,
    unmet,
)
from governance.rules.lifecycles import CaseState, MandateState, MeasureState, NominationState, PaperState
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import IntakeSource, ResultType, Trigger
from governance.rules.solution_facts import (
    EffectFacts,
    IntakeFacts,
    MandateFacts,
    MeasureFacts,
    NominationFacts,
    ProposalFacts,
    ResultFacts,
    ScopeFacts,
    StateFacts,
)
from governance.rules.transitions import TRANSITIONS

DAY = date(2027, 4, 21)
RELEASED = PaperFacts(exists=True, state=PaperState.RELEASED, subject=PaperSubject.ESTABLISH_TOPIC)


def case(code: str, **changes: object) -> CaseFacts:
    good = CaseFacts(
        code=code,
        state=CaseState.RECONSTRUCTED,
        medium_difficulty=True,
        typical=True,
        problem_circles=2,
        legal_areas=3,
        accompanied_since=DAY - timedelta(days=200),
        reconstructed_on=DAY,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


FOUR = tuple(case(f"HX-F{n}") for n in range(1, 5))


def facts(cases: tuple[CaseFacts, ...] = FOUR, **changes: object) -> StepFacts:
    good = StepFacts(
        series=(SeriesFacts("HX-2027-1", cases),),
        topic=TopicFacts("Eltern erreichen den Kurs nicht rechtzeitig", cases),
        paper=RELEASED,
        reason="Neue Fälle sind angekündigt",
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def found(findings: tuple[Finding, ...], guard: str) -> list[Finding]:
    return [finding for finding in findings if finding.guard == guard]


def open_guards(name: str, given: StepFacts) -> set[str]:
    return {finding.guard for finding in check(name, given) if not finding.fulfilled}


# What the guards of a step need beside `facts()`, and which of them have nothing to say there.
PLACES = (NominationFacts("Jobcenter", NominationState.NAMED, lead=True),)
MANDATE = MandateFacts(
    exists=True, state=MandateState.ADOPTED, has_group=True, has_draft=True, has_lead=True, has_report_back=True,
    has_end=True, nominations=PLACES,
)  # fmt: skip
PROPOSAL = ProposalFacts((ResultFacts(ResultType.GOAL_SYSTEM, frozen=True),), agreed=True, returned=1, due_on=DAY)
MEASURES = (MeasureFacts("Kurs", MeasureState.OPEN, True), MeasureFacts("Bus", MeasureState.DONE, True))
ON_THE_PROPOSAL = replace(RELEASED, subject=PaperSubject.ADOPT_PROPOSAL)
IN_PLACE: dict[str, dict[str, object]] = {
    "direct_intake": {
        "profile": ProfileFacts(intake_sources=frozenset({IntakeSource.FOCUS})),
        "intake": IntakeFacts(IntakeSource.FOCUS, "Sitzung im Mai"),
    },
    "take_over": {
        "intake": IntakeFacts(IntakeSource.EARLIER_WORK, "Handakte", earlier_decisions=1, needs_earlier_decision=True)
    },
    "check_scope": {"profile": ProfileFacts(has_scope_check=True)},
    "solve_locally": {
        "profile": ProfileFacts(has_scope_check=True, solves_locally=True),
        "scope": ScopeFacts(assessed=True, group_chosen=True),
    },
    "document_solution": {"scope": ScopeFacts(agreements=1)},
    "reopen_local": {"scope": ScopeFacts(ended_locally=True)},
    "escalate": {"scope": ScopeFacts(assessed=True, triggers=frozenset({Trigger.COUNTY_WIDE}))},
    "report_to_state": {"state": StateFacts("Ministerium")},
    "state_answered": {"state": StateFacts("Ministerium", DAY, answered=True)},
    "state_refers_back": {"state": StateFacts("Ministerium", DAY, answered=True)},
    "close_unanswered": {"state": StateFacts("Ministerium", DAY, today=DAY + timedelta(days=366))},
    "decide_solution": {"profile": ProfileFacts(decides_solution=True), "measures": MEASURES},
    "submit_proposal": {"paper": ON_THE_PROPOSAL},
    "start_evaluation": {"measures": MEASURES[1:]},
    "resume_implementation": {"effect": EffectFacts(reached=ReachedEffect.PARTLY)},
    "complete": {
        "effect": EffectFacts(reached=ReachedEffect.YES, summary="Wartezeit halbiert", values=2, case_managers=0)
    },
    "start_next_cycle": {"effect": EffectFacts(predecessor_completed=True)},
}
SILENT = {"like_cases"}


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_step_with_everything_in_place_has_only_fulfilled_findings(name: str) -> None:
    given = facts(**{"mandate": MANDATE, "proposal": PROPOSAL, "measures": MEASURES, **IN_PLACE.get(name, {})})
    findings = check(name, given)
    assert unmet(findings) == ()
    assert {finding.guard for finding in findings if finding.fulfilled} == set(TRANSITIONS[name].guards) - SILENT


@pytest.mark.parametrize(
    ("name", "given", "guard"),
    [
        ("start", facts(series=()), "series_chosen"),
        ("derive_topic", facts(topic=None), "topic_statement"),
        ("derive_topic", facts(topic=TopicFacts("  \n", FOUR)), "topic_statement"),
        ("collect_more_cases", facts(reason=" "), "reason_given"),
        ("submit_topic", facts(paper=PaperFacts()), "released_paper"),
        ("submit_topic", facts(paper=replace(RELEASED, state=PaperState.DRAFT)), "released_paper"),
        ("submit_topic", facts(paper=replace(RELEASED, state=PaperState.WITHDRAWN)), "released_paper"),
        ("submit_topic", facts(paper=replace(RELEASED, subject=PaperSubject.OTHER)), "released_paper"),
        ("recall_topic", facts(paper=replace(RELEASED, on_dispatched_agenda=True)), "paper_not_dispatched"),
        ("recall_topic", facts(reason=""), "reason_given"),
        ("withdraw", facts(paper=replace(RELEASED, on_dispatched_agenda=True)), "paper_not_dispatched"),
        ("withdraw", facts(reason=""), "reason_given"),
        ("refer_back_to_draft", facts(reason=""), "conditions_recorded"),
        ("refer_back_to_cases", facts(reason=""), "conditions_recorded"),
    ],
)
def test_what_is_missing_blocks_the_step_and_is_named(name: str, given: StepFacts, guard: str) -> None:
    findings = check(name, given)
    assert guard in open_guards(name, given)
    (blocking,) = found(unmet(findings, justified=[guard]), guard)
    assert blocking.severity is Severity.BLOCKING


def test_a_released_paper_stays_released_on_an_agenda() -> None:
    assert open_guards("submit_topic", facts(paper=replace(RELEASED, state=PaperState.SCHEDULED))) == set()


def test_a_process_without_a_paper_can_be_withdrawn() -> None:
    assert unmet(check("withdraw", facts(paper=PaperFacts()))) == ()


def test_an_empty_series_is_enough_to_start() -> None:
    assert unmet(check("start", facts(series=(SeriesFacts("HX-2027-1"),)))) == ()


def test_establishing_and_rejecting_have_no_guards() -> None:
    assert check("establish_topic", StepFacts()) == check("reject_topic", StepFacts()) == ()


def test_an_unknown_step_is_an_error() -> None:
    with pytest.raises(KeyError):
        check("abolish_topic", facts())


def test_three_cases_can_be_submitted_with_a_justification() -> None:
    findings = check("submit_topic", facts(FOUR[:3]))
    (left,) = unmet(findings)
    assert (left.guard, left.severity, left.link) == ("series_size", Severity.JUSTIFIABLE, "series")
    assert left.message.values == {"count": 3, "needed": 4}
    assert unmet(findings, justified={"series_size"}) == ()


def test_a_strict_profile_blocks_three_cases_whatever_is_written() -> None:
    strict = ProfileFacts(series_size_severity=Severity.BLOCKING)
    findings = check("submit_topic", facts(FOUR[:3], profile=strict))
    assert [finding.guard for finding in unmet(findings, justified={"series_size"})] == ["series_size"]


def test_two_cases_are_too_few_for_a_topic_and_a_small_group() -> None:
    findings = check("derive_topic", facts(FOUR[:2]))
    assert [(finding.guard, finding.severity) for finding in unmet(findings)] == [
        ("topic_cases", Severity.BLOCKING),
        ("series_size", Severity.JUSTIFIABLE),
        ("small_group", Severity.JUSTIFIABLE),
    ]
    assert [finding.guard for finding in unmet(findings, ["series_size", "small_group"])] == ["topic_cases"]


def test_a_topic_out_of_two_series_counts_the_cases_of_both_once() -> None:
    both = (SeriesFacts("HX-2026-1", FOUR[:3]), SeriesFacts("HX-2027-1", FOUR[2:]))
    (size,) = found(check("derive_topic", facts(series=both)), "series_size")
    assert size.fulfilled
    assert size.message.values["count"] == 4


def test_cases_that_are_not_reconstructed_do_not_count() -> None:
    cases = (*FOUR[:2], case("HX-F3", state=CaseState.SCHEDULED), case("HX-F4", state=CaseState.NOMINATED))
    (topic,) = found(check("derive_topic", facts(cases)), "topic_cases")
    assert (topic.fulfilled, topic.message.values["count"]) == (False, 2)


@pytest.mark.parametrize(
    ("criterion", "changes"),
    [
        (Criterion.MEDIUM_DIFFICULTY, {"medium_difficulty": False}),
        (Criterion.MEDIUM_DIFFICULTY, {"medium_difficulty": None}),
        (Criterion.TYPICAL, {"typical": False}),
        (Criterion.TYPICAL, {"typical": None}),
        (Criterion.PROBLEM_CIRCLES, {"problem_circles": 1}),
        (Criterion.PROBLEM_CIRCLES, {"problem_circles": 4}),
        (Criterion.LEGAL_AREAS, {"legal_areas": 1}),
        (Criterion.TENURE, {"accompanied_since": DAY - timedelta(days=55)}),
        (Criterion.TENURE, {"accompanied_since": None}),
        (Criterion.TENURE, {"accompanied_since": DAY + timedelta(days=1)}),
        (Criterion.TENURE, {"reconstructed_on": None}),
    ],
)
def test_a_missed_criterion_blocks_until_a_reason_is_written(criterion: Criterion, changes: dict[str, object]) -> None:
    bad = case("HX-F4", **changes)
    (finding,) = unmet(check("derive_topic", facts((*FOUR[:3], bad))))
    assert (finding.guard, finding.case_code, finding.link) == ("case_criteria", "HX-F4", "case:HX-F4")
    assert finding.message.values["code"] == "HX-F4"

    explained = replace(bad, deviations={criterion: "Fall ist typisch genug"})
    findings = check("derive_topic", facts((*FOUR[:3], explained)))
    assert unmet(findings) == ()
    (fulfilled,) = found(findings, "case_criteria")
    assert fulfilled.detail is not None
    assert fulfilled.detail.values == {"reason": "Fall ist typisch genug"}


def test_every_way_to_miss_a_criterion_has_its_own_sentence() -> None:
    ways: list[dict[str, object]] = [
        {"medium_difficulty": False},
        {"medium_difficulty": None},
        {"typical": False},
        {"typical": None},
        {"problem_circles": 1},
        {"legal_areas": 1},
        {"accompanied_since": None},
        {"reconstructed_on": None},
        {"accompanied_since": DAY + timedelta(days=1)},
        {"accompanied_since": DAY - timedelta(days=55)},
    ]
    texts = {
        found(check("derive_topic", facts((*FOUR, case("X", **way)))), "case_criteria")[0].message.text for way in ways
    }
    assert len(texts) == len(ways)


def test_a_deviation_for_another_criterion_or_of_spaces_does_not_help() -> None:
    bad = case("HX-F4", legal_areas=1, deviations={Criterion.TYPICAL: "Grund", Criterion.LEGAL_AREAS: "  "})
    assert [finding.case_code for finding in unmet(check("derive_topic", facts((*FOUR[:3], bad))))] == ["HX-F4"]


def test_two_missed_criteria_of_one_case_are_two_findings() -> None:
    bad = case("HX-F4", legal_areas=1, typical=False, deviations={Criterion.TYPICAL: "Grund"})
    findings = found(check("derive_topic", facts((*FOUR[:3], bad))), "case_criteria")
    assert [finding.fulfilled for finding in findings] == [False, True]


def test_fifty_six_days_are_eight_weeks() -> None:
    exact = case("HX-F4", accompanied_since=DAY - timedelta(days=56))
    assert unmet(check("derive_topic", facts((*FOUR[:3], exact)))) == ()
    assert earliest_full_tenure(DAY - timedelta(days=56), 8) == DAY


def test_seven_weeks_name_the_day_on_which_eight_are_reached() -> None:
    late = case("HX-F4", accompanied_since=DAY - timedelta(days=49))
    (finding,) = unmet(check("derive_topic", facts((*FOUR[:3], late))))
    assert finding.message.values == {
        "code": "HX-F4",
        "count": 7,
        "least": 8,
        "date": DAY + timedelta(days=7),
    }


def test_the_numbers_of_the_profile_apply() -> None:
    loose = ProfileFacts(min_topic_cases=1, min_series_cases=1, min_weeks=1, small_group_limit=0, min_legal_areas=1)
    one = case("HX-F1", accompanied_since=DAY - timedelta(days=7), legal_areas=1)
    assert unmet(check("derive_topic", facts((one,), profile=loose))) == ()


def test_a_case_withdrawn_after_the_topic_was_derived_is_flagged_and_no_longer_counts() -> None:
    gone = case("HX-F4", state=CaseState.WITHDRAWN, medium_difficulty=None, legal_areas=0)
    given = facts((*FOUR[:3], gone))
    findings = check("submit_topic", given)
    assert {finding.guard for finding in unmet(findings)} == {"withdrawn_cases", "series_size"}
    assert unmet(findings, ["withdrawn_cases", "series_size"]) == ()
    assert [finding.case_code for finding in flags(given)] == ["HX-F4"]
    assert flags(facts()) == ()


def test_too_many_withdrawn_cases_block_the_topic() -> None:
    gone = tuple(replace(one, state=CaseState.WITHDRAWN) for one in FOUR[:2])
    findings = check("submit_topic", facts((*gone, *FOUR[2:])))
    assert "topic_cases" in {finding.guard for finding in unmet(findings, ["withdrawn_cases", "series_size"])}


def test_findings_come_blocking_first_then_justifiable_then_fulfilled() -> None:
    given = facts((*FOUR[:2], case("HX-F3", typical=False)), paper=PaperFacts())
    ranks = [
        2 if finding.fulfilled else 0 if finding.severity is Severity.BLOCKING else 1
        for finding in check("submit_topic", given)
    ]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_who_may_not_see_cases_gets_counts_and_no_code_or_quoted_reason() -> None:
    cases = (
        FOUR[0],
        case("HX-F2", typical=False),
        case("HX-F3", typical=False, legal_areas=1),
        case("HX-F4", legal_areas=1, deviations={Criterion.LEGAL_AREAS: "Kind aus HX-F4"}),
        case("HX-F5", state=CaseState.WITHDRAWN),
    )
    public = for_public(check("submit_topic", facts(cases)))
    assert "HX-F" not in repr(public)
    criteria = found(public, "case_criteria")
    assert [(finding.fulfilled, finding.message.values["count"]) for finding in criteria] == [
        (False, 2),
        (True, 1),
    ]
    (withdrawn,) = found(public, "withdrawn_cases")
    assert withdrawn.message.values == {"count": 1}


def test_findings_without_a_case_are_the_same_for_everybody() -> None:
    findings = check("submit_topic", facts())
    assert for_public(findings) == findings


def test_every_sentence_can_be_filled_with_its_values() -> None:
    bad = [case(f"B{n}", legal_areas=n, typical=None, accompanied_since=None) for n in range(3)]
    bad.append(case("W", state=CaseState.WITHDRAWN))
    for given in (facts(), facts(tuple(bad)), StepFacts()):
        for name in TRANSITIONS:
            for finding in check(name, given):
                for message in (finding.message, finding.public_message, finding.detail):
                    if message is not None:
                        assert "%(" not in message.text % message.values
                        assert "%(" not in (message.plural or "") % message.values
