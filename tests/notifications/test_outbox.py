"""The outbox against a real mail server: octets, order, a server that is down, refusals, a killed sender."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from governance.models import OutboxMessage, OutboxState
from governance.notifications import outbox
from governance.notifications.outbox import deliver_due, enqueue
from governance.rules import clock
from tests.notifications.conftest import Inbox, free_port, smtp_settings

Letter = Callable[..., EmailMessage]
NOW = datetime.fromisoformat("2027-04-12T09:00:00+02:00")


def put(letter: Letter, *, lane: str = "a", to: str = "rolf@hoexter.example", number: int = 0) -> OutboxMessage:
    return enqueue(scope="x", lane=lane, message=letter(to, number))


def numbers(inbox: Inbox) -> list[bytes]:
    return [envelope.content.split(b"Message-ID: <")[1].split(b".")[0] for envelope in inbox.envelopes]  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_stored_octets_arrive_unchanged(inbox: Inbox, letter: Letter) -> None:
    message = letter("rolf@hoexter.example")
    stored = enqueue(scope="x", lane="a", message=message)
    assert deliver_due().sent == 1
    (envelope,) = inbox.envelopes
    assert envelope.content == message.as_bytes() == bytes(stored.content)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("kim@hoexter.example", ["rolf@hoexter.example"])
    stored.refresh_from_db()
    assert stored.state == OutboxState.SENT
    assert stored.sent_at is not None


@pytest.mark.django_db
def test_nothing_is_sent_twice(inbox: Inbox, letter: Letter) -> None:
    put(letter)
    assert (deliver_due().sent, deliver_due().sent) == (1, 0)
    assert len(inbox.envelopes) == 1


@pytest.mark.django_db
def test_a_server_that_is_down_loses_nothing_and_keeps_the_order(inbox: Inbox, letter: Letter) -> None:
    with clock.travel(NOW):
        for number in range(4):
            put(letter, lane=f"lane-{number % 2}", number=number)
        with smtp_settings(free_port()):
            done = deliver_due()
            assert (done.sent, done.server_down) == (0, True)
            assert OutboxMessage.objects.filter(attempts__gt=0).count() == 1  # one knock, not four
        assert deliver_due().sent == 0  # the pause is not over
        clock.advance(timedelta(minutes=2))
        assert deliver_due().sent == 4
    assert numbers(inbox) == [b"0", b"1", b"2", b"3"]


@pytest.mark.django_db
def test_the_pause_grows_with_every_attempt(letter: Letter) -> None:
    with clock.travel(NOW), smtp_settings(free_port()):
        mail = put(letter)
        pauses = []
        for _attempt in range(4):
            deliver_due()
            mail.refresh_from_db()
            pauses.append(mail.next_attempt_at - clock.now())
            clock.advance(pauses[-1])
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert mail.last_error == "ConnectionRefusedError"


@pytest.mark.django_db
def test_a_later_mail_waits_for_one_that_is_put_off(inbox: Inbox, letter: Letter) -> None:
    inbox.replies = ["451 try later"]
    with clock.travel(NOW):
        put(letter, lane="a", number=1)
        put(letter, lane="a", number=2)
        put(letter, lane="b", number=3)
        assert deliver_due().sent == 1
        assert numbers(inbox) == [b"3"]
        clock.advance(timedelta(minutes=2))
        assert deliver_due().sent == 2
    assert numbers(inbox) == [b"3", b"1", b"2"]


@pytest.mark.django_db
def test_a_refused_mail_is_held_and_stops_its_lane_only(inbox: Inbox, letter: Letter) -> None:
    inbox.replies = ["550 no such user"]
    refused = put(letter, lane="a", number=1)
    put(letter, lane="a", number=2)
    put(letter, lane="b", number=3)
    done = deliver_due()
    assert (done.sent, done.held) == (1, 1)
    refused.refresh_from_db()
    assert (refused.state, refused.last_error) == (OutboxState.HELD, "SMTPDataError 550")
    outbox.release(refused)
    assert deliver_due().sent == 2
    assert numbers(inbox) == [b"3", b"1", b"2"]


@pytest.mark.django_db
def test_a_mail_whose_sender_was_killed_is_held_for_a_person(inbox: Inbox, letter: Letter) -> None:
    with clock.travel(NOW):
        mail = put(letter)
        claimed = outbox._claim()
        assert claimed == mail
        assert deliver_due().sent == 0
        clock.advance(timedelta(hours=1))
        assert deliver_due().sent == 0
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (OutboxState.HELD, outbox.UNCLEAR)
    assert inbox.envelopes == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_leaves_after_the_commit_and_not_before(inbox: Inbox, letter: Letter) -> None:
    with transaction.atomic():
        put(letter)
        assert inbox.envelopes == []
    assert len(inbox.envelopes) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_sends_nothing(inbox: Inbox, letter: Letter) -> None:
    def change() -> None:
        with transaction.atomic():
            put(letter)
            raise LookupError

    with pytest.raises(LookupError):
        change()
    assert inbox.envelopes == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_queue_that_fails_does_not_undo_the_change(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise smtplib.SMTPException("queue")

    monkeypatch.setattr(type(outbox.deliver), "enqueue", broken)
    with transaction.atomic():
        put(letter)
    assert OutboxMessage.objects.get().state == OutboxState.QUEUED


@pytest.mark.django_db
def test_the_command_dumps_every_mail_in_order_and_sends_none(letter: Letter, inbox: Inbox, tmp_path: Path) -> None:
    mails = [put(letter, number=number) for number in range(3)]
    out = StringIO()
    call_command("outbox", dump=str(tmp_path / "new"), stdout=out)
    files = sorted((tmp_path / "new").iterdir())
    assert [file.read_bytes() for file in files] == [bytes(mail.content) for mail in mails]
    assert inbox.envelopes == []
    assert "queued: 3" in out.getvalue()


@pytest.mark.django_db
def test_the_command_sends(letter: Letter, inbox: Inbox) -> None:
    put(letter)
    out = StringIO()
    call_command("outbox", send=True, stdout=out)
    assert "sent: 1, held: 0" in out.getvalue()
    assert len(inbox.envelopes) == 1
