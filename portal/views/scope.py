"""Pages around the scope of a topic: the four questions, the group that solves it, the report to the state."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.queries.scope import scope_page, state_page
from governance.usecases import scope as write
from portal.forms.scope import AnswerForm, GroupForm, ScopeForm, StateForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent
from portal.views.planning import below
from portal.views.screened import FormPage, form_view


def _read_only(request: PortalRequest, words: FormPage, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Show the page to those who read it, without the form."""
    return render(request, template, {"page": words, "breadcrumbs": words.breadcrumbs, **context})


@require_http_methods(FORM_METHODS)
@answered
def check(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show what speaks for the steering group, and let the coordination answer the four questions."""
    page = scope_page(request.viewer, process_id)
    words = FormPage(
        heading=_("Check of the scope"),
        button=_("Save answers"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, page.process, _("Check of the scope")),
    )
    template, context = "portal/routes/scope.html", {"scope": page}
    if not page.may_assess and request.method != "POST":
        return _read_only(request, words, template, context)
    form = ScopeForm(request.POST or None, initial=ScopeForm.initial_of(page.check))
    return form_view(
        request,
        form,
        lambda: write.assess_scope(
            by=request.viewer,
            process_id=process_id,
            answers=form.answers,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The answers have been saved."),
        template=template,
        context=context,
        ahead=lambda _check: to(request, "process_scope", process_id),
        offered=page.may_assess,
    )


@require_http_methods(FORM_METHODS)
@answered
def group(request: PortalRequest, process_id: str) -> HttpResponse:
    """Choose the group that solves the topic."""
    page = scope_page(request.viewer, process_id)
    process = page.process
    form = GroupForm(
        request.POST or None,
        offered=page.groups,
        initial={"body": process.group.public_id if process.group else "", "version": process.version},
    )
    words = FormPage(
        heading=_("Choose the project group"),
        lead=_("It solves the topic without the steering group and sees the process as soon as it is handed over."),
        button=_("Choose group"),
        back=to(request, "process_scope", process_id),
        breadcrumbs=below(request, process, _("Project group")),
    )
    return form_view(
        request,
        form,
        lambda: write.choose_group(
            by=request.viewer,
            process_id=process_id,
            body_id=form.cleaned_data["body"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The group has been chosen."),
        offered=page.may_choose,
    )


@require_http_methods(FORM_METHODS)
@answered
def state(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show the report to the state and its answer; before the decision the coordination writes it here."""
    page = state_page(request.viewer, process_id)
    words = FormPage(
        heading=_("Report to the state"),
        button=_("Save report"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, page.process, _("Report to the state")),
    )
    template, context = "portal/routes/state.html", {"state": page}
    if not page.may_write and request.method != "POST":
        return _read_only(request, words, template, context)
    form = StateForm(request.POST or None, initial=StateForm.initial_of(page.report))
    return form_view(
        request,
        form,
        lambda: write.prepare_state_report(
            by=request.viewer,
            process_id=process_id,
            addressee=form.cleaned_data["addressee"],
            matter=form.cleaned_data["matter"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The report has been saved."),
        template=template,
        context=context,
        offered=page.may_write,
    )


@require_http_methods(FORM_METHODS)
@answered
def answer(request: PortalRequest, process_id: str) -> HttpResponse:
    """Put the answer of the state on record, or correct it."""
    page = state_page(request.viewer, process_id)
    stored = page.report.answer if page.report else None
    form = AnswerForm(sent(request), request.FILES or None, initial=AnswerForm.initial_of(stored))
    words = FormPage(
        heading=_("Answer of the state"),
        lead=_("With the answer on record, the process is completed or goes back to the draft of the topic."),
        button=_("Put answer on record"),
        back=to(request, "process_state", process_id),
        breadcrumbs=below(request, page.process, _("Answer of the state")),
    )
    return form_view(
        request,
        form,
        lambda: write.record_state_answer(
            by=request.viewer, process_id=process_id, version=form.cleaned_data["version"], **form.changes
        ),
        words,
        done=_("The answer is on record."),
        offered=page.may_answer,
    )
