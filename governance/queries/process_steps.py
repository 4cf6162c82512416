"""What a page says about each step of a process: its findings, what is missing, who may take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.access.cases import may_see_cases
from governance.access.planning import may_take_step
from governance.access.viewer import Viewer
from governance.models import Justification, PlanningProcess
from governance.queries.planning import Evidence, evidence, open_justifications
from governance.queries.step_facts import step_facts
from governance.rules.facts import StepFacts
from governance.rules.guards import Finding, check, flags, for_public, is_justifiable, unmet
from governance.rules.stages import ENDED_STAGES, Stage
from governance.rules.steps import Transition
from governance.rules.transitions import transitions_from

# A reason belongs to the form of the step itself, so a page does not list it as missing.
OWN_FORM = frozenset({"reason_given", "conditions_recorded", "date_set"})


@dataclass(frozen=True)
class StepView:
    """One step as a viewer sees it: its findings, whether it is possible, and whether they may take it.

    `findings` name cases only for those who may see them; a missing reason is not among them.
    """

    step: Transition
    findings: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    may_take: bool

    @property
    def possible(self) -> bool:
        """Whether nothing but a reason stands in the way."""
        return not self.missing


@dataclass(frozen=True)
class Outlook:
    """Where a process can go from here. `ahead` is the next step in the order of the process, if there is one."""

    ahead: StepView | None
    others: tuple[StepView, ...]
    flags: tuple[Finding, ...]


# What usually comes next, the first that the profile has.
AHEAD: Mapping[Stage, tuple[str, ...]] = {
    Stage.CASE_RECONSTRUCTION: ("derive_topic",),
    Stage.TOPIC_DRAFT: ("check_scope", "submit_topic"),
    Stage.SCOPE_CHECK: ("escalate",),
    Stage.LOCAL_SOLUTION: ("document_solution",),
    Stage.TOPIC_DECISION: ("establish_topic",),
    Stage.ESTABLISHED: ("adopt_mandate",),
    Stage.COMMISSIONED: ("constitute_group",),
    Stage.GROUP_WORKING: ("submit_proposal",),
    Stage.PROPOSAL_DECISION: ("adopt_proposal",),
    Stage.IMPLEMENTATION: ("start_evaluation",),
    Stage.EVALUATION: ("complete",),
    Stage.REPORTED_TO_STATE: ("state_answered",),
}


def outlook(
    viewer: Viewer,
    process: PlanningProcess,
    known: Evidence,
    justified: Mapping[str, Justification],
) -> Outlook:
    """Return every step that leaves the present stage of `process` in its profile, with its findings for the viewer.

    Of the steps that only a resolution takes, just the one ahead has findings. Where nothing makes a topic a matter of
    the steering group, the step ahead is its solution by a group.
    """
    stage = Stage(process.stage)
    steps = transitions_from(stage, known.facts.profile.switches)
    judged = tuple(step for step in steps if not step.by_resolution or step.name in AHEAD.get(stage, ()))
    facts = step_facts(process, known, judged, justified=justified)
    views = {
        step.name: _view(viewer, process, step, facts=facts, justified=justified)
        if step in judged
        else StepView(step, (), (), may_take=False)
        for step in steps
    }
    ahead = next((views.pop(name) for name in _ahead(stage, facts) if name in views), None)
    if stage in ENDED_STAGES:  # what cannot follow any more is no news
        views = {name: view for name, view in views.items() if view.possible}
    found = flags(facts)
    return Outlook(ahead, tuple(views.values()), found if may_see_cases(viewer) else for_public(found))


def _ahead(stage: Stage, facts: StepFacts) -> tuple[str, ...]:
    if stage is Stage.SCOPE_CHECK and facts.scope.assessed and not facts.scope.triggers:
        return ("solve_locally", "clear_scope")
    return AHEAD.get(stage, ())


def step_view(viewer: Viewer, process: PlanningProcess, step: Transition) -> StepView:
    """Return one step of `process` as `outlook` would, for the page of that step."""
    justified = open_justifications(process)
    facts = step_facts(process, evidence(process), (step,), justified=justified)
    return _view(viewer, process, step, facts=facts, justified=justified)


def _view(
    viewer: Viewer,
    process: PlanningProcess,
    step: Transition,
    *,
    facts: StepFacts,
    justified: Mapping[str, Justification],
) -> StepView:
    findings = tuple(found for found in check(step.name, facts) if found.guard not in OWN_FORM)
    missing = unmet(findings, justified)
    if not may_see_cases(viewer):
        findings, missing = for_public(findings), for_public(missing)
    return StepView(step, findings, missing, may_take_step(viewer, process, step))


def needed_justifications(findings: tuple[Finding, ...]) -> frozenset[str]:
    """Return the guards whose open findings a step passes only with a justification."""
    return frozenset(found.guard for found in findings if is_justifiable(found))
