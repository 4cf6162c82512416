"""The page of the red thread: from a restriction in the cases to what changed, and from a measure back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.queries.red_thread import red_thread
from portal.components.actions import Link
from portal.views.addresses import to
from portal.views.base import LONGEST_KEY, PortalRequest, answered


@require_safe
@answered
def process_red_thread(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show the whole thread of a process, or with `?massnahme=` the way back from one measure."""
    measure_id = request.GET.get("massnahme", "")[:LONGEST_KEY]
    thread = red_thread(request.viewer, process_id, measure_id=measure_id if measure_id.isalnum() else "")
    context = {
        "thread": thread,
        "breadcrumbs": (
            Link(_("Processes"), to(request, "processes")),
            Link(thread.process.number, to(request, "process", process_id)),
            Link(_("Red thread")),
        ),
    }
    return render(request, "portal/planning/red_thread.html", context)
