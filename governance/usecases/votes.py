"""Putting to the vote: prepare, open with a frozen electorate, close with one verdict, abort (decisions.md,
Voting).

Rows are locked in one order everywhere: meeting, item, vote, register, audit chain. Casting and counting by
hand are in `ballots`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.access.attendance import may_lead, may_record
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    Ballot,
    Elector,
    HandCount,
    Meeting,
    Motion,
    RulesOfProcedure,
    Vote,
    VoteMode,
)
from governance.queries.attendance import Room, load_room
from governance.queries.votes import (
    frozen_electorate,
    frozen_rules,
    matter_of,
    put_to_vote,
    refer_targets,
    verdict_data,
    waits_for_circulation,
)
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import ItemState, MeetingState, VoteState
from governance.rules.outcomes import ReferBackTarget
from governance.rules.quorum import QuorumResult
from governance.rules.text import Message, mark
from governance.rules.verdict import BallotFact, Choice, CountFacts, InvalidCount, decide
from governance.rules.wording import POSTPONE_WORDING, quorum_sentence, refer_back_wording
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    lock,
    record,
    save,
    use_case,
)

MAX_WORDING = 10_000
MAX_CONDITIONS = 3000
MAX_ABORT_REASON = 1000


def locked_item(by: Viewer, item_id: str) -> AgendaItem:
    """Lock meeting and item of the viewer's authority, in this order; raises `DoesNotExist`."""
    meetings = Meeting.objects.filter(body__authority=by.authority).select_related("body")
    meeting = lock(meetings, items__public_id=item_id)
    item: AgendaItem = lock(AgendaItem.objects.select_related("paper", "paper_version"), public_id=item_id)
    item.meeting = meeting
    return item


def lead(by: Viewer, item: AgendaItem, room: Room | None = None) -> Room:
    """Return the room; raises `Forbidden` unless the viewer leads this item now."""
    room = room or load_room(item.meeting)
    if not may_lead(by, item.meeting, room.chair_facts(item.pk, clock.now())):
        raise Forbidden(by, item, "does not lead")
    return room


def locked_vote(by: Viewer, vote_id: str) -> Vote:
    """Lock a vote of the viewer's authority, without its item; raises `DoesNotExist`."""
    votes = Vote.objects.filter(item__meeting__body__authority=by.authority)
    return lock(votes.select_related("item__meeting__body"), public_id=vote_id)


@use_case("vote.prepare")
def prepare_vote(
    *,
    by: Viewer,
    item_id: str,
    motion: str = Motion.PROPOSAL,
    mode: str = VoteMode.BY_NAME,
    wording: str | None = None,
    refer_target: str = "",
    conditions: str = "",
    refer_until: date | None = None,
) -> Vote:
    """Prepare a vote on an item; without `wording` the proposal of the pinned paper version is put to the
    vote.

    Referring back names `refer_target` and `conditions`, and back to a group `refer_until`, the local date by which it
    comes again. A vote of the same motion before it is named in
    `repeats`. Raises `Refused` with the reason; a changed wording is the secretariat's (access.md).
    """
    item = locked_item(by, item_id)
    lead(by, item)
    if item.meeting.state not in {MeetingState.INVITED, MeetingState.IN_SESSION}:
        raise Refused(Message(mark("The session is not running.")))
    if item.state not in {ItemState.PLANNED, ItemState.CALLED}:
        raise Refused(Message(mark("The item is finished.")))
    if Vote.objects.filter(item=item, state__in=[VoteState.PREPARED, VoteState.OPEN]).exists():
        raise Refused(Message(mark("A vote on this item is prepared or open already.")))
    before = Vote.objects.filter(item=item, motion=motion).order_by("-pk").first()
    vote = Vote(item=item, repeats=before)
    referral = Referral(refer_target, conditions, refer_until)
    _fill(by, vote, motion=motion, mode=mode, wording=wording, referral=referral)
    vote.save()
    record(by, "vote.prepared", vote, {"motion": vote.motion, "mode": vote.mode})
    return vote


@use_case("vote.edit")
def edit_vote(
    *,
    by: Viewer,
    vote_id: str,
    motion: str,
    mode: str,
    wording: str | None,
    refer_target: str,
    conditions: str,
    version: int | None,
    refer_until: date | None = None,
) -> Vote:
    """Change a prepared vote; arguments as in `prepare_vote`. Raises `Stale` and `Refused`."""
    vote = locked_vote(by, vote_id)
    lead(by, vote.item)
    check_version(vote, version)
    if vote.state != VoteState.PREPARED:
        raise Refused(Message(mark("The vote has been opened; its wording is frozen.")))
    referral = Referral(refer_target, conditions, refer_until)
    _fill(by, vote, motion=motion, mode=mode, wording=wording, referral=referral)
    save(vote)
    record(by, "vote.edited", vote)
    return vote


@dataclass(frozen=True)
class Referral:
    """Where a matter is referred back to, under which conditions, and by which local date it comes again."""

    target: str
    conditions: str
    until: date | None


def _fill(by: Viewer, vote: Vote, *, motion: str, mode: str, wording: str | None, referral: Referral) -> None:
    """Set what is put to the vote; raises `Refused` for what the item does not allow."""
    if motion not in Motion.values or mode not in VoteMode.values:
        raise Refused(Message(mark("This kind of vote is not known.")))
    vote.motion, vote.mode = motion, mode
    vote.refer_target, vote.conditions, vote.refer_until = "", "", None
    if motion == Motion.REFER_BACK:
        _fill_referral(vote, referral)
    elif motion == Motion.POSTPONE:
        vote.wording = POSTPONE_WORDING
    else:
        if waits_for_circulation(vote.item):
            raise Refused(Message(mark("The minutes have not been circulated yet; they cannot be approved.")))
        proposal = put_to_vote(vote.item)
        text = proposal if wording is None else clean_lines(wording)
        if text != proposal and not may_record(by, vote.item.meeting):
            raise Forbidden(by, vote.item, "changes the wording")
        if not text:
            raise Refused(Message(mark("Please enter the wording that is put to the vote.")))
        if len(text) > MAX_WORDING:
            raise Refused(Message(mark("The wording is too long.")))
        vote.wording = text


def _fill_referral(vote: Vote, referral: Referral) -> None:
    conditions = clean_lines(referral.conditions)
    if referral.target not in {allowed.value for allowed in refer_targets(vote.item)}:
        raise Refused(Message(mark("Please choose where the paper is referred back to.")))
    if not conditions:
        raise Refused(Message(mark("Please state the conditions of referring back.")))
    if len(conditions) > MAX_CONDITIONS:
        raise Refused(Message(mark("The conditions are too long.")))
    target = ReferBackTarget(referral.target)
    if target is ReferBackTarget.GROUP_WORKING:
        vote.refer_until = _until(vote, referral.until)
    vote.refer_target, vote.conditions = target.value, conditions
    vote.wording = refer_back_wording(target, conditions, vote.refer_until)


def _until(vote: Vote, until: date | None) -> date:
    """A group that gets its proposal back is told by when it comes again (process.md, `refer_back_proposal`)."""
    if until is None or until <= clock.local_date(vote.item.meeting.starts_at):
        raise Refused(Message(mark("Set a day after the session until which the proposal comes again.")))
    return until


@use_case("vote.open")
def open_vote(*, by: Viewer, vote_id: str) -> Vote:
    """Open a prepared vote on the called item and freeze its electorate, wording and rules.

    Whoever comes later votes from the next vote on. Raises `Refused` with the figures when the body cannot
    decide.
    """
    item = locked_item(by, Vote.objects.values_list("item__public_id", flat=True).get(public_id=vote_id))
    vote = lock(Vote.objects.filter(item=item), public_id=vote_id)
    vote.item = item
    room = lead(by, item)
    if item.meeting.state != MeetingState.IN_SESSION or item.state != ItemState.CALLED:
        raise Refused(Message(mark("Call the item first; only a called item is put to the vote.")))
    moment = clock.now()
    found = room.quorum(item.pk, moment)
    if room.rules_row is None or found is None:
        raise Refused(Message(mark("No rules of procedure are in force on the day of the session.")))
    if not found.met:
        raise Refused(Message(mark("The vote cannot be opened. %(sentence)s"), {"sentence": quorum_sentence(found)}))
    advance(vote, "open")
    vote.wording_hash = content_hash({"motion": vote.motion, "wording": vote.wording})
    vote.rules = room.rules_row
    vote.opened_at, vote.opened_by = moment, by.acting_person
    vote.quorum = _frozen(room, room.rules_row, item, found)
    save(vote)
    Elector.objects.bulk_create(_electors(room, vote))
    record(by, "vote.opened", vote, {"mode": vote.mode, "wording": vote.wording_hash})
    return vote


def _frozen(room: Room, rules_row: RulesOfProcedure, item: AgendaItem, found: QuorumResult) -> dict[str, Any]:
    """Return quorum, seats and rules as they are at the opening: what a verification recomputes from."""
    seats = room.electorate(item.pk, clock.now())
    return {
        "met": found.met,
        "present": found.present,
        "base": found.base,
        "needed": found.needed,
        "paragraph": found.paragraph,
        "seats": [
            {
                "seat": fact.seat,
                "voting": fact.voting,
                "filled": fact.filled,
                "present": fact.present,
                "recused": fact.recused,
            }
            for fact in seats
        ],
        "rules": rules_row.values,
    }


def _electors(room: Room, vote: Vote) -> list[Elector]:
    moment = clock.now()
    recused = room.recused(vote.item_id)
    leader = room.leader(vote.item_id, moment)
    rows = []
    for place in room.seats:
        stay, recusal = place.sitting(moment), recused.get(place.seat.pk)
        if not place.seat.voting or (stay is None and recusal is None):
            continue
        rows.append(
            Elector(
                vote=vote,
                seat=place.seat,
                person=stay.person if stay else recusal.person,  # type: ignore[union-attr]
                as_deputy=bool(stay and stay.as_deputy),
                is_chair=leader is not None and leader.seat.pk == place.seat.pk,
                recused=recusal is not None,
            )
        )
    return rows


@use_case("vote.close")
def close_vote(*, by: Viewer, vote_id: str) -> Vote:
    """Close an open vote and store its verdict, once. No ballot counts after it, no result shows
    before it.
    """
    vote = locked_vote(by, vote_id)
    lead(by, vote.item)
    if vote.state in {VoteState.CLOSED, VoteState.ABORTED}:
        raise Refused(Message(mark("Somebody else has ended this vote already.")))
    advance(vote, "close")
    electorate, rules = frozen_electorate(vote), frozen_rules(vote)
    try:
        verdict = decide(rules, electorate, _cast(vote))
    except InvalidCount as error:
        raise Refused(error.message) from error
    vote.verdict = verdict_data(verdict, matter_of(vote))
    vote.closed_at, vote.closed_by = clock.now(), by.acting_person
    save(vote)
    record(by, "vote.closed", vote, {"kind": verdict.kind.value, "verdict": content_hash(vote.verdict)})
    return vote


def _cast(vote: Vote) -> list[BallotFact] | CountFacts:
    """Return what was cast: ballots by name, or the counted show of hands."""
    if vote.mode == VoteMode.SHOW_OF_HANDS:
        count = HandCount.objects.filter(vote=vote).first()
        if count is None:
            raise Refused(Message(mark("Enter the counted votes first.")))
        chair_choice = Choice(count.chair_choice) if count.chair_choice else None
        return CountFacts(count.yes, count.no, count.abstain, chair_choice)
    chairs = set(Elector.objects.filter(vote=vote, is_chair=True).values_list("seat_id", flat=True))
    return [
        BallotFact(ballot.seat.public_id, Choice(ballot.choice), by_chair=ballot.seat_id in chairs)
        for ballot in Ballot.objects.filter(vote=vote).select_related("seat")
    ]


@use_case("vote.abort")
def abort_vote(*, by: Viewer, vote_id: str, reason: str) -> Vote:
    """End a wrongly prepared or opened vote; its ballots never count. A new vote names it."""
    vote = locked_vote(by, vote_id)
    lead(by, vote.item)
    text = clean_lines(reason)
    if not text:
        raise Refused(Message(mark("Please state why the vote is aborted.")))
    if vote.state in {VoteState.CLOSED, VoteState.ABORTED}:
        raise Refused(Message(mark("Somebody else has ended this vote already.")))
    advance(vote, "abort")
    vote.abort_reason = text[:MAX_ABORT_REASON]
    vote.closed_at, vote.closed_by = clock.now(), by.acting_person
    save(vote)
    record(by, "vote.aborted", vote)
    return vote
