"""Attendance as intervals (design `decisions.md`, "Minutes"): from when to when somebody is there.

Moments are aware datetimes. An interval includes its start and excludes its end; an open end means "still
here".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Interval:
    """A stay in the room. Raises `ValueError` for a naive moment or an end before the start."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError("a moment needs its time zone")
        if self.end is not None and self.end < self.start:
            raise ValueError("a stay cannot end before it begins")

    def covers(self, moment: datetime) -> bool:
        """Whether the stay covers `moment`."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def overlaps(self, other: Interval) -> bool:
        """Whether both stays share a moment; two that only touch do not, and an empty one shares none."""
        if self.start == self.end or other.start == other.end:
            return False
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def merge(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time as intervals that neither overlap nor touch, in order; empty ones vanish."""
    merged: list[Interval] = []
    for interval in sorted(intervals, key=lambda item: item.start):
        if interval.end == interval.start:
            continue
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and interval.start > last.end):
            merged.append(interval)
        elif last.end is not None and (interval.end is None or interval.end > last.end):
            merged[-1] = Interval(last.start, interval.end)
    return tuple(merged)
