"""Comparison of two frozen Zielsysteme, node by node: a node keeps its key in every version."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from governance.rules.goal_tree import GoalTree, TreeNode
from governance.rules.text import mark


class ChangeKind(StrEnum):
    """What happened to a node from one version to the other."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    WORDING = "wording"
    NOTE = "note"
    RESPONSIBLE = "responsible"
    DUE = "due"
    INDICATORS = "indicators"
    ASSUMPTIONS = "assumptions"
    RESTRICTIONS = "restrictions"

    @property
    def label(self) -> str:
        """English source text."""
        return CHANGE_LABELS[self]


CHANGE_LABELS: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.ADDED: mark("new"),
        ChangeKind.REMOVED: mark("taken out"),
        ChangeKind.MOVED: mark("moved"),
        ChangeKind.WORDING: mark("wording changed"),
        ChangeKind.NOTE: mark("explanation changed"),
        ChangeKind.RESPONSIBLE: mark("responsibility changed"),
        ChangeKind.DUE: mark("date changed"),
        ChangeKind.INDICATORS: mark("indicators changed"),
        ChangeKind.ASSUMPTIONS: mark("assumptions changed"),
        ChangeKind.RESTRICTIONS: mark("restrictions changed"),
    }
)


@dataclass(frozen=True)
class NodeChange:
    """A node that differs. `before` is None for a new one, `after` for one that was taken out."""

    kinds: tuple[ChangeKind, ...]
    before: TreeNode | None
    after: TreeNode | None
    number_before: str = ""
    number_after: str = ""

    @property
    def node(self) -> TreeNode:
        """The node as it is now, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a node before or after it")
        return found


@dataclass(frozen=True)
class TreeDiff:
    """Everything that differs, in the reading order of the new tree; what was taken out comes last."""

    old_title: str
    new_title: str
    changes: tuple[NodeChange, ...]

    @property
    def retitled(self) -> bool:
        """Whether the Zielsystem has another title."""
        return self.old_title != self.new_title

    def __bool__(self) -> bool:
        return self.retitled or bool(self.changes)


def tree_diff(old: GoalTree, new: GoalTree) -> TreeDiff:
    """Return what changed from `old` to `new`."""
    moved = _moved(old, new)
    changes = []
    for node in new.nodes:
        number = new.numbers[node.key]
        before = old.by_key.get(node.key)
        if before is None:
            changes.append(NodeChange((ChangeKind.ADDED,), None, node, "", number))
            continue
        kinds = (*((ChangeKind.MOVED,) if node.key in moved else ()), *_inside(before, node))
        if kinds:
            changes.append(NodeChange(kinds, before, node, old.numbers[node.key], number))
    for node in old.nodes:
        if node.key not in new.by_key:
            changes.append(NodeChange((ChangeKind.REMOVED,), node, None, old.numbers[node.key], ""))
    return TreeDiff(old.title, new.title, tuple(changes))


def _inside(old: TreeNode, new: TreeNode) -> tuple[ChangeKind, ...]:
    pairs = {
        ChangeKind.WORDING: (old.text, new.text),
        ChangeKind.NOTE: (old.note, new.note),
        ChangeKind.RESPONSIBLE: (
            (old.organisation_key, old.person_key),
            (new.organisation_key, new.person_key),
        ),
        ChangeKind.DUE: (old.due_on, new.due_on),
        ChangeKind.INDICATORS: (old.indicators, new.indicators),
        ChangeKind.ASSUMPTIONS: (old.assumptions, new.assumptions),
        ChangeKind.RESTRICTIONS: (old.restrictions, new.restrictions),
    }
    return tuple(kind for kind, (before, after) in pairs.items() if before != after)


def _moved(old: GoalTree, new: GoalTree) -> frozenset[str]:
    """Return the nodes below another parent, and those that changed places with siblings who stayed."""
    found = {node.key for node in new.nodes if node.key in old.by_key and old.by_key[node.key].parent != node.parent}
    for parent, rows in new.children.items():
        stayed = [row.key for row in rows if row.key in old.by_key and row.key not in found]
        places = {row.key: place for place, row in enumerate(old.children.get(parent, ()))}
        found |= set(stayed) - _longest_rising(stayed, places)
    return frozenset(found)


def _longest_rising(keys: Iterable[str], places: Mapping[str, int]) -> frozenset[str]:
    """Return the most keys whose places rise: these stayed where they were, the others moved past them."""
    ends: list[int] = []
    chains: list[tuple[str, ...]] = []
    for key in keys:
        at = bisect_left(ends, places[key])
        chain = (*(chains[at - 1] if at else ()), key)
        if at == len(ends):
            ends.append(places[key])
            chains.append(chain)
        else:
            ends[at], chains[at] = places[key], chain
    return frozenset(chains[-1]) if chains else frozenset()
