"""Meetings: the list, one meeting before and after its session, planning, moving, cancelling, downloads."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import dates as names
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.attendance import ChairFacts, may_lead
from governance.access.invitations import may_see_answers, may_see_ledger
from governance.access.meetings import may_run_meeting
from governance.access.minutes import may_see_minutes
from governance.models import Meeting
from governance.queries.agendas import AgendaView, agenda_of
from governance.queries.invitations import (
    InvitationPlan,
    closed_for_answers,
    differs_from_told,
    forecast,
    own_invitations,
    own_seats,
    plan_of,
    untold,
)
from governance.queries.meetings import (
    bodies_to_plan,
    bodies_with_meetings,
    date_warnings,
    find_meeting,
    invitation_document,
    meetings_of,
    people_to_choose,
)
from governance.queries.minutes import minutes_id_of
from governance.queries.notes import notes_on
from governance.queries.notice import notice_for
from governance.queries.paper_invitations import paper_page
from governance.queries.summons import summons_of
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.usecases.foundation import Conflict
from governance.usecases.invitations import calendar_download, cancel_meeting, restore_meeting
from governance.usecases.meetings import change_meeting
from governance.usecases.minutes_circulation import plan_meeting
from portal.components import dates
from portal.components.actions import Link
from portal.components.agenda import AgendaRow
from portal.forms.meetings import MeetingForm, ReasonForm, stored_meeting
from portal.views import meeting_parts as parts
from portal.views.addresses import setup_url, to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent_key, show_form
from portal.views.downloads import asked_format, attachment, document_file
from portal.views.meeting_month import meeting_month
from portal.views.notes import NoteLine, note_line
from portal.views.paging import page_of


@require_safe
@answered
def meeting_list(request: PortalRequest) -> HttpResponse:
    """The viewer's meetings, those to come first or the past ones, for one body or all; `?ansicht=monat` as a month."""
    if request.GET.get("ansicht") == "monat":
        return meeting_month(request)
    past = request.GET.get("zeit") == "vergangen"
    body_id = sent_key(request.GET, "gremium")
    page = page_of(request, meetings_of(request.viewer, past=past, body_id=body_id))
    months = [
        (f"{names.MONTHS[month]} {year}", list(rows)) for (year, month), rows in groupby(page.object_list, key=_month)
    ]
    context = {
        "page_obj": page,
        "months": [(name, [(row, parts.state_badge(row)) for row in rows]) for name, rows in months],
        "past": past,
        "body_id": body_id,
        "bodies": bodies_with_meetings(request.viewer),
        "may_plan": bodies_to_plan(request.viewer).exists(),
        "setup_url": setup_url(request),
    }
    return render(request, "portal/meetings/list.html", context)


OVER = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})


def _month(meeting: Meeting) -> tuple[int, int]:
    day = clock.local_date(meeting.starts_at)
    return day.year, day.month


@require_safe
@answered
def show(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """One meeting before and after its session; the session itself has its own page."""
    meeting = find_meeting(request.viewer, meeting_id)
    runs = may_run_meeting(request.viewer, meeting)
    view = agenda_of(request.viewer, meeting)
    invited = meeting.state != MeetingState.PLANNED
    answers = may_see_answers(request.viewer, meeting)
    plan = plan_of(meeting, view.guests if view.complete else None) if answers or runs else None
    own = own_invitations(request.viewer, meeting, plan) if invited else ()
    context = {
        "meeting": meeting,
        "badge": parts.state_badge(meeting),
        "runs": runs,
        # Before the session nobody is in the room yet, so chair and deputy chair both find their way into it.
        "leads": meeting.state == MeetingState.INVITED and may_lead(request.viewer, meeting, ChairFacts()),
        "view": view,
        "rows": _rows(request, meeting, view),
        "budget": parts.time_budget(view) if view.complete and view.items and meeting.state not in OVER else None,
        "own": [(row, seats, parts.answer_actions(request, row)) for row, seats in own_seats(meeting, own)],
        "on_paper": paper_page(request.viewer, meeting) if runs and invited and meeting.state not in OVER else None,
        "closed": say(reason) if (reason := closed_for_answers(meeting)) else "",
        "groups": parts.people_groups(plan, invited=invited) if plan and answers else (),
        "minutes_url": _minutes_url(request, meeting),
        "news_to_come": not runs and differs_from_told(meeting),
        "minutes_id": minutes_id_of(request.viewer, meeting) if meeting.opened_at else "",
        "sees_ledger": may_see_ledger(request.viewer, meeting),
        "breadcrumbs": _crumbs(request, meeting),
        **_secretariat(request, meeting, plan, runs=runs, answers=answers),
    }
    return render(request, "portal/meetings/meeting.html", context)


def _rows(request: PortalRequest, meeting: Meeting, view: AgendaView) -> list[tuple[AgendaRow, NoteLine]]:
    """Return the rows of the agenda, each with what the viewer has noted for themselves."""
    notes = notes_on(request.viewer, meeting)
    rows = zip(view.items, parts.agenda_rows(request, view), strict=True)
    return [(row, note_line(request, notes, item.public_id, item.title)) for item, row in rows]


def _minutes_url(request: PortalRequest, meeting: Meeting) -> str:
    """Return where the minutes are read, or nothing while the viewer may not see them."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is None or not may_see_minutes(request.viewer, minutes):
        return ""
    return to(request, "minutes", minutes.public_id)


def _secretariat(
    request: PortalRequest, meeting: Meeting, plan: InvitationPlan | None, *, runs: bool, answers: bool
) -> dict[str, Any]:
    """Return what only those who see the answers, or run the meeting, are shown beside it."""
    found: dict[str, Any] = {"summons": summons_of(request.viewer, meeting)}
    if plan is None:
        return found
    if answers and meeting.state == MeetingState.INVITED:
        result = forecast(meeting, plan)
        found["forecast"] = parts.forecast_sentence(result) if result else None
    if runs and meeting.state == MeetingState.INVITED:
        found["untold"] = untold(meeting, plan)
        found["deputies"] = parts.deputy_actions(request, plan)
        found["reminder"] = parts.reminder(request, meeting, plan)
    if runs and meeting.state == MeetingState.PLANNED:
        found["notice"] = notice_for(meeting, clock.today())
    if runs and (meeting.state == MeetingState.PLANNED or differs_from_told(meeting)):
        found["warnings"] = [
            say(message) for message in date_warnings(meeting.body, meeting.starts_at, meeting.ends_at, without=meeting)
        ]
    return found


def _crumbs(request: PortalRequest, meeting: Meeting, *more: str) -> list[Link]:
    """Return the way back; the last entry is the page itself."""
    name = f"{meeting.body.name}, {dates.day(meeting.starts_at)}"
    links = [Link(_("Meetings"), to(request, "meetings"))]
    links.append(Link(name, to(request, "meeting", meeting.public_id) if more else ""))
    return [*links, *(Link(text) for text in more)]


crumbs = _crumbs


@require_http_methods(FORM_METHODS)
@answered
def plan(request: PortalRequest) -> HttpResponse:
    """Fix a date for a body."""
    bodies = list(bodies_to_plan(request.viewer))
    if not bodies:
        raise Http404
    people = list(people_to_choose(request.viewer))
    chosen = {"body": sent_key(request.GET, "gremium")}
    form = MeetingForm(request.POST or None, bodies=bodies, people=people, initial=chosen)
    if request.method == "POST" and form.is_valid():
        meeting = carry_out(
            form,
            lambda: plan_meeting(by=request.viewer, body_id=form.cleaned_data["body"], **form.facts()),
        )
        if meeting:
            messages.success(request, _("The meeting is planned. Next comes the agenda."))
            return see_other(to(request, "meeting", meeting.public_id))
    context = {"breadcrumbs": [Link(_("Meetings"), to(request, "meetings")), Link(_("Plan a meeting"))]}
    return show_form(request, "portal/meetings/plan.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def edit(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Move a meeting or change its place; the page says what that means."""
    meeting = _run(request, meeting_id)
    people = list(people_to_choose(request.viewer))
    form = MeetingForm(request.POST or None, bodies=[], people=people, initial=stored_meeting(meeting))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        changed = carry_out(
            form,
            lambda: change_meeting(by=request.viewer, meeting_id=meeting_id, version=version or 0, **form.facts()),
        )
        if changed:
            messages.success(request, _("The change is saved."))
            return see_other(to(request, "meeting", meeting_id))
        _show_other_time(form, meeting)
    context = {
        "meeting": meeting,
        "notice": notice_for(meeting, clock.today()),
        "breadcrumbs": _crumbs(request, meeting, _("Change")),
    }
    return show_form(request, "portal/meetings/plan.html", context, form=form)


def _show_other_time(form: MeetingForm, stored: Meeting) -> None:
    """Add the time to the conflicting fields: it is typed in three fields and stored in two."""
    typed = (form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
    if hasattr(form, "conflicts") and typed != (stored.starts_at, stored.ends_at):
        stored_text, typed_text = (
            f"{dates.week_day(start)}, {dates.span(start, end)}"
            for start, end in ((stored.starts_at, stored.ends_at), typed)
        )
        form.conflicts = (Conflict(_("Time"), stored_text, typed_text), *form.conflicts)


def _run(request: PortalRequest, meeting_id: str) -> Meeting:
    """Return a meeting that the viewer runs; 404 for everybody else."""
    meeting = find_meeting(request.viewer, meeting_id)
    if not may_run_meeting(request.viewer, meeting):
        raise Http404
    return meeting


run_meeting = _run


@require_http_methods(FORM_METHODS)
@answered
def cancel(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Cancel a meeting, after saying what will happen."""
    meeting = _run(request, meeting_id)
    form = ReasonForm(request.POST or None, initial={"version": meeting.version})
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            form,
            lambda: cancel_meeting(
                by=request.viewer,
                meeting_id=meeting_id,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            ),
        )
        if done:
            messages.success(request, _("The meeting is cancelled."))
            return see_other(to(request, "meeting", meeting_id))
    context = {
        "meeting": meeting,
        "people": sum(row.is_invited for row in plan_of(meeting).invitees),
        "papers": [item.paper for item in agenda_of(request.viewer, meeting).on_agenda if item.paper],
        "breadcrumbs": _crumbs(request, meeting, _("Cancel the meeting")),
    }
    return show_form(request, "portal/meetings/cancel.html", context, form=form)


@require_POST
@answered
def restore(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Take a cancelled meeting up again, as a new planned one."""
    meeting = restore_meeting(by=request.viewer, meeting_id=meeting_id)
    messages.success(request, _("The meeting is planned again, with its agenda. Invite to it anew."))
    return see_other(to(request, "meeting", meeting.public_id))


@require_safe
@answered
def document(request: PortalRequest, meeting_id: str, document_format: str) -> HttpResponse:
    """The invitation with its agenda, as Word or PDF."""
    meeting = find_meeting(request.viewer, meeting_id)
    wanted = asked_format(document_format)
    if not agenda_of(request.viewer, meeting).items:
        raise Http404
    return document_file(request, invitation_document(meeting, request.viewer), wanted)


@require_safe
@answered
def calendar(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """The meeting for a calendar."""
    meeting = find_meeting(request.viewer, meeting_id)
    content = calendar_download(by=request.viewer, meeting=meeting)
    day = clock.local_date(meeting.starts_at)
    return attachment(content, "text/calendar; charset=utf-8", f"sitzung_{day:%Y-%m-%d}.ics")
