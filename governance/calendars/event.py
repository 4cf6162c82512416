"""What goes into a calendar file: one meeting as one recipient is to see it.

Frozen values only. The bytes are made in `governance.calendars.invitation`. Source of the rules: design,
meetings.md "Invitations"; RFC 5545 for the values of the enumerations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """ROLE of an attendee (RFC 5545, 3.2.16)."""

    CHAIR = "CHAIR"
    REQ = "REQ-PARTICIPANT"
    OPT = "OPT-PARTICIPANT"
    NON = "NON-PARTICIPANT"


class PartStat(StrEnum):
    """PARTSTAT of an attendee (RFC 5545, 3.2.12): the answer known when the file is made."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class Status(StrEnum):
    """STATUS of the meeting (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class CalendarPerson:
    """An attendee.

    `email` is the plain address the mail is sent to, literally: the answer is matched by it.
    """

    name: str
    email: str
    role: Role = Role.REQ
    partstat: PartStat = PartStat.NEEDS_ACTION
    rsvp: bool = True


@dataclass(frozen=True, kw_only=True)
class MeetingEvent:
    """One meeting for one calendar file. Every moment is aware; the zone does not matter, the instant does.

    - `uid`: random, stored once, the same in mail, download and feed; never derived from title, date or host.
    - `sequence`: see `governance.calendars.versions.sequence_after`.
    - `dtstamp`: of this message; see `governance.calendars.versions.next_dtstamp`.
    - `description`: may have several lines; never holds the title of a non-public item (build it with
      `governance.calendars.description.describe`).
    - `location`: room, online, or both, on one line.
    - `url`: the page of the meeting in the portal, http or https; empty leaves it out.
    - `organizer`: name and address of the functional mailbox, which is the sender of the mail and is
      never an attendee.
    - `attendees`: only the recipient, unless the body shows its list. The first of two persons with the same
      address is taken.
    - `created`, `last_modified`: of the meeting record; None leaves them out.
    """

    uid: str
    sequence: int
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: tuple[str, str]
    attendees: tuple[CalendarPerson, ...] = ()
    status: Status = Status.CONFIRMED
    created: datetime | None = None
    last_modified: datetime | None = None
