"""Facts that the guards of mandate, proposal, implementation and the ways around the steering group judge.

Plain values, collected by a use case or a query (design `process.md`, "Guards"). Dates are local dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.rules.evaluation import ReachedEffect
from governance.rules.lifecycles import MandateState, MeasureState, NominationState
from governance.rules.mandates import MandatePart
from governance.rules.routes import IntakeSource, ResultType, Trigger


@dataclass(frozen=True)
class IntakeFacts:
    """Where a topic comes from. `earlier_decisions` counts those that were taken over with the topic."""

    source: IntakeSource = IntakeSource.RECONSTRUCTION
    note: str = ""
    like_cases: int | None = None
    interviews: int = 0
    earlier_decisions: int = 0
    needs_earlier_decision: bool = False


@dataclass(frozen=True)
class ScopeFacts:
    """The scope check. `assessed`: somebody has written what speaks for the steering group and what does not."""

    assessed: bool = False
    triggers: frozenset[Trigger] = frozenset()
    group_chosen: bool = False
    agreements: int = 0
    ended_locally: bool = False


@dataclass(frozen=True)
class StateFacts:
    """A report to the state: to whom, since when, whether it was answered; `today` measures the waiting time."""

    addressee: str = ""
    reported_on: date | None = None
    answered: bool = False
    today: date | None = None


@dataclass(frozen=True)
class NominationFacts:
    """One place of the composition and what its organisation answered."""

    organisation: str
    state: NominationState = NominationState.OPEN
    lead: bool = False


@dataclass(frozen=True)
class MandateFacts:
    """The mandate that lies before the body or is in force. `missing`: mandatory parts without text.

    `as_laid`: the version is word for word what the paper on the agenda prints, or the body has decided changes.
    """

    exists: bool = False
    state: MandateState | None = None
    has_group: bool = False
    has_draft: bool = False
    missing: tuple[MandatePart, ...] = ()
    has_lead: bool = False
    has_report_back: bool = False
    has_end: bool = False
    as_laid: bool = True
    nominations: tuple[NominationFacts, ...] = ()


@dataclass(frozen=True)
class ResultFacts:
    """One thing that the group delivers. `open_findings` counts open branches or failed checks of what is frozen.

    `current`: the working copy has not changed since it was frozen. `explained`: a reason stands with the version.
    """

    kind: ResultType
    frozen: bool = False
    current: bool = True
    open_findings: int = 0
    explained: bool = False


@dataclass(frozen=True)
class ProposalFacts:
    """What the group hands in. `unanswered`: parts of the mandate without an answer; `agreed`: how it agreed is noted.

    `as_laid`: the released paper prints the proposal as it stands now. `unassigned`: adopted elements without
    organisation or date; `returned`: elements given back to the group; `due_on`: until when a proposal that is
    referred back comes again.
    """

    results: tuple[ResultFacts, ...] = ()
    unanswered: tuple[MandatePart, ...] = ()
    agreed: bool = False
    as_laid: bool = True
    unassigned: tuple[str, ...] = ()
    returned: int = 0
    due_on: date | None = None


@dataclass(frozen=True)
class MeasureFacts:
    """One measure: what it is called, where it stands, whether somebody is responsible by a date."""

    title: str
    state: MeasureState = MeasureState.OPEN
    assigned: bool = False


@dataclass(frozen=True)
class EffectFacts:
    """The check of the effect: `values` counts indicator values, `informed` and `confirmed` case managers."""

    reached: ReachedEffect | None = None
    summary: str = ""
    values: int = 0
    no_values_reason: str = ""
    informed: int = 0
    confirmed: int = 0
    case_managers: int = 0
    predecessor_completed: bool = False
