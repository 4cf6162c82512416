"""What is printed, before anybody decides whether by Word or by Typst.

The three layouts turn a document of `content` into one `Sheet`; `word` and `pdf` print a sheet and know no
document. That is why Word and PDF always agree. Every text in a sheet is clean (`rules.characters`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from governance.documents.richtext import parse, to_html
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
)
from governance.rules.characters import clean_line, clean_lines


@dataclass(frozen=True)
class Facts:
    """Labels with their values, one below the other."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Grid:
    """A table: header row (repeats on every page), rows, relative widths, columns set flush right."""

    head: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    widths: tuple[int, ...]
    flush_right: tuple[int, ...] = ()


@dataclass(frozen=True)
class Points:
    """Numbered points whose numbers are part of the record, not counted by the program that prints them."""

    rows: tuple[tuple[str, RichText], ...]


@dataclass(frozen=True)
class Box:
    """Wording that was or will be decided, set off from the text around it."""

    blocks: tuple[Block | Points, ...]


@dataclass(frozen=True)
class Note:
    """A line in small type: legends, sources, rules."""

    runs: Inline


@dataclass(frozen=True)
class Signatures:
    """Places to sign: role, name, and what is printed above the line if it was signed."""

    rows: tuple[tuple[str, str, str], ...]


SheetBlock = Paragraph | Heading | ListBlock | TableBlock | Facts | Grid | Points | Box | Note | Signatures


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole document. `kind` is the line above the title („Beschlussvorlage LG/2027/03“)."""

    sender: str
    sender_lines: tuple[str, ...]
    contact_lines: tuple[str, ...]
    notice: str
    recipient_lines: tuple[str, ...]
    place_and_date: str
    kind: str
    title: str
    status: str
    footer: str
    content_hash: str
    author: str
    on: date
    blocks: tuple[SheetBlock, ...]

    @property
    def full_title(self) -> str:
        """The title in the properties of the file."""
        return shortened(f"{self.kind}: {self.title}", _LONGEST_TITLE)

    @property
    def running_title(self) -> str:
        """The title at the head of the following pages: one line."""
        return shortened(self.full_title, _LONGEST_LINE)


# Word takes no longer property, and a running line must not fill the page.
_LONGEST_TITLE = 255
_LONGEST_LINE = 100


def shortened(value: str, length: int = _LONGEST_LINE) -> str:
    """Return `value`, or its beginning and „…“ if it has more than `length` characters."""
    return value if len(value) <= length else f"{value[: length - 1].rstrip()}…"


def text(value: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """Return a typed value as runs: lines stay lines."""
    cleaned = clean_lines(value)
    return (Run(cleaned, bold=bold, italic=italic),) if cleaned else ()


def line(value: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """Return a typed value as the runs of one line."""
    cleaned = clean_line(value)
    return (Run(cleaned, bold=bold, italic=italic),) if cleaned else ()


def lines(*parts: Inline) -> Inline:
    """Put `parts` below each other in one cell; empty ones are left out."""
    joined: list[Run] = []
    for part in parts:
        if part:
            joined += [Run("\n"), *part] if joined else part
    return tuple(joined)


def heading(level: int, value: str) -> Heading:
    """Return a heading of one line, level 1 to 5."""
    return Heading(level, line(value) or (Run("Ohne Titel"),))


def paragraph(value: str, *, bold: bool = False) -> tuple[Paragraph, ...]:
    """Return a paragraph of a typed value, or nothing if it is empty."""
    runs = text(value, bold=bold)
    return (Paragraph(runs),) if runs else ()


def labelled(label: str, value: str) -> tuple[Paragraph, ...]:
    """Return „Label: value“, or nothing if the value is empty."""
    runs = text(value)
    return (Paragraph((Run(f"{label}: ", bold=True), *runs)),) if runs else ()


def facts(*rows: tuple[str, str]) -> tuple[Facts, ...]:
    """Return the rows that have a value, or nothing."""
    filled = tuple((label, text(value)) for label, value in rows if clean_line(value))
    return (Facts(filled),) if filled else ()


def bullet_list(items: Iterable[str]) -> tuple[ListBlock, ...]:
    """Return a list of typed lines, or nothing."""
    entries = tuple(_list_item(item) for item in items if clean_line(item))
    return (ListBlock(ordered=False, items=entries),) if entries else ()


def _list_item(value: str) -> ListItem:
    return ListItem(text(value))


def ordered_levels(blocks: Iterable[SheetBlock], *, below: int = 1) -> tuple[SheetBlock, ...]:
    """Return `blocks` with heading levels that never skip one (PDF/UA-1, 7.4.2), the first being `below`."""
    result: list[SheetBlock] = []
    last = below - 1
    for block in blocks:
        if isinstance(block, Heading):
            last = max(min(block.level, last + 1), 1)
            result.append(Heading(last, block.runs))
        else:
            result.append(block)
    return tuple(result)


def rich(blocks: RichText, *, below: int) -> RichText:
    """Return a person's text, cleaned once more, with its headings set under a heading of level `below`."""
    return tuple(
        Heading(block.level - 1 + below, block.runs) if isinstance(block, Heading) else block
        for block in parse(to_html(blocks))
    )


def wording(blocks: RichText) -> RichText:
    """Return a person's text for a box: cleaned once more, its headings as bold paragraphs."""
    return tuple(
        Paragraph(tuple(replace(run, bold=True) for run in block.runs)) if isinstance(block, Heading) else block
        for block in parse(to_html(blocks))
    )
