"""The autumn session: the minutes of spring approved, the proposal adopted with changes, one result goal returned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from governance.management.demo import solution as told
from governance.management.demo import story_meeting, story_minutes, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_mandate import put_on_agenda
from governance.management.demo.story_votes import decide
from governance.models import AgendaItem, DecisionPaper, Meeting
from governance.queries.goal_decisions import decided_nodes, proposed_version
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.rules.outcomes import PaperSubject
from governance.usecases import agendas, sessions
from governance.usecases.node_outcomes import NodeChoice, save_node_outcomes

SESSION = 182


def plan_session(kreis: Kreis, plan: Timetable, *papers: DecisionPaper, days: int = SESSION) -> Meeting:
    """Plan a session with the approval of the minutes and the papers `days` from that of the story, and invite."""
    meeting = story_meeting.plan_meeting(kreis, plan, days=days, planned=days - 152)
    with standing_at(plan.moment(days - 24, 10)):
        agendas.add_usual_items(by=kreis.viewer(kreis.coordinator), meeting_id=meeting.public_id)
    story_minutes.put_approval_on_agenda(kreis, plan, meeting, days=days - 24)
    for paper in papers:
        put_on_agenda(kreis, plan, meeting, paper, days=days - 23)
    with standing_at(plan.moment(days - 23, 12)):
        story_meeting.last_first(kreis, meeting)
    story_meeting.play_invitation(kreis, plan, meeting, days=days - 20)
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
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
    clock.advance(timedelta(minutes=20))
    decide_on_goals(
        kreis,
        item,
        {
            told.RETURNED: (NodeDecision.RETURNED, "", "Wege zu den Kursorten klären."),
            told.CHANGED[0]: (NodeDecision.CHANGED, told.CHANGED[1], ""),
        },
        due_on=plan.day(SESSION + 370),
    )
    decide(kreis, item, minutes=6, abstain=1)


def decide_on_goals(
    kreis: Kreis, item: AgendaItem, decisions: Mapping[str, tuple[NodeDecision, str, str]], *, due_on: date
) -> None:
    """Record decision, other wording and note on single goals, by their wording in the proposal."""
    process = item.paper.process if item.paper else None
    version = proposed_version(process) if process else None
    if version is None:
        raise LookupError("The proposal has no Zielsystem.")
    by_text = {row.proposed: row.node_id for row in decided_nodes(version, ())}
    save_node_outcomes(
        by=kreis.viewer(kreis.coordinator),
        item_id=item.public_id,
        choices=[NodeChoice(by_text[text], *decided) for text, decided in decisions.items()],
        due_on=due_on,
        version=None,
    )
