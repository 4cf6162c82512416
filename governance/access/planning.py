"""Who sees and moves planning processes (access.md, rows "process before" and "from `topic_decision`")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.cases import may_see_cases
from governance.access.viewer import Viewer
from governance.models import Body, Person, PlanningProcess, Role
from governance.models.base import in_force
from governance.rules.steps import Actor, Transition
from governance.rules.transitions import TRANSITIONS


def may_see_process(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators and case managers see every process; members of the deciding body once it lay before them; the
    group that works on it from its local solution or commissioning on.

    `shown_to_body` and `shown_to_group` stay set: what was visible at a stage stays visible when the process is
    referred back.
    """
    if process.authority_id != viewer.authority.pk:
        return False
    laid_before = process.shown_to_body and process.body_id in viewer.reading_bodies
    return may_see_cases(viewer) or laid_before or works_on(viewer, process)


def visible_processes(viewer: Viewer) -> QuerySet[PlanningProcess]:
    """Return the processes that `may_see_process` allows."""
    processes: QuerySet[PlanningProcess] = PlanningProcess.objects.filter(authority=viewer.authority)
    if may_see_cases(viewer):
        return processes
    laid_before = Q(shown_to_body=True, body_id__in=viewer.reading_bodies)
    return processes.filter(laid_before | Q(shown_to_group=True, group_id__in=viewer.reading_bodies))


def works_on(viewer: Viewer, process: PlanningProcess) -> bool:
    """Tell whether the viewer belongs to the group that works on the process, or assists a member of it."""
    return process.shown_to_group and process.group_id in viewer.reading_bodies


def may_work_on(viewer: Viewer, process: PlanningProcess) -> bool:
    """Members of the group, its lead and coordinators write Zielsystem and chain (access.md, "working copy")."""
    if process.authority_id != viewer.authority.pk:
        return False
    return viewer.is_coordinator or (process.shown_to_group and process.group_id in viewer.member_bodies)


def may_lead_work_on(viewer: Viewer, process: PlanningProcess) -> bool:
    """The lead of the group and coordinators freeze what the group has written (access.md, "freeze")."""
    if process.authority_id != viewer.authority.pk:
        return False
    return viewer.is_coordinator or (process.shown_to_group and process.group_id in viewer.led)


def tends_process(viewer: Viewer, process: PlanningProcess) -> bool:
    """The lead of the group and the coordinator of a process see to it that its proposal comes in time."""
    if process.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    coordinates = viewer.is_coordinator and process.coordinator_id == viewer.person.pk
    return coordinates or (process.shown_to_group and process.group_id in viewer.led)


def tended_processes(viewer: Viewer) -> QuerySet[PlanningProcess]:
    """Return the processes that `tends_process` allows."""
    rows: QuerySet[PlanningProcess] = PlanningProcess.objects.filter(authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    mine = Q(shown_to_group=True, group_id__in=viewer.led)
    return rows.filter(mine | Q(coordinator=viewer.person)) if viewer.is_coordinator else rows.filter(mine)


def coordinates_processes(viewer: Viewer) -> bool:
    """Coordinators look after processes."""
    return viewer.is_coordinator


def actors_of(viewer: Viewer, process: PlanningProcess | None = None) -> frozenset[Actor]:
    """Return as which actors of the transition table the viewer may act; nobody acts as a resolution.

    The lead of a group acts in the processes of that group only.
    """
    actors = set()
    if process is not None and process.shown_to_group and process.group_id in viewer.led:
        actors.add(Actor.GROUP_LEAD)
    if coordinates_processes(viewer):
        actors.add(Actor.COORDINATOR)
    if viewer.is_case_manager:
        actors.add(Actor.CASE_MANAGER)
    return frozenset(actors)


def may_start_process(viewer: Viewer) -> bool:
    """Coordinators and case managers begin processes."""
    return bool(actors_of(viewer) & TRANSITIONS["start"].actors)


def may_take_step(viewer: Viewer, process: PlanningProcess, step: Transition) -> bool:
    """A step is taken by the actors of the table; a step of a resolution is taken by nobody."""
    return (
        may_see_process(viewer, process) and not step.by_resolution and bool(actors_of(viewer, process) & step.actors)
    )


def may_draft_topic(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators put the topic into words and justify what is open (seed 004, chapter 8.2)."""
    return coordinates_processes(viewer) and may_see_process(viewer, process)


def may_edit_process(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators keep title, series and coordination of a process in order."""
    return may_draft_topic(viewer, process)


def deciding_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies of the authority that pass resolutions, among which a process chooses."""
    return Body.objects.filter(authority=viewer.authority, decides=True)


def possible_coordinators(viewer: Viewer) -> QuerySet[Person]:
    """Return the coordinators of today, one of whom looks after a process."""
    return Person.objects.filter(
        in_force(viewer.day, "roles__"),
        authority=viewer.authority,
        is_active=True,
        roles__role=Role.COORDINATOR,
    ).distinct()
