"""Planning meetings: fix a date, change it, and look after the mails that could not leave (meetings.md,
Planning)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from governance.access.meetings import (
    bodies_run_by,
    may_run_meeting,
    visible_meetings,
)
from governance.access.viewer import Viewer
from governance.models import Body, Meeting, Person
from governance.rules import clock
from governance.rules.addresses import is_web_address
from governance.rules.characters import clean_line, clean_lines
from governance.rules.lifecycles import MeetingState
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    lock,
    record,
    save,
    use_case,
)

LONGEST_MEETING = timedelta(hours=12)
FARTHEST = timedelta(days=3653)


def locked_meeting(viewer: Viewer, meeting_id: str) -> Meeting:
    """Lock a meeting that the viewer runs; raises `Meeting.DoesNotExist` or `Forbidden`."""
    meeting = lock(visible_meetings(viewer), public_id=meeting_id)
    if not may_run_meeting(viewer, meeting):
        raise Forbidden(viewer, meeting)
    return meeting


@use_case("meeting.plan")
def plan_meeting(
    *,
    by: Viewer,
    body_id: str,
    starts_at: datetime,
    ends_at: datetime,
    location: str = "",
    online_url: str = "",
    dial_in: str = "",
    minute_taker_id: str | None = None,
) -> Meeting:
    """Fix a date for a body; moments are aware, `minute_taker_id` is a person's public id.

    Raises `Body.DoesNotExist`, `Forbidden`, or `Refused` for impossible facts and where the body meets at that time
    already.
    """
    body = lock(Body.objects.filter(authority=by.authority), public_id=body_id)
    if not bodies_run_by(by).filter(pk=body.pk).exists():
        raise Forbidden(by, body)
    facts = _facts(
        by,
        starts_at=starts_at,
        ends_at=ends_at,
        location=location,
        online_url=online_url,
        dial_in=dial_in,
        minute_taker_id=minute_taker_id,
    )
    meeting = Meeting(body=body, **facts)
    if meeting.starts_at <= clock.now():
        raise Refused(Message(mark("The meeting lies in the past. Choose a later date.")))
    must_be_free(body, meeting.starts_at)
    meeting.save()
    record(by, "meeting.planned", meeting, {"starts_at": meeting.starts_at.isoformat()})
    return meeting


def must_be_free(body: Body, starts_at: datetime) -> None:
    """Raise `Refused` if the body begins another meeting at this moment: somebody pressed twice."""
    if Meeting.objects.filter(body=body, starts_at=starts_at).exclude(state=MeetingState.CANCELLED).exists():
        raise Refused(Message(mark("The body has a meeting at this time already.")))


@use_case("meeting.change")
def change_meeting(
    *,
    by: Viewer,
    meeting_id: str,
    starts_at: datetime,
    ends_at: datetime,
    location: str = "",
    online_url: str = "",
    dial_in: str = "",
    minute_taker_id: str | None = None,
    version: int | None = None,
) -> Meeting:
    """Move a meeting or change its place; `send_update` tells the invited people, all changes as one step.

    Raises `Stale`, `Forbidden`, and `Refused` once the session has begun, was cancelled, or for impossible
    facts.
    """
    meeting = locked_meeting(by, meeting_id)
    check_version(meeting, version)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.INVITED}:
        raise Refused(Message(mark("Only a meeting that has not begun can be changed.")))
    wanted = _facts(
        by,
        starts_at=starts_at,
        ends_at=ends_at,
        location=location,
        online_url=online_url,
        dial_in=dial_in,
        minute_taker_id=minute_taker_id,
    )
    if wanted["starts_at"] != meeting.starts_at and wanted["starts_at"] <= clock.now():
        raise Refused(Message(mark("The meeting lies in the past. Choose a later date.")))
    changed = sorted(name for name, value in wanted.items() if getattr(meeting, name) != value)
    for name, value in wanted.items():
        setattr(meeting, name, value)
    save(meeting)
    record(by, "meeting.changed", meeting, {"fields": changed, "starts_at": meeting.starts_at.isoformat()})
    return meeting


def _facts(
    by: Viewer,
    *,
    starts_at: datetime,
    ends_at: datetime,
    location: str,
    online_url: str,
    dial_in: str,
    minute_taker_id: str | None,
) -> Mapping[str, Any]:
    """Return the facts as they are stored: cleaned, and refused with a sentence where they cannot be."""
    if ends_at <= starts_at:
        raise Refused(Message(mark("The meeting ends before it begins.")))
    if starts_at > clock.now() + FARTHEST:
        raise Refused(Message(mark("The meeting lies too far ahead. Choose a day within the next ten years.")))
    if ends_at - starts_at > LONGEST_MEETING:
        raise Refused(Message(mark("A meeting takes twelve hours at most.")))
    url = online_url.strip()
    if url and (len(url) > 200 or not is_web_address(url)):
        raise Refused(Message(mark("The link must be a web address that begins with https://.")))
    taker = None
    if minute_taker_id:
        people = Person.objects.filter(authority=by.authority, is_active=True)
        taker = people.filter(public_id=minute_taker_id).first()
        if taker is None:
            raise Refused(Message(mark("The person for the minutes is not known.")))
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "location": clean_line(location)[:200],
        "online_url": url,
        "dial_in": clean_line(dial_in)[:200],
        "minute_taker": taker,
    }


def reason_from(text: str, *, missing: str) -> str:
    """Return a typed reason, cleaned; raises `Refused` with the sentence `missing` (marked) if there is
    none."""
    reason = clean_lines(text)[:2000]
    if not reason:
        raise Refused(Message(missing))
    return reason
