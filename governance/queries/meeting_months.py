"""One month of meetings as weeks of days (interface.md: "Sitzungen: list and month")."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import Meeting
from governance.rules import clock
from governance.rules.special_days import public_holiday

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
"""Between these years a month is shown; the rules of the public holidays are those of our time."""


@dataclass(frozen=True)
class MonthDay:
    """One local day. `inside` tells whether it belongs to the month; a day beside it carries nothing else."""

    day: date
    inside: bool
    is_today: bool
    holiday: str
    meetings: tuple[Meeting, ...]

    @property
    def free(self) -> bool:
        """Whether nothing is to be said about the day."""
        return not (self.meetings or self.holiday)


@dataclass(frozen=True)
class MonthWeek:
    """Seven days from Monday; `number` is that of ISO 8601."""

    number: int
    days: tuple[MonthDay, ...]

    @property
    def free(self) -> bool:
        """Whether nothing is to be said about any of the days."""
        return all(day.free for day in self.days)


@dataclass(frozen=True)
class MonthPage:
    """A month with what the viewer has in it; `previous` and `next` are the first days of its neighbours."""

    first: date
    weeks: tuple[MonthWeek, ...]
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


def month_page(viewer: Viewer, first: date, *, body_id: str = "") -> MonthPage:
    """Return the month that begins on `first`, with the viewer's meetings in any state, in one query.

    `body_id` narrows. A meeting stands on the local day of its start.
    """
    before, after = first - timedelta(days=1), first.replace(day=28) + timedelta(days=4)
    following = after.replace(day=1)
    rows = visible_meetings(viewer).filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(following))
    if body_id:
        rows = rows.filter(body__public_id=body_id)
    found: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in rows.select_related("body").order_by("starts_at", "pk"):
        found[clock.local_date(meeting.starts_at)].append(meeting)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return MonthPage(
        first=first,
        weeks=tuple(
            MonthWeek(week[0].isocalendar().week, tuple(_day(day, first, found.get(day, ())) for day in week))
            for week in weeks
        ),
        previous=before.replace(day=1) if before.year >= FIRST_YEAR else None,
        next=following if following.year <= LAST_YEAR else None,
        total=sum(len(meetings) for meetings in found.values()),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.BERLIN)


def _day(day: date, first: date, meetings: list[Meeting] | tuple[Meeting, ...]) -> MonthDay:
    if day.month != first.month:
        return MonthDay(day, inside=False, is_today=False, holiday="", meetings=())
    return MonthDay(
        day, inside=True, is_today=day == clock.today(), holiday=public_holiday(day), meetings=tuple(meetings)
    )
