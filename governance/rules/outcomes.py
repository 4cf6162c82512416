"""What a decision paper is about, and how an agenda item ends (design `papers.md`, `decisions.md`; PR-12)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class PaperSubject(StrEnum):
    """What a decision paper is about; it says which process effect an outcome has."""

    ESTABLISH_TOPIC = "establish_topic"
    ESTABLISH_AND_COMMISSION = "establish_and_commission"
    MANDATE = "mandate"
    AMEND_MANDATE = "amend_mandate"
    ADOPT_PROPOSAL = "adopt_proposal"
    DECIDE_SOLUTION = "decide_solution"
    REWORK_PROPOSAL = "rework_proposal"
    DISCONTINUE = "discontinue"
    REPORT_TO_STATE = "report_to_state"
    TARGET_GROUPS = "target_groups"
    RULES_OF_PROCEDURE = "rules_of_procedure"
    FOCUS = "focus"
    AGREEMENT = "agreement"
    REPORT = "report"
    OTHER = "other"

    @property
    def label(self) -> str:
        """English source text."""
        return SUBJECT_LABELS[self]


SUBJECT_LABELS: Mapping[PaperSubject, str] = MappingProxyType(
    {
        PaperSubject.ESTABLISH_TOPIC: mark("Establish a generative topic"),
        PaperSubject.ESTABLISH_AND_COMMISSION: mark("Establish a topic and commission a project group"),
        PaperSubject.MANDATE: mark("Mandate of a project group"),
        PaperSubject.AMEND_MANDATE: mark("Amend a mandate"),
        PaperSubject.ADOPT_PROPOSAL: mark("Proposal of a project group"),
        PaperSubject.DECIDE_SOLUTION: mark("Decide a solution at once"),
        PaperSubject.REWORK_PROPOSAL: mark("Have a proposal reworked"),
        PaperSubject.DISCONTINUE: mark("Discontinue a process"),
        PaperSubject.REPORT_TO_STATE: mark("Report a topic to the state"),
        PaperSubject.TARGET_GROUPS: mark("Target groups"),
        PaperSubject.RULES_OF_PROCEDURE: mark("Rules of procedure of the body"),
        PaperSubject.FOCUS: mark("Focus of the work"),
        PaperSubject.AGREEMENT: mark("Agreement with partners"),
        PaperSubject.REPORT: mark("Report for information"),
        PaperSubject.OTHER: mark("Other matter"),
    }
)


# Papers that decide on a topic while it lies before the body; they carry the evidence of the cases.
TOPIC_SUBJECTS: frozenset[PaperSubject] = frozenset(
    {
        PaperSubject.ESTABLISH_TOPIC,
        PaperSubject.ESTABLISH_AND_COMMISSION,
        PaperSubject.DECIDE_SOLUTION,
        PaperSubject.REPORT_TO_STATE,
    }
)
# Papers that carry a mandate.
MANDATE_SUBJECTS: frozenset[PaperSubject] = frozenset(
    {PaperSubject.ESTABLISH_AND_COMMISSION, PaperSubject.MANDATE, PaperSubject.AMEND_MANDATE}
)
# Papers that move a process, so they belong to one.
PROCESS_SUBJECTS: frozenset[PaperSubject] = (
    TOPIC_SUBJECTS
    | MANDATE_SUBJECTS
    | {PaperSubject.ADOPT_PROPOSAL, PaperSubject.REWORK_PROPOSAL, PaperSubject.DISCONTINUE}
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
    """The stage to which a paper's matter is referred back; the value is the stage's value."""

    TOPIC_DRAFT = "topic_draft"
    CASE_RECONSTRUCTION = "case_reconstruction"
    GROUP_WORKING = "group_working"

    @property
    def label(self) -> str:
        """English source text."""
        return TARGET_LABELS[self]


TARGET_LABELS: Mapping[ReferBackTarget, str] = MappingProxyType(
    {
        ReferBackTarget.TOPIC_DRAFT: mark("to the topic draft"),
        ReferBackTarget.CASE_RECONSTRUCTION: mark("to the case reconstruction"),
        ReferBackTarget.GROUP_WORKING: mark("to the project group"),
    }
)
