"""Reading Zielsysteme: the tree with what is known of each node, for the page, for freezing and for tracking.

A Zielsystem of any size is loaded with the same few queries; everything else is worked out by the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from governance.access.goals import visible_goal_systems, visible_goal_versions
from governance.access.viewer import Viewer
from governance.models import (
    Assumption,
    GoalNode,
    GoalSystem,
    Indicator,
    IndicatorValue,
    Measure,
    PlanningProcess,
    TopicRestriction,
)
from governance.queries.ordering import Order, Orders, in_order
from governance.rules.goal_standing import RollUp, Standing, activity_standing, indicator_standing, rolled_up
from governance.rules.goal_tree import GoalTree, TreeAssumption, TreeIndicator, TreeNode, decimal_text, grown
from governance.rules.goals import ASSIGNABLE_LEVELS, MEASURED_LEVELS, Direction, GoalLevel
from governance.rules.lifecycles import MeasureState


@dataclass(frozen=True)
class Stored:
    """The rows of a Zielsystem as they are now, the removed nodes included."""

    system: GoalSystem
    nodes: tuple[GoalNode, ...]
    indicators: Mapping[int, tuple[Indicator, ...]]
    assumptions: Mapping[int, tuple[Assumption, ...]]
    restrictions: Mapping[int, tuple[str, ...]]
    measures: Mapping[int, Measure]

    @property
    def keys(self) -> dict[int, str]:
        """Return the public id of each node by its key."""
        return {node.pk: node.public_id for node in self.nodes}

    def tree(self) -> GoalTree:
        """Return the working copy as a tree, without the removed nodes."""
        keys = self.keys
        live = [node for node in self.nodes if node.removed_at is None]
        return grown(self.system.title, [self._node(node, keys) for node in live])

    def gone(self) -> dict[str, NodeView]:
        """Return the removed nodes by their public ids, without what is known of them."""
        keys = self.keys
        return {
            row.public_id: NodeView(self._node(row, keys), "", RollUp(Standing.UNKNOWN), row, None, (), (), ())
            for row in self.nodes
            if row.removed_at is not None
        }

    def _node(self, node: GoalNode, keys: Mapping[int, str]) -> TreeNode:
        return TreeNode(
            key=node.public_id,
            level=GoalLevel(node.level),
            text=node.text,
            parent=keys[node.parent_id] if node.parent_id else "",
            note=node.note,
            organisation=node.organisation.name if node.organisation else "",
            organisation_key=node.organisation.public_id if node.organisation else "",
            person=str(node.person) if node.person else "",
            person_key=node.person.public_id if node.person else "",
            due_on=_iso(node.due_on),
            indicators=tuple(_indicator(row) for row in self.indicators.get(node.pk, ())),
            assumptions=tuple(TreeAssumption(row.public_id, row.text) for row in self.assumptions.get(node.pk, ())),
            restrictions=self.restrictions.get(node.pk, ()),
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _indicator(row: Indicator) -> TreeIndicator:
    return TreeIndicator(
        key=row.public_id,
        name=row.name,
        unit=row.unit,
        direction=row.direction,
        baseline=decimal_text(row.baseline),
        target=decimal_text(row.target),
        target_on=_iso(row.target_on),
        source=row.source,
        interval_months=row.interval_months,
    )


def load(system: GoalSystem) -> Stored:
    """Load the rows of a Zielsystem with five queries. Indicators carry their latest `value` and `value_on`."""
    latest = IndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-on", "-pk")
    indicators = Indicator.objects.filter(node__system=system).annotate(
        value=Subquery(latest.values("value")[:1]), value_on=Subquery(latest.values("on")[:1])
    )
    through = GoalNode.restrictions.through.objects.filter(goalnode__system=system).order_by(
        "topicrestriction__order", "topicrestriction_id"
    )
    restrictions: dict[int, tuple[str, ...]] = {}
    for node, text in through.values_list("goalnode_id", "topicrestriction__text"):
        restrictions[node] = (*restrictions.get(node, ()), text)
    return Stored(
        system,
        tuple(system.nodes.select_related("organisation", "person")),
        _of_nodes(indicators),
        _of_nodes(Assumption.objects.filter(node__system=system)),
        restrictions,
        {row.node_id: row for row in Measure.objects.filter(node__system=system, process_id=system.process_id)},
    )


Row = TypeVar("Row", Indicator, Assumption)


def _of_nodes(rows: Iterable[Row]) -> dict[int, tuple[Row, ...]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.node_id, []).append(row)
    return {key: tuple(group) for key, group in found.items()}


def working_tree(system: GoalSystem) -> GoalTree:
    """Return the working copy of a Zielsystem as it is now."""
    return load(system).tree()


@dataclass(frozen=True)
class IndicatorView:
    """An indicator with its latest value; `row` is None where the working copy has dropped it."""

    indicator: TreeIndicator
    standing: Standing
    row: Indicator | None = None
    value: Decimal | None = None
    value_on: date | None = None

    @property
    def direction(self) -> Direction:
        """In which direction the value is to move."""
        return Direction(self.indicator.direction)

    @property
    def baseline(self) -> Decimal | None:
        """The value at the beginning."""
        return _number(self.indicator.baseline)

    @property
    def target(self) -> Decimal | None:
        """The value to be reached."""
        return _number(self.indicator.target)

    @property
    def target_on(self) -> date | None:
        """By when it is to be reached."""
        return _day(self.indicator.target_on)


@dataclass(frozen=True)
class AssumptionView:
    """An assumption and whether it still holds; None as long as nobody knows."""

    assumption: TreeAssumption
    row: Assumption | None = None
    holds: bool | None = None
    since: date | None = None


@dataclass(frozen=True)
class NodeView:
    """A node as a page shows it. `row` is the node of the working copy, None where it was removed."""

    node: TreeNode
    number: str
    roll_up: RollUp
    row: GoalNode | None
    measure: Measure | None
    indicators: tuple[IndicatorView, ...]
    assumptions: tuple[AssumptionView, ...]
    children: tuple[NodeView, ...]

    @property
    def key(self) -> str:
        """The public id of the node."""
        return self.node.key

    @property
    def due_on(self) -> date | None:
        """By when it is due: by its measure if there is one, otherwise as written in the tree."""
        return self.measure.due_on if self.measure and self.measure.due_on else _day(self.node.due_on)

    @property
    def measured(self) -> bool:
        """Whether this kind of node has indicators."""
        return self.node.level in MEASURED_LEVELS

    @property
    def assignable(self) -> bool:
        """Whether this kind of node has somebody responsible and a date."""
        return self.node.level in ASSIGNABLE_LEVELS


@dataclass(frozen=True)
class TreeView:
    """A whole tree with the views of its nodes, in reading order."""

    tree: GoalTree
    nodes: tuple[NodeView, ...] = ()
    by_key: Mapping[str, NodeView] = field(default_factory=dict)

    @property
    def root(self) -> NodeView | None:
        """The principle goal, if there is one."""
        return self.nodes[0] if self.nodes else None


def tree_view(stored: Stored, tree: GoalTree, today: date) -> TreeView:
    """Return `tree`, the working copy or a version, with what is known today of each of its nodes."""
    rows = {node.public_id: node for node in stored.nodes}
    indicators = {row.public_id: row for group in stored.indicators.values() for row in group}
    assumptions = {row.public_id: row for group in stored.assumptions.values() for row in group}
    measures = {key: stored.measures.get(row.pk) for key, row in rows.items()}
    measured = {
        node.key: tuple(_indicator_view(item, indicators.get(item.key), today) for item in node.indicators)
        for node in tree.nodes
    }
    activities = {
        node.key: _activity(measures.get(node.key), today) for node in tree.nodes if node.level is GoalLevel.ACTIVITY
    }
    standings = {key: tuple(view.standing for view in views) for key, views in measured.items()}
    roll_ups = rolled_up(tree, activities, standings)
    found: dict[str, NodeView] = {}
    for node in reversed(tree.nodes):
        found[node.key] = NodeView(
            node=node,
            number=tree.numbers[node.key],
            roll_up=roll_ups[node.key],
            row=rows.get(node.key),
            measure=measures.get(node.key),
            indicators=measured[node.key],
            assumptions=tuple(_assumption_view(item, assumptions.get(item.key)) for item in node.assumptions),
            children=tuple(found[child.key] for child in tree.children.get(node.key, ())),
        )
    return TreeView(tree, tuple(found[node.key] for node in tree.nodes), found)


def _activity(measure: Measure | None, today: date) -> Standing:
    if measure is None:
        return Standing.UNKNOWN
    return activity_standing(MeasureState(measure.state), measure.due_on, today)


def _indicator_view(item: TreeIndicator, row: Indicator | None, today: date) -> IndicatorView:
    value: Decimal | None = getattr(row, "value", None)
    day: date | None = getattr(row, "value_on", None)
    standing = indicator_standing(Direction(item.direction), _number(item.target), _day(item.target_on), value, today)
    return IndicatorView(item, standing, row, value, day)


def _assumption_view(item: TreeAssumption, row: Assumption | None) -> AssumptionView:
    return AssumptionView(item, row, row.holds if row else None, row.since if row else None)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


GOAL_ORDERS: Orders = {
    "neueste": Order(("-created_at", "-pk"), "begun", "descending"),
    "titel": Order((Lower("title"), "pk"), "title", "ascending"),
    "nummer": Order(("process__number", "pk"), "process", "ascending"),
}
"""In which orders the list of Zielsysteme may be read."""


def goal_rows(viewer: Viewer, *, search: str = "", order: str = "") -> QuerySet[GoalSystem]:
    """Return the visible Zielsysteme with their processes; `seen_versions` are the versions the viewer may see.

    Every word of `search` must occur in the title, or in number or title of the process.
    """
    found = visible_goal_systems(viewer)
    for word in search.split():
        found = found.filter(
            Q(title__icontains=word) | Q(process__number__icontains=word) | Q(process__title__icontains=word)
        )
    seen = visible_goal_versions(viewer).defer("content").order_by("-ordinal")
    rows: QuerySet[GoalSystem] = found.select_related("process__group").prefetch_related(
        Prefetch("versions", seen, to_attr="seen_versions")
    )
    return in_order(rows, GOAL_ORDERS, order)


def find_goal_system(viewer: Viewer, system_id: str) -> GoalSystem:
    """Return a Zielsystem with its process; raises `GoalSystem.DoesNotExist` where the viewer may not see it."""
    return visible_goal_systems(viewer).select_related("process__body", "process__group").get(public_id=system_id)


def topic_restrictions(process: PlanningProcess) -> tuple[TopicRestriction, ...]:
    """Return the restrictions behind the topic of a process, which its result goals answer."""
    return tuple(TopicRestriction.objects.filter(topic__process=process))


def indicator_values(indicators: Iterable[Indicator]) -> dict[int, tuple[IndicatorValue, ...]]:
    """Return the recorded values of `indicators`, the newest first, by the keys of the indicators."""
    found: dict[int, tuple[IndicatorValue, ...]] = {}
    rows = IndicatorValue.objects.filter(indicator__in=list(indicators)).select_related("recorded_by")
    for row in rows.order_by("-on", "-pk"):
        found[row.indicator_id] = (*found.get(row.indicator_id, ()), row)
    return found
