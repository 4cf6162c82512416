"""What a body decides on the single goals and activities of a proposal, read for pages, votes and guards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.models import AgendaItem, GoalSystemVersion, NodeOutcome, PlanningProcess
from governance.rules.goals import KEPT_DECISIONS, GoalLevel, NodeDecision
from governance.rules.lifecycles import FrozenState, ItemState
from governance.rules.outcomes import Outcome, PaperSubject


@dataclass(frozen=True)
class DecidedNode:
    """One goal or activity of the proposed version and what is decided on it.

    `own` is False where the decision comes from a goal above. `responsible` and `due_on` are as proposed.
    """

    node_id: str
    number: str
    level: GoalLevel
    proposed: str
    responsible: str
    due_on: str
    decision: NodeDecision
    own: bool
    text: str
    note: str

    @property
    def wording(self) -> str:
        """The decided wording."""
        return self.text or self.proposed

    @property
    def depth(self) -> int:
        """How far below the root it stands."""
        return list(GoalLevel).index(self.level)


@dataclass(frozen=True)
class OutcomeFacts:
    """What is decided so far: adopted elements without organisation or date, and how many were returned."""

    unassigned: tuple[str, ...] = ()
    returned: int = 0


def proposed_version(process: PlanningProcess) -> GoalSystemVersion | None:
    """Return the version of the Zielsystem that lies before the body, the newest proposed one; None without one."""
    found: GoalSystemVersion | None = (
        GoalSystemVersion.objects.filter(system__process=process, state=FrozenState.PROPOSED)
        .order_by("-ordinal")
        .first()
    )
    return found


def decides_on_nodes(item: AgendaItem) -> bool:
    """Whether the item carries a proposal whose goals are decided one by one."""
    return item.paper is not None and item.paper.subject == PaperSubject.ADOPT_PROPOSAL


def outcomes_of(item: AgendaItem) -> tuple[NodeOutcome, ...]:
    """Return what was recorded on single nodes under the item; nodes without a row are adopted as proposed."""
    return tuple(NodeOutcome.objects.filter(item=item).select_related("node").order_by("pk"))


def decided_nodes(version: GoalSystemVersion, outcomes: Iterable[NodeOutcome]) -> tuple[DecidedNode, ...]:
    """Return every node of `version` in the order of the tree with its decision; one above holds for those below."""
    rows = {row.node.public_id: row for row in outcomes}
    return tuple(_walk(version.content.get("nodes", ()), rows, None, ""))


def _walk(
    nodes: Iterable[Mapping[str, Any]], rows: Mapping[str, NodeOutcome], above: NodeDecision | None, prefix: str
) -> Iterable[DecidedNode]:
    for place, node in enumerate(nodes, 1):
        level = GoalLevel(node["level"])
        number = "G" if level is GoalLevel.PRINCIPLE_GOAL else f"{prefix}{place}"
        row = rows.get(node["id"])
        inherited = above if above in {NodeDecision.RETURNED, NodeDecision.REJECTED} else None
        decision = inherited or (NodeDecision(row.decision) if row else NodeDecision.ADOPTED)
        yield DecidedNode(
            node_id=node["id"],
            number=number,
            level=level,
            proposed=node["text"],
            responsible=node.get("organisation") or "",
            due_on=node.get("due_on") or "",
            decision=decision,
            own=row is not None and inherited is None,
            text=row.text if row and decision is NodeDecision.CHANGED else "",
            note=row.note if row and inherited is None else "",
        )
        below = "" if level is GoalLevel.PRINCIPLE_GOAL else f"{number}."
        yield from _walk(node.get("children", ()), rows, decision, below)


def outcome_facts(process: PlanningProcess, item: AgendaItem | None = None) -> OutcomeFacts:
    """Return what is decided on the nodes of the proposal of `process` under `item`.

    Without `item` it is the one that is called at the moment, if there is one.
    """
    version = proposed_version(process)
    if version is None:
        return OutcomeFacts()
    proposals = AgendaItem.objects.filter(paper__process=process, paper__subject=PaperSubject.ADOPT_PROPOSAL)
    deciding = item or proposals.filter(state=ItemState.CALLED).first()
    nodes = decided_nodes(version, outcomes_of(deciding) if deciding else ())
    kept = [row for row in nodes if row.decision in KEPT_DECISIONS and row.level is GoalLevel.ACTIVITY]
    return OutcomeFacts(
        unassigned=tuple(f"{row.number} {row.wording}" for row in kept if not (row.responsible and row.due_on)),
        returned=sum(row.decision is NodeDecision.RETURNED and row.own for row in nodes),
    )


def outcome_by_nodes(outcome: Outcome, outcomes: Iterable[NodeOutcome]) -> Outcome:
    """Return an adopting outcome as the decisions on single nodes make it: in part, or with changes."""
    if outcome not in {Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES}:
        return outcome
    decisions = {NodeDecision(row.decision) for row in outcomes}
    if decisions & {NodeDecision.RETURNED, NodeDecision.REJECTED}:
        return Outcome.ADOPTED_IN_PART
    return Outcome.ADOPTED_WITH_CHANGES if NodeDecision.CHANGED in decisions else outcome


def node_data(outcomes: Iterable[NodeOutcome]) -> list[dict[str, str]]:
    """Return the decisions on single nodes as the content of a resolution holds them."""
    return [
        {
            "node": row.node.public_id,
            "decision": row.decision,
            "text": row.text,
            "note": row.note,
            "due_on": row.due_on.isoformat() if row.due_on else "",
        }
        for row in outcomes
    ]
