"""A process page turned into components: track, findings, red thread, steps (prototype `vorgang.html`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.access.cases import may_see_cases
from governance.access.papers import reads_every_draft
from governance.access.planning import may_draft_topic
from governance.models import DecisionPaper, Justification, PlanningProcess
from governance.queries.planning import evidence, open_justifications
from governance.queries.process_page import ProcessPage
from governance.queries.process_steps import StepView
from governance.queries.wording import say
from governance.rules.facts import Severity
from governance.rules.guards import Finding as Found
from governance.rules.lifecycles import PaperState
from governance.rules.stages import DRAFTING_STAGES, Stage
from portal.components import dates
from portal.components.actions import Action, Link
from portal.components.findings import Finding, Findings, FindingState
from portal.components.thread import ThreadEntry
from portal.components.track import End, PhaseFacts, Track, track
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.measure_parts import fix_of

# A topic rests on a handful of cases; of a long list the first ones stand for all, the series has them.
CODES_SHOWN = 25
PAPER_LIVE = frozenset({PaperState.DRAFT, PaperState.RELEASED, PaperState.SCHEDULED})


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


@dataclass(frozen=True)
class _Around:
    """What the fix of a finding depends on."""

    request: PortalRequest
    process: PlanningProcess
    sees_cases: bool
    may_draft: bool
    addresses: dict[str, str]
    series: tuple[str, ...]
    paper: DecisionPaper | None
    justified: dict[str, Justification]


def parts_of(request: PortalRequest, page: ProcessPage) -> Parts:
    """Return everything the template of a process prints."""
    around = _Around(
        request,
        page.process,
        page.sees_cases,
        may_draft_topic(request.viewer, page.process),
        page.evidence.addresses,
        tuple(row.public_id for row in page.evidence.series),
        page.open_paper,
        dict(page.justified),
    )
    ahead = page.outlook.ahead
    return Parts(
        track=_track(request, page),
        findings=Findings(tuple(_finding(around, row) for row in ahead.findings) if ahead else ()),
        flags=Findings(tuple(_finding(around, row) for row in page.outlook.flags)),
        ahead=ahead,
        ahead_label=_(ahead.step.label) if ahead else "",
        others=tuple(_line(request, page, view) for view in page.outlook.others),
        thread=tuple(_thread(request, page)),
    )


def findings_of(request: PortalRequest, process: PlanningProcess, found: Iterable[Found]) -> Findings:
    """Return the findings of one step for its own page."""
    known = evidence(process)
    around = _Around(
        request,
        process,
        may_see_cases(request.viewer),
        may_draft_topic(request.viewer, process),
        known.addresses,
        tuple(row.public_id for row in known.series),
        process.papers.open().order_by("-pk").first() if reads_every_draft(request.viewer) else None,
        open_justifications(process),
    )
    return Findings(tuple(_finding(around, row) for row in found))


def _finding(around: _Around, found: Found) -> Finding:
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
        action=_fix(around, found, state, healed),
        link=_look(around, found),
        justification=written.text if written and healed else "",
    )


def _responsible(found: Found) -> str:
    if found.case_code or (found.link or "").startswith("series"):
        return _("Responsible: case management.")
    return _("Responsible: coordination.")


def _fix(around: _Around, found: Found, state: FindingState, healed: bool) -> Action | None:
    """Return the one button that leads to the fix, if the viewer can do it."""
    if not around.may_draft or (state == "ok" and not healed):
        return None
    process_id = around.process.public_id
    if healed or state == "warn":
        label = _("Change justification") if healed else _("Justify")
        return Action(label, to(around.request, "justify", process_id, found.guard), context=say(found.message))
    if found.link == "paper":
        return _paper_action(around)
    if found.link == "topic" and around.process.stage in DRAFTING_STAGES:
        return Action(_("Edit topic"), to(around.request, "topic", process_id))
    if found.link == "series" and around.series:
        return Action(_("Open series"), to(around.request, "series", around.series[0]))
    return fix_of(around.request, around.process, found.link)


def _paper_action(around: _Around) -> Action:
    if around.paper is not None:
        return Action(_("Open paper"), to(around.request, "paper", around.paper.public_id))
    return Action(_("Begin paper"), paper_create(around.request, around.process))


def paper_create(request: PortalRequest, process: PlanningProcess) -> str:
    """Return where a paper of `process` begins."""
    return f"{to(request, 'paper_create')}?process={process.public_id}"


def _look(around: _Around, found: Found) -> Link | None:
    """Return the link to the case that a finding names, for those who may see cases."""
    address = around.addresses.get(found.case_code or "")
    if not around.sees_cases or not address:
        return None
    return Link(_("Open case"), to(around.request, "case", address))


def _line(request: PortalRequest, page: ProcessPage, view: StepView) -> StepLine:
    label = _(view.step.label)
    if view.step.by_resolution:
        return StepLine(label, _("Only by resolution: %(body)s.") % {"body": page.process.body.name})
    if not view.possible:
        return StepLine(label, " ".join(say(row.public_message) for row in view.missing))
    if not view.may_take:
        return StepLine(label, _("Taken by the coordination."))
    address = to(request, "process_step", page.process.public_id, view.step.name)
    text = _("Needs a reason.") if view.step.needs_reason else ""
    return StepLine(label, text, address, view.step.name == "withdraw")


def _track(request: PortalRequest, page: ProcessPage) -> Track:
    cases = ngettext("%(count)s case reconstructed", "%(count)s cases reconstructed", page.cases.reconstructed) % {
        "count": page.cases.reconstructed
    }
    stage = _(page.stage.label)
    facts = {1: [cases] if page.topic else [], 2: [], 3: []}
    submitted = _step_day(page, "submit_topic")
    if submitted and page.phase > 2:
        facts[2].append(_("submitted on %(day)s") % {"day": submitted})
    if not page.ended:
        since = {"stage": stage, "day": dates.day(page.process.stage_since)}
        facts[page.phase.value].append(_("Now: %(stage)s since %(day)s") % since)
    if page.next_meeting and page.stage is Stage.TOPIC_DECISION:
        facts[3].append(_("next meeting %(day)s") % {"day": dates.day(page.next_meeting.starts_at)})
    elif page.phase < 3 and not page.ended:
        facts[3].append(_("Resolution needed"))
    decided = tuple(Link(row.number, to(request, "resolution", row.public_id)) for row in page.resolutions)
    told = {number: PhaseFacts(tuple(lines)) for number, lines in facts.items()}
    told[3] = PhaseFacts(tuple(facts[3]), decided)
    end = None
    if page.ended:
        end = End(stage, PhaseFacts((dates.day(page.process.stage_since),)))
    return track(
        current=page.phase.value,
        stage=stage,
        facts=told,
        share=100 if page.stage is Stage.ESTABLISHED else 50,
        decided=page.stage is Stage.ESTABLISHED,
        end=end,
    )


def _step_day(page: ProcessPage, name: str) -> str:
    found = next((row.record.at for row in page.history if row.step.name == name), None)
    return dates.day(found) if found else ""


def _thread(request: PortalRequest, page: ProcessPage) -> Iterable[ThreadEntry]:
    yield _cases_entry(request, page)
    if page.restrictions:
        heading = ngettext(
            "%(count)s pattern from the cases", "%(count)s patterns from the cases", len(page.restrictions)
        ) % {"count": len(page.restrictions)}
        yield ThreadEntry(_("Restrictions"), (Link(heading),), " · ".join(page.restrictions))
    if page.topic:
        yield ThreadEntry(_("Topic"), (Link(page.topic.statement),))
    yield from _decisions(request, page)
    if not page.ended and page.stage is not Stage.ESTABLISHED:
        waiting = page.stage is Stage.TOPIC_DECISION
        day = dates.day(page.next_meeting.starts_at) if waiting and page.next_meeting else ""
        yield ThreadEntry(
            _("Resolution"),
            (Link(_("On the topic")),),
            side=_("planned %(day)s") % {"day": day} if day else "",
            state="open",
            gate=True,
        )


def _cases_entry(request: PortalRequest, page: ProcessPage) -> ThreadEntry:
    counts = page.cases
    if not counts.linked:
        return ThreadEntry(_("Cases"), (Link(_("No case is linked to a topic yet.")),), state="open")
    heading = ngettext("%(count)s case card", "%(count)s case cards", counts.linked) % {"count": counts.linked}
    links = tuple(Link(card.code, to(request, "case", card.public_id)) for card in page.cards[:CODES_SHOWN])
    if more := len(page.cards) - len(links):
        links += (Link(ngettext("%(count)s more", "%(count)s more", more) % {"count": more}),)
    facts = _("Pseudonymous, only for case management and coordination.")
    if counts.withdrawn:
        facts = _("%(count)s withdrawn.") % {"count": counts.withdrawn} + f" {facts}"
    side = ""
    if counts.first_day and counts.last_day:
        side = f"{dates.day(counts.first_day)} – {dates.day(counts.last_day)}"
        if counts.first_day == counts.last_day:
            side = dates.day(counts.first_day)
    return ThreadEntry(_("Cases"), (Link(heading), *links), facts, side)


def _decisions(request: PortalRequest, page: ProcessPage) -> list[ThreadEntry]:
    """Return papers and resolutions in the order of time."""
    entries = [(paper.created_at, _paper_entry(request, paper)) for paper in page.papers]
    entries += [
        (
            row.decided_at,
            ThreadEntry(
                _("Resolution"),
                (Link(f"{row.number} {row.title}", to(request, "resolution", row.public_id)),),
                row.short_sentence,
                dates.day(row.decided_at),
                gate=True,
            ),
        )
        for row in page.resolutions
    ]
    return [entry for _moment, entry in sorted(entries, key=lambda pair: pair[0])]


def _paper_entry(request: PortalRequest, paper: DecisionPaper) -> ThreadEntry:
    return ThreadEntry(
        _("Paper"),
        (Link(str(paper), to(request, "paper", paper.public_id)),),
        str(paper.get_state_display()),
        dates.day(paper.created_at),
        state="now" if paper.state in PAPER_LIVE else "done",
    )
