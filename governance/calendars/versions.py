"""Which version of a meeting a calendar file is: SEQUENCE and DTSTAMP.

Source: design, meetings.md "Invitations"; RFC 5546, 2.1.4 and 2.1.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from governance.calendars.event import Status


class RestoredMeetingError(ValueError):
    """A cancelled meeting is to take place after all: it needs a new UID, its old one is spent."""


@dataclass(frozen=True, kw_only=True)
class PublishedFacts:
    """The facts whose change makes a new version. Moments are aware."""

    starts_at: datetime
    ends_at: datetime
    status: Status
    place: str


def sequence_after(
    published: PublishedFacts | None, current: PublishedFacts, sequence: int, *, asks_again: bool = True
) -> int:
    """Return the SEQUENCE with which `current` is published.

    `published` are the facts last sent, None if nothing was sent yet; `sequence` the number they were sent
    with. The number grows by one for a change of time, end or status, and for a change of place if the
    recipients are asked again (`asks_again`; False for a corrected spelling of the place). Several edits
    between two publications are one step. It never falls.

    Raises `RestoredMeetingError` if a meeting published as cancelled is not cancelled any more.
    """
    if published is None:
        return sequence
    if published.status is Status.CANCELLED and current.status is not Status.CANCELLED:
        raise RestoredMeetingError
    changed = _timing(published) != _timing(current) or published.status is not current.status
    moved = asks_again and published.place != current.place
    return sequence + 1 if changed or moved else sequence


def next_dtstamp(now: datetime, previous: datetime | None) -> datetime:
    """Return the DTSTAMP of the next message to one recipient: aware UTC, whole seconds.

    It is `now`, or one second after `previous` (the last DTSTAMP sent to that recipient for this meeting,
    None before the first) if that is later. Both aware.
    """
    stamp = now.astimezone(UTC).replace(microsecond=0)
    if previous is None:
        return stamp
    return max(stamp, previous.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1))


def _timing(facts: PublishedFacts) -> tuple[datetime, datetime]:
    """In UTC: within one zone Python compares wall clocks, and 02:30 comes twice in the autumn night."""
    return facts.starts_at.astimezone(UTC), facts.ends_at.astimezone(UTC)
