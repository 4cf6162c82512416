"""Who sees and writes Zielsysteme (access.md, rows "goal system, chain: working copy" and "frozen, adopted").

The group and coordinators see the working copy and every version; the deciding body what was laid before it or adopted;
organisations and people who are responsible for something the adopted version that names them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.access.planning import (
    coordinates_processes,
    may_lead_work_on,
    may_see_process,
    may_work_on,
    visible_processes,
    works_on,
)
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    BodyKind,
    GoalSystem,
    GoalSystemVersion,
    Person,
    PlanningProcess,
    Role,
    StepRecord,
)
from governance.models.base import in_force
from governance.rules.goals import COORDINATORS_WRITE_AT, GROUP_WRITES_AT, PRESENTED_AT
from governance.rules.lifecycles import FrozenState
from governance.rules.stages import Stage


def may_see_working_copy(viewer: Viewer, system: GoalSystem) -> bool:
    """The working copy belongs to the group with its assistants, and to coordinators."""
    process = system.process
    return may_see_process(viewer, process) and (coordinates_processes(viewer) or works_on(viewer, process))


def visible_working_copies(viewer: Viewer) -> QuerySet[GoalSystem]:
    """Return the Zielsysteme whose working copy `may_see_working_copy` allows."""
    own: QuerySet[GoalSystem] = GoalSystem.objects.filter(process__authority=viewer.authority)
    if coordinates_processes(viewer):
        return own
    return own.filter(process__group_id__in=viewer.reading_bodies)


def may_see_goal_version(viewer: Viewer, version: GoalSystemVersion) -> bool:
    """Who sees the working copy sees every version; others those that were laid before them, or name them."""
    return visible_goal_versions(viewer).filter(pk=version.pk).exists()


def visible_goal_versions(viewer: Viewer) -> QuerySet[GoalSystemVersion]:
    """Return the versions that `may_see_goal_version` allows.

    What was laid before the body once stays visible to it when the proposal is referred back; a version that the group
    freezes after that is seen when it is submitted again.
    """
    found: QuerySet[GoalSystemVersion] = GoalSystemVersion.objects.filter(system__process__authority=viewer.authority)
    if coordinates_processes(viewer):
        return found
    submitted = StepRecord.objects.filter(
        process_id=OuterRef("system__process_id"), target=Stage.PROPOSAL_DECISION, at__gte=OuterRef("created_at")
    )
    presented = (
        Q(state=FrozenState.ADOPTED)
        | Q(state=FrozenState.PROPOSED, system__process__stage__in=[stage.value for stage in PRESENTED_AT])
        | Q(Exists(submitted))
    )
    body = Q(system__process__shown_to_body=True, system__process__body_id__in=viewer.reading_bodies)
    allowed: Q = Q(system__process__group_id__in=viewer.reading_bodies) | (body & presented)
    if viewer.contact_of is not None:
        named = GoalSystemVersion.organisations.through.objects.filter(organisation_id=viewer.contact_of)
        allowed |= Q(state=FrozenState.ADOPTED, pk__in=named.values("goalsystemversion_id"))
    if viewer.person is not None:
        responsible = GoalSystemVersion.people.through.objects.filter(person_id=viewer.person.pk)
        allowed |= Q(state=FrozenState.ADOPTED, pk__in=responsible.values("goalsystemversion_id"))
    return found.filter(allowed)


def may_see_goal_system(viewer: Viewer, system: GoalSystem) -> bool:
    """A Zielsystem is seen by whoever sees its working copy or one of its versions."""
    return may_see_working_copy(viewer, system) or visible_goal_versions(viewer).filter(system=system).exists()


def visible_goal_systems(viewer: Viewer) -> QuerySet[GoalSystem]:
    """Return the Zielsysteme that `may_see_goal_system` allows."""
    own: QuerySet[GoalSystem] = GoalSystem.objects.filter(process__authority=viewer.authority)
    if coordinates_processes(viewer):
        return own
    seen = visible_goal_versions(viewer).filter(system_id=OuterRef("pk")).order_by()
    return own.filter(Q(process__group_id__in=viewer.reading_bodies) | Exists(seen))


def may_edit_goals(viewer: Viewer, system: GoalSystem) -> bool:
    """Members of the group, its lead and coordinators write the working copy; assistants only read it."""
    return may_see_working_copy(viewer, system) and may_work_on(viewer, system.process)


def may_freeze_goals(viewer: Viewer, system: GoalSystem) -> bool:
    """The lead of the group and coordinators freeze a version."""
    return may_see_working_copy(viewer, system) and may_lead_work_on(viewer, system.process)


def may_begin_goals(viewer: Viewer, process: PlanningProcess) -> bool:
    """Whoever works on a process begins its Zielsystem."""
    return may_see_process(viewer, process) and may_work_on(viewer, process)


def writes_now(viewer: Viewer, process: PlanningProcess) -> bool:
    """Whether the process stands where the viewer writes: the group while it works, coordinators prepare before."""
    stages = COORDINATORS_WRITE_AT if coordinates_processes(viewer) else GROUP_WRITES_AT
    return process.stage in stages


def may_track(
    viewer: Viewer, system: GoalSystem, organisations: Collection[int | None], people: Collection[int | None]
) -> bool:
    """Coordinators, the lead, the responsible person and the contact of the responsible organisation record values.

    `organisations` and `people` are the keys of those responsible for the goal or for an activity below it.
    """
    if may_freeze_goals(viewer, system):
        return True
    contact = viewer.contact_of is not None and viewer.contact_of in organisations
    return contact or (viewer.person is not None and viewer.person.pk in people)


def processes_to_begin(viewer: Viewer) -> QuerySet[PlanningProcess]:
    """Return the processes without a Zielsystem in which the viewer could begin one now."""
    found = visible_processes(viewer).filter(goal_system__isnull=True)
    if coordinates_processes(viewer):
        return found.filter(stage__in=[stage.value for stage in COORDINATORS_WRITE_AT])
    return found.filter(group_id__in=viewer.member_bodies, stage__in=[stage.value for stage in GROUP_WRITES_AT])


def assignable_people(viewer: Viewer, process: PlanningProcess) -> QuerySet[Person]:
    """Return who may be responsible: members of the group and of the deciding body, contacts and coordinators."""
    bodies = [key for key in (process.group_id, process.body_id) if key is not None]
    seated = (
        in_force(viewer.day, "memberships__")
        & in_force(viewer.day, "memberships__seat__")
        & Q(memberships__seat__body_id__in=bodies)
    )
    role = in_force(viewer.day, "roles__") & Q(roles__role__in=[Role.CONTACT, Role.COORDINATOR])
    return Person.objects.filter(seated | role, authority=viewer.authority, is_active=True).distinct()


def sees_goals(viewer: Viewer) -> bool:
    """Whether the navigation names Zielsysteme: for coordinators, members of a group, and who may see one."""
    return coordinates_processes(viewer) or viewer.once("goals:seen", lambda: _sees_some(viewer))


def _sees_some(viewer: Viewer) -> bool:
    if not viewer.is_known:
        return False
    kinds = [BodyKind.PROJECT_GROUP, BodyKind.WORKING_GROUP]
    in_group = Body.objects.filter(pk__in=viewer.reading_bodies, kind__in=kinds).exists()
    return in_group or visible_goal_systems(viewer).exists()
