from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Component

from governance.calendars.event import CalendarPerson, MeetingEvent, PartStat, Role, Status
from governance.calendars.invitation import InvalidEventError, cancel, download, request
from governance.calendars.text import InvalidCalendarText
from tests.calendars.samples import EVENT, HOSTILE, INES, KIM


def only_event(octets: bytes) -> Component:
    calendar = Calendar.from_ical(octets)
    assert calendar.errors == []
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return event


def unfolded(octets: bytes) -> list[str]:
    return octets.replace(b"\r\n ", b"").decode().split("\r\n")


def test_request_reads_back_as_it_was_given() -> None:
    event = only_event(request(EVENT))
    assert event["UID"] == EVENT.uid
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == EVENT.dtstamp
    assert event["DTSTART"].dt == EVENT.starts_at
    assert event["DTEND"].dt == EVENT.ends_at
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["SUMMARY"] == EVENT.summary
    assert event["DESCRIPTION"] == EVENT.description
    assert event["LOCATION"] == EVENT.location
    assert event["URL"] == EVENT.url
    assert event["STATUS"] == "CONFIRMED"
    assert event["CREATED"].dt == EVENT.created
    assert event["LAST-MODIFIED"].dt == EVENT.last_modified


def test_request_names_organizer_and_attendee_as_the_mail_does() -> None:
    event = only_event(request(EVENT))
    assert event["ORGANIZER"] == f"mailto:{KIM.address}"
    assert event["ORGANIZER"].params["CN"] == KIM.name
    attendee = event["ATTENDEE"]
    assert attendee == f"mailto:{INES.address}"
    assert dict(attendee.params) == {
        "CN": INES.name,
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }


def test_every_role_and_answer_is_written() -> None:
    people = tuple(
        CalendarPerson(name=f"P {n}", email=f"p{n}@k.example", role=role, partstat=partstat)
        for n, (role, partstat) in enumerate(
            [
                (Role.CHAIR, PartStat.ACCEPTED),
                (Role.REQ, PartStat.DECLINED),
                (Role.OPT, PartStat.TENTATIVE),
                (Role.NON, PartStat.DELEGATED),
            ]
        )
    )
    attendees = only_event(request(replace(EVENT, attendees=people)))["ATTENDEE"]
    assert [(a, a.params["ROLE"], a.params["PARTSTAT"]) for a in attendees] == [
        ("mailto:p0@k.example", "CHAIR", "ACCEPTED"),
        ("mailto:p1@k.example", "REQ-PARTICIPANT", "DECLINED"),
        ("mailto:p2@k.example", "OPT-PARTICIPANT", "TENTATIVE"),
        ("mailto:p3@k.example", "NON-PARTICIPANT", "DELEGATED"),
    ]


def test_two_people_with_one_address_are_listed_once() -> None:
    people = (
        CalendarPerson(name="Anke Dreesmann", email="amt@k.example"),
        CalendarPerson(name="Tim Kerber", email="AMT@k.example"),
    )
    attendee = only_event(request(replace(EVENT, attendees=people)))["ATTENDEE"]
    assert attendee.params["CN"] == "Anke Dreesmann"


@pytest.mark.parametrize(("make", "method"), [(request, "REQUEST"), (cancel, "CANCEL")])
def test_method_is_that_of_the_message(make: Callable[[MeetingEvent], bytes], method: str) -> None:
    lines = unfolded(make(EVENT))
    assert [line for line in lines if line.startswith("METHOD")] == [f"METHOD:{method}"]


def test_cancel_is_cancelled_and_asks_nobody() -> None:
    event = only_event(cancel(EVENT))
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == EVENT.uid
    assert "RSVP" not in event["ATTENDEE"].params
    assert event["ORGANIZER"] == f"mailto:{KIM.address}"


def test_request_never_carries_a_cancelled_meeting() -> None:
    with pytest.raises(InvalidEventError):
        request(replace(EVENT, status=Status.CANCELLED))


def test_download_names_nobody_and_has_no_method() -> None:
    text = download(EVENT).decode()
    for word in ("METHOD", "ORGANIZER", "ATTENDEE", "mailto", INES.name, KIM.address):
        assert word not in text
    assert only_event(download(EVENT))["UID"] == EVENT.uid
    assert only_event(download(replace(EVENT, status=Status.CANCELLED)))["STATUS"] == "CANCELLED"


def test_no_recurrence_in_the_event() -> None:
    assert "RRULE" not in only_event(request(EVENT))
    assert "RECURRENCE-ID" not in only_event(request(EVENT))


def test_organizer_is_never_invited() -> None:
    itself = CalendarPerson(name="KIM", email=KIM.address.upper())
    with pytest.raises(InvalidEventError):
        request(replace(EVENT, attendees=(*EVENT.attendees, itself)))


@pytest.mark.parametrize(
    "event",
    [
        replace(EVENT, attendees=()),
        replace(EVENT, ends_at=EVENT.starts_at),
        replace(EVENT, sequence=-1),
        replace(EVENT, starts_at=EVENT.starts_at.replace(tzinfo=None), ends_at=EVENT.ends_at.replace(tzinfo=None)),
        replace(EVENT, dtstamp=EVENT.dtstamp.replace(tzinfo=None)),
    ],
)
def test_contradictory_events_are_refused(event: MeetingEvent) -> None:
    with pytest.raises(InvalidEventError):
        request(event)


@pytest.mark.parametrize("bad", ["a@k.example\r\nX: y", "a@k.example\n", "a b@k.example", "", "ä@k.example", "a@k,b"])
def test_bad_addresses_are_refused(bad: str) -> None:
    person = CalendarPerson(name="A", email=bad)
    with pytest.raises(InvalidCalendarText) as error:
        request(replace(EVENT, attendees=(person,)))
    assert error.value.field == "attendee"
    with pytest.raises(InvalidCalendarText):
        request(replace(EVENT, organizer=("KIM", bad)))


@pytest.mark.parametrize(
    "bad",
    [
        "https://k.example/\r\nEND:VEVENT",
        "https://k.example/ x",
        "javascript:alert(1)",
        "https://",
        "k.example",
    ],
)
def test_bad_urls_are_refused(bad: str) -> None:
    with pytest.raises(InvalidCalendarText) as error:
        download(replace(EVENT, url=bad))
    assert error.value.field == "url"


def test_line_end_in_the_uid_is_refused() -> None:
    with pytest.raises(InvalidCalendarText):
        download(replace(EVENT, uid="a\r\nb"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = replace(
        EVENT,
        summary=text,
        description=text,
        location=text,
        organizer=(text, KIM.address),
        attendees=(CalendarPerson(name=text, email=INES.address),),
    )
    octets = request(hostile)
    event = only_event(octets)
    one_line = " ".join(str(event["DESCRIPTION"]).split())
    assert event["SUMMARY"] == one_line
    assert event["LOCATION"] == one_line
    assert event["ATTENDEE"].params["CN"] == " ".join(one_line.replace('"', "").replace("\\", "/").split())
    assert event["ATTENDEE"] == f"mailto:{INES.address}"
    names = {line.split(":")[0].split(";")[0] for line in unfolded(octets) if line}
    assert names <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "TZID", "TZNAME", "TZOFFSETFROM"),
        *("TZOFFSETTO", "RRULE", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "SUMMARY", "DESCRIPTION"),
        *("LOCATION", "URL", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE", "CREATED", "LAST-MODIFIED"),
    }
    assert unfolded(octets).count("BEGIN:VEVENT") == 1


def test_backslashes_of_a_network_path_survive() -> None:
    path = "\\\\srv\\Neu\\neu"
    line = next(line for line in unfolded(download(replace(EVENT, location=path))) if line.startswith("LOCATION"))
    assert line == "LOCATION:" + path.replace("\\", "\\\\")


@pytest.mark.parametrize("text", ["ä" * 400, "👩‍👩‍👧‍👦" * 60, "a" + "ß" * 300, "ab" + "€" * 300])
def test_lines_are_folded_at_75_octets_between_characters(text: str) -> None:
    octets = request(replace(EVENT, summary=text))
    assert octets.endswith(b"\r\n")
    for line in octets.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
        assert b"\n" not in line
    assert only_event(octets)["SUMMARY"] == text


def test_the_same_event_makes_the_same_octets() -> None:
    assert request(EVENT) == request(replace(EVENT))
    assert request(EVENT) != request(replace(EVENT, dtstamp=EVENT.dtstamp + timedelta(seconds=1)))


def test_fractions_of_a_second_are_not_written() -> None:
    event = only_event(request(replace(EVENT, dtstamp=datetime(2027, 4, 21, 7, 30, 15, 999999, tzinfo=UTC))))
    assert event["DTSTAMP"].dt == EVENT.dtstamp
