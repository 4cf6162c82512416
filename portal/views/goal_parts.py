"""A Zielsystem turned into what its pages print: cards of the tree, rows of the table, gaps, versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from governance.models import GoalSystemVersion
from governance.queries.goal_versions import WORKING_COPY, GoalPage
from governance.queries.goals import IndicatorView, NodeView
from governance.queries.wording import say
from governance.rules.goal_branches import Gap, OpenBranch
from governance.rules.goal_diff import ChangeKind, NodeChange
from governance.rules.goal_standing import Standing
from governance.rules.goal_tree import TreeIndicator, TreeNode, decimal_text
from governance.rules.goals import GoalLevel
from governance.rules.lifecycles import FrozenState, MeasureState
from portal.components import dates
from portal.components.actions import Badge, Link
from portal.components.text import Text
from portal.views.addresses import to
from portal.views.base import PortalRequest

GOALS = gettext_lazy("Zielsysteme und Ketten")
TREE, TABLE = "baum", "tabelle"

GAPS: Mapping[Gap, Text] = {
    Gap.NO_FRAMEWORK_GOAL: gettext_lazy("no Rahmenziel yet"),
    Gap.NO_RESULT_GOAL: gettext_lazy("no Ergebnisziel yet"),
    Gap.NO_ACTIVITY: gettext_lazy("no Aktivität yet"),
    Gap.NO_ORGANISATION: gettext_lazy("nobody responsible yet"),
    Gap.NO_DATE: gettext_lazy("without a date"),
    Gap.NO_INDICATOR: gettext_lazy("without an indicator"),
}
MARKS: Mapping[Standing, str] = {
    Standing.OVERDUE: "danger",
    Standing.TROUBLED: "warning",
    Standing.RUNNING: "half",
    Standing.UNKNOWN: "none",
    Standing.DONE: "success",
}
BADGES: Mapping[FrozenState, tuple[str, str]] = {
    FrozenState.PROPOSED: ("accent", ""),
    FrozenState.ADOPTED: ("success", "check"),
    FrozenState.SUPERSEDED: ("plain", ""),
}


@dataclass(frozen=True)
class NodeCard:
    """A node as the tree prints it. `mark` is a dot (none, half) or an icon; `text` says the same in words.

    `tools` are offered at the chosen node of a tree that the viewer writes.
    """

    key: str
    level: str
    number: str
    head: str
    wording: str
    url: str
    text: str
    mark: str
    version: int
    selected: bool
    tools: bool
    level_below: str
    children: tuple[NodeCard, ...] = ()


@dataclass(frozen=True)
class GapRow:
    """One gap in the list of what is open; `url` leads to the place."""

    sentence: str
    url: str
    hint: bool


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the list of Zielsysteme to a page below it."""
    return (Link(GOALS, to(request, "goal_systems")), *links)


def below(request: PortalRequest, page: GoalPage, *links: Link) -> tuple[Link, ...]:
    """Return the way to a page below a Zielsystem."""
    system = page.system
    return crumbs(request, Link(system.title, to(request, "goal_system", system.public_id)), *links)


def at(request: PortalRequest, system_id: str, node_id: str = "") -> str:
    """Return the address of a node in its tree, or of the tree."""
    base = to(request, "goal_system", system_id)
    return f"{base}?punkt={node_id}#p-{node_id}" if node_id else base


def number(value: Decimal | None) -> str:
    """Return a number as it is written here, without needless zeros."""
    return "" if value is None else str(number_format(Decimal(decimal_text(value)), force_grouping=True))


def measured(view: IndicatorView) -> str:
    """Return target and actual value of an indicator in a few words."""
    unit = f" {view.indicator.unit}" if view.indicator.unit else ""
    now = f"{number(view.value)}{unit}" if view.value is not None else _("no value yet")
    if view.target is None:
        return now
    return _("%(value)s, target %(target)s") % {"value": now, "target": number(view.target)}


def cards(page: GoalPage, base: str, *, table: bool = False) -> tuple[NodeCard, ...]:
    """Return the cards of the tree in reading order, each with its children; `base` is the address of the page."""
    gaps: dict[str, list[OpenBranch]] = {}
    for branch in page.gaps:
        gaps.setdefault(branch.key, []).append(branch)
    tracked = any(view.measure or any(row.value is not None for row in view.indicators) for view in page.view.nodes)
    writes = page.rights.writes and page.shown is None
    query = f"?ansicht={TABLE}&punkt=" if table else "?punkt="
    anchor = "#einzelheiten" if table else "#p-"
    found: dict[str, NodeCard] = {}
    for view in reversed(page.view.nodes):
        selected = page.selected is not None and page.selected.key == view.key
        text, sign = state_of(view, gaps.get(view.key, []), tracked=tracked)
        found[view.key] = NodeCard(
            key=view.key,
            level=_(view.node.level.label),
            number="" if view.number == "G" else view.number,
            head=view.node.organisation if view.node.level is GoalLevel.ACTIVITY else "",
            wording=view.node.text,
            url=f"{base}{query}{view.key}{anchor}{'' if table else view.key}",
            text=text,
            mark=sign,
            version=view.row.version if view.row else 0,
            selected=selected,
            tools=selected and writes,
            level_below=_(view.node.level.below.label) if view.node.level.below else "",
            children=tuple(found[child.key] for child in view.children),
        )
    return tuple(found[view.key] for view in page.view.nodes)


def state_of(view: NodeView, gaps: list[OpenBranch], *, tracked: bool) -> tuple[str, str]:
    """Return how a node stands: what is missing, otherwise measures and values; sentence and mark."""
    named = [branch for branch in gaps if not (tracked and branch.hint)]
    if named:
        bad = any(not branch.hint for branch in named)
        return ", ".join(str(GAPS[branch.gap]) for branch in named), "warning" if bad else "none"
    if view.node.level is GoalLevel.ACTIVITY:
        return _activity(view), MARKS[view.roll_up.standing]
    parts = [measured(row) for row in view.indicators if row.value is not None][:1]
    roll = view.roll_up
    if tracked and roll.activities:
        parts.append(_("%(done)s of %(all)s carried out") % {"done": roll.done, "all": roll.activities})
        if roll.overdue:
            parts.append(_("%(count)s overdue") % {"count": roll.overdue})
    elif roll.activities:
        count = roll.activities
        parts.append(ngettext("%(count)s Aktivität", "%(count)s Aktivitäten", count) % {"count": count})
    return ", ".join(parts), MARKS[roll.standing] if tracked else ""


def _activity(view: NodeView) -> str:
    measure, due = view.measure, view.due_on
    if measure is None:
        return _("until %(day)s") % {"day": dates.day(due)} if due else ""
    word = str(measure.get_state_display())
    if measure.state == MeasureState.DONE and measure.done_on:
        return _("carried out on %(day)s") % {"day": dates.day(measure.done_on)}
    if view.roll_up.standing is Standing.OVERDUE and due:
        return _("overdue since %(day)s") % {"day": dates.day(due)}
    return _("%(state)s, until %(day)s") % {"state": word, "day": dates.day(due)} if due else word


def gap_rows(page: GoalPage, base: str) -> tuple[GapRow, ...]:
    """Return what is still open, each with the way to its place; hints come last."""
    rows = [
        GapRow(say(branch.message), f"{base}?punkt={branch.key}#p-{branch.key}" if branch.key else base, branch.hint)
        for branch in page.gaps
    ]
    return tuple(sorted(rows, key=lambda row: row.hint))


def version_badge(version: GoalSystemVersion) -> Badge:
    """Return the badge that says where a version stands."""
    kind, icon = BADGES[FrozenState(version.state)]
    return Badge(version.get_state_display(), kind, icon)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ChangeView:
    """A node that differs, as the comparison prints it; `lines` are label, old and new text."""

    name: str
    badges: tuple[Badge, ...]
    before: str
    after: str
    moved: str
    lines: tuple[tuple[str, str, str], ...]


CHANGE_BADGES: Mapping[ChangeKind, str] = {ChangeKind.ADDED: "success", ChangeKind.REMOVED: "danger"}


def change_view(change: NodeChange) -> ChangeView:
    """Return what the comparison prints of a node."""
    old, new = change.before, change.after
    number_shown = change.number_after or change.number_before
    moved = ""
    if ChangeKind.MOVED in change.kinds and change.number_before != change.number_after:
        moved = _("before: %(old)s, now: %(new)s") % {"old": change.number_before, "new": change.number_after}
    lines = []
    for kind, write in _LINES.items():
        texts = [write(node) if node else "" for node in (old, new)]
        if kind in change.kinds or (texts[0] != texts[1] and (old is None or new is None)):
            lines.append((str(_LABELS[kind]), *texts))
    level = _(change.node.level.label)
    return ChangeView(
        name=level if number_shown == "G" else f"{level} {number_shown}",
        badges=tuple(Badge(_(kind.label), CHANGE_BADGES.get(kind, "accent")) for kind in change.kinds),  # type: ignore[arg-type]
        before=old.text if old else "",
        after=new.text if new else "",
        moved=moved,
        lines=tuple(lines),  # type: ignore[arg-type]
    )


def _responsible(node: TreeNode) -> str:
    return ", ".join(filter(None, (node.organisation, node.person)))


def _due(node: TreeNode) -> str:
    return dates.day(date.fromisoformat(node.due_on)) if node.due_on else ""


def _indicators(node: TreeNode) -> str:
    return "\n".join(_indicator(row) for row in node.indicators)


def _indicator(row: TreeIndicator) -> str:
    parts = [row.name]
    unit = f" {row.unit}" if row.unit else ""
    for text, label in ((row.baseline, _("at the beginning %(value)s")), (row.target, _("target %(value)s"))):
        if text:
            parts.append(label % {"value": f"{number(Decimal(text))}{unit}"})
    if row.target_on:
        parts.append(_("until %(day)s") % {"day": dates.day(date.fromisoformat(row.target_on))})
    if row.source:
        parts.append(row.source)
    return ", ".join(parts)


_LINES: Mapping[ChangeKind, Callable[[TreeNode], str]] = {
    ChangeKind.NOTE: lambda node: node.note,
    ChangeKind.RESPONSIBLE: _responsible,
    ChangeKind.DUE: _due,
    ChangeKind.INDICATORS: _indicators,
    ChangeKind.ASSUMPTIONS: lambda node: "\n".join(row.text for row in node.assumptions),
    ChangeKind.RESTRICTIONS: lambda node: "\n".join(node.restrictions),
}
_LABELS: Mapping[ChangeKind, Text] = {
    ChangeKind.NOTE: gettext_lazy("Explanation"),
    ChangeKind.RESPONSIBLE: pgettext_lazy("goals", "Responsible"),
    ChangeKind.DUE: gettext_lazy("To be reached by"),
    ChangeKind.INDICATORS: gettext_lazy("Indicators"),
    ChangeKind.ASSUMPTIONS: gettext_lazy("Critical assumptions"),
    ChangeKind.RESTRICTIONS: gettext_lazy("Answers to"),
}


def state_name(version: GoalSystemVersion | None) -> str:
    """Return what a state of a Zielsystem is called in comparisons; None is the working copy."""
    if version is None:
        return _("Working copy")
    return _("Version %(number)s of %(day)s") % {"number": version.ordinal, "day": dates.day(version.created_at)}


def compare_url(
    request: PortalRequest, system_id: str, old: GoalSystemVersion | None, new: GoalSystemVersion | None
) -> str:
    """Return the address that compares two states; None is the working copy."""
    words = [row.public_id if row else WORKING_COPY for row in (old, new)]
    return f"{to(request, 'goal_compare', system_id)}?von={words[0]}&bis={words[1]}"
