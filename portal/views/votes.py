"""Votes: the ballot and its receipt, the result, and what leaders do with a vote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import AgendaItem, Vote
from governance.queries.agendas import find_item
from governance.queries.ballots import VotePage, vote_page
from governance.queries.sessions import live_session
from governance.queries.votes import proposed_wording, put_to_vote, refer_targets
from governance.queries.wording import say
from governance.rules.lifecycles import VoteState
from governance.rules.verdict import Choice
from governance.usecases import ballots, votes
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.vote_reminders import remind_undecided
from portal.components.vote import VoteProgress, VoteResult
from portal.forms.votes import AbortForm, CountForm, VoteForm, stored_vote
from portal.views import session_parts as parts
from portal.views.addresses import to
from portal.views.base import (
    FORM_METHODS,
    PortalRequest,
    answered,
    carry_out,
    fresh_login_required,
    see_other,
    sent_key,
    show_form,
)


@require_http_methods(FORM_METHODS)
@answered
def vote(request: PortalRequest, vote_id: str) -> HttpResponse:
    """The page of a vote: ballot, receipt, reason why not, or result. POST casts the ballot of one seat."""
    if request.method != "POST":
        return _show(request, vote_page(request.viewer, vote_id))
    try:
        ballots.cast_ballot(
            by=request.viewer,
            vote_id=vote_id,
            seat_id=sent_key(request.POST, "seat"),
            choice=sent_key(request.POST, "choice"),
        )
    except Forbidden:
        # Who may see the vote is told why they do not vote; for everybody else it does not exist.
        return _show(request, vote_page(request.viewer, vote_id), status=403)
    except Refused as refusal:
        return _show(request, vote_page(request.viewer, vote_id), status=422, error=say(refusal.message))
    return see_other(to(request, "vote", vote_id))


@require_safe
@answered
def vote_status(request: PortalRequest, vote_id: str) -> HttpResponse:
    """The part of the page that changes by itself: progress while the vote runs, then the whole page anew."""
    page = vote_page(request.viewer, vote_id)
    shown = request.GET.get("stand", "")
    token = _token(page)
    if shown == token:
        return HttpResponse(status=204)
    if page.vote.state != VoteState.OPEN:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "portal/votes/progress.html", _context(request, page))


def _token(page: VotePage) -> str:
    return f"{page.vote.state}-{page.progress.cast if page.progress else 0}"


def _show(request: PortalRequest, page: VotePage, *, status: int = 200, error: str = "") -> HttpResponse:
    return render(request, "portal/votes/vote.html", {**_context(request, page), "error": error}, status=status)


def _context(request: PortalRequest, page: VotePage) -> dict[str, Any]:
    verdict, progress = page.verdict, page.progress
    return {
        "page": page,
        "vote": page.vote,
        "item": page.vote.item,
        "meeting": page.vote.item.meeting,
        "session_url": to(request, "session", page.vote.item.meeting.public_id),
        "status_url": to(request, "vote_status", page.vote.public_id),
        "token": _token(page),
        "wording": parts.paragraphs(page.vote.wording),
        "heading": parts.vote_heading(page.vote),
        "progress": VoteProgress(progress.cast, progress.entitled) if progress else None,
        "choices": [(choice.value, _(choice.label)) for choice in Choice],
        "reasons": [say(reason) for reason in page.reasons],
        "result": VoteResult(
            verdict["yes"], verdict["no"], verdict["abstain"], verdict["recused"], verdict["not_voting"]
        )
        if verdict
        else None,
        "verdict": verdict,
        "effect": parts.effect_sentence(page.effect.state, page.effect.process.title, page.effect.transitions)
        if page.effect
        else "",
    }


def _leading(request: PortalRequest, item: AgendaItem) -> bool:
    """Whether the viewer may change the wording; raises 404 for those who do not lead."""
    live = live_session(request.viewer, item.meeting.public_id)
    if not live.may_lead:
        raise Http404
    return live.may_record


@require_http_methods(FORM_METHODS)
@answered
def vote_prepare(request: PortalRequest, item_id: str) -> HttpResponse:
    """Prepare a vote on an item; the proposal of the paper is filled in."""
    item = find_item(request.viewer, item_id)
    may_word = _leading(request, item)
    proposal = proposed_wording(item)
    initial = {"motion": "proposal", "mode": "by_name", "wording": put_to_vote(item)}
    form = VoteForm(
        request.POST if request.method == "POST" else None,
        targets=refer_targets(item),
        may_word=may_word,
        initial=initial,
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carry_out(form, lambda: votes.prepare_vote(by=request.viewer, item_id=item_id, **form.facts()))
    ):
        return see_other(f"{to(request, 'session', item.meeting.public_id)}#top-{item_id}")
    return show_form(request, "portal/votes/form.html", _form_context(request, item, proposal), form=form)


@require_http_methods(FORM_METHODS)
@answered
def vote_edit(request: PortalRequest, vote_id: str) -> HttpResponse:
    """Change a prepared vote."""
    row = _find(request, vote_id)
    item = row.item
    may_word = _leading(request, item)
    proposal = proposed_wording(item)
    form = VoteForm(
        request.POST if request.method == "POST" else None,
        targets=refer_targets(item),
        may_word=may_word,
        initial=stored_vote(row, put_to_vote(item)),
    )
    if request.method == "POST" and form.is_valid():
        facts = {**form.facts(), "version": form.cleaned_data["version"]}
        if carry_out(form, lambda: votes.edit_vote(by=request.viewer, vote_id=vote_id, **facts)):
            return see_other(f"{to(request, 'session', item.meeting.public_id)}#top-{item.public_id}")
    return show_form(request, "portal/votes/form.html", _form_context(request, item, proposal), form=form)


def _form_context(request: PortalRequest, item: AgendaItem, proposal: str) -> dict[str, Any]:
    return {
        "item": item,
        "meeting": item.meeting,
        "proposal": parts.paragraphs(proposal),
        "back": to(request, "session", item.meeting.public_id),
    }


def _find(request: PortalRequest, vote_id: str) -> Vote:
    """Return a vote the viewer may see; raises 404."""
    row: Vote = vote_page(request.viewer, vote_id).vote
    return row


@require_POST
@answered
def vote_open(request: PortalRequest, vote_id: str) -> HttpResponse:
    """Open a prepared vote."""
    row = votes.open_vote(by=request.viewer, vote_id=vote_id)
    return see_other(f"{to(request, 'session', row.item.meeting.public_id)}#top-{row.item.public_id}")


@require_POST
@answered
def vote_remind(request: PortalRequest, vote_id: str) -> HttpResponse:
    """Remind those who have not voted; whom no mail reaches is named."""
    done = remind_undecided(by=request.viewer, vote_id=vote_id)
    count = len(done.reached)
    messages.success(
        request, ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count) % {"count": count}
    )
    if done.unreached:
        names = ", ".join(str(person) for person in done.unreached)
        messages.warning(request, _("Not reached by mail, speak to them: %(names)s") % {"names": names})
    item = done.vote.item
    return see_other(f"{to(request, 'session', item.meeting.public_id)}#top-{item.public_id}")


@require_POST
@answered
def vote_close(request: PortalRequest, meeting_id: str, vote_id: str) -> HttpResponse:
    """Close an open vote; one fresh login per opened session is enough. Who does not lead is not even asked for it."""
    row = _find(request, vote_id)
    _leading(request, row.item)
    if row.item.meeting.public_id != meeting_id:
        raise Http404
    return _close(request, meeting_id=meeting_id, vote_id=vote_id)


@fresh_login_required(once_per="meeting_id")
def _close(request: PortalRequest, *, meeting_id: str, vote_id: str) -> HttpResponse:
    row = _find(request, vote_id)
    closed = votes.close_vote(by=request.viewer, vote_id=vote_id)
    messages.success(request, _("The vote is closed: %(result)s.") % {"result": (closed.verdict or {})["short"]})
    return see_other(f"{to(request, 'session', meeting_id)}#top-{row.item.public_id}")


@require_http_methods(FORM_METHODS)
@answered
def vote_abort(request: PortalRequest, vote_id: str) -> HttpResponse:
    """Abort a vote, with a reason."""
    row = _find(request, vote_id)
    _leading(request, row.item)
    form = AbortForm(request.POST if request.method == "POST" else None)
    back = to(request, "session", row.item.meeting.public_id)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carry_out(form, lambda: votes.abort_vote(by=request.viewer, vote_id=vote_id, reason=reason)):
            messages.success(request, _("The vote is aborted; its ballots do not count."))
            return see_other(back)
    context = {"vote": row, "item": row.item, "meeting": row.item.meeting, "back": back}
    return show_form(request, "portal/votes/abort.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def vote_count(request: PortalRequest, vote_id: str) -> HttpResponse:
    """Enter the counted show of hands."""
    row = _find(request, vote_id)
    if not _leading(request, row.item):
        raise Http404
    form = CountForm(request.POST if request.method == "POST" else None)
    back = to(request, "session", row.item.meeting.public_id)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if carry_out(form, lambda: ballots.enter_count(by=request.viewer, vote_id=vote_id, **facts)):
            messages.success(request, _("The figures are stored. Close the vote to state the result."))
            return see_other(f"{back}#top-{row.item.public_id}")
    entitled = [
        seat
        for seat in (row.quorum or {}).get("seats", [])
        if seat["voting"] and seat["present"] and not seat["recused"]
    ]
    context = {"vote": row, "item": row.item, "meeting": row.item.meeting, "back": back, "entitled": len(entitled)}
    return show_form(request, "portal/votes/count.html", context, form=form)
