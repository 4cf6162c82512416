"""What coordinators do with mails that have not left: try again, or note that somebody was told in another way."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.meetings import may_see_outbox, visible_mails
from governance.access.viewer import Viewer
from governance.models import OutboxMessage, OutboxState
from governance.notifications import outbox
from governance.rules.characters import clean_line
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case

UNSENT = (OutboxState.HELD, OutboxState.QUEUED)
MOST_AT_ONCE = 500


@use_case("outbox.retry")
def retry_mail(*, by: Viewer, mail_id: str) -> OutboxMessage:
    """Send a mail once more that was held or waits for its next attempt.

    Raises `Refused` if it has left, or if somebody was told in another way.
    """
    mail = _unsent(by, mail_id)
    outbox.release(mail)
    record(by, "outbox.retried", mail)
    return mail


@use_case("outbox.retry_all")
def retry_all(*, by: Viewer) -> int:
    """Send once more what waits and what the server has refused; return how many mails.

    Mails of which it is unclear whether they left are not among them: each needs a look. Raises `Refused` where
    nothing is left to send.
    """
    if not may_see_outbox(by):
        raise Forbidden(by, by.authority)
    mails = list(repeatable(visible_mails(by)).select_for_update(of=("self",)).order_by("pk")[:MOST_AT_ONCE])
    if not mails:
        raise Refused(Message(mark("No mail waits to be sent again.")))
    for mail in mails:
        outbox.release(mail)
    record(by, "outbox.all_retried", by.authority, {"mails": len(mails)})
    return len(mails)


def repeatable(mails: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Return those that can be sent again without a look at each: all unsent ones but the unclear."""
    return mails.filter(state__in=UNSENT, attempts__gt=0).exclude(state=OutboxState.HELD, last_error=outbox.UNCLEAR)


@use_case("outbox.settle")
def settle_mail(*, by: Viewer, mail_id: str, reason: str) -> OutboxMessage:
    """Note that the recipient was told in another way, or needs not be told; the mail is not sent any more.

    The reason is stored with the mail and not in the audit entry. Raises `Refused` without one, or if it has left.
    """
    mail = _unsent(by, mail_id)
    told = clean_line(reason)[:300]
    if not told:
        raise Refused(Message(mark("Say how the person was told, or why that is not needed.")))
    outbox.settle(mail, by=by.actor, reason=told)
    record(by, "outbox.settled", mail)
    return mail


def _unsent(by: Viewer, mail_id: str) -> OutboxMessage:
    mail: OutboxMessage = lock(visible_mails(by), public_id=mail_id)
    if not may_see_outbox(by):
        raise Forbidden(by, mail)
    if mail.state not in UNSENT:
        raise Refused(Message(mark("This mail is being sent or has left already.")))
    return mail
