"""Versions of a Zielsystem: freezing one, showing one, comparing two."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.goals import may_see_working_copy
from governance.queries.goal_versions import WORKING_COPY, comparison, goal_page
from governance.queries.goals import find_goal_system
from governance.rules.lifecycles import FrozenState
from governance.usecases.goal_versions import freeze_goal_system
from portal.components.actions import Link
from portal.forms.goals import FreezeForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent_key
from portal.views.goal_parts import at, below, change_view, compare_url, crumbs, gap_rows, state_name, version_badge
from portal.views.goals import tree_context
from portal.views.screened import FormPage, form_view


@require_http_methods(FORM_METHODS)
@answered
def goal_freeze(request: PortalRequest, system_id: str) -> HttpResponse:
    """Freeze the working copy as a version; the page names the branches that are still open."""
    page = goal_page(request.viewer, system_id)
    if not page.rights.freeze:
        raise Http404
    gaps = gap_rows(page, to(request, "goal_system", system_id))
    open_ones = [row for row in gaps if not row.hint]
    newest = next((row for row in page.versions if row.state == FrozenState.PROPOSED), None)
    initial = {"version": page.system.version, "open_reason": newest.open_reason if newest else ""}
    form = FreezeForm(request.POST or None, gaps=bool(open_ones), initial=initial)
    words = FormPage(
        heading=_("Freeze a version"),
        lead=_("A version is what is proposed and decided. It is never changed; you go on in the working copy."),
        button=_("Freeze version"),
        back=at(request, system_id),
        breadcrumbs=below(request, page, Link(_("Freeze a version"))),
    )
    return form_view(
        request,
        form,
        lambda: freeze_goal_system(
            by=request.viewer,
            system_id=system_id,
            open_reason=form.cleaned_data.get("open_reason", ""),
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The version has been frozen."),
        template="portal/goals/freeze.html",
        context={"open": open_ones, "hints": [row for row in gaps if row.hint], "replaced": newest, "goals": page},
        ahead=lambda frozen: to(request, "goal_version", system_id, frozen.public_id),
    )


@require_safe
@answered
def goal_version(request: PortalRequest, system_id: str, version_id: str) -> HttpResponse:
    """Show a frozen version."""
    page = goal_page(request.viewer, system_id, node_id=sent_key(request.GET, "punkt"), version_id=version_id)
    shown = page.shown
    if shown is None:
        raise Http404
    base = to(request, "goal_version", system_id, version_id)
    context = tree_context(request, page, base)
    earlier = next((row for row in page.versions if row.ordinal < shown.ordinal), None)
    context |= {
        "shown_badge": version_badge(shown),
        "earlier_url": compare_url(request, system_id, earlier, shown) if earlier else "",
        "breadcrumbs": below(request, page, Link(state_name(shown))),
    }
    return render(request, "portal/goals/version.html", context)


@require_safe
@answered
def goal_compare(request: PortalRequest, system_id: str) -> HttpResponse:
    """Compare two states: `?von=` and `?bis=` name them, by default the last two."""
    system = find_goal_system(request.viewer, system_id)
    found = comparison(request.viewer, system_id, sent_key(request.GET, "von"), sent_key(request.GET, "bis"))
    choices = []
    if found:
        copy = [(WORKING_COPY, state_name(None))] if may_see_working_copy(request.viewer, system) else []
        choices = [*copy, *((row.public_id, state_name(row)) for row in found.versions)]
    context = {
        "system": system,
        "found": found,
        "changes": [change_view(change) for change in found.diff.changes] if found else (),
        "choices": choices,
        "chosen_old": (found.old.public_id if found.old else WORKING_COPY) if found else "",
        "chosen_new": (found.new.public_id if found.new else WORKING_COPY) if found else "",
        "names": (state_name(found.old), state_name(found.new)) if found else (),
        "breadcrumbs": crumbs(
            request, Link(system.title, to(request, "goal_system", system_id)), Link(_("Comparison"))
        ),
    }
    return render(request, "portal/goals/compare.html", context)
