"""Writing tables: exports and templates, as Excel workbook and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from governance.access.viewer import Viewer
from governance.exchange.kinds import RESOURCES
from governance.exchange.resource import EXAMPLE, Column
from governance.exchange.widgets import Choice
from governance.exchange.xlsx_file import HINTS
from governance.models import ImportKind

LANGUAGE = "de"
"""Headings and words of the files are German whoever asks for them, so that every file can be read again."""


class TableFormat(StrEnum):
    """What a table can be downloaded as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        """Return the type of the file."""
        if self is TableFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class TableFile:
    """A file for download."""

    name: str
    content_type: str
    content: bytes
    rows: int


def export(viewer: Viewer, kind: str, form: TableFormat) -> TableFile:
    """Return what the viewer keeps of this kind as a file that can be imported again and changes nothing."""
    with override(LANGUAGE):
        resource = RESOURCES[kind](viewer)
        written = resource.write_out()
        rows = [list(row) for row in written]
        headings = [_marked(column) for column in resource.own_columns()]
        return _file(_file_name(kind, viewer.authority.slug), form, headings, rows, ())


def template(viewer: Viewer, kind: str, form: TableFormat) -> TableFile:
    """Return an empty table with its headings, an example row marked as one, and hints for every column."""
    with override(LANGUAGE):
        columns = RESOURCES[kind](viewer).own_columns()
        example = [column.example for column in columns]
        example[0] = f"{EXAMPLE}{example[0]}"
        hints = [
            [
                column.heading,
                _("Yes") if column.required else _("No"),
                str(column.hint),
                column.example,
                _possible(column),
            ]
            for column in columns
        ]
        return _file(_file_name(kind, _("template")), form, [_marked(column) for column in columns], [example], hints)


def _file_name(kind: str, word: str) -> str:
    return f"{ImportKind(kind).label}-{word}".replace(" ", "-").lower()


def _marked(column: Column) -> str:
    return f"{column.heading} *" if column.required else column.heading


def _possible(column: Column) -> str:
    return ", ".join(column.widget.labels.values()) if isinstance(column.widget, Choice) else ""


def _file(
    name: str, form: TableFormat, headings: Sequence[str], rows: Sequence[Sequence[str]], hints: Iterable[Sequence[str]]
) -> TableFile:
    content = _csv(headings, rows) if form is TableFormat.CSV else _xlsx(headings, rows, hints)
    return TableFile(f"{name}.{form}", form.content_type, content, len(rows))


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV as a German Excel opens it at once: UTF-8 with its mark, semicolons."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str], rows: Sequence[Sequence[str]], hints: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    _sheet(book, _("Table"), headings, rows)
    explained = list(hints)
    if explained:
        titles = [_("Column"), _("Mandatory"), _("Hint"), _("Example"), _("Possible words")]
        _sheet(book, HINTS, titles, explained)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a sheet whose cells are all text: nothing is computed, and a date stays as it is written."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, 1):
        longest = max([len(heading), *(len(row[place - 1]) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(place)].width = min(60, max(12, longest + 2))
    sheet.append([_cell(sheet, heading, heads=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])


def _cell(sheet: object, text: str, *, heads: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=len(text) > 60, vertical="top")
    if heads:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E3E8EE")
    return cell
