"""Mails and downloads as their receivers open them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO

import icalendar
from django.conf import settings
from django.core import mail
from docx import Document
from playwright.sync_api import Locator
from pypdf import PdfReader

from governance.models import Person
from tests.journeys.visitor import Visitor


def letters_to(person: Person) -> Iterator[EmailMessage]:
    """Yield the mails to a person, the last one first, parsed from their bytes."""
    for sent in reversed(mail.outbox):
        if person.email in sent.to[0]:
            parsed = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            yield parsed


def letter_to(person: Person) -> EmailMessage:
    """Return the last mail to a person."""
    return next(letters_to(person))


def follow(visitor: Visitor, person: Person, words: str) -> None:
    """Open the page of the portal to which the last mail with these words leads."""
    texts = (f"{letter['Subject']}\n{part_of(letter, 'text/plain')}" for letter in letters_to(person))
    letter = next(text for text in texts if words in " ".join(text.split()))
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/\S+)", letter)
    assert found
    visitor.go(found.group(1))


def part_of(letter: EmailMessage, kind: str) -> str:
    """Return the text of the first part of a kind."""
    return next(str(part.get_content()) for part in letter.walk() if part.get_content_type() == kind)


def entry_of(letter: EmailMessage) -> icalendar.Component:
    """Return the one calendar entry that lies in a mail as text/calendar."""
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    calendar = icalendar.Calendar.from_ical(payload)
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    return event


def answer_path(letter: EmailMessage) -> str:
    """Return the path of the first link in the mail by which one answers."""
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/antwort/\S+)", part_of(letter, "text/plain"))
    assert found
    return found.group(1)


def downloaded(visitor: Visitor, link: Locator) -> bytes:
    """Press a link and return the file that comes."""
    with visitor.page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()


def words_of(content: bytes) -> str:
    """Return the text of a Word file."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def printed(content: bytes) -> str:
    """Return the text of a PDF file, its line breaks turned into blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
