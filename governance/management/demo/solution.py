"""What the project group of the first story is told, works out and changes: mandate, Zielsystem, chain. All invented.

Days are counted from the session in which the mandate is adopted; the words follow the prototype's story A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.rules.routes import ResultType


@dataclass(frozen=True)
class IndicatorText:
    """An indicator of a result goal. `values` are (day, value)."""

    name: str
    unit: str
    direction: str
    baseline: str
    target: str
    source: str
    values: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ActivityText:
    """An activity: wording, responsible organisation, day by which it is done."""

    text: str
    organisation: str
    due: int


@dataclass(frozen=True)
class ResultText:
    """A result goal with its indicator, what must hold for it, and its activities."""

    text: str
    indicator: IndicatorText
    activities: tuple[ActivityText, ...]
    assumption: str = ""
    restrictions: tuple[int, ...] = ()


@dataclass(frozen=True)
class FrameworkText:
    """A framework goal."""

    text: str
    results: tuple[ResultText, ...]


@dataclass(frozen=True)
class MemberText:
    """A place of the group: organisation and seat, who answers for the organisation, who is named."""

    organisation: str
    seat: str
    contact: str
    person: str


@dataclass(frozen=True)
class GroupStory:
    """What a group is told and works out. The first member leads, the second writes the Zielsystem."""

    name: str
    mandate: Mapping[str, str]
    results: tuple[ResultType, ...]
    members: tuple[MemberText, ...]
    answers: Mapping[str, str]
    title: str = ""
    principle: str = ""
    goals: tuple[FrameworkText, ...] = ()
    minority: str = ""
    report_back: int = 182
    ends: int = 560

    @property
    def writer(self) -> str:
        """Return the key of who writes the Zielsystem."""
        return self.members[1].person


MANDATE: Mapping[str, str] = {
    "subject": (
        "Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht rechtzeitig, weil Kursplanung, "
        "Kinderbetreuung und Verpflichtung bei verschiedenen Stellen liegen."
    ),
    "objective": (
        "Ein abgestimmter Weg, auf dem Eltern binnen eines Monats nach der Anmeldung einen Kursplatz und für dieselbe "
        "Zeit eine Betreuung haben."
    ),
    "working_form": "Vier Termine von höchstens drei Stunden; Beteiligung von Eltern über die Migrantenorganisationen.",
    "result_form": "Zielsystem, Dienstleistungskette (Soll) und eine Schätzung der Kosten.",
    "special_conditions": "Keine neue Doppelstruktur: vorhandene Netzwerke werden genutzt.",
}

MEMBERS: tuple[MemberText, ...] = (
    MemberText("ki", "Koordinierende Stelle KIM", "feldkamp", "feldkamp"),
    MemberText("jobcenter", "Teamleitung Markt und Integration", "dreesmann", "tiedemann"),
    MemberText("bamf", "Regionalkoordination", "abrahamsen", "abrahamsen"),
    MemberText("soziales", "Fachberatung Kindertagespflege", "eickendorf", "holtgrewe"),
    MemberText("wohlfahrt", "Migrationsberatung", "kettler", "lindhorst"),
)

PRINCIPLE = "Eltern mit Betreuungspflichten im Kreis Höxter nehmen rechtzeitig am passenden Sprachkurs teil."

GOALS: tuple[FrameworkText, ...] = (
    FrameworkText(
        "Die Kinderbetreuung während der Kurszeiten ist gesichert.",
        (
            ResultText(
                "Zu jedem Integrationskurs steht ein Betreuungsangebot bereit.",
                IndicatorText(
                    "Kurse mit Betreuungsangebot",
                    "Kurse",
                    "up",
                    "2",
                    "11",
                    "Kursliste des BAMF",
                    ((260, "4"), (350, "8"), (430, "11")),
                ),
                (
                    ActivityText("Betreuungsplätze an den Kursorten Höxter und Brakel einrichten.", "soziales", 380),
                    ActivityText("Tagespflegepersonen für die Betreuung am Kursort gewinnen.", "wohlfahrt", 350),
                ),
                assumption="Es finden sich genug Tagespflegepersonen.",
                restrictions=(0,),
            ),
        ),
    ),
    FrameworkText(
        "Kurszeiten und Kursorte entsprechen den Lebenslagen der Eltern.",
        (
            ResultText(
                "Kurse finden an drei Orten außerhalb der Kreisstadt zu Kita-Zeiten statt.",
                IndicatorText("Kursorte zu Kita-Zeiten", "Orte", "up", "0", "3", "Kursplanung"),
                (ActivityText("Kursplan mit Fahrplänen und Kita-Zeiten abgleichen.", "bamf", 360),),
                restrictions=(1,),
            ),
        ),
    ),
    FrameworkText(
        "Beratung, Jobcenter und Kursträger handeln abgestimmt.",
        (
            ResultText(
                "Der Betreuungsbedarf ist bei der Anmeldung bekannt.",
                IndicatorText(
                    "Anmeldungen mit Angabe zum Bedarf",
                    "%",
                    "up",
                    "20",
                    "95",
                    "Anmeldebögen",
                    ((270, "71"), (360, "88"), (430, "96")),
                ),
                (ActivityText("Fragen zum Betreuungsbedarf in den Anmeldebogen aufnehmen.", "jobcenter", 260),),
                restrictions=(2,),
            ),
            ResultText(
                "Eltern haben binnen 15 Arbeitstagen einen Kursplatz mit Betreuung.",
                IndicatorText(
                    "Wartezeit bis Kursbeginn (Median)",
                    "Arbeitstage",
                    "down",
                    "62",
                    "15",
                    "Auswertung der Kursträger",
                    ((210, "58"), (300, "41"), (390, "24"), (440, "14")),
                ),
                (
                    ActivityText("Freie Kurs- und Betreuungsplätze wöchentlich melden.", "bamf", 300),
                    ActivityText("Einen festen Weg für Eltern ohne Platz vereinbaren.", "ki", 250),
                ),
            ),
        ),
    ),
)

# What the body changes and gives back: by the wording of the goal.
RETURNED = "Kurse finden an drei Orten außerhalb der Kreisstadt zu Kita-Zeiten statt."
CHANGED = (
    "Eltern haben binnen 15 Arbeitstagen einen Kursplatz mit Betreuung.",
    "Eltern haben binnen 20 Arbeitstagen nach der Anmeldung einen Kursplatz mit Betreuung.",
)


@dataclass(frozen=True)
class StepText:
    """One step of the chain: actor, what is done, longest duration, and the activity it carries out."""

    actor: str
    label: str
    days: int
    activity: str = ""
    ending: str = ""


@dataclass(frozen=True)
class HandoverText:
    """From one step to another (places in `STEPS`), with what each side may rely on."""

    source: int
    target: int
    preconditions: str = ""
    follow_ups: str = ""
    documents: str = ""
    consent: str = ""
    deadline: int = 0
    condition: str = ""


CHAIN = "Vom Beratungsgespräch zum Kursplatz mit Betreuung"
ACTORS: tuple[tuple[str, str, str], ...] = (
    ("Elternteil", "", "served"),
    ("Migrationsberatung", "wohlfahrt", "actor"),
    ("Jobcenter", "jobcenter", "actor"),
    ("Fachberatung Kindertagespflege", "soziales", "actor"),
    ("BAMF-Regionalkoordination", "bamf", "actor"),
)
STEPS: tuple[StepText, ...] = (
    StepText(
        "Migrationsberatung",
        "Kursbedarf und Betreuungsbedarf erfassen",
        3,
        "Fragen zum Betreuungsbedarf in den Anmeldebogen aufnehmen.",
    ),
    StepText(
        "Jobcenter", "Berechtigung prüfen und Bedarf eintragen", 5,
        "Fragen zum Betreuungsbedarf in den Anmeldebogen aufnehmen.",
    ),
    StepText(
        "Fachberatung Kindertagespflege", "Betreuungsplatz zum Kurs vermitteln", 6,
        "Betreuungsplätze an den Kursorten Höxter und Brakel einrichten.",
    ),
    StepText(
        "BAMF-Regionalkoordination", "Kursplatz zusagen", 4,
        "Freie Kurs- und Betreuungsplätze wöchentlich melden.", "Kurs beginnt",
    ),
    StepText(
        "Jobcenter", "Festen Weg ohne Platz einleiten", 2,
        "Einen festen Weg für Eltern ohne Platz vereinbaren.", "Warteliste mit Frist",
    ),
)  # fmt: skip
HANDOVERS: tuple[HandoverText, ...] = (
    HandoverText(
        0, 1, "Bedarf und Einwilligung liegen schriftlich vor.", "Rückmeldung über die Berechtigung an die Beratung.",
        "Erfassungsbogen", "Weitergabe von Name, Kontakt und Betreuungsbedarf", 2,
    ),
    HandoverText(
        1, 2, "Die Berechtigung ist geprüft.", "Nachricht, wann und wo ein Platz frei ist.", "Meldebogen Betreuung",
        "", 3, "Betreuung wird gebraucht",
    ),
    HandoverText(
        1, 3, "Die Berechtigung ist geprüft.", "Zusage oder Absage des Kursplatzes.", "Anmeldebogen", "", 3,
        "keine Betreuung nötig",
    ),
    HandoverText(
        2, 3, "Ein Betreuungsplatz zur Kurszeit ist vorhanden.", "Zusage des Kursplatzes zur selben Zeit.",
        "Platznachweis", "", 2, "Platz gefunden",
    ),
    HandoverText(
        2, 4, "Es ist dokumentiert, dass kein Platz frei ist.", "Neues Angebot binnen vier Wochen.", "Absage", "", 2,
        "kein Platz frei",
    ),
)  # fmt: skip

ANSWERS: Mapping[str, str] = {
    "subject": "Die Gruppe hat den Weg von der Beratung bis zum Kursbeginn in allen zehn Städten betrachtet.",
    "objective": "Zielsystem und Kette führen binnen 20 Arbeitstagen zu einem Kursplatz mit Betreuung.",
    "working_form": "Vier Termine, dazu zwei Gespräche mit Eltern über die Migrantenorganisationen.",
    "result_form": "Zielsystem und Dienstleistungskette liegen bei; die Kosten stehen in der Vorlage.",
    "special_conditions": "Es entsteht keine neue Stelle; die Netzwerke der Frühen Hilfen werden genutzt.",
}
MINORITY = "Die Migrationsberatung hält drei zusätzliche Kursorte für nötig, auch wenn die Wege dorthin noch nicht geklärt sind."
EVALUATION = (
    "Eltern warten im Mittel noch 14 Arbeitstage auf einen Kursplatz mit Betreuung, vorher waren es 62. Bei fast allen "
    "Anmeldungen ist der Betreuungsbedarf bekannt."
)
NOTICE = (
    "Aus den vier Fällen zum Sprachkurs ist ein Thema des Lenkungsgremiums geworden. Eine Projektarbeitsgruppe hat den "
    "Weg vom Beratungsgespräch zum Kursplatz neu geordnet; er gilt jetzt in allen Städten."
)

COURSE_GROUP = GroupStory(
    name="PAG „Kurs und Kind“",
    mandate=MANDATE,
    results=(ResultType.GOAL_SYSTEM, ResultType.SERVICE_CHAIN),
    members=MEMBERS,
    answers=ANSWERS,
    title="Kurs und Kind",
    principle=PRINCIPLE,
    goals=GOALS,
    minority=MINORITY,
)
