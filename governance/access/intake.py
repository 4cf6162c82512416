"""Who takes topics in and keeps what is known of where they come from (access.md, rows "process …"; process.md)."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.planning import coordinates_processes, may_see_process, visible_processes
from governance.access.viewer import Viewer
from governance.models import Body, EarlierDecision, PlanningProcess
from governance.rules.stages import DRAFTING_STAGES, ENDED_STAGES


def may_take_in(viewer: Viewer) -> bool:
    """Coordinators take topics in directly, take running ones over and begin the next cycle (process.md, "C")."""
    return coordinates_processes(viewer)


def may_keep_origin(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators keep the source of a topic, its earlier decisions, and what it follows or is merged with."""
    return coordinates_processes(viewer) and may_see_process(viewer, process)


def may_see_earlier_decision(viewer: Viewer, decision: EarlierDecision) -> bool:
    """A decision from before Lenkwerk is seen with its process."""
    return may_see_process(viewer, decision.process)


def visible_earlier_decisions(viewer: Viewer) -> QuerySet[EarlierDecision]:
    """Return the earlier decisions that `may_see_earlier_decision` allows."""
    rows: QuerySet[EarlierDecision] = EarlierDecision.objects.filter(process__in=visible_processes(viewer))
    return rows


def possible_predecessors(viewer: Viewer) -> QuerySet[PlanningProcess]:
    """Return the ended processes that a new one may name as the earlier one, the newest first."""
    ended = visible_processes(viewer).filter(stage__in=ENDED_STAGES, merged_into__isnull=True)
    return ended.order_by("-stage_since", "-pk")


def mergeable_with(viewer: Viewer, process: PlanningProcess) -> QuerySet[PlanningProcess]:
    """Return the other drafts for the same body, among which one that says the same is found."""
    drafts = visible_processes(viewer).filter(stage__in=DRAFTING_STAGES, body=process.body_id)
    return drafts.exclude(pk=process.pk).order_by("-started_at", "-pk")


def possible_groups(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies of the authority that may work on a topic: those that pass no resolutions."""
    groups: QuerySet[Body] = Body.objects.filter(authority=viewer.authority, decides=False)
    return groups if coordinates_processes(viewer) else groups.none()
