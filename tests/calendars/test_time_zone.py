import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from governance.calendars.event import MeetingEvent
from governance.calendars.invitation import request
from tests.calendars.samples import EVENT

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)

# wall clock in Berlin, written form, instant
CASES = [
    (datetime(2027, 7, 14, 14, 0, tzinfo=BERLIN), ";TZID=Europe/Berlin:20270714T140000", "2027-07-14T12:00Z"),
    (datetime(2027, 1, 13, 14, 0, tzinfo=BERLIN), ";TZID=Europe/Berlin:20270113T140000", "2027-01-13T13:00Z"),
    (datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN), ";TZID=Europe/Berlin:20270328T030000", "2027-03-28T01:00Z"),
    (
        datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN),
        ";TZID=Europe/Berlin:20271031T023000",
        "2027-10-31T00:30Z",
    ),
    (datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=BERLIN), ":20271031T013000Z", "2027-10-31T01:30Z"),
]


def at(start: datetime) -> MeetingEvent:
    start = start.astimezone(UTC)
    return replace(EVENT, starts_at=start, ends_at=start + HOUR)


@pytest.mark.parametrize(("start", "written", "instant"), CASES)
def test_start_is_the_wall_clock_of_berlin(start: datetime, written: str, instant: str) -> None:
    octets = request(at(start))
    assert f"\r\nDTSTART{written}\r\n".encode() in octets
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(("start", "written", "instant"), CASES)
def test_recurring_ical_events_shows_the_meeting_once_at_its_instant(
    start: datetime, written: str, instant: str
) -> None:
    moment = datetime.fromisoformat(instant)
    found = recurring_ical_events.of(Calendar.from_ical(request(at(start)))).between(
        moment - timedelta(days=2), moment + timedelta(days=400)
    )
    assert [occurrence["DTSTART"].dt.astimezone(UTC) for occurrence in found] == [moment]


def test_time_zone_is_the_constant_that_clients_understand() -> None:
    text = request(EVENT).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RDATE" not in text
    daylight, standard = re.findall(r"BEGIN:(?:DAYLIGHT|STANDARD)\r\n(.*?)END:", text, re.DOTALL)
    assert set(daylight.split()) == {
        "DTSTART:19810329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
    }
    assert set(standard.split()) == {
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
    }


def test_the_constant_agrees_with_the_zone_database_for_fifty_years() -> None:
    """Only the text of the file is used: the name is changed, so that no parser looks it up."""
    text = request(EVENT).decode().replace("Europe/Berlin", "Eigene/Zone")
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")
    rules = zone.to_tz(lookup_tzid=False)
    moment = datetime(1997, 1, 1, 12, 0, tzinfo=UTC)
    while moment.year < 2047:
        local = moment.astimezone(BERLIN)
        assert local.replace(tzinfo=rules).utcoffset() == local.utcoffset(), local
        moment += timedelta(days=1)
