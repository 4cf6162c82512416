"""Recomputes the register from what is stored: hashes, chain, and every result from ballots and counts.

On purpose this shares no code with what stored them: it hashes, counts and judges by itself, straight from
the rows and from the rules frozen with each vote (decisions.md, Resolutions and the register).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from governance.models import AgendaItem, Ballot, Elector, HandCount, Register, Resolution, Vote

DECIDING = ("adopted", "adopted_with_changes", "adopted_in_part", "rejected", "referred_back")


@dataclass(frozen=True)
class Broken:
    """The first entry that does not verify: its number or id, and what differs."""

    entry: str
    reason: str


def hashes(register: Register) -> Iterator[str]:
    """Yield the stored hashes of a register in order, for the comparison with a printed one."""
    yield from register.resolutions.order_by("sequence").values_list("hash", flat=True)


def check_register(register: Register) -> Broken | None:
    """Return the first broken entry of a register, or None when all of it verifies."""
    previous, sequence = "0" * 64, 0
    entries = register.resolutions.order_by("sequence").select_related(
        "vote", "item__meeting__body", "paper_version", "register__body"
    )
    for entry in entries.iterator():
        sequence += 1
        if entry.sequence != sequence:
            return Broken(f"{register.body.code}-{register.year}-{sequence:03d}", "entry is missing")
        reason = _chain_fault(entry, previous) or _column_fault(entry) or _vote_fault(entry)
        if reason:
            return Broken(entry.number, reason)
        previous = entry.hash
    if (register.last, register.head_hash) != (sequence, previous):
        return Broken(f"{register.body.code}-{register.year}-{sequence + 1:03d}", "head of the register differs")
    return None


def _digest(data: object) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _chain_fault(entry: Resolution, previous: str) -> str:
    if entry.previous_hash != previous:
        return "predecessor differs"
    link = f"{entry.sequence}\n{previous}\n{_digest(entry.content)}"
    return "" if hashlib.sha256(link.encode()).hexdigest() == entry.hash else "content differs"


def _column_fault(entry: Resolution) -> str:
    """Compare the columns that pages show with the content that the hash covers."""
    content, version = entry.content, entry.paper_version
    shown = {
        "number": entry.number,
        "register": entry.register.body.public_id,
        "year": entry.register.year,
        "sequence": entry.sequence,
        "item": entry.item.public_id,
        "meeting": entry.item.meeting.public_id,
        "title": entry.title,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "wording": entry.wording,
        "proposal": entry.proposal,
        "conditions": entry.conditions,
        "sentence": entry.sentence,
        "short_sentence": entry.short_sentence,
        "paragraph": entry.paragraph,
        "figures": entry.figures,
        "decided_at": entry.decided_at.isoformat(),
    }
    for name, value in shown.items():
        if content.get(name) != value:
            return f"{name} differs"
    if version is not None and (content["paper_version"] or {}).get("hash") != version.content_hash:
        return "paper version differs"
    if version is not None and _digest(version.content) != version.content_hash:
        return "content of the paper version differs"
    return "" if entry.item.outcome == entry.outcome else "outcome of the item differs"


def _vote_fault(entry: Resolution) -> str:
    """Compare the vote and its ballots with the content, and recompute the result from them."""
    vote, stored = entry.vote, entry.content.get("vote")
    if vote is None or stored is None:
        return "" if vote is None and stored is None else "vote differs"
    frozen = vote.quorum or {}
    same = {
        "vote": (vote.state, vote.public_id, vote.wording) == ("closed", stored["id"], entry.wording),
        "frozen rules": stored["rules"] == frozen.get("rules"),
        "frozen seats": stored["seats"] == frozen.get("seats"),
        "electorate": stored["electors"] == _electors(vote),
        "ballots": (stored["ballots"], stored["count"]) == (_ballots(vote), _count(vote)),
    }
    for name, equal in same.items():
        if not equal:
            return f"{name} differ" if name.endswith("s") else f"{name} differs"
    return check_vote(vote) or _figures_fault(entry, _recount(vote))


def _figures_fault(entry: Resolution, recounted: dict[str, Any]) -> str:
    if any(entry.figures[key] != value for key, value in recounted.items() if key in entry.figures):
        return "figures differ from the ballots"
    return "" if _outcome_fits(entry, recounted["kind"]) else "outcome differs from the ballots"


def _outcome_fits(entry: Resolution, kind: str) -> bool:
    carried = kind in {"adopted", "adopted_by_chair"}
    return carried == (entry.outcome != "rejected")


def _electors(vote: Vote) -> list[dict[str, object]]:
    rows = Elector.objects.filter(vote=vote).select_related("seat", "person").order_by("pk")
    names = {row["seat"]: row["name"] for row in _named(vote)}
    return [
        {
            "seat": row.seat.public_id,
            "person": row.person.public_id,
            # The name is the one of that day; a later change of name is no tampering.
            "name": names.get(row.seat.public_id, ""),
            "as_deputy": row.as_deputy,
            "chair": row.is_chair,
            "recused": row.recused,
        }
        for row in rows
    ]


def _named(vote: Vote) -> list[dict[str, Any]]:
    entry = Resolution.objects.filter(vote=vote).only("content").first()
    return entry.content["vote"]["electors"] if entry else []


def _ballots(vote: Vote) -> list[dict[str, str]]:
    rows = Ballot.objects.filter(vote=vote).select_related("seat", "person").order_by("pk")
    return [{"seat": r.seat.public_id, "person": r.person.public_id, "choice": r.choice} for r in rows]


def _count(vote: Vote) -> dict[str, object] | None:
    row = HandCount.objects.filter(vote=vote).first()
    if row is None:
        return None
    return {"yes": row.yes, "no": row.no, "abstain": row.abstain, "chair_choice": row.chair_choice}


def check_vote(vote: Vote) -> str:
    """Return what is wrong with a closed vote, or "": wording hash, entitlement, figures recomputed from the
    ballots.
    """
    if vote.wording_hash != _digest({"motion": vote.motion, "wording": vote.wording}):
        return "wording differs from what was opened"
    entitled = {
        seat["seat"]
        for seat in (vote.quorum or {})["seats"]
        if seat["voting"] and seat["present"] and not seat["recused"]
    }
    free = Elector.objects.filter(vote=vote, recused=False).select_related("seat")
    if {row.seat.public_id for row in free} != entitled:
        return "electorate differs from the frozen seats"
    used = {row.seat.public_id for row in free if row.used_at is not None}
    cast = [row["seat"] for row in _ballots(vote)]
    if sorted(cast) != sorted(used):
        return "ballots differ from the marked electorate"
    stored, found = vote.verdict or {}, _recount(vote)
    for key, value in found.items():
        if stored.get(key) != value:
            return f"{key} differs from the ballots"
    return ""


def _recount(vote: Vote) -> dict[str, Any]:
    """Count and judge a vote anew: simple majority, ties and quorum by the rules frozen with it."""
    frozen = vote.quorum or {}
    rules = {key: rule["value"] for key, rule in frozen["rules"]["rules"].items()}
    counts, chair = _cast(vote)
    seats = [seat for seat in frozen["seats"] if seat["voting"]]
    present = [seat for seat in seats if seat["present"]]
    taking_part = len([seat for seat in present if not seat["recused"]])
    base = counts["yes"] + counts["no"] + (counts["abstain"] if rules["abstentions_count"] else 0)
    quorum = _quorum(rules, seats, taking_part)
    return {
        **counts,
        "recused": len(present) - taking_part,
        "not_voting": taking_part - sum(counts.values()),
        "base": base,
        "chair_choice": chair,
        "quorum": {**quorum, "paragraph": frozen["rules"]["rules"]["quorum_base"]["paragraph"]},
        "kind": _kind(rules, counts, base, chair) if quorum["met"] else "inquorate",
    }


def _cast(vote: Vote) -> tuple[dict[str, int], str]:
    counted = _count(vote)
    if vote.mode == "show_of_hands":
        counted = counted or {"yes": 0, "no": 0, "abstain": 0, "chair_choice": ""}
        return {key: int(str(counted[key])) for key in ("yes", "no", "abstain")}, str(counted["chair_choice"])
    choices = {ballot["seat"]: ballot["choice"] for ballot in _ballots(vote)}
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


def _kind(rules: dict[str, Any], counts: dict[str, int], base: int, chair: str) -> str:
    if counts["yes"] * 2 > base:
        return "adopted"
    if base == 0 or counts["yes"] != counts["no"] or counts["yes"] * 2 != base:
        return "rejected"
    if rules["tie"] == "chair_decides" and chair in {"yes", "no"}:
        return "adopted_by_chair" if chair == "yes" else "rejected_by_chair"
    return "rejected_by_tie"


def unregistered(register_body: int) -> Iterator[Broken]:
    """Yield items of a deciding body whose outcome needs a resolution, but none is stored."""
    items = AgendaItem.objects.filter(
        meeting__body=register_body, meeting__body__decides=True, outcome__in=DECIDING, resolution=None
    )
    for item in items:
        yield Broken(f"{item.public_id}", "the item was decided, but its resolution is missing")
