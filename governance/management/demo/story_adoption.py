"""The autumn session: the minutes of spring approved, the proposal adopted with changes, one result goal returned."""

from __future__ import annotations

from datetime import timedelta

from governance.management.demo import solution as told
from governance.management.demo import story_meeting, story_minutes, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_cases import COORDINATOR
from governance.management.demo.story_mandate import put_on_agenda
from governance.models import AgendaItem, DecisionPaper, Meeting, VoteMode
from governance.queries.goal_decisions import decided_nodes, proposed_version
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.rules.outcomes import PaperSubject
from governance.usecases import agendas, ballots, sessions, votes
from governance.usecases.node_outcomes import NodeChoice, save_node_outcomes

SESSION = 182


def plan_session(kreis: Kreis, plan: Timetable, paper: DecisionPaper) -> Meeting:
    """Plan the autumn session with the approval of the minutes and the proposal, and invite."""
    meeting = story_meeting.plan_meeting(kreis, plan, days=SESSION, planned=30)
    with standing_at(plan.moment(SESSION - 24, 10)):
        agendas.add_usual_items(by=kreis.viewer(COORDINATOR), meeting_id=meeting.public_id)
    story_minutes.put_approval_on_agenda(kreis, plan, meeting, days=SESSION - 24)
    put_on_agenda(kreis, plan, meeting, paper, days=SESSION - 23)
    with standing_at(plan.moment(SESSION - 23, 12)):
        story_meeting.last_first(coordinator_id=COORDINATOR, kreis=kreis, meeting=meeting)
    story_meeting.play_invitation(kreis, plan, meeting, days=SESSION - 20)
    return meeting


def play_session(kreis: Kreis, plan: Timetable, meeting: Meeting) -> None:
    """Hold the session up to the resolution on the proposal, and close it."""
    with standing_at(plan.moment(SESSION, 14, 1)):
        story_session.open_and_seat(kreis, meeting)
        story_session.play_formality(kreis, meeting)
        story_session.approve(kreis, meeting)
        _decide(kreis, plan, meeting)
        story_session.end(kreis, meeting)
    story_minutes.sign_and_circulate(kreis, plan, meeting, days=SESSION + 4)


def _decide(kreis: Kreis, plan: Timetable, meeting: Meeting) -> None:
    """Record what is decided on the single goals, vote on all of it, and conclude: adopted in part."""
    item = AgendaItem.objects.get(meeting=meeting, paper__subject=PaperSubject.ADOPT_PROPOSAL)
    sessions.call_item(by=kreis.viewer("aldinger"), item_id=item.public_id)
    clock.advance(timedelta(minutes=20))
    process = item.paper.process if item.paper else None
    version = proposed_version(process) if process else None
    if version is None:
        raise LookupError("The proposal has no Zielsystem.")
    by_text = {row.proposed: row.node_id for row in decided_nodes(version, ())}
    save_node_outcomes(
        by=kreis.viewer(COORDINATOR),
        item_id=item.public_id,
        choices=[
            NodeChoice(by_text[told.RETURNED], NodeDecision.RETURNED, note="Wege zu den Kursorten klären."),
            NodeChoice(by_text[told.CHANGED[0]], NodeDecision.CHANGED, told.CHANGED[1]),
        ],
        due_on=plan.day(SESSION + 370),
        version=None,
    )
    vote = votes.prepare_vote(by=kreis.viewer(COORDINATOR), item_id=item.public_id, mode=VoteMode.SHOW_OF_HANDS)
    votes.open_vote(by=kreis.viewer("aldinger"), vote_id=vote.public_id)
    entitled = vote.electors.filter(recused=False).count()
    clock.advance(timedelta(minutes=6))
    ballots.enter_count(by=kreis.viewer(COORDINATOR), vote_id=vote.public_id, yes=entitled - 1, no=0, abstain=1)
    votes.close_vote(by=kreis.viewer("aldinger"), vote_id=vote.public_id)
    sessions.conclude_item(by=kreis.viewer("aldinger"), item_id=item.public_id)
