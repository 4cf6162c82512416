"""Reminding those who have not answered an invitation (meetings.md, Reminders: missing answers)."""

from __future__ import annotations

from governance.access.viewer import Viewer
from governance.models import Invitation
from governance.notifications import mail_text, outbox
from governance.notifications.links import portal_link
from governance.notifications.message import InvalidMailError, Link, Mail, Mailbox, build_plain
from governance.queries.invitations import closed_for_answers, differs_from_told, was_reminded_today
from governance.rules import clock
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, record, use_case
from governance.usecases.invitation_mails import (
    Occasion,
    answer_links,
    lane_of,
    message_id,
    occasion_as_told,
    stamp_mark,
    unusable_address,
)
from governance.usecases.letters import sender_name
from governance.usecases.meetings import locked_meeting


@use_case("meeting.remind")
def remind_missing(*, by: Viewer, meeting_id: str) -> tuple[Invitation, ...]:
    """Send a mail to everybody who has not answered the invitation, once a day; return whom.

    The mail carries no calendar file, so it changes no SEQUENCE and no entry; it waits behind the invitation in the
    outbox. Raises `Refused` if nobody is to be reminded, or if the meeting was changed and that is not told yet.
    """
    meeting = locked_meeting(by, meeting_id)
    if (closed := closed_for_answers(meeting)) is not None:
        raise Refused(closed)
    if differs_from_told(meeting):
        raise Refused(Message(mark("Tell the changes first. That message asks everybody for a new answer.")))
    unanswered = Invitation.objects.unanswered().filter(meeting=meeting).select_related("person").order_by("pk")
    waiting = tuple(row for row in unanswered if row.person.email and not was_reminded_today(row))
    if not waiting:
        raise Refused(Message(mark("Nobody is to be reminded: all have answered, or were reminded today.")))
    occasion = occasion_as_told(meeting, sequence=meeting.sequence)
    for invitation in waiting:
        _remind(occasion, invitation)
        invitation.reminded_at = clock.now()
        invitation.save(update_fields=["reminded_at"])
    record(by, "meeting.reminded", meeting, {"people": len(waiting)})
    return waiting


def _remind(occasion: Occasion, invitation: Invitation) -> None:
    authority, meeting = occasion.authority, occasion.meeting
    words = mail_text.answer_missing(meeting.body.name, occasion.starts_at, occasion.ends_at)
    last = invitation.dispatches.order_by("-stamped_at").first()
    before = message_id(occasion, invitation, stamp_mark(last.stamped_at)) if last else ""
    page = Link(label=words.link, url=portal_link(authority, "meeting", meeting.public_id))
    try:
        message = build_plain(
            Mail(
                sender=Mailbox(name=sender_name(authority), address=authority.mailbox),
                recipient=Mailbox(name=str(invitation.person), address=invitation.person.email),
                subject=words.subject,
                paragraphs=words.paragraphs,
                links=(*answer_links(invitation), page),
                message_id=message_id(occasion, invitation, f"erinnerung-{clock.today():%Y%m%d}"),
                date=clock.now(),
                in_reply_to=before,
                references=(before,) if before else (),
            )
        )
    except InvalidMailError as error:
        raise unusable_address(error, invitation.person) from error
    outbox.enqueue(scope=authority.public_id, lane=lane_of(meeting, invitation), message=message)
