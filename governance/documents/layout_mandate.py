"""How an Arbeitsauftrag is laid out, alone and within a Beschlussvorlage.

Source: seed 004, chapter 8.2, PAG (design/kreise.md, HX-14): the six parts in the order in which it names them.
"""

from __future__ import annotations

from governance.documents.content import MandateContent, MandateDocument
from governance.documents.letter import letter_head
from governance.documents.sheet import (
    Grid,
    Sheet,
    SheetBlock,
    bullet_list,
    facts,
    heading,
    line,
    ordered_levels,
    paragraph,
)
from governance.documents.wording import long_date

NOTHING = "Hierzu ist nichts festgelegt."


def mandate_sheet(document: MandateDocument) -> Sheet:
    """Return the sheet of a mandate, a draft or an adopted version."""
    mandate = document.mandate
    version = f"Fassung {mandate.version_number}"
    return letter_head(
        document.letterhead,
        kind="Arbeitsauftrag",
        title=mandate.group_name,
        status=document.status_line,
        footer=f"Arbeitsauftrag {mandate.group_name}, {version}",
        content_hash=mandate.content_hash,
        author="",
        on=document.on,
        blocks=ordered_levels(
            (
                *facts(
                    ("Auftrag des Gremiums", document.body_name),
                    ("Projektgruppe", mandate.group_name),
                    ("Vorgang", document.process_number),
                    ("Fassung", version),
                    ("Beschluss", document.resolution),
                    ("Verabschiedet am", long_date(document.adopted_on) if document.adopted_on else ""),
                ),
                *mandate_blocks(mandate, level=1),
            )
        ),
    )


def mandate_blocks(mandate: MandateContent, *, level: int) -> tuple[SheetBlock, ...]:
    """Return the parts of a mandate under headings of `level`; what may be left open says so."""
    parts: tuple[tuple[str, tuple[SheetBlock, ...]], ...] = (
        ("Gegenstand", paragraph(mandate.subject)),
        ("Zielsetzung der Bearbeitung", paragraph(mandate.objective)),
        ("Zusammensetzung", _places(mandate)),
        ("Arbeitsform", paragraph(mandate.working_form)),
        ("Darstellung des Ergebnisses", (*paragraph(mandate.result_form), *bullet_list(mandate.results))),
        ("Besondere Vorgaben", paragraph(mandate.special_conditions)),
        ("Rückmeldung und Ende", _dates(mandate)),
    )
    blocks: list[SheetBlock] = []
    for label, content in parts:
        blocks += [heading(level, label), *(content or paragraph(NOTHING))]
    return tuple(blocks)


def _places(mandate: MandateContent) -> tuple[SheetBlock, ...]:
    if not mandate.places:
        return ()
    rows = tuple(
        (line(place.organisation), line(place.seat), line("Leitung" if place.lead else "Mitglied"))
        for place in mandate.places
    )
    return (Grid(("Organisation", "Sitz", "Aufgabe in der Gruppe"), rows, (5, 4, 3)),)


def _dates(mandate: MandateContent) -> tuple[SheetBlock, ...]:
    return facts(
        ("Rückmeldung an das Gremium", mandate.report_back),
        ("Ende des Auftrags", long_date(mandate.ends_on) if mandate.ends_on else ""),
    )
