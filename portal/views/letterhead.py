"""The authority's letterhead: the file as it was uploaded, and a sample printed with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from governance.documents.rendering import DocumentFormat
from governance.queries.files import letterhead_file, letterhead_sample
from portal.views.base import PortalRequest, answered
from portal.views.downloads import document_file, stored_file


@require_safe
@answered
def file(request: PortalRequest) -> HttpResponse:
    """Return the letterhead as it was uploaded."""
    return stored_file(request, letterhead_file(request.viewer))


@require_safe
@answered
def sample(request: PortalRequest) -> HttpResponse:
    """Return a sample document in Word, under the letterhead or, without one, in our own layout."""
    return document_file(request, letterhead_sample(request.viewer), DocumentFormat.DOCX)
