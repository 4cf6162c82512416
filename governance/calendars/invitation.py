"""Calendar files of one meeting: invitation, cancellation, download.

Source: design, meetings.md "Invitations"; RFC 5545 (format), RFC 5546 (REQUEST, CANCEL). The same event makes
the same octets; lines end with CRLF and are folded at 75 octets.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar, Event, vCalAddress, vUri

from governance.calendars.event import CalendarPerson, MeetingEvent, Status
from governance.calendars.text import ExactText, checked_address, checked_uid, checked_url, clean_name
from governance.calendars.timezone import VTIMEZONE, calendar_time
from governance.rules.characters import clean_line, clean_lines

PRODID: Final = "-//Lenkwerk//Lenkwerk//DE"


class InvalidEventError(ValueError):
    """The facts of an event contradict each other or the method; the message says how."""


def request(event: MeetingEvent) -> bytes:
    """Return the file of an invitation or update (METHOD:REQUEST).

    Raises `InvalidEventError` for a cancelled meeting (which is sent with `cancel`), without attendee, with
    the organizer among the attendees, or with times that make no meeting; `InvalidCalendarText` for an
    address, URL or UID that cannot be written.
    """
    if event.status is Status.CANCELLED:
        raise InvalidEventError("a cancelled meeting is sent with METHOD:CANCEL")
    return _with_people(event, "REQUEST")


def cancel(event: MeetingEvent) -> bytes:
    """Return the file that takes the meeting out of the calendar (METHOD:CANCEL, STATUS:CANCELLED).

    For every recipient of a cancelled meeting, and for one who was removed from a meeting that takes place.
    Nobody is asked for an answer. Errors as in `request`.
    """
    people = tuple(replace(person, rsvp=False) for person in event.attendees)
    return _with_people(replace(event, status=Status.CANCELLED, attendees=people), "CANCEL")


def download(event: MeetingEvent) -> bytes:
    """Return the file for a download: without METHOD, ORGANIZER and ATTENDEE, for any status.

    Raises `InvalidEventError` for impossible times, `InvalidCalendarText` for URL or UID.
    """
    calendar = _calendar()
    calendar.add_component(_event(event))
    return _octets(calendar)


def _with_people(event: MeetingEvent, method: str) -> bytes:
    people = {person.email.casefold(): person for person in reversed(event.attendees)}
    if not people:
        raise InvalidEventError(f"METHOD:{method} without attendee")
    if event.organizer[1].casefold() in people:
        raise InvalidEventError("the organizer is never an attendee")
    component = _event(event)
    component.add("organizer", _organizer(*event.organizer))
    for person in reversed(people.values()):
        component.add("attendee", _attendee(person))
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(component)
    return _octets(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(VTIMEZONE)
    return calendar


def _event(event: MeetingEvent) -> Event:
    if event.sequence < 0:
        raise InvalidEventError("SEQUENCE is never negative")
    if event.ends_at.astimezone(UTC) <= event.starts_at.astimezone(UTC):
        raise InvalidEventError("a meeting ends after it starts")
    component = Event()
    component.add("uid", checked_uid(event.uid))
    component.add("sequence", event.sequence)
    component.add("dtstamp", _utc(event.dtstamp))
    component.add("dtstart", calendar_time(_aware(event.starts_at)))
    component.add("dtend", calendar_time(_aware(event.ends_at)))
    component.add("summary", ExactText(clean_line(event.summary)))
    component.add("status", event.status.value)
    component.add("transp", "TRANSPARENT" if event.status is Status.CANCELLED else "OPAQUE")
    if description := clean_lines(event.description):
        component.add("description", ExactText(description))
    if location := clean_line(event.location):
        component.add("location", ExactText(location))
    if event.url:
        component.add("url", vUri(checked_url(event.url, field="url")))
    if event.created is not None:
        component.add("created", _utc(event.created))
    if event.last_modified is not None:
        component.add("last-modified", _utc(event.last_modified))
    return component


def _organizer(name: str, address: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{checked_address(address, field='organizer')}")
    if cleaned := clean_name(name):
        value.params["CN"] = cleaned
    return value


def _attendee(person: CalendarPerson) -> vCalAddress:
    value = vCalAddress(f"mailto:{checked_address(person.email, field='attendee')}")
    if cleaned := clean_name(person.name):
        value.params["CN"] = cleaned
    value.params["CUTYPE"] = "INDIVIDUAL"
    value.params["ROLE"] = person.role.value
    value.params["PARTSTAT"] = person.partstat.value
    if person.rsvp:
        value.params["RSVP"] = "TRUE"
    return value


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidEventError("a moment without time zone")
    return moment


def _utc(moment: datetime) -> datetime:
    return _aware(moment).astimezone(UTC).replace(microsecond=0)


def _octets(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical())
