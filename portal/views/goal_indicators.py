"""Indicators and assumptions of goals: writing them, recording values, judging whether assumptions hold."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.queries.goal_versions import GoalPage, goal_page
from governance.queries.goals import AssumptionView, IndicatorView, NodeView
from governance.rules import clock
from governance.usecases import goal_indicators as write
from governance.usecases.goal_tracking import judge_assumption, record_indicator_value
from portal.forms.goals import AssumptionForm, IndicatorForm, JudgeForm, ValueForm
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other
from portal.views.goal_nodes import chosen, words, written
from portal.views.goal_parts import at, measured
from portal.views.screened import form_view


def _indicator(page: GoalPage, indicator_id: str) -> tuple[NodeView, IndicatorView]:
    for view in page.view.nodes:
        for row in view.indicators:
            if row.indicator.key == indicator_id and row.row is not None:
                return view, row
    raise Http404


def _assumption(page: GoalPage, assumption_id: str) -> tuple[NodeView, AssumptionView]:
    for view in page.view.nodes:
        for row in view.assumptions:
            if row.assumption.key == assumption_id and row.row is not None:
                return view, row
    raise Http404


@require_http_methods(FORM_METHODS)
@answered
def goal_indicator_add(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Give a goal an indicator."""
    page, view = chosen(request, system_id, node_id)
    if not view.measured:
        raise Http404
    form = IndicatorForm(request.POST or None)
    return form_view(
        request,
        form,
        lambda: write.add_indicator(by=request.viewer, system_id=system_id, node_id=node_id, facts=form.facts()),
        words(request, page, view, _("Add an indicator"), _("Add"), lead=view.node.text),
        done=_("The indicator has been added."),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_indicator_edit(request: PortalRequest, system_id: str, indicator_id: str) -> HttpResponse:
    """Change an indicator."""
    page = written(request, system_id)
    view, found = _indicator(page, indicator_id)
    if found.row is None:
        raise Http404
    form = IndicatorForm(request.POST or None, initial=IndicatorForm.initial_of(found.row))
    return form_view(
        request,
        form,
        lambda: write.edit_indicator(
            by=request.viewer,
            system_id=system_id,
            indicator_id=indicator_id,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        ),
        words(request, page, view, _("Edit the indicator"), _("Save"), lead=view.node.text),
        done=_("Saved."),
    )


@require_POST
@answered
def goal_indicator_remove(request: PortalRequest, system_id: str, indicator_id: str) -> HttpResponse:
    """Delete an indicator without values."""
    node = write.remove_indicator(by=request.viewer, system_id=system_id, indicator_id=indicator_id)
    messages.success(request, _("The indicator has been removed."))
    return see_other(at(request, system_id, node.public_id))


@require_http_methods(FORM_METHODS)
@answered
def goal_assumption_add(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Write down a critical assumption."""
    page, view = chosen(request, system_id, node_id)
    form = AssumptionForm(request.POST or None)
    return form_view(
        request,
        form,
        lambda: write.add_assumption(
            by=request.viewer, system_id=system_id, node_id=node_id, text=form.cleaned_data["text"]
        ),
        words(request, page, view, _("Add a critical assumption"), _("Add"), lead=view.node.text),
        done=_("The assumption has been added."),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_assumption_edit(request: PortalRequest, system_id: str, assumption_id: str) -> HttpResponse:
    """Change the wording of an assumption."""
    page = written(request, system_id)
    view, found = _assumption(page, assumption_id)
    version = found.row.version if found.row else None
    form = AssumptionForm(request.POST or None, initial={"text": found.assumption.text, "version": version})
    return form_view(
        request,
        form,
        lambda: write.edit_assumption(
            by=request.viewer,
            system_id=system_id,
            assumption_id=assumption_id,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
        words(request, page, view, _("Edit the assumption"), _("Save"), lead=view.node.text),
        done=_("Saved."),
    )


@require_POST
@answered
def goal_assumption_remove(request: PortalRequest, system_id: str, assumption_id: str) -> HttpResponse:
    """Delete an assumption."""
    node = write.remove_assumption(by=request.viewer, system_id=system_id, assumption_id=assumption_id)
    messages.success(request, _("The assumption has been removed."))
    return see_other(at(request, system_id, node.public_id))


def _tracked(request: PortalRequest, system_id: str, view: NodeView) -> GoalPage:
    """Return the page with the node chosen, if the viewer records something there; otherwise `Http404`."""
    page = goal_page(request.viewer, system_id, node_id=view.key)
    if not page.may_track:
        raise Http404
    return page


@require_http_methods(FORM_METHODS)
@answered
def goal_value(request: PortalRequest, system_id: str, indicator_id: str) -> HttpResponse:
    """Record a value of an indicator."""
    view, found = _indicator(goal_page(request.viewer, system_id), indicator_id)
    page = _tracked(request, system_id, view)
    form = ValueForm(request.POST or None, initial={"on": clock.today(), "source": found.indicator.source})
    heading = _("Record a value: %(name)s") % {"name": found.indicator.name}
    return form_view(
        request,
        form,
        lambda: record_indicator_value(
            by=request.viewer, system_id=system_id, indicator_id=indicator_id, facts=form.facts()
        ),
        words(request, page, view, heading, _("Record"), lead=_("So far: %(state)s.") % {"state": measured(found)}),
        done=_("The value has been recorded."),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_assumption_judge(request: PortalRequest, system_id: str, assumption_id: str) -> HttpResponse:
    """Say whether an assumption still holds."""
    view, found = _assumption(goal_page(request.viewer, system_id), assumption_id)
    page = _tracked(request, system_id, view)
    version = found.row.version if found.row else None
    initial = {"holds": JudgeForm.word(found.holds), "since": found.since, "version": version}
    form = JudgeForm(request.POST or None, initial=initial)
    return form_view(
        request,
        form,
        lambda: judge_assumption(
            by=request.viewer,
            system_id=system_id,
            assumption_id=assumption_id,
            holds=form.judgement(),
            since=form.cleaned_data["since"],
            version=form.cleaned_data["version"],
        ),
        words(request, page, view, _("Check the assumption"), _("Save"), lead=found.assumption.text),
        done=_("Saved."),
    )
