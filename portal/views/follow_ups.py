"""Pages of the Beschlusskontrolle: the list, one follow-up, opening it, its owner's answers and reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import FollowUp
from governance.queries import follow_ups as read
from governance.queries.measures import owner_choices
from governance.queries.notices import find_resolution
from governance.queries.wording import say
from governance.rules.follow_ups import ENTRY_LABELS, MOVES
from governance.rules.lifecycles import FollowUpState
from governance.rules.measures import Timing
from governance.rules.state_labels import LABELS
from governance.usecases import follow_up_reports as report
from governance.usecases import follow_ups as write
from governance.usecases.follow_up_items import propose_reports
from portal.components.actions import Action, Link
from portal.forms.measures import FollowUpForm, LiftForm, MoveForm, ReportForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent, sent_key
from portal.views.lists import list_context
from portal.views.measure_parts import AT_ONCE, follow_up_badge, weighed
from portal.views.measures import CHOICES
from portal.views.ordering import asked_order
from portal.views.screened import FormPage, form_view

FOLLOW_UP = gettext_lazy("Follow-up of resolutions")
LIVE = "live"


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the register to a page of the Beschlusskontrolle."""
    over = Link(_("Resolutions"), to(request, "register"))
    return (over, Link(FOLLOW_UP, to(request, "follow_ups") if links else ""), *links)


@require_safe
@answered
def follow_ups(request: PortalRequest) -> HttpResponse:
    """List the follow-ups the viewer may see, those that run by default."""
    chosen = {name: sent_key(request.GET, name) for name in ("stand", "organisation", "auswahl")}
    mine, overdue = CHOICES.get(chosen["auswahl"], (False, False))
    state = chosen["stand"] if chosen["stand"] in {*FollowUpState, "alle"} else LIVE
    narrowed = read.FollowUpFilter(
        state="" if state == "alle" else state, organisation_id=chosen["organisation"], overdue=overdue, mine=mine
    )
    rows = read.follow_up_rows(request.viewer, narrowed, order=asked_order(request, read.FOLLOW_UP_ORDERS))
    context = {
        **list_context(request, rows, read.FOLLOW_UP_ORDERS, _line, chosen),
        "states": [(state.value, _(LABELS[FollowUpState][state.value])) for state in FollowUpState],
        "organisations": read.organisations_with_follow_ups(request.viewer),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "portal/follow_ups/list.html", context)


def _line(request: PortalRequest, row: FollowUp) -> dict[str, object]:
    return {
        "row": row,
        "url": to(request, "follow_up", row.public_id),
        "badge": follow_up_badge(row),
        "overdue": read.timing_of(row, request.viewer) is Timing.OVERDUE,
    }


@require_safe
@answered
def follow_up(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Show a follow-up with its course, who is to act next and what the viewer can do."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    context = {
        **_line(request, page.row),
        "page": page,
        "waits": say(page.waits),
        "actions": _actions(request, page),
        "course": [(row, _(ENTRY_LABELS.get(row.move, row.move))) for row in page.reports],
        "breadcrumbs": crumbs(request, Link(page.row.resolution.number)),
    }
    return render(request, "portal/follow_ups/follow_up.html", context)


def _actions(request: PortalRequest, page: read.FollowUpPage) -> tuple[Action, ...]:
    key = page.row.public_id
    found: list[Action] = []
    if page.unanswered:
        found.append(Action(_("Accept task"), to(request, "follow_up_accept", key), post=True))
        found.append(Action(_("Decline task"), to(request, "follow_up_decline", key)))
    if page.may_report:
        found.append(Action(_("Report how it stands"), to(request, "follow_up_report", key)))
    for rule in page.moves:
        if rule.name != "lift":
            found.append(
                Action(_(rule.label), to(request, "follow_up_move", key, rule.name), post=rule.name in AT_ONCE)
            )
    if page.may_edit:
        found.append(Action(_("Edit follow-up"), to(request, "follow_up_edit", key)))
    if MOVES["lift"] in page.moves:
        found.append(Action(_(MOVES["lift"].label), to(request, "follow_up_lift", key), weight="tertiary"))
    return weighed(found, primary=page.own)


@require_http_methods(FORM_METHODS)
@answered
def follow_up_open(request: PortalRequest, resolution_id: str) -> HttpResponse:
    """Open the follow-up of a resolution."""
    resolution = find_resolution(request.viewer, resolution_id)
    form = _form(request, initial={"task": resolution.title})
    back = to(request, "resolution", resolution_id)
    page = FormPage(
        heading=_("Follow up the resolution"),
        lead=_("The owner accepts or declines. Reports come before the body by themselves."),
        button=_("Begin follow-up"),
        back=back,
        breadcrumbs=(
            Link(_("Resolutions"), to(request, "register")),
            Link(resolution.number, back),
            Link(_("Follow up the resolution")),
        ),
    )
    return form_view(
        request,
        form,
        lambda: write.open_follow_up(by=request.viewer, resolution_id=resolution_id, text=form.text()),
        page,
        done=_("The follow-up has begun. Its owner is asked."),
        ahead=lambda row: to(request, "follow_up", row.public_id),
        offered=read.follow_up_of(request.viewer, resolution).may_open,
    )


def _form(request: PortalRequest, initial: dict[str, object]) -> FollowUpForm:
    return FollowUpForm(
        request.POST or None,
        choices=owner_choices(request.viewer),
        meetings=read.meetings_to_report_in(request.viewer),
        initial=initial,
    )


@require_http_methods(FORM_METHODS)
@answered
def follow_up_edit(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Change task, owner, date or report meeting."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    form = _form(request, FollowUpForm.initial_of(page.row))
    return form_view(
        request,
        form,
        lambda: write.edit_follow_up(
            by=request.viewer, follow_up_id=follow_up_id, text=form.text(), version=form.cleaned_data["version"]
        ),
        _words(request, page, _("Edit follow-up"), _("Save")),
        done=_("Saved."),
        offered=page.may_edit,
    )


@require_POST
@answered
def follow_up_accept(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Accept the task as its owner."""
    write.accept_follow_up(by=request.viewer, follow_up_id=follow_up_id)
    messages.success(request, _("The task is accepted. The coordination is told."))
    return see_other(to(request, "follow_up", follow_up_id))


@require_http_methods(FORM_METHODS)
@answered
def follow_up_decline(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Decline the task as its owner."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    form = MoveForm(request.POST or None, rule=MOVES["reopen"])
    return form_view(
        request,
        form,
        lambda: write.decline_follow_up(by=request.viewer, follow_up_id=follow_up_id, reason=form.cleaned_data["text"]),
        _words(request, page, _("Decline task"), _("Decline task")),
        done=_("The task is declined. The coordination is told."),
        offered=page.unanswered,
    )


@require_http_methods(FORM_METHODS)
@answered
def follow_up_move(request: PortalRequest, follow_up_id: str, move: str) -> HttpResponse:
    """Report as begun, delayed, continuing or done; take up again."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    rule = MOVES.get(move)
    if rule is None or move == "lift":
        raise Http404
    form = MoveForm(sent(request), rule=rule, initial={"version": page.row.version})
    return form_view(
        request,
        form,
        lambda: report.move_follow_up(
            by=request.viewer,
            follow_up_id=follow_up_id,
            move=move,
            text=form.cleaned_data["text"],
            until=form.cleaned_data.get("until"),
            version=form.cleaned_data["version"],
        ),
        _words(request, page, _(rule.label), _(rule.label)),
        done=_("Noted in the course of the follow-up."),
        offered=rule in page.moves,
    )


@require_http_methods(FORM_METHODS)
@answered
def follow_up_report(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Say how it stands."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    form = ReportForm(request.POST or None)
    return form_view(
        request,
        form,
        lambda: report.report_follow_up(by=request.viewer, follow_up_id=follow_up_id, text=form.cleaned_data["text"]),
        _words(request, page, _("Report how it stands"), _("Send report")),
        done=_("The report is noted."),
        offered=page.may_report,
    )


@require_http_methods(FORM_METHODS)
@answered
def follow_up_lift(request: PortalRequest, follow_up_id: str) -> HttpResponse:
    """Note that a later resolution has lifted the task."""
    page = read.follow_up_page(request.viewer, follow_up_id)
    form = LiftForm(request.POST or None, resolutions=read.later_resolutions(request.viewer, page.row.resolution))
    return form_view(
        request,
        form,
        lambda: write.lift_follow_up(
            by=request.viewer, follow_up_id=follow_up_id, resolution_id=form.cleaned_data["resolution"]
        ),
        _words(request, page, _("Lift by a resolution"), _("Lift task")),
        done=_("The task is lifted."),
        offered=MOVES["lift"] in page.moves,
    )


@require_POST
@answered
def agenda_reports(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Put the report on due follow-ups on a planned agenda."""
    propose_reports(by=request.viewer, meeting_id=meeting_id)
    messages.success(request, _("The report on the follow-up of resolutions is on the agenda."))
    return see_other(to(request, "agenda", meeting_id))


def _words(request: PortalRequest, page: read.FollowUpPage, heading: str, button: str) -> FormPage:
    address = to(request, "follow_up", page.row.public_id)
    return FormPage(
        heading=heading,
        lead=f"{page.row.resolution.number}: {page.row.task}",
        button=button,
        back=address,
        breadcrumbs=crumbs(request, Link(page.row.resolution.number, address), Link(heading)),
    )
