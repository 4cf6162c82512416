"""The page of a project group: its order first, then who belongs to it, when it meets, what it makes (interface.md).

Zielsystem, chains and measures are lines that lead to their own pages. The number of queries
does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from governance.access.bodies import visible_bodies
from governance.access.goals import visible_goal_systems, visible_goal_versions
from governance.access.mandates import (
    accompanies_group,
    reads_working_copies,
    visible_mandates,
    visible_nominations,
)
from governance.access.measures import visible_measures
from governance.access.meetings import runs_meetings_of
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
)
from governance.queries.bodies import BodyPage, BodyRow, body_page, body_rows
from governance.queries.chains import ChainRow, chain_list, chain_rows
from governance.queries.mandates import ADOPTED, MandateRow, mandates_of_group, named_rows
from governance.queries.papers import PaperRow, paper_rows
from governance.rules.lifecycles import NominationState


@dataclass(frozen=True)
class GoalLine:
    """A Zielsystem of the group and its newest version that the viewer may see; `parts` only of a working copy."""

    system: GoalSystem
    parts: int | None
    version: GoalSystemVersion | None


@dataclass(frozen=True)
class GroupPage:
    """Everything about a project group that the viewer may see. `told` is what it was told to do, in force first.

    `sees_order`: the viewer may read the mandates at all; `works`: the viewer belongs to the group;
    `may_plan`: they plan its meetings.
    """

    body: Body
    seats: BodyPage
    told: tuple[MandateRow, ...]
    waiting: tuple[Nomination, ...]
    processes: tuple[PlanningProcess, ...]
    goals: tuple[GoalLine, ...]
    chains: tuple[ChainRow, ...]
    measures: tuple[Measure, ...]
    papers: tuple[PaperRow, ...]
    sees_order: bool
    works: bool
    may_plan: bool

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
    measures = visible_measures(viewer).filter(process__in=processes)
    papers = (
        visible_papers(viewer).filter(process__in=processes).select_related("body", "process").order_by("-created_at")
    )
    return GroupPage(
        body=body,
        seats=body_page(viewer, body_id),
        told=told,
        waiting=tuple(waiting.select_related("organisation").order_by("pk")),
        processes=tuple(processes),
        goals=tuple(_goals(viewer, processes)),
        chains=chain_rows(viewer, chain_list(viewer).filter(process__in=processes)),
        measures=tuple(measures.select_related("organisation", "person", "process").order_by("due_on", "pk")),
        papers=tuple(paper_rows(viewer, list(papers.distinct()))),
        sees_order=bool(told) or works,
        works=works,
        may_plan=runs_meetings_of(viewer, body),
    )


def _goals(viewer: Viewer, processes: Sequence[PlanningProcess]) -> Iterator[GoalLine]:
    """Yield the Zielsysteme that the viewer may see, two queries."""
    own = {row.pk for row in processes if reads_working_copies(viewer, row)}
    seen = visible_goal_versions(viewer).defer("content").order_by("-ordinal")
    rows = visible_goal_systems(viewer).filter(process__in=processes).select_related("process").order_by("pk")
    living = Count("nodes", filter=Q(nodes__removed_at=None))
    for row in rows.annotate(parts=living).prefetch_related(Prefetch("versions", seen, to_attr="seen_versions")):
        yield GoalLine(row, row.parts if row.process_id in own else None, next(iter(row.seen_versions), None))


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
