"""Quorum, majority and tie, against an oracle that counts on its fingers, and by their properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.procedure import (
    ADMINISTRATIVE_PROCEDURE,
    COUNTY_ORDER,
    STARTING_PROFILES,
    Comparator,
    Majority,
    Origin,
    ProcedureRules,
    QuorumBase,
    Rule,
    TieRule,
)
from governance.rules.quorum import Electorate, SeatFact, quorum
from governance.rules.verdict import (
    BallotFact,
    Choice,
    CountFacts,
    InvalidCount,
    Verdict,
    VerdictKind,
    decide,
)

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


def ruled(rules: ProcedureRules = COUNTY_ORDER, **values: object) -> ProcedureRules:
    changed = {key: Rule(value, f"§ {key}", Origin.OWN) for key, value in values.items()}
    return replace(rules, **changed)  # type: ignore[arg-type]


def body(present: int, *, absent: int = 0, vacant: int = 0, recused: int = 0, advisory: int = 0) -> Electorate:
    seats = [SeatFact(f"p{n}", present=True) for n in range(present)]
    seats += [SeatFact(f"a{n}") for n in range(absent)]
    seats += [SeatFact(f"v{n}", filled=False) for n in range(vacant)]
    seats += [SeatFact(f"r{n}", present=True, recused=True) for n in range(recused)]
    seats += [SeatFact(f"g{n}", voting=False, present=True) for n in range(advisory)]
    return Electorate(tuple(seats))


# The oracle. It knows states of seats, not the engine's types, and compares by whole numbers.

STATES = ("yes", "no", "abstain", "silent", "absent", "vacant", "recused")
QUORUM_RULES = tuple(product(QuorumBase, Comparator, (Fraction(1, 2), Fraction(2, 3)), (0, 3), (False, True)))
MAJORITY_RULES = tuple(product(Majority, (False, True), TieRule))


def rule_sets() -> Iterator[ProcedureRules]:
    """Every quorum rule with two majority rules, so that every majority meets every value of the others."""
    for n, (base, comparator, share, minimum, leave) in enumerate(QUORUM_RULES):
        for majority, abstentions, tie in (MAJORITY_RULES[n % 20], MAJORITY_RULES[(7 * n + 11) % 20]):
            yield ruled(
                quorum_base=base,
                quorum_comparator=comparator,
                quorum_share=share,
                quorum_minimum=minimum,
                recused_leave_quorum_base=leave,
                majority=majority,
                abstentions_count=abstentions,
                tie=tie,
            )


def oracle(rules: ProcedureRules, states: tuple[str, ...], chair: str) -> str:
    tally = Counter(states)
    here = tally["yes"] + tally["no"] + tally["abstain"] + tally["silent"]
    whole = len(states)
    if rules.recused_leave_quorum_base.value:
        whole -= tally["recused"]
    if rules.quorum_base.value == "filled_voting_seats":
        whole -= tally["vacant"]
    left = here * rules.quorum_share.value.denominator
    right = whole * rules.quorum_share.value.numerator
    enough = left > right if rules.quorum_comparator.value == "more_than" else left >= right
    if not enough or here == 0 or here < rules.quorum_minimum.value:
        return "inquorate"
    against = tally["no"] + (tally["abstain"] if rules.abstentions_count.value else 0)
    not_yes = {"of_present": here - tally["yes"], "absolute": len(states) - tally["yes"]}
    carried = {
        "two_thirds": tally["yes"] >= 2 * against and tally["yes"] > 0,
        "unanimity": against == 0 and tally["yes"] > 0,
    }
    kind = rules.majority.value.value
    if carried.get(kind, tally["yes"] > not_yes.get(kind, against)):
        return "adopted"
    if kind != "simple":
        return "rejected"
    blocked = rules.abstentions_count.value and tally["abstain"] > 0
    if tally["yes"] < tally["no"] or tally["yes"] == 0 or tally["yes"] > tally["no"] or blocked:
        return "rejected"
    if rules.tie.value == "chair_decides" and chair in {"yes", "no"}:
        return "adopted_by_chair" if chair == "yes" else "rejected_by_chair"
    return "rejected_by_tie"


def cast(states: tuple[str, ...], chair: str) -> tuple[Electorate, list[BallotFact]]:
    seats, ballots, led = [], [], False
    for n, state in enumerate(states):
        absent = state in {"absent", "vacant"}
        seats.append(SeatFact(f"s{n}", filled=state != "vacant", present=not absent, recused=state == "recused"))
        if state in {"yes", "no", "abstain"}:
            by_chair = state == chair and not led
            led = led or by_chair
            ballots.append(BallotFact(f"s{n}", Choice(state), by_chair=by_chair))
    seats.append(SeatFact("advisory", voting=False, present=True))
    return Electorate(tuple(seats)), ballots


def compared(size: int, rules_list: list[ProcedureRules]) -> set[str]:
    """Compare engine and oracle for every body of `size` seats; return the outcomes that came up."""
    seen = set()
    for states in combinations_with_replacement(STATES, size):
        tally = Counter(states)
        for chair in ["", *sorted({"yes", "no", "abstain"} & set(states))]:
            electorate, ballots = cast(states, chair)
            for rules in rules_list:
                verdict, expected = decide(rules, electorate, ballots), oracle(rules, states, chair)
                assert verdict.kind.value == expected, (states, chair, rules)
                figures = (verdict.yes, verdict.no, verdict.abstain, verdict.not_voting, verdict.recused)
                assert figures == tuple(tally[state] for state in ("yes", "no", "abstain", "silent", "recused"))
                seen.add(expected)
    return seen


@pytest.mark.parametrize("size", range(6))
def test_the_engine_agrees_with_the_oracle_for_every_body_of_up_to_five_seats(size: int) -> None:
    seen = compared(size, list(rule_sets()))
    if size == 5:
        assert seen == {kind.value for kind in VerdictKind}


@pytest.mark.parametrize("size", [6, 7])
@pytest.mark.parametrize("profile", STARTING_PROFILES)
def test_the_engine_agrees_with_the_oracle_for_bodies_of_six_and_seven_seats(profile: str, size: int) -> None:
    assert {"adopted", "rejected", "rejected_by_tie", "inquorate"} <= compared(size, [STARTING_PROFILES[profile]])


# Properties.

RULES = st.sampled_from(list(rule_sets()))
BALLOTS = st.lists(st.sampled_from([YES, NO, ABSTAIN, None]), max_size=12)


def vote(rules: ProcedureRules, choices: list[Choice | None], absent: int, chair: int | None = None) -> Verdict:
    electorate = body(len(choices), absent=absent)
    ballots = [
        BallotFact(f"p{n}", choice, by_chair=n == chair) for n, choice in enumerate(choices) if choice is not None
    ]
    return decide(rules, electorate, ballots)


@given(RULES, BALLOTS, st.integers(0, 6), st.integers(0, 11), st.data())
def test_one_more_yes_never_turns_adopted_into_rejected(
    rules: ProcedureRules, choices: list[Choice | None], absent: int, chair: int, data: st.DataObject
) -> None:
    before = vote(rules, choices, absent, chair)
    changeable = [n for n, choice in enumerate(choices) if choice is not YES]
    if before.adopted and changeable:
        n = data.draw(st.sampled_from(changeable))
        assert vote(rules, [*choices[:n], YES, *choices[n + 1 :]], absent, chair).adopted
    if before.adopted and absent:
        assert vote(rules, [*choices, YES], absent - 1, chair).adopted


@given(RULES, BALLOTS, st.integers(0, 6), st.integers(0, 11), st.randoms(use_true_random=False))
def test_the_order_of_seats_and_ballots_never_matters(
    rules: ProcedureRules, choices: list[Choice | None], absent: int, chair: int, random: object
) -> None:
    electorate = body(len(choices), absent=absent)
    ballots = [BallotFact(f"p{n}", c, by_chair=n == chair) for n, c in enumerate(choices) if c is not None]
    seats = list(electorate.seats)
    expected = decide(rules, electorate, ballots)
    random.shuffle(seats)  # type: ignore[attr-defined]
    random.shuffle(ballots)  # type: ignore[attr-defined]
    assert decide(rules, Electorate(tuple(seats)), ballots) == expected


@given(RULES, BALLOTS, st.integers(0, 6))
def test_counting_by_hand_gives_the_same_verdict_as_ballots(
    rules: ProcedureRules, choices: list[Choice | None], absent: int
) -> None:
    counts = CountFacts(choices.count(YES), choices.count(NO), choices.count(ABSTAIN))
    assert decide(rules, body(len(choices), absent=absent), counts) == vote(rules, choices, absent)


@given(RULES, BALLOTS, st.integers(0, 6))
def test_nothing_is_adopted_without_a_yes_and_without_a_quorum(
    rules: ProcedureRules, choices: list[Choice | None], absent: int
) -> None:
    verdict = vote(rules, choices, absent)
    if verdict.adopted:
        assert verdict.yes > 0
        assert verdict.quorum.met


@given(RULES, BALLOTS, st.integers(0, 6))
def test_every_seat_in_the_room_is_accounted_for(
    rules: ProcedureRules, choices: list[Choice | None], absent: int
) -> None:
    verdict = vote(rules, choices, absent)
    assert verdict.yes + verdict.no + verdict.abstain + verdict.not_voting == len(choices)


# The story and the edge cases by name.


def test_the_story_fourteen_of_seventeen_are_present_and_nine_are_needed() -> None:
    result = quorum(COUNTY_ORDER, body(14, absent=3, advisory=2))
    assert (result.met, result.present, result.base, result.needed) == (True, 14, 17, 9)


def test_a_recused_seat_is_not_present_and_stays_in_the_base_unless_the_rules_say_otherwise() -> None:
    seats = body(13, absent=3, recused=1)
    kept = quorum(COUNTY_ORDER, seats)
    left = quorum(ruled(recused_leave_quorum_base=True), seats)
    assert (kept.present, kept.base, kept.needed) == (13, 17, 9)
    assert (left.present, left.base, left.needed) == (13, 16, 9)


def test_somebody_leaving_can_end_the_quorum() -> None:
    assert quorum(COUNTY_ORDER, body(9, absent=8)).met
    gone = quorum(COUNTY_ORDER, body(8, absent=9))
    assert (gone.met, gone.missing) == (False, 1)


def test_half_is_not_more_than_half_but_at_least_half() -> None:
    half = body(5, absent=5)
    assert not quorum(COUNTY_ORDER, half).met
    assert quorum(ruled(quorum_comparator=Comparator.AT_LEAST), half).met


def test_a_vacant_seat_counts_unless_only_filled_seats_do() -> None:
    seats = body(2, absent=1, vacant=1)
    assert not quorum(COUNTY_ORDER, seats).met
    assert quorum(ruled(quorum_base=QuorumBase.FILLED_VOTING_SEATS), seats).met


def test_a_deputy_in_a_vacant_seat_makes_it_filled() -> None:
    seats = Electorate((SeatFact("s", filled=False, present=True),))
    assert quorum(ruled(quorum_base=QuorumBase.FILLED_VOTING_SEATS), seats).base == 1


def test_two_of_two_are_no_quorum_where_three_are_the_minimum() -> None:
    assert not quorum(ADMINISTRATIVE_PROCEDURE, body(2)).met
    assert quorum(COUNTY_ORDER, body(2)).met


def test_guests_and_advisory_seats_never_make_a_quorum() -> None:
    result = quorum(COUNTY_ORDER, body(0, absent=1, advisory=9))
    assert (result.met, result.present, result.base) == (False, 0, 1)


def test_a_body_without_seats_or_with_all_recused_cannot_decide() -> None:
    at_least = ruled(quorum_comparator=Comparator.AT_LEAST, recused_leave_quorum_base=True)
    assert not quorum(at_least, Electorate(())).met
    assert not quorum(at_least, body(0, recused=3)).met


def test_a_seat_listed_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        Electorate((SeatFact("s"), SeatFact("s")))


def test_the_story_eleven_one_one_with_one_recused() -> None:
    verdict = decide(COUNTY_ORDER, body(13, absent=3, recused=1), CountFacts(11, 1, 1))
    assert verdict.kind is VerdictKind.ADOPTED
    assert not verdict.unanimous
    assert (verdict.majority.base, verdict.recused, verdict.not_voting) == (12, 1, 0)
    assert (verdict.rule, verdict.paragraph) == ("majority", "§ 35 Abs. 1 KrO NRW")


def test_present_and_silent_is_no_abstention() -> None:
    verdict = decide(ruled(abstentions_count=True), body(5), CountFacts(2, 1, 0))
    assert (verdict.kind, verdict.abstain, verdict.not_voting) == (VerdictKind.ADOPTED, 0, 2)
    assert decide(ruled(abstentions_count=True), body(5), CountFacts(2, 1, 2)).kind is VerdictKind.REJECTED


def test_a_base_of_zero_adopts_nothing_and_is_no_tie() -> None:
    for rules in (COUNTY_ORDER, ADMINISTRATIVE_PROCEDURE):
        for counts in (CountFacts(0, 0, 0), CountFacts(0, 0, 5, chair_choice=ABSTAIN)):
            verdict = decide(rules, body(5), counts)
            assert (verdict.kind, verdict.majority.base, verdict.rule) == (VerdictKind.REJECTED, 0, "majority")


@pytest.mark.parametrize(
    ("majority", "counts", "kind", "base", "needed"),
    [
        (Majority.SIMPLE, (6, 5, 2), VerdictKind.ADOPTED, 11, 6),
        (Majority.OF_PRESENT, (6, 5, 2), VerdictKind.REJECTED, 13, 7),
        (Majority.OF_PRESENT, (7, 4, 0), VerdictKind.ADOPTED, 13, 7),
        (Majority.ABSOLUTE, (8, 1, 0), VerdictKind.REJECTED, 17, 9),
        (Majority.ABSOLUTE, (9, 4, 0), VerdictKind.ADOPTED, 17, 9),
        (Majority.TWO_THIRDS, (8, 4, 1), VerdictKind.ADOPTED, 12, 8),
        (Majority.TWO_THIRDS, (7, 4, 1), VerdictKind.REJECTED, 11, 8),
        (Majority.UNANIMITY, (12, 0, 1), VerdictKind.ADOPTED, 12, 12),
        (Majority.UNANIMITY, (12, 1, 0), VerdictKind.REJECTED, 13, 13),
        (Majority.UNANIMITY, (0, 0, 13), VerdictKind.REJECTED, 0, 1),
        (Majority.TWO_THIRDS, (0, 0, 13), VerdictKind.REJECTED, 0, 1),
    ],
)
def test_each_majority_has_its_base(
    majority: Majority, counts: tuple[int, int, int], kind: VerdictKind, base: int, needed: int
) -> None:
    verdict = decide(ruled(majority=majority), body(13, absent=2, vacant=1, recused=1, advisory=1), CountFacts(*counts))
    assert (verdict.kind, verdict.majority.base, verdict.majority.needed) == (kind, base, needed)
    assert verdict.rule == "majority"


def test_the_recorded_choice_of_the_chair_decides_a_tie() -> None:
    for choice, kind in [
        (YES, VerdictKind.ADOPTED_BY_CHAIR),
        (NO, VerdictKind.REJECTED_BY_CHAIR),
        (ABSTAIN, VerdictKind.REJECTED_BY_TIE),
        (None, VerdictKind.REJECTED_BY_TIE),
    ]:
        verdict = decide(ADMINISTRATIVE_PROCEDURE, body(7), CountFacts(3, 3, 1, chair_choice=choice))
        assert verdict.kind is kind
        assert (verdict.rule, verdict.paragraph) == ("tie", "§ 91 VwVfG")


def test_without_that_rule_the_chair_has_one_vote_like_everybody() -> None:
    verdict = decide(COUNTY_ORDER, body(6), CountFacts(3, 3, 0, chair_choice=YES))
    assert verdict.kind is VerdictKind.REJECTED_BY_TIE


def test_without_a_quorum_even_a_unanimous_vote_decides_nothing() -> None:
    verdict = decide(COUNTY_ORDER, body(5, absent=9), CountFacts(5, 0, 0))
    assert (verdict.kind, verdict.adopted, verdict.paragraph) == (
        VerdictKind.INQUORATE,
        False,
        "§ 34 Abs. 1 KrO NRW",
    )


@pytest.mark.parametrize(
    "ballots",
    [
        [BallotFact("r0", YES)],
        [BallotFact("a0", YES)],
        [BallotFact("g0", YES)],
        [BallotFact("nobody", YES)],
        [BallotFact("p0", YES), BallotFact("p0", YES)],
        [BallotFact("p0", YES, by_chair=True), BallotFact("p1", YES, by_chair=True)],
    ],
)
def test_a_ballot_that_may_not_be_there_is_refused(ballots: list[BallotFact]) -> None:
    with pytest.raises(InvalidCount):
        decide(COUNTY_ORDER, body(3, absent=1, recused=1, advisory=1), ballots)


@pytest.mark.parametrize(
    "counts",
    [CountFacts(4, 0, 0), CountFacts(2, 1, 1), CountFacts(-1, 1, 1), CountFacts(0, 3, 0, chair_choice=YES)],
)
def test_figures_that_cannot_be_true_are_refused(counts: CountFacts) -> None:
    with pytest.raises(InvalidCount):
        decide(COUNTY_ORDER, body(3, absent=1, recused=1), counts)
