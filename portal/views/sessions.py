"""The live session page: seen by everybody in the room, led by chair or secretariat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import AgendaItem, Resolution
from governance.queries.meetings import people_to_choose
from governance.queries.sessions import LiveSession, SessionItem, live_session
from governance.queries.summons import summons_of
from governance.rules.lifecycles import ItemState, MeetingState
from governance.usecases import decisions, sessions
from portal.components import dates
from portal.components.actions import Action, Link
from portal.forms.sessions import ActionForm, ConcludeForm
from portal.views import session_parts as parts
from portal.views import session_room as room
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, page_before, see_other, sent, show_form
from portal.views.session_reasons import head_reasons

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@require_safe
@answered
def session(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """The session: state, agenda with the called item and its vote, the room, action items."""
    live = live_session(request.viewer, meeting_id)
    context = _context(request, live)
    stand, token = _stand(request, context)
    return render(
        request,
        "portal/sessions/session.html",
        {**context, "stand": stand, "token": token, "breadcrumbs": _crumbs(request, live)},
    )


@require_safe
@answered
def session_live(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """The part of the page that changes; 204 while it is the same as `?stand=` says."""
    context = _context(request, live_session(request.viewer, meeting_id))
    stand, token = _stand(request, context)
    if request.GET.get("stand") == token:
        return HttpResponse(status=204)
    return render(request, "portal/sessions/live.html", {**context, "stand": stand, "token": token, "polled": True})


def _stand(request: PortalRequest, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the changing part and a token that stays the same while nothing has changed."""
    stand = render_to_string("portal/sessions/stand.html", dict(context), request=request)
    return stand, hashlib.sha256(TOKEN.sub("", stand).encode()).hexdigest()[:16]


def _context(request: PortalRequest, live: LiveSession) -> dict[str, Any]:
    kind, word, figures = room.quorum_lines(live)
    return {
        "live": live,
        "meeting": live.meeting,
        "rows": parts.rows(request, live),
        "budget": parts.budget(live) if live.room else None,
        "groups": room.people(live),
        "quorum_kind": kind,
        "quorum_word": word,
        "quorum_figures": figures,
        "leader": room.leaders_place(live.room, live),
        "since": _since(live),
        "news": room.news(live),
        "head_actions": _head_actions(request, live),
        "head_reasons": head_reasons(request, live),
        "attendance_url": to(request, "session_attendance", live.meeting.public_id) if live.may_record else "",
        "live_url": to(request, "session_live", live.meeting.public_id),
        "running": live.running_now,
        "actions": [_action_row(request, live, action) for action in live.actions],
        "summons": summons_of(request.viewer, live.meeting),
    }


def _crumbs(request: PortalRequest, live: LiveSession) -> list[Link]:
    meeting = live.meeting
    return [
        Link(_("Meetings"), to(request, "meetings")),
        Link(f"{meeting.body.name}, {dates.day(meeting.starts_at)}", to(request, "meeting", meeting.public_id)),
        Link(_("Session")),
    ]


def _since(live: LiveSession) -> str:
    opened = live.meeting.opened_at
    if opened is None:
        return ""
    minutes = int((live.moment - opened).total_seconds() // 60)
    return _("since %(time)s, %(hours)s h %(minutes)s min.") % {
        "time": dates.clock(opened),
        "hours": minutes // 60,
        "minutes": minutes % 60,
    }


def _head_actions(request: PortalRequest, live: LiveSession) -> tuple[Action, ...]:
    """Return the acts on the session as a whole; for what is not possible now `head_reasons` says why."""
    if not live.may_lead:
        return ()

    def step(name: str, label: str, weight: str = "secondary") -> Action:
        return Action(label, to(request, "session_step", live.meeting.public_id, name), post=True, weight=weight)  # type: ignore[arg-type]

    if live.meeting.state == MeetingState.INVITED:
        return (step("eroeffnen", _("Open the session"), "primary"),)
    if not live.running_now:
        return ()
    if live.voting:
        return ()
    found = [step("fortsetzen", _("Resume")) if live.interrupted else step("unterbrechen", _("Interrupt"))]
    if live.room_quorum is not None and not live.room_quorum.met:
        found.append(step("beschlussunfaehig", _("State the lack of a quorum")))
    if live.called is None and live.open_items:
        found.append(step("rest-vertagen", _("Postpone remaining items")))
    if live.called is None and not live.open_items:
        found.append(step("schliessen", _("Close the session"), "primary"))
    return tuple(found)


def _action_row(request: PortalRequest, live: LiveSession, action: Any) -> dict[str, Any]:
    mine = request.viewer.person is not None and action.responsible_id == request.viewer.person.pk
    done = None
    if action.state == "open" and (mine or live.may_record):
        url = to(request, "session_action_step", action.public_id, "erledigt")
        done = Action(_("Mark as done"), url, post=True, context=action.text)
    return {"action": action, "done": done}


STEPS: Mapping[str, Callable[..., Any]] = {
    "eroeffnen": sessions.open_session,
    "unterbrechen": sessions.interrupt_session,
    "fortsetzen": sessions.resume_session,
    "beschlussunfaehig": sessions.declare_inquorate,
    "rest-vertagen": sessions.postpone_remaining,
    "schliessen": sessions.close_session,
}


@require_POST
@answered
def session_step(request: PortalRequest, meeting_id: str, step: str) -> HttpResponse:
    """Open, interrupt, resume, postpone the rest, state the lack of a quorum, close."""
    if step not in STEPS:
        raise Http404
    STEPS[step](by=request.viewer, meeting_id=meeting_id)
    told = {
        "eroeffnen": _("The session is open."),
        "beschlussunfaehig": _("Every open item is postponed for lack of a quorum."),
        "rest-vertagen": _("The remaining items are postponed."),
        "schliessen": _("The session is closed."),
    }
    if step in told:
        messages.success(request, told[step])
    return see_other(to(request, "session", meeting_id))


@require_POST
@answered
def session_item(request: PortalRequest, meeting_id: str, item_id: str, step: str) -> HttpResponse:
    """Call an item, put it back, or state the outcome of its vote."""
    page = to(request, "session", meeting_id)
    if step == "aufrufen":
        sessions.call_item(by=request.viewer, item_id=item_id)
    elif step == "zuruecklegen":
        sessions.put_back_item(by=request.viewer, item_id=item_id)
    elif step == "feststellen":
        resolution = sessions.conclude_item(by=request.viewer, item_id=item_id)
        _tell(request, resolution)
    else:
        raise Http404
    return see_other(f"{page}#top-{item_id}")


def _tell(request: PortalRequest, resolution: Resolution | None) -> None:
    if resolution is None:
        messages.success(request, _("The item is concluded."))
        return
    messages.success(request, _("Resolution %(number)s is in the register.") % {"number": resolution.number})


def _entry(live: LiveSession, item_id: str) -> SessionItem:
    for entry in live.items:
        if entry.item.public_id == item_id:
            return entry
    raise AgendaItem.DoesNotExist


@require_http_methods(FORM_METHODS)
@answered
def session_conclude(request: PortalRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """End an item without a vote: noted, postponed, removed, withdrawn, or just done."""
    live = live_session(request.viewer, meeting_id)
    entry = _entry(live, item_id)
    if not live.may_lead:
        raise Http404
    form = ConcludeForm(
        sent(request),
        called=entry.item.state == ItemState.CALLED,
        paper=entry.item.paper_id is not None,
        inquorate=entry is live.called and live.quorum is not None and not live.quorum.met,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        done = carry_out(
            form,
            lambda: (
                sessions.conclude_item(
                    by=request.viewer, item_id=item_id, outcome=facts["outcome"] or None, reason=facts["reason"]
                )
                or True
            ),
        )
        if done:
            _tell(request, done if isinstance(done, Resolution) else None)
            return see_other(to(request, "session", meeting_id))
    context = {"meeting": live.meeting, "item": entry.item, "back": to(request, "session", meeting_id)}
    return show_form(request, "portal/sessions/conclude.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def session_action(request: PortalRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """Add an action item given under an agenda item."""
    live = live_session(request.viewer, meeting_id)
    entry = _entry(live, item_id)
    if not live.may_record:
        raise Http404
    form = ActionForm(sent(request), people=list(people_to_choose(request.viewer)))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if carry_out(form, lambda: decisions.add_action_item(by=request.viewer, item_id=item_id, **facts)):
            messages.success(request, _("The action item is recorded."))
            return see_other(to(request, "session", meeting_id))
    context = {"meeting": live.meeting, "item": entry.item, "back": to(request, "session", meeting_id)}
    return show_form(request, "portal/sessions/action.html", context, form=form)


@require_POST
@answered
def session_action_step(request: PortalRequest, action_id: str, step: str) -> HttpResponse:
    """Report an action item as done, or give it up."""
    acts = {"erledigt": decisions.complete_action_item, "fallenlassen": decisions.drop_action_item}
    if step not in acts:
        raise Http404
    acts[step](by=request.viewer, action_id=action_id)
    messages.success(request, _("The action item is done.") if step == "erledigt" else _("The action item is dropped."))
    return see_other(page_before(request))
