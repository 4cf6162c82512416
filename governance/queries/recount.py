"""A vote counted and judged anew from its stored ballots, frozen seats and frozen rules.

On purpose this shares no code with `governance.rules.verdict` and `quorum`, by which the vote was closed: it is their
check (decisions.md, Resolutions and the register).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

from governance.models import Ballot, Elector, HandCount, Vote


def ballots_of(vote: Vote) -> list[dict[str, str]]:
    """Return the ballots as the content of a resolution holds them."""
    rows = Ballot.objects.filter(vote=vote).select_related("seat", "person").order_by("pk")
    return [
        {
            "seat": row.seat.public_id,
            "person": row.person.public_id,
            "choice": row.choice,
            "cast_at": row.cast_at.isoformat(),
        }
        for row in rows
    ]


def count_of(vote: Vote) -> dict[str, object] | None:
    """Return the counted show of hands as the content of a resolution holds it; None without one."""
    row = HandCount.objects.filter(vote=vote).first()
    if row is None:
        return None
    return {
        "yes": row.yes,
        "no": row.no,
        "abstain": row.abstain,
        "chair_choice": row.chair_choice,
        "entered_by": row.entered_by.public_id,
        "entered_at": row.entered_at.isoformat(),
    }


def recount(vote: Vote) -> dict[str, Any]:
    """Count and judge a vote anew: majority, ties and quorum by the rules frozen with it."""
    frozen = vote.quorum or {}
    rules = {key: rule["value"] for key, rule in frozen["rules"]["rules"].items()}
    counts, chair = _cast(vote)
    seats = [seat for seat in frozen["seats"] if seat["voting"]]
    present = [seat for seat in seats if seat["present"]]
    taking_part = len([seat for seat in present if not seat["recused"]])
    base, needed = _majority(rules, counts, present=taking_part, seats=len(seats))
    quorum = _quorum(rules, seats, taking_part)
    return {
        **counts,
        "recused": len(present) - taking_part,
        "not_voting": taking_part - sum(counts.values()),
        "base": base,
        "needed": needed,
        "chair_choice": chair,
        "quorum": {**quorum, "paragraph": frozen["rules"]["rules"]["quorum_base"]["paragraph"]},
        "kind": _kind(rules, counts, base, needed, chair) if quorum["met"] else "inquorate",
    }


def _cast(vote: Vote) -> tuple[dict[str, int], str]:
    counted = count_of(vote)
    if vote.mode == "show_of_hands":
        counted = counted or {"yes": 0, "no": 0, "abstain": 0, "chair_choice": ""}
        return {key: int(str(counted[key])) for key in ("yes", "no", "abstain")}, str(counted["chair_choice"])
    choices = {ballot["seat"]: ballot["choice"] for ballot in ballots_of(vote)}
    chairs = Elector.objects.filter(vote=vote, is_chair=True).values_list("seat__public_id", flat=True)
    chair = next((choices[seat] for seat in chairs if seat in choices), "")
    return {key: list(choices.values()).count(key) for key in ("yes", "no", "abstain")}, chair


def _quorum(rules: dict[str, Any], seats: list[dict[str, Any]], taking_part: int) -> dict[str, Any]:
    base = 0
    for seat in seats:
        left_out = seat["recused"] and rules["recused_leave_quorum_base"]
        vacant = rules["quorum_base"] == "filled_voting_seats" and not (seat["filled"] or seat["present"])
        base += not (left_out or vacant)
    share = Fraction(rules["quorum_share"]) * base
    needed = floor(share) + 1 if rules["quorum_comparator"] == "more_than" else ceil(share)
    needed = max(needed, rules["quorum_minimum"], 1)
    return {"met": taking_part >= needed, "present": taking_part, "base": base, "needed": needed}


def _majority(rules: dict[str, Any], counts: dict[str, int], *, present: int, seats: int) -> tuple[int, int]:
    """Return of how many votes or seats how many have to say yes."""
    cast = counts["yes"] + counts["no"] + (counts["abstain"] if rules["abstentions_count"] else 0)
    base = {"of_present": present, "absolute": seats}.get(rules["majority"], cast)
    if rules["majority"] == "unanimity":
        return base, max(base, 1)
    if rules["majority"] == "two_thirds":
        return base, max(-(-2 * base // 3), 1)
    return base, base // 2 + 1


def _kind(rules: dict[str, Any], counts: dict[str, int], base: int, needed: int, chair: str) -> str:
    if counts["yes"] >= needed:
        return "adopted"
    if rules["majority"] != "simple" or base == 0 or not counts["yes"] == counts["no"] == base / 2:
        return "rejected"
    if rules["tie"] == "chair_decides" and chair in {"yes", "no"}:
        return "adopted_by_chair" if chair == "yes" else "rejected_by_chair"
    return "rejected_by_tie"
