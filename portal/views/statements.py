"""The statement of a project group: written by the group, read by who decides on its proposal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.queries.proposals import statement_page
from governance.usecases.proposals import save_statement
from portal.components.actions import Link
from portal.forms.mandates import StatementForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, show_form


@require_http_methods(FORM_METHODS)
@answered
def statement(request: PortalRequest, process_id: str) -> HttpResponse:
    """Write the statement while the group works; show it to everybody else who may read it."""
    page = statement_page(request.viewer, process_id)
    process = page.process
    context = {
        "page": page,
        "back": to(request, "process", process_id),
        "breadcrumbs": (
            Link(_("Processes"), to(request, "processes")),
            Link(process.number, to(request, "process", process_id)),
            Link(_("Statement of the group")),
        ),
    }
    if not page.may_write and request.method != "POST":
        return render(request, "portal/mandates/statement.html", context)
    form = StatementForm(request.POST or None, asked=page.rows, initial=StatementForm.initial_of(page.statement))
    valid = request.method == "POST" and form.is_valid()
    if not page.may_write and not valid:
        raise Http404
    if valid:
        done = carry_out(
            form,
            lambda: save_statement(
                by=request.viewer,
                process_id=process_id,
                answers=form.answers(),
                approval=form.cleaned_data["approval"],
                minority_opinion=form.cleaned_data["minority_opinion"],
                agreed_on=form.cleaned_data["agreed_on"],
                version=form.cleaned_data["version"],
            ),
        )
        if done is not None:
            messages.success(request, _("The statement has been saved."))
            return see_other(to(request, "process_statement", process_id))
    return show_form(request, "portal/mandates/statement_form.html", context, form=form)
