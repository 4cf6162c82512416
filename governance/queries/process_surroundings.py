"""What hangs on a process beyond its topic, reduced to what the viewer may see: group, mandate, Zielsystem, chains,
measures, documents, earlier and later processes. Read only as far as the process has come.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.goals import visible_goal_systems
from governance.access.mandates import may_read_statement, visible_mandates
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    EarlierDecision,
    Evaluation,
    GoalSystem,
    Mandate,
    PlanningProcess,
    ProcessDocument,
    ProposalStatement,
    StateReport,
)
from governance.queries.chains import ProcessChains, process_chains
from governance.queries.measures import ProcessMeasures, process_measures
from governance.rules.measures import RollUp
from governance.rules.stages import DRAFTING_STAGES, ENDED_STAGES, GROUP_STAGES, MEASURE_STAGES, Stage


@dataclass(frozen=True)
class Surroundings:
    """Everything around a process that has a page of its own."""

    mandate: Mandate | None
    goal_system: GoalSystem | None
    chains: ProcessChains
    statement: ProposalStatement | None
    practice: ProcessMeasures
    evaluation: Evaluation | None
    documents: tuple[ProcessDocument, ...]
    earlier_decisions: tuple[EarlierDecision, ...]
    state_report: StateReport | None
    predecessor: PlanningProcess | None
    successors: tuple[PlanningProcess, ...]

    @property
    def measures(self) -> RollUp:
        """How the measures stand."""
        return self.practice.counts

    @property
    def has_any(self) -> bool:
        """Whether anything of the project work is there."""
        return bool(self.mandate or self.goal_system or self.chains.rows or self.measures.total or self.statement)


def surroundings(viewer: Viewer, process: PlanningProcess) -> Surroundings:
    """Return what hangs on `process`, which the viewer may see; a constant number of queries."""
    stage = Stage(process.stage)
    worked = stage in WORKED
    early = stage in DRAFTING_STAGES and not process.shown_to_body
    related = tuple(visible_processes(viewer).filter(predecessor=process).order_by("pk"))
    before = process.predecessor_id and visible_processes(viewer).filter(pk=process.predecessor_id).first()
    reports = process.state_reports.select_related("answer").order_by("-pk")
    return Surroundings(
        mandate=None if early else visible_mandates(viewer).filter(processes=process).order_by("-pk").first(),
        goal_system=visible_goal_systems(viewer).filter(process=process).first() if worked else None,
        chains=process_chains(viewer, process) if worked else ProcessChains(process, (), False),
        statement=_statement(viewer, process) if worked else None,
        practice=process_measures(viewer, process, none_yet=early),
        evaluation=getattr(process, "evaluation", None) if stage in EVALUATED else None,
        documents=tuple(process.documents.order_by("dated_on", "pk")),
        earlier_decisions=tuple(process.earlier_decisions.all()) if process.taken_over else (),
        state_report=reports.first(),
        predecessor=before or None,
        successors=related,
    )


def _statement(viewer: Viewer, process: PlanningProcess) -> ProposalStatement | None:
    """Return what the group says with its proposal, if it has written anything and the viewer may read it."""
    found = ProposalStatement.objects.filter(process=process).first()
    return found if found is not None and may_read_statement(viewer, process) else None


# A group has worked on it or works on it now, so there may be a Zielsystem and chains.
WORKED = GROUP_STAGES | MEASURE_STAGES | ENDED_STAGES
EVALUATED = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION, Stage.COMPLETED})
