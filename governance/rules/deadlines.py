"""Notice period, papers deadline, period for objections (design `meetings.md`, `decisions.md`).

All dates are local dates. Working days are Monday to Friday without the public holidays of North
Rhine-Westphalia.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import holidays

from governance.rules.procedure import DayKind, ProcedureRules

_DAY = timedelta(days=1)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))


def is_working_day(day: date, closing_days: Collection[date] = ()) -> bool:
    """Whether `day` is a working day; `closing_days`: further days on which the authority is closed."""
    return day.weekday() < 5 and day not in _public_holidays(day.year) and day not in closing_days


@dataclass(frozen=True)
class NoticeCheck:
    """Whether an invitation is in time. `latest_dispatch`: the last day on which it would be.

    `shortened` is the check against the period for urgent matters, made where the normal one is not kept.
    """

    days_given: int
    days_needed: int
    short_by: int
    latest_dispatch: date
    kind: DayKind
    paragraph: str
    shortened: NoticeCheck | None = None

    @property
    def in_time(self) -> bool:
        """Whether the notice period is kept."""
        return self.short_by == 0

    @property
    def is_late(self) -> bool:
        """Whether the period for urgent matters is not kept either."""
        return not self.in_time and (self.shortened is None or not self.shortened.in_time)


def _days_between(first: date, last: date, kind: DayKind, closing_days: Collection[date]) -> int:
    """Count the days after `first` and before `last`."""
    if kind is DayKind.CALENDAR:
        return max(0, (last - first).days - 1)
    span = range(1, max(1, (last - first).days))
    return sum(is_working_day(first + n * _DAY, closing_days) for n in span)


def _latest_dispatch(meeting_on: date, needed: int, kind: DayKind, closing_days: Collection[date]) -> date:
    day, found = meeting_on, 0
    while found < needed:
        day -= _DAY
        found += kind is DayKind.CALENDAR or is_working_day(day, closing_days)
    return day - _DAY


def check_notice(
    rules: ProcedureRules,
    dispatched_on: date,
    meeting_on: date,
    *,
    urgent: bool = False,
    closing_days: Collection[date] = (),
) -> NoticeCheck:
    """Compare an invitation sent on `dispatched_on` with the notice period; `urgent`: with the shortened one.

    Neither the day of dispatch nor the day of the meeting counts. A dispatch on or after the day of the
    meeting gives no day.
    """
    length = rules.urgent_notice_days if urgent else rules.notice_days
    kind = (rules.urgent_notice_day_kind if urgent else rules.notice_day_kind).value
    given = _days_between(dispatched_on, meeting_on, kind, closing_days)
    # Without any notice period the invitation may still go out on the day of the meeting.
    needed = length.value
    latest = _latest_dispatch(meeting_on, needed, kind, closing_days) if needed else meeting_on
    return NoticeCheck(
        days_given=given,
        days_needed=needed,
        short_by=max(0, needed - given),
        latest_dispatch=latest,
        kind=kind,
        paragraph=length.paragraph,
    )


def check_summons(
    rules: ProcedureRules, dispatched_on: date, meeting_on: date, *, closing_days: Collection[date] = ()
) -> NoticeCheck:
    """Check the normal notice period and, where it is not kept, the one for urgent matters with a reason."""
    normal = check_notice(rules, dispatched_on, meeting_on, closing_days=closing_days)
    if normal.in_time:
        return normal
    urgent = check_notice(rules, dispatched_on, meeting_on, urgent=True, closing_days=closing_days)
    return replace(normal, shortened=urgent)


def papers_due(rules: ProcedureRules, meeting_on: date) -> date:
    """Return the last day on which papers can be handed in for a meeting (calendar days before it)."""
    return meeting_on - rules.papers_deadline_days.value * _DAY


def objections_until(rules: ProcedureRules, circulated_on: date) -> date:
    """Return the last day for objections to minutes circulated on `circulated_on`.

    The day of circulation does not count (§ 187 Abs. 1 BGB). A period that would end on a Saturday, Sunday
    or public holiday ends on the next working day (§ 193 BGB).
    """
    day = circulated_on + rules.objection_period_days.value * _DAY
    while not is_working_day(day):
        day += _DAY
    return day
