"""Guards on measures, on the check of their effect and on telling practice (design `process.md`, phase 6)."""

from __future__ import annotations

from collections.abc import Mapping

from governance.rules.evaluation import ReachedEffect
from governance.rules.facts import StepFacts
from governance.rules.findings import Finding, Guard, either, one
from governance.rules.lifecycles import SETTLED_MEASURES, MeasureState
from governance.rules.text import Message, mark, mark_plural


def _solution_at_once_allowed(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "solution_at_once_allowed",
        facts.profile.decides_solution,
        mark("The process profile lets the steering group decide a solution at once."),
        mark("The process profile does not let the steering group decide a solution at once."),
        "profile",
    )


def _measures_assigned(facts: StepFacts) -> tuple[Finding, ...]:
    planned = [row for row in facts.measures if row.state is not MeasureState.DROPPED]
    if not planned:
        return one("measures_assigned", False, Message(mark("No measure is planned yet.")), "measure_plan")
    gaps = [row for row in planned if not row.assigned]
    if not gaps:
        message = Message(mark("Every measure has a responsible organisation and a date."))
        return one("measures_assigned", True, message, "measures")
    text = mark("Organisation or date is missing: “%(element)s”")
    return tuple(
        found
        for row in gaps
        for found in one("measures_assigned", False, Message(text, {"element": row.title}), "measures")
    )


def _measures_settled(facts: StepFacts) -> tuple[Finding, ...]:
    if not facts.measures:
        return one("measures_settled", False, Message(mark("The process has no measure.")), "measures")
    waiting = [row for row in facts.measures if row.state not in SETTLED_MEASURES]
    if not waiting:
        return one("measures_settled", True, Message(mark("Every measure is done or dropped.")), "measures")
    text = mark("Neither done nor dropped: “%(measure)s”")
    return tuple(
        found
        for row in waiting
        for found in one("measures_settled", False, Message(text, {"measure": row.title}), "measures")
    )


def _effect_not_reached(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "effect_not_reached",
        facts.effect.reached in {ReachedEffect.NO, ReachedEffect.PARTLY},
        mark("The check says that the effect is not fully reached."),
        mark("Write down in the check of the effect that it is not fully reached."),
        "evaluation",
    )


def _new_measures(facts: StepFacts) -> tuple[Finding, ...]:
    count = sum(row.state not in SETTLED_MEASURES for row in facts.measures)
    if not count:
        return one("new_measures", False, Message(mark("Plan at least one new measure.")), "measure_plan")
    single, several = mark_plural("%(count)s new measure is planned.", "%(count)s new measures are planned.")
    return one("new_measures", True, Message(single, {"count": count}, plural=several), "measures")


def _effect_known(facts: StepFacts) -> tuple[Finding, ...]:
    effect = facts.effect
    if not effect.summary.strip() or effect.reached is None:
        return one("effect_known", False, Message(mark("Write down what has changed.")), "evaluation")
    if effect.values:
        single, several = mark_plural("%(count)s value shows the effect.", "%(count)s values show the effect.")
        return one("effect_known", True, Message(single, {"count": effect.values}, plural=several), "evaluation")
    return either(
        "effect_known",
        bool(effect.no_values_reason.strip()),
        mark("It is written down why there are no values of indicators."),
        mark("Enter values of indicators, or write down why there are none."),
        "evaluation",
    )


def _practice_informed(facts: StepFacts) -> tuple[Finding, ...]:
    """Case managers are told what became of the topic, with receipts (RBK-07); not all of them must have read it."""
    effect = facts.effect
    if not effect.case_managers:
        return one("practice_informed", True, Message(mark("There is no case manager to inform.")), "notice")
    if effect.informed < effect.case_managers:
        message = Message(mark("Tell the case managers what became of the topic."))
        return one("practice_informed", False, message, "notice")
    single, several = mark_plural(
        "The case managers are informed; %(count)s of %(total)s has confirmed reading.",
        "The case managers are informed; %(count)s of %(total)s have confirmed reading.",
    )
    values = {"count": effect.confirmed, "total": effect.case_managers}
    return one("practice_informed", True, Message(single, values, plural=several), "notice")


def _predecessor_completed(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "predecessor_completed",
        facts.effect.predecessor_completed,
        mark("The cycle before is completed."),
        mark("The next cycle begins when this process is completed."),
        None,
    )


EFFECT_GUARDS: Mapping[str, Guard] = {
    "solution_at_once_allowed": _solution_at_once_allowed,
    "measures_assigned": _measures_assigned,
    "measures_settled": _measures_settled,
    "effect_not_reached": _effect_not_reached,
    "new_measures": _new_measures,
    "effect_known": _effect_known,
    "practice_informed": _practice_informed,
    "predecessor_completed": _predecessor_completed,
}
