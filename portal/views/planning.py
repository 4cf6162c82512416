"""Pages of processes: list, one process, beginning, topic, justification, steps (interface.md, "Vorgänge")."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.cases import may_create_series, may_see_cases
from governance.access.meetings import runs_meetings
from governance.access.papers import may_begin_papers
from governance.access.planning import coordinates_processes, may_draft_topic, may_edit_process, may_start_process
from governance.models import PlanningProcess
from governance.queries import planning as read
from governance.queries.intake import ways_to_begin
from governance.queries.process_list import (
    ENDED,
    LIVE,
    PROCESS_ORDERS,
    VIEWS,
    ProcessFilter,
    filter_choices,
    list_processes,
    process_rows,
    view_counts,
)
from governance.queries.process_page import find_process, process_page
from governance.queries.process_steps import step_view
from governance.queries.scope import routes_of
from governance.queries.wording import say
from governance.rules.guards import GUARDS
from governance.rules.stages import DRAFTING_STAGES, ENDED_STAGES
from governance.rules.transitions import TRANSITIONS
from governance.usecases import planning as write
from governance.usecases.beginnings import start_process
from governance.usecases.process_steps import take_step
from portal.components.actions import Link
from portal.forms.planning import JustificationForm, ProcessForm, StartForm, StepForm, TopicForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent_key
from portal.views.measure_parts import implementation_of
from portal.views.ordering import asked_order, sorting_of
from portal.views.paging import page_of
from portal.views.process_board import board, chips
from portal.views.process_parts import findings_of, parts_of
from portal.views.process_work import work_on
from portal.views.screened import FormPage, form_view

PROCESSES = gettext_lazy("Processes")


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the list of processes to a page below it."""
    return (Link(PROCESSES, to(request, "processes")), *links)


def below(request: PortalRequest, process: PlanningProcess, word: str) -> tuple[Link, ...]:
    """Return the way to a page below a process."""
    return crumbs(request, Link(process.number, to(request, "process", process.public_id)), Link(word))


@require_safe
@answered
def processes(request: PortalRequest) -> HttpResponse:
    """Show the processes as a board by phase or as a list, narrowed by the filter."""
    view = request.GET.get("stand", LIVE)
    chosen = ProcessFilter(
        words=request.GET.get("q", ""),
        coordinator=request.GET.get("zustaendig", ""),
        legal_area=request.GET.get("rechtskreis", ""),
        view=view if view in VIEWS else LIVE,
    )
    counts = view_counts(request.viewer, chosen)
    as_list = request.GET.get("ansicht") == "liste" or chosen.view == ENDED
    context = {
        "chosen": chosen,
        "choices": filter_choices(request.viewer),
        "counts": counts,
        "chips": chips(request, chosen, counts),
        "as_list": as_list,
        "narrowed": bool(chosen.words or chosen.coordinator or chosen.legal_area),
        "ways": ways_to_begin(request.viewer),
        "sees_cases": may_see_cases(request.viewer),
    }
    if as_list:
        found = list_processes(request.viewer, chosen, order=asked_order(request, PROCESS_ORDERS))
        page = page_of(request, found)
        context |= {"page": page, "rows": process_rows(request.viewer, page.object_list)}
        context["sorting"] = sorting_of(request, PROCESS_ORDERS)
    else:
        context["columns"] = board(process_rows(request.viewer, list_processes(request.viewer, chosen)))
    return render(request, "portal/planning/list.html", context)


@require_http_methods(FORM_METHODS)
@answered
def process_start(request: PortalRequest) -> HttpResponse:
    """Begin a process."""
    viewer = request.viewer
    if not may_start_process(viewer):
        raise Http404
    own = viewer.acting_person.public_id if coordinates_processes(viewer) else ""
    initial = {"coordinator": own, "predecessor": sent_key(request.GET, "nachfolge")}
    form = StartForm(request.POST or None, choices=read.start_choices(viewer), initial=initial)
    page = FormPage(
        heading=_("Begin a process"),
        lead=_("One process carries one generative topic from its cases to a changed routine."),
        button=_("Begin process"),
        back=to(request, "processes"),
        breadcrumbs=crumbs(request, Link(_("New process"))),
    )
    return form_view(
        request,
        form,
        lambda: start_process(
            by=viewer,
            title=form.cleaned_data["title"],
            body_id=form.cleaned_data["body"],
            series_ids=form.cleaned_data["series"],
            coordinator_id=form.cleaned_data["coordinator"],
            predecessor_id=form.cleaned_data.get("predecessor"),
        ),
        page,
        done=_("The process has begun."),
        template="portal/planning/start.html",
        context={"may_create_series": may_create_series(viewer)},
        ahead=lambda process: to(request, "process", process.public_id),
    )


@require_safe
@answered
def process(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show one process."""
    page = process_page(request.viewer, process_id, whole_history=request.GET.get("verlauf") == "alle")
    context = {
        "page": page,
        "parts": parts_of(request, page),
        "may_begin_paper": page.takes_papers and may_begin_papers(request.viewer),
        "may_edit": not page.ended and may_edit_process(request.viewer, page.process),
        "may_plan": runs_meetings(request.viewer),
        "routes": routes_of(
            request.viewer,
            page.process,
            documents=bool(page.around.documents),
            reported=page.around.state_report is not None,
        ),
        "implementation": implementation_of(request, page.around.practice),
        "work": work_on(request, page),
        "breadcrumbs": crumbs(request, Link(page.process.number)),
    }
    return render(request, "portal/planning/process.html", context)


@require_http_methods(FORM_METHODS)
@answered
def process_edit(request: PortalRequest, process_id: str) -> HttpResponse:
    """Change title, series and coordination of a running process."""
    found = find_process(request.viewer, process_id)
    choices = read.start_choices(request.viewer, found)
    form = ProcessForm(request.POST or None, choices=choices, initial=ProcessForm.initial_of(found))
    words = FormPage(
        heading=_("Edit the process"),
        button=_("Save"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, found, _("Edit")),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_process(
            by=request.viewer,
            process_id=process_id,
            title=form.cleaned_data["title"],
            series_ids=form.cleaned_data["series"],
            coordinator_id=form.cleaned_data["coordinator"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("Saved."),
        offered=may_edit_process(request.viewer, found) and found.stage not in ENDED_STAGES,
    )


@require_http_methods(FORM_METHODS)
@answered
def topic(request: PortalRequest, process_id: str) -> HttpResponse:
    """Put the topic into words, link cases, name restrictions."""
    page = read.topic_page(request.viewer, process_id)
    form = TopicForm(request.POST or None, offered=page.cards, initial=TopicForm.initial_of(page.topic))
    words = FormPage(
        heading=_("Generative topic"),
        button=_("Save topic"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, page.process, _("Topic")),
    )
    return form_view(
        request,
        form,
        lambda: write.save_topic(
            by=request.viewer,
            process_id=process_id,
            statement=form.cleaned_data["statement"],
            description=form.cleaned_data["description"],
            card_ids=form.cleaned_data["cards"],
            restrictions=form.cleaned_data["restrictions"].splitlines(),
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The topic has been saved."),
        template="portal/planning/topic.html",
        context={"topic_page": page},
        offered=may_draft_topic(request.viewer, page.process) and page.process.stage in DRAFTING_STAGES,
    )


@require_http_methods(FORM_METHODS)
@answered
def justify(request: PortalRequest, process_id: str, finding: str) -> HttpResponse:
    """Write why the process goes on although a finding is open."""
    found = find_process(request.viewer, process_id)
    if finding not in GUARDS or not may_draft_topic(request.viewer, found):
        raise Http404
    known = read.open_justifications(found).get(finding)
    initial = {
        "text": read.last_justification(found, finding),
        "version": known.version if known else 0,
    }
    form = JustificationForm(request.POST or None, initial=initial)
    sentences = dict.fromkeys(say(row.message) for row in read.justifiable_ahead(found, finding))
    words = FormPage(
        heading=_("Justify a finding"),
        lead=" ".join(sentences),
        button=_("Save justification"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, found, _("Justification")),
    )
    return form_view(
        request,
        form,
        lambda: write.justify(
            by=request.viewer,
            process_id=process_id,
            finding=finding,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("The justification has been saved."),
    )


@require_http_methods(FORM_METHODS)
@answered
def process_step(request: PortalRequest, process_id: str, transition: str) -> HttpResponse:
    """Take a step: its findings, its reason, its button."""
    found = find_process(request.viewer, process_id)
    step = TRANSITIONS.get(transition)
    if request.method == "POST" and (step is None or step.by_resolution):
        # Asked all the same, so that the refusal is logged; it answers 404 to everybody.
        take_step(by=request.viewer, process_id=process_id, transition=transition, version=None)
    if step is None or step.by_resolution or not step.sources:
        raise Http404
    view = step_view(request.viewer, found, step)
    if not view.may_take:
        raise Http404
    form = StepForm(request.POST or None, needs_reason=step.needs_reason, initial={"version": found.version})
    words = FormPage(
        heading=_(step.label),
        button=_(step.label),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, found, _(step.label)),
        danger=step.name == "withdraw",
    )
    context = {
        "process": found,
        "findings": findings_of(request, found, view.findings),
        "in_place": found.stage in step.sources,
        "offered": found.stage in step.sources and view.possible,
        "step": view,
    }
    return form_view(
        request,
        form,
        lambda: take_step(
            by=request.viewer,
            process_id=process_id,
            transition=transition,
            reason=form.cleaned_data.get("reason", ""),
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("Done: %(step)s.") % {"step": _(step.label)},
        template="portal/planning/step.html",
        context=context,
    )
