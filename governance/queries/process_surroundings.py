"""What hangs on a process beyond its topic, reduced to what the viewer may see: group, mandate, Zielsystem, chains,
measures, documents, earlier and later processes. Read only as far as the process has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.access.goals import visible_goal_systems
from governance.access.mandates import may_read_statement, visible_mandates
from governance.access.measures import visible_measures
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    EarlierDecision,
    Evaluation,
    GoalSystem,
    Mandate,
    Measure,
    PlanningProcess,
    ProcessDocument,
    ProposalStatement,
    StateReport,
)
from governance.queries.chains import ProcessChains, process_chains
from governance.rules import clock
from governance.rules.lifecycles import MeasureState
from governance.rules.stages import DRAFTING_STAGES, Stage


@dataclass(frozen=True)
class MeasureCounts:
    """How the measures of a process stand."""

    total: int
    done: int
    overdue: int
    waiting: int


@dataclass(frozen=True)
class Surroundings:
    """Everything around a process that has a page of its own."""

    mandate: Mandate | None
    goal_system: GoalSystem | None
    chains: ProcessChains
    statement: ProposalStatement | None
    measures: MeasureCounts
    evaluation: Evaluation | None
    documents: tuple[ProcessDocument, ...]
    earlier_decisions: tuple[EarlierDecision, ...]
    state_report: StateReport | None
    predecessor: PlanningProcess | None
    successors: tuple[PlanningProcess, ...]

    @property
    def has_any(self) -> bool:
        """Whether anything of the project work is there."""
        return bool(self.mandate or self.goal_system or self.chains.rows or self.measures.total or self.statement)


def surroundings(viewer: Viewer, process: PlanningProcess) -> Surroundings:
    """Return what hangs on `process`, which the viewer may see; a constant number of queries."""
    stage = Stage(process.stage)
    early = stage in DRAFTING_STAGES and not process.shown_to_body
    related = tuple(visible_processes(viewer).filter(predecessor=process).order_by("pk"))
    before = process.predecessor_id and visible_processes(viewer).filter(pk=process.predecessor_id).first()
    reports = process.state_reports.select_related("answer").order_by("-pk")
    return Surroundings(
        mandate=None if early else visible_mandates(viewer).filter(processes=process).order_by("-pk").first(),
        goal_system=None if early else visible_goal_systems(viewer).filter(process=process).first(),
        chains=ProcessChains(process, (), False) if early else process_chains(viewer, process),
        statement=None if early else _statement(viewer, process),
        measures=MeasureCounts(0, 0, 0, 0) if early else _counts(viewer, process, clock.today()),
        evaluation=Evaluation.objects.filter(process=process).first() if stage in EVALUATED else None,
        documents=tuple(process.documents.order_by("dated_on", "pk")),
        earlier_decisions=tuple(process.earlier_decisions.all()) if process.taken_over else (),
        state_report=None if early else reports.first(),
        predecessor=before or None,
        successors=related,
    )


def _statement(viewer: Viewer, process: PlanningProcess) -> ProposalStatement | None:
    """Return what the group says with its proposal, if it has written anything and the viewer may read it."""
    found = ProposalStatement.objects.filter(process=process).first()
    return found if found is not None and may_read_statement(viewer, process) else None


EVALUATED = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION, Stage.COMPLETED})


def _counts(viewer: Viewer, process: PlanningProcess, day: date) -> MeasureCounts:
    rows = tuple(visible_measures(viewer).filter(process=process).only("state", "due_on"))
    return MeasureCounts(
        total=sum(row.state != MeasureState.DROPPED for row in rows),
        done=sum(row.state == MeasureState.DONE for row in rows),
        overdue=sum(_is_overdue(row, day) for row in rows),
        waiting=sum(row.state in {MeasureState.OPEN, MeasureState.DECLINED} for row in rows),
    )


def _is_overdue(row: Measure, day: date) -> bool:
    settled = row.state in {MeasureState.DONE, MeasureState.DROPPED}
    return not settled and row.due_on is not None and row.due_on < day
