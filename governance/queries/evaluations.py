"""Reading the check of the effect: the facts for the guards, and the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from governance.access.measures import may_evaluate
from governance.access.viewer import Viewer
from governance.models import (
    Evaluation,
    Indicator,
    IndicatorValue,
    NoticeReceipt,
    Person,
    PlanningProcess,
    Role,
    StepRecord,
)
from governance.models.base import in_force
from governance.queries.measures import ProcessMeasures, find_process, process_measures
from governance.rules import clock
from governance.rules.evaluation import ReachedEffect
from governance.rules.solution_facts import EffectFacts
from governance.rules.stages import Stage

WRITING_STAGES = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION})


def effect_facts(process: PlanningProcess) -> EffectFacts:
    """Return what the guards judge of the effect, with a constant number of queries.

    Values count from the day on which the process entered the implementation for the last time; case managers are those
    of today, informed by any notice about the process.
    """
    row: Evaluation | None = getattr(process, "evaluation", None)
    managers = _case_managers(process)
    receipts = NoticeReceipt.objects.filter(notice__process=process, person__in=managers.values("pk"))
    told = dict[int, bool]()
    for person, read_at in receipts.values_list("person_id", "read_at"):
        told[person] = told.get(person, False) or read_at is not None
    return EffectFacts(
        reached=ReachedEffect(row.reached) if row and row.reached else None,
        summary=row.summary if row else "",
        values=values_since_implementation(process).count(),
        no_values_reason=row.no_values_reason if row else "",
        informed=len(told),
        confirmed=sum(told.values()),
        case_managers=managers.count(),
        predecessor_completed=process.stage == Stage.COMPLETED,
    )


def _case_managers(process: PlanningProcess) -> QuerySet[Person]:
    return Person.objects.filter(
        in_force(clock.today(), "roles__"),
        authority=process.authority_id,
        is_active=True,
        roles__role=Role.CASE_MANAGER,
    ).distinct()


def values_since_implementation(process: PlanningProcess) -> QuerySet[IndicatorValue]:
    """Return the values recorded since the process last entered the implementation; all where it was taken over."""
    rows: QuerySet[IndicatorValue] = IndicatorValue.objects.filter(indicator__node__system__process=process)
    steps = StepRecord.objects.filter(process=process, target=Stage.IMPLEMENTATION.value)
    entered = steps.order_by("-at", "-pk").first()
    return rows.filter(recorded_at__gte=entered.at) if entered is not None else rows


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the process with its newest value, or None where none is known."""

    indicator: Indicator
    latest: IndicatorValue | None


@dataclass(frozen=True)
class EvaluationPage:
    """The check of the effect of a process: the text, indicators with values, measures, who was told."""

    process: PlanningProcess
    row: Evaluation | None
    facts: EffectFacts
    indicators: tuple[IndicatorRow, ...]
    measures: ProcessMeasures
    may_write: bool


def evaluation_page(viewer: Viewer, process_id: str) -> EvaluationPage:
    """Return the check of a visible process; raises `PlanningProcess.DoesNotExist` for another one."""
    process = find_process(viewer, process_id)
    values = Prefetch("values", IndicatorValue.objects.order_by("-on", "-pk"), to_attr="newest_first")
    indicators = Indicator.objects.filter(node__system__process=process, node__removed_at__isnull=True)
    rows = indicators.select_related("node").prefetch_related(values).order_by("node__order", "node_id", "order", "pk")
    return EvaluationPage(
        process=process,
        row=Evaluation.objects.filter(process=process).select_related("written_by").first(),
        facts=effect_facts(process),
        indicators=tuple(IndicatorRow(row, next(iter(row.newest_first), None)) for row in rows),
        measures=process_measures(viewer, process),
        may_write=may_evaluate(viewer, process) and process.stage in WRITING_STAGES,
    )
