"""Measures and follow-ups turned into components: badges, dates, buttons."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.access.notices import sends_notices
from governance.models import FollowUp, Measure
from governance.queries.measures import MeasurePage, ProcessMeasures, timing_of
from governance.rules.lifecycles import SETTLED_MEASURES, FollowUpState, MeasureState
from governance.rules.measures import MoveRule, RollUp, Timing
from portal.components.actions import Action, Badge
from portal.views.addresses import to
from portal.views.base import PortalRequest

_MEASURE_KINDS = {
    MeasureState.OPEN: "warning",
    MeasureState.ACCEPTED: "accent",
    MeasureState.DECLINED: "warning",
    MeasureState.IN_PROGRESS: "accent",
    MeasureState.DONE: "success",
    MeasureState.INFEASIBLE: "warning",
    MeasureState.DEFERRED: "plain",
    MeasureState.DROPPED: "outline",
}
_FOLLOW_UP_KINDS = {
    FollowUpState.OPEN: "plain",
    FollowUpState.IN_PROGRESS: "accent",
    FollowUpState.DELAYED: "warning",
    FollowUpState.CONTINUING: "accent",
    FollowUpState.DONE: "success",
    FollowUpState.LIFTED: "outline",
}
# One click is enough where nothing has to be said; every other move has a page with its text.
AT_ONCE = frozenset({"begin"})


def measure_badge(measure: Measure) -> Badge:
    """Return the state as icon and word; a measure that nobody is asked for yet says so."""
    if measure.asked_on is None and measure.state == MeasureState.OPEN:
        return Badge(_("Planned, not decided"), "outline")
    return Badge(str(measure.get_state_display()), _MEASURE_KINDS[MeasureState(measure.state)])  # type: ignore[arg-type]


def follow_up_badge(row: FollowUp) -> Badge:
    """Return the state as icon and word; what the owner has not answered or has declined says so first."""
    if row.state == FollowUpState.OPEN and row.declined_reason:
        return Badge(_("Declined by the owner"), "warning")
    if row.state == FollowUpState.OPEN and row.accepted_at is None:
        return Badge(_("Not accepted yet"), "warning")
    return Badge(str(row.get_state_display()), _FOLLOW_UP_KINDS[FollowUpState(row.state)])  # type: ignore[arg-type]


@dataclass(frozen=True)
class MeasureLine:
    """One row of a table of measures."""

    measure: Measure
    url: str
    badge: Badge
    overdue: bool


def measure_line(request: PortalRequest, measure: Measure) -> MeasureLine:
    """Return a row of a table of measures."""
    late = timing_of(measure, request.viewer.day) is Timing.OVERDUE
    return MeasureLine(measure, to(request, "measure", measure.public_id), measure_badge(measure), late)


def measure_actions(request: PortalRequest, page: MeasurePage) -> tuple[Action, ...]:
    """Return what the viewer can do with a measure now; the first one is the primary button, dropping comes last."""
    found = [_move(request, page.measure, rule) for rule in page.moves if rule.name != "drop"]
    if page.may_report:
        label = _("Report progress")
        found.insert(0, Action(label, to(request, "measure_report", page.measure.public_id)))
    if page.may_edit:
        found.append(Action(_("Edit measure"), to(request, "measure_edit", page.measure.public_id)))
    found += [_move(request, page.measure, rule) for rule in page.moves if rule.name == "drop"]
    awaited = page.measure.state not in SETTLED_MEASURES
    return weighed(found, primary=(page.own and awaited) or (bool(page.moves) and page.measure.state in STUCK))


STUCK = frozenset({MeasureState.DECLINED, MeasureState.INFEASIBLE})


def weighed(actions: list[Action], *, primary: bool) -> tuple[Action, ...]:
    """Return the actions; with `primary` the first one is the primary button."""
    if not actions or not primary:
        return tuple(actions)
    first = actions[0]
    lead = Action(first.label, first.url, post=first.post, weight="primary", fields=first.fields)
    return (lead, *actions[1:])


def _move(request: PortalRequest, measure: Measure, rule: MoveRule) -> Action:
    if rule.name == "accept":
        return Action(_(rule.label), to(request, "measure_accept", measure.public_id))
    if rule.name == "reassign":
        return Action(_(rule.label), to(request, "measure_reassign", measure.public_id))
    quiet = rule.name in {"drop", "find_infeasible"}
    return Action(
        _(rule.label),
        to(request, "measure_move", measure.public_id, rule.name),
        post=rule.name in AT_ONCE,
        weight="tertiary" if quiet else "secondary",
    )


@dataclass(frozen=True)
class Implementation:
    """What the page of a process shows of its measures: counts, rows, and where effect and notices are."""

    counts: RollUp
    lines: tuple[MeasureLine, ...]
    may_plan: bool
    links: tuple[Action, ...]


def implementation_of(request: PortalRequest, found: ProcessMeasures) -> Implementation | None:
    """Return the measures of a process for its page; None where there are none and none can be planned."""
    process = found.process
    if not found.rows and not found.may_plan:
        return None
    links = [Action(_("Check of the effect"), to(request, "evaluation", process.public_id))]
    if sends_notices(request.viewer):
        links.append(Action(_("Inform practice"), to(request, "process_notice", process.public_id)))
    lines = tuple(measure_line(request, row) for row in found.rows)
    return Implementation(found.counts, lines, found.may_plan, tuple(links))
