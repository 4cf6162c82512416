"""A session of the training Kreis that decides on several papers, each in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from governance.management.demo import story_adoption, story_minutes, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_votes import decide
from governance.models import DecisionPaper, ItemKind
from governance.rules import clock
from governance.rules.goals import NodeDecision
from governance.usecases import sessions


@dataclass(frozen=True)
class Decision:
    """How a paper is decided: votes against and abstentions, the motion, and what is decided on single goals."""

    paper: DecisionPaper
    no: int = 0
    abstain: int = 0
    motion: Mapping[str, Any] = field(default_factory=dict)
    goals: Mapping[str, tuple[NodeDecision, str, str]] = field(default_factory=dict)
    returned_until: date | None = None


def hold(kreis: Kreis, plan: Timetable, *decisions: Decision, days: int) -> None:
    """Plan a session `days` from the first one, invite, decide on every paper, and send the minutes round."""
    meeting = story_adoption.plan_session(kreis, plan, *(row.paper for row in decisions), days=days)
    with standing_at(plan.moment(days, 14, 1) if days else plan.during(1)):
        story_session.open_and_seat(kreis, meeting)
        story_session.play_formality(kreis, meeting)
        if meeting.items.filter(kind=ItemKind.APPROVAL).exists():
            story_session.approve(kreis, meeting)
        for row in decisions:
            item = meeting.items.get(paper=row.paper)
            sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
            clock.advance(timedelta(minutes=9))
            if row.goals and row.returned_until:
                story_adoption.decide_on_goals(kreis, item, row.goals, due_on=row.returned_until)
            decide(kreis, item, minutes=3, no=row.no, abstain=row.abstain, **row.motion)
        story_session.end(kreis, meeting)
    story_minutes.sign_and_circulate(kreis, plan, meeting, days=days + 6, discussion=DISCUSSION)


DISCUSSION = "Die Lenkungsgruppe hat die Vorlage beraten. Die Koordinierende Stelle hat Fragen beantwortet."
