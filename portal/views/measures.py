"""Pages of measures: the list, one measure, what the coordination and the organisation do with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.measures import answers_for_measures
from governance.queries import measures as read
from governance.queries.wording import say
from governance.rules.lifecycles import SETTLED_MEASURES, MeasureState
from governance.rules.measures import ENTRY_LABELS, MOVES, MoveRule
from governance.rules.state_labels import LABELS
from governance.usecases import measure_reports as report
from governance.usecases import measures as write
from portal.components.actions import Link
from portal.forms.measures import AcceptForm, MeasureForm, MoveForm, ReassignForm, ReportForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent, sent_key
from portal.views.lists import list_context
from portal.views.measure_parts import measure_actions, measure_badge, measure_line
from portal.views.ordering import asked_order
from portal.views.screened import FormPage, form_view

MEASURES = gettext_lazy("Measures")
CHOICES = {"meine": (True, False), "ueberfaellig": (False, True), "meine-ueberfaellig": (True, True)}


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the list of measures to a page below it."""
    own = Link(MEASURES, to(request, "measures") if links else "")
    if answers_for_measures(request.viewer):  # then the navigation names them
        return (own, *links) if links else ()
    return (Link(_("Resolutions"), to(request, "register")), own, *links)


@require_safe
@answered
def measures(request: PortalRequest) -> HttpResponse:
    """List the measures the viewer may see, narrowed by state, organisation, process, own and overdue ones."""
    chosen = {name: sent_key(request.GET, name) for name in ("stand", "organisation", "vorgang", "auswahl")}
    mine, overdue = CHOICES.get(chosen["auswahl"], (False, False))
    state = chosen["stand"] if chosen["stand"] in set(MeasureState) else ""
    narrowed = read.MeasureFilter(
        state=state,
        organisation_id=chosen["organisation"],
        process_id=chosen["vorgang"],
        overdue=overdue,
        mine=mine,
    )
    rows = read.measure_rows(request.viewer, narrowed, order=asked_order(request, read.MEASURE_ORDERS))
    context = {
        **list_context(request, rows, read.MEASURE_ORDERS, measure_line, chosen),
        "states": [(state.value, _(LABELS[MeasureState][state.value])) for state in MeasureState],
        "organisations": read.organisations_with_measures(request.viewer),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "portal/measures/list.html", context)


@require_safe
@answered
def measure(request: PortalRequest, measure_id: str) -> HttpResponse:
    """Show a measure with its course, who is to act next and what the viewer can do."""
    page = read.measure_page(request.viewer, measure_id)
    line = measure_line(request, page.measure)
    context = {
        "page": page,
        "measure": page.measure,
        "badge": measure_badge(page.measure),
        "overdue": line.overdue,
        "settled": line.measure.state in SETTLED_MEASURES,
        "waits": say(page.waits),
        "actions": measure_actions(request, page),
        "course": [(row, _(ENTRY_LABELS.get(row.move, row.move))) for row in page.reports],
        "breadcrumbs": crumbs(request, Link(page.measure.title)),
    }
    return render(request, "portal/measures/measure.html", context)


@require_http_methods(FORM_METHODS)
@answered
def measure_plan(request: PortalRequest, process_id: str) -> HttpResponse:
    """Plan a measure of a process."""
    process = read.find_process(request.viewer, process_id)
    needed = process.stage in read.PLANNING_STAGES
    form = MeasureForm(request.POST or None, choices=read.owner_choices(request.viewer), needed=needed)
    lead = _("The organisation is asked at once. It accepts or declines itself.")
    if not needed:
        lead = _("The organisation is asked as soon as the body has decided.")
    page = FormPage(
        heading=_("Plan a measure"),
        lead=lead,
        button=_("Plan measure"),
        back=to(request, "process", process_id),
        breadcrumbs=(
            Link(_("Processes"), to(request, "processes")),
            Link(process.number, to(request, "process", process_id)),
            Link(_("New measure")),
        ),
    )
    return form_view(
        request,
        form,
        lambda: write.plan_measure(by=request.viewer, process_id=process_id, text=form.text()),
        page,
        done=_("The measure is planned."),
        ahead=lambda row: to(request, "measure", row.public_id),
        offered=read.may_plan_now(request.viewer, process),
    )


@require_http_methods(FORM_METHODS)
@answered
def measure_edit(request: PortalRequest, measure_id: str) -> HttpResponse:
    """Change wording, explanation and date."""
    page = read.measure_page(request.viewer, measure_id)
    asked = page.measure.asked_on is not None
    form = MeasureForm(
        request.POST or None,
        choices=read.owner_choices(request.viewer),
        needed=asked,
        asked=asked,
        initial=MeasureForm.initial_of(page.measure),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_measure(
            by=request.viewer, measure_id=measure_id, text=form.text(), version=form.cleaned_data["version"]
        ),
        _words(request, page, _("Edit measure"), _("Save")),
        done=_("Saved."),
        offered=page.may_edit,
    )


@require_http_methods(FORM_METHODS)
@answered
def measure_reassign(request: PortalRequest, measure_id: str) -> HttpResponse:
    """Ask another organisation."""
    page = read.measure_page(request.viewer, measure_id)
    initial = {"due_on": page.measure.ends_on, "version": page.measure.version}
    form = ReassignForm(request.POST or None, choices=read.owner_choices(request.viewer), initial=initial)
    lead = _("The organisation so far is told. The new one accepts or declines itself.")
    return form_view(
        request,
        form,
        lambda: write.reassign_measure(
            by=request.viewer,
            measure_id=measure_id,
            organisation_id=form.cleaned_data["organisation"],
            reason=form.cleaned_data["reason"],
            due_on=form.cleaned_data["due_on"],
            version=form.cleaned_data["version"],
        ),
        _words(request, page, _("Give to another organisation"), _("Ask the organisation"), lead=lead),
        done=_("The organisation is asked."),
        offered=page.offers("reassign"),
    )


@require_http_methods(FORM_METHODS)
@answered
def measure_accept(request: PortalRequest, measure_id: str) -> HttpResponse:
    """Accept a measure for the own organisation."""
    page = read.measure_page(request.viewer, measure_id)
    people = read.people_to_name(page.measure)
    suggested = page.measure.person or request.viewer.person
    initial = {"version": page.measure.version, "person": suggested.public_id if suggested else ""}
    form = AcceptForm(request.POST or None, people=people, initial=initial)
    return form_view(
        request,
        form,
        lambda: report.accept_measure(
            by=request.viewer,
            measure_id=measure_id,
            person_id=form.cleaned_data["person"],
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
        _words(request, page, _("Accept measure"), _("Accept measure"), lead=page.measure.title),
        done=_("The measure is accepted. The coordination is told."),
        offered=page.offers("accept"),
    )


@require_http_methods(FORM_METHODS)
@answered
def measure_move(request: PortalRequest, measure_id: str, move: str) -> HttpResponse:
    """Take a move that needs a reason, a date or a remark; `drop` is the coordination's."""
    page = read.measure_page(request.viewer, measure_id)
    rule = MOVES.get(move)
    if rule is None or move in {"accept", "reassign"}:
        raise Http404
    form = MoveForm(sent(request), rule=rule, initial={"version": page.measure.version})
    return form_view(
        request,
        form,
        _carry(request, measure_id, rule, form),
        _words(request, page, _(rule.label), _(rule.label), lead=page.measure.title, danger=move == "drop"),
        done=_("Noted in the course of the measure."),
        offered=page.offers(move),
    )


def _carry(request: PortalRequest, measure_id: str, rule: MoveRule, form: MoveForm) -> Callable[[], object]:
    def act() -> object:
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        if rule.name == "drop":
            return write.drop_measure(by=request.viewer, measure_id=measure_id, reason=text, version=version)
        return report.move_measure(
            by=request.viewer,
            measure_id=measure_id,
            move=rule.name,
            text=text,
            until=form.cleaned_data.get("until"),
            version=version,
        )

    return act


@require_http_methods(FORM_METHODS)
@answered
def measure_report(request: PortalRequest, measure_id: str) -> HttpResponse:
    """Say how far a measure is."""
    page = read.measure_page(request.viewer, measure_id)
    form = ReportForm(request.POST or None)
    return form_view(
        request,
        form,
        lambda: report.report_progress(by=request.viewer, measure_id=measure_id, text=form.cleaned_data["text"]),
        _words(request, page, _("Report progress"), _("Send report"), lead=page.measure.title),
        done=_("The report is noted."),
        offered=page.may_report,
    )


def _words(
    request: PortalRequest, page: read.MeasurePage, heading: str, button: str, *, lead: str = "", danger: bool = False
) -> FormPage:
    address = to(request, "measure", page.measure.public_id)
    return FormPage(
        heading=heading,
        button=button,
        lead=lead,
        danger=danger,
        back=address,
        breadcrumbs=crumbs(request, Link(page.measure.title, address), Link(heading)),
    )
