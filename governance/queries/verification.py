"""Recomputes the register from what is stored: hashes, chain, and every result from ballots and counts.

On purpose this shares no code with what stored them: it hashes, counts and judges by itself, straight from
the rows and from the rules frozen with each vote (decisions.md, Resolutions and the register). What no resolution
carries (a vote that was closed, an item that was concluded) is compared with the audit chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from governance.models import (
    AuditEntry,
    Elector,
    MandateAdoption,
    MandateVersion,
    NodeOutcome,
    ProcessEffect,
    Register,
    Resolution,
    Vote,
)
from governance.queries.recount import ballots_of, count_of, recount

CARRIED = ("adopted", "adopted_by_chair")


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
        reason = _chain_fault(entry, previous) or _fault(entry)
        if reason:
            return Broken(entry.number, reason)
        previous = entry.hash
    if (register.last, register.head_hash) != (sequence, previous):
        return Broken(f"{register.body.code}-{register.year}-{sequence + 1:03d}", "head of the register differs")
    return None


def _fault(entry: Resolution) -> str:
    """Return what differs; data that are not what they should be are a finding, too, not a failure."""
    try:
        faults = (_column_fault, _paper_fault, _effect_fault, _mandate_fault, _nodes_fault, _vote_fault)
        return next((found for fault in faults if (found := fault(entry))), "")
    except (KeyError, TypeError, ValueError, AttributeError):
        return "stored data cannot be read"


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
    shown = {
        "id": entry.public_id,
        "number": entry.number,
        "register": entry.register.body.public_id,
        "year": entry.register.year,
        "sequence": entry.sequence,
        "item": entry.item.public_id,
        "item_number": entry.item.number,
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
        if entry.content.get(name) != value:
            return f"{name} differs"
    return "" if entry.item.outcome == entry.outcome else "outcome of the item differs"


def _paper_fault(entry: Resolution) -> str:
    version = entry.paper_version
    shown = version and {
        "id": version.public_id,
        "number": version.number,
        "ordinal": version.ordinal,
        "hash": version.content_hash,
    }
    if entry.content["paper_version"] != shown or (version and version.paper_id != entry.item.paper_id):
        return "paper version differs"
    if version is not None and _digest(version.content) != version.content_hash:
        return "content of the paper version differs"
    return ""


def _effect_fault(entry: Resolution) -> str:
    """Compare the effect on the process with the content; a later release moves it from waiting to done."""
    effect = ProcessEffect.objects.filter(resolution=entry).select_related("process").first()
    shown = effect and {"process": effect.process.public_id, "transitions": effect.transitions}
    if entry.content["effect"] != shown:
        return "effect differs"
    if effect is None:
        return ""
    steps = list(effect.steps.order_by("pk").values_list("transition", "process", "process__predecessor"))
    if (effect.state == "none") is not (effect.transitions == []):
        return "state of the effect differs"
    taken = effect.transitions if effect.state == "done" else []
    # What was returned goes on as a process of its own, which continues the one of the paper.
    places = [after if name == "split_remainder" else process for name, process, after in steps]
    fits = [name for name, _process, _after in steps] == taken and set(places) <= {effect.process_id}
    return "" if fits else "steps of the effect differ"


ORDERING = frozenset({"adopt_mandate", "amend_mandate"})


def _mandate_fault(entry: Resolution) -> str:
    """Compare the mandate that is in force with what was decided: the version of that moment, word for word."""
    effect = ProcessEffect.objects.filter(resolution=entry).first()
    orders = effect is not None and effect.state == "done" and bool(ORDERING & set(effect.transitions))
    adoption = MandateAdoption.objects.filter(resolution=entry).select_related("mandate_version__mandate").first()
    if adoption is None or effect is None or not orders:
        return "" if adoption is None and not orders else "adoption of the mandate differs"
    version = adoption.mandate_version
    belongs = version.mandate.processes.filter(pk=effect.process_id).exists()
    if (belongs, version.state, version.adopted_at) != (True, "adopted", entry.decided_at):
        return "adopted mandate differs"
    printed = (entry.paper_version.content.get("mandate") or {}) if entry.paper_version else {}
    laid = printed.get("content_hash", "") if entry.outcome == "adopted" else ""
    if version.content_hash != _digest(_mandate_columns(version)) or laid not in {"", version.content_hash}:
        return "text of the mandate differs"
    return ""


def _mandate_columns(version: MandateVersion) -> dict[str, object]:
    texts = ("subject", "objective", "working_form", "result_form", "special_conditions")
    meeting = version.report_back_meeting
    places = version.places.select_related("organisation").order_by("order", "pk")
    return {
        "group": version.mandate.group_name,
        **{name: getattr(version, name) for name in texts},
        "composition": [[row.organisation.public_id, row.seat_name, row.lead] for row in places],
        "result_types": sorted(version.result_types),
        "report_back": [meeting.public_id if meeting else "", _iso(version.report_back_on)],
        "ends_on": _iso(version.ends_on),
    }


def _nodes_fault(entry: Resolution) -> str:
    """Compare what was decided on single goals with the content."""
    rows = NodeOutcome.objects.filter(Q(resolution=entry) | Q(item=entry.item))
    if any((row.item_id, row.resolution_id) != (entry.item_id, entry.pk) for row in rows):
        return "decisions on goals differ"
    stored = [
        {
            "version": row.goal_version.public_id,
            "node": row.node.public_id,
            "decision": row.decision,
            "text": row.text,
            "note": row.note,
            "due_on": _iso(row.due_on),
        }
        for row in rows.select_related("node", "goal_version").order_by("pk")
    ]
    return "" if entry.content["nodes"] == stored else "decisions on goals differ"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _vote_fault(entry: Resolution) -> str:
    """Compare the vote and its ballots with the content, and recompute the result from them."""
    vote, stored = entry.vote, entry.content.get("vote")
    if vote is None or stored is None:
        return "" if vote is None and stored is None else "vote differs"
    frozen = vote.quorum or {}
    same = {
        "vote": _vote_columns(vote) == {key: stored[key] for key in _vote_columns(vote)},
        "wording of the vote": (vote.wording, vote.conditions) == (entry.wording, entry.conditions),
        "state of the vote": (vote.state, vote.closed_at, vote.item_id) == ("closed", entry.decided_at, entry.item_id),
        "target of the vote": (vote.refer_target, _iso(vote.refer_until))
        == (entry.content["refer_target"], entry.content["refer_until"]),
        "frozen rules": stored["rules"] == frozen.get("rules"),
        "frozen seats": stored["seats"] == frozen.get("seats"),
        "electorate": stored["electors"] == _electors(vote),
        "ballots": (stored["ballots"], stored["count"]) == (ballots_of(vote), count_of(vote)),
    }
    for name, equal in same.items():
        if not equal:
            return f"{name} differ" if name.endswith("s") else f"{name} differs"
    return check_vote(vote) or _figures_fault(entry, recount(vote))


def _vote_columns(vote: Vote) -> dict[str, object]:
    return {
        "id": vote.public_id,
        "motion": vote.motion,
        "mode": vote.mode,
        "wording_hash": vote.wording_hash,
        "opened_at": vote.opened_at.isoformat() if vote.opened_at else "",
        "opened_by": vote.opened_by.public_id if vote.opened_by else "",
        "closed_by": vote.closed_by.public_id if vote.closed_by else "",
        "repeats": vote.repeats.public_id if vote.repeats else "",
        "verdict": vote.verdict,
    }


def _figures_fault(entry: Resolution, recounted: dict[str, Any]) -> str:
    if any(entry.figures[key] != value for key, value in recounted.items() if key in entry.figures):
        return "figures differ from the ballots"
    return "" if _outcome_fits(entry, recounted["kind"]) else "outcome differs from the ballots"


def _outcome_fits(entry: Resolution, kind: str) -> bool:
    return (kind in CARRIED) == (entry.outcome != "rejected")


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


def check_vote(vote: Vote) -> str:
    """Return what is wrong with a closed vote, or "": the verdict as the audit chain knows it, wording hash,
    entitlement, figures recomputed from the ballots.
    """
    try:
        return _closing_fault(vote) or _count_fault(vote)
    except (KeyError, TypeError, ValueError, AttributeError):
        return "stored data cannot be read"


def _closing_fault(vote: Vote) -> str:
    closing = AuditEntry.objects.filter(action="vote.closed", object_id=vote.public_id).first()
    if closing is None:
        return "closing is not in the audit chain"
    if closing.data["verdict"] != _digest(vote.verdict):
        return "verdict differs from the audit chain"
    if vote.abort_reason:
        return "a closed vote has a reason for aborting"
    return ""


def _count_fault(vote: Vote) -> str:
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
    cast = [row["seat"] for row in ballots_of(vote)]
    if sorted(cast) != sorted(used):
        return "ballots differ from the marked electorate"
    stored, frozen, found = vote.verdict or {}, vote.quorum or {}, recount(vote)
    for key, value in (found | {"adopted": found["kind"] in CARRIED}).items():
        if stored.get(key) != value:
            return f"{key} differs from the ballots"
    if any(frozen[key] != value for key, value in found["quorum"].items()):
        return "frozen quorum differs from the seats"
    return ""


def unregistered() -> Iterator[Broken]:
    """Yield the resolutions and closed votes that the audit chain names and that are not stored any more."""
    registered = dict(Resolution.objects.values_list("item__public_id", "number"))
    closed = set(Vote.objects.filter(state="closed").values_list("public_id", flat=True))
    entries = AuditEntry.objects.filter(action__in=["item.concluded", "vote.closed"]).order_by("pk")
    for action, object_id, data in entries.values_list("action", "object_id", "data"):
        if action == "vote.closed" and object_id not in closed:
            yield Broken(f"vote {object_id}", "the vote was closed, but is not stored as such")
        if action == "item.concluded" and data["resolution"] and registered.get(object_id) != data["resolution"]:
            yield Broken(data["resolution"], "the item was decided, but its resolution is missing")
