"""The track and the red thread of a process page as components (prototype `vorgang.html`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.models import DecisionPaper
from governance.queries.process_page import ProcessPage
from governance.rules import clock
from governance.rules.lifecycles import PaperState
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import IntakeSource
from governance.rules.stages import Phase, Stage
from portal.components import dates
from portal.components.actions import Link
from portal.components.thread import ThreadEntry
from portal.components.track import GATES, End, PhaseFacts, Track, track
from portal.views.addresses import to
from portal.views.base import PortalRequest
from portal.views.chain_shown import chain_url

# A topic rests on a handful of cases; of a long list the first ones stand for all, the series has them.
CODES_SHOWN = 25
PAPER_LIVE = frozenset({PaperState.DRAFT, PaperState.RELEASED, PaperState.SCHEDULED})


# How much of the current phase is done, where nothing counts it (0 to 100).
SHARES = {
    Stage.ESTABLISHED: 100,
    Stage.REPORTED_TO_STATE: 100,
    Stage.COMMISSIONED: 15,
    Stage.GROUP_WORKING: 60,
    Stage.EVALUATION: 90,
}


def track_of(request: PortalRequest, page: ProcessPage) -> Track:
    """Return the band of the six phases with what is known of each."""
    stage, since = page.process.stage_text, dates.day(page.process.stage_since)
    lines = _phase_lines(page)
    if not page.ended:
        lines[page.phase.value].append(_("Now: %(stage)s since %(day)s") % {"stage": stage, "day": since})
    links: dict[int, tuple[Link, ...]] = {
        number: tuple(
            Link(row.number, to(request, "resolution", row.public_id))
            for row in page.resolutions
            if (row.subject == PaperSubject.ADOPT_PROPOSAL) is (number == 5)
        )
        for number in GATES
    }
    told = {number: PhaseFacts(tuple(found), links.get(number, ())) for number, found in lines.items()}
    finished = page.stage is Stage.COMPLETED and page.phase is Phase.IMPLEMENTATION
    return track(
        current=page.phase.value,
        stage=stage,
        facts=told,
        share=_share(page),
        finished=finished,
        decided=page.stage in {Stage.ESTABLISHED, Stage.REPORTED_TO_STATE},
        end=End(stage, PhaseFacts((since,))) if page.ended and not finished else None,
    )


def _phase_lines(page: ProcessPage) -> dict[int, list[str]]:
    """Return the facts under each phase, by its number."""
    lines: dict[int, list[str]] = {phase.value: [] for phase in Phase}
    if page.cases.reconstructed:
        count = page.cases.reconstructed
        lines[1].append(
            ngettext("%(count)s case reconstructed", "%(count)s cases reconstructed", count) % {"count": count}
        )
    elif page.process.source != IntakeSource.RECONSTRUCTION:
        lines[1].append(str(page.process.get_source_display()))
    submitted = _step_day(page, "submit_topic", "escalate")
    if submitted and page.phase > Phase.TOPIC:
        lines[2].append(_("submitted on %(day)s") % {"day": submitted})
    waits = {Stage.TOPIC_DECISION: 3, Stage.ESTABLISHED: 3, Stage.PROPOSAL_DECISION: 5}.get(page.stage)
    if page.next_meeting and waits:
        lines[waits].append(_("next meeting %(day)s") % {"day": dates.day(page.next_meeting.starts_at)})
    elif page.phase < Phase.DECISION and not page.ended:
        lines[3].append(_("Resolution needed"))
    if page.process.group and page.phase >= Phase.PROJECT_GROUP:
        lines[4].append(page.process.group.name)
    if page.process.due_back_on and page.stage is Stage.GROUP_WORKING:
        late = page.process.due_back_on < clock.today()
        told = _("proposal overdue since %(day)s") if late else _("comes again by %(day)s")
        lines[4].append(told % {"day": dates.day(page.process.due_back_on)})
    measures = page.around.measures
    if measures.total:
        values = {"done": measures.done, "total": measures.total}
        lines[6].append(_("%(done)s of %(total)s measures done") % values)
    return lines


def _share(page: ProcessPage) -> int:
    measures = page.around.measures
    if page.stage is Stage.IMPLEMENTATION and measures.total:
        return max(10, measures.done * 80 // measures.total)
    return SHARES.get(page.stage, 50)


def _step_day(page: ProcessPage, *names: str) -> str:
    found = next((row.record.at for row in page.history if row.step.name in names), None)
    return dates.day(found) if found else ""


def thread_of(request: PortalRequest, page: ProcessPage) -> Iterable[ThreadEntry]:
    """Return the stations from the cases to the changed practice, and what is still open."""
    yield _cases_entry(request, page)
    if page.restrictions:
        heading = ngettext(
            "%(count)s pattern from the cases", "%(count)s patterns from the cases", len(page.restrictions)
        ) % {"count": len(page.restrictions)}
        yield ThreadEntry(_("Restrictions"), (Link(heading),), " · ".join(page.restrictions))
    if page.topic:
        yield ThreadEntry(_("Topic"), (Link(page.topic.statement),))
    for earlier in page.around.earlier_decisions:
        facts = _("taken over from: %(source)s") % {"source": earlier.source}
        yield ThreadEntry(
            _("Earlier decision"),
            (Link(f"{earlier.body_name}: {earlier.wording}"),),
            facts,
            dates.day(earlier.decided_on),
            gate=True,
        )
    yield from _decisions(request, page)
    yield from _work(request, page)
    yield from _open_decision(page)


OPEN_DECISIONS = {
    Stage.CASE_RECONSTRUCTION: gettext_lazy("On the topic"),
    Stage.TOPIC_DRAFT: gettext_lazy("On the topic"),
    Stage.SCOPE_CHECK: gettext_lazy("On the topic"),
    Stage.TOPIC_DECISION: gettext_lazy("On the topic"),
    Stage.ESTABLISHED: gettext_lazy("On the mandate"),
    Stage.COMMISSIONED: gettext_lazy("On the proposal of the group"),
    Stage.GROUP_WORKING: gettext_lazy("On the proposal of the group"),
    Stage.PROPOSAL_DECISION: gettext_lazy("On the proposal of the group"),
}
"""What the body decides next, by the stage."""


def _open_decision(page: ProcessPage) -> Iterable[ThreadEntry]:
    awaited = OPEN_DECISIONS.get(page.stage)
    if awaited is None:
        return
    lies_before = page.stage in {Stage.TOPIC_DECISION, Stage.PROPOSAL_DECISION}
    day = dates.day(page.next_meeting.starts_at) if lies_before and page.next_meeting else ""
    yield ThreadEntry(
        _("Resolution"),
        (Link(awaited),),
        side=_("planned %(day)s") % {"day": day} if day else "",
        state="open",
        gate=True,
    )


def _work(request: PortalRequest, page: ProcessPage) -> Iterable[ThreadEntry]:
    """Return mandate, Zielsystem, chains, measures and effect, as far as the viewer sees them."""
    around = page.around
    if around.mandate:
        url = to(request, "mandate", around.mandate.public_id)
        yield ThreadEntry(_("Mandate"), (Link(str(around.mandate), url),), str(around.mandate.get_state_display()))
    if around.goal_system:
        url = to(request, "goal_system", around.goal_system.public_id)
        yield ThreadEntry(_("Zielsystem"), (Link(str(around.goal_system), url),))
    if around.chains.rows:
        chains = tuple(Link(row.title, chain_url(request, row)) for row in around.chains.rows)
        yield ThreadEntry(_("Chain"), chains)
    measures = around.measures
    if measures.total:
        told = _("%(done)s of %(total)s measures done") % {"done": measures.done, "total": measures.total}
        url = f"{to(request, 'measures')}?vorgang={page.process.public_id}"
        overdue = _("%(count)s overdue") % {"count": measures.overdue}
        state: Literal["done", "now"] = "done" if measures.done == measures.total else "now"
        yield ThreadEntry(_("Measures"), (Link(told, url),), overdue if measures.overdue else "", state=state)
    if around.evaluation:
        url = to(request, "evaluation", page.process.public_id)
        reached = str(around.evaluation.get_reached_display())
        yield ThreadEntry(_("Effect"), (Link(reached or _("is being checked"), url),), around.evaluation.summary)


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
