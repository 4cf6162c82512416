"""How many votes carry a motion (design `decisions.md`, "Rules of procedure": majority, each with its base)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from governance.rules.procedure import Majority, ProcedureRules
from governance.rules.quorum import Electorate

TWO_THIRDS = Fraction(2, 3)


@dataclass(frozen=True)
class MajorityResult:
    """Whether the majority is reached: `yes` of `base`, `needed` of them. A base of zero is never reached."""

    kind: Majority
    yes: int
    base: int
    needed: int
    abstentions_count: bool

    @property
    def reached(self) -> bool:
        """Whether the motion is carried."""
        return self.yes >= self.needed

    @property
    def tied(self) -> bool:
        """Whether the majority of the votes cast is missed by exactly one half."""
        return self.kind is Majority.SIMPLE and self.base > 0 and 2 * self.yes == self.base


def majority(rules: ProcedureRules, electorate: Electorate, *, yes: int, no: int, abstain: int) -> MajorityResult:
    """Return what `yes` reaches under `rules`.

    Of the votes cast, abstentions are part of the base only where the rules count them; of those present and of all
    seats, whoever does not say yes stands in the way. All seats are all voting seats of the day, vacant and recused
    ones included. Unanimity is broken by a no, and by an abstention that counts.
    """
    kind, abstentions_count = rules.majority.value, rules.abstentions_count.value
    cast = yes + no + (abstain if abstentions_count else 0)
    if kind is Majority.OF_PRESENT:
        base, needed = _more_than_half(len(electorate.entitled))
    elif kind is Majority.ABSOLUTE:
        base, needed = _more_than_half(sum(fact.voting for fact in electorate))
    elif kind is Majority.TWO_THIRDS:
        base, needed = cast, math.ceil(TWO_THIRDS * cast)
    elif kind is Majority.UNANIMITY:
        base, needed = cast, cast
    else:
        base, needed = _more_than_half(cast)
    return MajorityResult(kind, yes, base, max(needed, 1), abstentions_count)


def _more_than_half(base: int) -> tuple[int, int]:
    return base, base // 2 + 1
