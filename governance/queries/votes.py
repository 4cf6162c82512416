"""What a vote stands on and what it brought: frozen electorate and rules, proposal, verdict as stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.access.viewer import Viewer
from governance.access.votes import own_electors
from governance.models import AgendaItem, ApprovalItem, Ballot, Elector, Motion, Vote, VoteMode
from governance.queries.attendance import meeting_day
from governance.queries.goal_decisions import decided_nodes, decides_on_nodes, outcomes_of
from governance.queries.paper_documents import proposal_text
from governance.rules.effects import targets_of
from governance.rules.lifecycles import MinutesState, VoteState
from governance.rules.node_wording import NodeLine, nodes_wording
from governance.rules.outcomes import PaperSubject, ReferBackTarget
from governance.rules.procedure import ProcedureRules, from_data
from governance.rules.quorum import Electorate, SeatFact
from governance.rules.verdict import Choice, Verdict
from governance.rules.wording import (
    Matter,
    approval_wording,
    figures,
    majority_figures,
    minutes_sentence,
    quorum_figures,
    short_verdict,
)


def frozen_electorate(vote: Vote) -> Electorate:
    """Return the seats as they were when the vote was opened. Raises `KeyError` for a vote never opened."""
    return Electorate(tuple(SeatFact(**fact) for fact in (vote.quorum or {})["seats"]))


def frozen_rules(vote: Vote) -> ProcedureRules:
    """Return the rules as they were when the vote was opened. Raises `KeyError` for a vote never opened."""
    return from_data((vote.quorum or {})["rules"])


def matter_of(vote: Vote) -> Matter:
    """Return what the vote is about; it chooses the words of the verdict."""
    if vote.motion == Motion.REFER_BACK:
        return Matter.REFER_BACK
    if vote.motion == Motion.POSTPONE:
        return Matter.POSTPONE
    if ApprovalItem.objects.filter(item=vote.item_id).exists():
        return Matter.MINUTES
    return Matter.PROPOSAL if vote.item.meeting.body.decides else Matter.RECOMMENDATION


def proposed_wording(item: AgendaItem) -> str:
    """Return the proposal as it lies on the agenda: the pinned paper's, or that minutes are approved;
    or "".
    """
    if item.paper_version is not None:
        return proposal_text(item.paper_version)
    approval = ApprovalItem.objects.filter(item=item).select_related("minutes__meeting").first()
    return approval_wording(meeting_day(approval.minutes.meeting)) if approval else ""


def put_to_vote(item: AgendaItem) -> str:
    """Return the wording as it is put to the vote when nobody changes it: the proposal, and what is decided on the
    single goals of the Zielsystem where that differs (process.md, edge case 11).
    """
    proposal = proposed_wording(item)
    outcomes = outcomes_of(item) if decides_on_nodes(item) else ()
    if not outcomes:
        return proposal
    nodes = decided_nodes(outcomes[0].goal_version, outcomes)
    due_on = next((row.due_on for row in outcomes if row.due_on), None)
    lines = [
        NodeLine(row.number, row.level, row.decision, row.proposed, row.text, row.note) for row in nodes if row.own
    ]
    return nodes_wording(proposal, lines, due_on)


def waits_for_circulation(item: AgendaItem) -> bool:
    """Whether the item is to approve minutes that nobody has been sent yet."""
    return ApprovalItem.objects.filter(item=item).exclude(minutes__state=MinutesState.CIRCULATED).exists()


def refer_targets(item: AgendaItem) -> tuple[ReferBackTarget, ...]:
    """Return where the item's paper can be referred back to; empty if nowhere."""
    return targets_of(PaperSubject(item.paper.subject)) if item.paper is not None else ()


def verdict_data(verdict: Verdict, matter: Matter) -> dict[str, Any]:
    """Return a verdict with its German sentences as JSON-able data, stored once at closing."""
    return {
        "kind": verdict.kind.value,
        "adopted": verdict.adopted,
        "matter": matter.value,
        "yes": verdict.yes,
        "no": verdict.no,
        "abstain": verdict.abstain,
        "recused": verdict.recused,
        "not_voting": verdict.not_voting,
        "base": verdict.majority.base,
        "needed": verdict.majority.needed,
        "abstentions_count": verdict.majority.abstentions_count,
        "rule": verdict.rule,
        "paragraph": verdict.paragraph,
        "chair_choice": verdict.chair_choice.value if verdict.chair_choice else "",
        "quorum": {
            "met": verdict.quorum.met,
            "present": verdict.quorum.present,
            "base": verdict.quorum.base,
            "needed": verdict.quorum.needed,
            "paragraph": verdict.quorum.paragraph,
        },
        "short": short_verdict(verdict, matter),
        "sentence": minutes_sentence(verdict, matter),
        "figures": figures(verdict),
        "majority": majority_figures(verdict),
        "quorum_figures": quorum_figures(verdict.quorum),
    }


@dataclass(frozen=True)
class Progress:
    """How many entitled seats have voted; `missing` names the seats that have not."""

    cast: int
    entitled: int
    missing: tuple[str, ...]


def progress_of(vote: Vote, electors: list[Elector]) -> Progress:
    """Return the progress of an open vote from its electors (with `seat` loaded)."""
    entitled = [row for row in electors if row.vote_id == vote.pk and not row.recused]
    missing = tuple(row.seat.name for row in entitled if row.used_at is None)
    return Progress(len(entitled) - len(missing), len(entitled), missing)


@dataclass(frozen=True)
class OpenCall:
    """An open vote by name that waits for the viewer's seat."""

    meeting_id: str
    vote_id: str
    item_number: str
    seat: str


def open_calls(viewer: Viewer) -> tuple[OpenCall, ...]:
    """Return the open votes that wait for the viewer, with one query."""
    rows = (
        own_electors(viewer)
        .filter(recused=False, used_at__isnull=True, vote__state=VoteState.OPEN, vote__mode=VoteMode.BY_NAME)
        .order_by("pk")
        .values_list("vote__item__meeting__public_id", "vote__public_id", "vote__item__number", "seat__name")
    )
    return tuple(OpenCall(*row) for row in rows)


@dataclass(frozen=True)
class NamedBallot:
    """One line of the result by name."""

    seat: str
    person: str
    as_deputy: bool
    choice: Choice | None
    recused: bool


def named_ballots(electors: list[Elector], ballots: list[Ballot]) -> tuple[NamedBallot, ...]:
    """Return the result by name in the order of the seats; the caller has checked that it may be seen."""
    cast = {ballot.seat_id: Choice(ballot.choice) for ballot in ballots}
    return tuple(
        NamedBallot(row.seat.name, str(row.person), row.as_deputy, cast.get(row.seat_id), row.recused)
        for row in electors
    )
