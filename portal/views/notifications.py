"""Notification choices: how often mails of each kind come (interface.md, "Konto")."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.queries.notification_choices import choices_of
from governance.rules.notifications import DUTIES, KIND_LABELS
from governance.usecases.notification_choices import choose_notifications
from portal.components.actions import Link
from portal.forms.notifications import ChoicesForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent, show_form


@require_http_methods(FORM_METHODS)
@answered
def notifications(request: PortalRequest) -> HttpResponse:
    """Show and store the viewer's own choices for this authority; the duties stand below with their reasons."""
    form = ChoicesForm(sent(request), rows=choices_of(request.viewer))
    if request.method == "POST" and form.is_valid():
        chosen = form.choices()
        if carry_out(form, lambda: choose_notifications(by=request.viewer, choices=chosen)):
            messages.success(request, _("Your choice is stored. It holds from the next mail on."))
            return see_other(to(request, "notifications"))
    context = {
        "duties": [(_(KIND_LABELS[kind]), _(reason)) for kind, reason in DUTIES.items()],
        "breadcrumbs": [Link(_("Account"), reverse("account")), Link(_("Notifications"))],
    }
    return show_form(request, "portal/notifications/choices.html", context, form=form)
