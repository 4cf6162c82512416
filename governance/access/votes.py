"""Who may see a vote and its ballots (access.md, rows "vote" and "ballots by name")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import Ballot, Elector, ItemGuest, Vote
from governance.rules.lifecycles import MeetingState, VoteState

_SHOWN_MEETINGS = (MeetingState.IN_SESSION, MeetingState.CLOSED)


def may_see_vote(viewer: Viewer, vote: Vote) -> bool:
    """A vote is seen like its item: by members and coordinators, and by the guests of that item in
    session.
    """
    meeting = vote.item.meeting
    if meeting.body.authority_id != viewer.authority.pk:
        return False
    if viewer.is_coordinator:
        return True
    if meeting.body_id in viewer.member_bodies:
        return meeting.state in _SHOWN_MEETINGS
    return (
        meeting.state == MeetingState.IN_SESSION
        and viewer.person is not None
        and ItemGuest.objects.filter(item=vote.item_id, person=viewer.person).exists()
    )


def visible_votes(viewer: Viewer) -> QuerySet[Vote]:
    """Return the votes the viewer may see."""
    votes = Vote.objects.filter(item__meeting__body__authority=viewer.authority)
    if viewer.is_coordinator:
        return votes
    as_guest = ItemGuest.objects.filter(person=viewer.person).values("item")
    return votes.filter(
        Q(item__meeting__body__in=viewer.member_bodies, item__meeting__state__in=_SHOWN_MEETINGS)
        | Q(item__in=as_guest, item__meeting__state=MeetingState.IN_SESSION)
    )


def may_see_ballots(viewer: Viewer, vote: Vote) -> bool:
    """Ballots by name are shown to members and coordinators, at once after closing and never before."""
    meeting = vote.item.meeting
    return (
        vote.state == VoteState.CLOSED
        and meeting.body.authority_id == viewer.authority.pk
        and (viewer.is_coordinator or meeting.body_id in viewer.member_bodies)
    )


def may_see_ballot(viewer: Viewer, ballot: Ballot) -> bool:
    """A single ballot is seen with those of its vote."""
    return may_see_ballots(viewer, ballot.vote)


def visible_ballots(viewer: Viewer) -> QuerySet[Ballot]:
    """Return the ballots the viewer may see."""
    ballots = Ballot.objects.filter(vote__state=VoteState.CLOSED, vote__item__meeting__body__authority=viewer.authority)
    if viewer.is_coordinator:
        return ballots
    return ballots.filter(vote__item__meeting__body__in=viewer.member_bodies)


def own_electors(viewer: Viewer) -> QuerySet[Elector]:
    """Return the places in frozen electorates that the viewer fills, recused ones included."""
    if viewer.person is None:
        return Elector.objects.none()
    return Elector.objects.filter(person=viewer.person, vote__item__meeting__body__authority=viewer.authority)
