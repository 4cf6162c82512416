"""Start, bodies, cases and processes."""

from __future__ import annotations

from governance.rules.transitions import TRANSITIONS
from portal.access_concept.table import (
    CASE_WORKERS,
    COORDINATORS,
    GROUP,
    NOBODY,
    PERSONS,
    READERS,
    Area,
    As,
    At,
    Row,
)

CASE = "case card, reconstruction, restriction source"
BODY = "body, seats, rules"
LIST = "each list holds what the rows of its objects allow"
BEFORE = "process before `topic_decision`"
FROM = "process from `topic_decision`"
BODY_READERS = READERS | GROUP | COORDINATORS
OWN_CARD = frozenset({As.CASE_MANAGER})

START = Area(
    title="Übersicht, Suche, Gremien",
    rules=(
        "Jede Person des Kreises erreicht Übersicht, Suche und Listen; sie enthalten nur, was die Person auch einzeln öffnen darf.",
        "Gremien, Sitze und Geschäftsordnung sieht, wer einem Gremium des Kreises angehört, dessen Vorzimmer und die Koordination. "
        "Geändert wird in der Werkstatt.",
    ),
    rows=(
        Row("portal:overview", "Übersicht", LIST, see=PERSONS),
        Row("portal:search", "Suche", LIST, see=PERSONS),
        Row("portal:bodies", "Gremien", BODY, see=BODY_READERS),
        Row("portal:body", "Gremium mit Sitzen und Regeln", BODY, see=BODY_READERS),
    ),
)

CASES = Area(
    title="Fälle",
    rules=(
        "Fälle sehen nur Koordination und Case Management; das Case Management benennt Fälle und ändert die eigenen.",
        "Text, den die Prüfung auf Personenbezug angehalten hat, sehen die verfassende Person, die Koordination und die benannte zweite "
        "Person. Nur diese gibt ihn frei, niemals die verfassende Person selbst.",
    ),
    rows=(
        Row("portal:cases", "Fallserien", CASE, see=CASE_WORKERS),
        Row("portal:series_create", "Fallserie beginnen", CASE, see=CASE_WORKERS, act=CASE_WORKERS),
        Row("portal:series", "Fallserie", CASE, see=CASE_WORKERS),
        Row("portal:case_nominate", "Fall benennen", CASE, see=OWN_CARD, act=OWN_CARD),
        Row("portal:case", "Fallkarte", CASE, see=CASE_WORKERS, at=At.CARD_NOMINATED),
        Row("portal:case_edit", "Eigene Fallkarte bearbeiten", CASE, see=OWN_CARD, act=OWN_CARD, at=At.CARD_NOMINATED),
        Row(
            "portal:case_deviation", "Abweichung begründen", CASE,
            see=CASE_WORKERS, act=CASE_WORKERS, at=At.CARD_NOMINATED, literals={"criterion": "tenure"},
        ),
        Row("portal:case_restriction_add", "Einschränkung festhalten", CASE, see=CASE_WORKERS, act=CASE_WORKERS, at=At.CARD_NOMINATED),
        Row("portal:case_restriction_remove", "Einschränkung entfernen", CASE, act=CASE_WORKERS, at=At.CARD_NOMINATED),
        Row("portal:case_schedule", "Rekonstruktion planen", CASE, see=COORDINATORS, act=COORDINATORS, at=At.CARD_NOMINATED),
        Row("portal:case_reconstruct", "Als rekonstruiert kennzeichnen", CASE, see=COORDINATORS, act=COORDINATORS, at=At.CARD_SCHEDULED),
        Row("portal:case_withdraw", "Fall zurückziehen", CASE, see=CASE_WORKERS, act=CASE_WORKERS, at=At.CARD_NOMINATED),
        Row("portal:case_releases", "Angehaltene Texte", CASE, see=CASE_WORKERS),
        Row("portal:case_release", "Angehaltener Text", CASE, see=CASE_WORKERS),
        Row("portal:case_release_name", "Zweite Person benennen", CASE, act=COORDINATORS),
        Row("portal:case_release_decide", "Text freigeben oder ablehnen (hier ist die Koordination benannt)", CASE,
            act=frozenset({As.COORDINATOR})),
    ),
)  # fmt: skip


def _steps() -> tuple[Row, ...]:
    """Return one row for each step of the transition table; a step of a resolution is taken by nobody."""
    rows = []
    for step in TRANSITIONS.values():
        if not step.sources:
            continue
        who = NOBODY if step.by_resolution else COORDINATORS
        label = "nur durch Beschluss" if step.by_resolution else "durch die Koordination"
        at = At.PROCESS_SUBMITTED if "topic_decision" in step.sources else At.PROCESS_DRAFT
        rows.append(
            Row(
                "portal:process_step",
                f"Schritt `{step.name}` ({label})",
                BEFORE if at == At.PROCESS_DRAFT else FROM,
                see=who,
                act=who,
                at=at,
                literals={"transition": step.name},
            )
        )
    return tuple(rows)


PROCESSES = Area(
    title="Vorgänge",
    rules=(
        "Vor der Vorlage an das Gremium sehen Koordination und Case Management einen Vorgang, danach auch die Mitglieder des "
        "beschließenden Gremiums und deren Vorzimmer. Was einmal sichtbar war, bleibt es nach einer Zurückverweisung.",
        "Schritte geht die Koordination. Was ein Beschluss bewirkt, kann keine Person auslösen.",
    ),
    rows=(
        Row("portal:processes", "Vorgänge", LIST, see=PERSONS),
        Row("portal:process_start", "Vorgang beginnen", BEFORE, see=CASE_WORKERS, act=CASE_WORKERS),
        Row("portal:process", "Vorgang", BEFORE, see=CASE_WORKERS, at=At.PROCESS_DRAFT),
        Row("portal:process", "Vorgang", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_SUBMITTED),
        Row("portal:process", "Vorgang", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_REFERRED_BACK),
        Row("portal:process", "Vorgang", FROM, see=CASE_WORKERS | READERS | GROUP, at=At.MEASURE_ACCEPTED),
        Row("portal:process_red_thread", "Roter Faden", BEFORE, see=CASE_WORKERS, at=At.PROCESS_DRAFT),
        Row("portal:process_red_thread", "Roter Faden", BEFORE, see=CASE_WORKERS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_red_thread", "Roter Faden", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_SUBMITTED),
        Row("portal:process_red_thread", "Roter Faden", FROM, see=CASE_WORKERS | READERS | GROUP, at=At.MEASURE_ACCEPTED),
        Row("portal:process_edit", "Vorgang bearbeiten", BEFORE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_DRAFT),
        Row("portal:process_edit", "Vorgang bearbeiten", FROM, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_SUBMITTED),
        Row("portal:topic", "Thema formulieren", BEFORE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_DRAFT),
        Row("portal:topic", "Thema formulieren", FROM, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_REFERRED_BACK),
        Row("portal:topic", "Thema formulieren (liegt fest)", FROM, at=At.PROCESS_SUBMITTED, told_why=COORDINATORS),
        Row(
            "portal:justify", "Offenen Befund begründen", BEFORE,
            see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_DRAFT, literals={"finding": "series_size"},
        ),
        *_steps(),
    ),
)  # fmt: skip
