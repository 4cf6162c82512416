"""The agenda builder: items, order, papers, guests; late items after dispatch."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.agendas import may_build_agenda, may_see_agenda
from governance.models import AgendaItem, DecisionPaper, ItemKind
from governance.queries.agendas import agenda_of, find_item, papers_waiting, published_items
from governance.queries.follow_ups import reports_missing
from governance.queries.meetings import find_meeting, people_to_choose
from governance.queries.minutes import awaiting_approval
from governance.queries.notice import late_notice_for, late_notice_text
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.usecases import agendas as acts
from governance.usecases.follow_up_items import add_usual_items
from portal.components.actions import Action
from portal.forms.meetings import GuestForm, ItemForm, ReasonForm, stored_item
from portal.views import meeting_parts as parts
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent_key, show_form
from portal.views.meetings import crumbs, run_meeting


@require_safe
@answered
def agenda(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """The builder for the secretariat; the chair reads the draft here."""
    meeting = find_meeting(request.viewer, meeting_id)
    if not may_see_agenda(request.viewer, meeting):
        raise Http404
    view = agenda_of(request.viewer, meeting)
    builds = may_build_agenda(request.viewer, meeting)
    is_open = meeting.state == MeetingState.PLANNED
    context = {
        "meeting": meeting,
        "view": view,
        "budget": parts.time_budget(view) if view.items else None,
        "overruns": parts.overruns(view),
        "builds": builds,
        "is_open": is_open,
        "is_live": meeting.state in {MeetingState.INVITED, MeetingState.IN_SESSION},
        "waiting": [(paper, _put_on(request, meeting_id, paper)) for paper in papers_waiting(request.viewer, meeting)],
        "approvals": list(awaiting_approval(meeting)) if builds and is_open else [],
        "reports": reports_missing(meeting) if builds and is_open else 0,
        "add_reports": Action(_("Put the report on the agenda"), to(request, "agenda_reports", meeting_id), post=True),
        "approve": Action(_("Put the approval on the agenda"), to(request, "minutes_approvals", meeting_id), post=True),
        "usual": Action(_("Add the usual items"), to(request, "agenda_usual", meeting_id), post=True),
        "breadcrumbs": crumbs(request, meeting, _("Agenda")),
    }
    return render(request, "portal/meetings/agenda.html", context)


def _put_on(request: PortalRequest, meeting_id: str, paper: DecisionPaper) -> Action:
    address = f"{to(request, 'item_add', meeting_id)}?vorlage={paper.public_id}"
    return Action(_("Put on the agenda"), address, context=paper.title)


@require_http_methods(FORM_METHODS)
@answered
def add(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Put an item on the agenda; after dispatch it is a late item with a reason."""
    meeting = run_meeting(request, meeting_id)
    late = meeting.state != MeetingState.PLANNED
    papers = list(papers_waiting(request.viewer, meeting))
    chosen = sent_key(request.GET, "vorlage")
    initial = {"paper_id": chosen, "kind": ItemKind.PAPER if chosen else ItemKind.REPORT}
    if chosen:
        initial["minutes_planned"] = "30"
    form = ItemForm(request.POST or None, papers=papers, late=late, initial=initial)
    if request.method == "POST" and form.is_valid():
        item = carry_out(form, lambda: _add(request, meeting_id, form, late=late))
        if item:
            messages.success(request, _("Item %(number)s is on the agenda.") % {"number": _number(item)})
            return see_other(to(request, "agenda", meeting_id))
    notice = late_notice_for(meeting, clock.today()) if late else None
    context = {
        "meeting": meeting,
        "late": late,
        "notice_text": late_notice_text(notice) if notice else "",
        "in_time": bool(notice and notice.in_time),
        "breadcrumbs": crumbs(request, meeting, _("Add an item")),
    }
    return show_form(request, "portal/meetings/item.html", context, form=form)


def _add(request: PortalRequest, meeting_id: str, form: ItemForm, *, late: bool) -> AgendaItem:
    if late:
        reason = form.cleaned_data["late_reason"]
        return acts.add_late_item(by=request.viewer, meeting_id=meeting_id, facts=form.facts(), reason=reason)
    return acts.add_item(by=request.viewer, meeting_id=meeting_id, facts=form.facts())


def _number(item: AgendaItem) -> str:
    item.refresh_from_db(fields=["number"])
    return item.number


@require_POST
@answered
def add_usual(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Put the usual items on the agenda."""
    added = add_usual_items(by=request.viewer, meeting_id=meeting_id)
    text = ngettext("%(count)s item was added.", "%(count)s items were added.", len(added))
    messages.success(request, text % {"count": len(added)})
    return see_other(to(request, "agenda", meeting_id))


def _builds(request: PortalRequest, item_id: str) -> AgendaItem:
    """Return an item whose agenda the viewer builds; 404 for everybody else."""
    item = find_item(request.viewer, item_id)
    if not may_build_agenda(request.viewer, item.meeting):
        raise Http404
    return item


@require_http_methods(FORM_METHODS)
@answered
def edit(request: PortalRequest, item_id: str) -> HttpResponse:
    """Change an item, and its guests; a fixed item shows its guests only."""
    item = _builds(request, item_id)
    papers = list(papers_waiting(request.viewer, item.meeting))
    if item.paper:
        papers.insert(0, item.paper)
    form = ItemForm(request.POST or None, papers=papers, late=False, initial=stored_item(item))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        done = carry_out(
            form,
            lambda: acts.edit_item(by=request.viewer, item_id=item_id, facts=form.facts(), version=version),
        )
        if done:
            messages.success(request, _("The item is saved."))
            return see_other(to(request, "agenda", item.meeting.public_id))
    fixed = item.meeting.state != MeetingState.PLANNED and item.public_id in published_items(item.meeting)
    guests = {guest.person_id for guest in item.guests.all()}
    people = [person for person in people_to_choose(request.viewer) if person.pk not in guests]
    context = {
        "meeting": item.meeting,
        "item": item,
        "fixed": fixed,
        "guests": [(guest.person, _uninvite(request, item, guest.person.public_id)) for guest in item.guests.all()],
        "guest_form": GuestForm(people=people) if people else None,
        "breadcrumbs": crumbs(request, item.meeting, _("Item %(number)s") % {"number": item.number}),
    }
    return show_form(request, "portal/meetings/item.html", context, form=form)


def _uninvite(request: PortalRequest, item: AgendaItem, person_id: str) -> Action:
    return Action(_("Take off"), to(request, "guest_remove", item.public_id, person_id), post=True)


@require_POST
@answered
def move(request: PortalRequest, item_id: str) -> HttpResponse:
    """Let an item change places with its neighbour; focus returns to the button that was pressed."""
    up = request.POST.get("direction") != "down"
    item = acts.move_item(by=request.viewer, item_id=item_id, direction="up" if up else "down")
    anchor = f"#{'hoch' if up else 'tief'}-{item.public_id}"
    return see_other(to(request, "agenda", item.meeting.public_id) + anchor)


@require_http_methods(FORM_METHODS)
@answered
def remove(request: PortalRequest, item_id: str) -> HttpResponse:
    """Take an item off: at once while the agenda is a draft, with a reason once it was sent out."""
    item = _builds(request, item_id)
    told = item.meeting.state != MeetingState.PLANNED and item.public_id in published_items(item.meeting)
    form = ReasonForm(request.POST or None)
    if not told:
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = carry_out(form, lambda: acts.remove_item(by=request.viewer, item_id=item_id, reason=reason))
        if done:
            messages.success(request, _("The item is off the agenda."))
            return see_other(to(request, "agenda", item.meeting.public_id))
    context = {
        "meeting": item.meeting,
        "item": item,
        "told": told,
        "breadcrumbs": crumbs(request, item.meeting, _("Take an item off")),
    }
    return show_form(request, "portal/meetings/remove.html", context, form=form)


@require_POST
@answered
def add_guest(request: PortalRequest, item_id: str) -> HttpResponse:
    """Invite a guest to the item."""
    acts.add_guest(by=request.viewer, item_id=item_id, person_id=sent_key(request.POST, "person_id"))
    messages.success(request, _("The guest is on the list."))
    return see_other(to(request, "item_edit", item_id))


@require_POST
@answered
def remove_guest(request: PortalRequest, item_id: str, person_id: str) -> HttpResponse:
    """Take a guest off the item."""
    acts.remove_guest(by=request.viewer, item_id=item_id, person_id=person_id)
    messages.success(request, _("The guest is off the list."))
    return see_other(to(request, "item_edit", item_id))
