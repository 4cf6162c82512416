"""Was wurde aus unserem Thema? The way from a case or a series to decision, group, measures and effect."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from governance.queries.what_became import Became, outcome_of_case, outcome_of_series
from governance.rules.evaluation import ReachedEffect
from governance.rules.stages import Stage
from portal.components import dates
from portal.components.actions import Link
from portal.components.thread import ThreadEntry
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered
from portal.views.cases import crumbs
from portal.views.measure_parts import measure_line


@require_safe
@answered
def case_outcome(request: PortalRequest, card_id: str) -> HttpResponse:
    """Show what became of a case."""
    found = outcome_of_case(request.viewer, card_id)
    card = found.card
    way = (
        Link(card.series.number, to(request, "series", card.series.public_id)),
        Link(card.code, to(request, "case", card_id)),
    )
    return _show(request, found.topics, _("Case %(code)s") % {"code": card.code}, way)


@require_safe
@answered
def series_outcome(request: PortalRequest, series_id: str) -> HttpResponse:
    """Show what became of a series of cases."""
    found = outcome_of_series(request.viewer, series_id)
    series = found.series
    way = (Link(series.number, to(request, "series", series_id)),)
    return _show(request, found.topics, f"{series.number} {series.title}", way)


def _show(request: PortalRequest, topics: tuple[Became, ...], source: str, way: tuple[Link, ...]) -> HttpResponse:
    heading = _("What became of our topic?")
    context = {
        "source": source,
        "heading": heading,
        "topics": [
            {
                "became": row,
                "url": to(request, "process", row.process.public_id),
                "answer": answer(row),
                "thread": thread(request, row),
                "lines": [measure_line(request, measure) for measure in row.measures],
            }
            for row in topics
        ],
        "breadcrumbs": crumbs(request, *way, Link(heading)),
    }
    return render(request, "portal/measures/became.html", context)


_ON_THE_WAY = {
    Stage.TOPIC_DECISION: gettext_lazy("The steering group decides on it."),
    Stage.ESTABLISHED: gettext_lazy("The steering group has taken up the topic."),
    Stage.LOCAL_SOLUTION: gettext_lazy("A project group works on it."),
    Stage.COMMISSIONED: gettext_lazy("A project group works on it."),
    Stage.GROUP_WORKING: gettext_lazy("A project group works on it."),
    Stage.PROPOSAL_DECISION: gettext_lazy("The steering group decides on a proposal."),
    Stage.REPORTED_TO_STATE: gettext_lazy("It is reported to the state, which has not answered yet."),
}


def answer(row: Became) -> str:
    """Return the answer in one sentence, in plain words."""
    stage = Stage(row.process.stage)
    if row.evaluation and row.evaluation.reached:
        return _(ReachedEffect(row.evaluation.reached).label)
    if row.ended:
        return _(stage.label)
    if row.counts.total:
        return _measures(row)
    return str(_ON_THE_WAY.get(stage, _("The topic is being prepared for the steering group.")))


def thread(request: PortalRequest, row: Became) -> tuple[ThreadEntry, ...]:
    """Return the way of a topic: topic, decisions, group, measures, effect, what goes on."""
    entries = [ThreadEntry(_("Topic"), (Link(row.topic, to(request, "process", row.process.public_id)),))]
    entries += [
        ThreadEntry(
            _("Resolution"),
            (
                Link(
                    f"{found.resolution.number} {_(found.step.done)}" if found.resolution else _(found.step.done),
                    to(request, "resolution", found.resolution.public_id) if found.resolution else "",
                ),
            ),
            side=dates.day(found.record.at),
            gate=True,
        )
        for found in row.decisions
    ]
    if row.group:
        working = row.process.stage in {Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.LOCAL_SOLUTION}
        entries.append(ThreadEntry(_("Group"), (Link(row.group),), state="now" if working else "done"))
    if row.measures:
        entries.append(
            ThreadEntry(_("Measures"), (Link(_measures(row)),), state="done" if row.counts.settled else "now")
        )
    if row.evaluation and row.evaluation.reached:
        label = _(ReachedEffect(row.evaluation.reached).label)
        entries.append(ThreadEntry(_("Effect"), (Link(label, _effect(request, row)),)))
    elif not row.ended:
        entries.append(ThreadEntry(_("Effect"), (Link(_("is checked when the measures are completed")),), state="open"))
    entries += [
        ThreadEntry(_("Goes on in"), (Link(str(next_one), to(request, "process", next_one.public_id)),), state="now")
        for next_one in row.successors
    ]
    return tuple(entries)


def _effect(request: PortalRequest, row: Became) -> str:
    return to(request, "evaluation", row.process.public_id)


def _measures(row: Became) -> str:
    counts = row.counts
    text = ngettext(
        "%(done)s of %(count)s measure is completed.", "%(done)s of %(count)s measures are completed.", counts.total
    )
    return text % {"done": counts.done, "count": counts.total}
