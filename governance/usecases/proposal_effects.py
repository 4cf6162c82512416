"""What follows when a proposal is adopted: versions, measures, the fulfilled mandate, and what goes on as remainder."""

from __future__ import annotations

from collections.abc import Iterable

from governance.models import (
    GoalNode,
    NodeOutcome,
    PlanningProcess,
    Resolution,
    StepRecord,
    Topic,
    TopicCase,
    TopicRestriction,
)
from governance.queries.goal_decisions import decided_nodes, proposed_version
from governance.rules.facts import StepFacts
from governance.rules.goals import KEPT_DECISIONS, GoalLevel, NodeDecision
from governance.rules.guards import check
from governance.rules.solution_facts import ProposalFacts
from governance.rules.transitions import TRANSITIONS
from governance.usecases.beginnings import begin_process
from governance.usecases.chain_versions import adopt_chain_versions
from governance.usecases.foundation import save
from governance.usecases.goal_versions import adopt_goal_version, copy_to_remainder
from governance.usecases.mandates import fulfil_mandate, share_mandate
from governance.usecases.measures import create_measures


def carry_out_proposal(process: PlanningProcess, resolution: Resolution) -> None:
    """Adopt the frozen versions as decided, and order a measure for every adopted activity.

    The mandate is fulfilled where nothing is returned; otherwise its group goes on with the remainder.
    """
    outcomes = _outcomes(resolution)
    version = proposed_version(process)
    if version is not None:
        nodes = decided_nodes(version, outcomes)
        decisions = {row.node.public_id: (NodeDecision(row.decision), row.text) for row in outcomes}
        adopt_goal_version(version, decisions)
        kept = {row.node_id: row for row in nodes if row.decision in KEPT_DECISIONS and row.level is GoalLevel.ACTIVITY}
        rows = GoalNode.objects.filter(system=version.system, public_id__in=kept).select_related("organisation")
        create_measures(
            process,
            resolution,
            [(row, kept[row.public_id].wording, row.organisation, row.due_on) for row in rows if row.organisation],
        )
    adopt_chain_versions(process)
    process.due_back_on = None
    save(process)
    if not any(row.decision == NodeDecision.RETURNED for row in outcomes):
        fulfil_mandate(process)


def _outcomes(resolution: Resolution) -> tuple[NodeOutcome, ...]:
    return tuple(NodeOutcome.objects.filter(resolution=resolution).select_related("node").order_by("pk"))


def split_off_remainder(process: PlanningProcess, resolution: Resolution) -> StepRecord:
    """Let what was returned go on as a process of its own, under the same mandate and with the same group.

    It takes topic, series and the returned goals with their way to the root along; its first history entry is
    returned. The day by which it comes again is the one recorded with the returned goals.
    """
    returned = [row for row in _outcomes(resolution) if row.decision == NodeDecision.RETURNED]
    step = TRANSITIONS["split_remainder"]
    findings = check(step.name, StepFacts(proposal=ProposalFacts(returned=len(returned))))
    remainder = begin_process(
        process.authority,
        step,
        findings,
        actor=None,
        series=process.series.all(),
        body=process.body,
        title=_title(process),
        coordinator=process.coordinator,
        group=process.group,
        predecessor=process,
        source=process.source,
        source_note=process.source_note,
        due_back_on=max((row.due_on for row in returned if row.due_on), default=None),
    )
    _copy_topic(process, remainder)
    if returned:
        copy_to_remainder(returned[0].goal_version.system, remainder, [row.node.public_id for row in returned])
    share_mandate(process, remainder)
    return remainder.steps.get()


def _title(process: PlanningProcess) -> str:
    room = PlanningProcess._meta.get_field("title").max_length or 200
    return f"{process.title[: room - len(REMAINDER)]}{REMAINDER}"


REMAINDER = " (zurückgegebener Teil)"


def _copy_topic(process: PlanningProcess, remainder: PlanningProcess) -> None:
    topic = Topic.objects.filter(process=process).first()
    if topic is None:
        return
    copy = Topic.objects.create(process=remainder, statement=topic.statement, description=topic.description)
    TopicCase.objects.bulk_create(TopicCase(topic=copy, card_id=key) for key in _cards(topic))
    for row in topic.restrictions.prefetch_related("sources"):
        pattern = TopicRestriction.objects.create(topic=copy, order=row.order, text=row.text)
        pattern.sources.set(row.sources.all())


def _cards(topic: Topic) -> Iterable[int]:
    return topic.case_links.order_by("pk").values_list("card_id", flat=True)
