"""What an Einladung with its Tagesordnung says.

Source: design/meetings.md (Agenda, Invitations).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from governance.documents.content_base import Letterhead, PaperReference
from governance.documents.richtree import RichText


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The address block and the salutation of a letter."""

    lines: tuple[str, ...]
    salutation: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaEntry:
    """A row of the agenda."""

    number: str
    title: str
    presenter: str = ""
    minutes: int | None = None
    paper: PaperReference | None = None
    is_public: bool = True
    guests: tuple[str, ...] = ()
    is_late: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationDocument:
    """An Einladung with Tagesordnung. `recipient` is None for the copy that goes into the file."""

    letterhead: Letterhead
    recipient: Recipient | None
    body_name: str
    starts_at: datetime
    ends_at: datetime | None
    sent_on: date
    chair: str
    body_short_name: str = ""
    heading: str = "Einladung"
    place: str = ""
    online_url: str = ""
    online_note: str = ""
    items: tuple[AgendaEntry, ...] = ()
    notice_statement: str = ""
    notes: RichText = ()
    author: str = ""
    content_hash: str = ""
