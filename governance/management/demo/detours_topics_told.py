"""What the topics of the training Kreis say, and the papers about them. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from governance.management.demo.topics import CaseText, PaperText, TopicStory
from governance.queries.paper_documents import SectionContent
from governance.rules.outcomes import PaperSubject
from governance.usecases.paper_content import rich


def sections(
    reason: str, facts: str, plan: str, *, cases: str = "Einzelfälle liegen nicht bei."
) -> dict[str, SectionContent]:
    """Return the sections that every paper of the training Kreis fills in."""
    return {
        "anlass": rich(f"<p>{reason}</p>"),
        "sachverhalt": rich(f"<p>{facts}</p>"),
        "fallbezug": rich(f"<p>{cases}</p>"),
        "personal": SectionContent(choice="keine"),
        "finanzen": SectionContent(choice="keine"),
        "zeitplan": rich(f"<p>{plan}</p>"),
    }


@dataclass(frozen=True)
class IntakeText:
    """A topic that is taken in directly, and the paper that lays it before the Lenkungsgruppe."""

    title: str
    source: str
    note: str
    statement: str
    paper: PaperText | None = None
    like_cases: int | None = None
    interviews: int | None = None


@dataclass(frozen=True)
class ReportText:
    """What is reported to the state."""

    addressee: str
    matter: str


FORMS = IntakeText(
    title="Mehrsprachige Antragsformulare",
    source="participation",
    note="Beteiligungsabend im Bürgerhaus Musterstadt, Wortmeldungen von vier Migrantenvereinen.",
    statement="Neuzugewanderte Haushalte scheitern an Antragsformularen, die es nur auf Deutsch gibt.",
    paper=PaperText(
        subject=PaperSubject.ESTABLISH_TOPIC,
        title="Feststellung eines Themas: Mehrsprachige Antragsformulare",
        summary="Viele Anträge bleiben unvollständig, weil die Formulare nur auf Deutsch vorliegen.",
        points=("Die Lenkungsgruppe stellt das Thema „Mehrsprachige Antragsformulare“ fest.",),
        sections=sections(
            "Der Beteiligungsabend hat das Thema an die erste Stelle gesetzt.",
            "Zahlen dazu, welche Formulare wie oft unvollständig eingehen, liegen noch nicht vor.",
            "Nach der Feststellung folgt ein Arbeitsauftrag.",
        ),
    ),
)
FORMS_AGAIN = IntakeText(
    title="Mehrsprachige Antragsformulare, mit Zahlen der Ämter",
    source="need_report",
    note="Bedarfsmeldung der Wohngeldstelle und des Jobcenters mit Zahlen zu unvollständigen Anträgen.",
    statement="Neuzugewanderte Haushalte verlieren Ansprüche, weil Antragsformulare nur auf Deutsch vorliegen.",
)

RECOGNITION = IntakeText(
    title="Wartezeit bei der Anerkennung von Berufsabschlüssen",
    source="need_report",
    note="Bedarfsmeldung der Ausbildungsberatung der Kammern.",
    statement="Fachkräfte warten länger als ein Jahr auf die Anerkennung ihres Berufsabschlusses.",
    paper=PaperText(
        subject=PaperSubject.REPORT_TO_STATE,
        title="Meldung an das Land: Wartezeit bei der Anerkennung",
        summary="Die Anerkennung entscheidet eine Stelle des Landes. Der Kreis kann die Wartezeit nicht selbst verkürzen.",
        points=("Die Lenkungsgruppe meldet das Thema an das Ministerium und bittet um Antwort.",),
        sections=sections(
            "Die Kammern haben den Bedarf gemeldet.",
            "Zuständig ist eine zentrale Stelle des Landes. Andere Kreise berichten dasselbe.",
            "Meldung binnen zwei Wochen nach der Sitzung.",
        ),
    ),
)
RECOGNITION_REPORT = ReportText(
    "Ministerium für Flucht und Integration, Referat Fachkräfte (Beispiel)",
    "Wartezeit von mehr als einem Jahr; wir bitten um eine feste Ansprechstelle und um Zwischenbescheide.",
)
STATE_ANSWER = (
    "Das Land hat die Stelle verstärkt. Ab dem nächsten Quartal gibt es nach acht Wochen einen Zwischenbescheid und eine "
    "Ansprechstelle für die Kreise."
)

INTERPRETERS = IntakeText(
    title="Sprachmittlung bei Fachärztinnen und Fachärzten",
    source="need_report",
    note="Bedarfsmeldung der Migrationsberatung, abgestimmt mit zwei Nachbarkreisen.",
    statement="Behandlungen fallen aus, weil niemand die Sprachmittlung bei Facharztterminen bezahlt.",
    paper=PaperText(
        subject=PaperSubject.REPORT_TO_STATE,
        title="Meldung an das Land: Sprachmittlung im Gesundheitswesen",
        summary="Für Sprachmittlung beim Facharzt fehlt eine Kostenregelung. Sie kann nur das Land auf den Weg bringen.",
        points=("Die Lenkungsgruppe meldet das Thema an das Ministerium und bittet um eine landesweite Regelung.",),
        sections=sections(
            "Die Migrationsberatung hat den Bedarf gemeldet.",
            "Der Kreis bezahlt Sprachmittlung nur in eigenen Beratungsstellen. Praxen bleiben ohne Regelung.",
            "Meldung nach der Sitzung; Bericht, sobald eine Antwort vorliegt.",
        ),
    ),
)
INTERPRETERS_REPORT = ReportText(
    "Ministerium für Gesundheit, Referat Versorgung (Beispiel)",
    "Wir bitten um eine landesweite Kostenregelung für Sprachmittlung in Praxen.",
)

HOUSING = TopicStory(
    series="Wohnen nach der Trennung",
    process="Wohnungsverlust nach einer Trennung",
    statement="Nach einer Trennung verlieren Mütter mit befristetem Aufenthalt die Wohnung, bevor eine Stelle hilft.",
    description="In allen Fällen prüften Ausländerbehörde, Jobcenter und Wohnungshilfe nacheinander statt zugleich.",
    restrictions=("Prüfung der Stellen nacheinander", "Kein Vorrang bei drohendem Wohnungsverlust"),
    cases=tuple(
        CaseText(
            "kestner",
            ("housing", "residence", "sgb_ii"),
            ("housing", "family", "residence"),
            weeks,
            ("Prüfung der Stellen nacheinander", "Kein Vorrang bei drohendem Wohnungsverlust"),
            presentation,
        )
        for weeks, presentation in (
            (19, "Kündigung nach der Trennung; drei Stellen verlangten jeweils den Bescheid der anderen."),
            (24, "Zwei Monate in einer Notunterkunft, weil der Titel noch auf den Ehepartner abgeleitet war."),
            (31, "Wohnung verloren, während der Antrag auf eigenes Aufenthaltsrecht lief."),
        )
    ),
    justification="Die drei Fälle zeigen dasselbe Muster. Ein vierter ist vorgeschlagen und folgt im Herbst.",
    paper="Feststellung eines generativen Themas: Wohnungsverlust nach einer Trennung",
    summary="Nach einer Trennung geht die Wohnung verloren, weil Stellen nacheinander prüfen. Drei Fälle zeigen es.",
    points=("Die Lenkungsgruppe stellt das Thema „Wohnungsverlust nach einer Trennung“ als generatives Thema fest.",),
    sections=sections(
        "Drei Fallrekonstruktionen zeigen denselben Ablauf.",
        "Jede beteiligte Stelle wartet auf den Bescheid einer anderen. Kündigungsfristen laufen derweil weiter.",
        "Nach der Feststellung folgt ein Arbeitsauftrag.",
        cases="Zwei Einschränkungen zeigen sich in allen drei Fällen.",
    ),
)
MORE_CASES = "Mindestens zwei weitere Fälle rekonstruieren, davon einen aus einer anderen Gemeinde."
