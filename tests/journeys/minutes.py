"""What becomes of the minutes, in portal and desk."""

from __future__ import annotations

from tests.journeys import desk
from tests.journeys.visitor import Visitor


def open_from_overview(visitor: Visitor) -> None:
    """Open the minutes that wait for this person."""
    visitor.page.get_by_role("region", name="Zu erledigen").get_by_role("link", name="Niederschrift").first.click()
    visitor.reads("Niederschrift")


def write(writer: Visitor, item: str, report: str) -> None:
    """Write the report of an item in the desk and come back."""
    writer.press("Text bearbeiten")
    desk.part(writer, item).get_by_role("textbox", name="Bericht").fill(report)
    desk.save(writer)
    writer.press("Im Portal ansehen")
    writer.sees(report)


def sign(chair: Visitor) -> None:
    """Sign the minutes off, as they are shown."""
    chair.press("Niederschrift unterzeichnen")
    chair.press("Niederschrift unterzeichnen")
    chair.sees("Die Niederschrift ist unterzeichnet.")


def object_to(member: Visitor, text: str) -> None:
    """Raise an objection."""
    member.press("Einwendung erheben")
    member.write("Was stimmt nicht, und was soll stattdessen stehen?", text)
    member.press("Einwendung erheben")
    member.sees("Ihre Einwendung ist eingetragen.")


def answer(secretariat: Visitor, decision: str, text: str) -> None:
    """Answer the open objection."""
    secretariat.press("Einwendung beantworten", exact=False)
    secretariat.page.get_by_role("radio", name=decision).first.check()
    secretariat.write("Antwort, für alle Mitglieder sichtbar", text)
    secretariat.press("Antwort eintragen")
    secretariat.sees(text)
