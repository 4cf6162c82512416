"""Pages of the written documents of a process: list, wording, putting on record, changing, taking off."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from governance.queries.scope import DocumentPage, document_page, documents_page
from governance.usecases import scope as write
from portal.components.actions import Link
from portal.forms.scope import AnswerForm, DocumentForm, RemoveForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent
from portal.views.downloads import stored_file
from portal.views.planning import below, crumbs
from portal.views.screened import FormPage, form_view


def _under(request: PortalRequest, page: DocumentPage, word: str) -> tuple[Link, ...]:
    process = page.process
    return crumbs(
        request,
        Link(process.number, to(request, "process", process.public_id)),
        Link(pgettext("of a process", "Documents"), to(request, "process_documents", process.public_id)),
        Link(word),
    )


@require_safe
@answered
def documents(request: PortalRequest, process_id: str) -> HttpResponse:
    """List the written documents of a process."""
    page = documents_page(request.viewer, process_id)
    context = {"page": page, "breadcrumbs": below(request, page.process, pgettext("of a process", "Documents"))}
    return render(request, "portal/routes/documents.html", context)


@require_safe
@answered
def document(request: PortalRequest, process_id: str, document_id: str) -> HttpResponse:
    """Show one document with its wording."""
    page = document_page(request.viewer, process_id, document_id)
    context = {"page": page, "breadcrumbs": _under(request, page, page.document.title)}
    return render(request, "portal/routes/document.html", context)


@require_safe
@answered
def file(request: PortalRequest, process_id: str, document_id: str) -> HttpResponse:
    """Return the file of a document."""
    found = document_page(request.viewer, process_id, document_id).document.file
    if found is None:
        raise Http404
    return stored_file(request, found)


@require_http_methods(FORM_METHODS)
@answered
def add(request: PortalRequest, process_id: str) -> HttpResponse:
    """Put a document on record."""
    page = documents_page(request.viewer, process_id)
    form = DocumentForm(sent(request), request.FILES or None)
    words = FormPage(
        heading=_("Put a document on record"),
        lead=_("Everybody who sees the process reads it."),
        button=_("Put on record"),
        back=to(request, "process_documents", process_id),
        breadcrumbs=below(request, page.process, _("New document")),
    )
    return form_view(
        request,
        form,
        lambda: write.add_document(
            by=request.viewer, process_id=process_id, role=form.cleaned_data["role"], **form.facts
        ),
        words,
        done=_("The document is on record."),
        offered=page.may_add,
    )


@require_http_methods(FORM_METHODS)
@answered
def edit(request: PortalRequest, process_id: str, document_id: str) -> HttpResponse:
    """Change a document that has not been used yet."""
    page = document_page(request.viewer, process_id, document_id)
    form = AnswerForm(sent(request), request.FILES or None, initial=AnswerForm.initial_of(page.document))
    words = FormPage(
        heading=_("Edit the document"),
        button=_("Save"),
        back=to(request, "process_document", process_id, document_id),
        breadcrumbs=_under(request, page, _("Edit")),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_document(
            by=request.viewer,
            process_id=process_id,
            document_id=document_id,
            version=form.cleaned_data["version"],
            **form.changes,
        ),
        words,
        done=_("Saved."),
        offered=page.may_edit,
    )


@require_http_methods(FORM_METHODS)
@answered
def remove(request: PortalRequest, process_id: str, document_id: str) -> HttpResponse:
    """Take a document off the record that has not been used."""
    page = document_page(request.viewer, process_id, document_id)
    if not page.may_edit:
        raise Http404
    form = RemoveForm(request.POST or None, initial={"version": page.document.version})
    words = FormPage(
        heading=_("Remove the document"),
        lead=_("“%(title)s” is taken off the record. This cannot be undone.") % {"title": page.document.title},
        button=_("Remove document"),
        back=to(request, "process_document", process_id, document_id),
        breadcrumbs=_under(request, page, _("Remove")),
    )
    return form_view(
        request,
        form,
        lambda: write.remove_document(
            by=request.viewer, process_id=process_id, document_id=document_id, version=form.cleaned_data["version"]
        ),
        words,
        done=_("The document has been removed."),
        ahead=lambda _process: to(request, "process_documents", process_id),
    )
