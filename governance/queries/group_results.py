"""What a project group hands in, as the guards judge it: frozen results, further documents, its statement."""

from __future__ import annotations

from collections.abc import Iterable

from governance.models import PlanningProcess
from governance.queries.chain_versions import chain_result
from governance.queries.goal_versions import goal_result
from governance.queries.proposals import proposal_statement_facts, version_in_force
from governance.rules.facts import ProfileFacts
from governance.rules.routes import ResultType
from governance.rules.solution_facts import ProposalFacts, ResultFacts


def handed_in(process: PlanningProcess, profile: ProfileFacts) -> ProposalFacts:
    """Return results and statement of the group of `process`; a constant number of queries.

    What is to be delivered is what the mandate asks for, or else what the profile does (process.md,
    `submit_proposal`).
    """
    version = version_in_force(process)
    unanswered, agreed = proposal_statement_facts(process, version)
    asked = tuple(ResultType(kind) for kind in version.result_types) if version else ()
    results = _results(process, asked or profile.result_types)
    return ProposalFacts(results=results, unanswered=unanswered, agreed=agreed)


def _results(process: PlanningProcess, asked: Iterable[ResultType]) -> tuple[ResultFacts, ...]:
    roles = set(process.documents.values_list("role", flat=True))
    wanted = tuple(asked)
    found = {kind: ResultFacts(kind, frozen=kind.value in roles) for kind in ResultType}
    if ResultType.GOAL_SYSTEM in wanted:
        found[ResultType.GOAL_SYSTEM] = goal_result(process)
    if ResultType.SERVICE_CHAIN in wanted:
        found[ResultType.SERVICE_CHAIN] = chain_result(process)
    return tuple(found[kind] for kind in ResultType if kind in wanted)
