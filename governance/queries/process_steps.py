"""What the steps of a process need to know of cases, papers and agendas, and what a page says about each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from governance.access.cases import may_see_cases
from governance.access.planning import may_take_step
from governance.access.viewer import Viewer
from governance.models import AgendaItem, DecisionPaper, Justification, PlanningProcess
from governance.queries.planning import Evidence, evidence, open_justifications
from governance.rules.facts import RELEASED_STATES, PaperFacts, StepFacts
from governance.rules.guards import Finding, check, flags, for_public, is_justifiable, unmet
from governance.rules.lifecycles import MeetingState, PaperState
from governance.rules.outcomes import PaperSubject
from governance.rules.stages import Stage
from governance.rules.steps import Transition
from governance.rules.transitions import transitions_from

SENT_OUT = (MeetingState.INVITED, MeetingState.IN_SESSION)
# A reason belongs to the form of the step itself, so a page does not list it as missing.
OWN_FORM = frozenset({"reason_given", "conditions_recorded"})


def open_papers(process: PlanningProcess) -> QuerySet[DecisionPaper]:
    """Return the papers of `process` that are neither decided nor withdrawn, with `dispatched`.

    `dispatched`: a pending item of an agenda that has been sent out carries the paper.
    """
    pending = AgendaItem.objects.pending().filter(paper=OuterRef("pk"), meeting__state__in=SENT_OUT)
    papers: QuerySet[DecisionPaper] = DecisionPaper.objects.open().filter(process=process)
    return papers.annotate(dispatched=Exists(pending))


def paper_facts(process: PlanningProcess, *, with_text: bool = False) -> PaperFacts:
    """Return the paper that carries `process`: an establishing one before others, the newest first.

    What its released version prints is looked up `with_text` only.
    """
    papers = sorted(
        open_papers(process).order_by("-pk"),
        key=lambda paper: (paper.subject != PaperSubject.ESTABLISH_TOPIC, paper.state == PaperState.DRAFT),
    )
    if not papers:
        return PaperFacts()
    paper = papers[0]
    return PaperFacts(
        exists=True,
        state=PaperState(paper.state),
        on_dispatched_agenda=any(row.dispatched for row in papers),
        subject=PaperSubject(paper.subject),
        printed=_printed(paper) if with_text and paper.state in RELEASED_STATES else frozenset(),
    )


def _printed(paper: DecisionPaper) -> frozenset[str]:
    version = paper.versions.order_by("-ordinal").values_list("content__justifications", flat=True).first()
    return frozenset(row["text"] for row in version or ())


def step_facts(
    process: PlanningProcess, known: Evidence, justified: Mapping[str, Justification], *, reason: str = ""
) -> StepFacts:
    """Return everything the guards may ask about `process` now, out of what is `known` of its cases.

    `justified` are its open justifications, `reason` is what was written for the step.
    """
    texts = {guard: row.text for guard, row in justified.items()}
    paper = paper_facts(process, with_text=bool(texts))
    return replace(known.facts, paper=paper, justified=texts, reason=reason)


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


AHEAD: Mapping[Stage, str] = {
    Stage.CASE_RECONSTRUCTION: "derive_topic",
    Stage.TOPIC_DRAFT: "submit_topic",
    Stage.TOPIC_DECISION: "establish_topic",
}


def outlook(
    viewer: Viewer,
    process: PlanningProcess,
    known: Evidence,
    justified: Mapping[str, Justification],
) -> Outlook:
    """Return every step that leaves the present stage of `process`, with its findings for the viewer."""
    facts = step_facts(process, known, justified)
    views = {
        step.name: _view(viewer, process, step, facts=facts, justified=justified)
        for step in transitions_from(Stage(process.stage))
    }
    ahead = views.pop(AHEAD.get(Stage(process.stage), ""), None)
    found = flags(facts)
    return Outlook(ahead, tuple(views.values()), found if may_see_cases(viewer) else for_public(found))


def step_view(viewer: Viewer, process: PlanningProcess, step: Transition) -> StepView:
    """Return one step of `process` as `outlook` would, for the page of that step."""
    justified = open_justifications(process)
    facts = step_facts(process, evidence(process), justified)
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
