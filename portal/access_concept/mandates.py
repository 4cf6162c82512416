"""Mandates, nominations, project groups and their statements."""

from __future__ import annotations

from portal.access_concept.table import (
    COORDINATORS,
    GROUP,
    READERS,
    Area,
    As,
    At,
    Roles,
    Row,
)

MANDATE = "mandate"
BODY = "body, seats, rules"
LIST = "each list holds what the rows of its objects allow"
COPY = "goal system, chain: working copy"
CONTACT: Roles = frozenset({As.CONTACT})
ADOPTED = COORDINATORS | READERS | GROUP | CONTACT
ANSWERING = COORDINATORS | CONTACT
WRITING = COORDINATORS | GROUP


def _reading(at: At, see: Roles) -> tuple[Row, ...]:
    """Return the pages that show a mandate, each with the same readers."""
    return (
        Row("portal:mandate", "Auftrag", MANDATE, see=see, at=at),
        *(
            Row(
                "portal:mandate_document",
                f"Auftrag als {name}",
                MANDATE,
                see=see,
                at=at,
                literals={"file_format": kind},
            )
            for kind, name in (("docx", "Word"), ("pdf", "PDF"))
        ),
    )


MANDATES = Area(
    title="Aufträge und Projektgruppen",
    rules=(
        "Den Entwurf eines Auftrags und seiner Änderung sieht und schreibt die Koordination. Verabschieden, ändern und beenden kann ihn "
        "nur ein Beschluss.",
        "Den verabschiedeten Auftrag lesen die Mitglieder des beschließenden Gremiums und deren Vorzimmer, die Projektgruppe und die "
        "Ansprechpersonen der Organisationen, die er nennt.",
        "Für eine Organisation antwortet ihre Ansprechperson. Trägt die Koordination eine Antwort ein, wird das festgehalten.",
        "Die Stellungnahme schreiben Leitung und Mitglieder der Gruppe und die Koordination, solange die Gruppe arbeitet. Das Gremium liest "
        "sie, sobald ein Vorschlag eingereicht wurde.",
    ),
    rows=(
        Row("portal:process_mandate", "Auftrag beginnen", MANDATE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_SUBMITTED),
        Row("portal:process_mandate", "Zum Auftrag des Vorgangs", MANDATE,
            see=COORDINATORS | READERS | GROUP, act=COORDINATORS, at=At.MANDATE_ADOPTED),
        *_reading(At.MANDATE_DRAFT, COORDINATORS),
        *_reading(At.MANDATE_ADOPTED, ADOPTED),
        Row("portal:mandate_edit", "Auftrag schreiben", MANDATE, see=COORDINATORS, act=COORDINATORS, at=At.MANDATE_DRAFT),
        Row("portal:mandate_edit", "Auftrag schreiben (liegt fest)", MANDATE, at=At.MANDATE_ADOPTED, told_why=COORDINATORS),
        Row("portal:mandate_amend", "Änderung beginnen", MANDATE, act=COORDINATORS, at=At.MANDATE_ADOPTED),
        Row("portal:mandate_discard", "Änderung verwerfen", MANDATE, see=COORDINATORS, act=COORDINATORS, at=At.MANDATE_AMENDED),
        Row("portal:nominations", "Benennungen", LIST, see=ANSWERING),
        Row("portal:nomination", "Mitglied benennen", MANDATE, see=ANSWERING, act=ANSWERING, at=At.MANDATE_ADOPTED),
        Row("portal:nomination_decline", "Benennung absagen", MANDATE, see=ANSWERING, act=ANSWERING, at=At.MANDATE_ADOPTED),
        Row("portal:nomination_ask", "Erneut nachfragen", MANDATE, act=COORDINATORS, at=At.MANDATE_ADOPTED),
        Row("portal:process_statement", "Stellungnahme der Gruppe", COPY, see=WRITING, act=WRITING, at=At.MANDATE_ADOPTED),
        Row("portal:body_groups", "Projektgruppen", BODY, see=READERS | GROUP | COORDINATORS),
        Row("portal:body_group", "Projektgruppe mit Auftrag und Ergebnissen", BODY,
            see=READERS | GROUP | COORDINATORS, at=At.MANDATE_ADOPTED),
    ),
)  # fmt: skip
