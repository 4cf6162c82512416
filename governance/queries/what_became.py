"""What became of our topic? From a case or a series to topic, decision, group, measures, effect (issue, point 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from governance.access.cases import visible_cards, visible_series
from governance.access.decisions import visible_resolutions
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    CaseCard,
    Evaluation,
    Measure,
    PlanningProcess,
    ReconstructionSeries,
    Resolution,
    StepRecord,
)
from governance.queries.measures import rolled_up
from governance.rules.measures import RollUp
from governance.rules.stages import ENDED_STAGES
from governance.rules.steps import Transition
from governance.rules.transitions import TRANSITIONS

DECIDING = tuple(name for name, step in TRANSITIONS.items() if step.by_resolution)


@dataclass(frozen=True)
class Decision:
    """A step that a resolution took. `resolution` only where the viewer may open it."""

    record: StepRecord
    step: Transition
    resolution: Resolution | None


@dataclass(frozen=True)
class Became:
    """What became of one topic. `successors` are the processes that go on from it."""

    process: PlanningProcess
    topic: str
    decisions: tuple[Decision, ...]
    group: str
    measures: tuple[Measure, ...]
    counts: RollUp
    evaluation: Evaluation | None
    successors: tuple[PlanningProcess, ...]

    @property
    def ended(self) -> bool:
        """Whether the process has come to an end, good or not."""
        return self.process.stage in ENDED_STAGES


@dataclass(frozen=True)
class CaseOutcome:
    """A case with the topics that it is linked to."""

    card: CaseCard
    topics: tuple[Became, ...]


@dataclass(frozen=True)
class SeriesOutcome:
    """A series with the topics that draw on it."""

    series: ReconstructionSeries
    topics: tuple[Became, ...]


def outcome_of_case(viewer: Viewer, card_id: str) -> CaseOutcome:
    """Return what became of a case; raises `CaseCard.DoesNotExist` where the viewer may not see it."""
    card = visible_cards(viewer).select_related("series").get(public_id=card_id)
    return CaseOutcome(card, _topics(viewer, Q(topic__cards=card)))


def outcome_of_series(viewer: Viewer, series_id: str) -> SeriesOutcome:
    """Return what became of a series; raises `ReconstructionSeries.DoesNotExist` where the viewer may not see it."""
    series = visible_series(viewer).get(public_id=series_id)
    return SeriesOutcome(series, _topics(viewer, Q(series=series)))


def _topics(viewer: Viewer, linked: Q) -> tuple[Became, ...]:
    """Return the linked processes in the order of their beginning, with a constant number of queries."""
    steps = StepRecord.objects.filter(transition__in=DECIDING).order_by("at", "pk")
    seen = set(visible_resolutions(viewer).filter(effect__isnull=False).values_list("pk", flat=True))
    processes: QuerySet[PlanningProcess] = (
        visible_processes(viewer)
        .filter(linked)
        .distinct()
        .select_related("topic", "group", "evaluation", "body")
        .prefetch_related(
            Prefetch("steps", steps.prefetch_related("effects__resolution"), to_attr="decided"),
            Prefetch("measures", Measure.objects.select_related("organisation"), to_attr="planned"),
            Prefetch("successors", visible_processes(viewer), to_attr="next_ones"),
        )
        .order_by("started_at", "pk")
    )
    return tuple(_became(process, seen, viewer.day) for process in processes)


def _became(process: PlanningProcess, seen: set[int], today: date) -> Became:
    topic = getattr(process, "topic", None)
    planned: list[Measure] = process.planned
    measures = tuple(row for row in planned if row.asked_on is not None)
    return Became(
        process=process,
        topic=topic.statement if topic else process.title,
        decisions=tuple(_decision(record, seen) for record in process.decided),
        group=process.group.name if process.group else "",
        measures=measures,
        counts=rolled_up(measures, today),
        evaluation=getattr(process, "evaluation", None),
        successors=tuple(process.next_ones),
    )


def _decision(record: StepRecord, seen: set[int]) -> Decision:
    effects = list(record.effects.all())
    resolution = effects[0].resolution if effects and effects[0].resolution_id in seen else None
    return Decision(record, TRANSITIONS[record.transition], resolution)
