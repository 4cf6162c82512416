"""Workbooks for tests: made by openpyxl, then bent into what people and attackers hand in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """Return a workbook whose first sheet holds `rows`; `change` bends it before it is written."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return the archive with a part added, or put in the place of the one with this name."""
    source, written = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for known in source.infolist():
            if known.filename != name:
                target.writestr(known, source.read(known))
        target.writestr(name, part)
    return written.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return a part of the archive."""
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def cells_of(content: bytes) -> list[list[Any]]:
    """Return the cells of the first sheet, as another programme reads them: what is computed begins with "="."""
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]


def kinds_of(content: bytes) -> set[str]:
    """Return which kinds of cells a workbook has: "s" text, "n" number or nothing, "f" formula."""
    book = load_workbook(io.BytesIO(content))
    return {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
