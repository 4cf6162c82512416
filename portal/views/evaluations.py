"""The check of the effect of a process (Wirkungsprüfung): what has changed, indicators, measures, who was told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.notices import sends_notices
from governance.queries.evaluations import evaluation_page
from governance.usecases.evaluations import write_evaluation
from portal.components.actions import Link
from portal.forms.notices import EvaluationForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered
from portal.views.measure_parts import measure_line
from portal.views.screened import FormPage, form_view


@require_safe
@answered
def evaluation(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show the check of the effect of a process: what has changed, indicators, measures, who was told."""
    page = evaluation_page(request.viewer, process_id)
    context = {
        "page": page,
        "process": page.process,
        "lines": [measure_line(request, row) for row in page.measures.rows],
        "may_tell": sends_notices(request.viewer),
        "breadcrumbs": _crumbs(request, page.process.number, process_id, Link(_("Check of the effect"))),
    }
    return render(request, "portal/measures/evaluation.html", context)


@require_http_methods(FORM_METHODS)
@answered
def evaluation_edit(request: PortalRequest, process_id: str) -> HttpResponse:
    """Write the check of the effect."""
    page = evaluation_page(request.viewer, process_id)
    form = EvaluationForm(request.POST or None, initial=EvaluationForm.initial_of(page.row))
    back = to(request, "evaluation", process_id)
    words = FormPage(
        heading=_("Write the check of the effect"),
        button=_("Save"),
        back=back,
        breadcrumbs=_crumbs(
            request, page.process.number, process_id, Link(_("Check of the effect"), back), Link(_("Edit"))
        ),
    )
    return form_view(
        request,
        form,
        lambda: write_evaluation(
            by=request.viewer,
            process_id=process_id,
            reached=form.cleaned_data["reached"],
            summary=form.cleaned_data["summary"],
            no_values_reason=form.cleaned_data["no_values_reason"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("Saved."),
        offered=page.may_write,
    )


def _crumbs(request: PortalRequest, number: str, process_id: str, *links: Link) -> tuple[Link, ...]:
    over = Link(_("Processes"), to(request, "processes"))
    return (over, Link(number, to(request, "process", process_id)), *links)
