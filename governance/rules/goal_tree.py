"""The tree of a Zielsystem as plain values: numbers, places, and what becomes of it by a decision (design `goals.md`).

A tree lists its nodes in reading order, parents before their children; that order is the order among siblings. The same
values are what a frozen version stores (`to_data`), with dates as ISO text and numbers as decimal text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from governance.rules.goals import KEPT_DECISIONS, GoalLevel, NodeDecision


@dataclass(frozen=True)
class TreeIndicator:
    """An indicator as a version names it. Numbers are decimal text ("12.5"), empty if not stated."""

    key: str
    name: str
    unit: str = ""
    direction: str = "up"
    baseline: str = ""
    target: str = ""
    target_on: str = ""
    source: str = ""
    interval_months: int | None = None


@dataclass(frozen=True)
class TreeAssumption:
    """A critical assumption as a version names it; whether it holds is tracked beside the version."""

    key: str
    text: str


@dataclass(frozen=True)
class TreeNode:
    """A goal or an activity; `parent` is the key of the node above, empty for the principle goal."""

    key: str
    level: GoalLevel
    text: str
    parent: str = ""
    note: str = ""
    organisation: str = ""
    organisation_key: str = ""
    person: str = ""
    person_key: str = ""
    due_on: str = ""
    indicators: tuple[TreeIndicator, ...] = ()
    assumptions: tuple[TreeAssumption, ...] = ()
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a node is put: below `parent`, as number `index` (from 0) of the children that are there already."""

    parent: str
    index: int


@dataclass(frozen=True)
class GoalTree:
    """A whole Zielsystem; build it with `grown`, which puts the nodes into reading order."""

    title: str
    nodes: tuple[TreeNode, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, TreeNode]:
        """Return the nodes by their keys."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def children(self) -> Mapping[str, tuple[TreeNode, ...]]:
        """Return the children of each node; the principle goal stands below the empty key."""
        return _by_parent(self.nodes)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Return how each node is numbered: G, 1, 1.1, 1.1.1."""
        found: dict[str, str] = {}
        counts: dict[str, int] = {}
        for node in self.nodes:
            if not node.parent:
                found[node.key] = "G"
                continue
            counts[node.parent] = counts.get(node.parent, 0) + 1
            above = found[node.parent]
            found[node.key] = str(counts[node.parent]) if above == "G" else f"{above}.{counts[node.parent]}"
        return found

    def below(self, keys: Iterable[str]) -> frozenset[str]:
        """Return `keys` and everything below them; unknown keys are left out."""
        wanted = set(keys)
        found: set[str] = set()
        for node in self.nodes:
            if node.key in wanted or node.parent in found:
                found.add(node.key)
        return frozenset(found)

    def above(self, keys: Iterable[str]) -> frozenset[str]:
        """Return `keys` and everything above them; unknown keys are left out."""
        found: set[str] = set()
        for key in keys:
            above = key
            while above in self.by_key and above not in found:
                found.add(above)
                above = self.by_key[above].parent
        return frozenset(found)

    def only(self, keys: Collection[str]) -> GoalTree:
        """Return the tree without the nodes that are not in `keys`, and without what would hang in the air then."""
        return grown(self.title, [node for node in self.nodes if node.key in keys])


def _by_parent(nodes: Iterable[TreeNode]) -> dict[str, tuple[TreeNode, ...]]:
    found: dict[str, list[TreeNode]] = {}
    for node in nodes:
        found.setdefault(node.parent, []).append(node)
    return {key: tuple(rows) for key, rows in found.items()}


def grown(title: str, nodes: Iterable[TreeNode]) -> GoalTree:
    """Return the tree of `nodes`, which come with the children of one parent in their order.

    A node whose parent is missing is left out, with everything below it.
    """
    children = _by_parent(nodes)
    ordered: list[TreeNode] = []
    waiting = list(reversed(children.get("", ())))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting += reversed(children.get(node.key, ()))
    return GoalTree(title, tuple(ordered))


def may_stand_below(level: GoalLevel, parent: GoalLevel | None) -> bool:
    """Whether a node of `level` may stand directly below `parent`; only the principle goal stands below nothing."""
    return level is GoalLevel.PRINCIPLE_GOAL if parent is None else parent.below is level


def place_beside(tree: GoalTree, key: str, *, up: bool) -> Place | None:
    """Return where a step up or down puts the node: past its neighbour, or over to the next parent at the end.

    The index counts the children of the parent without the node itself. None where there is nowhere to go.
    """
    node = tree.by_key[key]
    siblings = [row.key for row in tree.children[node.parent]]
    place = siblings.index(key) + (-1 if up else 1)
    if 0 <= place < len(siblings):
        return Place(node.parent, place)
    if not node.parent:
        return None
    level = tree.by_key[node.parent].level
    parents = [row.key for row in tree.nodes if row.level is level]
    over = parents.index(node.parent) + (-1 if up else 1)
    if not 0 <= over < len(parents):
        return None
    other = parents[over]
    return Place(other, len(tree.children.get(other, ())) if up else 0)


def moved(tree: GoalTree, key: str, place: Place) -> GoalTree:
    """Return the tree with the node, and what is below it, at `place`."""
    node = replace(tree.by_key[key], parent=place.parent)
    beside = [row for row in tree.children.get(place.parent, ()) if row.key != key]
    beside.insert(place.index, node)
    ordered = {row.key for row in beside}
    return grown(tree.title, [*(row for row in tree.nodes if row.key not in ordered), *beside])


def other_parents(tree: GoalTree, key: str) -> tuple[TreeNode, ...]:
    """Return the nodes below which the node might stand instead."""
    node = tree.by_key[key]
    return tuple(row for row in tree.nodes if row.level.below is node.level and row.key != node.parent)


Decisions = Mapping[str, tuple[NodeDecision, str]]


def taken_out(tree: GoalTree, decisions: Decisions) -> frozenset[str]:
    """Return the nodes that are returned or rejected, with everything below them."""
    return tree.below(key for key, (decision, _text) in decisions.items() if decision not in KEPT_DECISIONS)


def decided(tree: GoalTree, decisions: Decisions) -> GoalTree:
    """Return the tree as it was decided: with the decided wording, without what was returned or rejected.

    A node without an entry is adopted as it is, unless it goes with the one above it.
    """
    gone = taken_out(tree, decisions)
    kept = []
    for node in tree.nodes:
        if node.key in gone:
            continue
        decision, text = decisions.get(node.key, (NodeDecision.ADOPTED, ""))
        kept.append(replace(node, text=text) if decision is NodeDecision.CHANGED and text else node)
    return GoalTree(tree.title, tuple(kept))


def decimal_text(value: Decimal | None) -> str:
    """Return a number as canonical text: no needless zeros, no exponent; empty for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def to_data(tree: GoalTree) -> dict[str, Any]:
    """Return the tree as plain data for canonical JSON; its levels are their values."""
    nodes = [{**asdict(node), "level": node.level.value} for node in tree.nodes]
    for node in nodes:
        for name in ("indicators", "assumptions", "restrictions"):
            node[name] = list(node[name])
    return {"title": tree.title, "nodes": nodes}


def from_data(data: Mapping[str, Any]) -> GoalTree:
    """Return the tree that `to_data` has written."""
    return GoalTree(
        str(data["title"]),
        tuple(
            TreeNode(
                **{
                    **row,
                    "level": GoalLevel(row["level"]),
                    "indicators": tuple(TreeIndicator(**item) for item in row["indicators"]),
                    "assumptions": tuple(TreeAssumption(**item) for item in row["assumptions"]),
                    "restrictions": tuple(row["restrictions"]),
                }
            )
            for row in data["nodes"]
        ),
    )
