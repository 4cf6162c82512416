"""Reminding those who have not answered: once a day, without a calendar file, behind the invitation."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import policy

import pytest

from governance.models import AuditEntry, Dispatch, Invitation, Meeting, OutboxMessage
from governance.rules import clock
from governance.usecases.agendas import ItemFacts, add_item
from governance.usecases.answers import answer_invitation
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.invitations import cancel_meeting, dispatch_meeting
from governance.usecases.meetings import change_meeting
from governance.usecases.reminders import remind_missing
from tests import factories as make
from tests.cast import Cast

NOW = datetime.fromisoformat("2027-04-12T09:00:00+02:00")
START = datetime.fromisoformat("2027-05-12T14:00:00+02:00")


@pytest.fixture
def sent(cast: Cast) -> Iterator[Meeting]:
    """A meeting of four invited people, one of whom has answered."""
    by = cast.viewer(cast.secretariat)
    with clock.travel(NOW):
        planned = make.MeetingFactory(body=cast.body, starts_at=START)
        add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title="Bericht"))
        dispatch_meeting(by=by, meeting_id=planned.public_id)
        mine = Invitation.objects.get(meeting=planned, person=cast.chair)
        answer_invitation(by=cast.viewer(cast.chair), invitation_id=mine.public_id, answer="accepted")
        yield planned


def remind(cast: Cast, meeting: Meeting) -> set[str]:
    return {row.person.email for row in remind_missing(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)}


def test_only_those_without_an_answer_are_reminded(cast: Cast, sent: Meeting) -> None:
    missing = {person.email for person in (cast.deputy_chair, cast.member, cast.advisory_member)}
    assert remind(cast, sent) == missing
    reminders = list(OutboxMessage.objects.order_by("pk"))[4:]
    assert {mail.recipient for mail in reminders} == missing
    assert AuditEntry.objects.get(action="meeting.reminded").data == {"people": 3}


def test_a_reminder_changes_no_calendar(cast: Cast, sent: Meeting) -> None:
    before = Dispatch.objects.count()
    remind(cast, sent)
    sent.refresh_from_db()
    assert (sent.sequence, Dispatch.objects.count()) == (0, before)
    for mail in list(OutboxMessage.objects.order_by("pk"))[4:]:
        message = email.message_from_bytes(bytes(mail.content), policy=policy.default)
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_a_reminder_names_the_date_and_leads_to_the_answer(cast: Cast, sent: Meeting) -> None:
    remind(cast, sent)
    mail = OutboxMessage.objects.filter(recipient=cast.member.email).last()
    assert mail is not None
    message = email.message_from_bytes(bytes(mail.content), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    assert "12. Mai 2027, 14:00 bis 17:00 Uhr" in " ".join(body.get_content().split())
    assert body.get_content().count("/antwort/") == 3
    assert message["In-Reply-To"] == _invitation_mail(cast)["Message-ID"]


def _invitation_mail(cast: Cast) -> email.message.Message:
    first = OutboxMessage.objects.filter(recipient=cast.member.email).order_by("pk").first()
    assert first is not None
    return email.message_from_bytes(bytes(first.content))


def test_a_reminder_waits_behind_the_invitation(cast: Cast, sent: Meeting) -> None:
    remind(cast, sent)
    first, second = OutboxMessage.objects.filter(recipient=cast.member.email).order_by("pk")
    assert first.lane == second.lane


def test_nobody_is_reminded_twice_on_one_day(cast: Cast, sent: Meeting) -> None:
    remind(cast, sent)
    with pytest.raises(Refused):
        remind(cast, sent)
    assert OutboxMessage.objects.count() == 7
    with clock.travel(NOW + timedelta(days=1)):
        assert len(remind(cast, sent)) == 3


def test_after_everybody_has_answered_nobody_is_reminded(cast: Cast, sent: Meeting) -> None:
    Invitation.objects.update(answer="tentative", answered_sequence=0)
    with pytest.raises(Refused):
        remind(cast, sent)


def test_an_untold_change_comes_first(cast: Cast, sent: Meeting) -> None:
    change_meeting(
        by=cast.viewer(cast.secretariat),
        meeting_id=sent.public_id,
        starts_at=START + timedelta(days=1),
        ends_at=START + timedelta(days=1, hours=3),
        location=sent.location,
    )
    with pytest.raises(Refused):
        remind(cast, sent)


def test_a_cancelled_meeting_wants_no_answers(cast: Cast, sent: Meeting) -> None:
    cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, reason="Grund")
    with pytest.raises(Refused):
        remind(cast, sent)


@pytest.mark.parametrize("role", ["coordinator", "chair", "member", "guest"])
def test_only_the_secretariat_reminds(cast: Cast, sent: Meeting, role: str) -> None:
    with pytest.raises((Forbidden, Meeting.DoesNotExist)):
        remind_missing(by=cast.viewer(getattr(cast, role)), meeting_id=sent.public_id)
    assert OutboxMessage.objects.count() == 4
