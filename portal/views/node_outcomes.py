"""Deciding on the single goals of a proposal, before it is put to the vote (process.md, edge case 11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.queries.goal_decisions import decided_nodes, outcomes_of, proposed_version
from governance.queries.sessions import live_session
from governance.usecases.node_outcomes import save_node_outcomes
from portal.components import dates
from portal.components.actions import Link
from portal.forms.node_outcomes import NodeOutcomesForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, show_form


@require_http_methods(FORM_METHODS)
@answered
def session_nodes(request: PortalRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """Record per goal: adopted, changed, returned, rejected. For the secretariat, while the item waits or is called."""
    live = live_session(request.viewer, meeting_id)
    entry = next((row for row in live.items if row.item.public_id == item_id), None)
    if entry is None or not live.may_record or entry.item.paper is None or entry.item.paper.process is None:
        raise Http404
    goals = proposed_version(entry.item.paper.process)
    if goals is None:
        raise Http404
    outcomes = outcomes_of(entry.item)
    form = NodeOutcomesForm(
        request.POST if request.method == "POST" else None,
        nodes=decided_nodes(goals, outcomes),
        initial={
            "version": entry.item.version,
            "due_on": next((row.due_on for row in outcomes if row.due_on), None),
        },
    )
    back = f"{to(request, 'session', meeting_id)}#top-{item_id}"
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            form,
            lambda: save_node_outcomes(
                by=request.viewer,
                item_id=item_id,
                choices=form.choices(),
                due_on=form.cleaned_data["due_on"],
                version=form.cleaned_data["version"],
            ),
        )
        if done:
            messages.success(request, _("Recorded. The wording that is put to the vote names these decisions."))
            return see_other(back)
    context = {
        "item": entry.item,
        "back": back,
        "breadcrumbs": (
            Link(_("Meetings"), to(request, "meetings")),
            Link(f"{live.meeting.body.name}, {dates.day(live.meeting.starts_at)}", to(request, "meeting", meeting_id)),
            Link(_("Session"), to(request, "session", meeting_id)),
            Link(_("Decide on single goals")),
        ),
    }
    return show_form(request, "portal/sessions/nodes.html", context, form=form)
