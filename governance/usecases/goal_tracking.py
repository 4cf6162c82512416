"""Goals: what is recorded while measures run: values of indicators, and whether assumptions still hold."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from governance.access.goals import may_track, visible_goal_systems
from governance.access.viewer import Viewer
from governance.models import Assumption, GoalNode, GoalSystem, Indicator, IndicatorValue
from governance.rules import clock
from governance.rules.goals import TRACKED_AT
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case


@dataclass(frozen=True)
class ValueFacts:
    """A measured value of the local date `on`, where it comes from, and what shows it."""

    value: Decimal
    on: date
    source: str = ""
    comment: str = ""
    evidence: str = ""


@use_case("goals.record_value")
def record_indicator_value(*, by: Viewer, system_id: str, indicator_id: str, facts: ValueFacts) -> IndicatorValue:
    """Record a value of an indicator. Values are never changed: a wrong one is followed by another of the same day."""
    system = lock(visible_goal_systems(by).select_related("process"), public_id=system_id)
    indicator = Indicator.objects.select_related("node").get(node__system=system, public_id=indicator_id)
    _refuse(by, system, indicator.node)
    if facts.on > clock.today():
        raise Refused(Message(mark("The day of the value lies in the future.")))
    row = IndicatorValue(indicator=indicator, recorded_by=by.acting_person)
    fill(row, asdict(facts))
    row.save()
    record(by, "goals.value_recorded", system, {"indicator": indicator.public_id, "on": facts.on.isoformat()})
    return row


@use_case("goals.judge_assumption")
def judge_assumption(
    *,
    by: Viewer,
    system_id: str,
    assumption_id: str,
    holds: bool | None,
    since: date | None = None,
    version: int | None = None,
) -> Assumption:
    """Set whether a critical assumption still holds, and since when; None takes the judgement back."""
    system = lock(visible_goal_systems(by).select_related("process"), public_id=system_id)
    assumption = lock(Assumption.objects.select_related("node"), node__system=system, public_id=assumption_id)
    _refuse(by, system, assumption.node)
    check_version(assumption, version)
    if since is not None and since > clock.today():
        raise Refused(Message(mark("The day lies in the future.")))
    assumption.holds = holds
    assumption.since = None if holds is None else since or clock.today()
    save(assumption)
    record(by, "goals.assumption_judged", system, {"assumption": assumption.public_id, "holds": holds})
    return assumption


def _refuse(by: Viewer, system: GoalSystem, node: GoalNode) -> None:
    """Raise `Forbidden` or `Refused` where the viewer records nothing; removed nodes may be those of a version."""
    near = [node, *node.children.all()]
    if not may_track(by, system, {row.organisation_id for row in near}, {row.person_id for row in near}):
        raise Forbidden(by, system)
    if system.process.stage not in TRACKED_AT:
        raise Refused(Message(mark("The process has ended without an effect to be measured.")))
