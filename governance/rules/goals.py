"""The Zielsystem: four levels, and what belongs below what (design `goals.md`; seed 004, Begriffsverzeichnis)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

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
