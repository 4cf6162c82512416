"""Files as people hand them in: every encoding and separator is read, everything else gets a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from governance.exchange.reading import read_table
from governance.exchange.table import LONGEST_CELL, MOST_BYTES, MOST_ROWS, Table, UnreadableTable, shielded
from tests.exchange.workbooks import part_of, with_part, workbook

HEADINGS = ["Name", "Art", "Hinweis"]
MOMENT = datetime(2026, 3, 1)  # noqa: DTZ001 - Excel knows no time zones
ROWS = [["Büro für Übergänge – „Süd“", "Kommune", "a, b; c"], ['Haus "Mitte"', "", "zwei\nZeilen"]]


@pytest.fixture(autouse=True)
def _german() -> Any:
    with override("de"):
        yield


def csv_text(separator: str) -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    return "\r\n".join(separator.join(map(quoted, row)) for row in [HEADINGS, *ROWS]) + "\r\n"


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    list(product(["utf-8", "utf-8-sig", "cp1252", "utf-16"], [";", ",", "\t"])),
)
def test_every_encoding_and_separator_gives_the_same_table(encoding: str, separator: str) -> None:
    table = read_table(csv_text(separator).encode(encoding))
    assert table.headings == HEADINGS
    assert cells(table) == ROWS
    assert [row.number for row in table.rows] == [2, 3]


def test_the_first_line_in_which_excel_names_its_separator_is_no_heading() -> None:
    table = read_table(b"sep=,\r\nName,Art\r\nA;B,Kommune\r\n")
    assert table.headings == ["Name", "Art"]
    assert cells(table) == [["A;B", "Kommune"]]


def test_cells_of_a_workbook_become_text() -> None:
    day = date(2026, 3, 1)
    rows = [
        ["a", "b", "c", "d", "e"],
        [day, MOMENT, 7.0, True, " Text "],
        ["01.03.2026", 2.5, False, None, 5],
    ]
    table = read_table(workbook(rows))
    assert cells(table) == [["01.03.2026", "01.03.2026", "7", "ja", "Text"], ["01.03.2026", "2.5", "nein", "", "5"]]


def test_empty_rows_and_columns_are_left_out_and_rows_keep_their_number() -> None:
    rows = [["Name", "Art", None], [None, None, None], ["A", "Kommune", None], ["", "", ""], ["B", None, None]]
    table = read_table(workbook(rows))
    assert table.headings == ["Name", "Art"]
    assert [(row.number, row.cells, row.fault) for row in table.rows] == [(3, ["A", "Kommune"], ""), (5, ["B", ""], "")]
    assert [row.number for row in read_table(b"Name;Art\n;\nA;Kommune\n\nB;\n").rows] == [3, 5]
    far = workbook([["Name"], ["A"]], lambda book: book.active.cell(90_000, 1, "B"))
    assert [row.number for row in read_table(far).rows] == [2, 90_000]


@pytest.mark.parametrize(("line", "found"), [("A;Kommune", 2), ("A;Kommune;x;y", 4)])
def test_a_ragged_row_is_flagged_and_never_shifted(line: str, found: int) -> None:
    table = read_table(f"Name;Art;Gebiet\nGut;Kommune;\n{line}\n".encode())
    assert table.rows[0].fault == ""
    assert f"Diese Zeile hat {found} Zellen, Überschriften gibt es 3." in table.rows[1].fault


def test_a_formula_an_error_and_a_very_long_cell_are_faults_of_their_cell() -> None:
    rows = [["a", "b", "c", "d"], ["=1+1", "#REF!", "x" * (LONGEST_CELL + 1), "gut"]]

    def mark_error(book: Workbook) -> None:
        book.active["B2"].data_type = "e"

    faults = read_table(workbook(rows, mark_error)).rows[0].faults
    assert sorted(faults) == [0, 1, 2]
    assert "Formel" in faults[0]
    assert "#REF!" in faults[1]
    assert "10000 Zeichen" in faults[2]
    assert "Formel" in read_table(b"Name;Art\n\"=cmd|'/c calc'!A1\";x\n").rows[0].faults[0]


HOSTILE = ["=1+1", "+49 5271 965-0", "-", "@SUM(A1)", "'=1+1", "''+x", "'Anführung'", "\tx", "normal"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_shielded_on_the_way_out_comes_back_as_it_was(text: str) -> None:
    out = shielded(text)
    assert out[0] not in "=+-@\t\r"
    assert read_table(workbook([["Name", "x"], [out, "y"]])).rows[0].cells[0].strip() == text.strip()


def changed(change: Callable[[Workbook], Any]) -> bytes:
    return workbook([["Name"], ["A"]], lambda book: change(book) and None)


def hidden(book: Workbook) -> None:
    sheet = book.create_sheet("Geheim")
    sheet["A1"] = "x"
    sheet.sheet_state = "hidden"


def second(book: Workbook) -> None:
    book.create_sheet("Zweites")["A1"] = "x"


PLAIN = workbook([["Name"], ["A"]])
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def crowded() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number in range(300):
            archive.writestr(f"x{number}.xml", "<x/>")
    return written.getvalue()


def swollen() -> bytes:
    return with_part(PLAIN, "xl/media/leer.bin", bytes(70 * 1024 * 1024))


def formatted(book: Workbook) -> None:
    for row in range(1, 70):
        book.active.cell(row, 16_384).number_format = "@"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "ist leer"),
    "white space": (lambda: b"\n\n  \n", "ist leer"),
    "headings only": (lambda: b"Name;Art\n", "keine Zeile"),
    "an empty workbook": (lambda: workbook([]), "ist leer"),
    "too large": (lambda: b"x" * (MOST_BYTES + 1), "größer als 5 MB"),
    "100,000 rows": (lambda: b"Name\n" + b"A\n" * 100_000, "mehr als 2000 Zeilen"),
    "a long workbook": (lambda: workbook([["Name"], *([["A"]] * (MOST_ROWS + 5))]), "mehr als 2000 Zeilen"),
    "many columns": (lambda: ";".join("x" * 70).encode() + b"\n1\n", "mehr als 60 Spalten"),
    "a protected or old workbook": (lambda: LOCKED, "Passwort"),
    "macros": (lambda: with_part(PLAIN, "xl/vbaProject.bin", b"x"), "Makros"),
    "references": (lambda: with_part(PLAIN, "xl/externalLinks/link1.xml", b"<x/>"), "verweist auf andere Dateien"),
    "embedded": (lambda: with_part(PLAIN, "xl/embeddings/x.bin", b"x"), "verweist auf andere Dateien"),
    "entities": (lambda: with_part(PLAIN, SHEET, BOMB + part_of(PLAIN, SHEET)), "beschädigt"),
    "no sheet": (lambda: with_part(PLAIN, SHEET, b"<kaputt"), "beschädigt"),
    "another document": (lambda: with_part(PLAIN, "[Content_Types].xml", b"<Types/>"), "keine Excel-Arbeitsmappe"),
    "many parts": (crowded, "zu groß"),
    "a zip bomb": (swollen, "zu groß"),
    "half a workbook": (lambda: PLAIN[: len(PLAIN) // 2], "beschädigt"),
    "two sheets": (lambda: changed(second), "mehrere gefüllte Blätter (Sheet, Zweites)"),
    "a hidden sheet": (lambda: changed(hidden), "„Geheim“ ist ausgeblendet"),
    "merged cells": (lambda: changed(lambda book: book.active.merge_cells("A1:B1")), "verbundene Zellen"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n....", "weder"),
    "a PDF": (lambda: b"%PDF-1.7\n", "weder"),
    "a page": (lambda: b"<!DOCTYPE html><html></html>", "weder"),
    "bytes": (lambda: bytes(range(256)), "weder"),
    "a zero character": (lambda: b"\xef\xbb\xbfName;Art\nA\x00B;Kommune\n", "weder"),
    "UTF-32": (lambda: "Name;Art\nA;Kommune\n".encode("utf-32"), "weder"),
    "rows formatted to their end": (lambda: changed(formatted), "viel zu viele Zellen"),
    "no characters": (lambda: b"Name\n\x81\x8d\n", "Zeichen der Datei"),
    "an open quotation mark": (lambda: b'Name;Art\n"offen;Kommune\n', "Zeile 2 lässt sich nicht lesen"),
    "an endless cell": (lambda: b"Name\n" + b"x" * 200_000, "Zeile 2 lässt sich nicht lesen"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_gets_a_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    with pytest.raises(UnreadableTable, match=re.escape(sentence)):
        read_table(make())


def test_an_empty_second_sheet_and_our_own_hints_are_no_obstacle() -> None:
    def with_more(book: Workbook) -> None:
        book.create_sheet("Tabelle2")
        book.create_sheet("Hinweise")["A1"] = "Spalte"

    assert cells(read_table(workbook([["Name"], ["A"]], with_more))) == [["A"]]


def test_a_workbook_of_very_many_sheets_is_refused_before_they_are_read() -> None:
    def with_many(book: Workbook) -> None:
        for number in range(20):
            book.create_sheet(f"Blatt {number}")

    with pytest.raises(UnreadableTable, match="zu viele Blätter"):
        read_table(workbook([["Name"], ["A"]], with_many))


def broken_at(place: int) -> bytes:
    return PLAIN[:place] + bytes([PLAIN[place] ^ 0xFF]) + PLAIN[place + 1 :]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.integers(0, len(PLAIN) - 1)))
def test_odd_bytes_never_fail_otherwise(damage: bytes | int) -> None:
    try:
        said = read_table(damage if isinstance(damage, bytes) else broken_at(damage)).headings
    except UnreadableTable as refused:
        said = [str(refused)]
    assert said
