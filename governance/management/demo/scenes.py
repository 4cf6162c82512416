"""The scenes at which the demo can stop, and when each happens relative to today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from governance.notifications.outbox import deliver_due
from governance.rules import clock

FRIDAY = 4
RUNNING_SINCE = timedelta(minutes=60)


class Scene(StrEnum):
    """How far the first story is played; each scene contains the ones before it."""

    CASES = "cases"
    TOPIC = "topic"
    PAPER = "paper"
    INVITED = "invited"
    SESSION = "session"
    RESOLUTION = "resolution"
    MINUTES = "minutes"
    GROUP = "group"
    PROPOSAL = "proposal"
    APPROVED = "approved"
    IMPLEMENTATION = "implementation"
    COMPLETED = "completed"

    def reaches(self, other: Scene) -> bool:
        """Tell whether the demo is played at least to `other`."""
        order = list(Scene)
        return order.index(self) >= order.index(other)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Play at an aware `moment`; the mails written there leave there, so that the ledger shows its time."""
    with clock.travel(moment):
        yield
        deliver_due()


# How long ago the session of the topic was, where the story goes on after it; before that it is to come.
DAYS = {
    Scene.MINUTES: -12,
    Scene.GROUP: -120,
    Scene.PROPOSAL: -171,
    Scene.APPROVED: -200,
    Scene.IMPLEMENTATION: -330,
    Scene.COMPLETED: -465,
}


@dataclass(frozen=True)
class Timetable:
    """The dates of the story around its session, which begins at the aware moment `start`."""

    start: datetime

    @classmethod
    def of(cls, scene: Scene, now: datetime) -> Timetable:
        """Put the session before, around or after `now`, as the scene needs it; planned ones on a working day."""
        if scene in {Scene.SESSION, Scene.RESOLUTION}:
            running = now - RUNNING_SINCE
            return cls(running.replace(minute=running.minute // 5 * 5, second=0, microsecond=0))
        return cls.in_days(DAYS.get(scene, 11), now)

    @classmethod
    def in_days(cls, days: int, now: datetime) -> Timetable:
        """Put the session on a working day `days` from `now`."""
        day = _weekday(clock.local_date(now) + timedelta(days=days))
        return cls(datetime.combine(day, time(14), tzinfo=clock.BERLIN).astimezone(UTC))

    def during(self, minutes: int) -> datetime:
        """Return a moment of the session, `minutes` after its planned start."""
        return self.start + timedelta(minutes=minutes)

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment before or after the session: `days` from it, on a working day, at a local time."""
        return datetime.combine(self.day(days), time(hour, minute), tzinfo=clock.BERLIN).astimezone(UTC)

    def day(self, days: int) -> date:
        """Return a working day `days` from the session: before it rather earlier, after it rather later."""
        found = clock.local_date(self.start) + timedelta(days=days)
        return _weekday(found) if days > 0 else found - timedelta(days=max(0, found.weekday() - FRIDAY))


def _weekday(day: date) -> date:
    """Return `day`, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day
