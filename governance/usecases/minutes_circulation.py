"""Minutes go round and come before the body: circulating with mails, the agenda item that approves them.

Approval by silence needs a rule that says so; the rules of procedure have none yet, so only the body approves
(decisions.md, Rules of procedure, row "minutes"). The item for it is made by itself: when minutes are circulated and a
next meeting is planned already, and when the next meeting is planned by `plan_meeting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

from django.db.models import Q, QuerySet

from governance.access.meetings import may_run_meeting
from governance.access.minutes import may_write_minutes
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    ApprovalItem,
    Attendance,
    Deputyship,
    ItemKind,
    Meeting,
    Membership,
    Minutes,
    MinutesVersion,
    Person,
)
from governance.models.base import in_force
from governance.notifications import mail_text
from governance.queries.attendance import meeting_day
from governance.queries.minutes import awaiting_approval
from governance.queries.procedure import rules_on
from governance.rules import clock
from governance.rules.deadlines import objections_until
from governance.rules.lifecycles import MeetingState
from governance.rules.procedure import ADMINISTRATIVE_PROCEDURE
from governance.rules.text import Message, mark
from governance.usecases import meetings
from governance.usecases.agendas import FROZEN, renumber
from governance.usecases.foundation import Forbidden, Refused, advance, lock, record, save, use_case
from governance.usecases.letters import write_letter

P = ParamSpec("P")

APPROVAL_MINUTES = 5


@use_case("minutes.circulate")
def circulate(*, by: Viewer, minutes_id: str) -> Minutes:
    """Send the signed minutes round: members see them from now on, the period for objections begins.

    The rules in force on the day of the meeting say how long it is; without rules the assumed 14 days of the starting
    profile. Each member and each deputy who attended gets a mail with the link. The next planned meeting of the body
    gets its item for the approval. Raises `Forbidden`, and `Refused` unless the minutes are signed off.
    """
    minutes = lock(
        Minutes.objects.filter(meeting__body__authority=by.authority).select_related("meeting__body__authority"),
        public_id=minutes_id,
    )
    if not may_write_minutes(by, minutes):
        raise Forbidden(by, minutes)
    advance(minutes, "circulate")
    rules = rules_on(minutes.meeting.body_id, meeting_day(minutes.meeting)) or ADMINISTRATIVE_PROCEDURE
    minutes.circulated_at = clock.now()
    minutes.objections_until = objections_until(rules, clock.today())
    save(minutes)
    version = minutes.versions.order_by("-ordinal")[0]
    unreachable = [person for person in readers_to_tell(minutes) if not _tell(minutes, version, person)]
    _onto_next_meeting(minutes)
    record(
        by,
        "minutes.circulated",
        minutes,
        {"version": version.ordinal, "until": minutes.objections_until.isoformat(), "no_mail": len(unreachable)},
    )
    return minutes


def readers_to_tell(minutes: Minutes) -> QuerySet[Person]:
    """Return the holders of the body's seats today and the deputies who sat in the session; no assistants."""
    body, today = minutes.meeting.body_id, clock.today()
    seated = in_force(today) & in_force(today, "seat__")
    holders = Membership.objects.filter(seated, seat__body=body)
    came = Attendance.objects.filter(meeting=minutes.meeting_id, as_deputy=True)
    deputies = Deputyship.objects.filter(seated, seat__body=body, person__in=came.values("person"))
    return (
        Person.objects.filter(is_active=True)
        .filter(Q(pk__in=holders.values("person")) | Q(pk__in=deputies.values("person")))
        .order_by("pk")
    )


def _tell(minutes: Minutes, version: MinutesVersion, person: Person) -> bool:
    """Put the mail to one person into the outbox; return False where there is no address that can be written to."""
    if minutes.objections_until is None:
        return False
    authority = minutes.meeting.body.authority
    day = clock.local_date(minutes.meeting.starts_at)
    words = mail_text.minutes_circulated(
        f"{minutes.meeting.body.name}, Sitzung am {day:%d.%m.%Y}",
        minutes.objections_until,
        version=version.ordinal,
        register_hash=version.register_hash,
    )
    return write_letter(
        authority, person, words, matter=f"minutes.{minutes.public_id}", page="minutes", parts=(minutes.public_id,)
    )


@use_case("minutes.propose_approvals")
def add_approval_items(*, by: Viewer, meeting_id: str) -> tuple[AgendaItem, ...]:
    """Put the approval of every circulated minutes of the body on the agenda of a planned meeting.

    Raises `Forbidden`, and `Refused` once the agenda is sent out or when nothing waits for approval.
    """
    meeting = lock(Meeting.objects.filter(body__authority=by.authority).select_related("body"), public_id=meeting_id)
    if not may_run_meeting(by, meeting):
        raise Forbidden(by, meeting)
    if meeting.state != MeetingState.PLANNED:
        raise Refused(Message(FROZEN))
    added = propose_approval_items(meeting)
    if not added:
        raise Refused(Message(mark("No circulated minutes of this body wait for their approval.")))
    record(by, "agenda.approvals_added", meeting, {"count": len(added)})
    return added


def propose_approval_items(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """Add the items for the approval of circulated minutes to a planned agenda; internal, in the caller's transaction.

    They stand behind the formalities at the beginning. Minutes that lie on an open agenda already are left out.
    """
    if meeting.state != MeetingState.PLANNED:
        return ()
    return _add_items(meeting, awaiting_approval(meeting))


def _with_approvals(plan: Callable[P, Meeting]) -> Callable[P, Meeting]:
    """Let the use case that plans a meeting also put the approval of circulated minutes on its agenda."""

    @wraps(plan)
    def planned(*args: P.args, **kwargs: P.kwargs) -> Meeting:
        meeting = plan(*args, **kwargs)
        propose_approval_items(meeting)
        return meeting

    return planned


# What the portal plans with: meetings lie below minutes and cannot know of them.
plan_meeting = use_case("meeting.plan")(_with_approvals(meetings.plan_meeting))


def _onto_next_meeting(minutes: Minutes) -> None:
    upcoming = Meeting.objects.filter(
        body=minutes.meeting.body_id, state=MeetingState.PLANNED, starts_at__gt=clock.now()
    )
    following = upcoming.select_for_update(of=("self",)).order_by("starts_at", "pk").first()
    if following is not None:
        propose_approval_items(following)


def _add_items(meeting: Meeting, waiting: Iterable[Minutes]) -> tuple[AgendaItem, ...]:
    agenda = list(meeting.items.on_agenda().order_by("order", "pk"))
    start = next(
        (place for place, item in enumerate(agenda) if item.kind not in {ItemKind.FORMALITY, ItemKind.APPROVAL}),
        len(agenda),
    )
    added = []
    for minutes in waiting:
        day = clock.local_date(minutes.meeting.starts_at)
        item = AgendaItem.objects.create(
            meeting=meeting,
            title=f"Genehmigung der Niederschrift der Sitzung vom {day:%d.%m.%Y}",
            kind=ItemKind.APPROVAL,
            minutes_planned=APPROVAL_MINUTES,
        )
        ApprovalItem.objects.create(item=item, minutes=minutes)
        added.append(item)
    for order, item in enumerate([*agenda[:start], *added, *agenda[start:]]):
        AgendaItem.objects.filter(pk=item.pk).update(order=order)
    renumber(meeting)
    for item in added:
        item.refresh_from_db()
    return tuple(added)
