"""The outbox: mails written in the transaction of the change they tell about, sent after the commit, in
order.

A mail of a lane waits until every earlier mail of the lane is sent, so that a CANCEL never overtakes a
REQUEST.
Whoever sends first claims the row under a lock and commits the claim; two deliverers never hold the same
mail.
Source: design, meetings.md "Invitations", row "order"; trust.md "Robustness". See docs/development/outbox.md.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import Enum, auto
from typing import Any, Final

from django.core import mail as django_mail
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django_tasks import task

from governance.models import OutboxMessage, OutboxState
from governance.rules import clock

logger = logging.getLogger("lenkwerk")

BATCH: Final = 200
CLAIM_LASTS: Final = timedelta(minutes=15)
FIRST_DELAY: Final = timedelta(minutes=1)
LONGEST_DELAY: Final = timedelta(hours=4)
MOST_ATTEMPTS: Final = 40
UNCLEAR: Final = "unclear"
ACCOUNTS: Final = "account:"
CONTACT: Final = "contact:"
FORGOTTEN: Final = (ACCOUNTS, CONTACT)
"""Of mails in these lanes nothing is kept once they have left: links that open an account, words of the public."""
LEFT: Final = (OutboxState.SENT, OutboxState.SETTLED)
"""Nothing waits for a mail in these states."""
_SUBJECT_MAX: Final = 300


class Trouble(Enum):
    """What stands in the way: the server itself, this mail for now, or this mail for good."""

    SERVER = auto()
    LATER = auto()
    REFUSED = auto()


@dataclass
class Delivery:
    """What one run did: mails sent, mails refused and held for a person; `server_down` ends the run early."""

    sent: int = 0
    held: int = 0
    server_down: bool = False


class _Octets:
    """A finished message as Django's mail backends ask for it: the stored octets, never parsed again."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\r\n") -> bytes:
        """Return the octets that were stored."""
        return self._content

    def get_charset(self) -> None:
        """Return nothing: the octets name their own character sets."""

    def as_string(self, unixfrom: bool = False, linesep: str = "\n") -> str:
        """Return the octets as text, for backends that print."""
        return self._content.decode("utf-8", "replace")


class _StoredMail(django_mail.EmailMessage):
    """Hands the stored octets to whatever mail backend is configured."""

    def __init__(self, stored: OutboxMessage) -> None:
        super().__init__(subject=stored.subject, from_email=stored.sender, to=[stored.recipient])
        self._octets = _Octets(bytes(stored.content))

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """Return the octets in the shape of a message."""
        return self._octets


def enqueue(*, scope: str, lane: str, message: EmailMessage) -> OutboxMessage:
    """Write `message` into the outbox, in the caller's transaction; it is sent after the commit.

    `scope` is the public id of the authority (or `INSTALLATION`), `lane` orders the mails of one recipient
    and one matter; of a lane that begins as one of `FORGOTTEN` what was written is forgotten once it is sent.
    `message` has exactly one mailbox in From and To (`governance.notifications.message`).
    """
    stored = OutboxMessage.objects.create(
        scope=scope,
        lane=lane,
        recipient=_address(message["To"]),
        sender=_address(message["From"]),
        subject=str(message["Subject"])[:_SUBJECT_MAX],
        content=message.as_bytes(),
    )
    transaction.on_commit(_call_deliverer)
    return stored


def _address(header: object) -> str:
    """Return the plain address at the end of a From or To that `message.build` wrote."""
    return str(header).rsplit(" ", 1)[-1].strip("<>")


def _call_deliverer() -> None:
    """Start the task; a broken queue must not turn a committed change into an error page."""
    try:
        deliver.enqueue()
    except Exception:
        logger.exception("The outbox task could not be started; manage.py outbox --send does its work.")


@task()
def deliver() -> int:
    """Send what is due; in the background where a task queue runs. Return the number of mails sent."""
    return deliver_due().sent


def deliver_due(limit: int = BATCH) -> Delivery:
    """Send up to `limit` due mails, each lane strictly in order, and return what happened.

    While the server cannot be reached everything stays queued and is tried again later, each time after a
    longer
    pause. A mail that the server refuses for good, and one whose sender was killed in between, is held for a
    person.
    """
    done = Delivery()
    _hold_abandoned()
    server = django_mail.get_connection()
    opened = False
    try:
        for _turn in range(limit):
            claimed = _claim()
            if claimed is None:
                break
            try:
                if not opened:
                    server.open()
                    opened = True
                server.send_messages([_StoredMail(claimed)])
            except (smtplib.SMTPException, OSError) as error:
                trouble = _trouble(error) if opened else Trouble.SERVER
                _note_failure(claimed, error, trouble)
                done.held += trouble is Trouble.REFUSED
                done.server_down = trouble is Trouble.SERVER
                if done.server_down:
                    break
                continue
            _note_sent(claimed)
            done.sent += 1
    finally:
        _close(server)
    return done


def _close(server: Any) -> None:
    try:
        server.close()
    except (smtplib.SMTPException, OSError):
        logger.info("The mail server ended the connection first.")


def due(moment: datetime) -> QuerySet[OutboxMessage]:
    """Return the mails that may be sent at `moment`: nothing unsent stands before them in their lane."""
    earlier = OutboxMessage.objects.filter(lane=OuterRef("lane"), pk__lt=OuterRef("pk")).exclude(state__in=LEFT)
    return OutboxMessage.objects.filter(
        ~Exists(earlier), state=OutboxState.QUEUED, next_attempt_at__lte=moment
    ).order_by("pk")


def _claim() -> OutboxMessage | None:
    """Claim the next due mail and commit the claim before anything leaves the house."""
    with transaction.atomic():
        rows = due(clock.now())
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        message = rows.first()
        if message is None:
            return None
        message.state = OutboxState.SENDING
        message.claimed_at = clock.now()
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
        return message


def _note_sent(message: OutboxMessage) -> None:
    """Note that the mail has left. Of a mail in one of the lanes of `FORGOTTEN` nothing is kept."""
    row = OutboxMessage.objects.filter(pk=message.pk)
    row.update(state=OutboxState.SENT, sent_at=clock.now(), claimed_at=None, last_error="")
    if message.lane.startswith(FORGOTTEN):
        row.update(content=b"")


def _note_failure(message: OutboxMessage, error: Exception, trouble: Trouble) -> None:
    """Note why the mail did not leave, and when it is tried again, if it is."""
    reason = _reason(error)
    row = OutboxMessage.objects.filter(pk=message.pk)
    if trouble is Trouble.REFUSED or message.attempts >= MOST_ATTEMPTS:
        row.update(state=OutboxState.HELD, claimed_at=None, last_error=reason)
        logger.error("Mail %s is held: %s", message.public_id, reason)
        return
    again = clock.now() + _delay(message.attempts)
    row.update(state=OutboxState.QUEUED, claimed_at=None, last_error=reason, next_attempt_at=again)
    if trouble is Trouble.SERVER:
        # The others would run into the same closed door: nobody knocks before the pause is over.
        waiting = OutboxMessage.objects.filter(state=OutboxState.QUEUED, next_attempt_at__lt=again)
        waiting.update(next_attempt_at=again)
        logger.warning("The mail server does not answer (%s); mails wait until %s.", reason, again.isoformat())
    _call_again(again)


def _call_again(moment: datetime) -> None:
    """Have the task queue come back, where it can; otherwise `manage.py outbox --send` does, from a timer."""
    if deliver.get_backend().supports_defer:
        deliver.using(run_after=moment).enqueue()


def _delay(attempts: int) -> timedelta:
    """Double the pause with every attempt: 1, 2, 4 … minutes, four hours at most."""
    doubled: timedelta = FIRST_DELAY * 2 ** min(attempts - 1, 16)
    return min(doubled, LONGEST_DELAY)


def _trouble(error: Exception) -> Trouble:
    """Tell a mail refused for good (5yz, RFC 5321, 4.2.1) from one put off (4yz) and a server gone."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, (smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
        codes = [error.smtp_code]
    else:
        return Trouble.SERVER
    if not codes or 421 in codes:
        return Trouble.SERVER
    return Trouble.REFUSED if min(codes) >= 500 else Trouble.LATER


def _reason(error: Exception) -> str:
    """Return kind and code of the error; the server's text may hold an address and is left out."""
    codes = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [str(code) for code, _text in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [str(error.smtp_code)]
    return " ".join([type(error).__name__, *codes])[:200]


def _hold_abandoned() -> None:
    """Hold what a killed deliverer left behind: nobody knows whether it left, and nothing is sent twice."""
    OutboxMessage.objects.filter(state=OutboxState.SENDING, claimed_at__lt=clock.now() - CLAIM_LASTS).update(
        state=OutboxState.HELD, claimed_at=None, last_error=UNCLEAR
    )


def release(message: OutboxMessage) -> None:
    """Queue a locked mail once more, at once; the caller has decided that it may be sent (again)."""
    message.state = OutboxState.QUEUED
    message.next_attempt_at = clock.now()
    message.attempts = 0
    message.save(update_fields=["state", "next_attempt_at", "attempts"])
    transaction.on_commit(_call_deliverer)


def settle(message: OutboxMessage, *, by: str, reason: str) -> None:
    """Take a locked mail out of the queue for good: somebody has told its recipient in another way, as `reason` says.

    Later mails of its lane no longer wait for it. Of the lanes of `FORGOTTEN` the octets go with it.
    """
    message.state = OutboxState.SETTLED
    message.settled_at, message.settled_by, message.settled_reason = clock.now(), by, reason
    if message.lane.startswith(FORGOTTEN):
        message.content = b""
    message.save()
    transaction.on_commit(_call_deliverer)
