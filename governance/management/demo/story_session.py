"""Story A, fourth part: the session with attendance, a recusal, the vote by name, the resolution."""

from __future__ import annotations

from datetime import timedelta

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_mandate import play_mandate_vote
from governance.management.demo.story_votes import decide
from governance.models import ActionItem, AgendaItem, ItemKind, Meeting, Vote, VoteMode
from governance.rules import clock
from governance.rules.outcomes import PaperSubject
from governance.usecases import attendance, ballots, decisions, sessions, votes

ABSENT = ("talbach", "pallmann", "rosental")
DEPUTY = {"uhlhorn": "kerber"}


def open_and_seat(kreis: Kreis, meeting: Meeting) -> None:
    """Open the session and record who has come; Tim Kerber sits for Sabine Uhlhorn."""
    sessions.open_session(by=kreis.viewer(kreis.chair), meeting_id=meeting.public_id)
    occupants = {}
    for seat in kreis.body("lg").seats.all():
        holder = kreis.key_of(seat.memberships.get().person)
        if holder not in ABSENT:
            occupants[seat.public_id] = kreis.person(DEPUTY.get(holder, holder)).public_id
    attendance.record_room(by=kreis.viewer(kreis.coordinator), meeting_id=meeting.public_id, occupants=occupants)


def _item(meeting: Meeting, kind: ItemKind) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, kind=kind)


def _topic(meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, paper__subject=PaperSubject.ESTABLISH_TOPIC)


def play_session_to_vote(kreis: Kreis, plan: Timetable, meeting: Meeting) -> Vote:
    """Play the session until the vote on the topic is open and nine voices are stored."""
    with standing_at(plan.during(2)):
        open_and_seat(kreis, meeting)
        play_formality(kreis, meeting)
        approve(kreis, meeting)
        report(kreis, meeting)
        topic = _topic(meeting)
        sessions.call_item(by=kreis.viewer(kreis.chair), item_id=topic.public_id)
        attendance.record_arrival(
            by=kreis.viewer(kreis.coordinator), meeting_id=meeting.public_id, person_id=kreis.person("hadad").public_id
        )
        clock.advance(timedelta(minutes=22))
        vote = votes.prepare_vote(by=kreis.viewer(kreis.coordinator), item_id=topic.public_id, mode=VoteMode.BY_NAME)
        votes.open_vote(by=kreis.viewer(kreis.chair), vote_id=vote.public_id)
        clock.advance(timedelta(minutes=1))
        for key in voters(kreis)[:9]:
            cast(kreis, vote, key)
    return vote


def report(kreis: Kreis, meeting: Meeting) -> ActionItem:
    """Let the coordinator report; an action item comes out of it, which is returned."""
    item = _item(meeting, ItemKind.REPORT)
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
    clock.advance(timedelta(minutes=16))
    action = decisions.add_action_item(
        by=kreis.viewer(kreis.coordinator),
        item_id=item.public_id,
        text="Übersicht der Kursorte mit Betreuungsmöglichkeit vorlegen",
        responsible_id=kreis.person(kreis.coordinator).public_id,
        due_on=clock.today() + timedelta(days=45),
    )
    sessions.conclude_item(by=kreis.viewer(kreis.chair), item_id=item.public_id, outcome="noted")
    return action


def play_formality(kreis: Kreis, meeting: Meeting) -> None:
    """Go through the opening."""
    item = _item(meeting, ItemKind.FORMALITY)
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
    clock.advance(timedelta(minutes=8))
    sessions.conclude_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)


def approve(kreis: Kreis, meeting: Meeting) -> None:
    """Approve the minutes of the session before by show of hands, two abstaining."""
    item = AgendaItem.objects.get(meeting=meeting, kind=ItemKind.APPROVAL)
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
    decide(kreis, item, minutes=4, abstain=2)


def voters(kreis: Kreis) -> list[str]:
    """Return the keys of everybody who may vote in the story's session, seat by seat."""
    found = []
    for seat in kreis.body("lg").seats.filter(voting=True):
        holder = kreis.key_of(seat.memberships.get().person)
        if holder not in ABSENT:
            found.append(DEPUTY.get(holder, holder))
    return found


def cast(kreis: Kreis, vote: Vote, key: str) -> None:
    """Cast a yes for every seat in which the person `key` sits."""
    person = kreis.person(key)
    for elector in vote.electors.filter(person=person, used_at__isnull=True, recused=False):
        ballots.cast_ballot(by=kreis.viewer(key), vote_id=vote.public_id, seat_id=elector.seat.public_id, choice="yes")


def play_resolution(kreis: Kreis, plan: Timetable, vote: Vote) -> None:
    """Let the others vote, close, establish the topic, and end the session."""
    with standing_at(plan.during(55)):
        for key in voters(kreis):
            cast(kreis, vote, key)
        votes.close_vote(by=kreis.viewer(kreis.chair), vote_id=vote.public_id)
        clock.advance(timedelta(minutes=1))
        sessions.conclude_item(by=kreis.viewer(kreis.chair), item_id=vote.item.public_id)


def end(kreis: Kreis, meeting: Meeting) -> None:
    """Call the last item and close the session."""
    last = _item(meeting, ItemKind.MISCELLANEOUS)
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=last.public_id)
    clock.advance(timedelta(minutes=12))
    sessions.conclude_item(by=kreis.viewer(kreis.chair), item_id=last.public_id)
    sessions.close_session(by=kreis.viewer(kreis.chair), meeting_id=meeting.public_id)


def play_end(kreis: Kreis, plan: Timetable, meeting: Meeting) -> None:
    """Adopt the mandate and end the story's session."""
    with standing_at(plan.during(65)):
        play_mandate_vote(kreis, meeting)
        end(kreis, meeting)
