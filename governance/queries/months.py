"""A month as weeks of days, whatever stands on them: meetings, deadlines."""

from __future__ import annotations

import re
from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from governance.rules import clock
from governance.rules.special_days import public_holiday

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
"""Between these years a month is shown; the rules of the public holidays are those of our time."""

T = TypeVar("T")


@dataclass(frozen=True)
class MonthDay(Generic[T]):
    """One local day. `inside` tells whether it belongs to the month; a day beside it carries nothing else."""

    day: date
    inside: bool
    is_today: bool
    holiday: str
    entries: tuple[T, ...]

    @property
    def free(self) -> bool:
        """Whether nothing is to be said about the day."""
        return not (self.entries or self.holiday)


@dataclass(frozen=True)
class MonthWeek(Generic[T]):
    """Seven days from Monday; `number` is that of ISO 8601."""

    number: int
    days: tuple[MonthDay[T], ...]

    @property
    def free(self) -> bool:
        """Whether nothing is to be said about any of the days."""
        return all(day.free for day in self.days)


@dataclass(frozen=True)
class MonthPage(Generic[T]):
    """A month with what the viewer has in it; `previous` and `next` are the first days of its neighbours."""

    first: date
    weeks: tuple[MonthWeek[T], ...]
    previous: date | None
    next: date | None
    total: int


def month_asked(text: str) -> date:
    """Return the first day of the month written "2027-05"; of the present month for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
        return date(year, month, 1)
    return clock.today().replace(day=1)


def following_month(first: date) -> date:
    """Return the first day of the month after the one that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_sheet(first: date, found: Mapping[date, Sequence[T]]) -> MonthPage[T]:
    """Return the month that begins on `first` with what stands on its local days, `found`."""
    before, following = first - timedelta(days=1), following_month(first)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return MonthPage(
        first=first,
        weeks=tuple(
            MonthWeek(week[0].isocalendar().week, tuple(_day(day, first, found.get(day, ())) for day in week))
            for week in weeks
        ),
        previous=before.replace(day=1) if before.year >= FIRST_YEAR else None,
        next=following if following.year <= LAST_YEAR else None,
        total=sum(len(entries) for day, entries in found.items() if first <= day < following),
    )


def _day(day: date, first: date, entries: Sequence[T]) -> MonthDay[T]:
    if day.month != first.month:
        return MonthDay(day, inside=False, is_today=False, holiday="", entries=())
    return MonthDay(
        day, inside=True, is_today=day == clock.today(), holiday=public_holiday(day), entries=tuple(entries)
    )
