"""A printed sheet as a page: the same blocks that Word and PDF print, so that a preview shows what will be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from governance.documents.richtext import to_html
from governance.documents.richtree import Heading, Inline, Paragraph
from governance.documents.sheet import Box, Facts, Grid, Note, Points, Sheet, SheetBlock, Signatures

TOP_LEVEL = 3  # page and document have their headings above


def sheet_html(sheet: Sheet) -> SafeString:
    """Return the blocks of `sheet` as HTML; texts are escaped, nothing but the allow-list is markup."""
    return format_html_join("", "{}", ((_block(block),) for block in sheet.blocks))


def _block(block: SheetBlock) -> SafeString:  # noqa: PLR0911 - one answer for each kind of block
    match block:
        case Facts():
            rows = ((label, _runs(value)) for label, value in block.rows)
            return format_html("<dl>{}</dl>", format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows))
        case Grid():
            return _grid(block)
        case Points():
            points = ((number, _tree(text)) for number, text in block.rows)
            return format_html("<dl class='desk-points'>{}</dl>", format_html_join("", POINT, points))
        case Box():
            inner = format_html_join("", "{}", ((_block(part),) for part in block.blocks))
            return format_html("<div class='desk-wording'>{}</div>", inner)
        case Note():
            return format_html("<p class='desk-detail'>{}</p>", _runs(block.runs))
        case Signatures():
            return format_html_join("", "<p>{}: {} {}</p>", block.rows)
        case Heading():
            return _tree((replace(block, level=min(6, block.level + TOP_LEVEL - 1)),))
        case _:
            return _tree((block,))


POINT = "<div><dt>{}</dt><dd>{}</dd></div>"


def _grid(grid: Grid) -> SafeString:
    head = format_html_join("", "<th scope='col'>{}</th>", ((label,) for label in grid.head))
    rows = ((_cells(row),) for row in grid.rows)
    table = "<div class='desk-scroll' tabindex='0' role='region' aria-label='{}'><table>{}</table></div>"
    inner = format_html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", head, format_html_join("", "<tr>{}</tr>", rows))
    return format_html(table, ", ".join(grid.head), inner)


def _cells(row: Iterable[Inline]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((_runs(cell),) for cell in row))


def _runs(runs: Inline) -> SafeString:
    """Return runs without a paragraph around them."""
    html = to_html((Paragraph(runs),)) if runs else ""
    return mark_safe(html.removeprefix("<p>").removesuffix("</p>"))


def _tree(blocks: tuple[object, ...]) -> SafeString:
    return mark_safe(to_html(blocks))  # type: ignore[arg-type]
