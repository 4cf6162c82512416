"""Deciding on the single goals and activities of a proposal (process.md, edge case 11): adopted, changed, returned,
rejected.

Recorded under the called item before the vote on the proposal is opened, so that the wording put to the vote names
them; from then on they are fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.access.attendance import may_record
from governance.access.viewer import Viewer
from governance.models import AgendaItem, GoalNode, Motion, NodeOutcome, Vote
from governance.queries.goal_decisions import DecidedNode, decided_nodes, decides_on_nodes, proposed_version
from governance.queries.votes import put_to_vote
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.goals import GoalLevel, NodeDecision
from governance.rules.lifecycles import ItemState, VoteState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, record, save, use_case
from governance.usecases.votes import locked_item

LONGEST = 500


@dataclass(frozen=True)
class NodeChoice:
    """What is decided on one node: its public id, the decision, another wording where it is changed, a note."""

    node_id: str
    decision: str
    text: str = ""
    note: str = ""


@use_case("item.node_outcomes")
def save_node_outcomes(
    *, by: Viewer, item_id: str, choices: Sequence[NodeChoice], due_on: date | None = None, version: int | None
) -> AgendaItem:
    """Record what the body decides on the single nodes of the proposal under the item; replaces what was recorded.

    A node that is not named, or adopted as proposed, has no row. `due_on` is the local date until which returned
    nodes come again. Raises `Refused` where the item carries no proposal, while a vote on it is open or passed, or
    where a choice is not possible; `Stale` if somebody else recorded in between.
    """
    item = locked_item(by, item_id)
    if not may_record(by, item.meeting):
        raise Forbidden(by, item)
    check_version(item, version)
    if item.paper is None or item.paper.process is None or not decides_on_nodes(item):
        raise Refused(Message(mark("The item carries no proposal of a group.")))
    if item.state not in {ItemState.PLANNED, ItemState.CALLED}:
        raise Refused(Message(mark("The item is finished.")))
    _refuse_after_opening(item)
    goals = proposed_version(item.paper.process)
    if goals is None:
        raise Refused(Message(mark("The proposal has no Zielsystem whose goals could be decided one by one.")))
    known = {row.node_id: row for row in decided_nodes(goals, ())}
    rows = [row for row in (_checked(choice, known) for choice in choices) if row]
    returned = any(row.decision == NodeDecision.RETURNED for row in rows)
    if returned and (due_on is None or due_on <= clock.local_date(item.meeting.starts_at)):
        raise Refused(Message(mark("Set a day after the session until which what is returned comes again.")))
    prepared = _prepared_vote(item)
    nodes = {node.public_id: node for node in GoalNode.objects.filter(system=goals.system)}
    NodeOutcome.objects.filter(item=item).delete()
    NodeOutcome.objects.bulk_create(
        NodeOutcome(
            item=item,
            goal_version=goals,
            node=nodes[row.node_id],
            decision=row.decision,
            text=row.text,
            note=row.note,
            due_on=due_on if row.decision == NodeDecision.RETURNED else None,
        )
        for row in rows
    )
    if prepared is not None:
        prepared.wording = put_to_vote(item)
        save(prepared)
    save(item)
    record(by, "item.node_outcomes_saved", item, {"nodes": len(rows)})
    return item


def _checked(choice: NodeChoice, known: Mapping[str, DecidedNode]) -> NodeChoice | None:
    """Return the cleaned choice, or None where the node is adopted as proposed."""
    if choice.node_id not in known or choice.decision not in set(NodeDecision):
        raise Refused(Message(mark("Choose one of the decisions for each goal.")))
    text, note = clean_line(choice.text)[:LONGEST], clean_line(choice.note)[:LONGEST]
    if choice.decision == NodeDecision.ADOPTED:
        return NodeChoice(choice.node_id, choice.decision, "", note) if note else None
    if choice.decision == NodeDecision.CHANGED and not text:
        raise Refused(Message(mark("Write the other wording of each goal that is changed.")))
    if known[choice.node_id].level is GoalLevel.PRINCIPLE_GOAL and choice.decision != NodeDecision.CHANGED:
        raise Refused(Message(mark("To return or reject everything, vote on referring back or reject the proposal.")))
    return NodeChoice(choice.node_id, choice.decision, text if choice.decision == NodeDecision.CHANGED else "", note)


def _prepared_vote(item: AgendaItem) -> Vote | None:
    """Return the vote that is prepared with the wording so far, which follows what is recorded now.

    Raises `Refused` where somebody has worded it otherwise: then only they know how the decisions fit in.
    """
    vote: Vote | None = (
        Vote.objects.select_for_update(of=("self",))
        .filter(item=item, motion=Motion.PROPOSAL, state=VoteState.PREPARED)
        .first()
    )
    if vote is not None and vote.wording != put_to_vote(item):
        raise Refused(
            Message(mark("The prepared vote has a wording of its own. Abort it before you decide on single goals."))
        )
    return vote


def _refuse_after_opening(item: AgendaItem) -> None:
    """What was put to the vote stays as it was; an aborted or lost vote frees it again."""
    votes = Vote.objects.filter(item=item, motion=Motion.PROPOSAL, state__in=[VoteState.OPEN, VoteState.CLOSED])
    if any(vote.state == VoteState.OPEN or (vote.verdict or {}).get("adopted") for vote in votes):
        raise Refused(Message(mark("The proposal has been put to the vote. What is decided on its goals is fixed.")))
