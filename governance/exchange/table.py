"""A table as it was handed in: text in cells, whatever the file was, and what is wrong with single cells.

Every value is text: Excel's dates become German ones, whole numbers lose their decimals, truth becomes ja and nein.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2_000
"""All or nothing is one transaction, which on SQLite keeps everybody else from writing: some seconds at most."""
MOST_COLUMNS = 60
LONGEST_CELL = 10_000

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r\n]")


class UnreadableTable(Exception):
    """The file cannot be read as a table; the sentence says why and what to do."""


@dataclass
class SourceRow:
    """One row under the headings; `number` is what the programme shows beside it.

    `faults` are sentences by the place of their cell, `fault` is one about the row as a whole.
    """

    number: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in the row."""
        return not any(self.cells) and not self.faults


@dataclass
class Table:
    """The headings and the rows below them that are not empty."""

    headings: list[str]
    rows: list[SourceRow]

    def to_data(self) -> dict[str, Any]:
        """Return what is stored between dry run and confirmation."""
        return {
            "headings": self.headings,
            "rows": [
                [row.number, row.cells, {str(at): text for at, text in row.faults.items()}, row.fault]
                for row in self.rows
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Table:
        """Return the table of `to_data`."""
        rows = [
            SourceRow(number, cells, {int(at): text for at, text in faults.items()}, fault)
            for number, cells, faults, fault in data["rows"]
        ]
        return cls(data["headings"], rows)


def table_of(lines: list[SourceRow]) -> Table:
    """Return the table whose headings stand in the first line that is not empty; raises `UnreadableTable`."""
    filled = [line for line in lines if not line.is_empty]
    if not filled:
        raise UnreadableTable(_("The file is empty. The first row holds the headings of the columns."))
    headings = [cell.strip() for cell in filled[0].cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise UnreadableTable(_("The table has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    rows = filled[1:]
    if not rows:
        raise UnreadableTable(_("There is no row below the headings."))
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    for row in rows:
        _fit(row, len(headings))
    return Table(headings, rows)


def too_many_rows() -> UnreadableTable:
    """Return the refusal of a table that is too long."""
    return UnreadableTable(
        _("The table has more than %(most)s rows. Split it into several files.") % {"most": MOST_ROWS}
    )


def _fit(row: SourceRow, width: int) -> None:
    """Cut empty cells at the end; a row that is shorter or longer than the headings has lost or won a cell."""
    while len(row.cells) > width and not row.cells[-1]:
        row.cells.pop()
    if len(row.cells) != width and not row.fault:
        row.fault = _(
            "This row has %(cells)s cells, the headings are %(width)s. Check whether a separator is missing."
        ) % {
            "cells": len(row.cells),
            "width": width,
        }
    row.cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    for place, cell in enumerate(row.cells):
        if len(cell) > LONGEST_CELL:
            row.cells[place] = ""
            row.faults[place] = _("This cell holds more than %(most)s characters.") % {"most": LONGEST_CELL}
        elif cell.startswith("="):
            row.faults[place] = formula_fault()
        elif _SHIELDED.match(cell):
            row.cells[place] = cell[1:]
    row.faults = {place: fault for place, fault in row.faults.items() if place < width}


def formula_fault() -> str:
    """Return the sentence about a cell that is computed."""
    return _("This is a formula. Put its value into the cell; write an apostrophe in front if it is meant as text.")


def shielded(text: str) -> str:
    """Return `text` as it may stand in a cell of a file: nothing in it is computed. `_fit` takes it back."""
    return f"'{text}" if _FORMULA.match(text) or _SHIELDED.match(text) else text
