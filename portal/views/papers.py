"""Pages of papers: list, reading view, beginning one, releasing, recalling, withdrawing, Word and PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.goals import visible_goal_systems
from governance.access.papers import may_begin_papers
from governance.models import DecisionPaper
from governance.queries import papers as read
from governance.queries.paper_choices import PaperChoices, paper_choices
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.completeness import TO_JUSTIFY
from governance.rules.guards import Finding as Missing
from governance.rules.lifecycles import PaperState
from governance.rules.outcomes import PaperSubject
from governance.usecases import papers as write
from governance.usecases.foundation import Unmet
from portal.components.actions import Action, Badge, Link
from portal.components.findings import Finding, Findings
from portal.forms.papers import NewPaperForm, VersionForm
from portal.views.addresses import to
from portal.views.annexes import annex_rows
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, show_form
from portal.views.downloads import asked_format, asked_version, document_file
from portal.views.mandate_parts import PartText, mandate_parts
from portal.views.ordering import asked_order, sorting_of
from portal.views.paging import page_of
from portal.views.paper_parts import reading

PAPERS = gettext_lazy("Papers")
NEVER_SHOWN = 0
BADGES = {
    PaperState.DRAFT: ("accent", "edit"),
    PaperState.RELEASED: ("success", ""),
    PaperState.SCHEDULED: ("accent", "calendar-today"),
    PaperState.DECIDED: ("success", ""),
    PaperState.WITHDRAWN: ("plain", ""),
}
CHIPS = (
    ("", gettext_lazy("All")),
    (PaperState.DRAFT, gettext_lazy("Drafts")),
    (PaperState.RELEASED, gettext_lazy("Waiting for a meeting")),
    (PaperState.SCHEDULED, gettext_lazy("On an agenda")),
    (PaperState.DECIDED, gettext_lazy("Decided")),
    (PaperState.WITHDRAWN, gettext_lazy("Withdrawn papers")),
)


def badge(state: str, label: str) -> Badge:
    """Return the badge of a paper's state."""
    kind, icon = BADGES[PaperState(state)]
    return Badge(label, kind, icon)  # type: ignore[arg-type]


@require_safe
@answered
def papers(request: PortalRequest) -> HttpResponse:
    """List the papers that the viewer may read, with search, body and state as filters."""
    text, body_id = clean_line(request.GET.get("q", ""))[:200], clean_line(request.GET.get("gremium", ""))[:40]
    state = request.GET.get("stand", "")
    state = state if state in PaperState._value2member_map_ else ""
    order = asked_order(request, read.PAPER_ORDERS)
    page = page_of(request, read.list_papers(request.viewer, state=state, body_id=body_id, text=text, order=order))
    rows = read.paper_rows(request.viewer, list(page.object_list))
    context = {
        "page": page,
        "rows": [(row, badge(row.state, row.state_label)) for row in rows],
        "sorting": sorting_of(request, read.PAPER_ORDERS),
        "chips": _chips(request, state),
        "bodies": read.bodies_with_papers(request.viewer),
        "text": text,
        "body_id": body_id,
        "state": state,
        "filtered": bool(text or body_id or state),
        "may_write": may_begin_papers(request.viewer),
        "create": Action(_("Begin a paper"), to(request, "paper_create"), weight="primary"),
        "today": clock.today(),
    }
    return render(request, "portal/papers/list.html", context)


def _chips(request: PortalRequest, current: str) -> list[dict[str, Any]]:
    counts = read.state_counts(request.viewer)
    chips = []
    for state, label in CHIPS:
        count = counts.get(state, 0) if state else sum(counts.values())
        if not (count or state in ("", current)):
            continue
        query = request.GET.copy()
        query.pop("seite", None)
        query.pop("stand", None)
        if state:
            query["stand"] = str(state)
        chips.append({"label": label, "count": count, "url": f"?{query.urlencode()}", "current": state == current})
    return chips


@require_safe
@answered
def paper(request: PortalRequest, paper_id: str) -> HttpResponse:
    """Show one paper; `?fassung=2` chooses a version, `?ansicht=lesen` the text without comparison."""
    page = read.paper_page(request.viewer, paper_id, ordinal=asked_version(request))
    compare = page.previous is not None and request.GET.get("ansicht") != "lesen"
    row = page.paper
    context = {
        "page": page,
        "paper": row,
        "reading": reading(page, compare=compare),
        "compare": compare,
        "badge": badge(row.state, str(row.get_state_display())),
        "mandate_text": _mandate_parts(page, compare=compare),
        "proposal_changed": bool(page.previous and compare and page.previous.proposal != page.document.proposal),
        "goals_url": _goals_url(request, page),
        "findings": _findings(request, page),
        "actions": _actions(request, page),
        "edit_url": reverse("desk_papers:edit", args=[row.public_id]) if page.may_edit else "",
        "downloads": _downloads(request, page),
        "annexes": annex_rows(request, page),
        "annex_add_url": to(request, "paper_annex_add", paper_id) if page.may_edit and page.version is None else "",
        "base": to(request, "paper", row.public_id),
        "query": f"fassung={page.version.ordinal}&" if page.version else "",
        "breadcrumbs": (Link(PAPERS, to(request, "papers")), Link(page.document.number or page.document.title)),
        "today": clock.today(),
    }
    return render(request, "portal/papers/detail.html", context)


def _goals_url(request: PortalRequest, page: read.PaperPage) -> str:
    """Return where the Zielsystem of the proposal is read as a tree, if the viewer may read it there."""
    if page.document.proposal is None or page.process is None:
        return ""
    system = visible_goal_systems(request.viewer).filter(process=page.process).first()
    return to(request, "goal_system", system.public_id) if system else ""


def _mandate_parts(page: read.PaperPage, *, compare: bool) -> tuple[PartText, ...]:
    """Return the mandate that the paper lays before the body, compared with the version before where that has one."""
    if page.document.mandate is None:
        return ()
    return mandate_parts(page.document.mandate, page.previous.mandate if compare and page.previous else None)


def _findings(request: PortalRequest, page: read.PaperPage) -> Findings:
    return Findings(
        tuple(
            Finding("ok" if found.fulfilled else "bad", say(found.message), action=_fix(request, page, found))
            for found in page.findings
        )
    )


def _fix(request: PortalRequest, page: read.PaperPage, found: Missing) -> Action | None:
    """Return the way to what a finding asks for where that is written at the process: justification, mandate."""
    link = found.link or ""
    if page.process is None:
        return None
    if link == "mandate" and not found.fulfilled:
        return Action(_("Write the mandate"), to(request, "process_mandate", page.process.public_id))
    if not link.startswith(TO_JUSTIFY):
        return None
    return Action(_("Justify"), to(request, "justify", page.process.public_id, link.removeprefix(TO_JUSTIFY)))


def _actions(request: PortalRequest, page: read.PaperPage) -> tuple[Action, ...]:
    """Return what the viewer can do now; what is not possible yet is explained by the findings, not greyed out."""
    row = page.paper
    fields = (("version", str(row.version)),)
    found: list[Action] = []
    complete = all(finding.fulfilled for finding in page.findings)
    if row.state == PaperState.DRAFT and page.may_release and complete:
        found.append(Action(_("Release paper"), to(request, "paper_release", row.public_id), True, "primary", fields))
    if row.state == PaperState.RELEASED and page.may_release:
        found.append(Action(_("Recall paper"), to(request, "paper_recall", row.public_id), True, "secondary", fields))
    ends = (row.state == PaperState.DRAFT and page.may_write) or (row.state == PaperState.RELEASED and page.may_release)
    if ends:
        found.append(Action(_("Withdraw paper"), to(request, "paper_withdraw", row.public_id), weight="tertiary"))
    if page.may_write:
        address = f"{to(request, 'paper_create')}?vorlage={row.public_id}"
        found.append(Action(_("Copy into a new paper"), address, weight="tertiary"))
    return tuple(found)


def _downloads(request: PortalRequest, page: read.PaperPage) -> list[tuple[str, str]]:
    query = f"?fassung={page.version.ordinal}" if page.version else ""
    return [
        (label, to(request, "paper_document", page.paper.public_id, kind) + query)
        for label, kind in (("Word", "docx"), ("PDF", "pdf"))
    ]


@require_http_methods(FORM_METHODS)
@answered
def paper_create(request: PortalRequest) -> HttpResponse:
    """Begin a paper; `?process=`, `?subject=` and `?vorlage=` (a paper to copy) fill the form in."""
    if not may_begin_papers(request.viewer):
        raise Http404
    choices = paper_choices(request.viewer)
    form = NewPaperForm(request.POST or None, choices=choices, initial=_initial(request, choices))
    if request.method == "POST" and form.is_valid():
        made: DecisionPaper | None = carry_out(form, lambda: write.create_paper(by=request.viewer, **form.facts()))
        if made is not None:
            messages.success(request, _("The paper has been created. Write its text now."))
            return see_other(reverse("desk_papers:edit", args=[made.public_id]))
    context = {
        "breadcrumbs": (Link(PAPERS, to(request, "papers")), Link(_("New paper"))),
        "back": to(request, "papers"),
        "has_templates": choices.templates.exists(),
    }
    return show_form(request, "portal/papers/create.html", context, form=form)


def _initial(request: PortalRequest, choices: PaperChoices) -> dict[str, str]:
    initial: dict[str, str] = {}
    process = choices.processes.filter(public_id=clean_line(request.GET.get("process", ""))).first()
    if process:
        initial |= {"process": process.public_id, "body": process.body.public_id, "title": process.title}
    subject = request.GET.get("subject", "")
    if subject in set(PaperSubject):
        initial["subject"] = subject
    source = choices.papers.filter(public_id=clean_line(request.GET.get("vorlage", ""))).first()
    if source:
        initial |= {
            "copy_of": source.public_id,
            "title": source.title,
            "subject": source.subject,
            "body": source.body.public_id,
            "template": source.template.public_id,
        }
    return initial


@require_POST
@answered
def paper_release(request: PortalRequest, paper_id: str) -> HttpResponse:
    """Release: freeze a version and number the paper."""
    address = to(request, "paper", paper_id)
    try:
        frozen = write.release_paper(by=request.viewer, paper_id=paper_id, version=_version(request))
    except Unmet as refusal:
        messages.error(request, " ".join([say(refusal.message), *(say(found.message) for found in refusal.findings)]))
        return see_other(address)
    done = _("The paper is released as %(number)s, version %(version)s.")
    messages.success(request, done % {"number": frozen.number, "version": frozen.ordinal})
    return see_other(address)


@require_POST
@answered
def paper_recall(request: PortalRequest, paper_id: str) -> HttpResponse:
    """Recall: back to the draft."""
    write.recall_paper(by=request.viewer, paper_id=paper_id, version=_version(request))
    messages.success(request, _("The paper is a draft again. Its number stays."))
    return see_other(to(request, "paper", paper_id))


@require_http_methods(FORM_METHODS)
@answered
def paper_withdraw(request: PortalRequest, paper_id: str) -> HttpResponse:
    """Withdraw, after a page that says what this means."""
    page = read.paper_page(request.viewer, paper_id)
    if not page.may_write:
        raise Http404
    if request.method == "POST":
        write.withdraw_paper(by=request.viewer, paper_id=paper_id, version=_version(request))
        messages.success(request, _("The paper has been withdrawn."))
        return see_other(to(request, "paper", paper_id))
    crumbs = (
        Link(PAPERS, to(request, "papers")),
        Link(page.paper.title, to(request, "paper", paper_id)),
        Link(_("Withdraw")),
    )
    context = {"paper": page.paper, "back": to(request, "paper", paper_id), "breadcrumbs": crumbs}
    return render(request, "portal/papers/withdraw.html", context)


def _version(request: PortalRequest) -> int:
    """Return the version that the page has shown; a step that names none is taken on a page never shown."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else NEVER_SHOWN


@require_safe
@answered
def paper_document(request: PortalRequest, paper_id: str, file_format: str) -> HttpResponse:
    """Return the shown version as Word or PDF."""
    wanted = asked_format(file_format)
    return document_file(request, read.document_for(request.viewer, paper_id, ordinal=asked_version(request)), wanted)
