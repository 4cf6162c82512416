"""The session: open, call, conclude, interrupt, postpone, close (meetings.md, In session; process.md, edge
case 4).

A use case lives in the highest area it touches, so an item's outcome, its resolution, the effect on the
process and the approval of minutes are one transaction here. Rows are locked in the order meeting, item,
process, register, audit chain.
"""

from __future__ import annotations

from datetime import datetime

from governance.access.attendance import may_lead
from governance.access.viewer import Viewer
from governance.models import AgendaItem, Attendance, Break, DecisionPaper, Meeting, Resolution, Vote
from governance.queries.attendance import load_room
from governance.queries.decisions import deciding_vote, outcome_of
from governance.queries.goal_decisions import outcome_by_nodes, outcomes_of
from governance.queries.votes import proposed_wording, put_to_vote
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import ItemState, MeetingState, PaperState, VoteState
from governance.rules.outcomes import (
    ADOPTING_OUTCOMES,
    DECIDING_OUTCOMES,
    PROCESS_SUBJECTS,
    Outcome,
    PaperSubject,
    ReferBackTarget,
)
from governance.rules.quorum import QuorumResult
from governance.rules.text import Message, mark, mark_plural
from governance.rules.wording import quorum_sentence
from governance.usecases import minutes, papers
from governance.usecases.attendance import locked_session
from governance.usecases.decisions import register_resolution
from governance.usecases.foundation import Forbidden, Refused, advance, lock, record, save, use_case
from governance.usecases.process_effects import carry_out, plan_effect
from governance.usecases.votes import lead, locked_item

UNDECIDED = frozenset({Outcome.NOTED, Outcome.POSTPONED, Outcome.REMOVED, Outcome.WITHDRAWN, Outcome.INQUORATE})
"""Outcomes without a vote."""

ONLY_CALLED = frozenset({Outcome.NOTED, Outcome.INQUORATE})

NEEDS_REASON = frozenset({Outcome.REMOVED, Outcome.WITHDRAWN})
MAX_REASON = 2000


def _leads(by: Viewer, meeting: Meeting) -> bool:
    return may_lead(by, meeting, load_room(meeting).chair_facts(None, clock.now()))


@use_case("session.open")
def open_session(*, by: Viewer, meeting_id: str) -> Meeting:
    """Open the session of an invited meeting; its minutes begin. Chair or secretariat."""
    meetings = Meeting.objects.filter(body__authority=by.authority).select_related("body")
    meeting: Meeting = lock(meetings, public_id=meeting_id)
    if not _leads(by, meeting):
        raise Forbidden(by, meeting, "does not lead")
    if meeting.state != MeetingState.INVITED:
        raise Refused(Message(mark("Only a meeting that was invited to can be opened, and only once.")))
    advance(meeting, "open")
    meeting.opened_at = clock.now()
    save(meeting)
    minutes.begin(meeting)
    record(by, "session.opened", meeting)
    return meeting


@use_case("item.call")
def call_item(*, by: Viewer, item_id: str) -> AgendaItem:
    """Call an item; only one is called at a time."""
    item = locked_item(by, item_id)
    lead(by, item)
    _must_run(item.meeting)
    other = AgendaItem.objects.filter(meeting=item.meeting, state=ItemState.CALLED).exclude(pk=item.pk).first()
    if other is not None:
        raise Refused(
            Message(mark("Item %(number)s is called. Conclude it or put it back first."), {"number": other.number})
        )
    advance(item, "call")
    item.called_at = clock.now()
    save(item)
    _end_break(item.meeting)
    record(by, "item.called", item)
    return item


@use_case("item.put_back")
def put_back_item(*, by: Viewer, item_id: str) -> AgendaItem:
    """Put a called item back; it can be called again."""
    item = locked_item(by, item_id)
    lead(by, item)
    _must_run(item.meeting)
    if Vote.objects.filter(item=item, state=VoteState.OPEN).exists():
        raise Refused(Message(mark("A vote on this item is open. Close or abort it first.")))
    advance(item, "put_back")
    item.called_at = None
    save(item)
    record(by, "item.put_back", item)
    return item


@use_case("item.conclude")
def conclude_item(*, by: Viewer, item_id: str, outcome: str | None = None, reason: str = "") -> Resolution | None:
    """End an item: with the outcome of its deciding vote, or without a vote as noted, postponed, removed or
    withdrawn, or as inquorate where recusals or absences leave too few for it.

    `outcome` may be left out; then the deciding vote says it, and an item without vote and without paper is
    just done. A deciding outcome becomes the resolution, moves the process and marks the paper, in one
    transaction. Returns the resolution, or None. Raises `Refused` where a vote is pending or the outcome does
    not fit.
    """
    item = locked_item(by, item_id)
    room = lead(by, item)
    _must_run(item.meeting)
    if item.state not in {ItemState.PLANNED, ItemState.CALLED}:
        raise Refused(Message(mark("Somebody else has concluded this item already.")))
    if Vote.objects.filter(item=item, state__in=[VoteState.PREPARED, VoteState.OPEN]).exists():
        raise Refused(Message(mark("A vote on this item is prepared or open. Close or abort it first.")))
    vote, reason = deciding_vote(item), clean_lines(reason)
    chosen = _chosen(item, vote, outcome, reason)
    if chosen is Outcome.INQUORATE:
        reason = _lack(room.quorum(item.pk, clock.now()))
    resolution = _decide(by, item, vote, chosen) if vote is not None and chosen in DECIDING_OUTCOMES else None
    if chosen in ADOPTING_OUTCOMES:
        minutes.approve_by_item(item)
    _settle_paper(item, chosen)
    _finish(item, chosen, reason)
    record(
        by,
        "item.concluded",
        item,
        {"outcome": chosen.value if chosen else "", "resolution": resolution.number if resolution else ""},
    )
    return resolution


def _must_run(meeting: Meeting) -> None:
    if meeting.state != MeetingState.IN_SESSION:
        raise Refused(Message(mark("The session is not running.")))


def _chosen(item: AgendaItem, vote: Vote | None, outcome: str | None, reason: str) -> Outcome | None:
    """Return the outcome; None for an item that is just done. Raises `Refused` for one that does not fit."""
    wanted = Outcome(outcome) if outcome in {known.value for known in Outcome} else None
    if len(reason) > MAX_REASON:
        raise Refused(Message(mark("The reason is too long.")))
    if vote is not None:
        derived = outcome_by_nodes(outcome_of(vote, put_to_vote(item)), outcomes_of(item))
        if wanted is not None and wanted is not derived:
            raise Refused(Message(mark("The item has been voted on; its outcome follows from the vote.")))
        return derived
    if wanted is None and item.paper_id is None:
        _must_be_called(item)
        return None
    if wanted not in UNDECIDED:
        raise Refused(Message(mark("Please choose an outcome, or take a vote on the item.")))
    if wanted in NEEDS_REASON and not reason:
        raise Refused(Message(mark("Please state the reason.")))
    if wanted in ONLY_CALLED:
        _must_be_called(item)
    return wanted


def _lack(found: QuorumResult | None) -> str:
    """Return the sentence that the body cannot decide; raises `Refused` where it can."""
    if found is None or found.met:
        sentence = quorum_sentence(found) if found else ""
        raise Refused(Message(mark("That cannot be stated. %(sentence)s"), {"sentence": sentence}))
    return quorum_sentence(found)


def _must_be_called(item: AgendaItem) -> None:
    if item.state != ItemState.CALLED:
        raise Refused(Message(mark("Call the item first.")))


def _decide(by: Viewer, item: AgendaItem, vote: Vote, outcome: Outcome) -> Resolution | None:
    """Move the process and enter the resolution; a body that does not decide has no register."""
    _must_be_called(item)
    if not item.meeting.body.decides:
        return None
    target = ReferBackTarget(vote.refer_target) if outcome is Outcome.REFERRED_BACK else None
    effect = plan_effect(
        item=item,
        outcome=outcome,
        target=target,
        conditions=vote.conditions,
        wording=vote.wording,
        until=vote.refer_until,
        actor=by.person,
    )
    resolution = register_resolution(
        item=item, vote=vote, outcome=outcome, proposal=proposed_wording(item), effect=effect
    )
    carry_out(effect=effect, resolution=resolution, item=item)
    return resolution


def _settle_paper(item: AgendaItem, outcome: Outcome | None) -> None:
    """Mark the paper decided or withdrawn, or put it back to released, so that it can lie on a later agenda.

    A body that does not decide has dealt with the paper, too. What moves a process and is only noted is still to be
    decided.
    """
    if item.paper_id is None or outcome is None:
        return
    paper = lock(DecisionPaper.objects.all(), pk=item.paper_id)
    if paper.state != PaperState.SCHEDULED:
        return
    noted = outcome is Outcome.NOTED and PaperSubject(paper.subject) not in PROCESS_SUBJECTS
    if outcome in DECIDING_OUTCOMES or noted:
        papers.mark_decided(paper)
    elif outcome is Outcome.WITHDRAWN:
        papers.mark_withdrawn(paper)
    else:
        papers.unschedule(paper)


MOVES = {
    Outcome.POSTPONED: "postpone",
    Outcome.INQUORATE: "postpone",
    Outcome.REMOVED: "remove",
}


def _finish(item: AgendaItem, outcome: Outcome | None, reason: str) -> None:
    called = item.state == ItemState.CALLED
    withdrawn_unheard = outcome is Outcome.WITHDRAWN and not called
    advance(item, "remove" if withdrawn_unheard else MOVES.get(outcome, "finish") if outcome else "finish")
    item.outcome = outcome.value if outcome else ""
    item.outcome_reason = reason
    item.done_at = clock.now()
    save(item)


@use_case("session.inquorate")
def declare_inquorate(*, by: Viewer, meeting_id: str) -> int:
    """State that the body cannot decide: every open item is postponed as inquorate, its paper goes back.

    Returns the number of items. Raises `Refused` while the body is quorate or a vote is open.
    """
    meeting = locked_session(by, meeting_id, _leads)
    reason = _lack(load_room(meeting).quorum(None, clock.now()))
    items = _postpone_open(meeting, Outcome.INQUORATE, reason, also_called=True)
    record(by, "session.inquorate", meeting, {"items": items, "reason": reason})
    return items


@use_case("session.postpone_rest")
def postpone_remaining(*, by: Viewer, meeting_id: str) -> int:
    """Postpone every item that was not called; return their number. Their papers go back to released."""
    meeting = locked_session(by, meeting_id, _leads)
    items = _postpone_open(meeting, Outcome.POSTPONED, "", also_called=False)
    record(by, "session.rest_postponed", meeting, {"items": items})
    return items


def _postpone_open(meeting: Meeting, outcome: Outcome, reason: str, *, also_called: bool) -> int:
    states = [ItemState.PLANNED, ItemState.CALLED] if also_called else [ItemState.PLANNED]
    items = list(
        AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting, state__in=states).order_by("pk")
    )
    if Vote.objects.filter(item__in=items, state=VoteState.OPEN).exists():
        raise Refused(Message(mark("A vote is open. Close or abort it first.")))
    for item in items:
        for vote in Vote.objects.select_for_update().filter(item=item, state=VoteState.PREPARED):
            advance(vote, "abort")
            vote.abort_reason = reason
            vote.closed_at = clock.now()
            save(vote)
        item.meeting = meeting
        _settle_paper(item, outcome)
        _finish(item, outcome, reason)
    return len(items)


@use_case("session.interrupt")
def interrupt_session(*, by: Viewer, meeting_id: str) -> Break:
    """Begin a break; it ends by itself when an item is called."""
    meeting = locked_session(by, meeting_id, _leads)
    if Break.objects.filter(meeting=meeting, ended_at=None).exists():
        raise Refused(Message(mark("The session is interrupted already.")))
    if Vote.objects.filter(item__meeting=meeting, state=VoteState.OPEN).exists():
        raise Refused(Message(mark("A vote is open. Close or abort it first.")))
    pause = Break.objects.create(meeting=meeting, started_at=clock.now())
    record(by, "session.interrupted", meeting)
    return pause


@use_case("session.resume")
def resume_session(*, by: Viewer, meeting_id: str) -> Meeting:
    """End the break."""
    meeting = locked_session(by, meeting_id, _leads)
    if not _end_break(meeting):
        raise Refused(Message(mark("The session is not interrupted.")))
    record(by, "session.resumed", meeting)
    return meeting


def _end_break(meeting: Meeting, moment: datetime | None = None) -> int:
    return Break.objects.filter(meeting=meeting, ended_at=None).update(ended_at=moment or clock.now())


@use_case("session.close")
def close_session(*, by: Viewer, meeting_id: str) -> Meeting:
    """Close the session; whoever is still there leaves with it. Raises `Refused` while an item is open."""
    meeting = locked_session(by, meeting_id, _leads)
    called = AgendaItem.objects.filter(meeting=meeting, state=ItemState.CALLED).first()
    if called is not None:
        raise Refused(
            Message(
                mark("Item %(number)s is called. Conclude it or put it back first."),
                {"number": called.number},
            )
        )
    pending = AgendaItem.objects.pending().filter(meeting=meeting).count()
    if pending:
        one, many = mark_plural(
            "%(count)s item is still open. Call or postpone it first.",
            "%(count)s items are still open. Call or postpone them first.",
        )
        raise Refused(Message(one, {"count": pending}, plural=many))
    moment = clock.now()
    advance(meeting, "close")
    meeting.closed_at = moment
    save(meeting)
    Attendance.objects.filter(meeting=meeting, left_at=None).update(left_at=moment)
    _end_break(meeting, moment)
    record(by, "session.closed", meeting)
    return meeting
