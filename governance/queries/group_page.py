"""The page of a project group: its order first, then who belongs to it, when it meets, what it makes (interface.md).

Zielsystem, chains and measures are read here as lines; their own pages belong to their areas. The number of queries
does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from governance.access.bodies import visible_bodies
from governance.access.mandates import (
    accompanies_group,
    reads_working_copies,
    visible_mandates,
    visible_nominations,
)
from governance.access.papers import visible_papers
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    BodyKind,
    GoalSystem,
    GoalSystemVersion,
    Measure,
    Nomination,
    PlanningProcess,
    ServiceChain,
    ServiceChainVersion,
)
from governance.queries.bodies import BodyPage, BodyRow, body_page, body_rows
from governance.queries.mandates import ADOPTED, MandateRow, mandates_of_group, named_rows
from governance.queries.papers import PaperRow, paper_rows
from governance.rules.lifecycles import NominationState


@dataclass(frozen=True)
class ResultLine:
    """A Zielsystem or a chain of the group: how much stands in it, and its newest frozen version, if there is one."""

    process: PlanningProcess
    public_id: str
    title: str
    kind: str
    parts: int
    version: int | None
    state: str


@dataclass(frozen=True)
class GroupPage:
    """Everything about a project group that the viewer may see. `told` is what it was told to do, in force first.

    `sees_order`: the viewer may read the mandates at all; `works`: the viewer belongs to the group.
    """

    body: Body
    seats: BodyPage
    told: tuple[MandateRow, ...]
    waiting: tuple[Nomination, ...]
    processes: tuple[PlanningProcess, ...]
    goals: tuple[ResultLine, ...]
    chains: tuple[ResultLine, ...]
    measures: tuple[Measure, ...]
    papers: tuple[PaperRow, ...]
    sees_order: bool
    works: bool

    @property
    def order(self) -> MandateRow | None:
        """The mandate by which the group works, or worked last."""
        return self.told[0] if self.told else None

    @property
    def earlier(self) -> tuple[MandateRow, ...]:
        """The other mandates of the group."""
        return self.told[1:]


def is_group(body: Body) -> bool:
    """Tell whether a body has a page as a group: project groups, and standing bodies that got a mandate."""
    return body.kind == BodyKind.PROJECT_GROUP or body.mandates.filter(versions__state=ADOPTED).exists()


def group_page(viewer: Viewer, body_id: str) -> GroupPage:
    """Return the page of a group; raises `Body.DoesNotExist` for other bodies and those out of sight."""
    body: Body = visible_bodies(viewer).get(public_id=body_id)
    if not is_group(body):
        raise Body.DoesNotExist
    told = mandates_of_group(viewer, body)
    concerned = Q(group=body) | Q(mandates__group=body)
    processes = list(visible_processes(viewer).filter(concerned).distinct().select_related("body").order_by("-pk"))
    works = accompanies_group(viewer, body)
    waiting = visible_nominations(viewer).filter(
        mandate__in=[row.mandate for row in told], state__in=[NominationState.OPEN, NominationState.DECLINED]
    )
    own = {row.pk for row in processes if reads_working_copies(viewer, row)}
    measures = Measure.objects.filter(process__in=processes).select_related("organisation", "process")
    papers = (
        visible_papers(viewer).filter(process__in=processes).select_related("body", "process").order_by("-created_at")
    )
    return GroupPage(
        body=body,
        seats=body_page(viewer, body_id),
        told=told,
        waiting=tuple(waiting.select_related("organisation").order_by("pk")),
        processes=tuple(processes),
        goals=_goals(processes, own),
        chains=_chains(processes, own),
        measures=tuple(measures.order_by("due_on", "pk")),
        papers=tuple(paper_rows(viewer, list(papers.distinct()))),
        sees_order=bool(told) or works,
        works=works,
    )


def _goals(processes: Sequence[PlanningProcess], own: set[int]) -> tuple[ResultLine, ...]:
    """Return the Zielsysteme; whoever does not belong to the group sees those that were frozen (access.md)."""
    rows = GoalSystem.objects.filter(process__in=processes).select_related("process").order_by("pk")
    living = Count("nodes", filter=Q(nodes__removed_at=None))
    frozen = _newest(GoalSystemVersion.objects.filter(system__process__in=processes), "system_id")
    return tuple(
        _line(row, "", row.parts, frozen.get(row.pk))
        for row in rows.annotate(parts=living)
        if row.process_id in own or row.pk in frozen
    )


def _chains(processes: Sequence[PlanningProcess], own: set[int]) -> tuple[ResultLine, ...]:
    rows = ServiceChain.objects.filter(process__in=processes).select_related("process").order_by("pk")
    frozen = _newest(ServiceChainVersion.objects.filter(chain__process__in=processes), "chain_id")
    return tuple(
        _line(row, str(row.get_kind_display()), row.parts, frozen.get(row.pk))
        for row in rows.annotate(parts=Count("steps"))
        if row.process_id in own or row.pk in frozen
    )


Frozen = GoalSystemVersion | ServiceChainVersion


def _newest(rows: QuerySet[GoalSystemVersion] | QuerySet[ServiceChainVersion], owner: str) -> dict[int, Frozen]:
    return {getattr(row, owner): row for row in rows.defer("content").order_by("ordinal")}


def _line(row: GoalSystem | ServiceChain, kind: str, parts: int, frozen: Frozen | None) -> ResultLine:
    return ResultLine(
        process=row.process,
        public_id=row.public_id,
        title=row.title,
        kind=kind,
        parts=parts,
        version=frozen.ordinal if frozen else None,
        state=str(frozen.get_state_display()) if frozen else "",
    )


@dataclass(frozen=True)
class GroupRow:
    """A group in the list: its seats, and the mandate by which it works, if the viewer may see it."""

    row: BodyRow
    order: MandateRow | None


@dataclass(frozen=True)
class GroupList:
    """All groups, and mandates in force whose group has not met yet."""

    groups: tuple[GroupRow, ...]
    to_constitute: tuple[MandateRow, ...]


def group_list(viewer: Viewer) -> GroupList:
    """Return the groups that the viewer sees, those with a mandate in force first; a constant number of queries."""
    mandates = named_rows(viewer, visible_mandates(viewer).filter(versions__state=ADOPTED).distinct())
    by_group: dict[int, MandateRow] = {}
    for row in sorted(mandates, key=lambda row: (not row.dates.in_force, -row.mandate.pk)):
        if row.mandate.group_id is not None:
            by_group.setdefault(row.mandate.group_id, row)
    with_mandate = set(visible_bodies(viewer).filter(mandates__versions__state=ADOPTED).values_list("pk", flat=True))
    groups = [
        GroupRow(row, by_group.get(row.body.pk))
        for row in body_rows(viewer)
        if row.body.kind == BodyKind.PROJECT_GROUP or row.body.pk in with_mandate
    ]
    return GroupList(
        tuple(sorted(groups, key=lambda one: (one.order is None, bool(one.order and not one.order.dates.in_force)))),
        tuple(row for row in mandates if row.dates.in_force and row.mandate.group_id is None),
    )
