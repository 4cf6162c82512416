"""What a body decides on the single goals and activities of a proposal, read for pages, votes and guards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.models import AgendaItem, GoalSystemVersion, NodeOutcome, PlanningProcess
from governance.rules.goal_tree import TreeNode, from_data
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
    due_on: date | None
    decision: NodeDecision
    own: bool
    text: str
    note: str

    @property
    def wording(self) -> str:
        """The decided wording."""
        return self.text or self.proposed

    @property
    def kept(self) -> bool:
        """Whether it is adopted, as proposed or changed."""
        return self.decision in KEPT_DECISIONS

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


def has_goals_to_decide(item: AgendaItem) -> bool:
    """Whether the item carries a proposal with a Zielsystem; groups may deliver other things."""
    if not decides_on_nodes(item) or item.paper is None or item.paper.process is None:
        return False
    return proposed_version(item.paper.process) is not None


def outcomes_of(item: AgendaItem) -> tuple[NodeOutcome, ...]:
    """Return what was recorded on single nodes under the item; nodes without a row are adopted as proposed."""
    return tuple(NodeOutcome.objects.filter(item=item).select_related("node", "goal_version").order_by("pk"))


def decided_nodes(version: GoalSystemVersion, outcomes: Iterable[NodeOutcome]) -> tuple[DecidedNode, ...]:
    """Return every node of `version` in the order of the tree with its decision; one above holds for those below."""
    rows = {row.node.public_id: row for row in outcomes}
    tree = from_data(version.content)
    found: dict[str, DecidedNode] = {}
    for node in tree.nodes:
        above = found[node.parent].decision if node.parent in found else NodeDecision.ADOPTED
        found[node.key] = _decided(node, tree.numbers[node.key], rows.get(node.key), above)
    return tuple(found.values())


def _decided(node: TreeNode, number: str, row: NodeOutcome | None, above: NodeDecision) -> DecidedNode:
    inherited = above not in KEPT_DECISIONS
    own = row if not inherited else None
    decision = above if inherited else NodeDecision(own.decision) if own else NodeDecision.ADOPTED
    return DecidedNode(
        node_id=node.key,
        number=number,
        level=node.level,
        proposed=node.text,
        responsible=node.organisation,
        due_on=date.fromisoformat(node.due_on) if node.due_on else None,
        decision=decision,
        own=own is not None,
        text=own.text if own and decision is NodeDecision.CHANGED else "",
        note=own.note if own else "",
    )


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
            "version": row.goal_version.public_id,
            "node": row.node.public_id,
            "decision": row.decision,
            "text": row.text,
            "note": row.note,
            "due_on": row.due_on.isoformat() if row.due_on else "",
        }
        for row in outcomes
    ]
