"""Reading the outbox: how every mail stands, for coordinators, and how long the oldest one waits, for the operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from governance.access.meetings import visible_mails
from governance.access.viewer import Viewer
from governance.models import OutboxMessage, OutboxState, Person
from governance.rules import clock
from governance.rules.mail_troubles import UNCLEAR, trouble
from governance.rules.text import Message

LATE = timedelta(hours=1)
UNSENT = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.HELD)


class MailStand(StrEnum):
    """How a mail stands, as the page names it."""

    WAITING = "wartet"
    LATE = "verspaetet"
    REFUSED = "abgelehnt"
    UNCLEAR = "unklar"
    SENT = "versandt"
    SETTLED = "erledigt"


def _conditions(now: datetime) -> dict[MailStand, Q]:
    held, waits = Q(state=OutboxState.HELD), Q(state__in=[OutboxState.QUEUED, OutboxState.SENDING])
    return {
        MailStand.UNCLEAR: held & Q(last_error=UNCLEAR),
        MailStand.REFUSED: held & ~Q(last_error=UNCLEAR),
        MailStand.LATE: waits & Q(created_at__lt=now - LATE),
        MailStand.WAITING: waits & Q(created_at__gte=now - LATE),
        MailStand.SENT: Q(state=OutboxState.SENT),
        MailStand.SETTLED: Q(state=OutboxState.SETTLED),
    }


@dataclass(frozen=True)
class MailRow:
    """A mail of the outbox without its content: how it stands, why, and when it is tried again."""

    public_id: str
    recipient: str
    subject: str
    created_at: datetime
    stand: MailStand
    trouble: Message | None
    waits_for_earlier: bool
    attempts: int
    next_attempt_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    settled_by: str
    settled_reason: str

    @property
    def unsent(self) -> bool:
        """Whether it can be sent again or settled."""
        return self.stand not in {MailStand.SENT, MailStand.SETTLED}


@dataclass(frozen=True)
class Outbox:
    """How many mails of an authority stand how."""

    counts: dict[MailStand, int]

    @property
    def needs_care(self) -> int:
        """How many mails a person should look at: late, refused, unclear."""
        return sum(self.counts[stand] for stand in (MailStand.LATE, MailStand.REFUSED, MailStand.UNCLEAR))

    @property
    def unsent(self) -> int:
        """How many mails have not left."""
        return self.needs_care + self.counts[MailStand.WAITING]


def outbox(viewer: Viewer) -> Outbox:
    """Return how many mails of the authority stand how, one query; zeros for whoever is no coordinator."""
    from_rows = visible_mails(viewer).aggregate(
        **{stand.value: Count("pk", filter=condition) for stand, condition in _conditions(clock.now()).items()}
    )
    return Outbox({stand: from_rows[stand.value] for stand in MailStand})


def mail_list(viewer: Viewer, *, stand: MailStand | None = None, search: str = "") -> QuerySet[OutboxMessage]:
    """Return mails of the authority; without `stand` those that have not left, oldest first, otherwise newest first.

    `search` looks in recipient and subject; the content is not read.
    """
    rows = visible_mails(viewer).defer("content")
    for word in search.split()[:8]:
        rows = rows.filter(Q(recipient__icontains=word) | Q(subject__icontains=word))
    if stand is None:
        return rows.filter(state__in=UNSENT).order_by("pk")
    return rows.filter(_conditions(clock.now())[stand]).order_by("-pk")


def stuck_mails(viewer: Viewer) -> QuerySet[OutboxMessage]:
    """Return the mails that a person should look at, oldest first, without their content."""
    conditions = _conditions(clock.now())
    stuck = conditions[MailStand.LATE] | conditions[MailStand.REFUSED] | conditions[MailStand.UNCLEAR]
    return visible_mails(viewer).defer("content").filter(stuck).order_by("pk")


def find_mail(viewer: Viewer, mail_id: str) -> MailRow:
    """Return one mail, however it stands; raises `OutboxMessage.DoesNotExist` for one of somebody else."""
    return mail_rows(viewer, [visible_mails(viewer).get(public_id=mail_id)])[0]


def mail_rows(viewer: Viewer, mails: Iterable[OutboxMessage]) -> tuple[MailRow, ...]:
    """Return what the page says of `mails`, with two queries."""
    mails = list(mails)
    now = clock.now()
    unsent = visible_mails(viewer).filter(state__in=UNSENT, lane__in={mail.lane for mail in mails})
    first: dict[str, int] = {}
    for lane, key in unsent.order_by("-pk").values_list("lane", "pk"):
        first[lane] = key
    people = Person.objects.filter(authority=viewer.authority, public_id__in={mail.settled_by for mail in mails})
    names = {person.public_id: str(person) for person in people}
    return tuple(
        _row(mail, now, behind=first.get(mail.lane, mail.pk) < mail.pk, by=names.get(mail.settled_by, ""))
        for mail in mails
    )


def _row(mail: OutboxMessage, now: datetime, *, behind: bool, by: str) -> MailRow:
    stand = _stand(mail, now)
    return MailRow(
        public_id=mail.public_id,
        recipient=mail.recipient,
        subject=mail.subject,
        created_at=mail.created_at,
        stand=stand,
        trouble=trouble(mail.last_error),
        waits_for_earlier=behind,
        attempts=mail.attempts,
        next_attempt_at=mail.next_attempt_at,
        sent_at=mail.sent_at,
        settled_at=mail.settled_at,
        settled_by=by,
        settled_reason=mail.settled_reason,
    )


def _stand(mail: OutboxMessage, now: datetime) -> MailStand:
    """The same as `_conditions`, for one row."""
    if mail.state == OutboxState.SENT:
        return MailStand.SENT
    if mail.state == OutboxState.SETTLED:
        return MailStand.SETTLED
    if mail.state == OutboxState.HELD:
        return MailStand.UNCLEAR if mail.last_error == UNCLEAR else MailStand.REFUSED
    return MailStand.LATE if mail.created_at < now - LATE else MailStand.WAITING


def longest_wait() -> timedelta:
    """Return how long the oldest mail of the installation has been due; it names none, so it asks for no viewer."""
    due = OutboxMessage.objects.filter(state=OutboxState.QUEUED, created_at__lte=clock.now()).order_by("created_at")
    oldest = due.values_list("created_at", flat=True).first()
    return clock.now() - oldest if oldest else timedelta()
