"""The page of one vote for one viewer: ballot, receipt, reason why not, or result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.access.attendance import may_record
from governance.access.viewer import Viewer
from governance.access.votes import may_see_ballots, visible_votes
from governance.models import (
    Attendance,
    Ballot,
    Elector,
    HandCount,
    Membership,
    ProcessEffect,
    Resolution,
    Seat,
    Vote,
    VoteMode,
)
from governance.queries.attendance import meeting_day
from governance.queries.votes import (
    NamedBallot,
    Progress,
    frozen_rules,
    named_ballots,
    progress_of,
    proposed_wording,
)
from governance.rules.lifecycles import VoteState
from governance.rules.rules_wording import explain_majority, explain_tie
from governance.rules.text import Message, mark
from governance.rules.verdict import Choice


@dataclass(frozen=True)
class OwnPlace:
    """One seat for which the viewer stands in the electorate."""

    seat_id: str
    seat: str
    represented: str
    choice: Choice | None
    cast_at: datetime | None


@dataclass(frozen=True)
class VotePage:
    """A vote as the viewer may see it. `reasons` say why the viewer does not vote; `verdict` is there after
    closing.
    """

    vote: Vote
    places: tuple[OwnPlace, ...]
    reasons: tuple[Message, ...]
    progress: Progress | None
    proposal: str
    rules: tuple[str, ...]
    verdict: dict[str, Any] | None
    by_name: tuple[NamedBallot, ...]
    count: HandCount | None
    resolution: Resolution | None
    effect: ProcessEffect | None
    may_count: bool

    @property
    def changed(self) -> bool:
        """Whether something else than the proposal of the paper is put to the vote."""
        return bool(self.proposal) and self.vote.motion == "proposal" and self.vote.wording != self.proposal

    @property
    def by_hands(self) -> bool:
        """Whether hands are counted, so that nobody votes on the page."""
        return bool(self.vote.mode == VoteMode.SHOW_OF_HANDS)

    @property
    def waiting(self) -> tuple[OwnPlace, ...]:
        """The seats for which the viewer has not voted yet."""
        return tuple(place for place in self.places if place.choice is None)

    @property
    def stored(self) -> tuple[OwnPlace, ...]:
        """The seats for which the viewer has voted."""
        return tuple(place for place in self.places if place.choice is not None)


def vote_page(viewer: Viewer, vote_id: str) -> VotePage:
    """Return the page of a vote; raises `Vote.DoesNotExist` for one the viewer may not see."""
    vote = (
        visible_votes(viewer)
        .select_related("item__meeting__body__authority", "item__paper", "item__paper_version", "rules", "repeats")
        .get(public_id=vote_id)
    )
    electors = list(Elector.objects.filter(vote=vote).select_related("seat", "person"))
    ballots = list(Ballot.objects.filter(vote=vote).select_related("person"))
    own = _places(viewer, vote, electors, ballots)
    closed = vote.state == VoteState.CLOSED
    resolution = Resolution.objects.filter(vote=vote).select_related("effect__process").first() if closed else None
    opened = vote.quorum is not None
    return VotePage(
        vote=vote,
        places=own,
        reasons=() if own or not opened else _reasons(viewer, vote, electors, ballots),
        progress=progress_of(vote, electors) if vote.mode == VoteMode.BY_NAME and opened else None,
        proposal=proposed_wording(vote.item),
        rules=(explain_majority(frozen_rules(vote)), explain_tie(frozen_rules(vote))) if opened else (),
        verdict=vote.verdict if closed else None,
        by_name=named_ballots(electors, ballots)
        if vote.mode == VoteMode.BY_NAME and may_see_ballots(viewer, vote)
        else (),
        count=HandCount.objects.filter(vote=vote).first() if vote.mode == VoteMode.SHOW_OF_HANDS else None,
        resolution=resolution,
        effect=getattr(resolution, "effect", None),
        may_count=may_record(viewer, vote.item.meeting),
    )


def _places(viewer: Viewer, vote: Vote, electors: list[Elector], ballots: list[Ballot]) -> tuple[OwnPlace, ...]:
    if viewer.person is None or vote.mode != VoteMode.BY_NAME:
        return ()
    mine = {row.seat_id: row for row in electors if row.person_id == viewer.person.pk and not row.recused}
    cast = {ballot.seat_id: ballot for ballot in ballots}
    holders = _holders(vote, [row.seat_id for row in mine.values() if row.as_deputy])
    return tuple(
        OwnPlace(
            seat_id=row.seat.public_id,
            seat=row.seat.name,
            represented=holders.get(row.seat_id, ""),
            choice=Choice(cast[row.seat_id].choice) if row.seat_id in cast else None,
            cast_at=cast[row.seat_id].cast_at if row.seat_id in cast else None,
        )
        for row in mine.values()
    )


def _holders(vote: Vote, seats: list[int]) -> dict[int, str]:
    """Return who holds the seats on the meeting's day, for "in Vertretung für …"."""
    if not seats:
        return {}
    rows = Membership.objects.on(meeting_day(vote.item.meeting)).filter(seat__in=seats).select_related("person")
    return {row.seat_id: str(row.person) for row in rows}


def _reasons(viewer: Viewer, vote: Vote, electors: list[Elector], ballots: list[Ballot]) -> tuple[Message, ...]:
    """Say why the viewer does not vote, for each seat; nobody is left without a reason."""
    if vote.mode == VoteMode.SHOW_OF_HANDS:
        return (Message(mark("This vote is taken by show of hands in the room.")),)
    body = vote.item.meeting.body_id
    seats = list(Seat.objects.filter(pk__in=viewer.seats, body=body).order_by("order", "pk"))
    if not seats:
        return (Message(mark("You have no seat in this body. Guests and coordinators do not vote.")),)
    found = [_reason(viewer, vote, seat, electors, ballots) for seat in seats]
    return tuple(found)


def _reason(viewer: Viewer, vote: Vote, seat: Seat, electors: list[Elector], ballots: list[Ballot]) -> Message:
    names: dict[str, object] = {"seat": seat.name}
    if not seat.voting:
        return Message(mark("The seat %(seat)s is advisory and has no vote."), names)
    row = next((elector for elector in electors if elector.seat_id == seat.pk), None)
    if row is not None and row.recused:
        recusal = vote.item.recusals.filter(seat=seat).first()
        names["ground"] = recusal.ground if recusal else ""
        return Message(
            mark(
                "A recusal is entered for the seat %(seat)s: %(ground)s. "
                "If that is not right, speak to the chair while the item is discussed."
            ),
            names,
        )
    if row is not None:
        names["person"] = str(row.person)
        ballot = next((cast for cast in ballots if cast.seat_id == seat.pk), None)
        if ballot is not None:
            return Message(mark("The seat %(seat)s has voted already: %(person)s. Each seat has one vote."), names)
        return Message(mark("%(person)s votes for the seat %(seat)s in this vote."), names)
    later = Attendance.objects.filter(meeting=vote.item.meeting_id, seat=seat, arrived_at__gt=vote.opened_at).exists()
    if later:
        return Message(
            mark("The seat %(seat)s was taken after the vote had been opened; it votes from the next vote on."),
            names,
        )
    return Message(
        mark("The seat %(seat)s was not entered as present when the vote was opened. Speak to the secretariat."),
        names,
    )
