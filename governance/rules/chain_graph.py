"""The graph of a chain: where it begins and ends, what nobody reaches, what turns in circles, how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.rules.service_chains import Chain

Graph = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Duration:
    """The longest way through a chain: `days`, the `steps` on it in order, and the steps `without` a duration.

    Where steps have no duration, the days are the least it takes.
    """

    days: int
    steps: tuple[str, ...]
    without: tuple[str, ...]


def following(chain: Chain) -> dict[str, list[str]]:
    """Return for each step the steps that follow it, in the order of their numbers."""
    order = chain.numbers()
    after: dict[str, list[str]] = {step.key: [] for step in chain.steps}
    for link in sorted(chain.links, key=lambda link: order.get(link.target, 0)):
        if link.source in after and link.target in after:
            after[link.source].append(link.target)
    return after


def turned(graph: Graph) -> dict[str, list[str]]:
    """Return the graph with every arrow turned round."""
    back: dict[str, list[str]] = {key: [] for key in graph}
    for source, targets in graph.items():
        for target in targets:
            back[target].append(source)
    return back


def reachable(graph: Graph, begin: Iterable[str]) -> set[str]:
    """Return what can be reached from `begin`, itself included."""
    seen: set[str] = set()
    waiting = list(begin)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += graph[key]
    return seen


def starts(chain: Chain) -> tuple[str, ...]:
    """Return where the chain begins: its first step, and every step that nothing leads to but that leads on."""
    after = following(chain)
    before = turned(after)
    first = chain.steps[0].key if chain.steps else None
    return tuple(
        step.key for step in chain.steps if step.key == first or (not before[step.key] and bool(after[step.key]))
    )


def ends(chain: Chain) -> tuple[str, ...]:
    """Return the steps after which nothing follows."""
    after = following(chain)
    return tuple(step.key for step in chain.steps if not after[step.key])


def unreached(chain: Chain) -> tuple[str, ...]:
    """Return the steps that no way from a start leads to."""
    seen = reachable(following(chain), starts(chain))
    return tuple(step.key for step in chain.steps if step.key not in seen)


def without_end(chain: Chain) -> tuple[str, ...]:
    """Return the steps from which no way leads to an end: a dead circle and what runs into it."""
    seen = reachable(turned(following(chain)), ends(chain))
    return tuple(step.key for step in chain.steps if step.key not in seen)


def circles(graph: Graph) -> dict[str, int]:
    """Return for each step the number of its circle: two have the same if each leads to the other (Kosaraju)."""
    placed: dict[str, int] = {}
    back = turned(graph)
    for number, root in enumerate(reversed(_finished(graph))):
        waiting = [root]
        while waiting:
            key = waiting.pop()
            if key not in placed:
                placed[key] = number
                waiting += [before for before in back[key] if before not in placed]
    return placed


def _finished(graph: Graph) -> list[str]:
    """Return the steps in the order in which a search in depth leaves them."""
    done: list[str] = []
    seen: set[str] = set()
    for root in graph:
        waiting = [(root, False)]
        while waiting:
            key, left = waiting.pop()
            if left:
                done.append(key)
            elif key not in seen:
                seen.add(key)
                waiting.append((key, True))
                waiting += [(target, False) for target in graph[key] if target not in seen]
    return done


def ways_back(chain: Chain) -> frozenset[tuple[str, str]]:
    """Return the links that lead back inside a circle, to a step with a smaller number.

    Going round again has no longest duration; without these links every way has an end.
    """
    after, order = following(chain), chain.numbers()
    circle = circles(after)
    return frozenset(
        (source, target)
        for source, targets in after.items()
        for target in targets
        if circle[source] == circle[target] and order[target] <= order[source]
    )


def duration(chain: Chain) -> Duration:
    """Return the longest way in days: durations of the steps and deadlines of the hand-overs along it.

    A way back (`ways_back`) counts as not taken. Of several longest ways the one along smaller numbers is named.
    """
    if not chain.steps:
        return Duration(0, (), ())
    back = ways_back(chain)
    days = {step.key: step.max_days or 0 for step in chain.steps}
    waits = {
        (link.source, link.target): (link.transfer.deadline_days or 0) if link.transfer and chain.passes_on(link) else 0
        for link in chain.links
    }
    after = {
        key: [target for target in targets if (key, target) not in back] for key, targets in following(chain).items()
    }
    best: dict[str, tuple[int, str | None]] = {}
    for key in _finished(after):
        ahead = [(waits[key, target] + best[target][0], target) for target in after[key]]
        far = max((length for length, _target in ahead), default=0)
        best[key] = (days[key] + far, next((target for length, target in ahead if length == far), None))
    longest = max(length for length, _next in best.values())
    begin = next(step.key for step in chain.steps if best[step.key][0] == longest)
    without = tuple(step.key for step in chain.steps if step.max_days is None)
    return Duration(longest, _way(best, begin), without)


def _way(best: Mapping[str, tuple[int, str | None]], begin: str) -> tuple[str, ...]:
    way = [begin]
    while (ahead := best[way[-1]][1]) is not None:
        way.append(ahead)
    return tuple(way)
