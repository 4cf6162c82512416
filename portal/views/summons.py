"""Objecting to the summons of a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.summons import may_object_to_summons, records_objections
from governance.queries.meetings import find_meeting
from governance.queries.summons import objectors, summons_of
from governance.rules.lifecycles import MeetingState
from governance.usecases.summons import object_to_summons
from portal.forms.meetings import SummonsForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent_key, show_form
from portal.views.meetings import crumbs


@require_http_methods(FORM_METHODS)
@answered
def object_to(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Raise an objection to the summons, or enter one that somebody else raises; it stays as it is entered."""
    meeting = find_meeting(request.viewer, meeting_id)
    if not may_object_to_summons(request.viewer, meeting):
        raise Http404
    form = SummonsForm(
        request.POST or None,
        people=list(objectors(request.viewer, meeting)),
        for_others=records_objections(request.viewer, meeting),
    )
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            form,
            lambda: object_to_summons(
                by=request.viewer,
                meeting_id=meeting_id,
                text=form.cleaned_data["text"],
                person_id=sent_key(request.POST, "person_id") if "person_id" in form.fields else "",
            ),
        )
        if done:
            messages.success(request, _("The objection is recorded. It will stand in the minutes."))
            running = meeting.state == MeetingState.IN_SESSION
            return see_other(to(request, "session" if running else "meeting", meeting_id))
    context = {
        "meeting": meeting,
        "summons": summons_of(request.viewer, meeting),
        "breadcrumbs": crumbs(request, meeting, _("Objection to the summons")),
    }
    return show_form(request, "portal/meetings/objection.html", context, form=form)
