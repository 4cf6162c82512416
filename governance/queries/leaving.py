"""What somebody leaves behind: what ends with them, what stays under their name, what speaks against it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from governance.access.viewer import Viewer
from governance.models import (
    ActionItem,
    Assistance,
    Attendance,
    Body,
    Deputyship,
    FollowUp,
    Invitation,
    Measure,
    Membership,
    Nomination,
    Person,
    PlanningProcess,
    Role,
    RoleAssignment,
    Secretariat,
)
from governance.rules import clock
from governance.rules.lifecycles import (
    ActionState,
    FollowUpState,
    MeasureState,
    MeetingState,
    NominationState,
)
from governance.rules.stages import LIVE_STAGES
from governance.rules.text import Message, mark, mark_plural

Period = RoleAssignment | Assistance | Secretariat | Membership | Deputyship


@dataclass(frozen=True)
class RunningPeriod:
    """Something that the person is for a period that has not ended; `body` whose sessions it must not rewrite."""

    row: Period
    body: Body | None = None


@dataclass(frozen=True)
class Leaving:
    """What a deactivation would meet: what ends, what stays under the name, what forbids it."""

    periods: tuple[RunningPeriod, ...]
    stays: tuple[Message, ...]
    obstacles: tuple[Message, ...]

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles that would end."""
        return frozenset(one.row.role for one in self.periods if isinstance(one.row, RoleAssignment))


def leaving_of(viewer: Viewer, person: Person) -> Leaving:
    """Return what `person` leaves behind today; the caller has found the person for the viewer."""
    return Leaving(_periods(viewer, person), _stays(person), _obstacles(viewer, person))


def _periods(viewer: Viewer, person: Person) -> tuple[RunningPeriod, ...]:
    running = Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.day)
    seated = ("seat__body", "person")
    found: list[RunningPeriod] = []
    for row in RoleAssignment.objects.filter(running, person=person).select_related("person"):
        found.append(RunningPeriod(row))
    for row in Membership.objects.filter(running, person=person).select_related(*seated):
        found.append(RunningPeriod(row, row.seat.body))
    for row in Deputyship.objects.filter(running, person=person).select_related(*seated):
        found.append(RunningPeriod(row, row.seat.body))
    for row in Secretariat.objects.filter(running, person=person).select_related("body", "person"):
        found.append(RunningPeriod(row))
    helping = Q(member=person) | Q(assistant=person)
    for row in Assistance.objects.filter(running, helping).select_related("member", "assistant"):
        found.append(RunningPeriod(row))
    return tuple(found)


def _stays(person: Person) -> tuple[Message, ...]:
    """Return what somebody else has to take over, in numbers."""
    invited = Invitation.objects.standing().filter(
        person=person, meeting__state=MeetingState.INVITED, meeting__ends_at__gt=clock.now()
    )
    counts = (
        (
            PlanningProcess.objects.filter(coordinator=person, stage__in=LIVE_STAGES).count(),
            mark_plural(
                "%(count)s process under way is coordinated.", "%(count)s processes under way are coordinated."
            ),
        ),
        (
            Measure.objects.filter(person=person).exclude(state__in=_MEASURES_OVER).count(),
            mark_plural("%(count)s measure is not done yet.", "%(count)s measures are not done yet."),
        ),
        (
            FollowUp.objects.filter(person=person).exclude(state__in=_FOLLOW_UPS_OVER).count(),
            mark_plural("%(count)s follow-up is open.", "%(count)s follow-ups are open."),
        ),
        (
            ActionItem.objects.filter(responsible=person, state=ActionState.OPEN).count(),
            mark_plural("%(count)s task from a session is open.", "%(count)s tasks from sessions are open."),
        ),
        (
            Nomination.objects.filter(person=person, state=NominationState.NAMED).count(),
            mark_plural(
                "%(count)s place in a project group was sent to by an organisation.",
                "%(count)s places in project groups were sent to by an organisation.",
            ),
        ),
        (
            invited.count(),
            mark_plural(
                "%(count)s invitation to a coming meeting stands: tell the changes there.",
                "%(count)s invitations to coming meetings stand: tell the changes there.",
            ),
        ),
    )
    return tuple(Message(singular, {"count": number}, plural) for number, (singular, plural) in counts if number)


_MEASURES_OVER = (MeasureState.DONE, MeasureState.DROPPED, MeasureState.INFEASIBLE)
_FOLLOW_UPS_OVER = (FollowUpState.DONE, FollowUpState.LIFTED)


def _obstacles(viewer: Viewer, person: Person) -> tuple[Message, ...]:
    found = []
    if not person.is_active:
        found.append(Message(mark("This person is not active any more.")))
    if viewer.person is not None and viewer.person.pk == person.pk:
        found.append(Message(mark("Nobody deactivates themselves. Ask another coordinator or the administration.")))
    running = Attendance.objects.filter(
        person=person, left_at__isnull=True, meeting__state=MeetingState.IN_SESSION
    ).select_related("meeting__body")
    for stay in running[:1]:
        found.append(
            Message(
                mark("The person sits in a running session (%(body)s). Close it first or enter that they left."),
                {"body": stay.meeting.body.name},
            )
        )
    coordinates = person.roles.on(viewer.day).filter(role=Role.COORDINATOR).exists()
    others = RoleAssignment.objects.on(viewer.day).filter(
        role=Role.COORDINATOR, person__authority=person.authority_id, person__is_active=True
    )
    if coordinates and not others.exclude(person=person).exists():
        found.append(Message(mark("Nobody else coordinates here. Name another coordinator first.")))
    return tuple(found)
