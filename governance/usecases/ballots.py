"""Casting: one seat, one ballot, stored once (decisions.md, Voting). Counting by hand stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.attendance import may_record
from governance.access.viewer import Viewer
from governance.models import Attendance, Ballot, Elector, HandCount, Vote, VoteMode
from governance.queries.votes import frozen_electorate, frozen_rules
from governance.rules import clock
from governance.rules.lifecycles import VoteState
from governance.rules.procedure import TieRule
from governance.rules.text import Message, mark
from governance.rules.verdict import Choice, CountFacts, InvalidCount, check_counts
from governance.usecases.foundation import Forbidden, Refused, record, use_case
from governance.usecases.votes import locked_vote


class AlreadyCast(Refused):
    """The seat has voted otherwise; `stored` is the ballot that counts."""

    def __init__(self, stored: Ballot) -> None:
        super().__init__(
            Message(
                mark("Your seat has voted already, stored by %(person)s. Each seat has one vote."),
                {"person": str(stored.person)},
            )
        )
        self.stored = stored


@dataclass(frozen=True)
class Receipt:
    """The stored ballot; `repeated` when the same choice was sent again."""

    ballot: Ballot
    repeated: bool


@use_case("vote.cast")
def cast_ballot(*, by: Viewer, vote_id: str, seat_id: str, choice: str) -> Receipt:
    """Store the ballot of one seat in an open vote by name.

    The vote row is locked, then state, mode, entitlement and presence are checked inside the transaction, the
    elector is marked by a conditional update and the ballot inserted. The same choice again is fine; another
    one raises `AlreadyCast`. Whoever is not in the electorate gets `Forbidden`, which is logged after the
    rollback.
    """
    if choice not in {known.value for known in Choice}:
        raise Refused(Message(mark("Please choose Yes, No or Abstention.")))
    vote = locked_vote(by, vote_id)
    elector = Elector.objects.filter(vote=vote, seat__public_id=seat_id).select_related("seat", "person").first()
    if elector is None or by.person is None or elector.person_id != by.person.pk:
        raise Forbidden(by, vote, "not in the electorate")
    if elector.recused:
        raise Forbidden(by, vote, "recused")
    if vote.mode != VoteMode.BY_NAME:
        raise Refused(Message(mark("This vote is taken by show of hands.")))
    if elector.used_at is not None:
        return _stored(vote, elector, choice)
    if vote.state != VoteState.OPEN:
        raise Refused(Message(mark("The vote is not open; no ballot counts any more.")))
    if not _in_the_room(vote, elector):
        raise Refused(Message(mark("You are not entered as present; please speak to the secretariat.")))
    moment = clock.now()
    marked = Elector.objects.filter(pk=elector.pk, used_at__isnull=True, recused=False).update(used_at=moment)
    if not marked:
        return _stored(vote, elector, choice)
    ballot = Ballot.objects.create(vote=vote, seat=elector.seat, person=elector.person, choice=choice, cast_at=moment)
    record(by, "vote.cast", vote, {"seat": elector.seat.public_id})
    return Receipt(ballot, repeated=False)


def _stored(vote: Vote, elector: Elector, choice: str) -> Receipt:
    """Answer a second ballot of the seat; raises `AlreadyCast` for another choice."""
    ballot = Ballot.objects.select_related("person", "seat").get(vote=vote, seat=elector.seat_id)
    if ballot.choice != choice:
        raise AlreadyCast(ballot)
    return Receipt(ballot, repeated=True)


def _in_the_room(vote: Vote, elector: Elector) -> bool:
    return Attendance.objects.filter(
        meeting=vote.item.meeting_id, seat=elector.seat_id, person=elector.person_id, left_at__isnull=True
    ).exists()


@use_case("vote.count")
def enter_count(*, by: Viewer, vote_id: str, yes: int, no: int, abstain: int, chair_choice: str = "") -> HandCount:
    """Enter the counted show of hands, checked against those present; the secretariat's act.

    `chair_choice` is demanded where a tie makes the chair's vote decide. The same figures again are fine,
    others raise `Refused`: a wrong count is corrected by aborting the vote and taking it again.
    """
    vote = locked_vote(by, vote_id)
    if not may_record(by, vote.item.meeting):
        raise Forbidden(by, vote, "not the secretariat")
    if vote.mode != VoteMode.SHOW_OF_HANDS:
        raise Refused(Message(mark("This vote is taken by name.")))
    if vote.state != VoteState.OPEN:
        raise Refused(Message(mark("The vote is not open; no ballot counts any more.")))
    if chair_choice and chair_choice not in {known.value for known in Choice}:
        raise Refused(Message(mark("Please choose Yes, No or Abstention.")))
    counts = CountFacts(yes, no, abstain, Choice(chair_choice) if chair_choice else None)
    _check(vote, counts)
    before = HandCount.objects.filter(vote=vote).first()
    if before is not None:
        same = (before.yes, before.no, before.abstain, before.chair_choice) == (
            yes,
            no,
            abstain,
            chair_choice,
        )
        if not same:
            raise Refused(
                Message(mark("Figures are stored already. To correct them, abort the vote and take it again."))
            )
        return before
    count = HandCount.objects.create(
        vote=vote,
        yes=yes,
        no=no,
        abstain=abstain,
        chair_choice=chair_choice,
        entered_by=by.acting_person,
        entered_at=clock.now(),
    )
    record(by, "vote.counted", vote, {"yes": yes, "no": no, "abstain": abstain})
    return count


def _check(vote: Vote, counts: CountFacts) -> None:
    try:
        check_counts(frozen_electorate(vote), counts)
    except InvalidCount as error:
        raise Refused(error.message) from error
    tie = counts.yes == counts.no and counts.yes > 0
    if not tie or counts.chair_choice or frozen_rules(vote).tie.value is not TieRule.CHAIR_DECIDES:
        return
    if Elector.objects.filter(vote=vote, is_chair=True, recused=False).exists():
        raise Refused(
            Message(mark("Yes and No are equal, so the chair's vote decides. Please enter how the chair voted."))
        )
