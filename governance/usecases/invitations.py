"""Inviting: dispatch, update, cancellation, deputies (meetings.md, Invitations)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance.access.agendas import visible_items
from governance.access.meetings import may_run_meeting, visible_meetings
from governance.access.viewer import Viewer
from governance.calendars import invitation as calendar_file
from governance.calendars.event import Status
from governance.calendars.versions import PublishedFacts, sequence_after
from governance.models import Answer, Invitation, InvitationRole, Meeting, Person
from governance.notifications.message import MailKind
from governance.queries.invitations import Invitee, Untold, obstacles, plan_of, untold
from governance.queries.meetings import place_of
from governance.queries.notice import late_notice_for, late_notice_text, notice_for, notice_record, notice_text
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.deadlines import NoticeCheck
from governance.rules.lifecycles import ItemState, MeetingState
from governance.rules.text import Message, mark
from governance.usecases import agendas
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    record,
    save,
    use_case,
)
from governance.usecases.invitation_mails import (
    Occasion,
    download_event,
    items_of,
    occasion_as_planned,
    occasion_as_told,
    post,
)
from governance.usecases.meetings import locked_meeting, must_be_free, reason_from

WHY_SHORT = mark("The notice period is not kept. Say why.")


@use_case("meeting.invite")
def dispatch_meeting(*, by: Viewer, meeting_id: str, notice_reason: str = "", version: int | None = None) -> Meeting:
    """Send the agenda out: freeze it, pin its papers, invite every holder of a seat and the guests.

    Raises `Refused` with the first obstacle, or where the notice period is short and no reason is given.
    """
    meeting = locked_meeting(by, meeting_id)
    check_version(meeting, version)
    if meeting.state != MeetingState.PLANNED:
        raise Refused(Message(mark("The invitations to this meeting have been sent already.")))
    plan = plan_of(meeting)
    for obstacle in obstacles(meeting, plan):
        raise Refused(obstacle)
    notice = _checked_notice(meeting, notice_reason)
    for item in meeting.items.select_related("paper"):
        agendas.pin(item)
        item.save(update_fields=["paper_version"])
    invited = [_invite(meeting, row) for row in plan.wanted]
    advance(meeting, "invite")
    meeting.dispatched_at = clock.now()
    _publish(meeting, notice)
    save(meeting)
    occasion = replace(
        occasion_as_planned(meeting, sequence=meeting.sequence),
        attendees=tuple(invited),
        paragraphs=_shortfall(meeting, notice),
    )
    for invitation in invited:
        post(occasion, invitation, MailKind.REQUEST)
    record(by, "meeting.invited", meeting, {"people": len(invited), "short_by": notice.short_by if notice else 0})
    return meeting


def _checked_notice(meeting: Meeting, reason: str) -> NoticeCheck | None:
    """Check the notice period for today; a shortfall needs a reason, which is stored with the meeting."""
    notice = notice_for(meeting, clock.today())
    if notice is not None and not notice.in_time:
        meeting.notice_reason = reason_from(reason, missing=WHY_SHORT)
    return notice


def _shortfall(meeting: Meeting, notice: NoticeCheck | None) -> tuple[str, ...]:
    if notice is None or notice.in_time:
        return ()
    return (f"{notice_text(notice)} Begründung: {meeting.notice_reason}",)


def _late_shortfall(meeting: Meeting, supplement: Mapping[str, Any]) -> tuple[str, ...]:
    check = late_notice_for(meeting, clock.today()) if supplement else None
    if check is None or check.in_time:
        return ()
    return tuple(f"{late_notice_text(check)} Begründung: {record['reason']}" for record in supplement.values())


def _invite(meeting: Meeting, row: Invitee) -> Invitation:
    """Return the invitation of a person: a new one, the standing one, or a taken-back one that holds
    again."""
    invitation = row.invitation or Invitation(meeting=meeting, person=row.person)
    invitation.meeting = meeting
    invitation.seat, invitation.role = row.seat, row.role
    if invitation.removed_at is not None:
        invitation.removed_at = None
        invitation.answer, invitation.answered_via, invitation.told_by = Answer.NONE, "", ""
        invitation.answered_sequence = invitation.answered_at = invitation.answered_by = None
    invitation.save()
    return invitation


def _supplement_told(meeting: Meeting, news: Untold, reason: str) -> dict[str, Any]:
    """Return the record of the supplement that is told now, by its number; a shortfall needs a reason.

    With a new date nothing is late: everybody is summoned anew, to all items.
    """
    check = late_notice_for(meeting, clock.today()) if news.added and not news.begins_anew else None
    if check is None:
        return {}
    given = "" if check.in_time else reason_from(reason, missing=WHY_SHORT)
    items = [item.number for item in news.added]
    return {str(news.added[-1].supplement): {**notice_record(check), "items": items, "reason": given}}


def _publish(meeting: Meeting, notice: NoticeCheck | None, supplement: Mapping[str, Any] | None = None) -> None:
    """Note on the meeting what everybody is told now; the caller saves."""
    items = [
        [
            item.public_id,
            item.number,
            item.title,
            item.public,
            item.paper_version.content_hash if item.paper_version else "",
        ]
        for item in meeting.items.exclude(state=ItemState.REMOVED)
        .select_related("paper_version")
        .order_by("order", "pk")
    ]
    stored: dict[str, Any] = {**(meeting.published or {})}
    stored |= {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": place_of(meeting),
        "items": items,
    }
    if notice is not None:
        stored |= {"notice": notice_record(notice), "supplements": {}}
    stored["supplements"] = {**stored.get("supplements", {}), **(supplement or {})}
    meeting.published = stored
    meeting.agenda_hash = content_hash(items)


@use_case("meeting.update")
def send_update(
    *,
    by: Viewer,
    meeting_id: str,
    notice_reason: str = "",
    ask_again: bool = True,
    version: int | None = None,
) -> Meeting:
    """Tell the invited people everything that changed since the last message, as one step.

    SEQUENCE grows once for a new time, and for a new place if `ask_again`. Who joins gets a REQUEST with the
    current number, who leaves a CANCEL. A moved meeting is checked for its notice period again, late items for
    theirs. Guests are told only what concerns their items.
    Raises `Refused` if there is nothing to tell, or where the notice period is short and no reason is given.
    """
    meeting = locked_meeting(by, meeting_id)
    check_version(meeting, version)
    if meeting.state != MeetingState.INVITED:
        raise Refused(Message(mark("Only invited people of a meeting that has not begun get a message.")))
    plan = plan_of(meeting)
    news = untold(meeting, plan)
    if not news:
        raise Refused(Message(mark("There is nothing new to tell.")))
    for obstacle in obstacles(meeting, plan):
        raise Refused(obstacle)
    notice = _checked_notice(meeting, notice_reason) if news.begins_anew else None
    supplement = _supplement_told(meeting, news, notice_reason)
    meeting.sequence = sequence_after(_told(meeting), _facts(meeting), meeting.sequence, asks_again=ask_again)
    new_people = {row.person.pk for row in news.joining}
    told = {row.person.pk for row in plan.wanted if news.concerns(row)}
    invited = [_invite(meeting, row) for row in plan.wanted]
    _publish(meeting, notice, supplement)
    save(meeting)
    occasion = replace(
        occasion_as_planned(meeting, sequence=meeting.sequence),
        attendees=tuple(invited),
        untold=news,
        paragraphs=(*_shortfall(meeting, notice), *_late_shortfall(meeting, supplement)),
    )
    for row in news.leaving:
        _take_back(occasion, row)
    for invitation in invited:
        new = invitation.person_id in new_people
        if new or invitation.person_id in told:
            post(occasion, invitation, MailKind.REQUEST if new else MailKind.UPDATE)
    record(by, "meeting.updated", meeting, {"sequence": meeting.sequence, "told": _told_facts(news)})
    return meeting


def _told_facts(news: Untold) -> dict[str, Any]:
    return {
        "time": news.old_time is not None,
        "place": news.old_place is not None,
        "items": len(news.added) + len(news.removed),
        "joining": len(news.joining),
        "leaving": len(news.leaving),
    }


def _take_back(occasion: Occasion, row: Invitee) -> None:
    if row.invitation is not None:
        row.invitation.removed_at = clock.now()
        row.invitation.save(update_fields=["removed_at"])
        post(replace(occasion, paragraphs=()), row.invitation, MailKind.REMOVAL)


def _told(meeting: Meeting) -> PublishedFacts:
    """Return the facts that were last sent."""
    stored = meeting.published or {}
    return PublishedFacts(
        starts_at=datetime.fromisoformat(stored["starts_at"]),
        ends_at=datetime.fromisoformat(stored["ends_at"]),
        status=Status.CONFIRMED,
        place=stored["place"],
    )


def _facts(meeting: Meeting, status: Status = Status.CONFIRMED) -> PublishedFacts:
    return PublishedFacts(starts_at=meeting.starts_at, ends_at=meeting.ends_at, status=status, place=place_of(meeting))


@use_case("meeting.cancel")
def cancel_meeting(*, by: Viewer, meeting_id: str, reason: str, version: int | None = None) -> Meeting:
    """Cancel a meeting that has not begun: papers are free again, items postponed, everybody invited is told.

    Raises `Refused` without a reason or once the session has begun.
    """
    meeting = locked_meeting(by, meeting_id)
    check_version(meeting, version)
    meeting.cancel_reason = reason_from(reason, missing=mark("Say why the meeting is cancelled."))
    invited = meeting.state == MeetingState.INVITED
    advance(meeting, "cancel")
    if invited:
        told = _told(meeting)
        meeting.sequence = sequence_after(told, replace(told, status=Status.CANCELLED), meeting.sequence)
        paragraphs = (f"Grund: {meeting.cancel_reason}",)
        occasion = replace(occasion_as_told(meeting, sequence=meeting.sequence), paragraphs=paragraphs)
        for invitation in _standing(meeting):
            post(occasion, invitation, MailKind.CANCEL)
    agendas.release_items(meeting, reason=meeting.cancel_reason)
    save(meeting)
    record(by, "meeting.cancelled", meeting, {"invited": invited, "sequence": meeting.sequence})
    return meeting


def _standing(meeting: Meeting) -> list[Invitation]:
    rows = Invitation.objects.standing().filter(meeting=meeting)
    return list(rows.select_related("person", "seat").order_by("pk"))


@use_case("meeting.restore")
def restore_meeting(*, by: Viewer, meeting_id: str) -> Meeting:
    """Let a cancelled meeting take place after all: as a new planned one with a new UID and the same agenda.

    Raises `Refused` if it was not cancelled, its date is over, or the body meets at that time already.
    """
    old = locked_meeting(by, meeting_id)
    if old.state != MeetingState.CANCELLED:
        raise Refused(Message(mark("Only a cancelled meeting can be taken up again.")))
    if old.starts_at <= clock.now():
        raise Refused(Message(mark("The date is over. Plan a new meeting.")))
    must_be_free(old.body, old.starts_at)
    meeting = Meeting.objects.create(
        body=old.body, starts_at=old.starts_at, ends_at=old.ends_at, location=old.location,
        online_url=old.online_url, dial_in=old.dial_in, minute_taker=old.minute_taker,
    )  # fmt: skip
    agendas.copy_items(old, meeting)
    record(by, "meeting.restored", meeting, {"from": old.public_id})
    return meeting


@use_case("invitation.deputy")
def invite_deputy(*, by: Viewer, invitation_id: str, person_id: str) -> Invitation:
    """Invite a deputy of a seat, usually after its holder has declined; they get the meeting as last told.

    Raises `Refused` if the person is no deputy of the seat on the day, or is invited already.
    """
    known = Invitation.objects.select_related("meeting").get(public_id=invitation_id, meeting__in=visible_meetings(by))
    if not may_run_meeting(by, known.meeting):
        raise Forbidden(by, known)
    meeting = locked_meeting(by, known.meeting.public_id)
    if meeting.state != MeetingState.INVITED:
        raise Refused(Message(mark("Only to a meeting that is sent out and has not begun can somebody be invited.")))
    plan = plan_of(meeting)
    deputies: dict[str, Person] = {
        person.public_id: person for row in plan.seats if row.seat.pk == known.seat_id for person in row.deputies
    }
    deputy = deputies.get(person_id)
    if deputy is None:
        raise Refused(Message(mark("This person is no deputy for the seat on the day of the meeting.")))
    before = Invitation.objects.filter(meeting=meeting, person=deputy).select_related("person").first()
    if before is not None and before.removed_at is None:
        text = mark("%(person)s is invited already. Whose seats they fill is entered with the presence.")
        raise Refused(Message(text, {"person": str(deputy)}))
    invitation = _invite(meeting, Invitee(deputy, InvitationRole.DEPUTY, known.seat, before))
    occasion = replace(occasion_as_told(meeting, sequence=meeting.sequence), attendees=tuple(_standing(meeting)))
    post(occasion, invitation, MailKind.REQUEST)
    record(by, "invitation.deputy_invited", invitation)
    return invitation


def calendar_download(*, by: Viewer, meeting: Meeting) -> bytes:
    """Return the .ics file of a meeting that `by` sees, without METHOD, ORGANIZER and ATTENDEE."""
    seen = set(visible_items(by).filter(meeting=meeting).values_list("pk", flat=True))
    items = [item for item in items_of(meeting) if item.pk in seen]
    return calendar_file.download(download_event(meeting, items))
