"""The one table from outcome to process step."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from governance.rules.effects import EFFECTS, effects_of, targets_of
from governance.rules.outcomes import ADOPTING_OUTCOMES, DECIDING_OUTCOMES, Outcome, PaperSubject, ReferBackTarget
from governance.rules.stages import Stage
from governance.rules.transitions import TRANSITIONS

S, T = PaperSubject, ReferBackTarget
_BACK = {
    (Outcome.REFERRED_BACK, T.TOPIC_DRAFT): ("refer_back_to_draft",),
    (Outcome.REFERRED_BACK, T.CASE_RECONSTRUCTION): ("refer_back_to_cases",),
}


def _carried(*steps: str) -> dict[tuple[Outcome, ReferBackTarget | None], tuple[str, ...]]:
    return {
        (outcome, None): steps for outcome in (Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES, Outcome.ADOPTED_IN_PART)
    }


# Written from process.md, independently of the code: what moves a process. Every other pair moves nothing.
MOVING: dict[PaperSubject, dict[tuple[Outcome, ReferBackTarget | None], tuple[str, ...]]] = {
    S.ESTABLISH_TOPIC: {**_carried("establish_topic"), (Outcome.REJECTED, None): ("reject_topic",), **_BACK},
    S.ESTABLISH_AND_COMMISSION: {
        (Outcome.ADOPTED, None): ("establish_topic", "adopt_mandate"),
        (Outcome.ADOPTED_WITH_CHANGES, None): ("establish_topic", "adopt_mandate"),
        (Outcome.ADOPTED_IN_PART, None): ("establish_topic",),
        (Outcome.REJECTED, None): ("reject_topic",),
        **_BACK,
    },
    S.MANDATE: _carried("adopt_mandate"),
    S.AMEND_MANDATE: _carried("amend_mandate"),
    S.ADOPT_PROPOSAL: {
        (Outcome.ADOPTED, None): ("adopt_proposal",),
        (Outcome.ADOPTED_WITH_CHANGES, None): ("adopt_proposal",),
        (Outcome.ADOPTED_IN_PART, None): ("adopt_proposal", "split_remainder"),
        (Outcome.REJECTED, None): ("reject_proposal",),
        (Outcome.REFERRED_BACK, T.GROUP_WORKING): ("refer_back_proposal",),
    },
    S.DECIDE_SOLUTION: {**_carried("decide_solution"), (Outcome.REJECTED, None): ("reject_topic",), **_BACK},
    S.REWORK_PROPOSAL: _carried("rework_proposal"),
    S.DISCONTINUE: _carried("discontinue"),
    S.REPORT_TO_STATE: {**_carried("report_to_state"), **_BACK},
}


def _expected() -> dict[tuple[PaperSubject, Outcome, ReferBackTarget | None], tuple[str, ...]]:
    """Return the whole table: each subject with each outcome, "referred back" once for each target it has."""
    table = {}
    for subject, outcome in product(PaperSubject, Outcome):
        moving = MOVING.get(subject, {})
        targets = [target for known, target in moving if known is outcome and target is not None]
        for target in targets or [None]:
            table[subject, outcome, target] = moving.get((outcome, target), ())
    return table


def test_the_table_is_the_one_of_the_design_pair_by_pair() -> None:
    assert dict(EFFECTS) == _expected()


@pytest.mark.parametrize("subject", PaperSubject)
def test_whoever_asks_gets_the_row_of_the_table(subject: PaperSubject) -> None:
    for known, outcome, target in _expected():
        if known is subject:
            assert effects_of(subject, outcome, target) == _expected()[subject, outcome, target]


def test_every_effect_is_a_step_that_only_a_resolution_takes_and_each_of_them_is_one() -> None:
    names = {name for steps in EFFECTS.values() for name in steps}
    assert names == {step.name for step in TRANSITIONS.values() if step.by_resolution}


def test_only_an_outcome_that_decides_moves_a_process() -> None:
    assert {outcome for (_, outcome, _), steps in EFFECTS.items() if steps} <= DECIDING_OUTCOMES


def test_a_sequence_of_steps_fits_together() -> None:
    for steps in {steps for steps in EFFECTS.values() if len(steps) > 1}:
        for before, after in pairwise(steps):
            sources = TRANSITIONS[after].sources
            assert not sources or TRANSITIONS[before].target in sources


@pytest.mark.parametrize(
    "outcome",
    [Outcome.POSTPONED, Outcome.REMOVED, Outcome.REFERRED, Outcome.WITHDRAWN, Outcome.INQUORATE, Outcome.NOTED],
)
def test_what_decides_nothing_moves_nothing_whatever_the_subject(outcome: Outcome) -> None:
    assert {effects_of(subject, outcome) for subject in PaperSubject} == {()}


@pytest.mark.parametrize("subject", [S.MANDATE, S.AMEND_MANDATE, S.REWORK_PROPOSAL, S.DISCONTINUE, S.REPORT_TO_STATE])
def test_a_no_leaves_the_process_where_it_is(subject: PaperSubject) -> None:
    assert effects_of(subject, Outcome.REJECTED) == ()


@pytest.mark.parametrize("subject", [S.TARGET_GROUPS, S.RULES_OF_PROCEDURE, S.FOCUS, S.AGREEMENT, S.REPORT, S.OTHER])
def test_papers_beside_a_process_leave_it_alone(subject: PaperSubject) -> None:
    assert {effects_of(subject, outcome) for outcome in Outcome} == {()}
    assert targets_of(subject) == ()


def test_referring_back_needs_a_target_of_the_subject() -> None:
    topic = (T.TOPIC_DRAFT, T.CASE_RECONSTRUCTION)
    for subject in (S.ESTABLISH_TOPIC, S.ESTABLISH_AND_COMMISSION, S.DECIDE_SOLUTION, S.REPORT_TO_STATE):
        assert set(targets_of(subject)) == set(topic)
        for target in (None, T.GROUP_WORKING):
            with pytest.raises(ValueError, match="no effect is defined"):
                effects_of(subject, Outcome.REFERRED_BACK, target)
    assert targets_of(S.ADOPT_PROPOSAL) == (T.GROUP_WORKING,)
    assert targets_of(S.MANDATE) == ()


def test_a_target_belongs_only_to_referring_back() -> None:
    with pytest.raises(ValueError, match="no effect is defined"):
        effects_of(S.ESTABLISH_TOPIC, Outcome.ADOPTED, T.TOPIC_DRAFT)


def test_a_target_is_the_stage_to_which_the_step_leads() -> None:
    for (_subject, _outcome, target), steps in EFFECTS.items():
        if target is not None:
            (step,) = steps
            assert TRANSITIONS[step].target is Stage(target.value)


def test_undecided_matters_get_no_number() -> None:
    undecided = {
        Outcome.NOTED,
        Outcome.POSTPONED,
        Outcome.REMOVED,
        Outcome.REFERRED,
        Outcome.WITHDRAWN,
        Outcome.INQUORATE,
    }
    assert set(Outcome) - undecided == DECIDING_OUTCOMES
    assert ADOPTING_OUTCOMES < DECIDING_OUTCOMES
