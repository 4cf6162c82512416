"""The ways of a topic into and around the steering group."""

from __future__ import annotations

from portal.access_concept.table import CASE_WORKERS, COORDINATORS, GROUP, PERSONS, READERS, Area, At, Row

BEFORE = "process before `topic_decision`"
FROM = "process from `topic_decision`"
LIST = "each list holds what the rows of its objects allow"

ROUTES = Area(
    title="Wege der Themen",
    rules=(
        "Themen nimmt die Koordination auf, übernimmt sie, führt Entwürfe zusammen und beginnt den nächsten Zyklus.",
        "Herkunft, frühere Beschlüsse, Unterlagen und die Meldung an das Land sieht, wer den Vorgang sieht. Die Prüfung der "
        "Zuständigkeit sehen nur Koordination und Case Management.",
        "In der Lösung einer Projektgruppe sieht diese den Vorgang. Unterlagen pflegen die Koordination und die Gruppe, die am "
        "Vorgang arbeitet; die Antwort des Landes nimmt die Koordination auf.",
    ),
    rows=(
        Row("portal:process_profile", "So läuft ein Vorgang bei uns", LIST, see=PERSONS),
        Row("portal:process_take_in", "Thema direkt aufnehmen", BEFORE, see=COORDINATORS, act=COORDINATORS),
        Row("portal:process_take_over", "Laufendes Thema übernehmen", BEFORE, see=COORDINATORS, act=COORDINATORS),
        Row("portal:process", "Vorgang", BEFORE, see=CASE_WORKERS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_origin", "Herkunft", BEFORE, see=CASE_WORKERS, at=At.PROCESS_DRAFT),
        Row("portal:process_origin", "Herkunft", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_SUBMITTED),
        Row("portal:process_origin_edit", "Herkunft bearbeiten", BEFORE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_DRAFT),
        Row("portal:process_origin_edit", "Herkunft bearbeiten (liegt fest)", FROM, at=At.PROCESS_SUBMITTED, told_why=COORDINATORS),
        Row(
            "portal:process_decision_add", "Früheren Beschluss festhalten", FROM,
            see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_SUBMITTED,
        ),
        Row("portal:process_merge", "Entwürfe zusammenführen", BEFORE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_DRAFT),
        Row("portal:process_merge", "Entwürfe zusammenführen (kein Entwurf)", FROM, at=At.PROCESS_SUBMITTED),
        Row("portal:process_next_cycle", "Nächsten Zyklus beginnen", FROM, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_COMPLETED),
        Row("portal:process_scope", "Prüfung der Zuständigkeit", BEFORE, see=CASE_WORKERS, act=COORDINATORS, at=At.PROCESS_SCOPE),
        Row("portal:process_scope", "Prüfung der Zuständigkeit", FROM, see=CASE_WORKERS, at=At.PROCESS_SUBMITTED, told_why=COORDINATORS),
        Row("portal:process_scope_group", "Projektgruppe wählen", BEFORE, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_LOCAL),
        Row("portal:process_state", "Meldung an das Land vorbereiten", FROM,
            see=CASE_WORKERS | READERS, act=COORDINATORS, at=At.PROCESS_SUBMITTED),
        Row("portal:process_state", "Meldung an das Land", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_AT_STATE, told_why=COORDINATORS),
        Row("portal:process_state_answer", "Antwort des Landes aufnehmen", FROM, see=COORDINATORS, act=COORDINATORS, at=At.PROCESS_AT_STATE),
        Row("portal:process_documents", "Unterlagen", BEFORE, see=CASE_WORKERS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_documents", "Unterlagen", FROM, see=CASE_WORKERS | READERS, at=At.PROCESS_SUBMITTED),
        Row("portal:process_document", "Unterlage", BEFORE, see=CASE_WORKERS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_document_add", "Unterlage aufnehmen", BEFORE,
            see=COORDINATORS | GROUP, act=COORDINATORS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_document_edit", "Unterlage bearbeiten", BEFORE,
            see=COORDINATORS | GROUP, act=COORDINATORS | GROUP, at=At.PROCESS_LOCAL),
        Row("portal:process_document_remove", "Unterlage entfernen", BEFORE,
            see=COORDINATORS | GROUP, act=COORDINATORS | GROUP, at=At.PROCESS_LOCAL),
    ),
)  # fmt: skip
