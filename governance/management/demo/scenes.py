"""The scenes at which the demo can stop, and when each happens relative to today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from governance.rules import clock


class Scene(StrEnum):
    """How far the first story is played; each scene contains the ones before it."""

    CASES = "cases"
    TOPIC = "topic"
    PAPER = "paper"
    INVITED = "invited"
    SESSION = "session"
    RESOLUTION = "resolution"
    MINUTES = "minutes"
    APPROVED = "approved"

    def reaches(self, other: Scene) -> bool:
        """Tell whether the demo is played at least to `other`."""
        order = list(Scene)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class Timetable:
    """The dates of the story around the day of the session; all times are local, Europe/Berlin."""

    session: date

    @classmethod
    def of(cls, scene: Scene, today: date) -> Timetable:
        """Put the session before, on or after `today`, as the scene needs it; never on a weekend."""
        if scene in {Scene.SESSION, Scene.RESOLUTION}:
            return cls(today)
        if scene is Scene.MINUTES:
            return cls(_weekday(today - timedelta(days=12)))
        if scene is Scene.APPROVED:
            return cls(_weekday(today - timedelta(days=152)))
        return cls(_weekday(today + timedelta(days=19)))

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment `days` from the session; a day before or after falls on a working day."""
        day = _weekday(self.session + timedelta(days=days)) if days else self.session
        return datetime.combine(day, time(hour, minute), tzinfo=clock.BERLIN).astimezone(UTC)

    def day(self, days: int) -> date:
        """Return a working day `days` from the session."""
        return _weekday(self.session + timedelta(days=days))


def _weekday(day: date) -> date:
    """Return `day`, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
