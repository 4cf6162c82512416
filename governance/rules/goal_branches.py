"""Open branches of a Zielsystem: what a version would lack if it were frozen now (design `goals.md`, "Drafts")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from governance.rules.goal_tree import GoalTree, TreeNode
from governance.rules.goals import GoalLevel
from governance.rules.text import Message, mark


class Gap(StrEnum):
    """What is missing at a place of the tree."""

    NO_PRINCIPLE_GOAL = "no_principle_goal"
    NO_FRAMEWORK_GOAL = "no_framework_goal"
    NO_RESULT_GOAL = "no_result_goal"
    NO_ACTIVITY = "no_activity"
    NO_ORGANISATION = "no_organisation"
    NO_DATE = "no_date"
    NO_INDICATOR = "no_indicator"


@dataclass(frozen=True)
class OpenBranch:
    """One gap; `key` is the node that has it, empty where the tree has no root. A `hint` needs no reason."""

    gap: Gap
    key: str
    message: Message
    hint: bool = False


_SENTENCES = {
    Gap.NO_FRAMEWORK_GOAL: mark("The Grundsatzziel has no Rahmenziel yet: “%(text)s”"),
    Gap.NO_RESULT_GOAL: mark("Rahmenziel %(number)s has no Ergebnisziel yet: “%(text)s”"),
    Gap.NO_ACTIVITY: mark("Ergebnisziel %(number)s has no Aktivität yet: “%(text)s”"),
    Gap.NO_ORGANISATION: mark("Nobody is responsible for Aktivität %(number)s: “%(text)s”"),
    Gap.NO_DATE: mark("Aktivität %(number)s has no date: “%(text)s”"),
    Gap.NO_INDICATOR: mark("Ergebnisziel %(number)s has no indicator: “%(text)s”"),
}
_EMPTY = {
    GoalLevel.PRINCIPLE_GOAL: Gap.NO_FRAMEWORK_GOAL,
    GoalLevel.FRAMEWORK_GOAL: Gap.NO_RESULT_GOAL,
    GoalLevel.RESULT_GOAL: Gap.NO_ACTIVITY,
}


def branches(tree: GoalTree) -> tuple[OpenBranch, ...]:
    """Return every gap of the tree in reading order, hints included."""
    if not tree.nodes:
        return (OpenBranch(Gap.NO_PRINCIPLE_GOAL, "", Message(mark("There is no Grundsatzziel yet."))),)
    return tuple(branch for node in tree.nodes for branch in _of(tree, node))


def open_branches(tree: GoalTree) -> tuple[OpenBranch, ...]:
    """Return the gaps that need a reason when the tree is frozen."""
    return tuple(branch for branch in branches(tree) if not branch.hint)


def _of(tree: GoalTree, node: TreeNode) -> Iterator[OpenBranch]:
    if node.level is GoalLevel.ACTIVITY:
        if not node.organisation_key:
            yield _branch(tree, node, Gap.NO_ORGANISATION)
        if not node.due_on:
            yield _branch(tree, node, Gap.NO_DATE)
        return
    if not tree.children.get(node.key):
        yield _branch(tree, node, _EMPTY[node.level])
    if node.level is GoalLevel.RESULT_GOAL and not node.indicators:
        yield _branch(tree, node, Gap.NO_INDICATOR, hint=True)


def _branch(tree: GoalTree, node: TreeNode, gap: Gap, *, hint: bool = False) -> OpenBranch:
    return OpenBranch(
        gap, node.key, Message(_SENTENCES[gap], {"number": tree.numbers[node.key], "text": node.text}), hint
    )
