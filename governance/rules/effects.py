"""What the outcome of an agenda item does to the process of its paper.

Source: design `decisions.md` ("Resolutions and the register") and `process.md`. One table, complete over
every subject and outcome; pairs without an effect are in it with an empty sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class PaperSubject(StrEnum):
    """What a decision paper is about; it says which process effect an outcome has."""

    ESTABLISH_TOPIC = "establish_topic"
    REPORT = "report"
    OTHER = "other"

    @property
    def label(self) -> str:
        """English source text."""
        return SUBJECT_LABELS[self]


SUBJECT_LABELS: Mapping[PaperSubject, str] = MappingProxyType(
    {
        PaperSubject.ESTABLISH_TOPIC: mark("Establish a generative topic"),
        PaperSubject.REPORT: mark("Report for information"),
        PaperSubject.OTHER: mark("Other matter"),
    }
)


class Outcome(StrEnum):
    """How an agenda item ended (PR-12 in `kreise.md` gives the complete list of a council form)."""

    ADOPTED = "adopted"
    ADOPTED_WITH_CHANGES = "adopted_with_changes"
    ADOPTED_IN_PART = "adopted_in_part"
    REJECTED = "rejected"
    NOTED = "noted"
    POSTPONED = "postponed"
    REMOVED = "removed"
    REFERRED = "referred"
    REFERRED_BACK = "referred_back"
    WITHDRAWN = "withdrawn"
    INQUORATE = "inquorate"

    @property
    def label(self) -> str:
        """English source text."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.ADOPTED: mark("Adopted unchanged"),
        Outcome.ADOPTED_WITH_CHANGES: mark("Adopted with changes"),
        Outcome.ADOPTED_IN_PART: mark("Adopted in part"),
        Outcome.REJECTED: mark("Proposal rejected"),
        Outcome.NOTED: mark("Noted"),
        Outcome.POSTPONED: mark("Postponed"),
        Outcome.REMOVED: mark("Removed from the agenda"),
        Outcome.REFERRED: mark("Referred to another body"),
        Outcome.REFERRED_BACK: mark("Referred back"),
        Outcome.WITHDRAWN: mark("Paper withdrawn"),
        Outcome.INQUORATE: mark("No quorum"),
    }
)

# Only what decides the matter becomes a numbered resolution. Noting decides nothing, referring hands the
# matter to another body, and postponed, removed, withdrawn and inquorate leave it undecided
# (`decisions.md`).
DECIDING_OUTCOMES: frozenset[Outcome] = frozenset(
    {
        Outcome.ADOPTED,
        Outcome.ADOPTED_WITH_CHANGES,
        Outcome.ADOPTED_IN_PART,
        Outcome.REJECTED,
        Outcome.REFERRED_BACK,
    }
)

ADOPTING_OUTCOMES: frozenset[Outcome] = frozenset(
    {Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES, Outcome.ADOPTED_IN_PART}
)


class ReferBackTarget(StrEnum):
    """The stage to which a topic is referred back; the value is the stage's value."""

    TOPIC_DRAFT = "topic_draft"
    CASE_RECONSTRUCTION = "case_reconstruction"

    @property
    def label(self) -> str:
        """English source text."""
        return TARGET_LABELS[self]


TARGET_LABELS: Mapping[ReferBackTarget, str] = MappingProxyType(
    {
        ReferBackTarget.TOPIC_DRAFT: mark("to the topic draft"),
        ReferBackTarget.CASE_RECONSTRUCTION: mark("to the case reconstruction"),
    }
)

EffectKey = tuple[PaperSubject, Outcome, ReferBackTarget | None]

_ESTABLISH_TOPIC: Mapping[tuple[Outcome, ReferBackTarget | None], tuple[str, ...]] = {
    (Outcome.ADOPTED, None): ("establish_topic",),
    (Outcome.ADOPTED_WITH_CHANGES, None): ("establish_topic",),
    # "In part" says that the finding itself is carried and another point is not; a finding that is not
    # carried is "rejected".
    (Outcome.ADOPTED_IN_PART, None): ("establish_topic",),
    (Outcome.REJECTED, None): ("reject_topic",),
    (Outcome.REFERRED_BACK, ReferBackTarget.TOPIC_DRAFT): ("refer_back_to_draft",),
    (Outcome.REFERRED_BACK, ReferBackTarget.CASE_RECONSTRUCTION): ("refer_back_to_cases",),
    (Outcome.NOTED, None): (),
    (Outcome.POSTPONED, None): (),
    (Outcome.REMOVED, None): (),
    (Outcome.REFERRED, None): (),
    (Outcome.WITHDRAWN, None): (),
    (Outcome.INQUORATE, None): (),
}

EFFECTS: Mapping[EffectKey, tuple[str, ...]] = MappingProxyType(
    {
        **{(PaperSubject.ESTABLISH_TOPIC, *pair): steps for pair, steps in _ESTABLISH_TOPIC.items()},
        **{(PaperSubject.REPORT, outcome, None): () for outcome in Outcome},
        **{(PaperSubject.OTHER, outcome, None): () for outcome in Outcome},
    }
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
