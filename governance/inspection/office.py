"""Office files: macros, embedded objects, what is fetched from elsewhere; Office Open XML and OpenDocument.

Source: trust.md, Uploads (macros and external references refused).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from lxml import etree

from governance.inspection.archives import DAMAGED, LOCKED, Archive, Budget
from governance.inspection.findings import Rejected
from governance.inspection.kinds import (
    ARCHIVE,
    DOCX,
    ODS,
    ODT,
    PPTX,
    UNKNOWN,
    XLSX,
    ZIP_MAGIC,
    Kind,
    refused_by_magic,
)
from governance.inspection.xml_parts import HEAD, LARGEST_SMALL_PART, check_head, elements, small_part
from governance.rules.text import Message, mark

CONTENT_TYPES = "[Content_Types].xml"
LARGEST_ODF_PART = 24 * 1024 * 1024
MOST_TAGS = 1_000_000
_DEEPEST = 1

MACROS = Message(mark("The file contains macros. Save it as .docx, .xlsx, .pptx, .odt or .ods without macros."))
EMBEDDED = Message(mark("The file contains embedded files or objects. Remove them or insert them as pictures."))
EXTERNAL = Message(
    mark(
        "The file fetches parts from elsewhere: a template, a picture or linked cells. "
        "Break these links in its program and save it again."
    )
)
TEMPLATE = Message(mark("This is a document template. Save it as an ordinary document."))
ATTACHED_TEMPLATE = Message(
    mark(
        "The document hangs on a template that lies elsewhere. In Word, choose the template “Normal” under Options, "
        "Add-ins, Templates, and save it again; or upload it as a PDF file."
    )
)
TOO_MANY_PARTS = Message(mark("The file has too many cells or paragraphs to be checked. Split it into several files."))

_MAIN_PARTS = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
    "presentationml.presentation.main+xml": PPTX,
}
_ODF_TYPES = {
    "application/vnd.oasis.opendocument.text": ODT,
    "application/vnd.oasis.opendocument.spreadsheet": ODS,
}
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|/activex/|/ctrlprops/|^basic/|^scripts/")
_XML = (".xml", ".rels", ".vml", ".rdf")
# Compressed pictures and disguised fonts, which office programs write themselves.
_PACKED_PICTURES = (".emz", ".wmz", ".odttf")
# Only a person who clicks follows it.
_LINK = "/hyperlink"
_ATTACHED = "/attachedTemplate"
# Fields that fetch or start something. Word may cut an instruction into pieces, which are put together before.
_INSTRUCTION = re.compile(rb"<(?:\w+:)?instrText[^>]*>([^<]*)<|(?:\w+:)?instr=\"([^\"]*)\"")
_FETCHING = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)
_XLINK = "{http://www.w3.org/1999/xlink}href"
_FETCHING_TAGS = {"dde-source", "dde-link", "table-source", "cell-range-source"}
_OUTSIDE = re.compile(r"^\s*([a-zA-Z][a-zA-Z0-9+.-]*:|//|\\|/|\.\.)")


def office_kind(content: bytes, *, budget: Budget | None = None, depth: int = 0) -> Kind:
    """Return which office kind an archive is, after all checks; raises `Rejected`."""
    archive = Archive(content, budget)
    names = {entry.filename for entry in archive.entries}
    if CONTENT_TYPES in names:
        kind, check = _ooxml_kind(archive), _check_ooxml_part
    elif "mimetype" in names:
        kind, check = _odf_kind(archive), _check_odf_part
    else:
        raise Rejected(ARCHIVE)
    for entry in archive.parts():
        _check_part(archive, entry, check, depth)
    return kind


def _check_part(archive: Archive, entry: zipfile.ZipInfo, check: Callable[[str, bytes], None], depth: int) -> None:
    name = entry.filename.casefold()
    if _MACRO_PARTS.search(name):
        raise Rejected(MACROS)
    content = archive.read(entry, LARGEST_ODF_PART)
    if content.startswith(ZIP_MAGIC):
        _check_inner(name, content, archive.budget, depth)
    elif refused_by_magic(content) is not None and not name.endswith(_PACKED_PICTURES):
        raise Rejected(EMBEDDED)
    if name.endswith(_XML):
        check_head(content[:HEAD])
        check(name, content)


def _check_inner(name: str, content: bytes, budget: Budget, depth: int) -> None:
    """The workbook behind a chart is an archive in the archive; nothing else may be, and nothing deeper."""
    workbook = PurePosixPath(name).parent.name == "embeddings" and name.endswith(".xlsx")
    if not workbook or depth >= _DEEPEST:
        raise Rejected(EMBEDDED)
    office_kind(content, budget=budget, depth=depth + 1)


def _entry(archive: Archive, name: str) -> bytes:
    entry = next(entry for entry in archive.entries if entry.filename == name)
    if entry.file_size > LARGEST_SMALL_PART:
        raise Rejected(DAMAGED)
    return archive.read(entry, LARGEST_SMALL_PART)


def _ooxml_kind(archive: Archive) -> Kind:
    """Return the kind by what the content types say of the main part."""
    found: Kind | None = None
    for _name, element in elements(small_part(_entry(archive, CONTENT_TYPES))):
        said = element.get("ContentType", "")
        if "macroEnabled" in said or "vbaProject" in said:
            raise Rejected(MACROS)
        if said.endswith(("template.main+xml", "slideshow.main+xml")):
            raise Rejected(TEMPLATE)
        found = found or next((kind for ending, kind in _MAIN_PARTS.items() if said.endswith(ending)), None)
    if found is None:
        raise Rejected(UNKNOWN)
    return found


def _check_ooxml_part(name: str, content: bytes) -> None:
    if "/externallinks/" in f"/{name}":
        raise Rejected(EXTERNAL)
    if name.endswith(".rels"):
        _check_relations(content)
    elif "word/" in name and _FETCHING.search(
        b"".join(part for pair in _INSTRUCTION.findall(content) for part in pair)
    ):
        raise Rejected(EXTERNAL)


def _check_relations(content: bytes) -> None:
    if len(content) > LARGEST_SMALL_PART:
        raise Rejected(DAMAGED)
    for _name, element in elements(small_part(content)):
        kind = element.get("Type", "")
        outside = element.get("TargetMode", "").casefold() == "external"
        if outside and not kind.endswith(_LINK):
            raise Rejected(ATTACHED_TEMPLATE if kind.endswith(_ATTACHED) else EXTERNAL)
        if not outside and "://" in element.get("Target", ""):
            raise Rejected(EXTERNAL)


def _odf_kind(archive: Archive) -> Kind:
    said = _entry(archive, "mimetype").decode("ascii", "replace").strip()
    if said.endswith(("-template", "-master")):
        raise Rejected(TEMPLATE)
    if said not in _ODF_TYPES:
        raise Rejected(UNKNOWN)
    return _ODF_TYPES[said]


def _check_odf_part(name: str, content: bytes) -> None:
    if name == "meta-inf/manifest.xml":
        if len(content) > LARGEST_SMALL_PART:
            raise Rejected(DAMAGED)
        if any(tag == "encryption-data" for tag, _element in elements(small_part(content))):
            raise Rejected(LOCKED)
    elif name.endswith(("content.xml", "styles.xml")):
        _check_odf_references(content)


def _check_odf_references(content: bytes) -> None:
    """Refuse what is fetched from outside the file, and what a macro would be called by; links to click may stay."""
    if len(content) >= LARGEST_ODF_PART or content.count(b"<") > MOST_TAGS:
        raise Rejected(TOO_MANY_PARTS)
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False
        ):
            if isinstance(element.tag, str):
                _check_odf_element(etree.QName(element).localname, element.get(_XLINK, ""))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Rejected(DAMAGED) from error


def _check_odf_element(tag: str, target: str) -> None:
    if tag in {"event-listener", "script"}:
        raise Rejected(MACROS)
    if tag in _FETCHING_TAGS or (tag != "a" and _OUTSIDE.match(target)):
        raise Rejected(EXTERNAL)
