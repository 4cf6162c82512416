"""What a project group and those around it do in the portal: members, Zielsystem, chain, proposal, measures."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor


def name_member(contact: Visitor, place: str, person: str) -> None:
    """Name who takes a place of the own organisation, on the page of the nominations."""
    contact.press(place, exact=False)
    contact.choose("Wer teilnimmt", person)
    contact.press("Mitglied benennen")


def write_goals(member: Visitor, *rows: tuple[str, str]) -> None:
    """Write a tree by keyboard from its principle goal on; each row is what is pressed and the wording that follows."""
    page, keys = member.page, member.page.keyboard
    page.wait_for_load_state()  # the keys belong to a script
    page.locator(".lw-node__text a").first.focus()
    for presses, text in rows:
        for press in presses.split():
            keys.press(press)
        keys.type(text)
        keys.press("Enter")
        expect(page.locator(".lw-node.is-sel .lw-node__text")).to_have_text(text)


def assign(member: Visitor, activity: str, organisation: str, until: date) -> None:
    """Say who is responsible for an activity, and until when."""
    member.page.locator(".lw-node__text").get_by_role("link", name=activity).click()
    expect(member.page.get_by_role("heading", level=2, name=activity)).to_be_visible()
    member.press("Bearbeiten")
    member.choose("Zuständige Organisation", organisation)
    member.write("Zu erreichen bis", until)
    member.press("Speichern")


def add_step(member: Visitor, label: str, actor: str, *, days: str) -> None:
    """Write the next step of the chain and its new actor into the row below the table."""
    form = member.page.locator("#neuer-schritt")
    form.get_by_label("Was wird getan?").fill(label)
    form.get_by_role("textbox", name="Akteur").fill(actor)
    form.get_by_label("Höchstdauer", exact=False).fill(days)
    form.get_by_role("button", name="Schritt hinzufügen").click()
    expect(member.page.get_by_role("rowheader", name=label)).to_be_visible()


def hand_over(member: Visitor, way: str, *, before: str, after: str) -> None:
    """Describe what one actor hands over to the next."""
    member.press(way)
    member.write("Vorarbeiten: was der nächste Akteur voraussetzen kann", before)
    member.write("Folgearbeiten: worauf sich der abgebende Akteur verlassen kann", after)
    member.press("Speichern")
    member.sees(before, after)


def freeze(lead: Visitor, reason: str) -> None:
    """Freeze a version of the Zielsystem or chain on the page; what is open needs a reason."""
    lead.press("Fassung festschreiben")
    lead.field(reason).fill("Folgt mit der Umsetzung.")
    lead.press("Fassung festschreiben")


def goal(visitor: Visitor, text: str) -> Locator:
    """Return the group of fields for a goal on the page on which the body decides on single goals."""
    return visitor.page.locator("fieldset").filter(has_text=text).last


def decide_on(secretariat: Visitor, text: str, decision: str) -> None:
    """Choose what the body decides on a goal."""
    goal(secretariat, text).get_by_label("Entscheidung").select_option(label=decision)
