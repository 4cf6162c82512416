"""Builds the tree of `richtree` from HTML that nh3 has already cleaned.

The builder never trusts nesting: what does not belong into a tree of headings, paragraphs, lists and simple
tables is flattened (a paragraph in a list entry becomes a line, a table in a table becomes text), never
dropped. Nothing here recurses with the depth of the input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

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

LIST_DEPTH = 6

_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "pre", "section", "article"})
_BLANKS = re.compile(r"[ \t\r\n]+")


class _Line:
    """Collects the runs of one paragraph, entry or cell and tidies their blanks."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, text: str, style: Run) -> None:
        last = self.runs[-1].text[-1] if self.runs else "\n"
        if last in " \n":
            text = text.lstrip(" ")
        if not text:
            return
        run = Run(text, bold=style.bold, italic=style.italic, href=style.href)
        if self.runs and self.runs[-1] == Run(self.runs[-1].text, run.bold, run.italic, run.href):
            self.runs[-1] = Run(self.runs[-1].text + text, run.bold, run.italic, run.href)
        else:
            self.runs.append(run)

    def line_break(self) -> None:
        """End the line, unless nothing stands here yet."""
        if self.runs:
            self._trim(" ")
            self.add("\n", Run(""))

    def fresh_line(self) -> None:
        """Begin a line for what was a block of its own, without an empty line before it."""
        if not self.runs or not self.runs[-1].text.rstrip(" ").endswith("\n"):
            self.line_break()

    def finish(self) -> Inline:
        self._trim(" \n")
        return tuple(self.runs)

    def _trim(self, signs: str) -> None:
        while self.runs:
            last = self.runs.pop()
            text = last.text.rstrip(signs)
            if text:
                self.runs.append(Run(text, last.bold, last.italic, last.href))
                return


@dataclass
class _OpenList:
    ordered: bool
    items: list[ListItem] = field(default_factory=list)
    line: _Line = field(default_factory=_Line)
    inner: list[ListBlock] = field(default_factory=list)

    def end_item(self) -> None:
        runs, lists = self.line.finish(), tuple(self.inner)
        if runs or lists:
            self.items.append(ListItem(runs, lists))
        self.line, self.inner = _Line(), []


@dataclass
class _OpenTable:
    rows: list[tuple[bool, list[Inline]]] = field(default_factory=list)
    cell: _Line | None = None
    depth: int = 1

    def start_row(self) -> None:
        self.end_cell()
        self.rows.append((True, []))

    def start_cell(self, is_head: bool) -> _Line:
        self.end_cell()
        if not self.rows:
            self.start_row()
        all_head, cells = self.rows[-1]
        self.rows[-1] = (all_head and is_head, cells)
        self.cell = _Line()
        return self.cell

    def end_cell(self) -> None:
        if self.cell is not None:
            self.rows[-1][1].append(self.cell.finish())
            self.cell = None

    def finish(self) -> TableBlock | None:
        self.end_cell()
        rows = [(head, cells) for head, cells in self.rows if any(cells)]
        width = max((len(cells) for _, cells in rows), default=0)
        if not width:
            return None
        filled = [(head, tuple(cells) + ((),) * (width - len(cells))) for head, cells in rows]
        has_head = filled[0][0] and len(filled) > 1
        return TableBlock(
            head=filled[0][1] if has_head else (),
            rows=tuple(cells for _, cells in filled[1 if has_head else 0 :]),
        )


class TreeBuilder(HTMLParser):
    """Feed it cleaned HTML, then call `finish`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._line = _Line()
        self._heading = 0
        self._lists: list[_OpenList] = []
        self._list_depth = 0
        self._table: _OpenTable | None = None
        self._bold = 0
        self._italic = 0
        self._hrefs: list[str] = []

    def finish(self) -> RichText:
        """Return the tree of all that was fed."""
        self.close()
        self._end_table()
        while self._lists:
            self._end_list()
        self._end_line()
        return tuple(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        if tag in {"b", "strong"}:
            self._bold += 1
        elif tag in {"i", "em"}:
            self._italic += 1
        elif tag == "a":
            self._hrefs.append(dict(attrs).get("href") or "")
        elif tag == "br":
            self._sink().line_break()
        elif tag in _HEADINGS or tag in _PARAGRAPHS:
            self._start_paragraph(_HEADINGS.get(tag, 0))
        elif tag in {"ul", "ol"}:
            self._start_list(tag == "ol")
        elif tag == "li":
            self._start_item()
        else:
            self._start_table_part(tag)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag in {"b", "strong"}:
            self._bold = max(self._bold - 1, 0)
        elif tag in {"i", "em"}:
            self._italic = max(self._italic - 1, 0)
        elif tag == "a" and self._hrefs:
            self._hrefs.pop()
        elif tag in _HEADINGS or tag in _PARAGRAPHS:
            self._start_paragraph(0)
        elif tag in {"ul", "ol"} and self._list_depth and self._table is None:
            self._list_depth -= 1
            if self._list_depth < len(self._lists):
                self._end_list()
        elif tag == "table" and self._table is not None:
            self._table.depth -= 1
            if not self._table.depth:
                self._end_table()

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        href = self._hrefs[-1] if self._hrefs else ""
        style = Run("", bold=self._bold > 0, italic=self._italic > 0, href=href)
        text = _BLANKS.sub(" ", data)
        if self._table is not None and self._table.cell is None and not text.strip():
            return
        self._sink().add(text, style)

    def _sink(self) -> _Line:
        if self._table is not None:
            return self._table.cell or self._table.start_cell(is_head=False)
        return self._lists[-1].line if self._lists else self._line

    def _start_paragraph(self, level: int) -> None:
        if self._table is not None or self._lists:
            self._sink().fresh_line()
        else:
            self._end_line()
            self._heading = level

    def _end_line(self) -> None:
        runs = self._line.finish()
        if runs:
            self._blocks.append(Heading(self._heading, runs) if self._heading else Paragraph(runs))
        self._line, self._heading = _Line(), 0

    def _start_list(self, ordered: bool) -> None:
        if self._table is not None:
            self._sink().fresh_line()
            return
        self._end_line()
        self._list_depth += 1
        if self._list_depth <= LIST_DEPTH:
            self._lists.append(_OpenList(ordered))

    def _start_item(self) -> None:
        if self._table is not None:
            self._sink().fresh_line()
        elif self._lists:
            self._lists[-1].end_item()
        else:
            self._start_paragraph(0)

    def _end_list(self) -> None:
        ended = self._lists.pop()
        ended.end_item()
        if not ended.items:
            return
        block = ListBlock(ended.ordered, tuple(ended.items))
        if not self._lists:
            self._blocks.append(block)
            return
        outer = self._lists[-1]
        if not outer.line.runs and not outer.inner and outer.items:
            # A list that stands beside its entry instead of inside it, as old editors write it.
            last = outer.items.pop()
            outer.items.append(ListItem(last.runs, (*last.lists, block)))
        else:
            outer.inner.append(block)

    def _start_table_part(self, tag: str) -> None:
        if tag == "table" and self._table is None and not self._lists:
            self._end_line()
            self._table = _OpenTable()
        elif tag == "table" and self._table is not None:
            self._table.depth += 1
            self._sink().fresh_line()
        elif self._table is None or self._table.depth > 1:
            self._sink().fresh_line()
        elif tag == "tr":
            self._table.start_row()
        elif tag in {"td", "th"}:
            self._table.start_cell(is_head=tag == "th")

    def _end_table(self) -> None:
        if self._table is None:
            return
        block, self._table = self._table.finish(), None
        if block is not None:
            self._blocks.append(block)
