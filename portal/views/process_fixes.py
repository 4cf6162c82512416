"""Where a finding of a process is mended: one button for each, for whoever may do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.models import DecisionPaper, Justification, PlanningProcess
from governance.queries.process_surroundings import Surroundings
from governance.queries.wording import say
from governance.rules.findings import Finding
from governance.rules.outcomes import PaperSubject
from governance.rules.stages import DRAFTING_STAGES, Stage
from governance.rules.text import mark
from portal.components.actions import Action, Link
from portal.components.findings import FindingState
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.chain_shown import chain_url


@dataclass(frozen=True)
class Around:
    """What the fix of a finding depends on."""

    request: PortalRequest
    process: PlanningProcess
    sees_cases: bool
    may_draft: bool
    may_work: bool
    addresses: dict[str, str]
    series: tuple[str, ...]
    paper: DecisionPaper | None
    justified: dict[str, Justification]
    surroundings: Surroundings

    def to(self, name: str, *parts: str) -> str:
        """Return the address of a page of the authority."""
        return to(self.request, name, *parts)


def fix_of(around: Around, found: Finding, state: FindingState, *, healed: bool) -> Action | None:
    """Return the one button that leads to the fix, if the viewer can do it."""
    if state == "ok" and not healed:
        return None
    if around.may_draft and (healed or state == "warn"):
        label = _("Change justification") if healed else _("Justify")
        return Action(label, around.to("justify", around.process.public_id, found.guard), context=say(found.message))
    kind = found.link or ""
    fix = GROUP_FIXES.get(kind) if around.may_work else None
    if fix is None and around.may_draft:
        fix = FIXES.get(kind)
    return fix(around) if fix else None


def _topic(around: Around) -> Action | None:
    if around.process.stage not in DRAFTING_STAGES:
        return None
    return Action(_("Edit topic"), around.to("topic", around.process.public_id))


def _series(around: Around) -> Action | None:
    return Action(_("Open series"), around.to("series", around.series[0])) if around.series else None


def _paper(around: Around) -> Action:
    if around.paper is not None:
        return Action(_("Open paper"), around.to("paper", around.paper.public_id))
    return Action(_("Begin paper"), paper_create(around.request, around.process))


def _mandate(around: Around) -> Action:
    mandate = around.surroundings.mandate
    if mandate is not None:
        return Action(_("Open mandate"), around.to("mandate", mandate.public_id))
    return Action(_("Write mandate"), around.to("process_mandate", around.process.public_id))


def _group(around: Around) -> Action | None:
    mandate = around.surroundings.mandate
    return Action(_("Open nominations"), around.to("mandate", mandate.public_id)) if mandate else None


def _goal_system(around: Around) -> Action:
    system = around.surroundings.goal_system
    if system is not None:
        return Action(_("Open Zielsystem"), around.to("goal_system", system.public_id))
    return Action(_("Begin Zielsystem"), around.to("goal_begin", around.process.public_id))


def _chain(around: Around) -> Action:
    chains = around.surroundings.chains.rows
    if chains:
        return Action(_("Open chain"), chain_url(around.request, chains[0]))
    return Action(_("Begin chain"), around.to("chain_begin", around.process.public_id))


def _measures(around: Around) -> Action:
    return Action(_("Look at the measures"), f"{around.to('measures')}?vorgang={around.process.public_id}")


def _on_process(label: str, page: str) -> Callable[[Around], Action]:
    return lambda around: Action(_(label), around.to(page, around.process.public_id))


# What coordinators mend, by the symbolic target of the finding.
FIXES: Mapping[str, Callable[[Around], Action | None]] = {
    "topic": _topic,
    "series": _series,
    "paper": _paper,
    "mandate": _mandate,
    "group": _group,
    "intake": _on_process(mark("Record the source"), "process_origin"),
    "scope": _on_process(mark("Open scope check"), "process_scope"),
    "document": _on_process(mark("Open documents"), "process_documents"),
    "state": _on_process(mark("Open report to the state"), "process_state"),
    "measures": _measures,
    "measure_plan": _on_process(mark("Plan measure"), "measure_plan"),
    "evaluation": _on_process(mark("Write the check"), "evaluation_edit"),
    "notice": _on_process(mark("Inform practice"), "process_notice"),
}
# What the group itself mends, too.
GROUP_FIXES: Mapping[str, Callable[[Around], Action | None]] = {
    "goal_system": _goal_system,
    "chain": _chain,
    "statement": _on_process(mark("Open statement"), "process_statement"),
}


def paper_create(request: PortalRequest, process: PlanningProcess) -> str:
    """Return where a paper of `process` begins, with the subject that its stage asks for."""
    subject = SUBJECTS.get(Stage(process.stage))
    chosen = f"&subject={subject.value}" if subject else ""
    return f"{to(request, 'paper_create')}?process={process.public_id}{chosen}"


SUBJECTS: Mapping[Stage, PaperSubject] = {
    Stage.ESTABLISHED: PaperSubject.MANDATE,
    Stage.GROUP_WORKING: PaperSubject.ADOPT_PROPOSAL,
    Stage.EVALUATION: PaperSubject.REWORK_PROPOSAL,
}
"""The subject of the paper that a stage usually waits for; otherwise one on the topic."""


def look_of(around: Around, found: Finding) -> Link | None:
    """Return the link to the case that a finding names, for those who may see cases."""
    address = around.addresses.get(found.case_code or "")
    if not around.sees_cases or not address:
        return None
    return Link(_("Open case"), around.to("case", address))
