"""The page on which two drafts of one topic become one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.models import PlanningProcess
from governance.queries.intake import MergePage, merge_page
from governance.usecases.merging import merge_processes
from portal.forms.intake import MergeForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent_key, show_form
from portal.views.planning import below

TEMPLATE = "portal/routes/merge.html"


@require_http_methods(FORM_METHODS)
@answered
def merge(request: PortalRequest, process_id: str) -> HttpResponse:
    """Choose the other draft, compare both, and say which one stays."""
    other_id = sent_key(request.POST, "mit") or sent_key(request.GET, "mit")
    page = merge_page(request.viewer, process_id, other_id)
    if page.ending is None:
        if request.method == "POST":
            raise Http404
        return show_form(
            request, TEMPLATE, _context(request, page), form=MergeForm(first=page.process, second=page.process)
        )
    other = page.ending.process
    form = MergeForm(
        request.POST or None,
        first=page.process,
        second=other,
        initial={"stays": process_id, "version": page.process.version, "other_version": other.version},
    )
    if request.method == "POST" and form.is_valid():
        staying = carry_out(form, lambda: _merge(request, form, page.process, other))
        if staying is not None:
            messages.success(request, _("Both drafts are one process now."))
            return see_other(to(request, "process", staying.public_id))
        page = merge_page(request.viewer, process_id, other_id)
    return show_form(request, TEMPLATE, _context(request, page), form=form)


def _merge(request: PortalRequest, form: MergeForm, first: PlanningProcess, second: PlanningProcess) -> PlanningProcess:
    shown = {first.public_id: form.cleaned_data["version"], second.public_id: form.cleaned_data["other_version"]}
    stays = form.cleaned_data["stays"]
    ends = second.public_id if stays == first.public_id else first.public_id
    return merge_processes(
        by=request.viewer, process_id=stays, other_id=ends, version=shown[stays], other_version=shown[ends]
    )


def _context(request: PortalRequest, page: MergePage) -> dict[str, object]:
    return {"page": page, "breadcrumbs": below(request, page.process, _("Merge"))}
