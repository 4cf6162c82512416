"""The checks of a chain (design `goals.md`, "Checks"): each says what holds, or what is missing and where.

Nothing here stops drafting. A version that is frozen while a check fails needs a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.rules import chain_graph as graph
from governance.rules.service_chains import ActorPart, Chain, ChainEdge, ChainKind
from governance.rules.text import Message, mark, mark_plural


class ChainCheck(StrEnum):
    """What is checked, in the order of the page."""

    STEPS = "steps"
    ACTORS = "actors"
    REACHED = "reached"
    CIRCLES = "circles"
    HANDOVERS = "handovers"
    CONSENTS = "consents"
    CONDITIONS = "conditions"
    ENDS = "ends"
    ACTIVITIES = "activities"


class PlaceKind(StrEnum):
    """What a place in the chain is."""

    STEP = "step"
    LINK = "link"


@dataclass(frozen=True)
class Place:
    """A place that a finding concerns: its key, what it is called on the page, and what is missing there."""

    kind: PlaceKind
    key: str
    label: Message
    note: Message | None = None


@dataclass(frozen=True)
class ChainFinding:
    """The result of one check; `places` are empty where it is fulfilled."""

    check: ChainCheck
    fulfilled: bool
    message: Message
    places: tuple[Place, ...] = ()


Check = Callable[[Chain], ChainFinding | None]


def check_chain(chain: Chain) -> tuple[ChainFinding, ...]:
    """Return the result of every check that concerns `chain`; of a chain without steps only that it has none."""
    if not chain.steps:
        return (ChainFinding(ChainCheck.STEPS, False, Message(mark("The chain has no step yet."))),)
    found = (check(chain) for check in _CHECKS)
    return tuple(row for row in found if row is not None)


def open_checks(chain: Chain) -> tuple[ChainFinding, ...]:
    """Return the checks that fail."""
    return tuple(row for row in check_chain(chain) if not row.fulfilled)


def _result(check: ChainCheck, places: Sequence[Place], fulfilled: str, missing: tuple[str, str]) -> ChainFinding:
    if not places:
        return ChainFinding(check, True, Message(fulfilled))
    single, several = missing
    return ChainFinding(check, False, Message(single, {"count": len(places)}, plural=several), tuple(places))


def _steps(chain: Chain, keys: Sequence[str]) -> list[Place]:
    numbers = chain.numbers()
    return [Place(PlaceKind.STEP, key, Message(mark("Step %(number)s"), {"number": numbers[key]})) for key in keys]


def _in_order(chain: Chain) -> list[ChainEdge]:
    """Return the links in the order of the numbers of their steps."""
    numbers = chain.numbers()
    return sorted(chain.links, key=lambda link: (numbers.get(link.source, 0), numbers.get(link.target, 0)))


def _link(chain: Chain, link: ChainEdge, note: Message | None = None) -> Place:
    numbers = chain.numbers()
    values = {"source": numbers.get(link.source, "?"), "target": numbers.get(link.target, "?")}
    return Place(PlaceKind.LINK, link.key, Message(mark("Step %(source)s → %(target)s"), values), note)


def _has_actor(chain: Chain) -> ChainFinding:
    known = {actor.key for actor in chain.actors}
    keys = [step.key for step in chain.steps if step.actor not in known]
    return _result(
        ChainCheck.ACTORS,
        _steps(chain, keys),
        mark("Each step has one actor."),
        mark_plural("%(count)s step has no actor.", "%(count)s steps have no actor."),
    )


def _is_reached(chain: Chain) -> ChainFinding:
    return _result(
        ChainCheck.REACHED,
        _steps(chain, graph.unreached(chain)),
        mark("Each step is reached from the beginning."),
        mark_plural("No step leads to %(count)s step.", "No step leads to %(count)s steps."),
    )


def _has_no_dead_circle(chain: Chain) -> ChainFinding:
    return _result(
        ChainCheck.CIRCLES,
        _steps(chain, graph.without_end(chain)),
        mark("Each step leads to an end."),
        mark_plural(
            "%(count)s step turns in a circle and leads to no end.",
            "%(count)s steps turn in a circle and lead to no end.",
        ),
    )


def _hands_over(chain: Chain) -> ChainFinding:
    places = []
    for link in _in_order(chain):
        before = bool(link.transfer and link.transfer.preconditions.strip())
        after = bool(link.transfer and link.transfer.follow_ups.strip())
        if not chain.passes_on(link) or (before and after):
            continue
        note = mark("Vorarbeiten and Folgearbeiten are missing")
        if before or after:
            note = mark("Folgearbeiten are missing") if before else mark("Vorarbeiten are missing")
        places.append(_link(chain, link, Message(note)))
    return _result(
        ChainCheck.HANDOVERS,
        places,
        mark("Each hand-over says what is done before and what follows."),
        mark_plural("%(count)s hand-over is not described.", "%(count)s hand-overs are not described."),
    )


def _names_consents(chain: Chain) -> ChainFinding:
    places = [
        _link(chain, link)
        for link in _in_order(chain)
        if chain.passes_on(link) and link.transfer and link.transfer.needs_consent and not link.transfer.consent.strip()
    ]
    return _result(
        ChainCheck.CONSENTS,
        places,
        mark("Each hand-over that needs a consent for data names it."),
        mark_plural(
            "%(count)s hand-over needs a consent for data, but does not say which.",
            "%(count)s hand-overs need a consent for data, but do not say which.",
        ),
    )


def _splits_on_conditions(chain: Chain) -> ChainFinding:
    after = graph.following(chain)
    places = [
        _link(chain, link)
        for link in _in_order(chain)
        if len(after.get(link.source, ())) > 1 and not link.condition.strip()
    ]
    return _result(
        ChainCheck.CONDITIONS,
        places,
        mark("Where the way splits, each branch has a condition."),
        mark_plural("%(count)s branch has no condition.", "%(count)s branches have no condition."),
    )


def _names_ends(chain: Chain) -> ChainFinding:
    named = {step.key for step in chain.steps if step.ending.strip()}
    return _result(
        ChainCheck.ENDS,
        _steps(chain, [key for key in graph.ends(chain) if key not in named]),
        mark("Each end has a name."),
        mark_plural("%(count)s end has no name.", "%(count)s ends have no name."),
    )


def _traces_activities(chain: Chain) -> ChainFinding | None:
    """Steps of a chain as agreed carry out an activity of the goal system; what the person served does is none."""
    if chain.kind is ChainKind.AS_IS:
        return None
    served = {actor.key for actor in chain.actors if actor.part is ActorPart.SERVED}
    keys = [step.key for step in chain.steps if not step.activity and step.actor not in served]
    return _result(
        ChainCheck.ACTIVITIES,
        _steps(chain, keys),
        mark("Each step carries out an activity of the goal system."),
        mark_plural(
            "%(count)s step belongs to no activity of the goal system.",
            "%(count)s steps belong to no activity of the goal system.",
        ),
    )


_CHECKS: tuple[Check, ...] = (
    _has_actor,
    _is_reached,
    _has_no_dead_circle,
    _hands_over,
    _names_consents,
    _splits_on_conditions,
    _names_ends,
    _traces_activities,
)
