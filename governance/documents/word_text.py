"""Runs, links, fields and lists of a Word document."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from governance.documents.richtree import Inline, Run
from governance.documents.typography import unbroken


def add_runs(paragraph: WordParagraph, runs: Inline) -> None:
    """Append `runs` to `paragraph`; line breaks become breaks, addresses become hyperlinks."""
    for run in runs:
        element = _run(run)
        if run.href:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            link.append(element)
            paragraph._p.append(link)
        else:
            paragraph._p.append(element)


def _run(run: Run) -> BaseOxmlElement:
    element = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if run.href:
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "Hyperlink")
        properties.append(style)
    for tag, wanted in (("w:b", run.bold), ("w:i", run.italic), ("w:strike", run.mark == "removed")):
        if wanted:
            properties.append(OxmlElement(tag))
    if run.mark == "added":
        underline = OxmlElement("w:u")
        underline.set(qn("w:val"), "single")
        properties.append(underline)
    if len(properties):
        element.append(properties)
    for number, part in enumerate(run.text.split("\n")):
        if number:
            element.append(OxmlElement("w:br"))
        _append_text(element, part)
    return element


def _append_text(element: BaseOxmlElement, text: str) -> None:
    for number, part in enumerate(unbroken(text).split("\t")):
        if number:
            element.append(OxmlElement("w:tab"))
        if part:
            node = OxmlElement("w:t")
            node.text = part
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.append(node)


def add_field(paragraph: WordParagraph, instruction: str) -> None:
    """Append a field that the office program computes (PAGE, NUMPAGES)."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {instruction} ")
    field.append(_run(Run("1")))
    paragraph._p.append(field)


def new_list(document: WordDocument, *, ordered: bool) -> int:
    """Return the id of a fresh list of the template, so that every ordered list begins at its own 1."""
    numbering = document.part.numbering_part.element
    number = numbering.add_num(1 if ordered else 0)
    if ordered:
        for level in range(6):
            number.add_lvlOverride(level).add_startOverride(1)
    return int(number.numId)


def put_in_list(paragraph: WordParagraph, list_id: int, level: int) -> None:
    """Make `paragraph` an entry of the list `list_id` at `level`, counted from 0."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_id
