"""Two coordinators write the same paper at once: nobody loses a sentence."""

from __future__ import annotations

from datetime import date, datetime

from governance.management.demo import story_cases, story_paper
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable
from governance.management.demo.topics import COURSE_AND_CHILD as STORY
from governance.models import DecisionPaper
from governance.rules.clock import BERLIN
from tests.journeys import desk
from tests.journeys.conftest import Hands, Visit
from tests.journeys.visitor import Visitor

START = datetime(2027, 5, 12, 14, tzinfo=BERLIN)
FIRST = "Mara hat die Zahlen der Kursträger ergänzt."
SECOND = "Nele hat die Fahrzeiten der Busse ergänzt."
SUMMARY = "Worum geht es, in einfachen Worten?"


def open_text(writer: Visitor) -> None:
    """Find the paper in the portal and open its text in the desk."""
    writer.menu("Vorlagen")
    writer.press(STORY.paper, exact=False)
    writer.press("Text bearbeiten")


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    plan = Timetable(START)
    hands.put(date(2027, 4, 22), 9)
    series = story_cases.play_cases(kreis, plan, STORY)
    story_paper.write_paper(kreis, plan, STORY, story_cases.play_topic(kreis, plan, STORY, series))
    mara = visit(kreis.person("feldkamp"), factor=True)
    nele = visit(kreis.person("ostkamp"), factor=True)
    open_text(mara)
    open_text(nele)
    mara.page.get_by_label(SUMMARY).fill(FIRST)
    desk.save(mara)
    nele.page.get_by_label(SUMMARY).fill(SECOND)
    nele.page.get_by_role("button", name="Speichern").first.click()
    nele.look("two_writers")
    nele.sees(FIRST)
    nele.sees(SECOND)
    assert DecisionPaper.objects.get().summary == FIRST
    nele.page.get_by_label(SUMMARY).fill(f"{FIRST} {SECOND}")
    desk.save(nele)
    assert DecisionPaper.objects.get().summary == f"{FIRST} {SECOND}"
