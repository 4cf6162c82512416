"""Reading the outbox: what has not left yet, for coordinators, and how long the oldest mail waits, for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.access.meetings import visible_mails
from governance.access.viewer import Viewer
from governance.models import OutboxMessage, OutboxState
from governance.rules import clock


@dataclass(frozen=True)
class Undelivered:
    """A mail that has not left: where it stands, how often it was tried, when again."""

    public_id: str
    recipient: str
    subject: str
    created_at: datetime
    held: bool
    unclear: bool
    waits_for_earlier: bool
    attempts: int
    next_attempt_at: datetime
    last_error: str


def undelivered_mails(viewer: Viewer) -> tuple[Undelivered, ...]:
    """Return the mails of the authority that are not sent, oldest first; nothing for whoever is no
    coordinator."""
    rows = list(visible_mails(viewer).exclude(state=OutboxState.SENT).order_by("pk"))
    lanes: set[str] = set()
    found = []
    for row in rows:
        found.append(_undelivered(row, behind=row.lane in lanes))
        lanes.add(row.lane)
    return tuple(found)


def _undelivered(row: OutboxMessage, *, behind: bool) -> Undelivered:
    return Undelivered(
        public_id=row.public_id,
        recipient=row.recipient,
        subject=row.subject,
        created_at=row.created_at,
        held=row.state == OutboxState.HELD,
        unclear=row.state == OutboxState.HELD and row.last_error == "unclear",
        waits_for_earlier=behind,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_error=row.last_error,
    )


def longest_wait() -> timedelta:
    """Return how long the oldest mail of the installation has been due; it names none, so it asks for no viewer."""
    due = OutboxMessage.objects.filter(state=OutboxState.QUEUED, created_at__lte=clock.now()).order_by("created_at")
    oldest = due.values_list("created_at", flat=True).first()
    return clock.now() - oldest if oldest else timedelta()
