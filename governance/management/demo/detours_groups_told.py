"""What the project groups of the training Kreis are told and work out, and the papers about them. All invented.

Days are counted from the first of its three sessions.
"""

from __future__ import annotations

from governance.management.demo.detours_topics_told import IntakeText, sections
from governance.management.demo.solution import (
    ActivityText,
    FrameworkText,
    GroupStory,
    IndicatorText,
    MemberText,
    ResultText,
)
from governance.management.demo.topics import PaperText
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import ResultType

COORDINATION = MemberText("ki", "Koordinierende Stelle", "wiebold", "wiebold")

APPRENTICES = IntakeText(
    title="Vom Praktikum in die Ausbildung",
    source="fortnightly_reports",
    note="Zwei-Wochen-Berichte eines halben Jahres; das Thema steht in jedem zweiten Bericht.",
    statement="Junge Zugewanderte brechen zwischen Praktikum und Ausbildung ab, weil niemand den Übergang begleitet.",
    paper=PaperText(
        subject=PaperSubject.ESTABLISH_AND_COMMISSION,
        title="Vom Praktikum in die Ausbildung: Feststellung und Arbeitsauftrag",
        summary="Zwischen Praktikum und Ausbildung gehen Jugendliche verloren. Eine Projektgruppe soll das ändern.",
        points=("Die Lenkungsgruppe stellt das Thema fest und beauftragt die Projektgruppe „Übergang“.",),
        sections=sections(
            "Die Zwei-Wochen-Berichte nennen das Thema seit einem halben Jahr.",
            "Jobcenter, Kammern und Beratung begleiten je einen Abschnitt. Der Wechsel dazwischen ist nicht geregelt.",
            "Die Gruppe berichtet in der Herbstsitzung.",
        ),
    ),
)
KEPT = "Jede Praktikantin und jeder Praktikant hat bis zum Ausbildungsbeginn dieselbe Ansprechperson."
RETURNED = "Betriebe in allen Gemeinden bieten eine Probezeit mit Sprachkurs an."
LISTED = "Ansprechpersonen in einer gemeinsamen Liste führen."
OFFERED = "Sprechstunde in den Berufskollegs anbieten."
HANDED = "Den Wechsel der Ansprechperson schriftlich übergeben."
ADVISED = "Betriebe zu Hilfen in der Probezeit beraten."
INFORMED = "Aufenthaltsrechtliche Auskunft für Betriebe binnen einer Woche geben."
APPRENTICES_GROUP = GroupStory(
    name="Projektgruppe „Übergang“",
    mandate={
        "subject": "Junge Zugewanderte brechen zwischen Praktikum und Ausbildung ab.",
        "objective": "Ein begleiteter Übergang vom Praktikum bis zum Ende der Probezeit.",
        "result_form": "Zielsystem mit Aktivitäten, Verantwortlichen und Terminen.",
    },
    results=(ResultType.GOAL_SYSTEM,),
    members=(
        COORDINATION,
        MemberText("jobcenter", "Team Ausbildung", "oberholz", "sommerau"),
        MemberText("kammern", "Ausbildungsberatung", "dornbach", "dornbach"),
        MemberText("wohlfahrt", "Migrationsberatung", "reinfeld", "brandis"),
    ),
    answers={
        "subject": "Die Gruppe hat den Weg vom ersten Praktikumstag bis zum Ende der Probezeit betrachtet.",
        "objective": "Das Zielsystem führt zu einer Ansprechperson über den ganzen Übergang.",
        "result_form": "Das Zielsystem liegt bei.",
    },
    title="Übergang in die Ausbildung",
    principle="Junge Zugewanderte im Kreis beginnen und beenden eine Ausbildung.",
    goals=(
        FrameworkText(
            "Der Übergang ist durchgehend begleitet.",
            (
                ResultText(
                    KEPT,
                    IndicatorText("Übergänge mit fester Ansprechperson", "%", "up", "15", "90", "Jobcenter"),
                    (
                        ActivityText(LISTED, "jobcenter", 320),
                        ActivityText(OFFERED, "wohlfahrt", 330),
                        ActivityText(HANDED, "kammern", 340),
                    ),
                ),
            ),
        ),
        FrameworkText(
            "Betriebe bilden Zugewanderte aus.",
            (
                ResultText(
                    "Betriebe kennen die Hilfen während der Probezeit.",
                    IndicatorText("Beratene Betriebe", "Betriebe", "up", "4", "40", "Kammern"),
                    (
                        ActivityText(ADVISED, "kammern", 460),
                        ActivityText(INFORMED, "ordnung", 440),
                    ),
                ),
                ResultText(
                    RETURNED,
                    IndicatorText("Gemeinden mit Probezeit und Sprachkurs", "Gemeinden", "up", "1", "9", "Kammern"),
                    (ActivityText("Sprachkurse in der Arbeitszeit vereinbaren.", "kommunen", 470),),
                ),
            ),
        ),
    ),
)
PROPOSAL = PaperText(
    subject=PaperSubject.ADOPT_PROPOSAL,
    title="Vorschlag der Projektgruppe „Übergang“",
    summary="Die Projektgruppe schlägt drei Ergebnisziele und sechs Aktivitäten für den Übergang in die Ausbildung vor.",
    points=("Die Lenkungsgruppe beschließt das Zielsystem der Projektgruppe „Übergang“ und beauftragt die Umsetzung.",),
    sections=sections(
        "Die Projektgruppe hat ihren Auftrag bearbeitet.",
        "Das Zielsystem liegt bei. Die Städte und Gemeinden haben zu den Kosten der Sprachkurse noch nicht zugestimmt.",
        "Umsetzung binnen eines Jahres.",
    ),
)
WHY_RETURNED = "Kosten der Sprachkurse mit den Gemeinden klären."
DISCONTINUED = PaperText(
    subject=PaperSubject.DISCONTINUE,
    title="Einstellung: zurückgegebener Teil „Probezeit mit Sprachkurs“",
    summary="Der zurückgegebene Teil findet keine Finanzierung. Die Projektgruppe soll ihn nicht weiter verfolgen.",
    points=(
        "Die Lenkungsgruppe stellt den zurückgegebenen Teil ein und beendet den Auftrag der Projektgruppe „Übergang“. Die "
        "Gemeinden können die Kosten der Sprachkurse nicht tragen.",
    ),
    sections=sections(
        "Die Frist für den zurückgegebenen Teil läuft ab.",
        "Die Bürgermeisterrunde hat die Kosten abgelehnt. Die beschlossenen Maßnahmen laufen weiter.",
        "Mit der Sitzung endet der Auftrag.",
    ),
)

INSURANCE = IntakeText(
    title="Behandlung ohne Versicherungsnachweis",
    source="need_report",
    note="Bedarfsmeldung der Migrationsberatung nach Gesprächen mit drei Praxen.",
    statement="Kranke werden nicht behandelt, solange der Nachweis der Krankenversicherung fehlt.",
    paper=PaperText(
        subject=PaperSubject.ESTABLISH_AND_COMMISSION,
        title="Behandlung ohne Versicherungsnachweis: Feststellung und Arbeitsauftrag",
        summary="Bis die Karte da ist, vergehen Wochen. Eine Projektgruppe soll regeln, was bis dahin gilt.",
        points=("Die Lenkungsgruppe stellt das Thema fest und beauftragt die Projektgruppe „Versicherungsnachweis“.",),
        sections=sections(
            "Die Migrationsberatung hat den Bedarf gemeldet.",
            "Zwischen Anmeldung und Versichertenkarte vergehen vier bis neun Wochen.",
            "Die Gruppe berichtet in der Herbstsitzung.",
        ),
    ),
)
INSURANCE_GROUP = GroupStory(
    name="Projektgruppe „Versicherungsnachweis“",
    mandate={
        "subject": "Kranke werden nicht behandelt, solange der Nachweis der Krankenversicherung fehlt.",
        "objective": "Ein Nachweis, den Praxen bis zum Erhalt der Karte anerkennen.",
        "result_form": "Schnittstellenkonzept.",
    },
    results=(ResultType.INTERFACE_CONCEPT,),
    members=(COORDINATION, MemberText("jobcenter", "Leistungsabteilung", "oberholz", "sommerau")),
    answers={
        "subject": "Die Gruppe hat die Zeit von der Anmeldung bis zur Karte betrachtet.",
        "objective": "Ein vorläufiger Nachweis gilt vier Wochen.",
        "result_form": "Das Schnittstellenkonzept liegt bei.",
    },
    ends=600,
)
CONCEPT = (
    "Das Jobcenter stellt am Tag der Anmeldung einen vorläufigen Nachweis aus. Er gilt vier Wochen und nennt die Kasse. "
    "Praxen rufen bei Zweifeln eine Nummer des Jobcenters an."
)
CONCEPT_PROPOSAL = PaperText(
    subject=PaperSubject.ADOPT_PROPOSAL,
    title="Vorschlag der Projektgruppe „Versicherungsnachweis“",
    summary="Ein vorläufiger Nachweis soll bis zum Erhalt der Versichertenkarte gelten.",
    points=("Die Lenkungsgruppe beschließt das Schnittstellenkonzept „Vorläufiger Versicherungsnachweis“.",),
    sections=sections(
        "Die Projektgruppe hat ihren Auftrag bearbeitet.",
        "Das Schnittstellenkonzept liegt bei. Mit den Krankenkassen wurde noch nicht gesprochen.",
        "Beginn im nächsten Quartal.",
    ),
)
CONDITIONS = "Zustimmung von zwei Krankenkassen einholen und eine Vertretung des Ordnungsamts hören."

VOLUNTEERS = "Ehrenamtsbörse für Sprachtandems"
VOLUNTEERS_STATEMENT = "Ehrenamtliche und Lernende finden nicht zueinander, weil es keinen gemeinsamen Ort dafür gibt."
VOLUNTEERS_MEASURE = "Vermittlung von Sprachtandems an zwei Nachmittagen in der Woche anbieten."
VOLUNTEERS_END = PaperText(
    subject=PaperSubject.DISCONTINUE,
    title="Einstellung: Ehrenamtsbörse für Sprachtandems",
    summary="Die Börse wird kaum genutzt, seit die Volkshochschule eine eigene anbietet.",
    points=(
        "Die Lenkungsgruppe stellt den Vorgang „Ehrenamtsbörse für Sprachtandems“ ein; die Volkshochschule führt die Aufgabe "
        "fort.",
    ),
    sections=sections(
        "Die Nachfrage ist auf drei Anfragen im Quartal gesunken.",
        "Die Volkshochschule vermittelt Tandems seit dem Sommer selbst.",
        "Mit der Sitzung endet die Umsetzung.",
    ),
)
