import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from governance.notifications.message import build, build_plain
from tests.calendars.samples import CANCELLATION, INVITATION, MINUTES, UPDATE


class Inbox:
    """Keeps what a mail server received."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Inbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.mark.parametrize("message", [build(INVITATION), build(UPDATE), build(CANCELLATION), build_plain(MINUTES)])
def test_mail_arrives_unchanged(server: Controller, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        refused = client.send_message(message)
    assert refused == {}
    (envelope,) = server.handler.envelopes
    assert envelope.content == message.as_bytes()
    assert envelope.mail_from == INVITATION.sender.address
    assert envelope.rcpt_tos == [INVITATION.recipient.address]
