"""The Zielsystem: four levels, and what belongs below what (design `goals.md`; seed 004, Begriffsverzeichnis)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.stages import Stage
from governance.rules.text import mark


class GoalLevel(StrEnum):
    """The four levels, from the general improvement down to the instruction."""

    PRINCIPLE_GOAL = "principle_goal"
    FRAMEWORK_GOAL = "framework_goal"
    RESULT_GOAL = "result_goal"
    ACTIVITY = "activity"

    @property
    def label(self) -> str:
        """English source text."""
        return LEVEL_LABELS[self]

    @property
    def below(self) -> GoalLevel | None:
        """The level of its children; None for an activity."""
        levels = list(GoalLevel)
        place = levels.index(self) + 1
        return levels[place] if place < len(levels) else None


LEVEL_LABELS: Mapping[GoalLevel, str] = MappingProxyType(
    {
        GoalLevel.PRINCIPLE_GOAL: mark("Grundsatzziel"),
        GoalLevel.FRAMEWORK_GOAL: mark("Rahmenziel"),
        GoalLevel.RESULT_GOAL: mark("Ergebnisziel"),
        GoalLevel.ACTIVITY: mark("Aktivität"),
    }
)


class Direction(StrEnum):
    """In which direction the value of an indicator is to move."""

    UP = "up"
    DOWN = "down"

    @property
    def label(self) -> str:
        """English source text."""
        return DIRECTION_LABELS[self]


DIRECTION_LABELS: Mapping[Direction, str] = MappingProxyType(
    {Direction.UP: mark("is to rise"), Direction.DOWN: mark("is to fall")}
)


class NodeDecision(StrEnum):
    """What the steering group decided on one node of a proposal (design `process.md`, `adopt_proposal`)."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    RETURNED = "returned"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """English source text."""
        return NODE_DECISION_LABELS[self]


NODE_DECISION_LABELS: Mapping[NodeDecision, str] = MappingProxyType(
    {
        NodeDecision.ADOPTED: mark("adopted"),
        NodeDecision.CHANGED: mark("adopted with another wording"),
        NodeDecision.RETURNED: mark("returned to the group"),
        NodeDecision.REJECTED: mark("rejected"),
    }
)
KEPT_DECISIONS: frozenset[NodeDecision] = frozenset({NodeDecision.ADOPTED, NodeDecision.CHANGED})

MAX_NODES = 400
"""So many goals and activities a Zielsystem may have; the pages are made for 200."""

MEASURED_LEVELS: frozenset[GoalLevel] = frozenset(GoalLevel) - {GoalLevel.ACTIVITY}
"""What can have indicators: goals, not activities (goals.md)."""
ASSIGNABLE_LEVELS: frozenset[GoalLevel] = frozenset({GoalLevel.RESULT_GOAL, GoalLevel.ACTIVITY})
"""What has somebody responsible and a date: SMART is asked of result goals and activities (goals.md)."""

GROUP_WRITES_AT: frozenset[Stage] = frozenset({Stage.GROUP_WORKING})
COORDINATORS_WRITE_AT: frozenset[Stage] = GROUP_WRITES_AT | {Stage.COMMISSIONED}
"""While a process stands here, its Zielsystem is written; coordinators prepare it before the group begins."""
PRESENTED_AT: frozenset[Stage] = frozenset({Stage.PROPOSAL_DECISION, Stage.IMPLEMENTATION, Stage.EVALUATION})
"""While a process stands here, its proposal lies or lay before the deciding body."""
TRACKED_AT: frozenset[Stage] = COORDINATORS_WRITE_AT | PRESENTED_AT | {Stage.COMPLETED}
"""While a process stands here, values are recorded; the effect shows after the end, too."""
