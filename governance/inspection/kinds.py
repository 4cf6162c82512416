"""The kinds of files that are taken, and how a file is told by its first bytes (trust.md, Uploads)."""

from __future__ import annotations

from dataclasses import dataclass

from governance.rules.text import Message, mark

OFFERED = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), .odt, .ods, PNG, JPEG, .txt, .csv"


@dataclass(frozen=True)
class Kind:
    """A kind that is taken: its extension, the media type it is served with, and which checks it goes through."""

    extension: str
    media_type: str
    family: str


_OOXML = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf", "pdf")
DOCX = Kind("docx", f"{_OOXML}.wordprocessingml.document", "ooxml")
XLSX = Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", "ooxml")
PPTX = Kind("pptx", f"{_OOXML}.presentationml.presentation", "ooxml")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text", "odf")
ODS = Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", "odf")
PNG = Kind("png", "image/png", "image")
JPEG = Kind("jpg", "image/jpeg", "image")
TXT = Kind("txt", "text/plain; charset=utf-8", "text")
CSV = Kind("csv", "text/csv; charset=utf-8", "text")

BY_EXTENSION = {kind.extension: kind for kind in (PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TXT, CSV)} | {
    "jpeg": JPEG
}
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ARCHIVE = Message(mark("Archives are not accepted. Unpack the file and upload its contents one by one."))
OLD_OFFICE = Message(
    mark("This is an old or a password-protected Office file. Save it without a password as .docx, .xlsx or .pptx.")
)
PROGRAM = Message(mark("This file is a program or contains one. Only documents and pictures are accepted."))
UNKNOWN = Message(
    mark("Files of this kind are not accepted. Save it as one of these kinds: %(kinds)s."), {"kinds": OFFERED}
)

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00")
_ARCHIVES = (
    b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF",
    b"PK\x05\x06", b"PK\x07\x08",
)  # fmt: skip
_TAR = (257, b"ustar")
_MARKS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (ZIP_MAGIC, "zip"))


def refused_by_magic(content: bytes) -> Message | None:
    """Return why a file is refused that its first bytes show as something never taken; None for all others."""
    if content.startswith(OLE_MAGIC):
        return OLD_OFFICE
    if content.startswith(_PROGRAMS):
        return PROGRAM
    if content.startswith(_ARCHIVES) or content[_TAR[0] :].startswith(_TAR[1]):
        return ARCHIVE
    return None


def marked_as(content: bytes) -> str:
    """Return what the first bytes say: `pdf`, `png`, `jpg`, `zip`, or nothing, as in a text."""
    return next((name for magic, name in _MARKS if content.startswith(magic)), "")
