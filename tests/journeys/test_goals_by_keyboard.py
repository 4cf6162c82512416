"""A coordinator writes a Zielsystem without taking the hands off the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from governance.management.demo.people import Kreis
from governance.queries.goals import working_tree
from governance.usecases.goals import begin_goal_system, word_goal_node
from tests import factories as make
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor


def said(visitor: Visitor, words: str) -> None:
    """Wait until the live region says it and the focus is back in the tree."""
    expect(visitor.page.locator("[data-goal-said]")).to_contain_text(words)


def focused(visitor: Visitor) -> str:
    """Return the wording of the place that has the focus."""
    return str(visitor.page.evaluate("document.activeElement.textContent.trim()"))


def test_a_tree_is_written_moved_and_repaired_by_keyboard(kreis: Kreis, visit: Visit) -> None:
    coordinator = kreis.person("feldkamp")
    body = next(iter(kreis.bodies.values()))
    process = make.ProcessFactory(body=body, stage="commissioned", coordinator=coordinator)
    by = kreis.viewer("feldkamp")
    system = begin_goal_system(
        by=by, process_id=process.public_id, title="Kurs und Kind", principle_goal="Eltern nehmen teil."
    )
    mara = visit(coordinator, factor=True)
    page, keys = mara.go(f"zielsysteme/{system.public_id}/"), mara.page.keyboard

    page.locator(".lw-node__text a").first.focus()
    for press, text in (
        ("Enter", "Die Betreuung ist gesichert."),
        ("Enter", "Die Zeiten passen."),
        ("Alt+ArrowRight", "Kurse liegen in der Kita-Zeit."),
        ("Alt+ArrowRight", "Kursplan abgleichen."),
    ):
        keys.press(press)
        keys.type(text)
        keys.press("Enter")
        expect(page.locator(".lw-node.is-sel .lw-node__text")).to_have_text(text)
        assert focused(mara) == text
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert focused(mara) == "Die Zeiten passen."
    keys.press("Alt+ArrowUp")
    said(mara, "Nach oben verschoben.")
    assert focused(mara) == "Die Zeiten passen."
    keys.press("F2")
    keys.type(" Verworfen.")
    keys.press("Escape")
    assert focused(mara) == "Die Zeiten passen."
    keys.press("Delete")
    said(mara, "Entfernt, mit allem darunter")
    page.get_by_role("button", name="Rückgängig machen").press("Enter")
    said(mara, "Es steht wieder an seiner Stelle.")
    tree = working_tree(system)
    assert [(tree.numbers[node.key], node.text) for node in tree.nodes] == [
        ("G", "Eltern nehmen teil."), ("1", "Die Zeiten passen."), ("1.1", "Kurse liegen in der Kita-Zeit."),
        ("1.1.1", "Kursplan abgleichen."), ("2", "Die Betreuung ist gesichert."),
    ]  # fmt: skip

    word_goal_node(
        by=by, system_id=system.public_id, node_id=tree.nodes[1].key, text="Jemand war schneller.", version=None
    )
    keys.press("F2")
    keys.press("End")
    keys.type(" Mein Satz.")
    keys.press("Enter")
    mara.sees("Jemand war schneller.")
    expect(page.get_by_label("Wortlaut", exact=True)).to_have_value("Die Zeiten passen. Mein Satz.")
