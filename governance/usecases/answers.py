"""Answering an invitation, in the portal or by the signed link of the mail (meetings.md, Answers)."""

from __future__ import annotations

from governance import audit
from governance.access.invitations import invitation_by_link, may_answer
from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import Answer, AnswerChannel, Invitation, Meeting, Person
from governance.queries.invitations import closed_for_answers
from governance.rules import clock
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, Stale, lock, use_case


@use_case("invitation.answer")
def answer_invitation(*, by: Viewer, invitation_id: str, answer: str, sequence: int | None = None) -> Invitation:
    """Answer an invitation in the portal, as the invited person or their assistant.

    `sequence` is the version of the meeting that was on the page; an older one is refused, nothing is stored.
    """
    known = Invitation.objects.select_related("meeting__body").get(
        public_id=invitation_id, meeting__in=visible_meetings(by)
    )
    if not may_answer(by, known):
        raise Forbidden(by, known)
    return _answer(known, answer, sequence, by.acting_person, AnswerChannel.PORTAL)


@use_case("invitation.answer_by_link")
def answer_by_link(*, key: str, answer: str, sequence: int | None = None) -> Invitation:
    """Answer by the signed link of the mail, without a login; raises `Invitation.DoesNotExist` for a bad
    link."""
    known = invitation_by_link(key)
    return _answer(known, answer, sequence, known.person, AnswerChannel.LINK)


def _answer(known: Invitation, answer: str, sequence: int | None, person: Person, channel: AnswerChannel) -> Invitation:
    meeting = lock(Meeting.objects.select_related("body__authority"), pk=known.meeting_id)
    invitation: Invitation = lock(Invitation.objects.standing().select_related("person"), pk=known.pk)
    refusal = closed_for_answers(meeting)
    if refusal is not None:
        raise Refused(refusal)
    if sequence is not None and sequence != meeting.sequence:
        raise Stale(meeting)
    if answer not in {Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE}:
        raise Refused(Message(mark("Choose one of the answers.")))
    invitation.answer = Answer(answer)
    invitation.answered_at = clock.now()
    invitation.answered_by = person
    invitation.answered_sequence = meeting.sequence
    invitation.answered_via = channel
    invitation.save()
    audit.record(
        scope=meeting.body.authority.public_id,
        action="invitation.answered",
        actor=person.public_id,
        target=invitation,
        data={"answer": invitation.answer, "sequence": meeting.sequence, "via": channel.value},
    )
    return invitation
