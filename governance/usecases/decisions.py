"""Resolutions: numbered without gaps, hash-chained, and what they set in motion (decisions.md, Resolutions).

`register_resolution` runs inside the transaction of the use case that concludes an item; what it sets in motion is in
`process_effects`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.access.attendance import may_record
from governance.access.decisions import may_complete_action
from governance.access.viewer import Viewer
from governance.models import (
    ActionItem,
    AgendaItem,
    Ballot,
    EffectState,
    Elector,
    HandCount,
    Person,
    PlanningProcess,
    ProcessEffect,
    Register,
    Resolution,
    StepRecord,
    Vote,
)
from governance.models.base import new_public_id
from governance.queries.goal_decisions import node_data, outcomes_of
from governance.rules import clock
from governance.rules.chain import chain_hash, content_hash
from governance.rules.characters import clean_line
from governance.rules.guards import Finding
from governance.rules.numbering import resolution_number
from governance.rules.outcomes import Outcome
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, advance, lock, record, save, use_case
from governance.usecases.planning import stored_findings

CONTENT_FORMAT = 1
MAX_ACTION = 300


@dataclass(frozen=True)
class Effect:
    """What happened to a process: the steps taken, or the findings that hold them up."""

    process: PlanningProcess
    transitions: tuple[str, ...]
    steps: tuple[StepRecord, ...]
    findings: tuple[Finding, ...]

    @property
    def result(self) -> EffectState:
        """Whether there is no effect, it has happened, or it waits."""
        if not self.transitions:
            return EffectState.NONE
        return EffectState.DONE if self.steps else EffectState.WAITING


def register_resolution(
    *, item: AgendaItem, vote: Vote, outcome: Outcome, proposal: str, effect: Effect | None
) -> Resolution:
    """Enter a resolution into the register of its body and year; the register row is locked last and briefly.

    Its number follows the last one without a gap, its hash covers everything a verification recomputes from.
    """
    body = item.meeting.body
    decided_at = vote.closed_at or clock.now()
    year = clock.local_date(decided_at).year
    row, _created = Register.objects.get_or_create(body=body, year=year)
    register = lock(Register.objects.all(), pk=row.pk)
    sequence = register.last + 1
    number = resolution_number(body.code, year, sequence)
    public_id = new_public_id()
    content = _content(item, vote, outcome, proposal, number=number, decided_at=decided_at)
    content |= {"id": public_id, "register": body.public_id, "year": year, "sequence": sequence}
    content["effect"] = effect and {"process": effect.process.public_id, "transitions": list(effect.transitions)}
    verdict = vote.verdict or {}
    resolution = Resolution.objects.create(
        public_id=public_id,
        register=register,
        sequence=sequence,
        number=number,
        item=item,
        vote=vote,
        paper_version=item.paper_version,
        subject=item.paper.subject if item.paper else "",
        outcome=outcome.value,
        title=item.title,
        wording=vote.wording,
        proposal=proposal,
        conditions=vote.conditions,
        sentence=verdict["sentence"],
        short_sentence=verdict["short"],
        figures=content["figures"],
        paragraph=verdict["paragraph"],
        decided_at=decided_at,
        content=content,
        previous_hash=register.head_hash,
        hash=chain_hash(register.head_hash, content_hash(content), sequence),
    )
    register.last, register.head_hash = sequence, resolution.hash
    register.save()
    if effect is not None:
        _store_effect(resolution, effect)
    return resolution


def store_steps(resolution: Resolution, steps: Iterable[StepRecord]) -> None:
    """Add steps to the effect of a resolution that are only taken under its number."""
    ProcessEffect.objects.get(resolution=resolution).steps.add(*steps)


FIGURES = ("yes", "no", "abstain", "recused", "not_voting", "base", "needed", "kind", "chair_choice")


def _content(
    item: AgendaItem, vote: Vote, outcome: Outcome, proposal: str, *, number: str, decided_at: datetime
) -> dict[str, Any]:
    """Return what the hash covers, as canonical JSON data: wording, figures, rules, electorate and
    ballots.
    """
    verdict, version = vote.verdict or {}, item.paper_version
    return {
        "format": CONTENT_FORMAT,
        "number": number,
        "meeting": item.meeting.public_id,
        "item": item.public_id,
        "item_number": item.number,
        "title": item.title,
        "subject": item.paper.subject if item.paper else "",
        "outcome": outcome.value,
        "wording": vote.wording,
        "proposal": proposal,
        "conditions": vote.conditions,
        "refer_target": vote.refer_target,
        "refer_until": vote.refer_until.isoformat() if vote.refer_until else "",
        "nodes": node_data(outcomes_of(item)),
        "sentence": verdict["sentence"],
        "short_sentence": verdict["short"],
        "paragraph": verdict["paragraph"],
        "figures": {key: verdict[key] for key in FIGURES} | {"quorum": verdict["quorum"]},
        "decided_at": decided_at.isoformat(),
        "paper_version": version
        and {
            "id": version.public_id,
            "number": version.number,
            "ordinal": version.ordinal,
            "hash": version.content_hash,
        },
        "vote": _vote_content(vote),
    }


def _vote_content(vote: Vote) -> dict[str, Any]:
    frozen = vote.quorum or {}
    electors = Elector.objects.filter(vote=vote).select_related("seat", "person")
    ballots = Ballot.objects.filter(vote=vote).select_related("seat", "person").order_by("pk")
    count = HandCount.objects.filter(vote=vote).first()
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
        "seats": frozen.get("seats", []),
        "rules": frozen.get("rules", {}),
        "electors": [
            {
                "seat": row.seat.public_id,
                "person": row.person.public_id,
                "name": str(row.person),
                "as_deputy": row.as_deputy,
                "chair": row.is_chair,
                "recused": row.recused,
            }
            for row in electors
        ],
        "ballots": [
            {
                "seat": row.seat.public_id,
                "person": row.person.public_id,
                "choice": row.choice,
                "cast_at": row.cast_at.isoformat(),
            }
            for row in ballots
        ],
        "count": count
        and {
            "yes": count.yes,
            "no": count.no,
            "abstain": count.abstain,
            "chair_choice": count.chair_choice,
            "entered_by": count.entered_by.public_id,
            "entered_at": count.entered_at.isoformat(),
        },
    }


def _store_effect(resolution: Resolution, effect: Effect) -> None:
    row = ProcessEffect.objects.create(
        resolution=resolution,
        process=effect.process,
        transitions=list(effect.transitions),
        state=effect.result,
        missing=stored_findings(effect.findings),
    )
    row.steps.set(effect.steps)


@use_case("action.add")
def add_action_item(*, by: Viewer, item_id: str, text: str, responsible_id: str, due_on: date) -> ActionItem:
    """Record what somebody shall do, given under an agenda item; `due_on` is a local date."""
    items = AgendaItem.objects.filter(meeting__body__authority=by.authority).select_related("meeting__body")
    item = lock(items, public_id=item_id)
    if not may_record(by, item.meeting):
        raise Forbidden(by, item)
    what = clean_line(text)
    if not what:
        raise Refused(Message(mark("Please say what is to be done.")))
    if len(what) > MAX_ACTION:
        raise Refused(Message(mark("The text is too long.")))
    if due_on < clock.local_date(item.meeting.starts_at):
        raise Refused(Message(mark("The date lies before the session.")))
    responsible = Person.objects.filter(authority=by.authority, public_id=responsible_id, is_active=True).first()
    if responsible is None:
        raise Refused(Message(mark("Please choose who does it.")))
    action = ActionItem.objects.create(item=item, text=what, responsible=responsible, due_on=due_on)
    record(by, "action.added", action, {"item": item.public_id})
    return action


@use_case("action.complete")
def complete_action_item(*, by: Viewer, action_id: str) -> ActionItem:
    """Report an action item as done."""
    action = _locked_action(by, action_id)
    advance(action, "complete")
    save(action)
    record(by, "action.completed", action)
    return action


@use_case("action.drop")
def drop_action_item(*, by: Viewer, action_id: str) -> ActionItem:
    """Give an action item up; the secretariat's act."""
    action = _locked_action(by, action_id)
    if not may_record(by, action.item.meeting):
        raise Forbidden(by, action)
    advance(action, "drop")
    save(action)
    record(by, "action.dropped", action)
    return action


def _locked_action(by: Viewer, action_id: str) -> ActionItem:
    actions = ActionItem.objects.filter(item__meeting__body__authority=by.authority)
    action = lock(actions.select_related("item__meeting__body"), public_id=action_id)
    if not may_complete_action(by, action):
        raise Forbidden(by, action)
    return action
