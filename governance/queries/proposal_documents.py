"""The proposal of a project group as its Beschlussvorlage prints it: what was frozen, and the group's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from governance.documents.content_proposal import (
    GroupAnswer,
    ProposalContent,
    ProposedChain,
    ProposedGoal,
    ProposedStep,
)
from governance.documents.storage import to_data
from governance.models import (
    DecisionPaper,
    PaperVersion,
    PlanningProcess,
    ProcessDocument,
    ProposalStatement,
    ServiceChainVersion,
)
from governance.queries.goal_versions import newest_version
from governance.rules.chain_graph import duration
from governance.rules.facts import RELEASED_STATES
from governance.rules.goal_tree import from_data as goals_from_data
from governance.rules.lifecycles import FrozenState
from governance.rules.mandates import ANSWERED_PARTS, GroupApproval
from governance.rules.outcomes import PaperSubject
from governance.rules.service_chains import ChainKind
from governance.rules.service_chains import from_data as chain_from_data


def proposal_content(process: PlanningProcess) -> ProposalContent:
    """Return what the group of `process` lays before the body now, in German as documents are."""
    with translation.override("de"):
        system = getattr(process, "goal_system", None)
        goals = newest_version(system) if system is not None else None
        tree = goals_from_data(goals.content) if goals is not None else None
        statement = ProposalStatement.objects.filter(process=process).first()
        return ProposalContent(
            goals_title=system.title if system is not None else "",
            goals_version=goals.ordinal if goals is not None else None,
            goals=tuple(
                ProposedGoal(
                    number=tree.numbers[node.key],
                    level=_(node.level.label),
                    text=node.text,
                    responsible=node.organisation,
                    until=date.fromisoformat(node.due_on) if node.due_on else None,
                )
                for node in tree.nodes
            )
            if tree is not None
            else (),
            goals_open_reason=goals.open_reason if goals is not None else "",
            chains=tuple(_chains(process)),
            documents=tuple(_named(row) for row in process.documents.order_by("dated_on", "pk")),
            answers=_answers(statement),
            approval=_approval(statement),
            minority_opinion=statement.minority_opinion if statement else "",
        )


def is_as_laid(process: PlanningProcess) -> bool:
    """Tell whether the released paper prints the proposal as it stands now; True where none is released."""
    papers = DecisionPaper.objects.filter(
        process=process,
        subject=PaperSubject.ADOPT_PROPOSAL.value,
        state__in=[state.value for state in RELEASED_STATES],
    )
    versions = PaperVersion.objects.filter(paper__in=papers.values("pk")).order_by("-paper", "-ordinal")
    printed = versions.values_list("content__proposal", flat=True).first()
    return printed is None or bool(printed == to_data(proposal_content(process)))


def _named(row: ProcessDocument) -> str:
    place = f", {row.reference}" if row.reference else ""
    return f"{row.get_role_display()}: {row.title} ({row.dated_on:%d.%m.%Y}){place}"


def _chains(process: PlanningProcess) -> Iterable[ProposedChain]:
    rows = ServiceChainVersion.objects.filter(chain__process=process, chain__kind=ChainKind.TO_BE)
    newest: dict[int, ServiceChainVersion] = {}
    for row in rows.exclude(state=FrozenState.SUPERSEDED).order_by("chain_id", "ordinal"):
        newest[row.chain_id] = row
    for version in newest.values():
        chain = chain_from_data(version.content)
        numbers = chain.numbers()
        way = duration(chain)
        yield ProposedChain(
            title=chain.title,
            version_number=version.ordinal,
            steps=tuple(
                ProposedStep(
                    number=str(numbers[step.key]),
                    actor=actor.name if (actor := chain.actor_of(step)) else "",
                    text=step.label,
                    days="" if step.max_days is None else str(step.max_days),
                )
                for step in chain.steps
            ),
            longest=f"{way.days} Tage" if way.days else "",
            open_reason=version.open_reason,
        )


def _answers(statement: ProposalStatement | None) -> tuple[GroupAnswer, ...]:
    given = statement.answers if statement else {}
    return tuple(
        GroupAnswer(part=_(part.label), text=given[part.value]) for part in ANSWERED_PARTS if given.get(part.value)
    )


def _approval(statement: ProposalStatement | None) -> str:
    if statement is None or not statement.approval:
        return ""
    told = _(GroupApproval(statement.approval).label)
    return f"{told} ({statement.agreed_on:%d.%m.%Y})" if statement.agreed_on else told
