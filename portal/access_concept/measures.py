"""Measures, the follow-up of resolutions, notices, and what became of a topic."""

from __future__ import annotations

from portal.access_concept.table import (
    CASE_WORKERS,
    COORDINATORS,
    GROUP,
    PERSONS,
    READERS,
    Area,
    As,
    At,
    Row,
)

MEASURE = "follow-up, measure, hand-over, consent"
PROCESS = "process from `topic_decision`"
RESOLUTION = "resolution"
CASE = "case card, reconstruction, restriction source"
LIST = "each list holds what the rows of its objects allow"
CONTACT = frozenset({As.CONTACT})
RECIPIENT = frozenset({As.CASE_MANAGER})
ON_PROCESS = CASE_WORKERS | READERS | GROUP
ON_FOLLOW_UP = COORDINATORS | READERS | CONTACT

MEASURES = Area(
    title="Maßnahmen, Beschlusskontrolle, Mitteilungen",
    rules=(
        "Eine Maßnahme sieht, wer ihren Vorgang sieht; sobald die verantwortliche Organisation angefragt ist, auch deren "
        "Ansprechperson und die verantwortliche Person. Eine nur geplante Maßnahme sieht die Organisation nicht.",
        "Annehmen und ablehnen kann nur die Ansprechperson der Organisation, niemand an ihrer Stelle. Berichten kann auch die von ihr "
        "benannte Person. Ändern, übertragen und fallen lassen kann die Koordination.",
        "Die Beschlusskontrolle sieht, wer den Beschluss sieht, und wer verantwortlich ist. Nur die Verantwortlichen nehmen an, lehnen ab "
        "und berichten.",
        "Eine Mitteilung sehen die Koordination und alle, an die sie ging. Jede Person bestätigt das Lesen für sich.",
    ),
    rows=(
        Row("portal:measures", "Maßnahmen", LIST, see=PERSONS),
        Row("portal:measure", "Maßnahme", MEASURE, see=ON_PROCESS | CONTACT, at=At.MEASURE_ASKED),
        Row("portal:measure", "Maßnahme", MEASURE, see=CASE_WORKERS | READERS, at=At.MEASURE_PLANNED),
        Row("portal:measure_plan", "Maßnahme planen", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED),
        Row("portal:measure_edit", "Maßnahme bearbeiten", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED),
        Row("portal:measure_reassign", "Andere Organisation anfragen", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED),
        Row("portal:measure_accept", "Maßnahme annehmen", MEASURE, see=CONTACT, act=CONTACT, at=At.MEASURE_ASKED),
        Row("portal:measure_move", "Maßnahme ablehnen", MEASURE, see=CONTACT, act=CONTACT, at=At.MEASURE_ASKED,
            literals={"move": "decline"}),
        Row("portal:measure_move", "Maßnahme fallen lassen", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED,
            literals={"move": "drop"}),
        Row("portal:measure_move", "Maßnahme als erledigt melden", MEASURE, see=CONTACT, act=CONTACT, at=At.MEASURE_ACCEPTED,
            literals={"move": "finish"}),
        Row("portal:measure_report", "Stand der Maßnahme berichten", MEASURE, see=CONTACT, act=CONTACT, at=At.MEASURE_ACCEPTED),
        Row("portal:evaluation", "Wirkungsprüfung", PROCESS, see=ON_PROCESS, at=At.MEASURE_ASKED),
        Row("portal:evaluation_edit", "Wirkungsprüfung schreiben", PROCESS, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED),
        Row("portal:follow_ups", "Beschlusskontrolle", LIST, see=PERSONS),
        Row("portal:follow_up", "Aufgabe aus einem Beschluss", MEASURE, see=ON_FOLLOW_UP, at=At.FOLLOW_UP_ASKED),
        Row("portal:follow_up", "Aufgabe aus einem Beschluss", MEASURE, see=ON_FOLLOW_UP | {As.GUEST}, at=At.FOLLOW_UP_ACCEPTED),
        Row("portal:follow_up_open", "Beschlusskontrolle beginnen", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.RESOLUTION_NEW),
        Row("portal:follow_up_edit", "Beschlusskontrolle bearbeiten", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.FOLLOW_UP_ASKED),
        Row("portal:follow_up_accept", "Aufgabe annehmen", MEASURE, act=CONTACT, at=At.FOLLOW_UP_ASKED),
        Row("portal:follow_up_decline", "Aufgabe ablehnen", MEASURE, see=CONTACT, act=CONTACT, at=At.FOLLOW_UP_ASKED),
        Row("portal:follow_up_move", "Verspätung melden", MEASURE, see=CONTACT, act=CONTACT, at=At.FOLLOW_UP_ACCEPTED,
            literals={"move": "delay"}),
        Row("portal:follow_up_report", "Stand der Aufgabe berichten", MEASURE, see=CONTACT, act=CONTACT, at=At.FOLLOW_UP_ACCEPTED),
        Row("portal:follow_up_lift", "Durch Beschluss aufheben", MEASURE, see=COORDINATORS, act=COORDINATORS, at=At.FOLLOW_UP_ACCEPTED),
        Row("portal:agenda_reports", "Bericht zur Beschlusskontrolle aufnehmen", "agenda before dispatch", act=frozenset({As.SECRETARIAT}),
            at=At.MEETING_PLANNED),
        Row("portal:notices", "Mitteilungen", LIST, see=PERSONS),
        Row("portal:notice", "Mitteilung", RESOLUTION, see=COORDINATORS | RECIPIENT, at=At.NOTICE_SENT),
        Row("portal:notice_read", "Lesen bestätigen", RESOLUTION, act=RECIPIENT, at=At.NOTICE_SENT),
        Row("portal:notice_remind", "An das Lesen erinnern", RESOLUTION, act=COORDINATORS, at=At.NOTICE_SENT),
        Row("portal:process_notice", "Praxis über ein Thema informieren", RESOLUTION, see=COORDINATORS, act=COORDINATORS, at=At.MEASURE_ASKED),
        Row("portal:resolution_notice", "Praxis über einen Beschluss informieren", RESOLUTION,
            see=COORDINATORS, act=COORDINATORS, at=At.RESOLUTION_NEW),
        Row("portal:case_outcome", "Was wurde aus einem Fall", CASE, see=CASE_WORKERS, at=At.CARD_NOMINATED),
        Row("portal:series_outcome", "Was wurde aus einer Fallserie", CASE, see=CASE_WORKERS),
    ),
)  # fmt: skip
