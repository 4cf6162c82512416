"""The one table from outcome to process step."""

from __future__ import annotations

from itertools import product

import pytest

from governance.rules.effects import EFFECTS, effects_of, targets_of
from governance.rules.outcomes import ADOPTING_OUTCOMES, DECIDING_OUTCOMES, Outcome, PaperSubject, ReferBackTarget
from governance.rules.stages import Stage
from governance.rules.transitions import TRANSITIONS

TOPIC = PaperSubject.ESTABLISH_TOPIC


@pytest.mark.parametrize(("subject", "outcome"), list(product(PaperSubject, Outcome)))
def test_every_subject_and_outcome_is_in_the_table(subject: PaperSubject, outcome: Outcome) -> None:
    targets = targets_of(subject) if outcome is Outcome.REFERRED_BACK else ()
    for target in targets or (None,):
        assert isinstance(effects_of(subject, outcome, target), tuple)


def test_every_effect_is_a_step_that_only_a_resolution_takes() -> None:
    names = {name for steps in EFFECTS.values() for name in steps}
    assert names == {step.name for step in TRANSITIONS.values() if step.by_resolution}


def test_only_an_outcome_that_decides_moves_a_process() -> None:
    assert {outcome for (_, outcome, _), steps in EFFECTS.items() if steps} <= DECIDING_OUTCOMES


@pytest.mark.parametrize(
    ("outcome", "target", "steps"),
    [
        (Outcome.ADOPTED, None, ("establish_topic",)),
        (Outcome.ADOPTED_WITH_CHANGES, None, ("establish_topic",)),
        (Outcome.ADOPTED_IN_PART, None, ("establish_topic",)),
        (Outcome.REJECTED, None, ("reject_topic",)),
        (Outcome.REFERRED_BACK, ReferBackTarget.TOPIC_DRAFT, ("refer_back_to_draft",)),
        (Outcome.REFERRED_BACK, ReferBackTarget.CASE_RECONSTRUCTION, ("refer_back_to_cases",)),
        (Outcome.POSTPONED, None, ()),
        (Outcome.INQUORATE, None, ()),
        (Outcome.REFERRED, None, ()),
        (Outcome.WITHDRAWN, None, ()),
        (Outcome.NOTED, None, ()),
        (Outcome.REMOVED, None, ()),
    ],
)
def test_a_topic_paper_has_the_effect_of_its_outcome(
    outcome: Outcome, target: ReferBackTarget | None, steps: tuple[str, ...]
) -> None:
    assert effects_of(TOPIC, outcome, target) == steps


@pytest.mark.parametrize("subject", [PaperSubject.REPORT, PaperSubject.OTHER])
def test_reports_and_other_papers_leave_the_process_alone(subject: PaperSubject) -> None:
    assert {effects_of(subject, outcome) for outcome in Outcome} == {()}
    assert targets_of(subject) == ()


def test_referring_a_topic_back_needs_a_target() -> None:
    assert set(targets_of(TOPIC)) == set(ReferBackTarget)
    with pytest.raises(ValueError, match="no effect is defined"):
        effects_of(TOPIC, Outcome.REFERRED_BACK)


def test_a_target_belongs_only_to_referring_back() -> None:
    with pytest.raises(ValueError, match="no effect is defined"):
        effects_of(TOPIC, Outcome.ADOPTED, ReferBackTarget.TOPIC_DRAFT)


def test_a_target_is_the_stage_to_which_the_step_leads() -> None:
    for target in ReferBackTarget:
        (step,) = effects_of(TOPIC, Outcome.REFERRED_BACK, target)
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
