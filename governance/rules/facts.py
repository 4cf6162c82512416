"""Facts that the guards judge: plain values, collected by a use case or a query (design `process.md`,
"Guards").

Dates are local dates (Europe/Berlin).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from governance.rules.lifecycles import CaseState, PaperState
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import EvidenceBasis, IntakeSource, ResultType
from governance.rules.solution_facts import (
    EffectFacts,
    IntakeFacts,
    MandateFacts,
    MeasureFacts,
    ProposalFacts,
    ScopeFacts,
    StateFacts,
)
from governance.rules.steps import Switch
from governance.rules.text import mark


class Severity(StrEnum):
    """Blocking findings forbid a step; justifiable ones allow it with a written justification."""

    BLOCKING = "blocking"
    JUSTIFIABLE = "justifiable"


class Criterion(StrEnum):
    """The five criteria of a case for reconstruction (seed 004, chapter 8.2)."""

    MEDIUM_DIFFICULTY = "medium_difficulty"
    TYPICAL = "typical"
    PROBLEM_CIRCLES = "problem_circles"
    LEGAL_AREAS = "legal_areas"
    TENURE = "tenure"

    @property
    def label(self) -> str:
        """English source text; the numbers stand in the profile, not here."""
        return CRITERION_LABELS[self]


CRITERION_LABELS: Mapping[Criterion, str] = MappingProxyType(
    {
        Criterion.MEDIUM_DIFFICULTY: mark("Medium difficulty"),
        Criterion.TYPICAL: mark("Typical in the network"),
        Criterion.PROBLEM_CIRCLES: mark("Several problem circles at once"),
        Criterion.LEGAL_AREAS: mark("Problems from different areas of law"),
        Criterion.TENURE: mark("Long enough with the case manager"),
    }
)


# A released paper stays released when it is put on an agenda.
RELEASED_STATES: frozenset[PaperState] = frozenset({PaperState.RELEASED, PaperState.SCHEDULED})


@dataclass(frozen=True)
class ProfileFacts:
    """Numbers and severities of the authority's process profile; the defaults are Höxter's or assumed.

    Seed 004, chapter 8.2: at least 4 cases ("sollten"), 2 or 3 problem circles, 8 weeks; Zielsystem and
    Dienstleistungskette as result. Assumed: 3 cases per topic, small groups below 3, at least 2 areas of law
    ("different" ones), a year of waiting for the state.
    """

    min_topic_cases: int = 3
    min_series_cases: int = 4
    min_weeks: int = 8
    min_problem_circles: int = 2
    max_problem_circles: int = 3
    min_legal_areas: int = 2
    small_group_limit: int = 3
    topic_cases_severity: Severity = Severity.BLOCKING
    series_size_severity: Severity = Severity.JUSTIFIABLE
    criteria_severity: Severity = Severity.BLOCKING
    withdrawn_severity: Severity = Severity.JUSTIFIABLE
    small_group_severity: Severity = Severity.JUSTIFIABLE
    basis: EvidenceBasis = EvidenceBasis.RECONSTRUCTIONS
    min_like_cases: int | None = None
    min_interviews: int = 0
    like_cases_severity: Severity = Severity.JUSTIFIABLE
    intake_sources: frozenset[IntakeSource] = frozenset()
    has_scope_check: bool = False
    solves_locally: bool = False
    decides_solution: bool = False
    result_types: tuple[ResultType, ...] = (ResultType.GOAL_SYSTEM, ResultType.SERVICE_CHAIN)
    result_checks_severity: Severity = Severity.JUSTIFIABLE
    state_waiting_days: int = 365

    @property
    def switches(self) -> frozenset[Switch]:
        """What the profile has; steps that need something else are not there."""
        chosen = {
            Switch.SCOPE_CHECK: self.has_scope_check,
            Switch.NO_SCOPE_CHECK: not self.has_scope_check,
            Switch.LOCAL_SOLUTION: self.has_scope_check and self.solves_locally,
            Switch.SOLUTION_AT_ONCE: self.decides_solution,
            Switch.DIRECT_INTAKE: bool(self.intake_sources),
        }
        return frozenset(switch for switch, on in chosen.items() if on)


@dataclass(frozen=True)
class CaseFacts:
    """A case card. None means "not stated"; `deviations`: the written reason per criterion not met."""

    code: str
    state: CaseState
    medium_difficulty: bool | None = None
    typical: bool | None = None
    problem_circles: int = 0
    legal_areas: int = 0
    accompanied_since: date | None = None
    reconstructed_on: date | None = None
    deviations: Mapping[Criterion, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeriesFacts:
    """A series of case reconstructions with its cards; a new one may be empty."""

    code: str
    cases: tuple[CaseFacts, ...] = ()


@dataclass(frozen=True)
class TopicFacts:
    """The generative topic: its statement and the cases linked to it, withdrawn ones included."""

    statement: str
    cases: tuple[CaseFacts, ...] = ()


@dataclass(frozen=True)
class PaperFacts:
    """The paper that carries the process at this stage. `printed`: the justifications that its released version
    prints, word for word.
    """

    exists: bool = False
    state: PaperState | None = None
    on_dispatched_agenda: bool = False
    subject: PaperSubject | None = None
    printed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StepFacts:
    """Everything a guard may ask. `series`: every series that feeds the process; `reason`: what was written
    as the reason of the step, or the conditions of a referral back; `justified`: the written justifications that no
    step has consumed yet, by the guard they answer.
    """

    profile: ProfileFacts = ProfileFacts()
    series: tuple[SeriesFacts, ...] = ()
    topic: TopicFacts | None = None
    paper: PaperFacts = PaperFacts()
    reason: str = ""
    intake: IntakeFacts = field(default_factory=IntakeFacts)
    scope: ScopeFacts = field(default_factory=ScopeFacts)
    state: StateFacts = field(default_factory=StateFacts)
    mandate: MandateFacts = field(default_factory=MandateFacts)
    proposal: ProposalFacts = field(default_factory=ProposalFacts)
    measures: tuple[MeasureFacts, ...] = ()
    effect: EffectFacts = field(default_factory=EffectFacts)
    justified: Mapping[str, str] = field(default_factory=dict)
