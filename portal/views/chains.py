"""Pages of Dienstleistungsketten: the list, the chain as a table, its title and goal (interface.md, "Ketten")."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.chains import may_begin_chain
from governance.queries import chains as read
from governance.queries.chain_consents import open_consents
from governance.queries.chains import ChainPage
from governance.rules.characters import clean_line
from governance.usecases import chains as write
from portal.components.actions import Link
from portal.forms.chains import ChainForm, NewStepForm, Versioned
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent, sent_key
from portal.views.chain_shown import (
    AT_REST,
    FORM,
    chain_crumbs,
    chain_lines,
    crumbs,
    editable,
    shown,
    version_badge,
    words,
)
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view


@require_safe
@answered
def chains(request: PortalRequest) -> HttpResponse:
    """List the chains that the viewer may read, and the questions that wait for their organisation."""
    text = clean_line(request.GET.get("q", ""))[:200]
    page = page_of(request, read.chain_list(request.viewer, search=text))
    rows = read.chain_rows(request.viewer, page.object_list)
    context = {
        "page": page,
        "chains": chain_lines(request, rows),
        "text": text,
        "consents": open_consents(request.viewer),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "portal/chains/list.html", context)


@require_http_methods(FORM_METHODS)
@answered
def chain_begin(request: PortalRequest, process_id: str) -> HttpResponse:
    """Begin a chain of a process."""
    found = read.chain_process(request.viewer, process_id)
    process = found.process
    if not may_begin_chain(request.viewer, process):
        raise Http404
    form = ChainForm(sent(request), goals=read.result_goals(process))
    page = FormPage(
        heading=_("Begin a service chain"),
        lead=_("Process %(number)s %(title)s") % {"number": process.number, "title": process.title},
        button=_("Begin chain"),
        back=to(request, "process", process.public_id),
        breadcrumbs=crumbs(request, Link(_("New chain"))),
    )
    return form_view(
        request,
        form,
        lambda: write.begin_chain(by=request.viewer, process_id=process_id, facts=form.facts()),
        page,
        done=_("The chain has been begun. Write its first step."),
        template=FORM,
        ahead=lambda chain: to(request, "chain", chain.public_id) + "?weiter=1",
    )


@require_safe
@answered
def chain(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Show the working copy: actors, steps, hand-overs, checks; with the form of the next step for those who write."""
    page = read.chain_page(request.viewer, chain_id)
    context = {
        "page": page,
        "shown": shown(request, page.view, edit=chain_id if page.rights.edit else ""),
        "versions": [(version, version_badge(version)) for version in page.versions],
        "form": _next_step(request, page) if page.rights.edit else None,
        "breadcrumbs": chain_crumbs(request, page.chain),
        "at_rest": AT_REST if page.rights.writes and not page.rights.is_open else "",
    }
    return render(request, "portal/chains/chain.html", context)


def _next_step(request: PortalRequest, page: ChainPage) -> NewStepForm:
    """Return the form of the next step: it follows the one written last (`?nach=`), or the last of the table."""
    choices = read.step_choices(page)
    key = sent_key(request.GET, "nach")
    before = next((step for step in choices.steps if step.public_id == key), None)
    if before is None and choices.steps:
        before = choices.steps[-1]
    initial = {"after": before.public_id, "actor": before.actor.public_id} if before else {}
    return NewStepForm(choices=choices, initial=initial, again="weiter" in request.GET)


@require_http_methods(FORM_METHODS)
@answered
def chain_edit(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Change title, kind and result goal."""
    page = editable(request, chain_id)
    form = ChainForm(
        sent(request), goals=read.result_goals(page.chain.process), initial=ChainForm.initial_of(page.chain)
    )
    return form_view(
        request,
        form,
        lambda: write.edit_chain(
            by=request.viewer, chain_id=chain_id, facts=form.facts(), version=form.cleaned_data["version"]
        ),
        words(request, page, _("Title and goal of the chain"), _("Save")),
        done=_("Saved."),
        template=FORM,
        context={
            "remove": Link(_("Delete chain"), to(request, "chain_remove", chain_id)) if page.rights.remove else None
        },
    )


@require_http_methods(FORM_METHODS)
@answered
def chain_remove(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Remove a chain of which no version was frozen."""
    page = editable(request, chain_id)
    if not page.rights.remove:
        raise Http404
    form = Versioned(sent(request), initial={"version": page.chain.version})
    lead = _("The chain with its actors, steps and hand-overs is deleted and cannot be restored.")
    return form_view(
        request,
        form,
        lambda: write.remove_chain(by=request.viewer, chain_id=chain_id, version=form.cleaned_data["version"]),
        words(request, page, _("Delete the chain"), _("Delete chain"), lead=lead, danger=True),
        done=_("The chain has been deleted."),
        template=FORM,
        ahead=lambda _process: to(request, "chains"),
    )
