"""Rich text: one small allow-list, one small tree.

Everything a person wrote in an editor passes `clean_html` on input and on output; Word and PDF are made from
the tree of `parse`, so that page, Word and PDF show the same. Allowed: headings h2 to h4, paragraphs, nested
lists, bold, italic, links (http, https, mailto) and simple tables. Source: design/papers.md, Rich text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import nh3

from governance.documents.richparser import TreeBuilder
from governance.documents.richtree import (
    Block,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    RichText,
    Run,
    TableBlock,
    text_of,
)
from governance.rules.characters import clean_text

__all__ = [
    "ATTRIBUTES",
    "TAGS",
    "URL_SCHEMES",
    "Block",
    "Heading",
    "Inline",
    "ListBlock",
    "ListItem",
    "Paragraph",
    "RichText",
    "Run",
    "TableBlock",
    "clean_html",
    "from_plain",
    "parse",
    "plain_text",
    "text_of",
    "to_html",
]

TAGS = frozenset(
    {"h2", "h3", "h4", "p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}}
URL_SCHEMES = frozenset({"http", "https", "mailto"})

# Read from pasted text and turned into allowed tags, so that two lines do not grow together to one word.
_RENAMED = frozenset({"h1", "h5", "h6", "div", "blockquote", "pre", "section", "article", "tfoot"})
_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)[^\s]*\Z", re.IGNORECASE)


def _checked_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an address only if it is absolute and of an allowed scheme; nh3 alone lets relative ones pass."""
    return value if (tag, name) == ("a", "href") and _ADDRESS.match(value) else None


def parse(html: str) -> RichText:
    """Return the tree of `html`, which may be any string: it is cleaned first and never an error."""
    cleaned = nh3.clean(
        clean_text(html),
        tags=set(TAGS | _RENAMED),
        attributes=ATTRIBUTES,
        url_schemes=set(URL_SCHEMES),
        attribute_filter=_checked_attribute,
        link_rel=None,
    )
    builder = TreeBuilder()
    builder.feed(cleaned)
    return builder.finish()


def clean_html(html: str) -> str:
    """Return `html` with nothing but the allow-list, well-formed and tidy; cleaning twice changes nothing."""
    return to_html(parse(html))


def from_plain(text: str) -> RichText:
    """Return the tree of plain text: an empty line begins a paragraph, a line end stays a line break."""
    paragraphs = (part.strip() for part in re.split(r"\n[ \t]*\n", clean_text(text)))
    return tuple(Paragraph((Run(part),)) for part in paragraphs if part)


def to_html(blocks: RichText) -> str:
    """Return `blocks` as HTML of the allow-list. Every text is escaped."""
    return "".join(_block_html(block) for block in blocks)


def plain_text(blocks: RichText) -> str:
    """Return `blocks` as lines of text: for search, mails and comparisons."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _block_html(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{_inline_html(runs)}</p>"
        case Heading(level, runs):
            return f"<h{level}>{_inline_html(runs)}</h{level}>"
        case ListBlock():
            return _list_html(block)
        case TableBlock(head, rows):
            header = f"<thead>{_row_html(head, 'th')}</thead>" if head else ""
            return f"<table>{header}<tbody>{''.join(_row_html(row, 'td') for row in rows)}</tbody></table>"


def _list_html(block: ListBlock) -> str:
    tag = "ol" if block.ordered else "ul"
    items = (
        f"<li>{_inline_html(item.runs)}{''.join(_list_html(inner) for inner in item.lists)}</li>"
        for item in block.items
    )
    return f"<{tag}>{''.join(items)}</{tag}>"


def _row_html(cells: Iterable[Inline], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_inline_html(cell)}</{tag}>' for cell in cells)}</tr>"


def _inline_html(runs: Inline) -> str:
    return "".join(_run_html(run) for run in runs)


def _run_html(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    if run.italic:
        text = f"<i>{text}</i>"
    if run.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(runs) | Heading(_, runs):
            return [text_of(runs)]
        case ListBlock():
            return _list_lines(block, "")
        case TableBlock(head, rows):
            every = (head, *rows) if head else rows
            return [" | ".join(text_of(cell).replace("\n", " ") for cell in row) for row in every]


def _list_lines(block: ListBlock, indent: str) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, start=1):
        sign = f"{number}." if block.ordered else "–"
        lines.append(f"{indent}{sign} {text_of(item.runs)}")
        for inner in item.lists:
            lines += _list_lines(inner, indent + "   ")
    return lines
