"""Measures: which move is open to whom, when a date is near or past, how a process stands (process.md, edge case 17).

The states stand in `governance.rules.lifecycles.MEASURE`; this module says who moves them and what a move needs.
Nobody accepts or declines for an organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from governance.rules.lifecycles import MEASURE, SETTLED_MEASURES, UNDER_WAY, MeasureState
from governance.rules.text import Message, mark

# Assumed: two weeks are enough to react, and a week lies between two reminders of the same matter.
SOON: Final = timedelta(days=14)
ANSWER_WITHIN: Final = timedelta(days=14)
AGAIN_AFTER: Final = timedelta(days=7)


class Side(StrEnum):
    """Who moves a measure: its organisation (contact, later the responsible person) or the coordination."""

    RESPONSIBLE = "responsible"
    COORDINATION = "coordination"


@dataclass(frozen=True)
class MoveRule:
    """What a move needs, and what it is called on its button (`label`) and in the course of the measure (`done`)."""

    name: str
    side: Side
    label: str
    done: str
    needs_reason: bool = False
    needs_date: bool = False


def _rules(*rules: MoveRule) -> Mapping[str, MoveRule]:
    return MappingProxyType({rule.name: rule for rule in rules})


OWN = Side.RESPONSIBLE
MOVES: Mapping[str, MoveRule] = _rules(
    MoveRule("accept", OWN, mark("Accept measure"), mark("Measure accepted")),
    MoveRule("decline", OWN, mark("Decline measure"), mark("Measure declined"), needs_reason=True),
    MoveRule("begin", OWN, mark("Report the start"), mark("Measure begun")),
    MoveRule("finish", OWN, mark("Report as completed"), mark("Measure completed")),
    MoveRule("defer", OWN, mark("Defer measure"), mark("Measure deferred"), needs_reason=True, needs_date=True),
    MoveRule(
        "find_infeasible", OWN, mark("Report as not feasible"), mark("Measure found not feasible"), needs_reason=True
    ),
    MoveRule("reopen", OWN, mark("Resume measure"), mark("Measure resumed"), needs_reason=True),
    MoveRule(
        "reassign", Side.COORDINATION, mark("Give to another organisation"), mark("Organisation asked"),
        needs_reason=True,
    ),
    MoveRule("drop", Side.COORDINATION, mark("Drop measure"), mark("Measure dropped"), needs_reason=True),
)  # fmt: skip

ENTRY_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "plan": mark("Measure planned"),
        "ask": mark("Organisation asked"),
        "edit": mark("Measure changed"),
        "report": mark("Report on progress"),
        **{rule.name: rule.done for rule in MOVES.values()},
    }
)
"""What the entries in the course of a measure are called; those without a change of state included."""


@dataclass(frozen=True)
class Standing:
    """Where a measure stands. `asked`: its organisation was asked; `ended`: its process has ended.

    `reachable`: somebody is entered who answers for the organisation.
    """

    state: MeasureState
    asked: bool = True
    ended: bool = False
    reachable: bool = True
    assigned: bool = True


def open_moves(standing: Standing, sides: frozenset[Side]) -> tuple[MoveRule, ...]:
    """Return the moves that somebody on `sides` may take now, in the order of the table."""
    if standing.ended:
        return ()
    return tuple(
        rule
        for rule in MOVES.values()
        if rule.side in sides
        and standing.state in MEASURE[rule.name].sources
        and (standing.asked or rule.side is Side.COORDINATION)
    )


def may_report(standing: Standing) -> bool:
    """Tell whether the responsible side may say how far the measure is: while it is under way."""
    return standing.state in UNDER_WAY and standing.asked and not standing.ended


def may_edit(standing: Standing) -> bool:
    """Tell whether the coordination may still change the wording or the date."""
    return standing.state not in SETTLED_MEASURES and not standing.ended


def waits_for(standing: Standing) -> Message:
    """Return the sentence that says who is to act next; it stands in the place of buttons that are missing."""
    if standing.ended:
        return Message(mark("The process has ended. The measure stays on record as it is."))
    if standing.state in SETTLED_MEASURES or standing.state in UNDER_WAY:
        return Message(_NEXT[standing.state])
    if standing.state is MeasureState.OPEN:
        return Message(_open_words(standing))
    return Message(_NEXT[standing.state])


def _open_words(standing: Standing) -> str:
    if not standing.assigned:
        return mark("No organisation is responsible yet. The coordination enters one.")
    if not standing.asked:
        return mark("The measure is not decided yet. Its organisation is asked as soon as it is.")
    if not standing.reachable:
        return mark("Nobody is entered as contact of the organisation. The coordination enters one in the desk.")
    return mark("The organisation has not answered yet. Only its contact can accept or decline.")


_NEXT: Mapping[MeasureState, str] = MappingProxyType(
    {
        MeasureState.ACCEPTED: mark("The organisation has accepted. It reports its beginning and its end."),
        MeasureState.IN_PROGRESS: mark("The organisation is working on it and reports."),
        MeasureState.DEFERRED: mark("The organisation has deferred the measure and reports when it goes on."),
        MeasureState.DECLINED: mark(
            "The organisation has declined. The coordination asks another organisation or drops the measure."
        ),
        MeasureState.INFEASIBLE: mark(
            "The organisation finds it not feasible. The coordination asks another organisation or drops the measure."
        ),
        MeasureState.DONE: mark("The measure is completed."),
        MeasureState.DROPPED: mark("The measure is dropped. Nobody carries it out any more."),
    }
)


class Timing(StrEnum):
    """How a date stands: past, within two weeks, or neither."""

    OVERDUE = "overdue"
    SOON = "soon"
    CALM = "calm"


def timing(state: MeasureState, until: date | None, today: date) -> Timing:
    """Return how the date `until` of a measure stands on the local date `today`; a settled one is calm."""
    if until is None or state in SETTLED_MEASURES:
        return Timing.CALM
    if until < today:
        return Timing.OVERDUE
    return Timing.SOON if until - today <= SOON else Timing.CALM


class Occasion(StrEnum):
    """Why somebody is reminded."""

    UNANSWERED = "unanswered"
    SOON = "soon"
    OVERDUE = "overdue"


def occasion(
    state: MeasureState, *, asked_on: date | None, until: date | None, reminded_on: date | None, today: date
) -> Occasion | None:
    """Return why the responsible side is reminded on `today`; None where it is not, or was lately.

    Not answered for 14 days: once a week. Due within 14 days: once. Overdue: once a week.
    """
    if asked_on is None:
        return None
    if state is MeasureState.OPEN:
        waited = today - asked_on >= ANSWER_WITHIN
        return Occasion.UNANSWERED if waited and _again(reminded_on, today) else None
    if state not in UNDER_WAY or until is None:
        return None
    return due_occasion(until, reminded_on=reminded_on, today=today)


def due_occasion(until: date, *, reminded_on: date | None, today: date) -> Occasion | None:
    """Return why somebody is reminded of the date `until` on `today`: once before it, once a week after it."""
    if until < today:
        told_late = reminded_on is not None and reminded_on > until
        return Occasion.OVERDUE if not told_late or _again(reminded_on, today) else None
    near = until - today <= SOON
    told = reminded_on is not None and reminded_on >= until - SOON
    return Occasion.SOON if near and not told else None


def _again(reminded_on: date | None, today: date) -> bool:
    return reminded_on is None or today - reminded_on >= AGAIN_AFTER


@dataclass(frozen=True)
class RollUp:
    """How the measures of a process stand, in counts. `stuck`: declined or not feasible; `total`: all but dropped ones.

    Design goals.md: the worst counts first, so a page shows `overdue` and `stuck` before what is done.
    """

    total: int = 0
    done: int = 0
    under_way: int = 0
    unanswered: int = 0
    stuck: int = 0
    dropped: int = 0
    overdue: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do; a process without a measure has nothing settled."""
        return self.total + self.dropped > 0 and self.done == self.total


def roll_up(rows: Iterable[tuple[MeasureState, date | None]], today: date) -> RollUp:
    """Count measures by where they stand; each row is a state and the date that counts."""
    found = [(state, timing(state, until, today)) for state, until in rows]
    counts = Counter(state for state, _timing in found)
    return RollUp(
        total=len(found) - counts[MeasureState.DROPPED],
        done=counts[MeasureState.DONE],
        under_way=sum(counts[state] for state in UNDER_WAY),
        unanswered=counts[MeasureState.OPEN],
        stuck=counts[MeasureState.DECLINED] + counts[MeasureState.INFEASIBLE],
        dropped=counts[MeasureState.DROPPED],
        overdue=sum(when is Timing.OVERDUE for _state, when in found),
    )
