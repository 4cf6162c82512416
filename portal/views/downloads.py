"""Documents to take away: which version is asked for, and a document as the file that answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from governance.documents.content import Document
from governance.documents.rendering import MEDIA_TYPES, DocumentFormat, file_name, kind_of, render


def asked_version(request: HttpRequest) -> int | None:
    """Return the number of `?fassung=2`, None where none is asked for; what is no number is unknown (404)."""
    asked = request.GET.get("fassung", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 4:
        raise Http404
    return int(asked)


def asked_format(file_format: str) -> DocumentFormat:
    """Return the format that an address names; another one is unknown (404)."""
    if file_format not in set(DocumentFormat):
        raise Http404
    return DocumentFormat(file_format)


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file to be stored, never shown in the page's own origin."""
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def document_file(document: Document, wanted: DocumentFormat) -> HttpResponse:
    """Return `document` as Word or PDF under its own name."""
    content = render(kind_of(document), document, wanted)
    return attachment(content, MEDIA_TYPES[wanted], file_name(document, wanted))
