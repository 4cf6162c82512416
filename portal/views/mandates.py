"""Pages of mandates: reading a version, comparing it, beginning, editing and amending one, Word and PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.mandates import writes_mandates
from governance.access.papers import may_begin_papers
from governance.models import PlanningProcess
from governance.queries.mandate_documents import mandate_content
from governance.queries.mandate_documents import mandate_document as read_document
from governance.queries.mandate_pages import MandatePage, mandate_choices, mandate_page
from governance.queries.mandates import visible_mandate_of
from governance.queries.process_page import find_process
from governance.queries.wording import say
from governance.rules.lifecycles import MandateState
from governance.rules.mandates import DRAFTED_AT
from governance.usecases import mandate_drafts as write
from portal.components.actions import Action, Badge, Link
from portal.components.findings import Finding, Findings
from portal.forms.mandates import FIRST_PLACES, SPARE_PLACES, BeginMandateForm, MandateForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent_version, show_form
from portal.views.downloads import asked_format, asked_version, document_file
from portal.views.mandate_parts import end_clock, mandate_parts, report_clock
from portal.views.screened import FormPage, form_view

PROCESSES = gettext_lazy("Processes")
MANDATE = gettext_lazy("Mandate")
BADGES = {
    MandateState.DRAFT: ("accent", "edit"),
    MandateState.ADOPTED: ("success", ""),
    MandateState.FULFILLED: ("plain", ""),
    MandateState.ENDED: ("plain", ""),
}


def crumbs(request: PortalRequest, page: MandatePage, *links: Link) -> tuple[Link, ...]:
    """Return the way to a mandate: through its process, or through the nominations for who sees no process."""
    here = Link(MANDATE, to(request, "mandate", page.mandate.public_id) if links else "")
    if not page.processes:
        return (Link(_("Nominations"), to(request, "nominations")), here, *links)
    process = page.processes[0]
    above = Link(process.number, to(request, "process", process.public_id))
    return (Link(PROCESSES, to(request, "processes")), above, here, *links)


@require_safe
@answered
def mandate(request: PortalRequest, mandate_id: str) -> HttpResponse:
    """Show a mandate; `?fassung=1` chooses a version, `?ansicht=lesen` the text without comparison."""
    page = mandate_page(request.viewer, mandate_id, ordinal=asked_version(request))
    compare = page.compared is not None and request.GET.get("ansicht") != "lesen"
    old = mandate_content(page.compared) if page.compared is not None and compare else None
    kind, icon = BADGES[MandateState(page.mandate.state)]
    context = {
        "page": page,
        "parts": mandate_parts(mandate_content(page.version), old),
        "compare": compare,
        "changes": len(page.changed),
        "badge": Badge(str(page.mandate.get_state_display()), kind, icon),  # type: ignore[arg-type]
        "findings": Findings(
            tuple(Finding("ok" if found.fulfilled else "bad", say(found.message)) for found in page.findings)
        ),
        "report": report_clock(page.dates, cancelled=page.report_cancelled),
        "end": end_clock(page.dates),
        "downloads": [
            (label, f"{to(request, 'mandate_document', mandate_id, kind)}?fassung={page.version.ordinal}")
            for label, kind in (("Word", "docx"), ("PDF", "pdf"))
        ],
        "steps": _steps(request, page),
        "base": to(request, "mandate", mandate_id),
        "breadcrumbs": crumbs(request, page),
    }
    return render(request, "portal/mandates/mandate.html", context)


def _steps(request: PortalRequest, page: MandatePage) -> tuple[Action, ...]:
    """Return what the coordination can do now."""
    if not page.may_write:
        return ()
    key = page.mandate.public_id
    found = []
    if page.draft is not None:
        found.append(Action(_("Edit draft"), to(request, "mandate_edit", key), weight="primary"))
        if page.paper is not None:
            found.append(Action(_("Open paper"), to(request, "paper", page.paper.public_id)))
        elif page.processes and may_begin_papers(request.viewer):
            address = f"{to(request, 'paper_create')}?process={page.processes[0].public_id}"
            found.append(Action(_("Begin paper"), address))
        if page.draft.ordinal > 1:
            found.append(Action(_("Discard amendment"), to(request, "mandate_discard", key), weight="tertiary"))
    if page.may_amend:
        found.append(Action(_("Begin an amendment"), to(request, "mandate_amend", key), post=True))
    return tuple(found)


@require_safe
@answered
def mandate_document(request: PortalRequest, mandate_id: str, file_format: str) -> HttpResponse:
    """Return the shown version as Word or PDF."""
    wanted = asked_format(file_format)
    return document_file(read_document(request.viewer, mandate_id, ordinal=asked_version(request)), wanted)


@require_http_methods(FORM_METHODS)
@answered
def process_mandate(request: PortalRequest, process_id: str) -> HttpResponse:
    """Lead to the mandate of a process, or begin it where there is none."""
    process = find_process(request.viewer, process_id)
    found = visible_mandate_of(request.viewer, process)
    writes = writes_mandates(request.viewer)
    over = found is None or found.state == MandateState.ENDED
    if writes and (request.method == "POST" or (over and process.stage in DRAFTED_AT)):
        return _begin(request, process)
    if found is None or request.method == "POST":
        raise Http404
    return see_other(to(request, "mandate", found.public_id))


def _begin(request: PortalRequest, process: PlanningProcess) -> HttpResponse:
    form = BeginMandateForm(request.POST or None)
    page = FormPage(
        heading=_("Begin a mandate"),
        lead=_("The steering group orders a project group in writing. You write the draft; the group decides on it."),
        button=_("Begin mandate"),
        back=to(request, "process", process.public_id),
        breadcrumbs=(
            Link(PROCESSES, to(request, "processes")),
            Link(process.number, to(request, "process", process.public_id)),
            Link(MANDATE),
        ),
    )
    return form_view(
        request,
        form,
        lambda: write.begin_mandate(
            by=request.viewer, process_id=process.public_id, group_name=form.cleaned_data["group_name"]
        ),
        page,
        done=_("The mandate has been begun. Write its parts now."),
        ahead=lambda version: to(request, "mandate_edit", version.mandate.public_id),
    )


@require_http_methods(FORM_METHODS)
@answered
def mandate_edit(request: PortalRequest, mandate_id: str) -> HttpResponse:
    """Edit the draft of a mandate or of its amendment; “more places” keeps what was typed and adds rows.

    A draft that was adopted or discarded meanwhile is refused with its reason: what was typed comes back.
    """
    page = mandate_page(request.viewer, mandate_id)
    draft = page.draft or (page.version if request.POST else None)
    if not page.may_write or draft is None:
        raise Http404
    asked = sum(name.startswith("organisation_") for name in request.POST)
    more = "more" in request.POST
    rows = max(FIRST_PLACES, len(page.places) + SPARE_PLACES, asked + SPARE_PLACES * more)
    choices = mandate_choices(request.viewer, page.mandate.processes.earliest("pk"), draft)
    made: dict[str, Any] = {"choices": choices, "places": rows, "renames": draft == page.draft and draft.ordinal == 1}
    if more:
        typed = {**request.POST.dict(), "result_types": request.POST.getlist("result_types")}
        form = MandateForm(None, initial=typed, **made)
    else:
        form = MandateForm(request.POST or None, initial=MandateForm.initial_of(draft), **made)
    if request.method == "POST" and not more and form.is_valid():
        done = carry_out(
            form,
            lambda: write.edit_mandate(
                by=request.viewer,
                version_id=draft.public_id,
                draft=form.draft(),
                version=form.cleaned_data["version"],
            ),
        )
        if done is not None:
            messages.success(request, _("The draft has been saved."))
            return see_other(to(request, "mandate", mandate_id))
    context = {
        "page": page,
        "back": to(request, "mandate", mandate_id),
        "breadcrumbs": crumbs(request, page, Link(_("Edit"))),
    }
    return show_form(request, "portal/mandates/edit.html", context, form=form)


@require_POST
@answered
def mandate_amend(request: PortalRequest, mandate_id: str) -> HttpResponse:
    """Begin an amendment."""
    write.begin_amendment(by=request.viewer, mandate_id=mandate_id)
    messages.success(request, _("The amendment has been begun as a copy. It is in force once the body has decided."))
    return see_other(to(request, "mandate_edit", mandate_id))


@require_http_methods(FORM_METHODS)
@answered
def mandate_discard(request: PortalRequest, mandate_id: str) -> HttpResponse:
    """Discard the draft of an amendment, after a page that says what this means."""
    page = mandate_page(request.viewer, mandate_id)
    draft = page.draft
    if not page.may_write or draft is None or draft.ordinal == 1:
        raise Http404
    if request.method == "POST":
        write.discard_amendment(by=request.viewer, version_id=draft.public_id, version=sent_version(request.POST) or 0)
        messages.success(request, _("The amendment has been discarded. The adopted mandate stays as it is."))
        return see_other(to(request, "mandate", mandate_id))
    context = {
        "draft": draft,
        "back": to(request, "mandate", mandate_id),
        "breadcrumbs": crumbs(request, page, Link(_("Discard amendment"))),
    }
    return render(request, "portal/mandates/discard.html", context)
