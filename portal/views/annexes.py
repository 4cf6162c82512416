"""Annexes of a paper: the list on its page, the files themselves, attaching, naming and removing them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.documents.content import Annex
from governance.models import DecisionPaper
from governance.queries.paper_annexes import annex_of, attachable_paper, written_annex
from governance.queries.papers import PaperPage
from governance.usecases import paper_annexes as write
from portal.components.actions import Link
from portal.components.text import Text
from portal.forms.annexes import AnnexEditForm, AnnexForm
from portal.forms.scope import RemoveForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent
from portal.views.downloads import stored_file
from portal.views.screened import FormPage, form_view


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One annex as the page lists it; the addresses are empty for whoever may not change it now.

    `difference` says how it differs from the version before: new, changed, removed; empty if it does not.
    """

    annex: Annex
    difference: Text
    url: str
    edit_url: str = ""
    remove_url: str = ""


def annex_rows(request: PortalRequest, page: PaperPage) -> tuple[AnnexRow, ...]:
    """Return the annexes of the shown version, then those that only the version before had.

    They can be changed in the working copy only.
    """
    key, changing = page.paper.public_id, page.may_edit and page.version is None
    gone = list(page.previous.annexes) if page.previous else []
    rows = [
        AnnexRow(
            annex,
            _difference(annex, gone) if page.previous else "",
            to(request, "paper_annex", key, annex.key),
            to(request, "paper_annex_edit", key, annex.key) if changing else "",
            to(request, "paper_annex_remove", key, annex.key) if changing else "",
        )
        for annex in page.document.annexes
    ]
    return (*rows, *(AnnexRow(annex, _("removed"), to(request, "paper_annex", key, annex.key)) for annex in gone))


def _difference(annex: Annex, earlier: list[Annex]) -> Text:
    """Take the annex that stood there before out of `earlier`: the same one, else one of the same title."""
    same = [row for row in earlier if row.key == annex.key] or [row for row in earlier if row.title == annex.title]
    if not same:
        return _("new")
    earlier.remove(same[0])
    return "" if (same[0].title, same[0].sha256) == (annex.title, annex.sha256) else _("changed")


def _crumbs(request: PortalRequest, paper: DecisionPaper, last: str) -> tuple[Link, ...]:
    return (
        Link(_("Papers"), to(request, "papers")),
        Link(paper.number or paper.title, to(request, "paper", paper.public_id)),
        Link(last),
    )


@require_safe
@answered
def file(request: PortalRequest, paper_id: str, annex_id: str) -> HttpResponse:
    """Return the file of an annex."""
    return stored_file(request, annex_of(request.viewer, paper_id, annex_id).file)


@require_http_methods(FORM_METHODS)
@answered
def add(request: PortalRequest, paper_id: str) -> HttpResponse:
    """Attach a file to a draft."""
    paper = attachable_paper(request.viewer, paper_id)
    form = AnnexForm(sent(request), request.FILES or None)
    words = FormPage(
        heading=_("Add an annex"),
        lead=paper.title,
        button=_("Add annex"),
        back=to(request, "paper", paper_id),
        breadcrumbs=_crumbs(request, paper, _("New annex")),
    )
    return form_view(
        request,
        form,
        lambda: write.attach_annex(by=request.viewer, paper_id=paper_id, **form.facts),
        words,
        done=_("The annex has been added."),
    )


@require_http_methods(FORM_METHODS)
@answered
def edit(request: PortalRequest, paper_id: str, annex_id: str) -> HttpResponse:
    """Name an annex anew or put another file in its place."""
    annex = written_annex(request.viewer, paper_id, annex_id)
    form = AnnexEditForm(sent(request), request.FILES or None, initial=AnnexEditForm.initial_of(annex))
    words = FormPage(
        heading=_("Edit the annex"),
        lead=annex.file.name,
        button=_("Save"),
        back=to(request, "paper", paper_id),
        breadcrumbs=_crumbs(request, annex.paper, _("Edit")),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_annex(by=request.viewer, paper_id=paper_id, annex_id=annex_id, **form.facts),
        words,
        done=_("Saved."),
    )


@require_http_methods(FORM_METHODS)
@answered
def remove(request: PortalRequest, paper_id: str, annex_id: str) -> HttpResponse:
    """Take an annex out of the draft."""
    annex = written_annex(request.viewer, paper_id, annex_id)
    form = RemoveForm(sent(request), initial={"version": annex.version})
    words = FormPage(
        heading=_("Remove the annex"),
        lead=_("“%(title)s” is taken out of the draft. Released versions that have it keep it.")
        % {"title": annex.title},
        button=_("Remove annex"),
        back=to(request, "paper", paper_id),
        breadcrumbs=_crumbs(request, annex.paper, _("Remove")),
        danger=True,
    )
    return form_view(
        request,
        form,
        lambda: write.remove_annex(
            by=request.viewer, paper_id=paper_id, annex_id=annex_id, version=form.cleaned_data["version"]
        ),
        words,
        done=_("The annex has been removed."),
    )
