"""The red thread of a process: from a restriction found in cases forward to what changed, and from a measure back.

Design: product.md, 5; interface.md ("Vorgang"). A constant number of queries, whatever the process holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from governance.access.cases import may_see_cases
from governance.access.decisions import visible_resolutions
from governance.access.goals import visible_goal_systems
from governance.access.mandates import visible_mandates
from governance.access.measures import visible_measures
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    GoalNode,
    Indicator,
    IndicatorValue,
    Mandate,
    Measure,
    PlanningProcess,
    Resolution,
    Restriction,
    Topic,
    TopicRestriction,
)
from governance.queries.process_page import find_process
from governance.rules.goals import GoalLevel


@dataclass(frozen=True)
class ThreadSource:
    """A restriction as a case found it; only for those who may see cases."""

    text: str
    code: str
    card_id: str


@dataclass(frozen=True)
class ThreadValue:
    """The newest value of an indicator against its baseline and target."""

    indicator: Indicator
    latest: IndicatorValue | None


@dataclass(frozen=True)
class ThreadActivity:
    """An activity below a goal and the measure that it became, if it was adopted."""

    node: GoalNode
    measure: Measure | None


@dataclass(frozen=True)
class ThreadGoal:
    """A result goal that answers a restriction: what is done for it and what it has brought."""

    node: GoalNode
    activities: tuple[ThreadActivity, ...]
    values: tuple[ThreadValue, ...]


@dataclass(frozen=True)
class Strand:
    """One thread: a pattern of restrictions, the cases that showed it (`case_count` of them), the goals it led to.

    `pattern` is None for goals and measures that name no restriction.
    """

    pattern: TopicRestriction | None
    sources: tuple[ThreadSource, ...]
    case_count: int
    goals: tuple[ThreadGoal, ...]


@dataclass(frozen=True)
class RedThread:
    """The whole thread of a process, reduced to what the viewer may see.

    `direct` are measures without an activity of the Zielsystem. `kept` is the key of the measure from which somebody
    came, None without one.
    """

    process: PlanningProcess
    topic: Topic | None
    strands: tuple[Strand, ...]
    direct: tuple[Measure, ...]
    mandates: tuple[Mandate, ...]
    resolutions: tuple[Resolution, ...]
    system_id: str
    goes_on_in: tuple[PlanningProcess, ...]
    sees_cases: bool
    kept: int | None


def red_thread(viewer: Viewer, process_id: str, *, measure_id: str = "") -> RedThread:
    """Return the thread of a process; with `measure_id` only the strands that lead to that measure.

    Raises `DoesNotExist` for a process or a measure that the viewer may not see.
    """
    process = find_process(viewer, process_id)
    sees_cases = may_see_cases(viewer)
    topic = Topic.objects.filter(process=process).first()
    measures = tuple(visible_measures(viewer).filter(process=process).select_related("organisation").order_by("pk"))
    kept = next((row for row in measures if row.public_id == measure_id), None) if measure_id else None
    if measure_id and kept is None:
        raise Measure.DoesNotExist
    system = visible_goal_systems(viewer).filter(process=process).first()
    goals = _goals(system.pk, {row.node_id: row for row in measures}) if system else ()
    strands = tuple(_strands(topic, goals, sees_cases=sees_cases))
    direct = tuple(row for row in measures if row.node_id is None)
    if kept is not None:
        strands = tuple(_leading_to(strands, kept))
        direct = tuple(row for row in direct if row.pk == kept.pk)
    return RedThread(
        process=process,
        topic=topic,
        strands=strands,
        direct=direct,
        mandates=tuple(visible_mandates(viewer).filter(processes=process)),
        resolutions=tuple(visible_resolutions(viewer).filter(effect__process=process).order_by("decided_at", "pk")),
        system_id=system.public_id if system else "",
        goes_on_in=tuple(visible_processes(viewer).filter(predecessor=process).order_by("pk")),
        sees_cases=sees_cases,
        kept=kept.pk if kept else None,
    )


def _goals(system: int, measures: Mapping[int | None, Measure]) -> tuple[tuple[ThreadGoal, frozenset[int]], ...]:
    """Return the result goals with the keys of the restrictions that they answer, in four queries."""
    values = Prefetch("values", IndicatorValue.objects.order_by("-on", "-pk"), to_attr="newest")
    indicators = Prefetch("indicators", Indicator.objects.prefetch_related(values), to_attr="measured")
    rows = tuple(
        GoalNode.objects.in_tree()
        .filter(system=system, level__in=[GoalLevel.RESULT_GOAL, GoalLevel.ACTIVITY])
        .select_related("organisation", "parent")
        .prefetch_related(indicators, "restrictions")
    )
    below: dict[int | None, list[GoalNode]] = defaultdict(list)
    for row in rows:
        if row.level == GoalLevel.ACTIVITY:
            below[row.parent_id].append(row)
    results = [row for row in rows if row.level == GoalLevel.RESULT_GOAL]
    results.sort(key=lambda row: ((row.parent.order if row.parent else 0), row.parent_id or 0, row.order, row.pk))
    return tuple(
        (
            ThreadGoal(
                node=row,
                activities=tuple(ThreadActivity(child, measures.get(child.pk)) for child in below[row.pk]),
                values=tuple(ThreadValue(one, next(iter(one.newest), None)) for one in row.measured),
            ),
            frozenset(one.pk for one in row.restrictions.all()),
        )
        for row in results
    )


def _strands(
    topic: Topic | None, goals: Iterable[tuple[ThreadGoal, frozenset[int]]], *, sees_cases: bool
) -> Iterable[Strand]:
    known = tuple(goals)
    sources = Prefetch("sources", Restriction.objects.select_related("card"))
    patterns = tuple(topic.restrictions.prefetch_related(sources)) if topic else ()
    for pattern in patterns:
        found = tuple(pattern.sources.all())
        yield Strand(
            pattern=pattern,
            sources=tuple(ThreadSource(row.text, row.card.code, row.card.public_id) for row in found)
            if sees_cases
            else (),
            case_count=len({row.card_id for row in found}),
            goals=tuple(goal for goal, answered in known if pattern.pk in answered),
        )
    keys = {pattern.pk for pattern in patterns}
    loose = tuple(goal for goal, answered in known if not answered & keys)
    if loose:
        yield Strand(None, (), 0, loose)


def _leading_to(strands: Iterable[Strand], kept: Measure) -> Iterable[Strand]:
    """Return the strands through which one comes back from a measure to the cases."""
    for strand in strands:
        goals = tuple(
            ThreadGoal(goal.node, tuple(row for row in goal.activities if row.node.pk == kept.node_id), goal.values)
            for goal in strand.goals
            if any(row.node.pk == kept.node_id for row in goal.activities)
        )
        if goals:
            yield Strand(strand.pattern, strand.sources, strand.case_count, goals)
