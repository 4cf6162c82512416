"""Inviting, answering, the ledger of invitations, and the mails that have not left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.invitations import invitation_by_link, may_see_ledger
from governance.models import Answer, Invitation, Meeting
from governance.queries.agendas import agenda_of
from governance.queries.invitation_ledger import ledger as ledger_of
from governance.queries.invitations import (
    Untold,
    closed_for_answers,
    differs_from_told,
    obstacles,
    plan_of,
    untold,
)
from governance.queries.meetings import find_meeting, place_of
from governance.queries.notice import late_notice_for, late_notice_text, notice_for, notice_text
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.usecases.answers import answer_by_link, answer_invitation
from governance.usecases.foundation import Refused, Stale
from governance.usecases.invitations import dispatch_meeting, invite_deputy, send_update
from governance.usecases.reminders import remind_missing
from portal.components.actions import Action
from portal.forms.meetings import DispatchForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent, sent_key, show_form
from portal.views.meetings import crumbs, run_meeting

NOTED = "notiert"


@require_http_methods(FORM_METHODS)
@answered
def dispatch(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Send the invitations, or what has changed since; first see who gets what and whether it is in time."""
    meeting = run_meeting(request, meeting_id)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.INVITED}:
        raise Http404
    first = meeting.state == MeetingState.PLANNED
    plan = plan_of(meeting)
    news = untold(meeting, plan)
    notices = _notices(meeting, news, first=first)
    form = DispatchForm(
        sent(request),
        short=not all(in_time for _text, in_time in notices),
        new_place=news.old_place is not None and news.old_time is None,
        initial={"version": meeting.version},
    )
    if request.method == "POST" and form.is_valid() and carry_out(form, lambda: _send(request, meeting, form)):
        said = _("The invitations are on their way.") if first else _("The changes are on their way.")
        messages.success(request, said)
        return see_other(to(request, "meeting", meeting_id))
    title = _("Invite") if first else _("Tell the changes")
    context = {
        "meeting": meeting,
        "first": first,
        "plan": plan,
        "untold": news,
        "obstacles": [say(message) for message in obstacles(meeting, plan)],
        "told": {row.person.pk for row in plan.wanted if news.concerns(row)},
        "notices": notices,
        "place": place_of(meeting),
        "items": agenda_of(request.viewer, meeting).on_agenda,
        "title": title,
        "breadcrumbs": crumbs(request, meeting, title),
    }
    return show_form(request, "portal/meetings/dispatch.html", context, form=form)


def _notices(meeting: Meeting, news: Untold, *, first: bool) -> list[tuple[str, bool]]:
    """Return each notice period that a message sent today is measured by, in words, and whether it is kept."""
    if first or news.begins_anew:
        check = notice_for(meeting, clock.today())
        return [(notice_text(check), check.in_time)] if check else []
    late = late_notice_for(meeting, clock.today()) if news.added else None
    return [(late_notice_text(late), late.in_time)] if late else []


def _send(request: PortalRequest, meeting: Meeting, form: DispatchForm) -> Meeting:
    typed = form.cleaned_data
    reason = typed.get("notice_reason", "")
    version = typed["version"]
    if meeting.state == MeetingState.PLANNED:
        return dispatch_meeting(by=request.viewer, meeting_id=meeting.public_id, notice_reason=reason, version=version)
    return send_update(
        by=request.viewer,
        meeting_id=meeting.public_id,
        notice_reason=reason,
        ask_again=typed.get("ask_again", True),
        version=version,
    )


@require_safe
@answered
def ledger(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Who was sent what and when, who answered what."""
    meeting = find_meeting(request.viewer, meeting_id)
    if not may_see_ledger(request.viewer, meeting):
        raise Http404
    context = {
        "meeting": meeting,
        "rows": ledger_of(request.viewer, meeting),
        "breadcrumbs": crumbs(request, meeting, _("Ledger of invitations")),
    }
    return render(request, "portal/meetings/ledger.html", context)


@require_POST
@answered
def remind(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Remind everybody who has not answered."""
    reminded = remind_missing(by=request.viewer, meeting_id=meeting_id)
    text = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", len(reminded))
    messages.success(request, text % {"count": len(reminded)})
    return see_other(to(request, "meeting", meeting_id))


@require_POST
@answered
def answer(request: PortalRequest, invitation_id: str) -> HttpResponse:
    """Answer an invitation, as the invited person or their assistant."""
    try:
        done = answer_invitation(
            by=request.viewer,
            invitation_id=invitation_id,
            answer=request.POST.get("answer", ""),
            sequence=_sequence(request),
        )
    except Stale as refusal:
        messages.warning(request, _("The meeting has changed in the meantime. Look at it and answer again."))
        return see_other(to(request, "meeting", getattr(refusal.current, "public_id", "")))
    messages.success(request, _("Your answer is noted: %(answer)s.") % {"answer": done.get_answer_display()})
    return see_other(to(request, "meeting", done.meeting.public_id))


def _sequence(request: HttpRequest) -> int | None:
    typed = request.POST.get("sequence", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


@require_POST
@answered
def deputy(request: PortalRequest, invitation_id: str) -> HttpResponse:
    """Invite a deputy of the seat."""
    invited = invite_deputy(
        by=request.viewer, invitation_id=invitation_id, person_id=sent_key(request.POST, "person_id")
    )
    messages.success(request, _("%(name)s is invited.") % {"name": invited.person})
    return see_other(to(request, "meeting", invited.meeting.public_id))


@require_http_methods(FORM_METHODS)
@never_cache
def answer_link(request: HttpRequest, key: str) -> HttpResponse:
    """Answer by the link of the mail, without a login. GET shows, POST changes: scanners of mail prefetch."""
    try:
        invitation = invitation_by_link(key)
    except Invitation.DoesNotExist:
        return render(request, "portal/meetings/answer_link.html", {"unknown": True}, status=404)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            answer_by_link(key=key, answer=request.POST.get("answer", ""), sequence=_sequence(request))
            return see_other(f"{request.path}?{NOTED}=1")
        except Stale:
            status = 409
            refused = _("The meeting has changed since you opened this page. Look at it and answer again.")
            invitation = invitation_by_link(key)
        except Refused as refusal:
            status, refused = 422, say(refusal.message)
    meeting = invitation.meeting
    closed = closed_for_answers(meeting)
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "place": place_of(meeting),
        "authority_name": meeting.body.authority.name,
        "closed": say(closed) if closed else "",
        "news_to_come": differs_from_told(meeting),
        "cancelled": meeting.state == MeetingState.CANCELLED,
        "outdated": invitation.answer != Answer.NONE and invitation.current_answer == Answer.NONE,
        "answers": _link_actions(request, invitation),
        "refused": refused if not closed else "",
        "done": NOTED in request.GET and invitation.current_answer != Answer.NONE,
    }
    return render(request, "portal/meetings/answer_link.html", context, status=status)


def _link_actions(request: HttpRequest, invitation: Invitation) -> tuple[Action, ...]:
    """Return the buttons; the answer that was clicked in the mail is the primary one."""
    clicked = request.GET.get("antwort", Answer.ACCEPTED)
    verbs = ((Answer.ACCEPTED, _("Accept")), (Answer.TENTATIVE, _("Perhaps")), (Answer.DECLINED, _("Decline")))
    return tuple(
        Action(
            label,
            request.path,
            post=True,
            weight="primary" if answer == clicked else "secondary",
            fields=(("answer", str(answer)), ("sequence", str(invitation.meeting.sequence))),
        )
        for answer, label in verbs
    )
