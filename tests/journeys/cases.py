"""What case management and coordination do in the portal until the paper is begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from governance.management.demo.topics import CaseText, TopicStory
from governance.models import LegalArea, ProblemCircle
from tests.journeys.visitor import Visitor

NAMED = "Herr Demirkan ruft an unter 05271 965432, seit dem Umzug fehlt ein Kursplatz."


@dataclass(frozen=True)
class Nomination:
    """A case of the story and the day on which it is reconstructed."""

    text: CaseText
    day: date


def begin_series(coordinator: Visitor, title: str) -> None:
    """Begin a series of cases."""
    coordinator.menu("Fälle")
    coordinator.press("Fallserie beginnen")
    coordinator.fill(Titel=title)
    coordinator.press("Fallserie beginnen")
    coordinator.reads(title)


def open_nomination(manager: Visitor, series: str) -> None:
    """Find the series and the form in it."""
    manager.menu("Fälle")
    manager.press(series, exact=False)
    manager.press("Fall vorschlagen")


def nominate(manager: Visitor, series: str, case: Nomination, *, first_words: str = "") -> str:
    """Nominate a case; `first_words` are tried first and stopped by the screening. Return the card's code."""
    open_nomination(manager, series)
    since = case.day - timedelta(weeks=case.text.weeks)
    manager.page.get_by_label("Der Fall ist weitgehend abgeschlossen", exact=False).check()
    manager.write("Begleitet seit", since)
    manager.choose("Mittlerer Schwierigkeitsgrad", "Ja")
    manager.choose("Typisch im Netzwerk", "Ja")
    for group, choices, values in (
        ("Rechtskreise", LegalArea, case.text.areas),
        ("Problemkreise", ProblemCircle, case.text.circles),
    ):
        boxes = manager.page.get_by_role("group", name=group)
        for value in values:
            boxes.get_by_label(str(choices(value).label), exact=True).check()
    if first_words:
        manager.write("Falldarstellung", first_words)
        manager.press("Fall vorschlagen")
        manager.sees("Der Text könnte eine Person benennen.", "[Telefonnummer]")
        manager.look("story_02_screened")
    manager.write("Falldarstellung", case.text.presentation)
    manager.press("Fall vorschlagen")
    manager.sees("Der Fall ist vorgeschlagen.")
    for restriction in case.text.restrictions:
        manager.press("Einschränkung eintragen")
        manager.write("Einschränkung im System", restriction)
        manager.press("Eintragen")
    return manager.page.get_by_role("heading", level=1).inner_text().removeprefix("Fall").strip()


def schedule(coordinator: Visitor, series: str, code: str, day: date) -> None:
    """Plan the reconstruction of a case."""
    open_card(coordinator, series, code)
    coordinator.press("Rekonstruktion planen")
    coordinator.write("Tag", day)
    coordinator.press("Tag speichern")


def open_card(coordinator: Visitor, series: str, code: str) -> None:
    """Find a case card through its series."""
    coordinator.menu("Fälle")
    coordinator.press(series, exact=False)
    coordinator.press(code, exact=False)
    coordinator.reads(code)


def reconstruct(coordinator: Visitor, code: str, case: Nomination) -> None:
    """Record on the card that the case was reconstructed."""
    coordinator.press("Als rekonstruiert eintragen")
    coordinator.write("Tag", case.day)
    coordinator.press("Als rekonstruiert eintragen")
    coordinator.reads(code)
    coordinator.sees("Rekonstruiert")


def explain(coordinator: Visitor, story: TopicStory) -> None:
    """Follow the open finding of the process to the case, explain the deviation and come back."""
    coordinator.misses("Thema ableiten")
    coordinator.press("Fall öffnen")
    coordinator.press("Abweichung begründen", exact=False)
    coordinator.write("Warum der Fall trotzdem aufgenommen wird", story.cases[3].deviation)
    coordinator.press("Begründung speichern")
    coordinator.sees(story.cases[3].deviation[:60])
    coordinator.press(story.process, exact=False)


def begin_process(coordinator: Visitor, story: TopicStory) -> None:
    """Begin the process that draws on the series."""
    coordinator.menu("Vorgänge")
    coordinator.press("Vorgang beginnen")
    coordinator.fill(Titel=story.process)
    coordinator.page.get_by_role("group", name="Fallserie").get_by_label(story.series, exact=False).check()
    coordinator.press("Vorgang beginnen")
    coordinator.reads(story.process)


def open_process(visitor: Visitor, title: str) -> None:
    """Find a process in the list."""
    visitor.menu("Vorgänge")
    visitor.press(title, exact=False)
    visitor.reads(title)


def write_topic(coordinator: Visitor, story: TopicStory, codes: list[str]) -> None:
    """Write the topic and name the cases that show it."""
    coordinator.press("Thema schreiben")
    coordinator.write("Thema in einem Satz", story.statement)
    coordinator.write("Beschreibung", story.description)
    for code in codes:
        coordinator.page.get_by_label(code, exact=False).check()
    coordinator.write("Einschränkungen im System, eine je Zeile", "\n".join(story.restrictions))
    coordinator.press("Thema speichern")


def open_ended_process(visitor: Visitor, title: str) -> None:
    """Find a process among those that have ended."""
    visitor.menu("Vorgänge")
    visitor.press("Beendete", exact=False)
    visitor.press(title, exact=False)
    visitor.reads(title)
