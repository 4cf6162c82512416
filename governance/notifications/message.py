"""Mails as complete MIME messages: frozen dataclass in, `EmailMessage` out.

Layout of an invitation, measured against real clients (design, meetings.md "Invitations"):
`multipart/mixed( multipart/alternative( text/plain, text/html, text/calendar;method=... last, base64, without
Content-Disposition ), application/ics attachment )`. The calendar bytes come ready made from
`governance.calendars`. The same mail makes the same octets.
"""

from __future__ import annotations

import re
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from hashlib import sha256
from typing import Final

from governance.notifications import headers, mail_body, mail_text
from governance.notifications.headers import InvalidMailError
from governance.notifications.mail_body import Block, Changes, Facts, Footer, Links, Paragraph
from governance.notifications.mails import (
    Change,
    InvitationMail,
    Link,
    Mail,
    Mailbox,
    MailKind,
    PaperLink,
    Section,
)

__all__ = [
    "Change",
    "InvalidMailError",
    "InvitationMail",
    "Link",
    "Mail",
    "MailKind",
    "Mailbox",
    "PaperLink",
    "Section",
    "build",
    "build_plain",
]

ATTACHMENT_NAME: Final = "einladung.ics"


def build(mail: InvitationMail) -> EmailMessage:
    """Return the complete message of an invitation, update, cancellation or removal.

    Raises `InvalidMailError` for a line end in a header, an address, URL or message id that is none, or a
    calendar file whose METHOD, ORGANIZER or ATTENDEE is not that of the mail.
    """
    _check_calendar(mail)
    if mail.starts_at.tzinfo is None or mail.ends_at.tzinfo is None:
        raise InvalidMailError("starts_at", "moment without time zone")
    message = _headed(mail)
    alternative = MIMEPart(policy=SMTP)
    alternative["Content-Type"] = "multipart/alternative"
    alternative.set_boundary(_boundary(mail, "a"))
    _attach(alternative, *_bodies(mail_text.heading(mail.kind), _invitation_blocks(mail)), _calendar_part(mail))
    message["Content-Type"] = "multipart/mixed"
    message.set_boundary(_boundary(mail, "m"))
    _attach(message, alternative, _attachment(mail))
    return message


def build_plain(mail: Mail) -> EmailMessage:
    """Return a message of plain text and HTML, `multipart/alternative`. Errors as in `build`."""
    message = _headed(mail)
    blocks: list[Block] = [Paragraph(mail_text.greeting(mail.recipient.name))]
    blocks += [Paragraph(text) for text in mail.paragraphs]
    blocks += [Links(section.heading, section.links) for section in mail.sections]
    if mail.links:
        blocks.append(Links("", mail.links))
    if mail.settings_url:
        # RFC 2369. Not the one-click form of RFC 8058: the page asks for a login, a link alone changes nothing.
        message["List-Unsubscribe"] = headers.web_page("List-Unsubscribe", mail.settings_url)
        blocks.append(Links("", (Link(label=mail_text.SETTINGS, url=mail.settings_url),)))
    blocks.append(Footer(mail_text.footer(mail.sender.name)))
    message["Content-Type"] = "multipart/alternative"
    message.set_boundary(_boundary(mail, "a"))
    _attach(message, *_bodies(mail.subject, tuple(blocks)))
    return message


def _headed(mail: InvitationMail | Mail) -> EmailMessage:
    if mail.date.tzinfo is None:
        raise InvalidMailError("Date", "moment without time zone")
    message = EmailMessage(policy=SMTP)
    message["From"] = headers.mailbox("From", mail.sender)
    message["To"] = headers.mailbox("To", mail.recipient)
    message["Subject"] = headers.subject(mail.subject)
    message["Date"] = mail.date.replace(microsecond=0)
    message["Message-ID"] = headers.message_ids("Message-ID", (mail.message_id,))
    if mail.in_reply_to:
        message["In-Reply-To"] = headers.message_ids("In-Reply-To", (mail.in_reply_to,))
    if mail.references:
        message["References"] = headers.message_ids("References", mail.references)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no robot answers this
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same for Exchange
    message["Content-Language"] = "de"
    message["MIME-Version"] = "1.0"
    return message


def _invitation_blocks(mail: InvitationMail) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(mail_text.greeting(mail.recipient.name)),
        Paragraph(mail_text.opening(mail.kind)),
        Facts(mail_text.facts(mail)),
    ]
    if mail.kind is MailKind.UPDATE and mail.changes:
        blocks.append(Changes(mail_text.CHANGES, mail.changes))
    blocks += [Paragraph(text) for text in mail.paragraphs]
    if mail.answers and mail.kind.method == "REQUEST":
        blocks.append(Links(mail_text.ANSWER, mail.answers, buttons=True))
    if mail.papers:
        papers = tuple(Link(label=mail_text.paper_label(paper), url=paper.url) for paper in mail.papers)
        blocks.append(Links(mail_text.PAPERS, papers))
    if mail.portal_url:
        blocks.append(Links("", (Link(label=mail_text.OPEN_MEETING, url=mail.portal_url),)))
    blocks.append(Paragraph(mail_text.calendar_note(mail.kind)))
    blocks.append(Footer(mail_text.footer(mail.sender.name)))
    return tuple(blocks)


def _attach(whole: MIMEPart, *parts: MIMEPart) -> None:
    for part in parts:
        whole.attach(part)


def _bodies(heading: str, blocks: tuple[Block, ...]) -> tuple[MIMEPart, MIMEPart]:
    """Plain text and HTML, in this order: clients take the last one they can show (RFC 2046, 5.1.4)."""
    plain, html = MIMEPart(policy=SMTP), MIMEPart(policy=SMTP)
    plain.set_content(mail_body.plain(blocks), charset="utf-8", cte="quoted-printable")
    html.set_content(mail_body.html(heading, blocks), subtype="html", charset="utf-8", cte="quoted-printable")
    return plain, html


def _calendar_part(mail: InvitationMail) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part.set_content(mail.calendar, maintype="text", subtype="calendar", cte="base64")
    part.set_param("charset", "utf-8")
    part.set_param("method", mail.kind.method)
    return part


def _attachment(mail: InvitationMail) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part.set_content(mail.calendar, maintype="application", subtype="ics", cte="base64", filename=ATTACHMENT_NAME)
    part.set_param("name", ATTACHMENT_NAME)
    return part


def _boundary(mail: InvitationMail | Mail, level: str) -> str:
    """The same for the same message; "=_" is in neither base64 nor quoted-printable (RFC 2045, 6.7)."""
    return f"=_{level}_{sha256(mail.message_id.encode()).hexdigest()[:32]}"


def _check_calendar(mail: InvitationMail) -> None:
    """The file must be that of this mail: clients drop an invitation with other people than the mail."""
    lines = re.sub(rb"\r\n[ \t]", b"", mail.calendar).split(b"\r\n")
    if f"METHOD:{mail.kind.method}".encode() not in lines:
        raise InvalidMailError("calendar", f"METHOD is not {mail.kind.method}")
    for name, box in (("ORGANIZER", mail.sender), ("ATTENDEE", mail.recipient)):
        start, end = name.encode(), f":mailto:{box.address}".encode()
        if not any(line.startswith(start) and line.endswith(end) for line in lines):
            raise InvalidMailError("calendar", f"{name} is not the mailbox of the mail")
