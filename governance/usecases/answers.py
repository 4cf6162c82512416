"""Answering an invitation: in the portal, by the signed link of the mail, or through the secretariat (meetings.md)."""

from __future__ import annotations

from governance import audit
from governance.access.invitations import invitation_by_link, may_answer, may_answer_for
from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import Answer, AnswerChannel, Invitation, Meeting, Person
from governance.queries.invitations import closed_for_answers
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, Stale, lock, use_case

LONGEST_SOURCE = 160


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


@use_case("invitation.answer_entered")
def enter_answer(
    *, by: Viewer, invitation_id: str, answer: str, told_by: str = "", sequence: int | None = None
) -> Invitation:
    """Enter the answer of somebody without a login, as the secretariat heard it; recorded with who told it.

    `told_by` names who gave the answer if it was not the invited person. Whoever has a login answers for themselves
    (access.md, "own invitation, answer"): `Forbidden`.
    """
    known = Invitation.objects.select_related("meeting__body", "person").get(
        public_id=invitation_id, meeting__in=visible_meetings(by)
    )
    if not may_answer_for(by, known):
        raise Forbidden(by, known)
    source = clean_line(told_by)[:LONGEST_SOURCE] or str(known.person)
    return _answer(known, answer, sequence, by.acting_person, AnswerChannel.OFFICE, told_by=source)


def _answer(
    known: Invitation,
    answer: str,
    sequence: int | None,
    person: Person,
    channel: AnswerChannel,
    *,
    told_by: str = "",
) -> Invitation:
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
    invitation.told_by = told_by
    invitation.save()
    audit.record(
        scope=meeting.body.authority.public_id,
        action="invitation.answered",
        actor=person.public_id,
        target=invitation,
        data={"answer": invitation.answer, "sequence": meeting.sequence, "via": channel.value},
    )
    return invitation
