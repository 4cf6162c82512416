"""CSV, as Excel and others write it: UTF-8 with and without mark, UTF-16, Windows-1252; semicolon, comma, tab."""

from __future__ import annotations

import csv
import io
import re

from django.utils.translation import gettext as _

from governance.exchange.table import (
    LONGEST_CELL,
    MOST_ROWS,
    SourceRow,
    Table,
    UnreadableTable,
    table_of,
    too_many_rows,
)

SEPARATORS = ";,\t"
_DECLARED = re.compile(r'"?sep=([;,\t])"?\r?\n')
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv(content: bytes) -> Table:
    """Return the table in a CSV file; raises `UnreadableTable`."""
    marked = content.startswith(tuple(start for start, _encoding in _MARKS))
    text = _decoded(content) if marked or b"\x00" not in content else "\x00"
    if "\x00" in text:  # no spreadsheet writes it, and PostgreSQL stores none
        raise UnreadableTable(_("This is neither an Excel workbook (.xlsx) nor a CSV file."))
    declared = _DECLARED.match(text)  # Excel's own first line "sep=;"
    separator = declared.group(1) if declared else _separator(text)
    lines: list[SourceRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = 1
    try:
        for cells in reader:
            if declared and begun == 1:
                begun = 2
                continue
            lines.append(SourceRow(begun, [cell.strip() for cell in cells]))
            begun = reader.line_num + 1
            if len(lines) > MOST_ROWS * 2:
                raise too_many_rows()
    except csv.Error as error:
        raise UnreadableTable(
            _("Row %(number)s cannot be read. Check the quotation marks; a cell holds at most %(most)s characters.")
            % {"number": begun, "most": LONGEST_CELL}
        ) from error
    return table_of(lines)


def _decoded(content: bytes) -> str:
    for start, encoding in _MARKS:
        if content.startswith(start):
            return _as(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _as(content, "cp1252")


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTable(
            _("The characters of the file cannot be read. Save it as “CSV UTF-8” or as an Excel workbook (.xlsx).")
        ) from error


def _separator(text: str) -> str:
    """Return the sign that parts most headings; the semicolon where there is only one."""
    first = next((line for line in text.splitlines() if line.strip(f"{SEPARATORS} ")), "")
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(SEPARATORS, key=bare.count)
