"""Attendance as intervals (design `decisions.md`, "Minutes"): who is present at a moment, and from when to
when.

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


@dataclass(frozen=True)
class Stay:
    """A seat (or a guest) in the room for an interval. Two stays of one seat may overlap: holder and
    deputy.
    """

    seat: str
    interval: Interval


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


def present_at(stays: Iterable[Stay], moment: datetime) -> frozenset[str]:
    """Return the seats present at `moment`, each once however many people sit there."""
    return frozenset(stay.seat for stay in stays if stay.interval.covers(moment))


def presence_of(stays: Iterable[Stay], seat: str) -> tuple[Interval, ...]:
    """Return the merged attendance of `seat`."""
    return merge(stay.interval for stay in stays if stay.seat == seat)
