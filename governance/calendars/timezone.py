"""The one time zone of every calendar file.

A constant, not `icalendar.Calendar.add_missing_timezones()`: the RDATE lists which that writes make
Thunderbird and Outlook show summer meetings an hour late (design, meetings.md, "Invitations": time zone).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from icalendar import Component

from governance.rules.clock import BERLIN

TZID: Final = BERLIN.key

VTIMEZONE: Final = Component.from_ical(
    "\r\n".join(
        (
            "BEGIN:VTIMEZONE",
            f"TZID:{TZID}",
            "BEGIN:DAYLIGHT",
            "DTSTART:19810329T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZNAME:CEST",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:19961027T030000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZNAME:CET",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "END:VTIMEZONE",
            "",
        )
    )
)


def calendar_time(moment: datetime) -> datetime:
    """Return an aware moment as it is written: wall-clock time in Europe/Berlin, to the second.

    Between 02:00 and 03:00 of the autumn night a local time means the first of the two (RFC 5545, 3.3.5), so
    the second one is returned in UTC.
    """
    local = moment.astimezone(BERLIN).replace(microsecond=0)
    return local.astimezone(UTC) if local.fold else local
