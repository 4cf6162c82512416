"""Whether a body can decide (design `decisions.md`, "Rules of procedure").

Quorum is asked per agenda item: people come and go, and a recusal holds for one item only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from governance.rules.procedure import Comparator, ProcedureRules, QuorumBase


@dataclass(frozen=True)
class SeatFact:
    """A seat at the moment of the item. `filled`: on that day it has a holder or a deputy; `present`: one
    of them is in the room (holder and deputy together are one seat); `recused`: excluded from this item.
    """

    seat: str
    voting: bool = True
    filled: bool = True
    present: bool = False
    recused: bool = False


@dataclass(frozen=True)
class Electorate:
    """The seats of a body for one item. Raises `ValueError` if a seat is listed twice."""

    seats: tuple[SeatFact, ...]

    def __post_init__(self) -> None:
        if len({fact.seat for fact in self.seats}) != len(self.seats):
            raise ValueError("a seat is listed twice")

    def __iter__(self) -> Iterator[SeatFact]:
        return iter(self.seats)

    @property
    def entitled(self) -> tuple[SeatFact, ...]:
        """The seats that may vote on this item now: voting, present, not recused."""
        return tuple(fact for fact in self.seats if fact.voting and fact.present and not fact.recused)

    @property
    def recused(self) -> int:
        """How many voting seats in the room are excluded from this item."""
        return sum(fact.voting and fact.present and fact.recused for fact in self.seats)


@dataclass(frozen=True)
class QuorumResult:
    """Whether the quorum is met: `present` seats out of `base`, `needed` of them; the paragraph that says
    so.
    """

    met: bool
    present: int
    base: int
    needed: int
    paragraph: str

    @property
    def missing(self) -> int:
        """How many more seats would have to be present; 0 if none."""
        return max(0, self.needed - self.present)


def quorum(rules: ProcedureRules, electorate: Electorate) -> QuorumResult:
    """Return whether `electorate` can decide under `rules`.

    A recused seat does not take part, so it is never present; the rules say whether it also leaves the
    base. Nobody present is never a quorum.
    """
    base = 0
    for fact in electorate:
        if not fact.voting or (fact.recused and rules.recused_leave_quorum_base.value):
            continue
        if rules.quorum_base.value is QuorumBase.FILLED_VOTING_SEATS and not (fact.filled or fact.present):
            continue
        base += 1
    share = rules.quorum_share.value * base
    more_than = rules.quorum_comparator.value is Comparator.MORE_THAN
    needed = math.floor(share) + 1 if more_than else math.ceil(share)
    needed = max(needed, rules.quorum_minimum.value, 1)
    present = len(electorate.entitled)
    return QuorumResult(present >= needed, present, base, needed, rules.quorum_base.paragraph)
