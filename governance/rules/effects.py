"""What the outcome of an agenda item does to the process of its paper.

Source: design `decisions.md` ("Resolutions and the register") and `process.md`. One table, complete over
every subject and outcome; pairs without an effect are in it with an empty sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from governance.rules.outcomes import ADOPTING_OUTCOMES, Outcome, PaperSubject, ReferBackTarget

EffectKey = tuple[PaperSubject, Outcome, ReferBackTarget | None]
Row = Mapping[tuple[Outcome, ReferBackTarget | None], tuple[str, ...]]

_BACK_TO_TOPIC: Row = {
    (Outcome.REFERRED_BACK, ReferBackTarget.TOPIC_DRAFT): ("refer_back_to_draft",),
    (Outcome.REFERRED_BACK, ReferBackTarget.CASE_RECONSTRUCTION): ("refer_back_to_cases",),
}


def _adopting(*steps: str) -> Row:
    """Return the rows of a subject that has one effect, whether adopted unchanged, changed or in part."""
    return {(outcome, None): steps for outcome in ADOPTING_OUTCOMES}


_ROWS: Mapping[PaperSubject, Row] = {
    # "In part" says that the finding itself is carried and another point is not; a finding that is not carried is
    # "rejected".
    PaperSubject.ESTABLISH_TOPIC: {
        **_adopting("establish_topic"),
        (Outcome.REJECTED, None): ("reject_topic",),
        **_BACK_TO_TOPIC,
    },
    # "In part": the topic is established, the mandate comes again.
    PaperSubject.ESTABLISH_AND_COMMISSION: {
        **_adopting("establish_topic", "adopt_mandate"),
        (Outcome.ADOPTED_IN_PART, None): ("establish_topic",),
        (Outcome.REJECTED, None): ("reject_topic",),
        **_BACK_TO_TOPIC,
    },
    # Rejected or referred back, the topic stays established and waits for another mandate.
    PaperSubject.MANDATE: _adopting("adopt_mandate"),
    PaperSubject.AMEND_MANDATE: _adopting("amend_mandate"),
    PaperSubject.ADOPT_PROPOSAL: {
        **_adopting("adopt_proposal"),
        (Outcome.ADOPTED_IN_PART, None): ("adopt_proposal", "split_remainder"),
        (Outcome.REJECTED, None): ("reject_proposal",),
        (Outcome.REFERRED_BACK, ReferBackTarget.GROUP_WORKING): ("refer_back_proposal",),
    },
    PaperSubject.DECIDE_SOLUTION: {
        **_adopting("decide_solution"),
        (Outcome.REJECTED, None): ("reject_topic",),
        **_BACK_TO_TOPIC,
    },
    PaperSubject.REWORK_PROPOSAL: _adopting("rework_proposal"),
    PaperSubject.DISCONTINUE: _adopting("discontinue"),
    # Whoever does not want to report a topic has not rejected it: it still lies before the body.
    PaperSubject.REPORT_TO_STATE: {**_adopting("report_to_state"), **_BACK_TO_TOPIC},
    PaperSubject.TARGET_GROUPS: {},
    PaperSubject.RULES_OF_PROCEDURE: {},
    PaperSubject.FOCUS: {},
    PaperSubject.AGREEMENT: {},
    PaperSubject.REPORT: {},
    PaperSubject.OTHER: {},
}


def _complete(subject: PaperSubject, row: Row) -> Mapping[EffectKey, tuple[str, ...]]:
    """Return the rows of a subject with the pairs that leave the process where it is."""
    back = {target for outcome, target in row if outcome is Outcome.REFERRED_BACK}
    nothing: Row = {(outcome, None): () for outcome in Outcome if not (outcome is Outcome.REFERRED_BACK and back)}
    return {(subject, *pair): steps for pair, steps in {**nothing, **row}.items()}


EFFECTS: Mapping[EffectKey, tuple[str, ...]] = MappingProxyType(
    {key: steps for subject, row in _ROWS.items() for key, steps in _complete(subject, row).items()}
)


def targets_of(subject: PaperSubject) -> tuple[ReferBackTarget, ...]:
    """Return the targets one must choose from when a paper of `subject` is referred back; empty if none."""
    return tuple(target for target in ReferBackTarget if (subject, Outcome.REFERRED_BACK, target) in EFFECTS)


def effects_of(subject: PaperSubject, outcome: Outcome, target: ReferBackTarget | None = None) -> tuple[str, ...]:
    """Return the names of the process steps that follow, in order; empty if the process stays where it is.

    `target` belongs only to "referred back" of a subject that has targets. Raises `ValueError` when it is
    missing there or given elsewhere.
    """
    try:
        return EFFECTS[subject, outcome, target]
    except KeyError:
        raise ValueError(f"no effect is defined for {subject}, {outcome}, target {target}") from None
