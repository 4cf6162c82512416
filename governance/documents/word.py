"""Prints a sheet as a Word document with python-docx.

Real heading styles, repeating header rows, page numbers as fields, German throughout, title and author in
the properties. The same sheet gives the same bytes: the dates are the document's own, the archive has none.
Source: design/papers.md (Documents, Word).
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from governance.documents.letterhead import letterhead_template
from governance.documents.richtree import (
    Block,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    RichText,
    Run,
    TableBlock,
)
from governance.documents.sheet import (
    Box,
    Facts,
    Grid,
    Note,
    Points,
    Sheet,
    SheetBlock,
    Signatures,
    shortened,
)
from governance.documents.word_tables import add_facts, add_grid, add_user_table, text_width
from governance.documents.word_template import template
from governance.documents.word_text import add_field, add_runs, new_list, put_in_list

LANGUAGE = "de-DE"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_POINT_INDENT = 454
_BOX_INDENT = 227


def word_bytes(sheet: Sheet, letterhead: bytes | None = None) -> bytes:
    """Return `sheet` as the bytes of a .docx file, in the frame of a letterhead that `check_letterhead` has passed."""
    writer = _Writer(sheet, letterhead)
    writer.write()
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return _without_times(buffer.getvalue())


def _without_times(data: bytes) -> bytes:
    """Pack the archive again without the time of packing, so that equal content gives equal bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=_NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return packed.getvalue()


class _Writer:
    """Appends the blocks of one sheet to a new document."""

    def __init__(self, sheet: Sheet, letterhead: bytes | None = None) -> None:
        self.sheet = sheet
        self.own_frame = letterhead is None
        frame = template() if letterhead is None else letterhead_template(letterhead)
        self.document = docx.Document(io.BytesIO(frame))
        self.text_width = text_width(self.document)
        self._after_table = False

    def write(self) -> None:
        """Write the whole sheet; header and footer of a letterhead stay, what ours say comes at the end of the text."""
        self._properties()
        if self.own_frame:
            self._running_lines()
            self._sender()
        self._head()
        for block in self.sheet.blocks:
            self._block(block)
        if not self.own_frame:
            self._closing_line()
        elif self._after_table:
            self._paragraph("", "Normal")

    def _properties(self) -> None:
        properties = self.document.core_properties
        moment = datetime.combine(self.sheet.on, time(), tzinfo=UTC).replace(tzinfo=None)
        properties.title = self.sheet.full_title
        properties.subject = shortened(self.sheet.status, 255)
        properties.author = shortened(self.sheet.author, 255)
        properties.last_modified_by = shortened(self.sheet.author, 255)
        properties.language = LANGUAGE
        properties.created = moment
        properties.modified = moment
        properties.revision = 1

    def _running_lines(self) -> None:
        """Title from the second page on; footer with number, hash and page on every page."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        header = section.header.paragraphs[0]
        add_runs(header, (Run(self.sheet.running_title),))
        for footer in (section.first_page_footer, section.footer):
            footer.is_linked_to_previous = False
            first = footer.paragraphs[0]
            first.paragraph_format.tab_stops.add_tab_stop(Twips(self.text_width), 2)
            add_runs(first, (Run(f"{self.sheet.footer}\tSeite "),))
            add_field(first, "PAGE")
            add_runs(first, (Run(" von "),))
            add_field(first, "NUMPAGES")
            if self.sheet.content_hash:
                second = footer.add_paragraph()
                second._p.style = "Footer"
                add_runs(second, (Run(f"Prüfsumme {self.sheet.content_hash}"),))

    def _closing_line(self) -> None:
        parts = [self.sheet.footer, f"Prüfsumme {self.sheet.content_hash}" if self.sheet.content_hash else ""]
        self._paragraph(" · ".join(filter(None, parts)), "Note")

    def _sender(self) -> None:
        self._paragraph(self.sheet.sender, "Sender")
        for group in (self.sheet.sender_lines, self.sheet.contact_lines):
            if group:
                self._paragraph(" · ".join(group), "SenderLine")

    def _head(self) -> None:
        sheet = self.sheet
        if sheet.notice:
            self._paragraph(sheet.notice, "Note")
        for number, value in enumerate(sheet.recipient_lines):
            paragraph = self._paragraph(value, "Address")
            if not number:
                paragraph.paragraph_format.space_before = Pt(36)
        if sheet.place_and_date:
            paragraph = self._paragraph(sheet.place_and_date, "Address")
            paragraph.paragraph_format.space_before = Pt(24)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._paragraph(sheet.kind, "DocumentKind")
        self._paragraph(sheet.title, "Title")
        if sheet.status:
            self._paragraph(sheet.status, "Status")

    def _paragraph(self, content: Inline | str, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style
        if self._after_table and style in {"Normal", "Note", "Resolution", "ListParagraph"}:
            paragraph.paragraph_format.space_before = Pt(9)
        self._after_table = False
        add_runs(paragraph, (Run(content),) if isinstance(content, str) else content)
        return paragraph

    def _block(self, block: SheetBlock) -> None:
        match block:
            case Paragraph(runs):
                self._paragraph(runs, "Normal")
            case Heading(level, runs):
                self._paragraph(runs, f"Heading{min(level, 6)}")
            case ListBlock():
                self._list(block, "ListParagraph")
            case Note(runs):
                self._paragraph(runs, "Note")
            case Points(rows):
                self._points(rows, "Normal", 0)
            case Box(blocks):
                self._box(blocks)
            case Signatures(rows):
                for role, name, signed in rows:
                    self._signature(role, name, signed)
            case TableBlock() | Grid() | Facts():
                self._table(block)

    def _table(self, block: TableBlock | Grid | Facts) -> None:
        if self._after_table:
            # Two tables without a paragraph between them would become one.
            self._paragraph("", "TableText")
        match block:
            case Grid():
                add_grid(self.document, block)
            case Facts():
                add_facts(self.document, block)
            case TableBlock():
                add_user_table(self.document, block)
        self._after_table = True

    def _box(self, blocks: tuple[Block | Points, ...]) -> None:
        for block in blocks:
            match block:
                case Points(rows):
                    self._points(rows, "Resolution", _BOX_INDENT)
                case Paragraph(runs) | Heading(_, runs):
                    self._paragraph(runs, "Resolution")
                case ListBlock():
                    self._list(block, "Resolution")
                case TableBlock():
                    self._table(block)

    def _points(self, rows: tuple[tuple[str, RichText], ...], style: str, indent: int) -> None:
        """The number hangs before the first paragraph of its point."""
        for number, blocks in rows:
            label: Inline = (Run(f"{number}\t"),)
            if not blocks:
                self._indented(label, style, indent)
            for block in blocks:
                match block:
                    case Paragraph(runs) | Heading(_, runs):
                        self._indented((*label, *runs), style, indent)
                    case ListBlock():
                        self._list(block, style, below=1)
                    case TableBlock():
                        self._table(block)
                label = ()

    def _indented(self, runs: Inline, style: str, indent: int) -> None:
        """A paragraph of a point; its number, if any, hangs to the left."""
        paragraph = self._paragraph(runs, style)
        layout = paragraph.paragraph_format
        layout.left_indent = Twips(indent + _POINT_INDENT)
        layout.space_after = Pt(3)
        if runs and runs[0].text.endswith("\t"):
            layout.first_line_indent = Twips(-_POINT_INDENT)
            layout.tab_stops.add_tab_stop(Twips(indent + _POINT_INDENT))

    def _list(self, block: ListBlock, style: str, *, below: int = 0) -> None:
        list_id = new_list(self.document, ordered=block.ordered)
        for item in block.items:
            put_in_list(self._paragraph(item.runs, style), list_id, min(below, 5))
            for inner in item.lists:
                self._list(inner, style, below=below + 1)

    def _signature(self, role: str, name: str, signed: str) -> None:
        if signed:
            above = self._paragraph(signed, "Note").paragraph_format
            above.space_before, above.keep_with_next = Pt(24), True
        line = self._paragraph((Run(name), Run(f"\n{role}")), "SignatureLine")
        if signed:
            line.paragraph_format.space_before = Pt(4)
