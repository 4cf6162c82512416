"""Goals: indicators and critical assumptions of the working copy (design `goals.md`, "For monitoring")."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Max

from governance.access.viewer import Viewer
from governance.models import Assumption, GoalNode, GoalSystem, Indicator
from governance.rules.goals import MEASURED_LEVELS, Direction
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, check_version, fill, record, save, use_case
from governance.usecases.goals import GONE, live_node, locked_system, touch

MOST_PER_NODE = 12
Row = TypeVar("Row", Indicator, Assumption)


@dataclass(frozen=True)
class IndicatorFacts:
    """What is stated about an indicator; None means "not stated"."""

    name: str
    unit: str = ""
    direction: str = Direction.UP.value
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_on: date | None = None
    source: str = ""
    interval_months: int | None = None


@use_case("goals.add_indicator")
def add_indicator(*, by: Viewer, system_id: str, node_id: str, facts: IndicatorFacts) -> Indicator:
    """Give a goal an indicator; an activity has none."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    if node.level not in MEASURED_LEVELS:
        raise Refused(Message(mark("Indicators belong to goals, not to an Aktivität.")))
    _refuse_too_many(node.indicators.count())
    indicator = Indicator(node=node, order=_next(node.indicators.aggregate(last=Max("order"))["last"]))
    fill(indicator, asdict(facts))
    indicator.save()
    touch(system, by)
    record(by, "goals.indicator_added", system, {"node": node.public_id, "indicator": indicator.public_id})
    return indicator


@use_case("goals.edit_indicator")
def edit_indicator(
    *, by: Viewer, system_id: str, indicator_id: str, facts: IndicatorFacts, version: int | None
) -> Indicator:
    """Change what is stated about an indicator; recorded values stay."""
    system = locked_system(by, system_id)
    indicator = _at_node(Indicator, system, indicator_id)
    check_version(indicator, version)
    fill(indicator, asdict(facts))
    save(indicator)
    touch(system, by)
    record(by, "goals.indicator_edited", system, {"indicator": indicator.public_id})
    return indicator


@use_case("goals.remove_indicator")
def remove_indicator(*, by: Viewer, system_id: str, indicator_id: str) -> GoalNode:
    """Delete an indicator without values; with values it is part of the history and stays."""
    system = locked_system(by, system_id)
    indicator = _at_node(Indicator, system, indicator_id)
    if indicator.values.exists():
        raise Refused(Message(mark("Values have been recorded for this indicator, so it stays. Change it instead.")))
    node = indicator.node
    indicator.delete()
    touch(system, by)
    record(by, "goals.indicator_removed", system, {"node": node.public_id})
    return node


@use_case("goals.add_assumption")
def add_assumption(*, by: Viewer, system_id: str, node_id: str, text: str) -> Assumption:
    """Write down what must hold so that a goal can be reached."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    _refuse_too_many(node.assumptions.count())
    assumption = Assumption(node=node, order=_next(node.assumptions.aggregate(last=Max("order"))["last"]))
    fill(assumption, {"text": text})
    assumption.save()
    touch(system, by)
    record(by, "goals.assumption_added", system, {"node": node.public_id, "assumption": assumption.public_id})
    return assumption


@use_case("goals.edit_assumption")
def edit_assumption(*, by: Viewer, system_id: str, assumption_id: str, text: str, version: int | None) -> Assumption:
    """Change the wording of an assumption; whether it holds is not touched."""
    system = locked_system(by, system_id)
    assumption = _at_node(Assumption, system, assumption_id)
    check_version(assumption, version)
    fill(assumption, {"text": text})
    save(assumption)
    touch(system, by)
    record(by, "goals.assumption_edited", system, {"assumption": assumption.public_id})
    return assumption


@use_case("goals.remove_assumption")
def remove_assumption(*, by: Viewer, system_id: str, assumption_id: str) -> GoalNode:
    """Delete an assumption; versions that name it keep their own words."""
    system = locked_system(by, system_id)
    assumption = _at_node(Assumption, system, assumption_id)
    node = assumption.node
    assumption.delete()
    touch(system, by)
    record(by, "goals.assumption_removed", system, {"node": node.public_id})
    return node


def _at_node(kind: type[Row], system: GoalSystem, public_id: str) -> Row:
    """Return an indicator or an assumption; raises `Refused` if its node was removed, `DoesNotExist` as usual."""
    found: Row = kind._default_manager.select_related("node").get(node__system=system, public_id=public_id)
    if found.node.removed_at is not None:
        raise Refused(Message(GONE))
    return found


def _refuse_too_many(count: int) -> None:
    if count >= MOST_PER_NODE:
        raise Refused(Message(mark("There is room for %(count)s of them at one goal."), {"count": MOST_PER_NODE}))


def _next(last: int | None) -> int:
    return 0 if last is None else last + 1
