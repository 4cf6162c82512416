"""Dienstleistungsketten: working copy, frozen versions, consent."""

from __future__ import annotations

from portal.access_concept.table import COORDINATORS, GROUP, PERSONS, READERS, Area, As, At, Roles, Row

WORKING = "goal system, chain: working copy"
FROZEN = "goal system, chain: frozen, adopted"
CONSENT = "follow-up, measure, hand-over, consent"
LIST = "each list holds what the rows of its objects allow"
WRITERS: Roles = GROUP | COORDINATORS
FREEZERS: Roles = COORDINATORS | {As.GROUP_LEAD}
VERSION_READERS: Roles = READERS | GROUP | COORDINATORS | {As.CONTACT}
CONTACT: Roles = frozenset({As.CONTACT})


def _form(url: str, title: str, *, at: At = At.CHAIN_WORKING, who: Roles = WRITERS) -> Row:
    """Return the row of a form in the working copy: who sees it also sends it."""
    return Row(url, title, WORKING, see=who, act=who, at=at)


CHAINS = Area(
    title="Dienstleistungsketten",
    rules=(
        "Die Arbeitskopie sehen die Projektarbeitsgruppe und die Koordination; sie schreiben daran, solange die Gruppe arbeitet, die "
        "Koordination schon ab dem verabschiedeten Auftrag. Festschreiben dürfen die Leitung der Gruppe und die Koordination.",
        "Festgeschriebene Fassungen sehen auch die Mitglieder des beschließenden Gremiums und deren Vorzimmer, sobald ihm der Vorgang "
        "vorlag, und die Ansprechpersonen der Organisationen, die um Zustimmung gebeten sind.",
        "Zustimmen oder ablehnen kann nur die Ansprechperson der Organisation; niemand stimmt für sie zu.",
    ),
    rows=(
        Row("portal:chains", "Dienstleistungsketten", LIST, see=PERSONS),
        Row(
            "portal:chain_begin", "Kette vorbereiten", WORKING,
            see=WRITERS, act=COORDINATORS, at=At.CHAIN_PREPARED, told_why=WRITERS,
        ),
        _form("portal:chain_begin", "Kette beginnen"),
        Row("portal:chain", "Kette", WORKING, see=WRITERS, at=At.CHAIN_WORKING),
        Row("portal:chain", "Kette (ruht)", WORKING, see=WRITERS, at=At.CHAIN_AT_REST),
        _form("portal:chain_edit", "Titel und Ziel"),
        Row("portal:chain_edit", "Titel und Ziel (ruht)", WORKING, see=WRITERS, at=At.CHAIN_AT_REST, told_why=WRITERS),
        Row("portal:chain_step_edit", "Schritt bearbeiten (ruht)", WORKING, see=WRITERS, at=At.CHAIN_AT_REST, told_why=WRITERS),
        _form("portal:chain_remove", "Kette löschen"),
        Row("portal:chain_remove", "Kette löschen (eine Fassung bleibt)", WORKING, at=At.CHAIN_FROZEN),
        _form("portal:chain_actor_add", "Akteur hinzufügen"),
        _form("portal:chain_actor_edit", "Akteur bearbeiten"),
        _form("portal:chain_actor_remove", "Akteur entfernen"),
        _form("portal:chain_step_add", "Schritt hinzufügen"),
        _form("portal:chain_step_edit", "Schritt bearbeiten"),
        _form("portal:chain_step_remove", "Schritt entfernen"),
        Row("portal:chain_step_move", "Schritt verschieben", WORKING, act=WRITERS, at=At.CHAIN_WORKING),
        _form("portal:chain_link_add", "Schritte verbinden"),
        _form("portal:chain_link_edit", "Übergabe beschreiben"),
        _form("portal:chain_link_remove", "Verbindung entfernen"),
        _form("portal:chain_freeze", "Fassung festschreiben", who=FREEZERS),
        _form("portal:chain_freeze", "Weitere Fassung festschreiben", at=At.CHAIN_FROZEN, who=FREEZERS),
        Row("portal:chain_freeze", "Fassung festschreiben (ruht)", WORKING, see=FREEZERS, at=At.CHAIN_AT_REST, told_why=FREEZERS),
        Row("portal:chain_version", "Fassung", FROZEN, see=VERSION_READERS, at=At.CHAIN_FROZEN),
        Row("portal:chain_version", "Fassung", FROZEN, see=VERSION_READERS, at=At.CHAIN_AT_REST),
        Row("portal:chain_compare", "Fassungen vergleichen", FROZEN, see=VERSION_READERS, at=At.CHAIN_FROZEN),
        Row("portal:chain_consent", "Für die Organisation antworten", CONSENT, see=CONTACT, act=CONTACT, at=At.CHAIN_FROZEN),
    ),
)  # fmt: skip
