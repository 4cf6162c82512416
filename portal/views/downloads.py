"""Documents to take away: which version is asked for, and a document as the file that answers."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.http import content_disposition_header

from governance.documents.content import Document
from governance.documents.rendering import MEDIA_TYPES, DocumentFormat, file_name, kind_of, render
from governance.models import StoredFile
from governance.queries.files import BytesMissing, file_bytes, letterhead_bytes
from portal.views.base import PortalRequest

logger = logging.getLogger("lenkwerk")


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


SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file to be stored, never shown in the page's own origin; `name` may hold any character (RFC 6266)."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})


def stored_file(request: PortalRequest, file: StoredFile) -> HttpResponse:
    """Return an uploaded file: as attachment, without sniffing, never stored on the way, and powerless if opened.

    Where the folder has lost its bytes a page says so; the log names the file.
    """
    try:
        content = file_bytes(file)
    except BytesMissing:
        logger.error("Incident %s: the bytes of file %s are missing", getattr(request, "incident", ""), file.public_id)
        context = {"file": file, "incident": getattr(request, "incident", "")}
        return render_page(request, "portal/files/missing.html", context, status=404)
    response = attachment(content, file.media_type, file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def document_file(request: PortalRequest, document: Document, wanted: DocumentFormat) -> HttpResponse:
    """Return `document` as Word, under the authority's letterhead, or as PDF, under its own name."""
    letterhead = letterhead_bytes(request.authority) if wanted is DocumentFormat.DOCX else None
    content = render(kind_of(document), document, wanted, letterhead=letterhead)
    return attachment(content, MEDIA_TYPES[wanted], file_name(document, wanted))
