"""Facts for the guards of a step, collected from every area; only what the guards of the asked steps judge is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from governance.models import AgendaItem, Justification, PlanningProcess
from governance.queries.evaluations import effect_facts
from governance.queries.goal_decisions import OutcomeFacts, outcome_facts
from governance.queries.group_results import handed_in
from governance.queries.mandates import mandate_facts
from governance.queries.measures import measure_facts
from governance.queries.paper_facts import paper_facts
from governance.queries.planning import Evidence
from governance.queries.proposal_documents import is_as_laid
from governance.queries.scope import scope_facts, state_facts
from governance.rules.facts import RELEASED_STATES, ProfileFacts, StepFacts
from governance.rules.guards_effect import EFFECT_GUARDS
from governance.rules.guards_mandate import MANDATE_GUARDS
from governance.rules.guards_proposal import PROPOSAL_GUARDS
from governance.rules.solution_facts import ProposalFacts
from governance.rules.steps import Transition

MEASURE_GUARDS = frozenset({"measures_assigned", "measures_settled", "new_measures"})
SCOPE_READING = frozenset(
    {"scope_assessed", "no_trigger", "trigger_holds", "group_chosen", "agreement_attached", "ended_locally"}
)
STATE_GUARDS = frozenset({"addressee_named", "answer_attached", "waiting_time_over"})
HANDED_IN = frozenset({"results_frozen", "results_checked", "mandate_answered", "group_agreed"})
DECIDED = frozenset({"elements_assigned", "something_returned"})
PAPER_READING = frozenset({"released_paper", "released_proposal", "justification_printed", "paper_not_dispatched"})

# Which guards read which part of the facts.
_READ: Mapping[str, Collection[str]] = {
    "scope": SCOPE_READING,
    "state": STATE_GUARDS,
    "mandate": set(MANDATE_GUARDS),
    "proposal": set(PROPOSAL_GUARDS),
    "measures": MEASURE_GUARDS,
    "effect": set(EFFECT_GUARDS) - MEASURE_GUARDS,
}


def step_facts(
    process: PlanningProcess,
    known: Evidence,
    steps: Iterable[Transition],
    *,
    justified: Mapping[str, Justification] | None = None,
    reason: str = "",
    item: AgendaItem | None = None,
) -> StepFacts:
    """Return everything that the guards of `steps` may ask about `process` now, out of what is `known` of its cases.

    `justified` are its open justifications, `reason` is what was written for the step, `item` is the one under which
    a resolution decides.
    """
    guards = {guard for step in steps for guard in step.guards}
    texts = {guard: row.text for guard, row in (justified or {}).items()}
    parts: dict[str, Any] = {"justified": texts, "reason": reason}
    readers: Mapping[str, Callable[[], object]] = {
        "scope": lambda: scope_facts(process),
        "state": lambda: state_facts(process),
        "mandate": lambda: mandate_facts(process),
        "proposal": lambda: proposal_facts(process, known.facts.profile, guards, item),
        "measures": lambda: measure_facts(process),
        "effect": lambda: effect_facts(process),
    }
    paper = paper_facts(process, with_text=bool(texts)) if guards & PAPER_READING else known.facts.paper
    parts |= {name: read() for name, read in readers.items() if guards & set(_READ[name])}
    if "proposal_as_laid" in guards and paper.state in RELEASED_STATES:
        parts["proposal"] = replace(parts["proposal"], as_laid=is_as_laid(process))
    return replace(known.facts, paper=paper, **parts)


def judges_mandate(steps: Iterable[Transition]) -> bool:
    """Tell whether a guard of `steps` looks at the mandate or at the answers to it."""
    return any(guard in MANDATE_GUARDS for step in steps for guard in step.guards)


def proposal_facts(
    process: PlanningProcess, profile: ProfileFacts, guards: Collection[str], item: AgendaItem | None = None
) -> ProposalFacts:
    """Return what `guards` judge of a proposal: what the group hands in, and what the body has decided on its parts."""
    facts = handed_in(process, profile) if HANDED_IN & set(guards) else ProposalFacts()
    decided = outcome_facts(process, item) if DECIDED & set(guards) else OutcomeFacts()
    return replace(
        facts,
        unassigned=decided.unassigned,
        returned=decided.returned,
        due_on=process.due_back_on,
    )
