"""Excel workbooks, read with suspicion: size, parts and declarations are checked before anything is unpacked.

Source: design, trust.md "Login and web" (uploads: type by content, unpacked size, entry count, macros and external
references refused, XML hardened). Nothing in a workbook is computed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from governance.exchange.table import (
    MOST_ROWS,
    SourceRow,
    Table,
    UnreadableTable,
    formula_fault,
    table_of,
    too_many_rows,
)

MOST_PARTS = 200
MOST_UNPACKED = 60 * 1024 * 1024
MOST_SHEETS = 20
MOST_CELLS = 1_000_000
"""So many cells of a sheet are looked at, empty ones with them: a row formatted to its end has 16,384."""
LAST_ROW = 1_048_576
"""The last row that a sheet of Excel has; a row says itself which one it is."""
HINTS = "Hinweise"
"""The sheet of explanations in our templates; it is not read."""
_WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(content: bytes) -> Table:
    """Return the table in a workbook; raises `UnreadableTable`."""
    try:
        _inspect(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            return table_of(_filled_up(list(_lines(_sheet(book)))))
        finally:
            book.close()
    except UnreadableTable:
        raise
    except (
        zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, IndexError,
        AttributeError, EOFError, OSError, NotImplementedError, RuntimeError, OverflowError, MemoryError, SyntaxError,
    ) as error:  # fmt: skip
        # openpyxl has no error of its own for a damaged part: it fails wherever it happens to be.
        raise UnreadableTable(_damaged()) from error


def _damaged() -> str:
    return _("The workbook is damaged or is none. Open it in Excel, save it as .xlsx and try again.")


def _inspect(content: bytes) -> None:
    """Look at the parts of the archive before one of them is interpreted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableTable(_("The workbook is too large. Copy the table into a new workbook without pictures."))
        if any(part.flag_bits & 0x1 for part in parts):
            raise UnreadableTable(locked())
        if "[Content_Types].xml" not in names or len(set(names)) != len(names):
            raise UnreadableTable(_damaged())
        if any("vbaproject" in name.lower() for name in names):
            raise UnreadableTable(_("The workbook holds macros. Save it as an Excel workbook (.xlsx) without them."))
        if any(name.lower().startswith(("xl/externallinks/", "xl/embeddings/")) for name in names):
            raise UnreadableTable(_("The workbook refers to other files. Put values in the place of the references."))
        if _WORKBOOK not in archive.read("[Content_Types].xml"):
            raise UnreadableTable(_("This is not an Excel workbook (.xlsx). Save the table in this format or as CSV."))
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                _inspect_part(archive.read(part), part.filename)


def _inspect_part(xml: bytes, name: str) -> None:
    # A declaration is ASCII in every encoding that Excel writes; others are refused as they are.
    if _DECLARATION.search(xml) or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableTable(_damaged())
    if name.startswith("xl/worksheets/") and b"<mergeCell " in xml:
        raise UnreadableTable(_("The sheet has merged cells. Undo the merging, so that every cell has its own column."))


def locked() -> str:
    """Return the sentence about a file that is protected by a password."""
    return _("The workbook is protected by a password or has the old format .xls. Save it without password as .xlsx.")


def _sheet(book: Any) -> Any:
    """Return the one sheet that holds something."""
    if len(book.worksheets) > MOST_SHEETS:
        raise UnreadableTable(_("The workbook has too many sheets. Copy the table into a new workbook."))
    filled = [sheet for sheet in book.worksheets if sheet.title != HINTS and _holds_something(sheet)]
    if not filled:
        raise UnreadableTable(_("The file is empty. The first row holds the headings of the columns."))
    hidden = [sheet.title for sheet in filled if sheet.sheet_state != "visible"]
    if hidden:
        raise UnreadableTable(
            _("The sheet “%(name)s” is hidden. Show it or delete it, so that nothing is imported unseen.")
            % {"name": hidden[0]}
        )
    if len(filled) > 1:
        names = ", ".join(sheet.title for sheet in filled)
        raise UnreadableTable(
            _("The workbook has several filled sheets (%(names)s). Leave one of them.") % {"names": names}
        )
    return filled[0]


def _rows(sheet: Any, **options: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Return the rows with their numbers; raises `UnreadableTable` before there are too many cells."""
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, **options), 1):
        cells += len(row)
        if cells > MOST_CELLS:
            raise UnreadableTable(
                _("The sheet “%(name)s” has far too many cells. Copy only the filled ones into a new workbook.")
                % {"name": sheet.title}
            )
        yield number, row


def _holds_something(sheet: Any) -> bool:
    return any(value not in {None, ""} for _number, row in _rows(sheet, values_only=True) for value in row)


def _lines(sheet: Any) -> Iterator[SourceRow]:
    """Return the rows that hold something, up to their last cell that does."""
    filled = 0
    for number, row in _rows(sheet):
        line = SourceRow(number, [])
        for place, cell in enumerate(row):
            text, fault = _read(cell)
            if text or fault:
                line.cells += [""] * (place - len(line.cells)) + [text]
            if fault:
                line.faults[place] = fault
        if line.is_empty:
            continue
        filled += 1
        if filled > MOST_ROWS + 1:
            raise too_many_rows()
        yield line


def _filled_up(lines: list[SourceRow]) -> list[SourceRow]:
    """Give every row as many cells as the headings have: a workbook does not store empty ones at the end."""
    width = len(lines[0].cells) if lines else 0
    for line in lines:
        line.cells += [""] * (width - len(line.cells))
    return lines


def _read(cell: Any) -> tuple[str, str]:
    """Return the text of a cell, and the sentence about one that has none."""
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if value is None:
        return "", ""
    if kind == "f":
        return "", formula_fault()
    if kind == "e":
        return "", _("The cell holds an error of Excel (%(error)s). Put the value in its place.") % {
            "error": str(value)[:20]
        }
    return _text(value), ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):  # of which datetime is one, too
        return (
            f"{value:%d.%m.%Y}"
            if not isinstance(value, datetime) or value.time() == time()
            else f"{value:%d.%m.%Y %H:%M}"
        )
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
