"""The frame that every document shares: sender, recipient, status and footer."""

from __future__ import annotations

from datetime import date

from governance.documents.content import Letterhead
from governance.documents.sheet import Sheet, SheetBlock, shortened
from governance.rules.characters import clean_line


def letter_head(
    letterhead: Letterhead,
    *,
    kind: str,
    title: str,
    footer: str,
    content_hash: str,
    author: str,
    on: date,
    blocks: tuple[SheetBlock, ...],
    status: str = "",
    recipient_lines: tuple[str, ...] = (),
    place_and_date: str = "",
) -> Sheet:
    """Return the sheet of `blocks` under a letterhead; all strings of the frame become clean single lines."""
    sender_lines = (letterhead.unit, *letterhead.address_lines)
    return Sheet(
        sender=clean_line(letterhead.authority_name),
        sender_lines=_clean_lines(sender_lines),
        contact_lines=_clean_lines(letterhead.contact_lines),
        notice=clean_line(letterhead.notice),
        recipient_lines=_clean_lines(recipient_lines),
        place_and_date=clean_line(place_and_date),
        kind=clean_line(kind),
        title=clean_line(title) or "Ohne Titel",
        status=clean_line(status),
        footer=shortened(clean_line(footer)),
        content_hash=shortened(clean_line(content_hash)),
        author=clean_line(author) or clean_line(letterhead.authority_name),
        on=on,
        blocks=blocks,
    )


def _clean_lines(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cleaned for value in values if (cleaned := clean_line(value)))
