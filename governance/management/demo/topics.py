"""The two topics of the example Kreis: what the cases say, the topic, the paper. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.queries.paper_documents import SectionContent
from governance.rules.outcomes import PaperSubject
from governance.usecases.paper_content import rich


@dataclass(frozen=True)
class CaseText:
    """What a case card of the demo says; `weeks` is how long the accompaniment had lasted."""

    manager: str
    areas: tuple[str, ...]
    circles: tuple[str, ...]
    weeks: int
    restrictions: tuple[str, ...]
    presentation: str
    deviation: str = ""


@dataclass(frozen=True)
class PaperText:
    """What a decision paper says."""

    subject: PaperSubject
    title: str
    summary: str
    points: tuple[str, ...]
    sections: Mapping[str, SectionContent]


@dataclass(frozen=True)
class TopicStory:
    """A topic of the demo from its cases to its paper; `justification`: why it goes on although its series is small."""

    series: str
    process: str
    statement: str
    description: str
    restrictions: tuple[str, ...]
    cases: tuple[CaseText, ...]
    paper: str
    summary: str
    points: tuple[str, ...]
    sections: Mapping[str, SectionContent]
    justification: str = ""


COURSE_AND_CHILD = TopicStory(
    series="Sprachkurs und Kinderbetreuung",
    process="Zugang zu Sprachkursen bei fehlender Kinderbetreuung",
    statement="Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht rechtzeitig.",
    description=(
        "In allen Fällen lag ein Anspruch auf einen Kurs vor. Er kam zu spät oder gar nicht zustande, weil Kursplanung, "
        "Betreuung und Verpflichtung bei verschiedenen Stellen liegen, die den Betreuungsbedarf nicht weitergeben."
    ),
    restrictions=(
        "Kein Betreuungsplatz zur Kurszeit",
        "Kursort ohne Bus nicht erreichbar",
        "Betreuungsbedarf bei der Anmeldung unbekannt",
    ),
    cases=(
        CaseText(
            "brinkmann",
            ("education", "sgb_ii", "residence"),
            ("language", "childcare", "work"),
            30,
            ("Kein Betreuungsplatz zur Kurszeit", "Betreuungsbedarf bei der Anmeldung unbekannt"),
            "Zwei Kinder unter vier Jahren, Kursplatz zweimal verfallen. Jobcenter und Kursträger wussten nichts voneinander.",
        ),
        CaseText(
            "brinkmann",
            ("education", "childcare"),
            ("language", "childcare"),
            22,
            ("Kein Betreuungsplatz zur Kurszeit",),
            "Alleinerziehend, Kita-Platz erst zum Herbst. Der nächste Kurs mit Kinderbetreuung beginnt in einer anderen Stadt.",
        ),
        CaseText(
            "sandvoss",
            ("education", "sgb_ii"),
            ("language", "mobility", "childcare"),
            41,
            ("Kursort ohne Bus nicht erreichbar", "Kein Betreuungsplatz zur Kurszeit"),
            "Wohnort im Südkreis, der letzte Bus fährt vor Kursende. Fahrgemeinschaft scheitert an den Betreuungszeiten.",
        ),
        CaseText(
            "sandvoss",
            ("residence", "childcare", "sgb_ii"),
            ("childcare", "residence"),
            7,
            ("Betreuungsbedarf bei der Anmeldung unbekannt",),
            "Verpflichtung zum Kurs, ohne dass nach der Betreuung gefragt wurde. Nach sieben Wochen abgeschlossen.",
            "Der Fall war nach sieben Wochen abgeschlossen und zeigt das Muster besonders deutlich; die Dauer ändert nichts "
            "an den beteiligten Stellen.",
        ),
    ),
    paper="Feststellung eines generativen Themas: Sprachkurszugang und Kinderbetreuung",
    summary=(
        "Eltern bekommen einen Sprachkurs, können ihn aber nicht besuchen, weil die Kinder in dieser Zeit nicht betreut "
        "sind. Vier Fälle zeigen dasselbe Muster. Das Lenkungsgremium soll es als gemeinsames Thema feststellen."
    ),
    points=(
        "Das Lenkungsgremium stellt das Thema „Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht "
        "rechtzeitig“ als generatives Thema fest.",
        "Die Koordinierende Stelle legt bis zur nächsten Sitzung einen Arbeitsauftrag für eine Projektarbeitsgruppe vor.",
    ),
    sections={
        "anlass": rich(
            "<p>In der Fallserie tauchte in vier von vier Fällen dieselbe Lücke auf. Das Case Management hat darum gebeten, "
            "sie auf der Systemebene zu bearbeiten.</p>"
        ),
        "sachverhalt": rich(
            "<p>Kursplanung, Verpflichtung und Kinderbetreuung liegen bei verschiedenen Stellen. Keine fragt bei der "
            "Anmeldung, wer die Kinder während des Kurses betreut.</p>"
            "<ul><li>Kursträger kennen den Betreuungsbedarf erst am ersten Kurstag.</li>"
            "<li>Freie Plätze in der Kindertagespflege sind den Kursträgern nicht bekannt.</li>"
            "<li>In drei Kommunen endet der Busverkehr vor dem Ende der Nachmittagskurse.</li></ul>"
        ),
        "fallbezug": rich(
            "<p>Drei Einschränkungen wiederholen sich: kein Betreuungsplatz zur Kurszeit, ein Kursort ohne Bus, und ein "
            "Betreuungsbedarf, der bei der Anmeldung unbekannt bleibt.</p>"
        ),
        "beteiligte": rich(
            "<p>Jobcenter, BAMF-Regionalkoordination, Fachbereich Familie, Jugend und Soziales, Kursträger.</p>"
        ),
        "personal": SectionContent(
            choice="im Rahmen vorhandener Stellen", short_text="Etwa acht Stunden im Quartal je Organisation."
        ),
        "finanzen": SectionContent(choice="keine"),
        "zeitplan": rich(
            "<p>Arbeitsauftrag in der nächsten Sitzung, danach vier Sitzungen einer Projektarbeitsgruppe.</p>"
        ),
    },
)

HOME_AFTER_RECOGNITION = TopicStory(
    series="Wohnen nach der Anerkennung",
    process="Übergang aus der Unterkunft in die eigene Wohnung",
    statement="Anerkannte Haushalte verlieren Wohnungsangebote, weil Zusagen zur Miete zu spät kommen.",
    description=(
        "Zwischen Angebot, Prüfung der Miete und Zusage vergehen mehr Wochen, als eine Wohnung frei gehalten wird. Die "
        "Stellen prüfen nacheinander, und jede verlangt eigene Unterlagen."
    ),
    restrictions=("Prüfung der Miete erst nach Vertragsentwurf", "Jede Stelle verlangt eigene Unterlagen"),
    cases=(
        CaseText(
            "brinkmann",
            ("sgb_ii", "housing"),
            ("housing", "finances"),
            26,
            ("Prüfung der Miete erst nach Vertragsentwurf",),
            "Drei Angebote verfallen, während die Angemessenheit geprüft wurde.",
        ),
        CaseText(
            "sandvoss",
            ("sgb_ii", "housing", "residence"),
            ("housing", "residence", "finances"),
            33,
            ("Jede Stelle verlangt eigene Unterlagen", "Prüfung der Miete erst nach Vertragsentwurf"),
            "Die Zusage kam elf Tage nach Ablauf der Frist, die Unterkunft verlangte derweil weiter Gebühren.",
        ),
        CaseText(
            "sandvoss",
            ("housing", "sgb_xii"),
            ("housing", "health"),
            18,
            ("Jede Stelle verlangt eigene Unterlagen",),
            "Der Wechsel der Zuständigkeit begann die Prüfung von vorn.",
        ),
        CaseText(
            "brinkmann",
            ("housing", "sgb_ii"),
            ("housing", "family"),
            20,
            ("Prüfung der Miete erst nach Vertragsentwurf",),
            "Eine große Familie fand in zwei Jahren vier Wohnungen und bezog keine.",
        ),
    ),
    paper="Feststellung eines generativen Themas: Wohnungswechsel nach der Anerkennung",
    summary=(
        "Wer anerkannt ist, darf aus der Unterkunft ausziehen. Oft scheitert der Umzug daran, dass die Zusage für die Miete "
        "zu spät kommt. Das Lenkungsgremium soll entscheiden, ob daran gemeinsam gearbeitet wird."
    ),
    points=(
        "Das Lenkungsgremium stellt das Thema „Anerkannte Haushalte verlieren Wohnungsangebote, weil Zusagen zur Miete zu "
        "spät kommen“ als generatives Thema fest.",
    ),
    sections={
        "anlass": rich("<p>Vier Fälle des letzten Halbjahres zeigen denselben Ablauf.</p>"),
        "sachverhalt": rich(
            "<p>Ein Angebot gilt in der Regel eine Woche. Die Prüfung der Miete dauert im Mittel drei Wochen und beginnt "
            "erst mit dem Vertragsentwurf.</p>"
        ),
        "fallbezug": rich("<p>Zwei Einschränkungen zeigen sich in allen vier Fällen.</p>"),
        "personal": SectionContent(choice="keine"),
        "finanzen": SectionContent(choice="keine"),
        "zeitplan": rich("<p>Arbeitsauftrag in der darauffolgenden Sitzung.</p>"),
    },
)
