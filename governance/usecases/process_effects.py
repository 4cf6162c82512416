"""What a resolution does: it moves the process of its paper, and what hangs on the steps follows (decisions.md).

First the guards of every step in the sequence are asked and the stages move; then the resolution is registered; then
the consequences are carried out under its number, all in the transaction that concludes the item. If a guard fails
nothing moves: the vote stands, the effect waits, and `release_effect` tries again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from governance.access.decisions import may_release_effect
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    EffectState,
    MandateAdoption,
    MandateVersion,
    Person,
    PlanningProcess,
    ProcessEffect,
    Resolution,
    StateReport,
    StepRecord,
)
from governance.queries.goal_decisions import outcomes_of
from governance.queries.planning import evidence
from governance.queries.step_facts import judges_mandate, step_facts
from governance.rules import clock
from governance.rules.characters import clean_lines, shortened
from governance.rules.effects import effects_of
from governance.rules.facts import Severity, StepFacts
from governance.rules.findings import Finding
from governance.rules.goals import NodeDecision
from governance.rules.guards import check, unmet
from governance.rules.lifecycles import MandateVersionState
from governance.rules.outcomes import Outcome, PaperSubject, ReferBackTarget
from governance.rules.stages import Stage
from governance.rules.steps import Transition
from governance.rules.text import Message, mark
from governance.rules.transitions import TRANSITIONS
from governance.usecases.decisions import Effect, store_steps
from governance.usecases.foundation import Forbidden, Refused, lock, record, save, use_case
from governance.usecases.mandates import (
    adopt_mandate_version,
    end_mandates,
    lock_mandates,
    take_up_mandate_again,
)
from governance.usecases.measures import bind_planned_measures, drop_open_measures
from governance.usecases.planning import move, stored_findings, write_step
from governance.usecases.proposal_effects import carry_out_proposal, split_off_remainder


def plan_effect(
    *,
    item: AgendaItem,
    outcome: Outcome,
    target: ReferBackTarget | None,
    conditions: str,
    wording: str,
    until: date | None,
    actor: Person | None,
) -> Effect | None:
    """Move the process of the item's paper as the outcome wants; None without a process.

    The paper still lies on the agenda, as the guards expect. `conditions` and `wording` are those of the vote, `until`
    is the day by which a proposal that is referred back comes again. If a guard fails nothing moves, and the effect
    waits.
    """
    paper = item.paper
    if paper is None or paper.process_id is None:
        return None
    process = lock(PlanningProcess.objects.all(), pk=paper.process_id)
    names = effects_of(PaperSubject(paper.subject), outcome, target)
    _set_day(process, names, until)
    changed = outcome is not Outcome.ADOPTED
    reason = effect_reason(names, conditions, wording)
    return take_by_resolution(process, names, item=item, reason=reason, changed=changed, actor=actor)


def _set_day(process: PlanningProcess, names: Sequence[str], until: date | None) -> None:
    """Note the day by which a proposal that is referred back comes again; it is saved when the process moves."""
    if until is not None and "refer_back_proposal" in names:
        process.due_back_on = until


def take_by_resolution(
    process: PlanningProcess,
    names: Sequence[str],
    *,
    item: AgendaItem | None,
    reason: str,
    changed: bool,
    actor: Person | None,
) -> Effect:
    """Ask the guards of every step in order, then take them all, or none and return what holds them up.

    The caller has locked the process. `changed`: the body has decided another wording than the one that lay before it.
    Raises `ValueError` for a step that a person takes.
    """
    if any(not TRANSITIONS[name].by_resolution for name in names):
        raise ValueError("only steps of a resolution follow from a resolution")
    steps = _wanted(names, item)
    if not steps:
        return Effect(process, (), (), ())
    if judges_mandate(steps):
        lock_mandates(process)
    facts = step_facts(process, evidence(process), steps, reason=clean_lines(reason), item=item)
    if changed:  # what the body has changed in session cannot be what lay before it
        facts = replace(facts, mandate=replace(facts.mandate, as_laid=True))
    found = {step.name: check(step.name, facts) for step in steps}
    held = _held_up(process, steps, found)
    taken = tuple(step.name for step in steps)
    if held:
        return Effect(process, taken, (), held)
    entries = tuple(_take(process, step, found[step.name], facts, actor) for step in steps if step.sources)
    return Effect(process, taken, entries, ())


def _wanted(names: Sequence[str], item: AgendaItem | None) -> tuple[Transition, ...]:
    """Return the steps; a remainder is split off only where something was returned and not all of it rejected."""
    returned = any(row.decision == NodeDecision.RETURNED for row in (outcomes_of(item) if item else ()))
    return tuple(TRANSITIONS[name] for name in names if name != "split_remainder" or returned)


def _held_up(
    process: PlanningProcess, steps: Sequence[Transition], found: Mapping[str, tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    stage = Stage(process.stage)
    for step in steps:
        if step.sources and stage not in step.sources:
            return (_wrong_stage(),)
        if unmet(found[step.name]):
            return unmet(found[step.name])
        stage = step.target if step.sources else stage
    return ()


def _wrong_stage() -> Finding:
    message = Message(mark("The process stands at another stage, so the effect of the resolution cannot happen yet."))
    return Finding("stage", False, Severity.BLOCKING, message, message)


def _take(
    process: PlanningProcess, step: Transition, findings: tuple[Finding, ...], facts: StepFacts, actor: Person | None
) -> StepRecord:
    source = move(process, step)
    return write_step(process, step, source, findings, reason=facts.reason, actor=actor)


def carry_out(*, effect: Effect | None, resolution: Resolution, item: AgendaItem) -> None:
    """Let follow what hangs on the steps that were taken, under the number of the resolution.

    What was decided on single goals is bound to the resolution in any case, also while the effect waits.
    """
    for row in outcomes_of(item):
        row.resolution = resolution
        row.save(update_fields=["resolution"])
    if effect is None or not effect.steps:
        return
    for name in effect.transitions:
        follow = CONSEQUENCES.get(name)
        if follow is not None:
            follow(effect.process, resolution)


def _adopt_mandate(process: PlanningProcess, resolution: Resolution) -> None:
    drafts = MandateVersion.objects.filter(mandate__processes=process, state=MandateVersionState.DRAFT)
    adopted = adopt_mandate_version(drafts.get(), at=resolution.decided_at)
    MandateAdoption.objects.create(resolution=resolution, mandate_version=adopted)


def _split(process: PlanningProcess, resolution: Resolution) -> None:
    entry = split_off_remainder(process, resolution)
    store_steps(resolution, (entry,))


def _reject_proposal(process: PlanningProcess, _resolution: Resolution) -> None:
    end_mandates(process, on=clock.today(), reason=REJECTED)


def _reject_topic(process: PlanningProcess, _resolution: Resolution) -> None:
    drop_open_measures(process, REJECTED)
    end_mandates(process, on=clock.today(), reason=REJECTED)


def _bind_measures(process: PlanningProcess, resolution: Resolution) -> None:
    bind_planned_measures(process, resolution)


def _discontinue(process: PlanningProcess, resolution: Resolution) -> None:
    words = shortened(resolution.wording, MAX_REASON)
    end_mandates(process, on=clock.today(), reason=words)
    drop_open_measures(process, words)


def _rework(process: PlanningProcess, _resolution: Resolution) -> None:
    take_up_mandate_again(process)


def _report_to_state(process: PlanningProcess, _resolution: Resolution) -> None:
    report = lock(StateReport.objects.filter(process=process, closed_on__isnull=True))
    report.reported_on = clock.today()
    save(report)


REJECTED = "Abgelehnt durch Beschluss."
MAX_REASON = 2000
"""So long may the reason of an end be; the resolution keeps the whole wording."""

CONSEQUENCES: Mapping[str, Callable[[PlanningProcess, Resolution], None]] = {
    "adopt_mandate": _adopt_mandate,
    "amend_mandate": _adopt_mandate,
    "adopt_proposal": carry_out_proposal,
    "split_remainder": _split,
    "reject_proposal": _reject_proposal,
    "reject_topic": _reject_topic,
    "decide_solution": _bind_measures,
    "rework_proposal": _rework,
    "discontinue": _discontinue,
    "report_to_state": _report_to_state,
}
"""What follows from a step beyond the stage of the process; in the order in which the steps are taken."""


@use_case("resolution.release_effect")
def release_effect(*, by: Viewer, resolution_id: str) -> ProcessEffect:
    """Try a waiting effect again; raises `Refused` when there is none. What is still missing is stored anew."""
    resolutions = Resolution.objects.filter(register__body__authority=by.authority)
    resolution = resolutions.select_related("register__body", "item__paper", "vote").get(public_id=resolution_id)
    if not may_release_effect(by, resolution):
        raise Forbidden(by, resolution)
    process_id = ProcessEffect.objects.filter(resolution=resolution).values_list("process_id", flat=True).first()
    if process_id is None:
        raise Refused(Message(mark("No effect of this resolution is waiting.")))
    process = lock(PlanningProcess.objects.all(), pk=process_id)
    effect: ProcessEffect = lock(ProcessEffect.objects.all(), resolution=resolution)
    if effect.state != EffectState.WAITING:
        raise Refused(Message(mark("No effect of this resolution is waiting.")))
    _set_day(process, effect.transitions, resolution.vote.refer_until if resolution.vote else None)
    tried = take_by_resolution(
        process,
        effect.transitions,
        item=resolution.item,
        reason=effect_reason(effect.transitions, resolution.conditions, resolution.wording),
        changed=resolution.outcome != Outcome.ADOPTED,
        actor=by.person,
    )
    effect.missing = stored_findings(tried.findings)
    if tried.steps:
        effect.state = EffectState.DONE
        effect.steps.set(tried.steps)
    effect.save()
    carry_out(effect=tried, resolution=resolution, item=resolution.item)
    record(by, "resolution.effect_tried", resolution, {"done": bool(tried.steps)})
    return effect


def effect_reason(names: Sequence[str], conditions: str, wording: str) -> str:
    """Return what the history gives as the reason: the conditions of a referral back; of an end what was decided."""
    return conditions or (wording if "discontinue" in names else "")
