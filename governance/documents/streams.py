"""The stream of an editor as plain data: cleaned before it is stored, and as the tree that every output reads.

A stream is a list of `{"type": "text" | "table", "value": …}`. Text is HTML, a table the data of the editor's grid:
`data` (rows of cells) and `first_row_is_table_header`. Source: design/papers.md, Rich text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.documents.richtext import RichText, Run, TableBlock, clean_html, parse
from governance.rules.characters import clean_lines

MOST_ROWS = 200
MOST_COLUMNS = 20


def text_block(html: str) -> dict[str, Any]:
    """Return one block of rich text."""
    return {"type": "text", "value": html}


def clean_stream(stream: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the stream with nothing but the allow-list; blocks without content and of unknown kinds go."""
    cleaned = []
    for block in stream:
        kept: dict[str, Any] | None = None
        if block.get("type") == "text":
            html = clean_html(str(block.get("value") or ""))
            kept = {"type": "text", "value": html} if html else None
        elif block.get("type") == "table":
            kept = _clean_table(block.get("value"))
        if kept is not None:
            cleaned.append({**kept, "id": str(block["id"])[:64]} if block.get("id") else kept)
    return cleaned


def stream_tree(stream: Iterable[Mapping[str, Any]]) -> RichText:
    """Return the tree of a stream, cleaned once more."""
    tree: list[Any] = []
    for block in clean_stream(stream):
        if block["type"] == "text":
            tree += parse(block["value"])
        else:
            tree.append(_table(block["value"]))
    return tuple(tree)


def _clean_table(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        return None
    rows = [
        [clean_lines(str(cell)) if cell is not None else "" for cell in row[:MOST_COLUMNS]]
        for row in (value.get("data") or [])[:MOST_ROWS]
        if isinstance(row, list | tuple)
    ]
    if not any(any(row) for row in rows):
        return None
    head = bool(value.get("first_row_is_table_header") or value.get("table_header_choice") in {"row", "both"})
    kept = {
        "data": rows,
        "first_row_is_table_header": head,
        "first_col_is_header": bool(value.get("first_col_is_header")),
        "table_header_choice": "row" if head else "neither",
        "table_caption": clean_lines(str(value.get("table_caption") or ""))[:200],
    }
    return {"type": "table", "value": kept}


def _table(value: Mapping[str, Any]) -> TableBlock:
    width = max(len(row) for row in value["data"])
    rows = tuple(
        tuple((Run(cell),) if cell else () for cell in [*row, *[""] * (width - len(row))]) for row in value["data"]
    )
    return TableBlock(rows[0], rows[1:]) if value["first_row_is_table_header"] else TableBlock((), rows)
