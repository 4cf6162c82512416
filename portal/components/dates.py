"""German dates: absolute and visible first, the relative word beside it (interface.md, Look).

Dates are local dates; moments are aware and turned into local time here. Nothing is shown in UTC.
"""

from __future__ import annotations

import datetime as dt

from django.utils import dates, timezone
from django.utils.translation import gettext, ngettext

from governance.rules import clock as time_source


def local_day(value: dt.date | dt.datetime) -> dt.date:
    """Return the local date of a date or an aware moment."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date()
    return value


def day(value: dt.date | dt.datetime) -> str:
    """Return `18.10.2027`."""
    return f"{local_day(value):%d.%m.%Y}"


def short_day(value: dt.date | dt.datetime) -> str:
    """Return `Mo 18.10.` for narrow columns; the year must be clear from the context."""
    date = local_day(value)
    return f"{dates.WEEKDAYS_ABBR[date.weekday()]} {date:%d.%m.}"


def week_day(value: dt.date | dt.datetime) -> str:
    """Return `Montag, 18.10.2027`."""
    return f"{dates.WEEKDAYS[local_day(value).weekday()]}, {day(value)}"


def long_day(value: dt.date | dt.datetime) -> str:
    """Return `Montag, 18. Oktober 2027`."""
    date = local_day(value)
    return gettext("%(weekday)s, %(day)s %(month)s %(year)s") % {
        "weekday": dates.WEEKDAYS[date.weekday()],
        "day": date.day,
        "month": dates.MONTHS[date.month],
        "year": date.year,
    }


def month_abbr(value: dt.date | dt.datetime) -> str:
    """Return `Okt`, for the calendar leaf of a meeting."""
    return str(dates.MONTHS_3[local_day(value).month]).capitalize()[:3]


def clock(value: dt.datetime | dt.time) -> str:
    """Return `14:00 Uhr`; the number and its unit stay on one line."""
    time = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return gettext("%(time)s o'clock") % {"time": f"{time:%H:%M}"}


def day_time(value: dt.datetime) -> str:
    """Return `18.10.2027, 14:00 Uhr`."""
    return f"{day(value)}, {clock(value)}"


def span(start: dt.datetime, end: dt.datetime) -> str:
    """Return `14:00 bis 17:00 Uhr` for two moments of one day."""
    return gettext("%(start)s to %(end)s") % {
        "start": f"{timezone.localtime(start):%H:%M}",
        "end": clock(end),
    }


def relative_day(value: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """Return heute, morgen, gestern, `in 3 Tagen` or `vor 6 Tagen`, counted from `today`.

    Without `today` the clock's local date counts.
    """
    days = (local_day(value) - (today or time_source.today())).days
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": -days}
