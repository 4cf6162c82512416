"""Day one with tables: a template is filled in, its wrong cell named, the mended table taken over, people invited."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from governance.models import Organisation, OutboxMessage, Person
from tests.journeys.conftest import Hands, Visit, first_coordinator
from tests.journeys.letters import downloaded
from tests.journeys.visitor import Visitor


def filled_in(template: bytes, rows: list[dict[str, str]], path: Path) -> Path:
    """Write rows below the headings of a template, in the place of its example, as somebody in an office does."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, start=2):
        for heading, text in row.items():
            sheet.cell(number, places[heading], text)
    book.save(path)
    return path


def template_of(eva: Visitor, table: str) -> bytes:
    """Fetch a template from the page that imports."""
    eva.go("/werkstatt/import/")
    eva.press("Tabelle importieren")
    return downloaded(eva, eva.page.get_by_role("link", name=f"{table}, Muster als XLSX"))


def hand_in(eva: Visitor, table: str, path: Path) -> None:
    """Hand a table in."""
    eva.go("/werkstatt/import/")
    eva.press("Tabelle importieren")
    eva.page.get_by_label("Was steht in der Tabelle?").select_option(label=table)
    eva.page.get_by_label("Datei").set_input_files(path)
    eva.press("Tabelle prüfen")


def test_tables_are_filled_in_mended_and_taken_over(
    hands: Hands, transactional_db: None, visit: Visit, tmp_path: Path
) -> None:
    eva = visit(first_coordinator(), factor=True)
    offices = template_of(eva, "Organisationen")
    wrong = [{"Name": "Jobcenter Neuland", "Art": "Behörde oder Agentur"}, {"Name": "Sportverein", "Art": "Verein"}]
    hand_in(eva, "Organisationen", filled_in(offices, wrong, tmp_path / "organisationen.xlsx"))
    eva.sees("Solange Zeilen Fehler haben, wird nichts übernommen", "„Verein“ ist hier nicht bekannt")
    eva.misses("Übernehmen: 1 neu, 0 geändert")
    eva.look("import_errors")
    right = [wrong[0], {"Name": "Sportverein", "Art": "Wohlfahrtsverband"}]
    hand_in(eva, "Organisationen", filled_in(offices, right, tmp_path / "organisationen.xlsx"))
    assert not Organisation.objects.exists()
    eva.press("Übernehmen: 2 neu, 0 geändert")
    eva.sees("Diese Tabelle wurde übernommen")
    people = [{
        "Vorname": "Hilde", "Nachname": "Vornholt", "E-Mail-Adresse": "hilde.vornholt@neuland.example",
        "Organisation": "Jobcenter Neuland",
    }]  # fmt: skip
    hand_in(eva, "Personen", filled_in(template_of(eva, "Personen"), people, tmp_path / "personen.xlsx"))
    eva.press("Übernehmen: 1 neu, 0 geändert")
    eva.press("Neue Personen zur Anmeldung einladen")
    eva.sees("hilde.vornholt@neuland.example")
    eva.look("import_invitations")
    eva.press("Einladungen senden")
    assert OutboxMessage.objects.get().recipient == "hilde.vornholt@neuland.example"
    assert Person.objects.get(last_name="Vornholt").organisation == Organisation.objects.get(name="Jobcenter Neuland")
    hand_in(eva, "Organisationen", tmp_path / "organisationen.xlsx")
    eva.sees("Es gibt nichts zu übernehmen")
