"""Merging two drafts of one topic: what one has found goes into the other, and it ends (process.md).

It ranks above papers and agendas, because the draft that ends takes along what was prepared for it.
"""

from __future__ import annotations

from dataclasses import replace

from governance.access.intake import may_keep_origin
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import PlanningProcess, Topic, TopicCase, TopicRestriction
from governance.queries.paper_facts import paper_facts
from governance.queries.planning import evidence
from governance.rules.stages import DRAFTING_STAGES
from governance.rules.text import Message, mark
from governance.rules.transitions import TRANSITIONS
from governance.rules.wording import merged_into
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.planning import move, passed, write_step
from governance.usecases.process_steps import end_what_was_prepared


@use_case("process.merge")
def merge_processes(
    *, by: Viewer, process_id: str, other_id: str, version: int | None, other_version: int | None
) -> PlanningProcess:
    """Merge the draft `other_id` into `process_id`, which stays, and withdraw it with its open papers.

    Series, linked cases, patterns of restrictions, like cases and interviews go into the one that stays; a topic in
    words goes along where it has none yet. Both must be drafts for the same body. Raises `Stale`, `Refused`, and
    `Unmet` while a paper of the other one lies on an agenda that has been sent out.
    """
    staying, ending = _both(by, process_id, other_id)
    for process, known in ((staying, version), (ending, other_version)):
        if not may_keep_origin(by, process):
            raise Forbidden(by, process)
        check_version(process, known)
    _refuse_unlike(staying, ending)
    reason = merged_into(staying.number)
    step = TRANSITIONS["withdraw"]
    findings = passed(step.name, replace(evidence(ending).facts, paper=paper_facts(ending), reason=reason))
    _join_evidence(staying, ending)
    save(staying)
    ending.merged_into = staying
    source = move(ending, step)
    write_step(ending, step, source, findings, reason=reason, actor=by.acting_person)
    end_what_was_prepared(ending, reason)
    record(by, "process.merged", staying, {"with": ending.public_id})
    return staying


def _both(by: Viewer, process_id: str, other_id: str) -> tuple[PlanningProcess, PlanningProcess]:
    """Lock both rows in the order of their keys, so that two mergers of the same pair never wait for each other."""
    if process_id == other_id:
        raise Refused(Message(mark("Choose another process to merge with.")))
    wanted = visible_processes(by).filter(public_id__in=[process_id, other_id]).order_by("pk")
    rows = {row.public_id: lock(visible_processes(by), pk=row.pk) for row in wanted}
    for missing in {process_id, other_id} - rows.keys():
        visible_processes(by).get(public_id=missing)  # unknown: raises
    return rows[process_id], rows[other_id]


def _refuse_unlike(staying: PlanningProcess, ending: PlanningProcess) -> None:
    if not {staying.stage, ending.stage} <= DRAFTING_STAGES:
        raise Refused(Message(mark("Only two drafts can be merged. One of the processes has gone further already.")))
    if staying.body_id != ending.body_id:
        raise Refused(Message(mark("The processes lie with different bodies, so they cannot be merged.")))


def _join_evidence(staying: PlanningProcess, ending: PlanningProcess) -> None:
    staying.series.add(*ending.series.all())
    staying.like_cases = _sum(staying.like_cases, ending.like_cases)
    staying.interviews = _sum(staying.interviews, ending.interviews)
    if not staying.source_note:
        staying.source_note = ending.source_note
    brought = Topic.objects.filter(process=ending).first()
    if brought is None:
        return
    topic = Topic.objects.filter(process=staying).first()
    if topic is None:
        topic = Topic(process=staying, statement=brought.statement, description=brought.description, version=0)
    save(topic)
    _join_topics(topic, brought)


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)


def _join_topics(topic: Topic, brought: Topic) -> None:
    """Add the cases and patterns that `topic` lacks; a pattern keeps the restrictions it came from."""
    linked = set(topic.case_links.values_list("card_id", flat=True))
    keys = brought.case_links.order_by("pk").values_list("card_id", flat=True)
    TopicCase.objects.bulk_create(TopicCase(topic=topic, card_id=key) for key in keys if key not in linked)
    patterns = list(topic.restrictions.all())
    known = {row.text.casefold() for row in patterns}
    for row in brought.restrictions.prefetch_related("sources"):
        if row.text.casefold() in known:
            continue
        order = 1 + max((pattern.order for pattern in patterns), default=-1)
        pattern = TopicRestriction.objects.create(topic=topic, order=order, text=row.text)
        pattern.sources.set(row.sources.all())
        patterns.append(pattern)
