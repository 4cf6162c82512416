"""The one door to Word and PDF: `render` and the file's name."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from governance.documents.content import (
    Document,
    InvitationDocument,
    MandateDocument,
    MinutesDocument,
    PaperDocument,
)
from governance.documents.layout_invitation import invitation_sheet
from governance.documents.layout_mandate import mandate_sheet
from governance.documents.layout_minutes import minutes_sheet
from governance.documents.layout_paper import paper_sheet
from governance.documents.pdf import PdfError, PdfFonts, pdf_bytes
from governance.documents.sheet import Sheet
from governance.documents.word import word_bytes
from governance.documents.wording import local

__all__ = [
    "MEDIA_TYPES",
    "DocumentFormat",
    "DocumentKind",
    "PdfError",
    "PdfFonts",
    "file_name",
    "kind_of",
    "render",
    "sheet_of",
]


class DocumentKind(StrEnum):
    """What `manage.py render_document` calls the kinds."""

    PAPER = "paper"
    INVITATION = "invitation"
    MINUTES = "minutes"
    MANDATE = "mandate"


class DocumentFormat(StrEnum):
    """The formats, by their file extension."""

    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES = {
    DocumentFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.PDF: "application/pdf",
}

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 60


def kind_of(document: Document) -> DocumentKind:
    """Return the kind that `document` is."""
    match document:
        case PaperDocument():
            return DocumentKind.PAPER
        case InvitationDocument():
            return DocumentKind.INVITATION
        case MinutesDocument():
            return DocumentKind.MINUTES
        case MandateDocument():
            return DocumentKind.MANDATE


def sheet_of(document: Document) -> Sheet:
    """Return what Word and PDF will print of `document`."""
    match document:
        case PaperDocument():
            return paper_sheet(document)
        case InvitationDocument():
            return invitation_sheet(document)
        case MinutesDocument():
            return minutes_sheet(document)
        case MandateDocument():
            return mandate_sheet(document)


def render(
    kind: DocumentKind | str,
    document: Document,
    document_format: DocumentFormat | str,
    *,
    fonts: PdfFonts | None = None,
    letterhead: bytes | None = None,
) -> bytes:
    """Return `document` as a file; the same document gives the same bytes.

    Args:
        kind: what the caller means to print; it must be what `document` is.
        document: the frozen content.
        document_format: „docx“ or „pdf“.
        fonts: other fonts than those of the typst wheel, for PDF only.
        letterhead: the authority's own frame, for Word only.

    Raises:
        ValueError: unknown kind or format, or `document` is of another kind.
        PdfError: Typst refused the document.
    """
    if DocumentKind(kind) != kind_of(document):
        raise ValueError(f"a {kind_of(document)} is no {kind}")
    wanted = DocumentFormat(document_format)
    sheet = sheet_of(document)
    return word_bytes(sheet, letterhead) if wanted is DocumentFormat.DOCX else pdf_bytes(sheet, fonts)


def file_name(document: Document, document_format: DocumentFormat | str) -> str:
    """Return a plain ASCII file name, such as `Niederschrift_LG_2027-05-12.pdf`."""
    extension = DocumentFormat(document_format).value
    match document:
        case PaperDocument(number=None):
            parts = ["Beschlussvorlage", "Entwurf", document.on.isoformat()]
        case PaperDocument():
            parts = ["Beschlussvorlage", _safe(document.number or "")]
        case InvitationDocument():
            parts = [_safe(document.heading), _body(document), local(document.starts_at).date().isoformat()]
        case MinutesDocument():
            parts = ["Niederschrift", _body(document), local(document.starts_at).date().isoformat()]
        case MandateDocument():
            parts = ["Arbeitsauftrag", _safe(document.mandate.group_name), f"Fassung-{document.mandate.version_number}"]
    return f"{'_'.join(part for part in parts if part)}.{extension}"


def _body(document: InvitationDocument | MinutesDocument) -> str:
    return _safe(document.body_short_name or document.body_name)


def _safe(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_GERMAN)).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", folded).strip("-")[:_LONGEST].rstrip("-")
