"""The calendar of deadlines: everything with a date that is still open, in one layer (interface.md, "Übersicht").

For everybody what is due for them; coordinators may look at the whole authority. Each kind costs a constant number of
queries, whatever the number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q

from governance.access.follow_ups import own_follow_ups, visible_follow_ups
from governance.access.mandates import visible_mandates
from governance.access.measures import own_measures, visible_measures
from governance.access.meetings import bodies_run_by, runs_meetings
from governance.access.minutes import visible_minutes
from governance.access.planning import coordinates_processes, tended_processes, visible_processes
from governance.access.viewer import Viewer
from governance.models import ActionItem, Attendance, FollowUp, Measure, Meeting, StateReport
from governance.queries.mandates import named_rows
from governance.queries.months import MonthPage, following_month, month_sheet
from governance.queries.procedure import rules_by_body
from governance.rules import clock
from governance.rules.deadlines import check_notice, papers_due
from governance.rules.lifecycles import ActionState, MandateState, MeetingState, MinutesState
from governance.rules.stages import Stage

MOST_OF_A_KIND: Final = 300
AHEAD: Final = timedelta(weeks=26)
NEXT_AHEAD: Final = timedelta(weeks=6)
SHOWN_ON_OVERVIEW: Final = 6
NOTICE_AHEAD: Final = timedelta(weeks=8)
"""So much earlier than a meeting its deadlines lie at most: meetings up to then are looked at."""


class DeadlineKind(StrEnum):
    """What is due; the page words it."""

    INVITE = "invite"
    PAPERS = "papers"
    OBJECTIONS = "objections"
    ACTION = "action"
    REPORT_BACK = "report_back"
    MANDATE_END = "mandate_end"
    GIVEN_BACK = "given_back"
    MEASURE = "measure"
    FOLLOW_UP = "follow_up"
    STATE_ANSWER = "state_answer"


@dataclass(frozen=True)
class Deadline:
    """Something that is due on a local day: `target` is the public id of what it is about, `note` a second fact."""

    day: date
    kind: DeadlineKind
    subject: str
    target: str
    note: str = ""
    mine: bool = False


def may_see_all(viewer: Viewer) -> bool:
    """Coordinators see the deadlines of the whole authority, everybody else their own."""
    return coordinates_processes(viewer)


def deadlines(viewer: Viewer, last: date, *, everything: bool = False) -> tuple[Deadline, ...]:
    """Return what is open and due up to the local day `last`, overdue ones included, by day.

    `everything` asks for the whole authority; only who coordinates gets it.
    """
    whole = everything and may_see_all(viewer)
    found = (row for source in SOURCES for row in source(viewer, last) if whole or row.mine)
    return tuple(sorted(found, key=lambda row: (row.day, row.kind, row.subject, row.target)))


def next_deadlines(viewer: Viewer) -> tuple[Deadline, ...]:
    """Return the viewer's own deadlines for the overview: the first few, overdue ones before others."""
    return deadlines(viewer, viewer.day + NEXT_AHEAD)[:SHOWN_ON_OVERVIEW]


def month_of_deadlines(viewer: Viewer, first: date, *, everything: bool = False) -> MonthPage[Deadline]:
    """Return the month that begins on `first` with its deadlines."""
    last = following_month(first) - timedelta(days=1)
    found: dict[date, list[Deadline]] = defaultdict(list)
    for row in deadlines(viewer, last, everything=everything):
        if row.day >= first:
            found[row.day].append(row)
    return month_sheet(first, found)


def _of_meetings(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """The last day for the invitation in time, and for papers, of meetings that are planned."""
    if not runs_meetings(viewer):
        return
    until = datetime.combine(last + NOTICE_AHEAD, time.max, clock.BERLIN)
    planned = Meeting.objects.filter(
        body__authority=viewer.authority, state=MeetingState.PLANNED, starts_at__gt=clock.now(), starts_at__lte=until
    )
    meetings = list(planned.select_related("body").order_by("starts_at")[:MOST_OF_A_KIND])
    rules = rules_by_body({meeting.body_id for meeting in meetings}, viewer.day)
    run = set(bodies_run_by(viewer).values_list("pk", flat=True))
    for meeting in meetings:
        values = rules.get(meeting.body_id)
        if values is None:
            continue
        held = clock.local_date(meeting.starts_at)
        days = (
            (DeadlineKind.INVITE, check_notice(values, viewer.day, held).latest_dispatch),
            (DeadlineKind.PAPERS, papers_due(values, held)),
        )
        note, mine = f"{held:%d.%m.%Y}", meeting.body_id in run
        for kind, day in days:
            # Papers that came too late are not made up for; a late invitation still goes out.
            if day <= last and (kind is DeadlineKind.INVITE or day >= viewer.day):
                yield Deadline(day, kind, meeting.body.name, meeting.public_id, note, mine)


def _of_minutes(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """The end of the period for objections, for those who were present and for the secretariat."""
    present = Attendance.objects.filter(meeting=OuterRef("meeting"), person=viewer.person, seat__isnull=False)
    rows = (
        visible_minutes(viewer)
        .filter(state=MinutesState.CIRCULATED, objections_until__gte=viewer.day, objections_until__lte=last)
        .annotate(was_present=Exists(present))
        .select_related("meeting__body")
    )
    run = set(bodies_run_by(viewer).values_list("pk", flat=True))
    for row in rows.order_by("objections_until")[:MOST_OF_A_KIND]:
        body = row.meeting.body
        mine = body.pk in run or (row.was_present and body.pk in viewer.member_bodies)
        if row.objections_until is not None:
            note = f"{clock.local_date(row.meeting.starts_at):%d.%m.%Y}"
            yield Deadline(row.objections_until, DeadlineKind.OBJECTIONS, body.name, row.public_id, note, mine)


def _of_actions(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """Action items of sessions that are open."""
    mine = Q(responsible=viewer.person)
    rows = ActionItem.objects.filter(item__meeting__body__authority=viewer.authority, state=ActionState.OPEN)
    rows = rows.filter(due_on__lte=last) if may_see_all(viewer) else rows.filter(mine, due_on__lte=last)
    for row in rows.select_related("item__meeting__body").order_by("due_on")[:MOST_OF_A_KIND]:
        meeting = row.item.meeting
        own = viewer.person is not None and row.responsible_id == viewer.person.pk
        yield Deadline(row.due_on, DeadlineKind.ACTION, row.text, meeting.public_id, meeting.body.name, own)


def _of_mandates(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """When groups report back and when their mandates end; for the group and for who coordinates the process."""
    mandates = visible_mandates(viewer).filter(state=MandateState.ADOPTED).distinct()
    for row in named_rows(viewer, mandates):
        own_group = row.mandate.group_id in viewer.member_bodies
        mine = own_group or any(_looks_after(viewer, process.coordinator_id) for process in row.processes)
        note = ", ".join(process.number for process in row.processes)
        days = (
            (DeadlineKind.REPORT_BACK, None if row.dates.reported else row.dates.report_back),
            (DeadlineKind.MANDATE_END, row.dates.ends_on),
        )
        for kind, day in days:
            if day is not None and day <= last:
                yield Deadline(day, kind, row.mandate.group_name, row.mandate.public_id, note, mine)


def _of_processes(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """Proposals that the body has given back with a date."""
    tended = set(tended_processes(viewer).values_list("pk", flat=True))
    rows = visible_processes(viewer).filter(stage=Stage.GROUP_WORKING, due_back_on__lte=last).select_related("group")
    for row in rows.order_by("due_back_on", "pk")[:MOST_OF_A_KIND]:
        if row.due_back_on is not None:
            note = row.group.name if row.group else row.number
            mine = row.pk in tended or row.group_id in viewer.member_bodies
            yield Deadline(row.due_back_on, DeadlineKind.GIVEN_BACK, row.title, row.public_id, note, mine)


def _of_measures(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """Measures that an organisation was asked to carry out."""
    asked = Measure.objects.asked().unsettled().of_live_processes().dated().filter(until__lte=last)
    mine = set(asked.filter(pk__in=own_measures(viewer).values("pk")).values_list("pk", flat=True))
    rows = asked.filter(pk__in=visible_measures(viewer).values("pk")).select_related("process", "organisation")
    for row in rows.order_by("until", "pk")[:MOST_OF_A_KIND]:
        note = row.organisation.name if row.organisation else row.process.number
        own = row.pk in mine or _looks_after(viewer, row.process.coordinator_id)
        yield Deadline(row.until, DeadlineKind.MEASURE, row.title, row.public_id, note, own)


def _of_follow_ups(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """Tasks from resolutions."""
    live = FollowUp.objects.live().dated().filter(until__lte=last)
    mine = set(live.filter(pk__in=own_follow_ups(viewer).values("pk")).values_list("pk", flat=True))
    rows = live.filter(pk__in=visible_follow_ups(viewer).values("pk")).select_related("resolution")
    for row in rows.order_by("until", "pk")[:MOST_OF_A_KIND]:
        own = row.pk in mine or _looks_after(viewer, row.opened_by_id)
        yield Deadline(row.until, DeadlineKind.FOLLOW_UP, row.task, row.public_id, row.resolution.number, own)


def _of_reports(viewer: Viewer, last: date) -> Iterator[Deadline]:
    """Until when an answer of the state is waited for."""
    if not coordinates_processes(viewer):
        return
    rows = StateReport.objects.filter(
        process__authority=viewer.authority, closed_on__isnull=True, answer__isnull=True, reported_on__isnull=False
    )
    for row in rows.select_related("process__authority__profile").order_by("reported_on", "pk")[:MOST_OF_A_KIND]:
        process = row.process
        if row.reported_on is None:
            continue
        day = row.reported_on + timedelta(days=process.authority.profile.state_waiting_days)
        if day <= last:
            own = _looks_after(viewer, process.coordinator_id)
            yield Deadline(day, DeadlineKind.STATE_ANSWER, process.title, process.public_id, row.addressee, own)


def _looks_after(viewer: Viewer, coordinator: int | None) -> bool:
    return viewer.person is not None and coordinates_processes(viewer) and coordinator == viewer.person.pk


SOURCES = (
    _of_meetings, _of_minutes, _of_actions, _of_mandates, _of_processes, _of_measures, _of_follow_ups, _of_reports,
)  # fmt: skip
