"""Topics that come from elsewhere: taken in directly, or taken over while under way (process.md, "Transitions").

Titles and statements leave the case layer and are screened. Where a topic comes from names offices and meetings, so
the note is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from governance.access.cases import visible_series
from governance.access.intake import may_keep_origin, may_take_in, possible_groups
from governance.access.planning import deciding_bodies, visible_processes
from governance.access.viewer import Viewer
from governance.models import EarlierDecision, PlanningProcess, StateReport, Topic
from governance.queries.cases import profile_facts
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.facts import StepFacts
from governance.rules.local_time import moment_of
from governance.rules.routes import IntakeSource
from governance.rules.solution_facts import IntakeFacts
from governance.rules.stages import DECIDED_STAGES, DRAFTING_STAGES, ENDED_STAGES, LIVE_STAGES, Stage
from governance.rules.text import Message, mark
from governance.rules.transitions import TRANSITIONS
from governance.usecases.beginnings import begin_process, known_predecessor
from governance.usecases.cases import refuse_personal_data
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.planning import choose_coordinator, passed, process_title

GROUP_AT: frozenset[Stage] = frozenset(
    {Stage.LOCAL_SOLUTION, Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.PROPOSAL_DECISION}
)
"""Where a group works on a topic; beyond, the one that worked on it may be named, too."""
MAY_NAME_GROUP = GROUP_AT | {Stage.IMPLEMENTATION, Stage.EVALUATION}


@dataclass(frozen=True)
class EarlierFacts:
    """A decision from before Lenkwerk: by whom, when, in which words, known from where. No figures are asked for."""

    body_name: str
    decided_on: date
    wording: str
    source: str


@use_case("process.direct_intake")
def direct_intake(
    *,
    by: Viewer,
    title: str,
    body_id: str,
    source: str,
    note: str,
    statement: str = "",
    like_cases: int | None = None,
    interviews: int | None = None,
    series_ids: Sequence[str] = (),
    coordinator_id: str | None = None,
    predecessor_id: str | None = None,
) -> PlanningProcess:
    """Take a topic in without a reconstruction: a process that begins with the draft of its topic.

    `source` is one that the profile provides, `note` says what, when and by whom. `series_ids` and the ended process
    `predecessor_id` may feed it. Raises `Unmet` for a source that the profile lacks or without a note.
    """
    if not may_take_in(by):
        raise Forbidden(by, by.authority)
    title = process_title(title)
    if source not in set(IntakeSource):
        raise Refused(Message(mark("Choose where the topic comes from.")))
    body = deciding_bodies(by).get(public_id=body_id)
    predecessor = known_predecessor(by, predecessor_id)
    series = tuple(visible_series(by).filter(public_id__in=series_ids))
    facts = IntakeFacts(IntakeSource(source), note, like_cases, interviews or 0)
    findings = passed("direct_intake", StepFacts(profile=profile_facts(by.authority), intake=facts))
    process = begin_process(
        by.authority,
        TRANSITIONS["direct_intake"],
        findings,
        actor=by.acting_person,
        series=series,
        body=body,
        title=title,
        coordinator=choose_coordinator(by, coordinator_id),
        predecessor=predecessor,
        source=source,
    )
    fill(process, {"source_note": note, "like_cases": like_cases, "interviews": interviews})
    process.save()
    _write_topic(process, statement)
    record(by, "process.taken_in", process, {"number": process.number, "source": source})
    return process


@use_case("process.take_over")
def take_over(
    *,
    by: Viewer,
    title: str,
    body_id: str,
    stage: str,
    statement: str,
    note: str,
    since: date | None = None,
    decisions: Sequence[EarlierFacts] = (),
    group_id: str | None = None,
    addressee: str = "",
    coordinator_id: str | None = None,
) -> PlanningProcess:
    """Take over a topic of a Kreis that was under way before Lenkwerk, into any live `stage` (process.md, `take_over`).

    `since` is the local day on which it came to this stage, today by default. `group_id` names the body that works on
    it, where one does; `addressee` to whom it was reported, if it waits for the state. Raises `Unmet` without a note,
    and beyond the decision on the topic without an earlier decision.
    """
    if not may_take_in(by):
        raise Forbidden(by, by.authority)
    title, target = process_title(title), _live_stage(stage)
    body = deciding_bodies(by).get(public_id=body_id)
    group = possible_groups(by).get(public_id=group_id) if group_id and target in MAY_NAME_GROUP else None
    moment = _moment(since)
    facts = IntakeFacts(
        IntakeSource.EARLIER_WORK,
        note,
        earlier_decisions=len(decisions),
        needs_earlier_decision=target in DECIDED_STAGES,
    )
    findings = passed("take_over", StepFacts(intake=facts))
    days = [_moment(decision.decided_on) for decision in decisions]
    process = begin_process(
        by.authority,
        TRANSITIONS["take_over"],
        findings,
        actor=by.acting_person,
        target=target,
        since=moment,
        began=min([moment, *days]),
        body=body,
        title=title,
        coordinator=choose_coordinator(by, coordinator_id),
        group=group,
        taken_over=True,
        source=IntakeSource.EARLIER_WORK.value,
    )
    fill(process, {"source_note": note})
    process.save()
    if not _write_topic(process, statement):
        raise Refused(Message(mark("Put the topic into one sentence.")))
    for decision in decisions:
        _keep(by, process, decision)
    if target is Stage.REPORTED_TO_STATE:
        _keep_report(process, addressee, clock.local_date(moment))
    record(by, "process.taken_over", process, {"number": process.number, "stage": target.value})
    return process


@use_case("process.add_earlier_decision")
def add_earlier_decision(
    *, by: Viewer, process_id: str, body_name: str, decided_on: date, wording: str, source: str
) -> EarlierDecision:
    """Record a decision from before Lenkwerk with its source, on a running process (process.md, edge case 20)."""
    process = lock(visible_processes(by), public_id=process_id)
    if not may_keep_origin(by, process):
        raise Forbidden(by, process)
    if process.stage in ENDED_STAGES:
        raise Refused(Message(mark("The process has ended. It stays on record as it is.")))
    row = _keep(by, process, EarlierFacts(body_name, decided_on, wording, source))
    record(by, "process.earlier_decision_added", process, {"decision": row.public_id})
    return row


@use_case("process.edit_intake")
def edit_intake(
    *,
    by: Viewer,
    process_id: str,
    note: str,
    like_cases: int | None,
    interviews: int | None,
    predecessor_id: str | None,
    version: int | None,
) -> PlanningProcess:
    """Change where the topic comes from and the evidence beside the cases, while the topic is a draft.

    Its source stays. Raises `Unmet` where a topic that did not come out of a reconstruction would lose its note.
    """
    process = lock(visible_processes(by).select_related("predecessor"), public_id=process_id)
    if not may_keep_origin(by, process):
        raise Forbidden(by, process)
    check_version(process, version)
    if process.stage not in DRAFTING_STAGES:
        raise Refused(Message(mark("Where the topic comes from can no longer be changed at this stage.")))
    source = IntakeSource(process.source)
    if source is not IntakeSource.RECONSTRUCTION:
        passed("take_over", StepFacts(intake=IntakeFacts(source, note)))
    known = process.predecessor.public_id if process.predecessor else ""
    if (predecessor_id or "") != known:
        _refuse_cycle(process)
        process.predecessor = known_predecessor(by, predecessor_id)
    fill(process, {"source_note": note, "like_cases": like_cases, "interviews": interviews})
    save(process)
    record(by, "process.intake_edited", process)
    return process


def _refuse_cycle(process: PlanningProcess) -> None:
    """Refuse to rewrite what a step has recorded: the next cycle and a remainder keep what they follow."""
    if process.steps.filter(transition__in=["start_next_cycle", "split_remainder"]).exists():
        raise Refused(Message(mark("This process follows an earlier one by its beginning. That stays on record.")))


def _live_stage(stage: str) -> Stage:
    if stage not in LIVE_STAGES:
        raise Refused(Message(mark("Choose where the topic stands now.")))
    return Stage(stage)


def _moment(day: date | None) -> datetime:
    """Return when a local day of the past began to count: noon, or now on the present day."""
    if day is None or day == clock.today():
        return clock.now()
    if day > clock.today():
        raise Refused(Message(mark("This day lies in the future: %(day)s"), {"day": day}))
    return moment_of(day, time(12))


def _write_topic(process: PlanningProcess, statement: str) -> Topic | None:
    statement = clean_line(statement)
    if not statement:
        return None
    refuse_personal_data("statement", statement)
    topic = Topic(process=process, version=0)
    fill(topic, {"statement": statement})
    save(topic)
    return topic


def _keep_report(process: PlanningProcess, addressee: str, reported_on: date) -> None:
    """Record to whom the topic was reported, so that the state can answer."""
    if not clean_line(addressee):
        raise Refused(Message(mark("Record to whom the topic is reported.")))
    report = StateReport(process=process, version=0)
    fill(report, {"addressee": addressee, "reported_on": reported_on})
    save(report)


def _keep(by: Viewer, process: PlanningProcess, decision: EarlierFacts) -> EarlierDecision:
    if decision.decided_on > clock.today():
        raise Refused(Message(mark("This day lies in the future: %(day)s"), {"day": decision.decided_on}))
    row = EarlierDecision(process=process, entered_by=by.acting_person)
    fill(row, asdict(decision))
    row.save()
    return row
