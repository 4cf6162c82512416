"""The readable answer to somebody who asks what is stored on them (Art. 15 DSGVO): facts and tables as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.documents.content_base import Letterhead
from governance.documents.letter import letter_head
from governance.documents.pdf import pdf_bytes
from governance.documents.sheet import Grid, SheetBlock, facts, heading, line, ordered_levels, paragraph

WIDEST_TABLE = 5
NOTHING = "Hierzu ist nichts gespeichert."


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """Records of one kind; a row is labels with texts, labels without a text are left out of it."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, kw_only=True)
class DataPart:
    """What one place stores: the login, or a Kreis."""

    title: str
    tables: tuple[DataTable, ...]


@dataclass(frozen=True, kw_only=True)
class PersonalDataDocument:
    """Everything that is stored on somebody."""

    name: str
    on: date
    parts: tuple[DataPart, ...]


def personal_data_pdf(document: PersonalDataDocument) -> bytes:
    """Return the document as an accessible PDF; raises `PdfError` as every PDF does."""
    blocks: list[SheetBlock] = [
        *paragraph(
            "Diese Auskunft enthält alles, was in Lenkwerk zu Ihrer Person gespeichert ist (Art. 15 DSGVO). Nicht "
            "enthalten sind Texte anderer Personen, Texte zu Fällen sowie Passwörter, Schlüssel und Codes. "
            "Verantwortlich ist der jeweilige Kreis; dort können Sie Berichtigung oder Löschung verlangen."
        ),
    ]
    for part in document.parts:
        blocks.append(heading(1, part.title))
        if not part.tables:
            blocks += paragraph(NOTHING)
        for table in part.tables:
            blocks += [heading(2, table.title), *_table(table)]
    return pdf_bytes(
        letter_head(
            Letterhead(authority_name="Lenkwerk"),
            kind="Auskunft nach Art. 15 DSGVO",
            title=document.name,
            footer=f"Auskunft, {document.on:%d.%m.%Y}",
            content_hash="",
            author="",
            on=document.on,
            blocks=ordered_levels(blocks),
        )
    )


def _table(table: DataTable) -> tuple[SheetBlock, ...]:
    """Return narrow records as one table, a single or a wide one as facts below each other."""
    labels = tuple(dict.fromkeys(label for row in table.rows for label, _text in row))
    if len(table.rows) == 1 or len(labels) > WIDEST_TABLE:
        return tuple(block for row in table.rows for block in facts(*row))
    rows = tuple(tuple(line(dict(row).get(label, "")) for label in labels) for row in table.rows)
    return (Grid(labels, rows, tuple(3 for _label in labels)),)
