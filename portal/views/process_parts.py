"""A process page turned into components: track, findings, red thread, steps (prototype `vorgang.html`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.access.cases import may_see_cases
from governance.access.papers import reads_every_draft
from governance.access.planning import may_draft_topic, may_work_on
from governance.models import PlanningProcess
from governance.queries.planning import evidence, open_justifications
from governance.queries.process_page import ProcessPage
from governance.queries.process_steps import StepView
from governance.queries.process_surroundings import surroundings
from governance.queries.wording import say
from governance.rules.facts import Severity
from governance.rules.guards import Finding as Found
from governance.rules.stages import DRAFTING_STAGES
from governance.rules.steps import Actor
from portal.components.findings import Finding, Findings, FindingState
from portal.components.thread import ThreadEntry
from portal.components.track import Track
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.process_fixes import GROUP_FIXES, Around, fix_of, look_of
from portal.views.process_thread import thread_of, track_of


@dataclass(frozen=True)
class StepLine:
    """Another step at this stage: possible with `url`, or not, and why."""

    label: str
    text: str
    url: str = ""
    danger: bool = False


@dataclass(frozen=True)
class Parts:
    """The components of a process page."""

    track: Track
    findings: Findings
    flags: Findings
    ahead: StepView | None
    ahead_label: str
    others: tuple[StepLine, ...]
    thread: tuple[ThreadEntry, ...]


def parts_of(request: PortalRequest, page: ProcessPage) -> Parts:
    """Return everything the template of a process prints."""
    around = Around(
        request,
        page.process,
        page.sees_cases,
        may_draft_topic(request.viewer, page.process),
        may_work_on(request.viewer, page.process),
        page.evidence.addresses,
        tuple(row.public_id for row in page.evidence.series),
        page.open_paper,
        dict(page.justified),
        page.around,
    )
    ahead, drafting = page.outlook.ahead, page.stage in DRAFTING_STAGES
    return Parts(
        track=track_of(request, page),
        findings=Findings(tuple(_finding(around, row) for row in ahead.findings) if ahead else ()),
        # While the topic is drafted the next step itself asks about withdrawn cases.
        flags=Findings(() if drafting else tuple(_finding(around, row) for row in page.outlook.flags)),
        ahead=ahead,
        ahead_label=_(ahead.step.label) if ahead else "",
        others=tuple(_line(request, page, view) for view in page.outlook.others),
        thread=tuple(thread_of(request, page)),
    )


def findings_of(request: PortalRequest, process: PlanningProcess, found: Iterable[Found]) -> Findings:
    """Return the findings of one step for its own page."""
    known = evidence(process)
    around = Around(
        request,
        process,
        may_see_cases(request.viewer),
        may_draft_topic(request.viewer, process),
        may_work_on(request.viewer, process),
        known.addresses,
        tuple(row.public_id for row in known.series),
        process.papers.open().order_by("-pk").first() if reads_every_draft(request.viewer) else None,
        open_justifications(process),
        surroundings(request.viewer, process),
    )
    return Findings(tuple(_finding(around, row) for row in found))


def _finding(around: Around, found: Found) -> Finding:
    written = around.justified.get(found.guard) if not found.fulfilled else None
    healed = written is not None and found.severity is Severity.JUSTIFIABLE
    state: FindingState = "ok"
    if not found.fulfilled and not healed:
        state = "bad" if found.severity is Severity.BLOCKING else "warn"
    sentence = found.message if around.sees_cases else found.public_message
    reason = say(found.detail) if found.detail and around.sees_cases else ""
    if state == "warn":
        reason = _("Possible with a written justification, which is printed on the decision paper.")
    return Finding(
        state=state,
        sentence=say(sentence),
        reason=reason or (_("Justified in writing.") if healed else ""),
        responsible=_responsible(found) if state != "ok" else "",
        action=fix_of(around, found, state, healed=healed),
        link=look_of(around, found),
        justification=written.text if written and healed else "",
    )


def _responsible(found: Found) -> str:
    if found.case_code or (found.link or "").startswith("series"):
        return _("Responsible: case management.")
    if found.link in GROUP_FIXES:
        return _("Responsible: project group.")
    return _("Responsible: coordination.")


def _line(request: PortalRequest, page: ProcessPage, view: StepView) -> StepLine:
    label = _(view.step.label)
    if view.step.by_resolution:
        return StepLine(label, _("Only by resolution: %(body)s.") % {"body": page.process.body.name})
    if not view.possible:
        return StepLine(label, " ".join(say(row.public_message) for row in view.missing))
    if not view.may_take:
        by_group = Actor.GROUP_LEAD in view.step.actors
        who = _("Taken by the lead of the group or the coordination.") if by_group else _("Taken by the coordination.")
        return StepLine(label, who)
    address = to(request, "process_step", page.process.public_id, view.step.name)
    text = _("Needs a reason.") if view.step.needs_reason else ""
    return StepLine(label, text, address, view.step.name == "withdraw")
