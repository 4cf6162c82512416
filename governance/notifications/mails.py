"""The mails that are sent, as frozen values. `governance.notifications.message` makes them MIME messages.

Source: design, meetings.md "Invitations".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What an invitation mail says."""

    REQUEST = "request"
    UPDATE = "update"
    CANCEL = "cancel"
    REMOVAL = "removal"

    @property
    def method(self) -> str:
        """The iTIP method (RFC 5546): the removed person gets a CANCEL, everybody else a REQUEST."""
        return "CANCEL" if self in {MailKind.CANCEL, MailKind.REMOVAL} else "REQUEST"


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A name to show and a plain ASCII address."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A labelled http(s) address."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PaperLink:
    """A paper of the agenda. With `public=False` the title is not printed, only the number of its item."""

    number: str
    title: str
    url: str
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class Change:
    """A published change, in words: what, as it was, as it is now. Empty stands for "not stated"."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class InvitationMail:
    """One mail to one recipient about one meeting.

    - `sender`: the functional mailbox; its address is the ORGANIZER of `calendar`.
    - `recipient`: its address is an ATTENDEE of `calendar`.
    - `subject`: no personal data and no non-public title; see `mail_text.subject`.
    - `meeting`: name of the meeting ("12. Sitzung des Lenkungsgremiums KIM").
    - `starts_at`, `ends_at`: aware; printed once, in Europe/Berlin.
    - `place`: room, online link, dial-in; lines are kept.
    - `paragraphs`: further text, in German.
    - `changes`: for an update; a change labelled `mail_text.TIME` or `mail_text.PLACE` replaces that fact.
    - `answers`: links that show the answer page; left out of a cancellation, whatever is given.
    - `calendar`: the bytes of the calendar file with the METHOD of `kind`.
    - `date`: aware moment of this message. `message_id`, `in_reply_to`, `references`: with angle brackets.
    """

    sender: Mailbox
    recipient: Mailbox
    kind: MailKind
    subject: str
    meeting: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    paragraphs: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    papers: tuple[PaperLink, ...] = ()
    answers: tuple[Link, ...] = ()
    portal_url: str = ""
    calendar: bytes
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with links below it, in a digest."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Any other mail: minutes circulated, login invitation, reminder. Greeting and footer are added.

    The fields are those of `InvitationMail`; `sections` and then `links` are printed after the paragraphs.
    `settings_url` leads to the notification choices; a mail that can be switched off names it at its end and in its
    header List-Unsubscribe.
    """

    sender: Mailbox
    recipient: Mailbox
    subject: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    settings_url: str = ""
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
