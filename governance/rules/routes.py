"""The ways a process can take: where a topic comes from, when it concerns the steering group, what a group delivers.

Which of them an authority uses is a value of its process profile (design `process.md`; `kreise.md`, "Where they
differ").
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class IntakeSource(StrEnum):
    """Where a topic comes from; every source but the reconstruction enters by direct intake."""

    RECONSTRUCTION = "reconstruction"
    FOCUS = "focus"
    PARTICIPATION = "participation"
    NEED_REPORT = "need_report"
    FORTNIGHTLY_REPORTS = "fortnightly_reports"
    LIKE_CASES = "like_cases"
    EARLIER_WORK = "earlier_work"

    @property
    def label(self) -> str:
        """English source text."""
        return SOURCE_LABELS[self]


SOURCE_LABELS: Mapping[IntakeSource, str] = MappingProxyType(
    {
        IntakeSource.RECONSTRUCTION: mark("Case reconstruction"),
        IntakeSource.FOCUS: mark("Focus set by the steering group"),
        IntakeSource.PARTICIPATION: mark("Participation event"),
        IntakeSource.NEED_REPORT: mark("Need report"),
        IntakeSource.FORTNIGHTLY_REPORTS: mark("Fortnightly reports"),
        IntakeSource.LIKE_CASES: mark("Like cases of other services"),
        IntakeSource.EARLIER_WORK: mark("Topic under way before Lenkwerk"),
    }
)

# What a profile may allow for direct intake (HX-23, HX-24, WAF-08, WAF-10, PR-07); earlier work is taken over instead.
DIRECT_SOURCES: tuple[IntakeSource, ...] = (
    IntakeSource.FOCUS,
    IntakeSource.PARTICIPATION,
    IntakeSource.NEED_REPORT,
    IntakeSource.FORTNIGHTLY_REPORTS,
    IntakeSource.LIKE_CASES,
)


class EvidenceBasis(StrEnum):
    """What a topic rests on: reconstructed cases (Höxter), or like cases and interviews (Warendorf, WAF-08, WAF-26)."""

    RECONSTRUCTIONS = "reconstructions"
    LIKE_CASES = "like_cases"

    @property
    def label(self) -> str:
        """English source text."""
        return BASIS_LABELS[self]


BASIS_LABELS: Mapping[EvidenceBasis, str] = MappingProxyType(
    {
        EvidenceBasis.RECONSTRUCTIONS: mark("reconstructed cases"),
        EvidenceBasis.LIKE_CASES: mark("like cases and interviews"),
    }
)


class Trigger(StrEnum):
    """When a topic concerns the steering group (WAF-09): one of the four is enough."""

    COUNTY_WIDE = "county_wide"
    PRINCIPLE = "principle"
    BINDING_COOPERATION = "binding_cooperation"
    CHANGED_CONDITIONS = "changed_conditions"

    @property
    def label(self) -> str:
        """English source text."""
        return TRIGGER_LABELS[self]


TRIGGER_LABELS: Mapping[Trigger, str] = MappingProxyType(
    {
        Trigger.COUNTY_WIDE: mark("The topic concerns the whole Kreis."),
        Trigger.PRINCIPLE: mark("A decision of principle is needed."),
        Trigger.BINDING_COOPERATION: mark("Several actors must bind themselves to cooperate."),
        Trigger.CHANGED_CONDITIONS: mark("Framework conditions must change."),
    }
)


class ResultType(StrEnum):
    """What a project group delivers (HX-16, WAF-11, "Written result type" in `kreise.md`)."""

    GOAL_SYSTEM = "goal_system"
    SERVICE_CHAIN = "service_chain"
    INTERFACE_CONCEPT = "interface_concept"
    COOPERATION_AGREEMENT = "cooperation_agreement"
    DECISION_TEXT = "decision_text"

    @property
    def label(self) -> str:
        """English source text."""
        return RESULT_LABELS[self]


RESULT_LABELS: Mapping[ResultType, str] = MappingProxyType(
    {
        ResultType.GOAL_SYSTEM: mark("Zielsystem"),
        ResultType.SERVICE_CHAIN: mark("Dienstleistungskette"),
        ResultType.INTERFACE_CONCEPT: mark("Interface concept"),
        ResultType.COOPERATION_AGREEMENT: mark("Cooperation agreement"),
        ResultType.DECISION_TEXT: mark("Text of a decision"),
    }
)


class DocumentRole(StrEnum):
    """What a written document is for its process."""

    INTERFACE_CONCEPT = "interface_concept"
    COOPERATION_AGREEMENT = "cooperation_agreement"
    DECISION_TEXT = "decision_text"
    STATE_ANSWER = "state_answer"

    @property
    def label(self) -> str:
        """English source text."""
        return ROLE_LABELS[self]


ROLE_LABELS: Mapping[DocumentRole, str] = MappingProxyType(
    {
        DocumentRole.INTERFACE_CONCEPT: RESULT_LABELS[ResultType.INTERFACE_CONCEPT],
        DocumentRole.COOPERATION_AGREEMENT: RESULT_LABELS[ResultType.COOPERATION_AGREEMENT],
        DocumentRole.DECISION_TEXT: RESULT_LABELS[ResultType.DECISION_TEXT],
        DocumentRole.STATE_ANSWER: mark("Answer of the state"),
    }
)

# What fixes a local solution in writing (process.md, `document_solution`).
WRITTEN_AGREEMENTS: frozenset[DocumentRole] = frozenset(
    {DocumentRole.INTERFACE_CONCEPT, DocumentRole.COOPERATION_AGREEMENT}
)
