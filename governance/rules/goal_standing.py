"""Where a Zielsystem stands: every node by its worst child, with counts; grey, not green, where nothing is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from governance.rules.goal_tree import GoalTree
from governance.rules.goals import Direction, GoalLevel
from governance.rules.lifecycles import SETTLED_MEASURES, MeasureState


class Standing(StrEnum):
    """How an activity, an indicator or a goal stands; `UNKNOWN` is grey."""

    OVERDUE = "overdue"
    TROUBLED = "troubled"
    RUNNING = "running"
    UNKNOWN = "unknown"
    DONE = "done"


@dataclass(frozen=True)
class RollUp:
    """The standing of a node, and how many of the activities below it are done or overdue."""

    standing: Standing
    activities: int = 0
    done: int = 0
    overdue: int = 0


_BY_STATE: Mapping[MeasureState, Standing] = {
    MeasureState.OPEN: Standing.UNKNOWN,
    MeasureState.ACCEPTED: Standing.RUNNING,
    MeasureState.IN_PROGRESS: Standing.RUNNING,
    MeasureState.DEFERRED: Standing.RUNNING,
    MeasureState.DECLINED: Standing.TROUBLED,
    MeasureState.INFEASIBLE: Standing.TROUBLED,
    MeasureState.DROPPED: Standing.TROUBLED,
    MeasureState.DONE: Standing.DONE,
}


def activity_standing(state: MeasureState | None, due_on: date | None, today: date) -> Standing:
    """Return how an activity stands by the measure that carries it out; unknown as long as there is none."""
    if state is None:
        return Standing.UNKNOWN
    if state not in SETTLED_MEASURES and due_on is not None and due_on < today:
        return Standing.OVERDUE
    return _BY_STATE[state]


def reaches(direction: Direction, target: Decimal, value: Decimal) -> bool:
    """Whether `value` has reached the target."""
    return value >= target if direction is Direction.UP else value <= target


def indicator_standing(
    direction: Direction, target: Decimal | None, target_on: date | None, value: Decimal | None, today: date
) -> Standing:
    """Return how an indicator stands by its latest value; without value or target nobody knows."""
    if value is None or target is None:
        return Standing.UNKNOWN
    if reaches(direction, target, value):
        return Standing.DONE
    return Standing.OVERDUE if target_on is not None and target_on < today else Standing.RUNNING


def worst(standings: Collection[Standing]) -> Standing:
    """Return the standing of something made of `standings`: done only if each of them is.

    What is partly done and partly unknown is under way; without anything known it is unknown.
    """
    for bad in (Standing.OVERDUE, Standing.TROUBLED, Standing.RUNNING):
        if bad in standings:
            return bad
    if not standings or set(standings) == {Standing.UNKNOWN}:
        return Standing.UNKNOWN
    return Standing.DONE if Standing.UNKNOWN not in standings else Standing.RUNNING


def rolled_up(
    tree: GoalTree, activities: Mapping[str, Standing], indicators: Mapping[str, Collection[Standing]]
) -> dict[str, RollUp]:
    """Return the standing of every node from its activities and the indicators on the way up.

    A goal whose activities are all done but one of whose own indicators has no value is unknown, never done.
    """
    found: dict[str, RollUp] = {}
    for node in reversed(tree.nodes):
        if node.level is GoalLevel.ACTIVITY:
            own = activities.get(node.key, Standing.UNKNOWN)
            found[node.key] = RollUp(own, 1, int(own is Standing.DONE), int(own is Standing.OVERDUE))
            continue
        below = [found[child.key] for child in tree.children.get(node.key, ())]
        measured = tuple(indicators.get(node.key, ()))
        carried_out = {row.standing for row in below}
        standing = worst([*carried_out, *measured])
        if carried_out == {Standing.DONE} and Standing.UNKNOWN in measured and standing is Standing.RUNNING:
            standing = worst([value for value in measured if value is not Standing.DONE])
        found[node.key] = RollUp(
            standing,
            sum(row.activities for row in below),
            sum(row.done for row in below),
            sum(row.overdue for row in below),
        )
    return found
