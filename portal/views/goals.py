"""Pages of Zielsysteme: the list, beginning one, the tree (interface.md, "Zielsysteme, Ketten")."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.goals import may_begin_goals, processes_to_begin, writes_now
from governance.access.planning import may_see_process, visible_processes
from governance.queries import goals as read
from governance.queries.chain_consents import open_consents
from governance.queries.chains import chain_list, chain_rows
from governance.queries.goal_versions import GoalPage, goal_page
from governance.rules.characters import clean_line
from governance.usecases import goals as write
from portal.components.actions import Link
from portal.forms.goals import BeginForm, TitleForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent_key
from portal.views.chain_shown import chain_lines
from portal.views.goal_parts import (
    TABLE,
    at,
    below,
    cards,
    compare_url,
    crumbs,
    gap_rows,
    measured,
    number,
    version_badge,
)
from portal.views.ordering import asked_order, sorting_of
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view

CHAINS_SHOWN = 10
"""So many chains stand below the Zielsysteme; all have a page of their own."""
GAPS_SHOWN = 8
"""So many gaps are listed beside the tree; the others open below them."""


@require_safe
@answered
def goal_systems(request: PortalRequest) -> HttpResponse:
    """List the Zielsysteme that the viewer may see, and the processes in which one can be begun."""
    text = clean_line(request.GET.get("q", ""))[:200]
    rows = read.goal_rows(request.viewer, search=text, order=asked_order(request, read.GOAL_ORDERS))
    page = page_of(request, rows)
    known = visible_processes(request.viewer).filter(goal_system__in=page.object_list)
    context = {
        "page": page,
        "rows": [(row, *_newest(row)) for row in page.object_list],
        "known": set(known.values_list("pk", flat=True)),
        "text": text,
        "sorting": sorting_of(request, read.GOAL_ORDERS),
        "to_begin": tuple(processes_to_begin(request.viewer)),
        "consents": open_consents(request.viewer),
        "chains": chain_lines(request, chain_rows(request.viewer, chain_list(request.viewer)[:CHAINS_SHOWN])),
    }
    return render(request, "portal/goals/list.html", context)


def _newest(row: Any) -> tuple[Any, Any]:
    version = row.seen_versions[0] if row.seen_versions else None
    return version, version_badge(version) if version else None


@require_http_methods(FORM_METHODS)
@answered
def goal_begin(request: PortalRequest, process_id: str) -> HttpResponse:
    """Begin the Zielsystem of a process."""
    process = visible_processes(request.viewer).get(public_id=process_id)
    if not may_begin_goals(request.viewer, process):
        raise Http404
    form = BeginForm(request.POST or None, initial=BeginForm.initial_of(process))
    page = FormPage(
        heading=_("Begin a Zielsystem"),
        lead=_("For the process %(number)s “%(title)s”. Four levels, from the general improvement to what is done.")
        % {"number": process.number, "title": process.title},
        button=_("Begin Zielsystem"),
        back=to(request, "goal_systems"),
        breadcrumbs=crumbs(request, Link(_("New Zielsystem"))),
    )
    return form_view(
        request,
        form,
        lambda: write.begin_goal_system(
            by=request.viewer,
            process_id=process_id,
            title=form.cleaned_data["title"],
            principle_goal=form.cleaned_data["principle_goal"],
        ),
        page,
        done=_("The Zielsystem has been begun."),
        ahead=lambda system: to(request, "goal_system", system.public_id),
    )


@require_safe
@answered
def goal_system(request: PortalRequest, system_id: str) -> HttpResponse:
    """Show a Zielsystem: the working copy, or to others the version in force; `?punkt=` chooses a node."""
    page = goal_page(request.viewer, system_id, node_id=sent_key(request.GET, "punkt"))
    base = to(request, "goal_system", system_id)
    context = tree_context(request, page, base)
    removed = sent_key(request.GET, "entfernt")
    context["just_removed"] = next((row for row in page.removed if row.public_id == removed), None)
    return render(request, "portal/goals/page.html", context)


def tree_context(request: PortalRequest, page: GoalPage, base: str) -> dict[str, Any]:
    """Return what the page of a tree prints, whether of the working copy or of a version."""
    table = request.GET.get("ansicht") == TABLE
    shown = cards(page, base, table=table)
    selected = page.selected
    newest = page.versions[0] if page.versions else None
    changed = page.adopted if page.adopted and page.adopted.proposal_id else None
    proposal = next((row for row in page.versions if changed and row.pk == changed.proposal_id), None)
    indicators = selected.indicators if selected else ()
    gaps = gap_rows(page, base)
    return {
        "page": page,
        "base": base,
        "nodes_url": f"{to(request, 'goal_system', page.system.public_id)}punkte/",
        "add_url": to(request, "goal_node_add", page.system.public_id),
        "root": shown[0] if shown else None,
        "rows": tuple(zip(shown, page.view.nodes, strict=True)) if table else (),
        "table": table,
        "gaps": gaps[:GAPS_SHOWN],
        "more_gaps": gaps[GAPS_SHOWN:],
        "versions": [(row, version_badge(row)) for row in page.versions],
        "newest": newest,
        "changes_url": compare_url(request, page.system.public_id, proposal, changed) if changed and proposal else "",
        "indicators": [
            (view, measured(view), number(view.baseline), page.values.get(view.row.pk, ()) if view.row else ())
            for view in indicators
        ],
        "sees_process": may_see_process(request.viewer, page.process),
        "waits": page.rights.edit and not writes_now(request.viewer, page.process),
        "breadcrumbs": crumbs(request, Link(page.system.title)),
    }


@require_http_methods(FORM_METHODS)
@answered
def goal_title(request: PortalRequest, system_id: str) -> HttpResponse:
    """Give the Zielsystem another title."""
    page = goal_page(request.viewer, system_id)
    if not page.rights.edit:
        raise Http404
    form = TitleForm(request.POST or None, initial={"title": page.system.title, "version": page.system.version})
    words = FormPage(
        heading=_("Change the title"),
        button=_("Save"),
        back=at(request, system_id),
        breadcrumbs=below(request, page, Link(_("Title"))),
    )
    return form_view(
        request,
        form,
        lambda: write.rename_goal_system(
            by=request.viewer,
            system_id=system_id,
            title=form.cleaned_data["title"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The title has been changed."),
    )
