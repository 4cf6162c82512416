"""The live session: what everybody in the room sees, with the same number of queries for any length of the
agenda.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from governance.access.attendance import may_lead, may_record
from governance.access.sessions import sees_whole_session, session_items, visible_sessions
from governance.access.viewer import Viewer
from governance.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Break,
    Elector,
    HandCount,
    Invitation,
    ItemGuest,
    Meeting,
    Motion,
    Person,
    ProcessEffect,
    Recusal,
    Resolution,
    Vote,
    VoteMode,
)
from governance.queries.attendance import Room, load_room
from governance.queries.decisions import deciding_of
from governance.queries.notes import notes_on
from governance.queries.votes import Progress, frozen_rules, progress_of
from governance.rules import clock
from governance.rules.lifecycles import ItemState, MeetingState, VoteState
from governance.rules.quorum import QuorumResult
from governance.rules.rules_wording import explain_majority


@dataclass(frozen=True)
class SessionItem:
    """One item of the session with everything that was done about it. Minutes are whole ones, breaks left
    out.
    """

    item: AgendaItem
    minutes: int
    guests: tuple[str, ...]
    recusals: tuple[Recusal, ...]
    votes: tuple[Vote, ...]
    resolution: Resolution | None
    effect: ProcessEffect | None
    actions: int

    @property
    def last_vote(self) -> Vote | None:
        """The last vote that counts: pending or closed, not aborted."""
        kept = [vote for vote in self.votes if vote.state != VoteState.ABORTED]
        return kept[-1] if kept else None

    @property
    def deciding(self) -> Vote | None:
        """The closed vote that decides the item."""
        return deciding_of(self.votes)

    @property
    def recusals_frozen(self) -> bool:
        """Whether the matter is or was put to the vote, so that nobody can be recused from it any more."""
        return any(
            vote.state == VoteState.OPEN or (vote.state == VoteState.CLOSED and vote.motion == Motion.PROPOSAL)
            for vote in self.votes
        )

    @property
    def result(self) -> dict[str, Any] | None:
        """The verdict of the last closed vote; none before closing."""
        closed = [vote for vote in self.votes if vote.state == VoteState.CLOSED]
        return closed[-1].verdict if closed else None


@dataclass(frozen=True)
class RunningVote:
    """The pending vote on the called item. `rule` is there once it is open, `count` once hands were
    counted.
    """

    vote: Vote
    progress: Progress | None
    used: frozenset[int]
    rule: str
    count: HandCount | None


@dataclass(frozen=True)
class LiveSession:
    """The session for one viewer at `moment`. `room`, `quorum` and the answers (`excused`, `accepted`: keys of
    people) are for those who see all of it; `quorum` is that of the called item. `notes` are the viewer's own, by the
    public ids of the items.
    """

    meeting: Meeting
    moment: datetime
    items: tuple[SessionItem, ...]
    breaks: tuple[Break, ...]
    running: RunningVote | None
    room: Room | None
    quorum: QuorumResult | None
    excused: frozenset[int]
    accepted: frozenset[int]
    actions: tuple[ActionItem, ...]
    may_lead: bool
    may_record: bool
    chair: str
    own_seats: frozenset[int]
    notes: Mapping[str, str]

    @property
    def voting(self) -> bool:
        """Whether a vote is open."""
        return self.running is not None and self.running.vote.state == VoteState.OPEN

    @property
    def room_quorum(self) -> QuorumResult | None:
        """The quorum of the session as a whole, without recusals; None for whoever does not see the room."""
        return self.room.quorum(None, self.moment) if self.room else None

    @property
    def called(self) -> SessionItem | None:
        """The item that is called, if the viewer may follow it."""
        return next((row for row in self.items if row.item.state == ItemState.CALLED), None)

    @property
    def open_items(self) -> tuple[SessionItem, ...]:
        """The items that wait to be called."""
        return tuple(row for row in self.items if row.item.state == ItemState.PLANNED)

    @property
    def interrupted(self) -> bool:
        """Whether a break runs."""
        return any(pause.ended_at is None for pause in self.breaks)

    @property
    def running_now(self) -> bool:
        """Whether the session is open."""
        return bool(self.meeting.state == MeetingState.IN_SESSION)

    @property
    def planned_minutes(self) -> int:
        """Planned minutes of every item still on the agenda."""
        return sum(row.item.minutes_planned for row in self.items if row.item.state != ItemState.REMOVED)


def find_session(viewer: Viewer, meeting_id: str) -> Meeting:
    """Return a meeting whose session the viewer may follow; raises `Meeting.DoesNotExist`."""
    return visible_sessions(viewer).select_related("body", "minute_taker").get(public_id=meeting_id)


def live_session(viewer: Viewer, meeting_id: str) -> LiveSession:
    """Return the session as the viewer may follow it now; raises `Meeting.DoesNotExist`."""
    meeting = find_session(viewer, meeting_id)
    moment = clock.now() if meeting.closed_at is None else meeting.closed_at
    whole = sees_whole_session(viewer, meeting)
    breaks = tuple(Break.objects.filter(meeting=meeting))
    items = list(session_items(viewer, meeting).select_related("paper", "paper_version").order_by("order", "pk"))
    rows = _rows(items, breaks, moment)
    called = next((row for row in rows if row.item.state == ItemState.CALLED), None)
    room = load_room(meeting)
    item_id = called.item.pk if called else None
    answers = dict(Invitation.objects.filter(meeting=meeting).values_list("person_id", "answer")) if whole else {}
    chair = room.leader(item_id, moment)
    return LiveSession(
        meeting=meeting,
        moment=moment,
        items=rows,
        breaks=breaks,
        running=_running(called) if called else None,
        room=room if whole else None,
        quorum=room.quorum(item_id, moment) if whole and meeting.opened_at else None,
        excused=_who_answered(answers, Answer.DECLINED),
        accepted=_who_answered(answers, Answer.ACCEPTED),
        actions=tuple(_actions(items)),
        may_lead=may_lead(viewer, meeting, room.chair_facts(item_id, moment)),
        may_record=may_record(viewer, meeting),
        chair=str(chair.sitting(moment).person) if chair else "",  # type: ignore[union-attr]
        own_seats=viewer.seats,
        notes=notes_on(viewer, meeting),
    )


def _who_answered(answers: Mapping[int, str], wanted: Answer) -> frozenset[int]:
    return frozenset(person for person, answer in answers.items() if answer == wanted)


def expected_guests(live: LiveSession) -> tuple[Person, ...]:
    """Return the guests of the items that the viewer of a session follows."""
    invited = ItemGuest.objects.filter(item__in=[row.item for row in live.items])
    return tuple(Person.objects.filter(pk__in=invited.values("person")))


def _rows(items: list[AgendaItem], breaks: tuple[Break, ...], moment: datetime) -> tuple[SessionItem, ...]:
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(item__in=items).order_by("pk"):
        votes[vote.item_id].append(vote)
    guests: dict[int, list[str]] = defaultdict(list)
    for guest in ItemGuest.objects.filter(item__in=items).select_related("person").order_by("pk"):
        guests[guest.item_id].append(str(guest.person))
    recusals: dict[int, list[Recusal]] = defaultdict(list)
    for recusal in Recusal.objects.filter(item__in=items).select_related("person", "seat").order_by("pk"):
        recusals[recusal.item_id].append(recusal)
    resolutions = {
        row.item_id: row for row in Resolution.objects.filter(item__in=items).select_related("effect__process")
    }
    actions: dict[int, int] = defaultdict(int)
    for item_id in ActionItem.objects.filter(item__in=items).values_list("item_id", flat=True):
        actions[item_id] += 1
    return tuple(
        SessionItem(
            item=item,
            minutes=minutes_taken(item, breaks, moment),
            guests=tuple(guests[item.pk]),
            recusals=tuple(recusals[item.pk]),
            votes=tuple(votes[item.pk]),
            resolution=resolutions.get(item.pk),
            effect=getattr(resolutions.get(item.pk), "effect", None),
            actions=actions[item.pk],
        )
        for item in items
    )


def minutes_taken(item: AgendaItem, breaks: tuple[Break, ...], moment: datetime) -> int:
    """Return how many whole minutes an item has taken until it was concluded (or `moment`), breaks
    left out.
    """
    if item.called_at is None:
        return 0
    end = item.done_at or moment
    seconds = (end - item.called_at).total_seconds()
    for pause in breaks:
        start, stop = max(pause.started_at, item.called_at), min(pause.ended_at or moment, end)
        seconds -= max(0.0, (stop - start).total_seconds())
    return max(0, int(seconds // 60))


def _running(called: SessionItem) -> RunningVote | None:
    vote = called.last_vote
    if vote is None or vote.state not in {VoteState.PREPARED, VoteState.OPEN}:
        return None
    opened = vote.state == VoteState.OPEN
    electors = list(Elector.objects.filter(vote=vote).select_related("seat")) if opened else []
    by_name = vote.mode == VoteMode.BY_NAME
    return RunningVote(
        vote=vote,
        progress=progress_of(vote, electors) if opened and by_name else None,
        used=frozenset(row.seat_id for row in electors if row.used_at is not None),
        rule=explain_majority(frozen_rules(vote)) if opened else "",
        count=HandCount.objects.filter(vote=vote).first() if not by_name else None,
    )


def _actions(items: list[AgendaItem]) -> QuerySet[ActionItem]:
    return ActionItem.objects.filter(item__in=items).select_related("responsible", "item")
