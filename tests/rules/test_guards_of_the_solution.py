"""Guards of phases 4 to 6: mandate and group, proposal, measures, effect (process.md, "Transitions")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.rules.evaluation import ReachedEffect
from governance.rules.facts import PaperFacts, ProfileFacts, Severity, StepFacts
from governance.rules.guards import check, unmet
from governance.rules.lifecycles import MandateState, MeasureState, NominationState, PaperState
from governance.rules.mandates import MandatePart
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import ResultType
from governance.rules.solution_facts import (
    EffectFacts,
    MandateFacts,
    MeasureFacts,
    NominationFacts,
    ProposalFacts,
    ResultFacts,
)

MANDATE = MandateFacts(
    exists=True,
    state=MandateState.ADOPTED,
    has_group=True,
    has_draft=True,
    has_lead=True,
    has_report_back=True,
    has_end=True,
    nominations=(
        NominationFacts("Jobcenter", NominationState.NAMED, lead=True),
        NominationFacts("BAMF", NominationState.DECLINED),
    ),
)
GOALS = ResultFacts(ResultType.GOAL_SYSTEM, frozen=True)
CHAIN = ResultFacts(ResultType.SERVICE_CHAIN, frozen=True)
PROPOSAL = ProposalFacts(results=(GOALS, CHAIN), agreed=True)
PAPER = PaperFacts(exists=True, state=PaperState.RELEASED, subject=PaperSubject.ADOPT_PROPOSAL)
READY = StepFacts(
    mandate=MANDATE,
    proposal=PROPOSAL,
    paper=PAPER,
    measures=(MeasureFacts("Bögen ergänzen", MeasureState.DONE, assigned=True),),
    effect=EffectFacts(
        reached=ReachedEffect.YES, summary="Kürzere Wartezeit", values=2, informed=3, confirmed=1, case_managers=3
    ),
    reason="Anlass entfallen",
)


def open_guards(step: str, facts: StepFacts) -> set[str]:
    return {found.guard for found in unmet(check(step, facts))}


def mandate(**changes: object) -> StepFacts:
    return replace(READY, mandate=replace(MANDATE, **changes))  # type: ignore[arg-type]


def proposal(**changes: object) -> StepFacts:
    return replace(READY, proposal=replace(PROPOSAL, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "step",
    [
        "adopt_mandate",
        "amend_mandate",
        "constitute_group",
        "submit_proposal",
        "adopt_proposal",
        "start_evaluation",
        "complete",
    ],
)
def test_with_everything_in_place_a_step_is_possible(step: str) -> None:
    assert open_guards(step, READY) == set()


@pytest.mark.parametrize("step", ["adopt_mandate", "amend_mandate"])
@pytest.mark.parametrize(
    ("changes", "guard"),
    [
        ({"has_draft": False}, "mandate_complete"),
        ({"missing": (MandatePart.OBJECTIVE,)}, "mandate_complete"),
        ({"has_lead": False}, "mandate_complete"),
        ({"has_report_back": False}, "mandate_complete"),
        ({"has_end": False}, "mandate_complete"),
        ({"as_laid": False}, "mandate_as_laid"),
    ],
)
def test_an_incomplete_or_changed_mandate_is_not_adopted(step: str, changes: dict[str, object], guard: str) -> None:
    assert open_guards(step, mandate(**changes)) == {guard}


def test_each_missing_part_of_a_mandate_is_named() -> None:
    gaps = (MandatePart.SUBJECT, MandatePart.RESULT_FORM)
    found = unmet(check("adopt_mandate", mandate(missing=gaps, has_lead=False)))
    assert len(found) == 3


@pytest.mark.parametrize(
    ("nominations", "guards"),
    [
        ((), {"nominations_answered", "lead_set"}),
        ((NominationFacts("Jobcenter", NominationState.OPEN, lead=True),), {"nominations_answered", "lead_set"}),
        ((NominationFacts("Jobcenter", NominationState.DECLINED),), {"nominations_answered", "lead_set"}),
        ((NominationFacts("Jobcenter", NominationState.NAMED),), {"lead_set"}),
        (
            (
                NominationFacts("Jobcenter", NominationState.NAMED, lead=True),
                NominationFacts("BAMF", NominationState.OPEN),
            ),
            {"nominations_answered"},
        ),
        (
            (
                NominationFacts("Jobcenter", NominationState.NAMED, lead=True),
                NominationFacts("BAMF", NominationState.RELEASED),
            ),
            set(),
        ),
    ],
)
def test_a_group_is_constituted_when_every_organisation_has_answered_and_somebody_leads(
    nominations: tuple[NominationFacts, ...], guards: set[str]
) -> None:
    assert open_guards("constitute_group", mandate(nominations=nominations)) == guards


@pytest.mark.parametrize(
    ("results", "guards"),
    [
        ((replace(GOALS, frozen=False), CHAIN), {"results_frozen"}),
        ((replace(GOALS, current=False), CHAIN), {"results_frozen"}),
        ((replace(GOALS, open_findings=2), CHAIN), {"results_checked"}),
        ((replace(GOALS, open_findings=2, explained=True), CHAIN), set()),
        ((ResultFacts(ResultType.DECISION_TEXT),), {"results_frozen"}),
    ],
)
def test_a_proposal_needs_its_results_frozen_and_their_open_points_explained(
    results: tuple[ResultFacts, ...], guards: set[str]
) -> None:
    assert open_guards("submit_proposal", proposal(results=results)) == guards


def test_where_the_profile_blocks_open_points_an_explanation_does_not_help() -> None:
    strict = replace(
        proposal(results=(replace(GOALS, open_findings=1, explained=True), CHAIN)),
        profile=ProfileFacts(result_checks_severity=Severity.BLOCKING),
    )
    assert open_guards("submit_proposal", strict) == {"results_checked"}


@pytest.mark.parametrize(
    ("changes", "guard"),
    [
        ({"unanswered": (MandatePart.RESULT_FORM,)}, "mandate_answered"),
        ({"agreed": False}, "group_agreed"),
    ],
)
def test_a_proposal_answers_the_mandate_and_says_how_the_group_agreed(changes: dict[str, object], guard: str) -> None:
    assert open_guards("submit_proposal", proposal(**changes)) == {guard}


def test_what_was_changed_after_the_release_is_not_handed_in() -> None:
    assert open_guards("submit_proposal", proposal(as_laid=False)) == {"proposal_as_laid"}


@pytest.mark.parametrize(
    "paper",
    [
        PaperFacts(),
        replace(PAPER, state=PaperState.DRAFT),
        replace(PAPER, subject=PaperSubject.ESTABLISH_TOPIC),
    ],
)
def test_a_proposal_needs_a_released_paper_of_its_kind(paper: PaperFacts) -> None:
    assert open_guards("submit_proposal", replace(READY, paper=paper)) == {"released_proposal"}


def test_a_proposal_is_adopted_only_with_organisation_and_date_for_every_element() -> None:
    assert open_guards("adopt_proposal", proposal(unassigned=("1.1.1 Bögen ergänzen",))) == {"elements_assigned"}


def test_a_remainder_needs_something_that_was_returned() -> None:
    assert open_guards("split_remainder", proposal(returned=0)) == {"something_returned"}
    assert open_guards("split_remainder", proposal(returned=1)) == set()


def test_a_proposal_goes_back_with_conditions_and_a_day() -> None:
    assert open_guards("refer_back_proposal", READY) == {"date_set"}
    assert open_guards("refer_back_proposal", proposal(due_on=date(2028, 5, 24))) == set()
    without = replace(proposal(due_on=date(2028, 5, 24)), reason=" ")
    assert open_guards("refer_back_proposal", without) == {"conditions_recorded"}


@pytest.mark.parametrize(
    ("measures", "possible"),
    [
        ((), False),
        ((MeasureFacts("A", MeasureState.DONE), MeasureFacts("B", MeasureState.DROPPED)), True),
        ((MeasureFacts("A", MeasureState.DONE), MeasureFacts("B", MeasureState.DEFERRED)), False),
        ((MeasureFacts("A", MeasureState.DECLINED),), False),
        ((MeasureFacts("A", MeasureState.INFEASIBLE),), False),
    ],
)
def test_the_effect_is_checked_when_every_measure_is_done_or_dropped(
    measures: tuple[MeasureFacts, ...], possible: bool
) -> None:
    assert (open_guards("start_evaluation", replace(READY, measures=measures)) == set()) is possible


@pytest.mark.parametrize(
    ("effect", "guards"),
    [
        (EffectFacts(), {"effect_known"}),
        (EffectFacts(reached=ReachedEffect.YES, summary="Kürzer"), {"effect_known"}),
        (EffectFacts(reached=ReachedEffect.YES, summary="Kürzer", no_values_reason="Wird nicht erhoben"), set()),
        (EffectFacts(reached=ReachedEffect.YES, summary="", values=1), {"effect_known"}),
        (
            EffectFacts(reached=ReachedEffect.NO, summary="Kürzer", values=1, case_managers=3, informed=2),
            {"practice_informed"},
        ),
    ],
)
def test_a_process_is_completed_with_a_known_effect_and_informed_practice(
    effect: EffectFacts, guards: set[str]
) -> None:
    assert open_guards("complete", replace(READY, effect=effect)) == guards


def test_implementation_is_resumed_for_an_effect_that_is_not_reached_and_with_new_measures() -> None:
    assert open_guards("resume_implementation", READY) == {"effect_not_reached", "new_measures"}
    again = replace(
        READY,
        effect=EffectFacts(reached=ReachedEffect.PARTLY),
        measures=(MeasureFacts("A", MeasureState.DONE), MeasureFacts("B", MeasureState.OPEN)),
    )
    assert open_guards("resume_implementation", again) == set()


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({}, True),
        ({"state": MandateState.FULFILLED}, True),
        ({"state": MandateState.ENDED}, False),
        ({"has_group": False}, False),
    ],
)
def test_a_proposal_is_reworked_only_by_a_group_with_a_mandate(changes: dict[str, object], possible: bool) -> None:
    assert (open_guards("rework_proposal", mandate(**changes)) == set()) is possible


def test_a_solution_is_decided_at_once_where_the_profile_lets_it_and_measures_are_assigned() -> None:
    planned = (MeasureFacts("A", MeasureState.OPEN, assigned=True),)
    allowed = replace(READY, measures=planned, profile=ProfileFacts(decides_solution=True))
    assert open_guards("decide_solution", allowed) == set()
    assert open_guards("decide_solution", replace(allowed, profile=ProfileFacts())) == {"solution_at_once_allowed"}
    loose = (MeasureFacts("A", MeasureState.OPEN),)
    assert open_guards("decide_solution", replace(allowed, measures=loose)) == {"measures_assigned"}
    assert open_guards("decide_solution", replace(allowed, measures=())) == {"measures_assigned"}


def test_discontinuing_needs_a_reason() -> None:
    assert open_guards("discontinue", replace(READY, reason="")) == {"reason_given"}
    assert open_guards("discontinue", READY) == set()
