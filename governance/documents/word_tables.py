"""Tables of a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Twips
from docx.table import Table, _Cell

from governance.documents.richtree import Inline, Run, TableBlock
from governance.documents.sheet import Facts, Grid
from governance.documents.word_text import add_runs

# A4 less the margins of our template, in twentieths of a point; for a letterhead that does not say its own.
TEXT_WIDTH = 11906 - 1417 - 1134


def text_width(document: WordDocument) -> int:
    """Return how wide the text of the page is, in twentieths of a point."""
    section = document.sections[0]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    if width is None or left is None or right is None:
        return TEXT_WIDTH
    return int(Length(width - left - right - (section.gutter or 0)).twips)


def add_grid(document: WordDocument, grid: Grid) -> None:
    """Append a table whose header row is marked as such and repeats on every page."""
    table = _table(document, len(grid.rows) + 1, grid.widths, style="RuledTable", header=True)
    head, *rows = table._tbl.tr_lst
    _fill(table, head, tuple((Run(cell),) for cell in grid.head), ["TableHead"], grid.flush_right)
    for row, cells in zip(rows, grid.rows, strict=True):
        _fill(table, row, cells, ["TableText"], grid.flush_right)


def add_user_table(document: WordDocument, block: TableBlock) -> None:
    """Append a table that a person wrote: columns of equal width."""
    every = (block.head, *block.rows) if block.head else block.rows
    table = _table(document, len(every), (1,) * len(every[0]), style="RuledTable", header=bool(block.head))
    for number, (row, cells) in enumerate(zip(table._tbl.tr_lst, every, strict=True)):
        _fill(table, row, cells, ["TableHead" if block.head and not number else "TableText"])


def add_facts(document: WordDocument, facts: Facts) -> None:
    """Append labels and values as a table without header row, the labels marked as its first column."""
    table = _table(document, len(facts.rows), (3, 8), style="TableNormal", header=False)
    for row, (label, value) in zip(table._tbl.tr_lst, facts.rows, strict=True):
        _fill(table, row, ((Run(label),), value), ["TableHead", "TableText"])


def _table(document: WordDocument, rows: int, weights: Sequence[int], *, style: str, header: bool) -> Table:
    widths = [Twips(text_width(document) * weight // sum(weights)) for weight in weights]
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    table._tbl.tblPr.style = style
    _mark_look(table, header=header)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for number, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if header and not number:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width
    return table


def _mark_look(table: Table, *, header: bool) -> None:
    """Say what is a heading: the first row of a table, or the first column of labels and values."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    look = OxmlElement("w:tblLook")
    look.set(qn("w:val"), "0620" if header else "0680")
    look.set(qn("w:firstRow"), "1" if header else "0")
    look.set(qn("w:lastRow"), "0")
    look.set(qn("w:firstColumn"), "0" if header else "1")
    look.set(qn("w:lastColumn"), "0")
    look.set(qn("w:noHBand"), "1")
    look.set(qn("w:noVBand"), "1")
    properties.append(look)


def _fill(
    table: Table,
    row: Any,
    cells: tuple[Inline, ...],
    styles: Sequence[str],
    flush_right: tuple[int, ...] = (),
) -> None:
    """Write `cells` into `row`; the last of `styles` holds for all further columns.

    The cells are reached directly, because `Table.cell` walks the whole table for each of them.
    """
    for number, (element, runs) in enumerate(zip(row.tc_lst, cells, strict=True)):
        paragraph = _Cell(element, table).paragraphs[0]
        paragraph._p.style = styles[min(number, len(styles) - 1)]
        if number in flush_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_runs(paragraph, runs)
