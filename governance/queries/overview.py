"""The overview: what the viewer has to do, what is next, what changed (interface.md, "Übersicht").

The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from governance.access.agendas import visible_items
from governance.access.cases import may_see_cases, names_reviewers
from governance.access.decisions import visible_resolutions
from governance.access.invitations import answerable_invitations
from governance.access.meetings import bodies_run_by, runs_meetings, visible_meetings
from governance.access.minutes import signed_by, visible_minutes
from governance.access.planning import coordinates_processes, visible_processes
from governance.access.viewer import Viewer
from governance.access.votes import own_electors
from governance.models import (
    ActionItem,
    Attendance,
    DecisionPaper,
    Invitation,
    Meeting,
    Minutes,
    PlanningProcess,
    ProcessEffect,
    ScreeningRelease,
    StepRecord,
    VoteMode,
)
from governance.queries.contact import open_messages
from governance.queries.group_tasks import group_tasks
from governance.queries.outbox import outbox
from governance.queries.practice_tasks import practice_tasks
from governance.queries.procedure import rules_by_body
from governance.queries.publications import waiting_for
from governance.queries.tasks import TASKS_OF_A_KIND, Task, TaskKind
from governance.rules import clock
from governance.rules.deadlines import check_notice, papers_due
from governance.rules.lifecycles import ActionState, MeetingState, MinutesState, PaperState, VoteState
from governance.rules.stages import ENDED_STAGES

LATELY = timedelta(days=14)
MEETINGS_SHOWN = 5
CHANGES_SHOWN = 8
PROCESSES_SHOWN = 5
OPEN_MEETINGS = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.IN_SESSION)


@dataclass(frozen=True)
class NextMeeting:
    """A meeting to come, with the viewer's own answer (None: not invited)."""

    meeting: Meeting
    invitation: Invitation | None


@dataclass(frozen=True)
class Change:
    """Something that happened lately: a step of a process or a resolution."""

    kind: str
    subject: str
    target: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Overview:
    """What the overview shows, each part sorted by date."""

    tasks: tuple[Task, ...]
    meetings: tuple[NextMeeting, ...]
    changes: tuple[Change, ...]
    processes: tuple[PlanningProcess, ...]


def overview(viewer: Viewer) -> Overview:
    """Collect the overview of `viewer`."""
    found = [*_for_everybody(viewer)]
    if may_see_cases(viewer):
        found += _reviews(viewer)
    if runs_meetings(viewer):
        found += _for_coordinators(viewer)
    found.sort(key=lambda task: (task.due is None, task.due or viewer.day, task.subject))
    return Overview(
        tasks=tuple(found),
        meetings=_meetings(viewer),
        changes=changes_between(viewer, clock.now() - LATELY, limit=CHANGES_SHOWN),
        processes=_processes(viewer),
    )


def _for_everybody(viewer: Viewer) -> Iterator[Task]:
    yield from _votes(viewer)
    yield from _answers(viewer)
    yield from _papers_to_read(viewer)
    yield from _minutes_to_check(viewer)
    yield from _actions(viewer)
    yield from _to_sign(viewer)
    yield from practice_tasks(viewer)
    yield from group_tasks(viewer)
    for row in waiting_for(viewer)[:TASKS_OF_A_KIND]:
        yield Task(TaskKind.PUBLISH, row.resolution.number, row.public_id)


def _votes(viewer: Viewer) -> Iterator[Task]:
    missing = own_electors(viewer).filter(
        vote__state=VoteState.OPEN, vote__mode=VoteMode.BY_NAME, used_at__isnull=True, recused=False
    )
    for elector in missing.select_related("vote__item__meeting__body")[:TASKS_OF_A_KIND]:
        item = elector.vote.item
        yield Task(TaskKind.VOTE, item.title, elector.vote.public_id, viewer.day, note=item.meeting.body.name)


def _answers(viewer: Viewer) -> Iterator[Task]:
    waiting = (
        answerable_invitations(viewer)
        .filter(pk__in=Invitation.objects.unanswered().values("pk"))
        .filter(meeting__state=MeetingState.INVITED, meeting__starts_at__gt=clock.now())
        .select_related("meeting__body", "person")
        .order_by("meeting__starts_at")
    )
    for invitation in waiting[:TASKS_OF_A_KIND]:
        meeting = invitation.meeting
        own = viewer.person is not None and invitation.person_id == viewer.person.pk
        yield Task(
            TaskKind.ANSWER,
            meeting.body.name,
            meeting.public_id,
            clock.local_date(meeting.starts_at),
            meeting.starts_at,
            note=meeting.location,
            person="" if own else str(invitation.person),
        )


def _papers_to_read(viewer: Viewer) -> Iterator[Task]:
    """Papers of meetings to come, for members, those who read for them, and guests of the items."""
    items = (
        visible_items(viewer)
        .filter(
            Q(meeting__body__in=viewer.reading_bodies) | Q(guests__person=viewer.person),
            paper_version__isnull=False,
            meeting__state=MeetingState.INVITED,
            meeting__starts_at__gt=clock.now(),
        )
        .order_by()
        .values("meeting__public_id", "meeting__body__name", "meeting__starts_at")
        .annotate(papers=Count("pk", distinct=True))
    )
    for row in items[:TASKS_OF_A_KIND]:
        yield Task(
            TaskKind.READ,
            row["meeting__body__name"],
            row["meeting__public_id"],
            clock.local_date(row["meeting__starts_at"]),
            row["meeting__starts_at"],
            count=row["papers"],
        )


def _minutes_to_check(viewer: Viewer) -> Iterator[Task]:
    """Minutes whose objection period runs, for those who were present."""
    present = Attendance.objects.filter(person=viewer.person, seat__isnull=False)
    running = visible_minutes(viewer).filter(
        state=MinutesState.CIRCULATED,
        objections_until__gte=viewer.day,
        meeting__in=present.values("meeting"),
        meeting__body__in=viewer.member_bodies,
    )
    for minutes in running.select_related("meeting__body")[:TASKS_OF_A_KIND]:
        yield _minutes_task(TaskKind.CHECK_MINUTES, minutes, minutes.objections_until)


def _minutes_task(kind: TaskKind, minutes: Minutes, due: date | None = None) -> Task:
    meeting = minutes.meeting
    return Task(kind, meeting.body.name, minutes.public_id, due, meeting.starts_at)


def _actions(viewer: Viewer) -> Iterator[Task]:
    if viewer.person is None:
        return
    actions = ActionItem.objects.filter(
        responsible=viewer.person, state=ActionState.OPEN, item__meeting__body__authority=viewer.authority
    )
    for action in actions.select_related("item__meeting__body").order_by("due_on")[:TASKS_OF_A_KIND]:
        meeting = action.item.meeting
        yield Task(
            TaskKind.ACTION, action.text, meeting.public_id, action.due_on, meeting.starts_at, note=meeting.body.name
        )


def _to_sign(viewer: Viewer) -> Iterator[Task]:
    drafts = signed_by(viewer).filter(state=MinutesState.DRAFT, meeting__state=MeetingState.CLOSED)
    for minutes in drafts.select_related("meeting__body")[:TASKS_OF_A_KIND]:
        yield _minutes_task(TaskKind.SIGN, minutes)


def _reviews(viewer: Viewer) -> Iterator[Task]:
    """Screened text that waits for the viewer as the second person; coordinators name one where none is."""
    mine = Q(reviewer=viewer.person)
    if names_reviewers(viewer):
        mine |= Q(reviewer__isnull=True)
    waiting = ScreeningRelease.objects.waiting().filter(mine, card__series__authority=viewer.authority)
    for release in waiting.select_related("card")[:TASKS_OF_A_KIND]:
        yield Task(TaskKind.REVIEW, release.card.code, release.public_id)


def _for_coordinators(viewer: Viewer) -> Iterator[Task]:
    bodies = set(bodies_run_by(viewer).values_list("pk", flat=True))
    yield from _drafts(viewer, bodies)
    yield from _to_invite(viewer, bodies)
    written = Minutes.objects.filter(meeting__body__in=bodies, meeting__state=MeetingState.CLOSED)
    for minutes in written.filter(state__in=[MinutesState.DRAFT, MinutesState.SIGNED_OFF]).select_related(
        "meeting__body"
    )[:TASKS_OF_A_KIND]:
        signed = minutes.state == MinutesState.SIGNED_OFF
        yield _minutes_task(TaskKind.CIRCULATE if signed else TaskKind.WRITE_MINUTES, minutes)
    effects = ProcessEffect.objects.waiting().filter(process__authority=viewer.authority)
    for effect in effects.select_related("resolution", "process")[:TASKS_OF_A_KIND]:
        yield Task(TaskKind.EFFECT, effect.process.title, effect.process.public_id, note=effect.resolution.number)
    if count := outbox(viewer).needs_care:
        yield Task(TaskKind.MAIL, "", "", viewer.day, count=count)
    if count := open_messages(viewer):
        yield Task(TaskKind.CONTACT, "", "", count=count)


def _drafts(viewer: Viewer, bodies: set[int]) -> Iterator[Task]:
    """Drafts of the viewer or of the bodies they run, due before the next meeting by the body's rules."""
    drafts = (
        DecisionPaper.objects.filter(state=PaperState.DRAFT, body__authority=viewer.authority)
        .filter(Q(author=viewer.person) | Q(body__in=bodies))
        .select_related("body")
        .order_by("created_at")[:TASKS_OF_A_KIND]
    )
    papers = list(drafts)
    if not papers:
        return
    meetings = _next_meeting_by_body({paper.body_id for paper in papers})
    rules = rules_by_body({paper.body_id for paper in papers}, viewer.day)
    for paper in papers:
        meeting, values = meetings.get(paper.body_id), rules.get(paper.body_id)
        due = papers_due(values, clock.local_date(meeting.starts_at)) if meeting and values else None
        yield Task(TaskKind.DRAFT, paper.title, paper.public_id, due, note=paper.body.name)


def _next_meeting_by_body(bodies: set[int]) -> dict[int, Meeting]:
    found: dict[int, Meeting] = {}
    rows = Meeting.objects.filter(body__in=bodies, state=MeetingState.PLANNED, starts_at__gt=clock.now()).order_by(
        "starts_at"
    )
    for meeting in rows:
        found.setdefault(meeting.body_id, meeting)
    return found


def _to_invite(viewer: Viewer, bodies: set[int]) -> Iterator[Task]:
    """Planned meetings of the next six weeks whose invitation is not out; due when the notice period demands it."""
    until = clock.now() + timedelta(weeks=6)
    planned = Meeting.objects.filter(
        body__in=bodies, state=MeetingState.PLANNED, starts_at__gt=clock.now(), starts_at__lt=until
    )
    rules = rules_by_body(bodies, viewer.day)
    for meeting in planned.select_related("body").order_by("starts_at")[:TASKS_OF_A_KIND]:
        held_on = clock.local_date(meeting.starts_at)
        values = rules.get(meeting.body_id)
        due = check_notice(values, viewer.day, held_on).latest_dispatch if values else held_on
        yield Task(TaskKind.INVITE, meeting.body.name, meeting.public_id, due, meeting.starts_at)


def _meetings(viewer: Viewer) -> tuple[NextMeeting, ...]:
    rows = list(
        visible_meetings(viewer)
        .filter(state__in=OPEN_MEETINGS, ends_at__gte=clock.now())
        .select_related("body")
        .order_by("starts_at")[:MEETINGS_SHOWN]
    )
    own = {
        invitation.meeting_id: invitation
        for invitation in answerable_invitations(viewer)
        .filter(person=viewer.person, meeting__in=rows)
        .select_related("meeting")
    }
    return tuple(NextMeeting(meeting, own.get(meeting.pk)) for meeting in rows)


def changes_between(
    viewer: Viewer, since: datetime, until: datetime | None = None, *, limit: int
) -> tuple[Change, ...]:
    """Return up to `limit` steps and resolutions that the viewer may see, newest first; `until` is left out."""
    steps = StepRecord.objects.filter(process__in=visible_processes(viewer), at__gte=since)
    resolutions = visible_resolutions(viewer).filter(decided_at__gte=since)
    if until is not None:
        steps, resolutions = steps.filter(at__lt=until), resolutions.filter(decided_at__lt=until)
    changes = [
        Change("step", step.process.title, step.process.public_id, step.at, step.transition)
        for step in steps.select_related("process").order_by("-at")[:limit]
    ]
    changes += [
        Change("resolution", row.number, row.public_id, row.decided_at, row.short_sentence)
        for row in resolutions.order_by("-decided_at")[:limit]
    ]
    return tuple(sorted(changes, key=lambda change: change.at, reverse=True)[:limit])


def _processes(viewer: Viewer) -> tuple[PlanningProcess, ...]:
    """Running processes: first those the viewer looks after, then the ones that moved last."""
    running = visible_processes(viewer).exclude(stage__in=[stage.value for stage in ENDED_STAGES])
    mine = running.filter(coordinator=viewer.person) if coordinates_processes(viewer) else running
    return tuple(mine.select_related("body").order_by("-stage_since", "pk")[:PROCESSES_SHOWN])
