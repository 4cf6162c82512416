"""Days on which a meeting is unwise: weekends, public and school holidays (design `meetings.md`, Planning).

They warn, nothing more; a person decides. The calendar is that of North Rhine-Westphalia.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from governance.rules.deadlines import is_working_day
from governance.rules.text import Message, mark


@cache
def _named(year: int, category: str) -> dict[date, str]:
    found = holidays.country_holidays("DE", subdiv="NW", years=year, categories=(category,), language="de")
    return dict(found.items())


@cache
def _school_holidays(year: int) -> frozenset[date]:
    return frozenset(_named(year, "school"))


def public_holiday(day: date) -> str:
    """Return the German name of the public holiday on the local date `day`; empty on any other day."""
    return _named(day.year, "public").get(day, "")


def warnings_for(day: date) -> tuple[Message, ...]:
    """Return why the local date `day` is no good day for a meeting; empty if nothing speaks against it."""
    found = []
    if name := public_holiday(day):
        found.append(Message(mark("The day is a public holiday: %(name)s."), {"name": name}))
    elif day.weekday() >= 5:
        found.append(Message(mark("The day is at the weekend.")))
    if day in _school_holidays(day.year):
        found.append(Message(mark("The day lies in the school holidays.")))
    return tuple(found)


def alternatives(day: date, *, count: int = 3) -> tuple[date, ...]:
    """Return the next `count` days of the same weekday (for a weekend: Monday) that are free of warnings."""
    step = day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())
    found: list[date] = []
    for _week in range(60):
        if step > day and is_working_day(step) and not warnings_for(step):
            found.append(step)
        if len(found) == count:
            break
        step += timedelta(days=7)
    return tuple(found)
