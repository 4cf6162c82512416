"""Two deliverers at once: every mail leaves once, every lane in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.db import connection

from governance.models import OutboxMessage, OutboxState
from governance.notifications.message import Mail, Mailbox, build_plain
from governance.notifications.outbox import deliver_due
from governance.rules import clock
from tests.notifications.conftest import Inbox, inbox  # noqa: F401

LANES, EACH = 6, 5


def _mail(lane: int, number: int) -> EmailMessage:
    return build_plain(
        Mail(
            sender=Mailbox(name="KIM", address="kim@hoexter.example"),
            recipient=Mailbox(name="", address=f"person{lane}@hoexter.example"),
            subject=f"{lane} {number}",
            paragraphs=("Text",),
            message_id=f"<{lane}.{number}@hoexter.example>",
            date=clock.now(),
        )
    )


def _fill() -> None:
    for number in range(EACH):
        for lane in range(LANES):
            message = _mail(lane, number)
            OutboxMessage.objects.create(
                scope="x",
                lane=f"lane-{lane}",
                recipient=f"person{lane}@hoexter.example",
                sender="kim@hoexter.example",
                subject=str(message["Subject"]),
                content=message.as_bytes(),
            )


def _at_once(count: int, work: Callable[[], object]) -> list[BaseException]:
    start, failures = threading.Barrier(count), []

    def run() -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_send_every_mail_once_and_every_lane_in_order(inbox: Inbox) -> None:  # noqa: F811
    _fill()

    def deliver_until_empty() -> None:
        while OutboxMessage.objects.exclude(state=OutboxState.SENT).exists():
            deliver_due()

    assert _at_once(3, deliver_until_empty) == []
    arrived = [str(envelope.content.split(b"Subject: ")[1].split(b"\r\n")[0], "ascii") for envelope in inbox.envelopes]  # type: ignore[union-attr]
    assert len(arrived) == len(set(arrived)) == LANES * EACH
    for lane in range(LANES):
        mine = [subject for subject in arrived if subject.startswith(f"{lane} ")]
        assert mine == [f"{lane} {number}" for number in range(EACH)]
