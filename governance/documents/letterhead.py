"""An authority's own Word letterhead: its styles, header, footer and margins under our documents.

`letterhead_template` turns the uploaded file into a template like ours (`word_template`): the text is gone, the styles
that we print with stand under our ids, our lists are there. The writer then needs to know nothing of it. Source:
papers.md (Documents, Word).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from governance.documents.word_template import template
from governance.rules.text import Message, mark

NEEDED: Mapping[str, str] = {
    "normal": "Standard",
    "title": "Titel",
    "heading 1": "Überschrift 1",
    "heading 2": "Überschrift 2",
    "heading 3": "Überschrift 3",
    "list paragraph": "Listenabsatz",
}
"""The styles that a letterhead must have, by their names in the file, with the names that a German Word shows."""

_KEPT = {
    RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER,
}  # fmt: skip
_KEPT_OF_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
_SETTINGS = ("documentProtection", "trackRevisions", "mailMerge", "attachedTemplate", "footnotePr", "endnotePr",
             "writeProtection", "docVars", "rsids")  # fmt: skip
_OUR_LISTS = 2
_CORE_TEXTS = ("category", "comments", "content_status", "identifier", "keywords", "version")


class NoLetterhead(Exception):
    """The file cannot be a letterhead; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


def missing_styles(document: WordDocument) -> tuple[str, ...]:
    """Return the names, as a German Word shows them, of the styles that a letterhead lacks."""
    known = {name for kind, name in _styles_by_name(document) if kind == "paragraph"}
    return tuple(shown for name, shown in NEEDED.items() if name not in known)


def check_letterhead(content: bytes) -> None:
    """Raise `NoLetterhead` if an inspected .docx file cannot be used, with the list of missing styles."""
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:  # whatever a strange file makes the library raise, the answer is a sentence
        raise NoLetterhead(
            Message(mark("The file cannot be read as a Word document. Save it anew in Word."))
        ) from error
    missing = missing_styles(document)
    if missing:
        lacks = mark(
            "The letterhead lacks these styles: %(styles)s. Use each of them once in Word, delete the text again and "
            "save the file."
        )
        raise NoLetterhead(Message(lacks, {"styles": ", ".join(missing)}))
    try:
        letterhead_template(content)
    except Exception as error:
        raise NoLetterhead(
            Message(mark("The file cannot be read as a Word document. Save it anew in Word."))
        ) from error


@lru_cache(maxsize=8)
def letterhead_template(content: bytes) -> bytes:
    """Return the empty template made of a letterhead; the same file gives the same bytes."""
    document = docx.Document(io.BytesIO(content))
    ours = docx.Document(io.BytesIO(template()))
    _keep_only_the_frame(document)
    _take_our_style_ids(document, ours)
    _add_missing_styles(document, ours)
    _add_our_lists(document, ours)
    _tidy(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _keep_only_the_frame(document: WordDocument) -> None:
    """Remove the text; of several sections the first stays, whose header the first page shows."""
    body = document.element.body
    first = next(body.iter(qn("w:sectPr")), None)
    kept = copy.deepcopy(first) if first is not None else OxmlElement("w:sectPr")
    for old in (*kept.findall(qn("w:footnotePr")), *kept.findall(qn("w:endnotePr")), *kept.findall(qn("w:type"))):
        kept.remove(old)
    for child in list(body):
        body.remove(child)
    body.append(kept)
    used = {element.get(qn("r:id")) for element in kept.iter() if element.get(qn("r:id"))}
    framing = {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}
    for key, relation in list(document.part.rels.items()):
        if relation.reltype not in _KEPT or (relation.reltype in framing and key not in used):
            del document.part.rels[key]
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype not in _KEPT_OF_PACKAGE:
            del package.rels[key]


def _styles_by_name(document: WordDocument) -> dict[tuple[str, str], Any]:
    found = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            found[style.get(qn("w:type"), "paragraph"), str(name.get(qn("w:val"))).casefold()] = style
    return found


def _take_our_style_ids(document: WordDocument, ours: WordDocument) -> None:
    """Give the styles that we know by name the ids that our writer uses; others step aside."""
    wanted = {key: style.get(qn("w:styleId")) for key, style in _styles_by_name(ours).items()}
    theirs = _styles_by_name(document)
    renamed: dict[str, str] = {}
    for key, style in theirs.items():
        old = style.get(qn("w:styleId"))
        if key in wanted:
            renamed[old] = wanted[key]
        elif old in wanted.values():
            renamed[old] = f"{old}Own"
    for style in document.styles.element.findall(qn("w:style")):
        old = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), renamed.get(old, old))
    names = [qn(f"w:{name}") for name in _REFERENCES]
    for root in _roots(document):
        for element in root.iter(*names):
            old = element.get(qn("w:val"))
            element.set(qn("w:val"), renamed.get(old, old))


def _roots(document: WordDocument) -> Iterator[Any]:
    """Return the XML of every part that names styles."""
    yield document.styles.element
    yield document.element
    for relation in document.part.rels.values():
        if relation.reltype in {RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}:
            yield relation.target_part._element


def _add_missing_styles(document: WordDocument, ours: WordDocument) -> None:
    theirs = _styles_by_name(document)
    for key, style in _styles_by_name(ours).items():
        if key not in theirs:
            added = copy.deepcopy(style)
            added.attrib.pop(qn("w:default"), None)
            document.styles.element.append(added)


def _add_our_lists(document: WordDocument, ours: WordDocument) -> None:
    """Put our two lists in front, as 0 and 1; their own move up."""
    definitions = ours.part.numbering_part.element.findall(qn("w:abstractNum"))
    try:
        numbering: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)._element  # type: ignore[attr-defined]
    except KeyError:
        blank = copy.deepcopy(ours.part.numbering_part.element)
        for child in list(blank):
            blank.remove(child)
        part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, blank, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        numbering = blank
    for own in numbering.findall(qn("w:abstractNum")):
        own.set(qn("w:abstractNumId"), str(int(own.get(qn("w:abstractNumId"))) + _OUR_LISTS))
    for reference in numbering.findall(f"{qn('w:num')}/{qn('w:abstractNumId')}"):
        reference.set(qn("w:val"), str(int(reference.get(qn("w:val"))) + _OUR_LISTS))
    first = numbering.find(qn("w:abstractNum"))
    if first is None:
        first = numbering.find(qn("w:num"))
    place = len(numbering) if first is None else list(numbering).index(first)
    for offset, definition in enumerate(definitions):
        numbering.insert(place + offset, copy.deepcopy(definition))


def _tidy(document: WordDocument) -> None:
    """Set the language, and drop what belongs to the letterhead's own text and authors."""
    settings = document.settings.element
    for name in _SETTINGS:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)
    around = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key, relation in list(around.items()):
        if relation.is_external:
            del around[key]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "de-DE")
    if document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}") is None:
        _add_default_language(document.styles.element)
    for name in _CORE_TEXTS:
        setattr(document.core_properties, name, "")


def _add_default_language(styles: Any) -> None:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = parse_xml(f"<w:docDefaults {namespace}/>")
        styles.insert(0, defaults)
    runs = defaults.find(qn("w:rPrDefault"))
    if runs is None:
        runs = parse_xml(f"<w:rPrDefault {namespace}><w:rPr/></w:rPrDefault>")
        defaults.insert(0, runs)
    properties = runs.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        runs.append(properties)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    properties.append(language)
