"""Pages of the ways into the process: direct intake, taking over, where a topic comes from, the next cycle."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.cases import may_create_series
from governance.access.intake import may_take_in
from governance.models import PlanningProcess
from governance.queries.intake import intake_choices, origin_page, ways_to_begin
from governance.rules.routes import IntakeSource
from governance.rules.stages import Stage
from governance.usecases import intake as write
from governance.usecases.beginnings import start_next_cycle
from portal.components.actions import Link
from portal.forms.intake import DecisionForm, NextCycleForm, OriginForm, TakeInForm, TakeOverForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent_key, show_form
from portal.views.planning import below, crumbs
from portal.views.screened import FormPage, carry_screened, form_view


@require_http_methods(FORM_METHODS)
@answered
def take_in(request: PortalRequest) -> HttpResponse:
    """Take a topic in directly, from a source that the profile provides."""
    viewer = request.viewer
    if not ways_to_begin(viewer).take_in:
        raise Http404
    choices = intake_choices(viewer)
    initial = {"coordinator": viewer.acting_person.public_id, "predecessor": sent_key(request.GET, "nachfolge")}
    form = TakeInForm(request.POST or None, choices=choices, initial=initial)
    page = FormPage(
        heading=_("Take a topic in directly"),
        lead=_("For topics that do not come out of a reconstruction. The process begins with the draft of the topic."),
        button=_("Take topic in"),
        back=to(request, "processes"),
        breadcrumbs=crumbs(request, Link(_("Take a topic in directly"))),
    )
    return form_view(
        request,
        form,
        lambda: write.direct_intake(
            by=viewer,
            title=form.cleaned_data["title"],
            body_id=form.cleaned_data["body"],
            source=form.cleaned_data["source"],
            note=form.cleaned_data["note"],
            statement=form.cleaned_data["statement"],
            like_cases=form.cleaned_data["like_cases"],
            interviews=form.cleaned_data["interviews"],
            series_ids=form.cleaned_data.get("series", ()),
            coordinator_id=form.cleaned_data["coordinator"],
            predecessor_id=form.cleaned_data.get("predecessor"),
        ),
        page,
        done=_("The topic has been taken in."),
        ahead=lambda process: to(request, "process", process.public_id),
    )


@require_http_methods(FORM_METHODS)
@answered
def take_over(request: PortalRequest) -> HttpResponse:
    """Take over a topic that was under way before Lenkwerk, with its earlier decisions."""
    viewer = request.viewer
    if not may_take_in(viewer):
        raise Http404
    initial = {"coordinator": viewer.acting_person.public_id}
    form = TakeOverForm(request.POST or None, choices=intake_choices(viewer), initial=initial)
    page = FormPage(
        heading=_("Take over a running topic"),
        lead=_("For topics that were under way before Lenkwerk. They stay marked as taken over."),
        button=_("Take topic over"),
        back=to(request, "processes"),
        breadcrumbs=crumbs(request, Link(_("Take over a running topic"))),
    )
    context = {"page": page, "breadcrumbs": page.breadcrumbs}
    template = "portal/routes/take_over.html"
    if form.grows:  # one more decision to type: nothing is checked and nothing lost
        return render(request, template, {**context, "form": form, "conflicts": ()})
    if request.method == "POST" and form.is_valid():
        process = carry_screened(form, lambda: _take_over(request, form))
        if process is not None:
            messages.success(request, _("The topic has been taken over."))
            return see_other(to(request, "process", process.public_id))
    return show_form(request, template, context, form=form)


def _take_over(request: PortalRequest, form: TakeOverForm) -> PlanningProcess:
    return write.take_over(
        by=request.viewer,
        title=form.cleaned_data["title"],
        body_id=form.cleaned_data["body"],
        stage=form.cleaned_data["stage"],
        statement=form.cleaned_data["statement"],
        note=form.cleaned_data["note"],
        since=form.cleaned_data["since"],
        decisions=form.earlier,
        group_id=form.cleaned_data["group"],
        addressee=form.cleaned_data["addressee"],
        coordinator_id=form.cleaned_data["coordinator"],
    )


@require_safe
@answered
def origin(request: PortalRequest, process_id: str) -> HttpResponse:
    """Show where a process comes from: source, earlier decisions, what it follows, what follows it."""
    page = origin_page(request.viewer, process_id)
    context = {"page": page, "breadcrumbs": below(request, page.process, _("Where it comes from"))}
    return render(request, "portal/routes/origin.html", context)


@require_http_methods(FORM_METHODS)
@answered
def origin_edit(request: PortalRequest, process_id: str) -> HttpResponse:
    """Change the source note, like cases and interviews of a draft, and which process it follows."""
    page = origin_page(request.viewer, process_id)
    process = page.process
    offered = page.predecessors
    if page.predecessor is not None and page.predecessor not in offered:
        offered = (page.predecessor, *offered)
    initial = OriginForm.initial_of(process)
    wanted = sent_key(request.GET, "nachfolge")
    if wanted in {row.public_id for row in offered}:
        initial["predecessor"] = wanted
    form = OriginForm(request.POST or None, process=process, offered=offered, initial=initial)
    words = FormPage(
        heading=_("Where the topic comes from"),
        lead=_("Source: %(source)s") % {"source": _(IntakeSource(process.source).label)},
        button=_("Save"),
        back=to(request, "process_origin", process_id),
        breadcrumbs=below(request, process, _("Where it comes from")),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_intake(
            by=request.viewer,
            process_id=process_id,
            note=form.cleaned_data["note"],
            like_cases=form.cleaned_data["like_cases"],
            interviews=form.cleaned_data["interviews"],
            predecessor_id=form.cleaned_data["predecessor"],
            version=form.cleaned_data["version"],
        ),
        words,
        done=_("Saved."),
        offered=page.may_edit,
    )


@require_http_methods(FORM_METHODS)
@answered
def decision_add(request: PortalRequest, process_id: str) -> HttpResponse:
    """Record a decision from before Lenkwerk."""
    page = origin_page(request.viewer, process_id)
    form = DecisionForm(request.POST or None)
    words = FormPage(
        heading=_("Record an earlier decision"),
        lead=_("With its source, as it was decided. Nobody asks for figures that are not known."),
        button=_("Record decision"),
        back=to(request, "process_origin", process_id),
        breadcrumbs=below(request, page.process, _("Earlier decision")),
    )
    return form_view(
        request,
        form,
        lambda: write.add_earlier_decision(
            by=request.viewer,
            process_id=process_id,
            body_name=form.cleaned_data["body_name"],
            decided_on=form.cleaned_data["decided_on"],
            wording=form.cleaned_data["wording"],
            source=form.cleaned_data["source"],
        ),
        words,
        done=_("The decision is on record."),
        offered=page.may_add_decision,
    )


@require_http_methods(FORM_METHODS)
@answered
def next_cycle(request: PortalRequest, process_id: str) -> HttpResponse:
    """Begin the next cycle of a completed process."""
    viewer = request.viewer
    page = origin_page(viewer, process_id)
    if not may_take_in(viewer) or page.process.stage != Stage.COMPLETED:
        raise Http404
    form = NextCycleForm(
        request.POST or None,
        choices=intake_choices(viewer),
        initial={"title": page.process.title, "coordinator": viewer.acting_person.public_id},
    )
    words = FormPage(
        heading=_("Begin the next cycle"),
        lead=_("A new process begins with cases again and names this one as the cycle before."),
        button=_("Begin the next cycle"),
        back=to(request, "process", process_id),
        breadcrumbs=below(request, page.process, _("Next cycle")),
    )
    return form_view(
        request,
        form,
        lambda: start_next_cycle(
            by=viewer,
            process_id=process_id,
            title=form.cleaned_data["title"],
            series_ids=form.cleaned_data["series"],
            coordinator_id=form.cleaned_data["coordinator"],
        ),
        words,
        done=_("The next cycle has begun."),
        template="portal/planning/start.html",
        context={"may_create_series": may_create_series(viewer)},
        ahead=lambda process: to(request, "process", process.public_id),
    )
