"""Invitations on paper: the letters, noting that they left, and answers of people without a login."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.invitations import may_answer_for
from governance.access.meetings import may_run_meeting
from governance.models import Answer, Meeting
from governance.queries.invitations import closed_for_answers
from governance.queries.meetings import find_meeting
from governance.queries.paper_invitations import invitation_of, letter_to, paper_page
from governance.queries.wording import say
from governance.rules.lifecycles import MeetingState
from governance.usecases.answers import enter_answer
from governance.usecases.paper_invitations import note_sent_on_paper
from portal.components.actions import Link
from portal.forms.paper_invitations import EnteredAnswerForm, SentForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent, show_form
from portal.views.downloads import asked_format, document_file
from portal.views.meetings import crumbs


@require_http_methods(FORM_METHODS)
@answered
def page(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Who of the invited people is told on paper; by POST note that letters left."""
    meeting = find_meeting(request.viewer, meeting_id)
    if not may_run_meeting(request.viewer, meeting) or meeting.state == MeetingState.PLANNED:
        raise Http404
    found = paper_page(request.viewer, meeting)
    unsent = tuple(row for row in found.rows if all(note.sequence != meeting.sequence for note in row.letters))
    form = SentForm(sent(request), rows=unsent)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        noted = carry_out(
            form,
            lambda: note_sent_on_paper(
                by=request.viewer, meeting_id=meeting_id, invitation_ids=typed["people"], sent_on=typed["sent_on"]
            ),
        )
        if noted:
            text = ngettext("%(count)s letter is noted as sent.", "%(count)s letters are noted as sent.", len(noted))
            messages.success(request, text % {"count": len(noted)})
            return see_other(to(request, "invitations_on_paper", meeting_id))
    context = {
        "meeting": meeting,
        "page": found,
        "unsent": unsent,
        "closed": _reason(meeting),
        "breadcrumbs": crumbs(request, meeting, _("Invitations on paper")),
    }
    return show_form(request, "portal/meetings/paper.html", context, form=form)


def _reason(meeting: Meeting) -> str:
    closed = closed_for_answers(meeting)
    return say(closed) if closed else ""


@require_safe
@answered
def letter(request: PortalRequest, invitation_id: str, document_format: str) -> HttpResponse:
    """The invitation as a letter to one person, as Word or PDF."""
    wanted = asked_format(document_format)
    return document_file(request, letter_to(request.viewer, invitation_id), wanted)


@require_http_methods(FORM_METHODS)
@answered
def enter(request: PortalRequest, invitation_id: str) -> HttpResponse:
    """Enter what somebody without a login answered."""
    invitation = invitation_of(request.viewer, invitation_id)
    if not may_answer_for(request.viewer, invitation):
        raise Http404
    meeting = invitation.meeting
    current = invitation.current_answer
    form = EnteredAnswerForm(
        sent(request),
        initial={
            "answer": "" if current == Answer.NONE else current.value,
            "told_by": invitation.told_by if invitation.told_by != str(invitation.person) else "",
            "sequence": meeting.sequence,
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = carry_out(
            form,
            lambda: enter_answer(
                by=request.viewer,
                invitation_id=invitation_id,
                answer=typed["answer"],
                told_by=typed["told_by"],
                sequence=typed["sequence"],
            ),
        )
        if done:
            messages.success(request, _("The answer of %(name)s is entered.") % {"name": invitation.person})
            back = "meeting" if done.answer == Answer.DECLINED else "invitations_on_paper"
            return see_other(to(request, back, meeting.public_id))
        if hasattr(form, "conflicts"):
            # The meeting was moved meanwhile: show it as it is now; what was typed stays and can be sent knowingly.
            invitation = invitation_of(request.viewer, invitation_id)
            meeting = invitation.meeting
            known = request.POST.copy()
            known["sequence"] = str(meeting.sequence)
            form.data = known
    last = Link(_("Invitations on paper"), to(request, "invitations_on_paper", meeting.public_id))
    trail = crumbs(request, meeting, _("Enter an answer"))
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "closed": _reason(meeting),
        "breadcrumbs": [*trail[:-1], last, trail[-1]],
    }
    return show_form(request, "portal/meetings/enter_answer.html", context, form=form)
