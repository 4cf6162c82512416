"""How an Einladung with its Tagesordnung is laid out.

Source: design/meetings.md (Agenda, Invitations), design/papers.md (Documents).
"""

from __future__ import annotations

from governance.documents.content import AgendaEntry, InvitationDocument
from governance.documents.letter import letter_head
from governance.documents.richtree import Inline, Paragraph, Run
from governance.documents.sheet import (
    Grid,
    Sheet,
    SheetBlock,
    facts,
    heading,
    line,
    lines,
    ordered_levels,
    paragraph,
    rich,
    text,
)
from governance.documents.wording import duration_words, full_date, local, long_date, paper_words, span_words
from governance.rules.characters import clean_line


def invitation_sheet(invitation: InvitationDocument) -> Sheet:
    """Return the sheet of an Einladung: to one recipient, or the copy for the file."""
    recipient = invitation.recipient
    salutation = (recipient.salutation if recipient else "") or "Sehr geehrte Damen und Herren,"
    blocks: list[SheetBlock] = [
        *paragraph(salutation),
        *paragraph("hiermit lade ich Sie zu der folgenden Sitzung ein."),
        *facts(
            ("Termin", span_words(invitation.starts_at, invitation.ends_at)),
            ("Ort", invitation.place),
            ("Online", "\n".join(part for part in (invitation.online_url, invitation.online_note) if part)),
            ("Vorsitz", invitation.chair),
        ),
        *_agenda(invitation.items),
        *_hints(invitation),
        _closing(invitation),
    ]
    day = local(invitation.starts_at).date()
    return letter_head(
        invitation.letterhead,
        kind=invitation.heading,
        title=f"{invitation.body_name}, Sitzung am {full_date(day)}",
        footer=f"{invitation.heading} {invitation.body_name}, {long_date(day)}",
        content_hash=invitation.content_hash,
        author=invitation.author or invitation.chair,
        on=invitation.sent_on,
        recipient_lines=recipient.lines if recipient else (),
        place_and_date=long_date(invitation.sent_on),
        blocks=ordered_levels(blocks),
    )


def _agenda(items: tuple[AgendaEntry, ...]) -> tuple[SheetBlock, ...]:
    if not items:
        return ()
    blocks: list[SheetBlock] = [
        heading(1, "Tagesordnung"),
        Grid(
            ("TOP", "Thema", "Vortrag", "Minuten"),
            tuple(_row(item) for item in items),
            (2, 13, 5, 3),
            flush_right=(3,),
        ),
    ]
    planned = sum(item.minutes or 0 for item in items)
    if planned:
        blocks += paragraph(f"Geplante Dauer: {duration_words(planned)}")
    return tuple(blocks)


def _row(item: AgendaEntry) -> tuple[Inline, ...]:
    minutes = "" if item.minutes is None else str(item.minutes)
    return line(item.number), _subject(item), line(item.presenter), line(minutes)


def _subject(item: AgendaEntry) -> Inline:
    """The title, and below it what belongs to it: paper, guests, and whether the public is excluded."""
    signs = [sign for sign, holds in (("nicht öffentlich", not item.is_public), ("Nachtrag", item.is_late)) if holds]
    guests = ", ".join(item.guests)
    return lines(
        line(item.title) or line("Ohne Titel"),
        line(paper_words(item.paper)) if item.paper else (),
        line(_annexes(item.paper.annexes)) if item.paper else (),
        line(f"{'Gäste' if len(item.guests) > 1 else 'Gast'}: {guests}") if guests else (),
        text(item.note),
        line(", ".join(signs), italic=True),
    )


def _annexes(titles: tuple[str, ...]) -> str:
    """„Anlagen: Kostenaufstellung; Stellungnahme“."""
    named = "; ".join(filter(None, map(clean_line, titles)))
    return f"{'Anlagen' if len(titles) > 1 else 'Anlage'}: {named}" if named else ""


def _hints(invitation: InvitationDocument) -> tuple[SheetBlock, ...]:
    parts = (*paragraph(invitation.notice_statement), *rich(invitation.notes, below=1))
    return (heading(1, "Hinweise"), *parts) if parts else ()


def _closing(invitation: InvitationDocument) -> Paragraph:
    """One paragraph, so that the name never stands alone on a page."""
    name = text(invitation.chair, bold=True)
    signed = (Run("\n\n"), *name, Run("\nVorsitz")) if name else ()
    return Paragraph((Run("Mit freundlichen Grüßen"), *signed))
