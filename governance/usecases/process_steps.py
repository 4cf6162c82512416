"""The steps that people take in a process (process.md, "Transitions", by C, CM or L).

They rank above everything that hangs on a process, because their guards look at all of it and a step has consequences
there: a withdrawn process ends its papers, a constituted group gets its seats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from governance.access.planning import may_take_step, visible_processes
from governance.access.viewer import Viewer
from governance.models import AgendaItem, PlanningProcess, StateReport, StepRecord
from governance.queries.paper_facts import open_papers
from governance.queries.planning import evidence, open_justifications
from governance.queries.process_steps import needed_justifications
from governance.queries.step_facts import judges_mandate, step_facts
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.guards import check, unmet
from governance.rules.stages import Stage
from governance.rules.text import Message, mark
from governance.rules.transitions import TRANSITIONS
from governance.usecases.cases import refuse_personal_data
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    Unmet,
    advance,
    check_version,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.mandates import end_mandates, lock_mandates
from governance.usecases.measures import drop_open_measures
from governance.usecases.nominations import constitute
from governance.usecases.planning import move, write_step


@use_case("process.take_step")
def take_step(*, by: Viewer, process_id: str, transition: str, reason: str = "", version: int | None) -> StepRecord:
    """Take a step that coordinators, case managers or group leads take; a step of a resolution is refused for
    everybody.

    Locks and re-reads the process, asks the guards about the facts of now, stores the findings with the step and
    consumes the justifications it needed. Raises `Forbidden`, `Stale`, `Refused` at the wrong stage or without a
    needed reason, and `Unmet` with the findings that are still open.
    """
    process = lock(visible_processes(by), public_id=process_id)
    step = TRANSITIONS.get(transition)
    if step is None or not step.sources or not may_take_step(by, process, step):
        raise Forbidden(by, process, "only a resolution" if step and step.by_resolution else "not entitled")
    check_version(process, version)
    if Stage(process.stage) not in step.sources:
        raise Refused(Message(mark("This is not possible in the present state.")))
    reason = clean_lines(reason)
    refuse_personal_data("reason", reason)
    justified = open_justifications(process)
    if judges_mandate((step,)):
        lock_mandates(process)
    facts = step_facts(process, evidence(process), (step,), justified=justified, reason=reason)
    findings = check(step.name, facts)
    missing = unmet(findings, justified)
    if missing:
        raise Unmet(missing)
    source = move(process, step)
    entry = write_step(process, step, source, findings, reason=reason, actor=by.acting_person)
    for guard in needed_justifications(findings):
        justified[guard].consumed_by = entry
        save(justified[guard])
    follow = CONSEQUENCES.get(step.name)
    if follow is not None:
        follow(by, process)
    record(by, f"process.{step.name}", process, {"from": source, "to": step.target.value})
    return entry


def _withdraw(_by: Viewer, process: PlanningProcess) -> None:
    end_what_was_prepared(process, process.steps.latest("pk").reason)


def end_what_was_prepared(process: PlanningProcess, reason: str) -> None:
    """End the drafts around a process that ends early: open papers, planned measures, the draft of a mandate.

    The guard has seen that no paper lies on a dispatched agenda.
    """
    _withdraw_open_papers(process)
    drop_open_measures(process, reason)
    end_mandates(process, on=clock.today(), reason=reason)


def _withdraw_open_papers(process: PlanningProcess) -> None:
    """End every open paper of a process that ends, and take it off agendas that were not sent out yet."""
    for paper in open_papers(process).select_for_update(of=("self",)):
        for item in AgendaItem.objects.pending().filter(paper=paper).select_for_update(of=("self",)):
            advance(item, "remove")
            save(item)
        advance(paper, "withdraw")
        save(paper)


def _take_off_proposal(_by: Viewer, process: PlanningProcess) -> None:
    process.due_back_on = None
    save(process)


def _constitute(_by: Viewer, process: PlanningProcess) -> None:
    constitute(process, at=clock.now())


def _close_state_report(_by: Viewer, process: PlanningProcess) -> None:
    report = lock(StateReport.objects.filter(process=process, closed_on__isnull=True))
    report.closed_on = clock.today()
    save(report)


def _close_unanswered(by: Viewer, process: PlanningProcess) -> None:
    _close_state_report(by, process)
    end_what_was_prepared(process, UNANSWERED)


UNANSWERED = "Das Land hat nicht geantwortet."

CONSEQUENCES: Mapping[str, Callable[[Viewer, PlanningProcess], None]] = {
    "withdraw": _withdraw,
    "constitute_group": _constitute,
    "submit_proposal": _take_off_proposal,
    "state_answered": _close_state_report,
    "state_refers_back": _close_state_report,
    "close_unanswered": _close_unanswered,
}
"""What follows from a step that a person takes, beyond the stage of the process."""
