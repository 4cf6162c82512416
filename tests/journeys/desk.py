"""What a coordinator does in the desk: writing papers and minutes with Wagtail's editor."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from governance.management.demo.topics import TopicStory
from tests.journeys.visitor import Visitor

ADD = "Einen Block einfügen"


def part(writer: Visitor, heading: str) -> Locator:
    """Return the part of the desk's page under this heading."""
    return writer.page.get_by_role("region", name=heading, exact=True)


def add_point(writer: Visitor, text: str) -> None:
    """Add a point to the proposed resolution."""
    proposal = part(writer, "Beschlussvorschlag")
    points = proposal.get_by_role("textbox")
    known = points.count()
    proposal.get_by_role("button", name=ADD).last.click()
    expect(points).to_have_count(known + 1)
    points.last.fill(text)


def add_text(writer: Visitor, heading: str, text: str) -> None:
    """Add a block of rich text to a section and write into it."""
    section = part(writer, heading)
    section.get_by_role("button", name=ADD).last.click()
    writer.page.get_by_role("option", name="Text").click()
    editor = section.locator("[contenteditable=true]").last
    type_into(writer, editor, section.locator("input[type=hidden][name$=-value]").last, text)


def type_into(writer: Visitor, editor: Locator, kept: Locator, text: str) -> None:
    """Type into a rich text editor until the form keeps the words; the editor hands them over a moment later."""
    editor.click()
    writer.page.keyboard.insert_text(text)
    expect(kept).to_have_value(re.compile(re.escape(text)))


def answer(writer: Visitor, heading: str, choice: str) -> None:
    """Choose the answer of a section that asks for one."""
    part(writer, heading).get_by_label("Antwort").select_option(label=choice)


def save(writer: Visitor) -> None:
    """Save what was written."""
    writer.page.get_by_role("button", name="Speichern").click()
    expect(writer.page.get_by_role("status").filter(has_text="gespeichert")).to_be_visible()


TEXTS = {
    "Anlass": "In vier von vier Fällen tauchte dieselbe Lücke auf.",
    "Sachverhalt": "Kursplanung, Verpflichtung und Kinderbetreuung liegen bei verschiedenen Stellen.",
    "Bezug zu den Fallrekonstruktionen": "Drei Einschränkungen wiederholen sich.",
    "Zeitplan und nächste Schritte": "Der Arbeitsauftrag folgt in der nächsten Sitzung.",
}


def write_paper(writer: Visitor, story: TopicStory) -> None:
    """Fill in the paper; the financial effects stay open."""
    writer.page.get_by_label("Worum geht es, in einfachen Worten?").fill(story.summary)
    for point in story.points:
        add_point(writer, point)
    for heading, text in TEXTS.items():
        add_text(writer, heading, text)
    answer(writer, "Personelle Auswirkungen", "im Rahmen vorhandener Stellen")
    writer.look("desk_paper")
    save(writer)
