"""The verdict engine: rules, seats and ballots in, reasoned result out (design `decisions.md`).

Nobody types "einstimmig": outcome, figures, base and the rule that decided are computed here, and the German
sentence in `wording.py` is derived from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.rules.majority import MajorityResult, majority
from governance.rules.procedure import ProcedureRules, TieRule
from governance.rules.quorum import Electorate, QuorumResult, quorum
from governance.rules.text import Message, mark


class Choice(StrEnum):
    """What a ballot says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"

    @property
    def label(self) -> str:
        """English source text."""
        return _CHOICE_LABELS[self]


_CHOICE_LABELS = {Choice.YES: mark("Yes"), Choice.NO: mark("No"), Choice.ABSTAIN: mark("Abstention")}


class VerdictKind(StrEnum):
    """How a vote ended."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    REJECTED_BY_TIE = "rejected_by_tie"
    ADOPTED_BY_CHAIR = "adopted_by_chair"
    REJECTED_BY_CHAIR = "rejected_by_chair"
    INQUORATE = "inquorate"


@dataclass(frozen=True)
class BallotFact:
    """One open ballot: the seat, its choice, and whether the seat leads the meeting."""

    seat: str
    choice: Choice
    by_chair: bool = False


@dataclass(frozen=True)
class CountFacts:
    """A result counted by hand. `chair_choice`: how the chair voted, if that is recorded."""

    yes: int
    no: int
    abstain: int
    chair_choice: Choice | None = None


class InvalidCount(Exception):
    """Ballots or figures do not fit the electorate; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text % message.values)
        self.message = message


@dataclass(frozen=True)
class Verdict:
    """A reasoned result.

    `recused`: voting seats in the room that were excluded; `not_voting`: entitled seats without a ballot,
    which are no abstentions; `majority`: what was needed of which base; `rule` and `paragraph`: the key in
    `ProcedureRules` that decided and how it is cited.
    """

    kind: VerdictKind
    yes: int
    no: int
    abstain: int
    recused: int
    not_voting: int
    majority: MajorityResult
    quorum: QuorumResult
    rule: str
    paragraph: str
    chair_choice: Choice | None = None

    @property
    def adopted(self) -> bool:
        """Whether the motion is carried."""
        return self.kind in {VerdictKind.ADOPTED, VerdictKind.ADOPTED_BY_CHAIR}

    @property
    def unanimous(self) -> bool:
        """Carried without a no, or rejected without a yes; abstentions do not break unanimity."""
        if self.kind is VerdictKind.ADOPTED:
            return self.no == 0
        return self.kind is VerdictKind.REJECTED and self.yes == 0 and self.no > 0


def count_ballots(electorate: Electorate, ballots: Sequence[BallotFact]) -> CountFacts:
    """Count open ballots. Raises `InvalidCount` for a seat that may not vote, votes twice, or a second
    chair.
    """
    entitled = {fact.seat for fact in electorate.entitled}
    seen: set[str] = set()
    for ballot in ballots:
        if ballot.seat not in entitled:
            raise InvalidCount(Message(mark("A ballot belongs to a seat that may not vote on this item.")))
        if ballot.seat in seen:
            raise InvalidCount(Message(mark("A seat has voted twice.")))
        seen.add(ballot.seat)
    chair = [ballot.choice for ballot in ballots if ballot.by_chair]
    if len(chair) > 1:
        raise InvalidCount(Message(mark("Two ballots are marked as the chair's.")))
    choices = [ballot.choice for ballot in ballots]
    return CountFacts(
        yes=choices.count(Choice.YES),
        no=choices.count(Choice.NO),
        abstain=choices.count(Choice.ABSTAIN),
        chair_choice=chair[0] if chair else None,
    )


def check_counts(electorate: Electorate, counts: CountFacts) -> None:
    """Compare figures counted by hand with those present. Raises `InvalidCount` if they cannot be true."""
    figures = {Choice.YES: counts.yes, Choice.NO: counts.no, Choice.ABSTAIN: counts.abstain}
    if min(figures.values()) < 0:
        raise InvalidCount(Message(mark("A number of votes cannot be below zero.")))
    entitled = len(electorate.entitled)
    total = sum(figures.values())
    if total > entitled:
        raise InvalidCount(
            Message(
                mark("%(total)s votes were counted, but only %(entitled)s seats may vote on this item."),
                {"total": total, "entitled": entitled},
            )
        )
    if counts.chair_choice is not None and figures[counts.chair_choice] == 0:
        raise InvalidCount(Message(mark("The chair's vote is not among the votes counted.")))


def decide(rules: ProcedureRules, electorate: Electorate, cast: Sequence[BallotFact] | CountFacts) -> Verdict:
    """Return the verdict under `rules` of what `electorate` cast, as open ballots or as figures counted by
    hand.

    Which majority is needed of what, the rules say; a base of zero adopts nothing. Where the majority of the votes
    cast is missed by a tie, the rules let the chair's own recorded vote decide, or the motion is rejected (§ 91
    VwVfG; § 35 Abs. 1 KrO NRW). Raises `InvalidCount`.
    """
    counts = cast if isinstance(cast, CountFacts) else count_ballots(electorate, cast)
    check_counts(electorate, counts)
    found = quorum(rules, electorate)
    reckoned = majority(rules, electorate, yes=counts.yes, no=counts.no, abstain=counts.abstain)
    kind, rule, paragraph = _outcome(rules, counts, reckoned, found)
    return Verdict(
        kind=kind,
        yes=counts.yes,
        no=counts.no,
        abstain=counts.abstain,
        recused=electorate.recused,
        not_voting=len(electorate.entitled) - counts.yes - counts.no - counts.abstain,
        majority=reckoned,
        quorum=found,
        rule=rule,
        paragraph=paragraph,
        chair_choice=counts.chair_choice,
    )


def _outcome(
    rules: ProcedureRules, counts: CountFacts, reckoned: MajorityResult, found: QuorumResult
) -> tuple[VerdictKind, str, str]:
    if not found.met:
        return VerdictKind.INQUORATE, "quorum_base", found.paragraph
    if reckoned.reached:
        return VerdictKind.ADOPTED, "majority", rules.majority.paragraph
    # Where abstentions count, equal yes and no beside an abstention miss the majority by more than the
    # chair's vote.
    if not (reckoned.tied and counts.yes == counts.no):
        return VerdictKind.REJECTED, "majority", rules.majority.paragraph
    if rules.tie.value is TieRule.CHAIR_DECIDES:
        if counts.chair_choice is Choice.YES:
            return VerdictKind.ADOPTED_BY_CHAIR, "tie", rules.tie.paragraph
        if counts.chair_choice is Choice.NO:
            return VerdictKind.REJECTED_BY_CHAIR, "tie", rules.tie.paragraph
    return VerdictKind.REJECTED_BY_TIE, "tie", rules.tie.paragraph
