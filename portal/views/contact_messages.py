"""What the public has written: for the coordinators of the authority, to handle and to delete."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.contact import handles_messages
from governance.queries.contact import find_message, message_rows
from governance.usecases.contact import delete_message, finish_message
from portal.components import dates
from portal.components.actions import Action, Link
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view


@require_safe
@answered
def contact_messages(request: PortalRequest) -> HttpResponse:
    """List the messages, open ones first."""
    if not handles_messages(request.viewer):
        raise Http404
    page = page_of(request, message_rows(request.viewer))
    rows = [
        (
            row,
            None
            if row.done_at
            else Action(_("Done"), to(request, "contact_finish", row.public_id), post=True, context=row.public_id),
            Action(
                _("Delete for good"),
                to(request, "contact_delete", row.public_id),
                weight="tertiary",
                context=row.public_id,
            ),
        )
        for row in page.object_list
    ]
    return render(
        request,
        "portal/contact/list.html",
        {"page_obj": page, "rows": rows, "breadcrumbs": [Link(_("Messages of the public"))]},
    )


@require_POST
@answered
def finish(request: PortalRequest, message_id: str) -> HttpResponse:
    """Note that a message is dealt with."""
    finish_message(by=request.viewer, message_id=message_id)
    messages.success(request, _("The message is noted as done. Delete it as soon as you no longer need it."))
    return see_other(to(request, "contact_messages"))


@require_http_methods(FORM_METHODS)
@answered
def delete(request: PortalRequest, message_id: str) -> HttpResponse:
    """Ask once more, then delete a message with everything that was typed."""
    row = find_message(request.viewer, message_id)
    back = to(request, "contact_messages")
    page = FormPage(
        heading=_("Delete the message for good?"),
        lead=_("%(topic)s, received on %(day)s. Text and address are deleted and cannot be brought back.")
        % {"topic": row.get_topic_display(), "day": dates.day_time(row.received_at)},
        button=_("Delete for good"),
        back=back,
        breadcrumbs=(Link(_("Messages of the public"), back), Link(_("Delete for good"))),
    )
    form = forms.Form(sent(request))
    return form_view(
        request,
        form,
        lambda: delete_message(by=request.viewer, message_id=message_id),
        page,
        done=_("The message is deleted."),
    )
