"""A mail server for tests, and mails to send."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from governance.notifications.message import Mail, Mailbox, build_plain
from governance.rules import clock


@dataclass
class Inbox:
    """Keeps what arrived; `replies` are given instead of 250, one for each mail, first come first served."""

    envelopes: list[Envelope] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.replies:
            return self.replies.pop(0)
        self.envelopes.append(envelope)
        return "250 OK"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A running mail server to which the settings lead."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    with smtp_settings(controller.port):
        yield handler
    controller.stop()


def smtp_settings(port: int) -> override_settings:
    """Lead the mail backend to a port of this machine."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=5,
    )


@pytest.fixture
def letter() -> Callable[[str], EmailMessage]:
    """Return a function that builds a mail with umlauts to an address."""

    def build(to: str, number: int = 0) -> EmailMessage:
        return build_plain(
            Mail(
                sender=Mailbox(name="Kommunales Integrationsmanagement, Kreis Höxter", address="kim@hoexter.example"),
                recipient=Mailbox(name="Jürgen „Ü“ Beispiel, Dr.", address=to),
                subject=f"Nr. {number}: Größe",
                paragraphs=("Straße, Übung, .\n.\nPunkt am Zeilenanfang.",),
                message_id=f"<{number}.abc@hoexter.example>",
                date=clock.now(),
            )
        )

    return build
