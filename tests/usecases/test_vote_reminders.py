"""Reminding of an open vote: the undecided only, once in five minutes, by a mail that leads to the ballot."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email import policy

import pytest

from governance.models import AuditEntry, Elector, OutboxMessage
from governance.rules import clock
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.vote_reminders import remind_undecided
from governance.usecases.votes import close_vote, prepare_vote
from tests.cast import Cast
from tests.chamber import Chamber, chamber

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(lane__startswith="vote."))


def test_only_those_who_have_not_voted_get_one_mail_that_leads_to_the_ballot(room: Chamber) -> None:
    vote = room.open()
    room.cast_all(vote, "yn")
    done = remind_undecided(by=room.viewer(room.cast.chair), vote_id=vote.public_id)
    waiting = {person.email for person, _seat in room.voters[2:]}
    assert {mail.recipient for mail in mails()} == waiting == {person.email for person in done.reached}
    assert len(mails()) == len(waiting)
    for mail in mails():
        assert mail.subject == "Erinnerung: Ihre Stimme fehlt noch"
        message = email.message_from_bytes(bytes(mail.content), policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        assert f"/abstimmungen/{vote.public_id}/" in body.get_content()
    assert AuditEntry.objects.get(action="vote.reminded").data == {"people": 3, "no_mail": 0}


def test_whoever_votes_for_two_seats_gets_one_mail_and_a_recused_person_none(room: Chamber) -> None:
    vote = room.open()
    twice, recused = room.voters[2][0], room.voters[3][0]
    Elector.objects.filter(vote=vote, seat=room.voters[4][1]).update(person=twice)
    Elector.objects.filter(vote=vote, person=recused).update(recused=True)
    remind_undecided(by=room.secretariat, vote_id=vote.public_id)
    recipients = [mail.recipient for mail in mails()]
    assert recipients.count(twice.email) == 1
    assert recused.email not in recipients


def test_the_next_reminder_waits_five_minutes_and_says_when_the_last_was(room: Chamber) -> None:
    vote = room.open()
    start = datetime.fromisoformat("2027-05-12T14:30:00+02:00")
    with clock.travel(start):
        remind_undecided(by=room.secretariat, vote_id=vote.public_id)
    sent = len(mails())
    with clock.travel(start + timedelta(minutes=4, seconds=59)), pytest.raises(Refused) as refusal:
        remind_undecided(by=room.viewer(room.cast.chair), vote_id=vote.public_id)
    assert refusal.value.message.values == {"time": "14:30"}
    assert len(mails()) == sent
    with clock.travel(start + timedelta(minutes=5)):
        remind_undecided(by=room.secretariat, vote_id=vote.public_id)
    assert len(mails()) == 2 * sent


def test_people_without_login_or_address_are_named(room: Chamber) -> None:
    vote = room.open()
    silent, loginless = room.voters[3][0], room.voters[4][0]
    type(silent).objects.filter(pk=silent.pk).update(email="")
    type(loginless).objects.filter(pk=loginless.pk).update(user=None)
    done = remind_undecided(by=room.secretariat, vote_id=vote.public_id)
    assert set(done.unreached) == {silent, loginless}
    assert len(mails()) == 3


def test_nobody_is_reminded_of_a_vote_that_is_not_open_or_is_complete(room: Chamber) -> None:
    vote = room.open()
    room.cast_all(vote, "yyyyy")
    with pytest.raises(Refused, match="Every seat"):
        remind_undecided(by=room.secretariat, vote_id=vote.public_id)
    close_vote(by=room.secretariat, vote_id=vote.public_id)
    prepared = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
    for row in (vote, prepared):
        with pytest.raises(Refused, match="not open"):
            remind_undecided(by=room.secretariat, vote_id=row.public_id)
    assert mails() == []


def test_hands_in_the_room_are_not_reminded_by_mail(room: Chamber) -> None:
    vote = room.open(mode="show_of_hands")
    with pytest.raises(Refused, match="show of hands"):
        remind_undecided(by=room.secretariat, vote_id=vote.public_id)


@pytest.mark.parametrize("role", ["member", "deputy_chair", "advisory_member", "guest", "assistant"])
def test_only_those_who_lead_remind(room: Chamber, role: str) -> None:
    vote = room.open()
    with pytest.raises(Forbidden):
        remind_undecided(by=room.viewer(getattr(room.cast, role)), vote_id=vote.public_id)
    assert mails() == []
