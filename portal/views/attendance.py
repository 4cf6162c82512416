"""Presence and recusals: the room entered at once, single stays corrected, guests, who takes no part in an
item.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.models import Attendance
from governance.queries.attendance import Room, SeatInRoom
from governance.queries.sessions import LiveSession, expected_guests, live_session
from governance.rules import clock
from governance.usecases import attendance
from portal.components.actions import Action
from portal.forms.sessions import PresenceForm, RecusalForm, StayForm, moment_on, stored_stay
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent, sent_key, show_form


def _recording(request: PortalRequest, meeting_id: str) -> tuple[LiveSession, Room]:
    """Return the session and its room for the secretariat; raises 404 for everybody else."""
    live = live_session(request.viewer, meeting_id)
    if not live.may_record or live.room is None:
        raise Http404
    return live, live.room


def _day(live: LiveSession) -> date:
    return clock.local_date(live.meeting.opened_at or live.meeting.starts_at)


@require_http_methods(FORM_METHODS)
@answered
def session_attendance(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Enter who sits in which seat; before anybody is there, the answers to the invitation are the
    suggestion.
    """
    live, room = _recording(request, meeting_id)
    empty = not any(place.stays for place in room.seats)
    form = PresenceForm(
        sent(request),
        room=room,
        moment=live.moment,
        suggested=live.accepted if empty else frozenset(),
    )
    if request.method == "POST" and form.is_valid():
        entered = carry_out(form, lambda: (_enter(request, meeting_id, form, live), True))
        if entered:
            changed = entered[0]
            messages.success(request, _("Presence is entered. Seats changed: %(count)s") % {"count": changed})
            return see_other(to(request, "session", meeting_id))
    stays = [stay for place in room.seats for stay in place.stays] + list(room.guests)
    context = {
        "meeting": live.meeting,
        "back": to(request, "session", meeting_id),
        "suggestion": empty,
        "stays": [_stay_row(request, live, stay) for stay in sorted(stays, key=lambda stay: stay.arrived_at)],
        "guests": _guest_actions(request, live),
        "running": live.running_now,
    }
    return show_form(request, "portal/sessions/attendance.html", context, form=form)


def _enter(request: PortalRequest, meeting_id: str, form: PresenceForm, live: LiveSession) -> int:
    return attendance.record_room(
        by=request.viewer,
        meeting_id=meeting_id,
        occupants=form.occupants(),
        remote=form.remote(),
        seen=form.seen(),
        at=moment_on(_day(live), form.cleaned_data["at"]),
    )


def _stay_row(request: PortalRequest, live: LiveSession, stay: Attendance) -> dict[str, Any]:
    meeting = live.meeting.public_id
    seats = {place.seat.pk: place.seat.name for place in live.room.seats} if live.room else {}
    actions = []
    if live.running_now:
        if stay.left_at is None:
            url = to(request, "session_departure", meeting, stay.public_id)
            actions.append(Action(_("Has left"), url, post=True, context=str(stay.person)))
        actions.append(
            Action(_("Correct"), to(request, "session_stay", meeting, stay.public_id), context=str(stay.person))
        )
    return {"stay": stay, "seat": seats.get(stay.seat_id or 0, ""), "actions": actions}


def _guest_actions(request: PortalRequest, live: LiveSession) -> list[Action]:
    """Return a button for each guest of an item who is not in the room."""
    if live.room is None or not live.running_now:
        return []
    here = {stay.person_id for stay in live.room.guests if stay.left_at is None}
    url = to(request, "session_guest", live.meeting.public_id)
    return [
        Action(
            _("%(name)s has come") % {"name": person},
            url,
            post=True,
            fields=(("person_id", person.public_id),),
        )
        for person in expected_guests(live)
        if person.pk not in here
    ]


@require_POST
@answered
def session_guest(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """A guest has come."""
    attendance.record_arrival(by=request.viewer, meeting_id=meeting_id, person_id=sent_key(request.POST, "person_id"))
    return see_other(to(request, "session_attendance", meeting_id))


@require_POST
@answered
def session_departure(request: PortalRequest, meeting_id: str, attendance_id: str) -> HttpResponse:
    """Somebody has left, now."""
    attendance.record_departure(by=request.viewer, meeting_id=meeting_id, attendance_id=attendance_id)
    return see_other(to(request, "session_attendance", meeting_id))


@require_POST
@answered
def session_stay_remove(request: PortalRequest, meeting_id: str, attendance_id: str) -> HttpResponse:
    """Take back an entry made by mistake."""
    attendance.remove_attendance(by=request.viewer, meeting_id=meeting_id, attendance_id=attendance_id)
    messages.success(request, _("The entry is removed."))
    return see_other(to(request, "session_attendance", meeting_id))


@require_http_methods(FORM_METHODS)
@answered
def session_stay(request: PortalRequest, meeting_id: str, attendance_id: str) -> HttpResponse:
    """Correct arrival and departure of one person."""
    live, room = _recording(request, meeting_id)
    stay = room.stay(attendance_id)
    form = StayForm(sent(request), initial=stored_stay(stay))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        arrived = moment_on(_day(live), facts["arrived"], stored=stay.arrived_at)
        if arrived and carry_out(
            form,
            lambda: attendance.correct_attendance(
                by=request.viewer,
                meeting_id=meeting_id,
                attendance_id=attendance_id,
                arrived_at=arrived,
                left_at=moment_on(_day(live), facts["left"], stored=stay.left_at),
                remote=facts["remote"],
                version=facts["version"],
            ),
        ):
            messages.success(request, _("The times are corrected."))
            return see_other(to(request, "session_attendance", meeting_id))
    context = {
        "meeting": live.meeting,
        "stay": stay,
        "back": to(request, "session_attendance", meeting_id),
        "remove": Action(
            _("Remove entry"),
            to(request, "session_stay_remove", meeting_id, attendance_id),
            post=True,
            weight="tertiary",
        ),
    }
    return show_form(request, "portal/sessions/stay.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def session_recusal(request: PortalRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """Enter a recusal: a member for the own seat, the secretariat for any seat."""
    live = live_session(request.viewer, meeting_id)
    entry = next((row for row in live.items if row.item.public_id == item_id), None)
    if entry is None or live.room is None:
        raise Http404
    already = set(live.room.recused(entry.item.pk))
    seats = [place for place in _own_seats(live) if place.seat.pk not in already]
    if not seats and not already:
        raise Http404
    form = RecusalForm(sent(request), seats=seats)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if carry_out(form, lambda: attendance.recuse(by=request.viewer, item_id=item_id, **facts)):
            messages.success(request, _("The recusal is entered. The seat takes no part in this item."))
            return see_other(f"{to(request, 'session', meeting_id)}#top-{item_id}")
    context = {
        "meeting": live.meeting,
        "item": entry.item,
        "back": to(request, "session", meeting_id),
        "seats": seats,
        "recusals": [
            (recusal, Action(_("Lift"), to(request, "session_recusal_lift", meeting_id, item_id), post=True,
                             fields=(("seat_id", recusal.seat.public_id),), context=recusal.seat.name))
            for recusal in entry.recusals
            if live.may_record or recusal.recorded_by_id == getattr(request.viewer.person, "pk", None)
        ],
    }  # fmt: skip
    return show_form(request, "portal/sessions/recusal.html", context, form=form)


def _own_seats(live: LiveSession) -> list[SeatInRoom]:
    """Return the seats that may be recused by the viewer: all for the secretariat, else where they sit or
    hold.
    """
    if live.room is None:
        return []
    return [place for place in live.room.seats if live.may_record or place.seat.pk in live.own_seats]


@require_POST
@answered
def session_recusal_lift(request: PortalRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """Take a recusal back."""
    attendance.lift_recusal(by=request.viewer, item_id=item_id, seat_id=sent_key(request.POST, "seat_id"))
    messages.success(request, _("The recusal is lifted."))
    return see_other(to(request, "session", meeting_id))
