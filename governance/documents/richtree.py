"""The tree that rich text is parsed into: a few frozen blocks with styled runs of text.

Source: design/papers.md, Rich text („converted to Word and PDF from the same tree“).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["", "added", "removed"]


@dataclass(frozen=True)
class Run:
    """A piece of text in one style.

    A line break is `\\n` in the text. `href` is an http, https or mailto address or empty. `mark` is never
    set by a person's text, only where a document shows a change of wording.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    mark: Mark = ""


Inline = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Inline


@dataclass(frozen=True)
class Heading:
    """A heading inside a text, level 2 to 4."""

    level: int
    runs: Inline


@dataclass(frozen=True)
class ListItem:
    """An entry of a list: its text and the lists inside it."""

    runs: Inline
    lists: tuple[ListBlock, ...] = ()


@dataclass(frozen=True)
class ListBlock:
    """A list with signs or, if `ordered`, with numbers."""

    ordered: bool
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class TableBlock:
    """A simple table. `head` is the header row or empty; every row has the same number of cells."""

    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


Block = Paragraph | Heading | ListBlock | TableBlock
RichText = tuple[Block, ...]


def text_of(runs: Inline) -> str:
    """Return the text of `runs` without style."""
    return "".join(run.text for run in runs)
