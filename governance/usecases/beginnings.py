"""Beginning a process: with a series of reconstructions, as the next cycle, and what every other way in shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from governance.access.cases import visible_series
from governance.access.planning import coordinates_processes, deciding_bodies, may_start_process, visible_processes
from governance.access.viewer import Viewer
from governance.models import Authority, Person, PlanningProcess, ReconstructionSeries
from governance.rules import clock
from governance.rules.facts import StepFacts
from governance.rules.guards import Finding
from governance.rules.numbering import process_number
from governance.rules.solution_facts import EffectFacts
from governance.rules.stages import EARLY_STAGES, ENDED_STAGES, SHOWN_TO_GROUP, Stage
from governance.rules.steps import Transition
from governance.rules.text import Message, mark
from governance.rules.transitions import TRANSITIONS
from governance.usecases.foundation import Forbidden, Refused, draw_number, lock, record, use_case
from governance.usecases.planning import choose_coordinator, passed, process_title, series_facts, write_step


def begin_process(
    authority: Authority,
    step: Transition,
    findings: Iterable[Finding],
    *,
    actor: Person | None,
    target: Stage | None = None,
    since: datetime | None = None,
    began: datetime | None = None,
    series: Iterable[ReconstructionSeries] = (),
    **values: Any,
) -> PlanningProcess:
    """Create a process under the next number of the year ("HX-V-2027-02"), with the first entry of its history.

    Every step without a source ends here. `values` are fields of the process, `target` says where a step with several
    leads, `since` and `began` where it is not from now on. The caller has asked the guards and writes the audit entry.
    """
    year, stage = clock.today().year, target or step.target
    if stage not in step.targets:
        raise Refused(Message(mark("This is not possible in the present state.")))
    since = since or clock.now()
    process = PlanningProcess.objects.create(
        authority=authority,
        number=process_number(authority.code, year, draw_number(f"process:{authority.public_id}:{year}")),
        stage=stage.value,
        stage_since=since,
        started_at=began or since,
        shown_to_body=stage not in EARLY_STAGES,
        shown_to_group=stage in SHOWN_TO_GROUP,
        **values,
    )
    process.series.set(series)
    write_step(process, step, "", findings, actor=actor, target=stage)
    return process


@use_case("process.start")
def start_process(
    *,
    by: Viewer,
    title: str,
    body_id: str,
    series_ids: Sequence[str],
    coordinator_id: str | None = None,
    predecessor_id: str | None = None,
) -> PlanningProcess:
    """Begin a process with its series of reconstructions.

    Without `coordinator_id` the acting coordinator looks after it. `predecessor_id` names the ended process whose topic
    it takes up again. Raises `Unmet` without a series.
    """
    if not may_start_process(by):
        raise Forbidden(by, by.authority)
    title = process_title(title)
    body = deciding_bodies(by).get(public_id=body_id)
    predecessor = known_predecessor(by, predecessor_id)
    series = tuple(visible_series(by).filter(public_id__in=series_ids))
    findings = passed("start", StepFacts(series=series_facts(series)))
    process = begin_process(
        by.authority,
        TRANSITIONS["start"],
        findings,
        actor=by.acting_person,
        series=series,
        body=body,
        title=title,
        coordinator=choose_coordinator(by, coordinator_id),
        predecessor=predecessor,
    )
    record(by, "process.started", process, {"number": process.number})
    return process


def known_predecessor(by: Viewer, process_id: str | None) -> PlanningProcess | None:
    """Return the ended process that a new one continues; raises `Refused` for one that runs or was merged away."""
    if not process_id:
        return None
    process: PlanningProcess = visible_processes(by).get(public_id=process_id)
    if process.stage not in ENDED_STAGES or process.merged_into_id is not None:
        raise Refused(Message(mark("Only a process that has ended can be named as the earlier one.")))
    return process


@use_case("process.start_next_cycle")
def start_next_cycle(
    *, by: Viewer, process_id: str, title: str, series_ids: Sequence[str], coordinator_id: str | None = None
) -> PlanningProcess:
    """Begin the cycle after a completed process: a new process of the same body that names it (HX-07).

    Raises `Unmet` while the process is not completed, or without a series.
    """
    before = lock(visible_processes(by), public_id=process_id)
    if not coordinates_processes(by):
        raise Forbidden(by, before)
    title = process_title(title)
    series = tuple(visible_series(by).filter(public_id__in=series_ids))
    facts = StepFacts(
        series=series_facts(series),
        effect=EffectFacts(predecessor_completed=before.stage == Stage.COMPLETED),
    )
    findings = passed("start_next_cycle", facts)
    process = begin_process(
        by.authority,
        TRANSITIONS["start_next_cycle"],
        findings,
        actor=by.acting_person,
        series=series,
        body=before.body,
        title=title,
        coordinator=choose_coordinator(by, coordinator_id),
        predecessor=before,
    )
    record(by, "process.next_cycle_started", process, {"number": process.number, "after": before.public_id})
    return process
