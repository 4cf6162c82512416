"""The JSON of a sheet, as `typst/document.typ` reads it: lists and dictionaries of plain text."""

from __future__ import annotations

import re
from typing import Any

from governance.documents.richtree import Heading, Inline, ListBlock, Paragraph, RichText, Run, TableBlock, text_of
from governance.documents.sheet import Box, Facts, Grid, Note, Points, Sheet, SheetBlock, Signatures
from governance.documents.typography import unbroken

Data = dict[str, Any]

# Longer than any German word a dictionary hyphenates: addresses, hashes, noise. Typst would let it run off
# the page, so it may break after every twelfth character (a zero-width space prints nothing).
_LONG = re.compile(r"[^\s\u200b-]{40,}")
_BREAK = "\u200b"
_STEP = 12
_FITS = 800


def sheet_data(sheet: Sheet, *, family: str) -> Data:
    """Return `sheet` as data; `family` is the font of the text."""
    return {
        "family": family,
        "sender": _soft(sheet.sender),
        "sender_lines": [_soft(value) for value in sheet.sender_lines],
        "contact_lines": [_soft(value) for value in sheet.contact_lines],
        "notice": _soft(sheet.notice),
        "recipient_lines": [_soft(value) for value in sheet.recipient_lines],
        "place_and_date": _soft(sheet.place_and_date),
        "kind": _soft(sheet.kind),
        "title": _soft(sheet.title),
        "full_title": sheet.full_title,
        "running_title": sheet.running_title,
        "status": _soft(sheet.status),
        "footer": sheet.footer,
        "content_hash": sheet.content_hash,
        "author": sheet.author,
        "blocks": [_block(block) for block in sheet.blocks],
    }


def _soft(text: str) -> str:
    return _LONG.sub(lambda match: _BREAK.join(_pieces(match[0])), unbroken(text))


def _pieces(word: str) -> list[str]:
    return [word[start : start + _STEP] for start in range(0, len(word), _STEP)]


def _runs(runs: Inline) -> list[Data]:
    return [_run(run) for run in runs]


def _run(run: Run) -> Data:
    data: Data = {"lines": [_soft(part) for part in run.text.split("\n")]}
    if run.bold:
        data["bold"] = True
    if run.italic:
        data["italic"] = True
    if run.href:
        data["href"] = run.href
    if run.mark:
        data["mark"] = run.mark
    return data


def _block(block: SheetBlock) -> Data:
    """Return a block as a dictionary whose `type` names the function that places it."""
    data: Data
    match block:
        case Paragraph(runs):
            data = {"type": "paragraph", "runs": _runs(runs)}
        case Heading(level, runs):
            data = {"type": "heading", "level": level, "runs": _runs(runs)}
        case Note(runs):
            data = {"type": "note", "runs": _runs(runs)}
        case ListBlock():
            data = _list(block)
        case TableBlock(head, rows):
            columns = len(rows[0] if rows else head)
            data = _table([_runs(cell) for cell in head], rows, [1] * columns, [])
        case Grid(names, rows, widths, flush_right):
            data = _table([_runs((Run(name),)) for name in names], rows, list(widths), list(flush_right))
        case Facts(values):
            labelled = [[label, _runs(value)] for label, value in values]
            data = {"type": "facts", "rows": labelled, "together": _is_short(values)}
        case Points(points):
            data = {"type": "points", "rows": [[_soft(number), _blocks(blocks)] for number, blocks in points]}
        case Box(blocks):
            data = {"type": "box", "blocks": [_block(inner) for inner in blocks]}
        case Signatures(signers):
            data = {"type": "signatures", "rows": [[_soft(part) for part in signer] for signer in signers]}
    return data


def _is_short(values: tuple[tuple[str, Inline], ...]) -> bool:
    """Tell whether labels and values surely fit on one page, so that no page break may part them."""
    return sum(len(text_of(value)) for _label, value in values) < _FITS


def _table(
    head: list[list[Data]], rows: tuple[tuple[Inline, ...], ...], widths: list[int], flush_right: list[int]
) -> Data:
    return {
        "type": "table",
        "head": head,
        "rows": [[_runs(cell) for cell in row] for row in rows],
        "widths": widths,
        "flush_right": flush_right,
    }


def _blocks(blocks: RichText) -> list[Data]:
    return [_block(block) for block in blocks]


def _list(block: ListBlock) -> Data:
    return {
        "type": "list",
        "ordered": block.ordered,
        "items": [{"runs": _runs(item.runs), "lists": [_list(inner) for inner in item.lists]} for item in block.items],
    }
