"""Reading the ways into the process: what may be chosen, where a topic comes from, which drafts say the same."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.cases import visible_series
from governance.access.intake import (
    may_keep_origin,
    may_take_in,
    mergeable_with,
    possible_groups,
    possible_predecessors,
    visible_earlier_decisions,
)
from governance.access.planning import (
    deciding_bodies,
    may_start_process,
    possible_coordinators,
    visible_processes,
)
from governance.access.viewer import Viewer
from governance.models import Body, EarlierDecision, Person, PlanningProcess, ReconstructionSeries, Topic
from governance.queries.cases import profile_facts
from governance.queries.planning import intake_facts, restrictions_of, similar_topics
from governance.rules.routes import DIRECT_SOURCES, IntakeSource
from governance.rules.stages import DRAFTING_STAGES, LIVE_STAGES, Stage
from governance.rules.steps import Switch
from governance.rules.transitions import stages_with

__all__ = [
    "IntakeChoices",
    "MergeCandidate",
    "MergePage",
    "MergeSide",
    "OriginPage",
    "Ways",
    "intake_choices",
    "intake_facts",
    "merge_page",
    "origin_page",
    "ways_to_begin",
]


@dataclass(frozen=True)
class Ways:
    """The ways to begin that the profile and the role of the viewer leave."""

    start: bool
    take_in: bool
    take_over: bool

    @property
    def several(self) -> bool:
        """Whether there is another way than the usual one."""
        return self.take_in or self.take_over


def ways_to_begin(viewer: Viewer) -> Ways:
    """Return how the viewer may begin a process; case managers begin with cases only."""
    takes_in = may_take_in(viewer)
    allowed = takes_in and Switch.DIRECT_INTAKE in profile_facts(viewer.authority).switches
    return Ways(start=may_start_process(viewer), take_in=allowed, take_over=takes_in)


@dataclass(frozen=True)
class IntakeChoices:
    """What may be chosen for a topic that is taken in, taken over or goes into its next cycle."""

    sources: tuple[IntakeSource, ...]
    stages: tuple[Stage, ...]
    bodies: tuple[Body, ...]
    groups: tuple[Body, ...]
    series: tuple[ReconstructionSeries, ...]
    coordinators: tuple[Person, ...]
    predecessors: tuple[PlanningProcess, ...]


def intake_choices(viewer: Viewer) -> IntakeChoices:
    """Return the choices of the forms for intake, as the profile of the authority leaves them."""
    profile = profile_facts(viewer.authority)
    known = stages_with(profile.switches)
    return IntakeChoices(
        sources=tuple(source for source in DIRECT_SOURCES if source in profile.intake_sources),
        stages=tuple(stage for stage in Stage if stage in LIVE_STAGES and stage in known),
        bodies=tuple(deciding_bodies(viewer)),
        groups=tuple(possible_groups(viewer)),
        series=tuple(visible_series(viewer)),
        coordinators=tuple(possible_coordinators(viewer)),
        predecessors=tuple(possible_predecessors(viewer)),
    )


@dataclass(frozen=True)
class OriginPage:
    """Where a process comes from and what goes on from it, reduced to what the viewer may see."""

    process: PlanningProcess
    source: IntakeSource
    decisions: tuple[EarlierDecision, ...]
    predecessor: PlanningProcess | None
    successors: tuple[PlanningProcess, ...]
    merged_into: PlanningProcess | None
    merged: tuple[PlanningProcess, ...]
    predecessors: tuple[PlanningProcess, ...]
    may_edit: bool
    may_add_decision: bool


def origin_page(viewer: Viewer, process_id: str) -> OriginPage:
    """Return the origin of a process with a constant number of queries; raises `PlanningProcess.DoesNotExist`."""
    seen = visible_processes(viewer)
    process = seen.select_related("authority", "body").get(public_id=process_id)
    keeps = may_keep_origin(viewer, process)
    drafting = process.stage in DRAFTING_STAGES
    kin: dict[int | None, PlanningProcess] = {
        row.pk: row for row in seen.filter(pk__in=[process.predecessor_id, process.merged_into_id])
    }
    return OriginPage(
        process=process,
        source=IntakeSource(process.source),
        decisions=tuple(visible_earlier_decisions(viewer).filter(process=process).select_related("entered_by")),
        predecessor=kin.get(process.predecessor_id),
        successors=tuple(seen.filter(predecessor=process).order_by("started_at", "pk")),
        merged_into=kin.get(process.merged_into_id),
        merged=tuple(seen.filter(merged_into=process).order_by("pk")),
        predecessors=tuple(possible_predecessors(viewer).exclude(pk=process.pk)) if keeps and drafting else (),
        may_edit=keeps and drafting,
        may_add_decision=keeps and process.stage in LIVE_STAGES,
    )


@dataclass(frozen=True)
class MergeCandidate:
    """Another draft for the same body; `similar`: its topic sounds like that of the process."""

    process: PlanningProcess
    statement: str
    similar: bool


@dataclass(frozen=True)
class MergeSide:
    """What one of two drafts brings along."""

    process: PlanningProcess
    statement: str
    series: tuple[str, ...]
    cases: int
    restrictions: tuple[str, ...]


@dataclass(frozen=True)
class MergePage:
    """Two drafts beside each other, or the drafts among which one chooses."""

    process: PlanningProcess
    candidates: tuple[MergeCandidate, ...]
    staying: MergeSide
    ending: MergeSide | None


def merge_page(viewer: Viewer, process_id: str, other_id: str = "") -> MergePage:
    """Return the drafts that a process can be merged with, similar ones first, and both sides once one is chosen.

    Raises `PlanningProcess.DoesNotExist` for a stranger, and where the process is no draft any more.
    """
    seen = visible_processes(viewer).filter(stage__in=DRAFTING_STAGES).select_related("body")
    process = seen.get(public_id=process_id)
    if not may_keep_origin(viewer, process):
        raise PlanningProcess.DoesNotExist
    topic = Topic.objects.filter(process=process).first()
    words = topic.statement if topic else process.title
    close = {row.process.pk for row in similar_topics(viewer, process, words)}
    others = tuple(mergeable_with(viewer, process).select_related("topic"))
    candidates = [MergeCandidate(row, _statement(row), row.pk in close) for row in others]
    candidates.sort(key=lambda row: not row.similar)
    other = next((row for row in others if row.public_id == other_id), None)
    return MergePage(process, tuple(candidates), _side(process), _side(other) if other else None)


def _statement(process: PlanningProcess) -> str:
    topic = getattr(process, "topic", None)
    return topic.statement if topic else ""


def _side(process: PlanningProcess) -> MergeSide:
    topic = Topic.objects.filter(process=process).prefetch_related("restrictions").first()
    return MergeSide(
        process=process,
        statement=topic.statement if topic else "",
        series=tuple(process.series.order_by("pk").values_list("number", flat=True)),
        cases=topic.case_links.count() if topic else 0,
        restrictions=restrictions_of(topic),
    )
