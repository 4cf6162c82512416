"""Reading the versions of Zielsysteme: the page of one, comparisons, and the facts for the guards of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from governance.access.goals import (
    may_edit_goals,
    may_freeze_goals,
    may_see_working_copy,
    may_track,
    visible_goal_versions,
    writes_now,
)
from governance.access.viewer import Viewer
from governance.models import GoalNode, GoalSystem, GoalSystemVersion, IndicatorValue, PlanningProcess
from governance.queries.goals import (
    NodeView,
    Stored,
    TreeView,
    find_goal_system,
    indicator_values,
    load,
    tree_view,
    working_tree,
)
from governance.rules.goal_branches import OpenBranch, branches, open_branches
from governance.rules.goal_diff import TreeDiff, tree_diff
from governance.rules.goal_tree import GoalTree, from_data, other_parents
from governance.rules.goals import TRACKED_AT
from governance.rules.lifecycles import FrozenState
from governance.rules.routes import ResultType
from governance.rules.solution_facts import ResultFacts

LATEST_REMOVED = 10


@dataclass(frozen=True)
class GoalRights:
    """What the viewer may do. `writes`: may edit and the process stands where that is possible."""

    sees_copy: bool = False
    edit: bool = False
    writes: bool = False
    freeze: bool = False


@dataclass(frozen=True)
class GoalPage:
    """A Zielsystem as the viewer sees it.

    `shown` is the version whose tree this is, None for the working copy. `versions` are those that the viewer may see,
    the newest first. `selected` is the chosen node, `values` those of its indicators, `removed` what was taken out of
    the working copy last, `gone` everything that was, and `gaps` are its open branches and hints.
    """

    system: GoalSystem
    view: TreeView
    shown: GoalSystemVersion | None
    versions: tuple[GoalSystemVersion, ...]
    rights: GoalRights
    gaps: tuple[OpenBranch, ...] = ()
    removed: tuple[GoalNode, ...] = ()
    gone: Mapping[str, NodeView] = field(default_factory=dict)
    selected: NodeView | None = None
    may_track: bool = False
    values: Mapping[int, tuple[IndicatorValue, ...]] = field(default_factory=dict)

    @property
    def process(self) -> PlanningProcess:
        """The process that the Zielsystem belongs to."""
        process: PlanningProcess = self.system.process
        return process

    @property
    def tracked(self) -> bool:
        """Whether values can be recorded at the stage of the process."""
        return self.process.stage in TRACKED_AT

    @property
    def adopted(self) -> GoalSystemVersion | None:
        """The version in force, if the viewer sees one."""
        return next((row for row in self.versions if row.state == FrozenState.ADOPTED), None)


def goal_rights(viewer: Viewer, system: GoalSystem) -> GoalRights:
    """Return what the viewer may do with a Zielsystem loaded with its process."""
    edit = may_edit_goals(viewer, system)
    return GoalRights(
        sees_copy=may_see_working_copy(viewer, system),
        edit=edit,
        writes=edit and writes_now(viewer, system.process),
        freeze=may_freeze_goals(viewer, system),
    )


def goal_page(viewer: Viewer, system_id: str, *, node_id: str = "", version_id: str = "") -> GoalPage:
    """Return the page of a Zielsystem: the working copy for those who may see it, the version in force for others.

    `version_id` asks for another version; raises `DoesNotExist` for what the viewer may not see.
    """
    system = find_goal_system(viewer, system_id)
    rights = goal_rights(viewer, system)
    versions = version_rows(viewer, system)
    shown: GoalSystemVersion | None = None
    if version_id:
        shown = _of_id(versions, version_id)
    elif not rights.sees_copy:
        shown = next((row for row in versions if row.state == FrozenState.ADOPTED), versions[0])
    stored = load(system)
    tree = stored.tree() if shown is None else content_of(shown)
    view = tree_view(stored, tree, viewer.day)
    selected = view.by_key.get(node_id)
    page = GoalPage(
        system=system,
        view=view,
        shown=shown,
        versions=versions,
        rights=rights,
        gaps=branches(tree) if rights.sees_copy else (),
        removed=_removed(stored) if shown is None else (),
        gone=stored.gone() if rights.edit else {},
    )
    return page if selected is None else _with_selected(viewer, page, stored, selected)


def _with_selected(viewer: Viewer, page: GoalPage, stored: Stored, selected: NodeView) -> GoalPage:
    rows = [view.row for view in selected.indicators if view.row is not None]
    tracks = page.tracked and may_track(viewer, page.system, *responsible(stored, selected.key))
    return replace(page, selected=selected, may_track=tracks, values=indicator_values(rows))


def responsible(stored: Stored, key: str) -> tuple[frozenset[int | None], frozenset[int | None]]:
    """Return the keys of the organisations and people responsible for a node, or for one directly below it."""
    node = next((row for row in stored.nodes if row.public_id == key), None)
    near = [row for row in stored.nodes if node and node.pk in (row.pk, row.parent_id)]
    return frozenset(row.organisation_id for row in near), frozenset(row.person_id for row in near)


def _removed(stored: Stored) -> tuple[GoalNode, ...]:
    """Return what was removed last and can come back: nodes whose place in the tree is still there."""
    live = {node.pk for node in stored.nodes if node.removed_at is None}
    rooted = any(node.parent_id is None and node.pk in live for node in stored.nodes)
    gone = [
        node
        for node in stored.nodes
        if node.removed_at is not None and (node.parent_id in live if node.parent_id else not rooted)
    ]
    gone.sort(key=lambda node: (node.removed_at, node.pk), reverse=True)
    return tuple(gone[:LATEST_REMOVED])


def version_rows(viewer: Viewer, system: GoalSystem) -> tuple[GoalSystemVersion, ...]:
    """Return the versions of a Zielsystem that the viewer may see, the newest first, without their content."""
    rows = visible_goal_versions(viewer).filter(system=system).defer("content").select_related("created_by")
    return tuple(rows.order_by("-ordinal"))


def _of_id(rows: tuple[GoalSystemVersion, ...], version_id: str) -> GoalSystemVersion:
    found = next((row for row in rows if row.public_id == version_id), None)
    if found is None:
        raise GoalSystemVersion.DoesNotExist
    return found


def content_of(version: GoalSystemVersion) -> GoalTree:
    """Return the frozen tree of a version."""
    return from_data(version.content)


@dataclass(frozen=True)
class Comparison:
    """Two states of a Zielsystem and what differs; None stands for the working copy."""

    system: GoalSystem
    versions: tuple[GoalSystemVersion, ...]
    sees_copy: bool
    old: GoalSystemVersion | None
    new: GoalSystemVersion | None
    diff: TreeDiff

    @property
    def by_the_body(self) -> bool:
        """Whether this is what the steering group changed in a proposal."""
        return self.new is not None and self.old is not None and self.new.proposal_id == self.old.pk


WORKING_COPY = "arbeitskopie"


def comparison(viewer: Viewer, system_id: str, old_id: str = "", new_id: str = "") -> Comparison | None:
    """Compare two states; `WORKING_COPY` or the id of a version, by default the last two that differ.

    None if there is no pair. Raises `DoesNotExist` for what the viewer may not see.
    """
    system = find_goal_system(viewer, system_id)
    sees_copy = may_see_working_copy(viewer, system)
    versions = version_rows(viewer, system)
    states: list[GoalSystemVersion | None] = [*([None] if sees_copy else []), *versions]
    if len(states) < 2:
        return None
    new = _state(versions, sees_copy, new_id) if new_id else states[0]
    after = states[states.index(new) + 1 :] or states[-1:]
    old = _state(versions, sees_copy, old_id) if old_id else after[0]
    trees = [working_tree(system) if state is None else content_of(state) for state in (old, new)]
    diff = tree_diff(*trees)
    if not diff.changes and new is None and len(versions) > 1 and not (old_id or new_id):
        new, old = versions[:2]
        diff = tree_diff(content_of(old), content_of(new))
    return Comparison(system, versions, sees_copy, old, new, diff)


def _state(rows: tuple[GoalSystemVersion, ...], sees_copy: bool, version_id: str) -> GoalSystemVersion | None:
    if version_id == WORKING_COPY and sees_copy:
        return None
    return _of_id(rows, version_id)


def newest_version(system: GoalSystem) -> GoalSystemVersion | None:
    """Return the version frozen last, whatever its state."""
    return GoalSystemVersion.objects.filter(system=system).order_by("-ordinal").first()


def goal_result(process: PlanningProcess) -> ResultFacts:
    """Return what the guards of a proposal judge of the Zielsystem of `process` (`rules.guards_proposal`)."""
    system: GoalSystem | None = getattr(process, "goal_system", None)
    live = [FrozenState.PROPOSED, FrozenState.ADOPTED]
    versions = GoalSystemVersion.objects.filter(system=system, state__in=live) if system else None
    version = versions.order_by("-ordinal").first() if versions is not None else None
    if system is None or version is None:
        return ResultFacts(ResultType.GOAL_SYSTEM)
    frozen = content_of(version)
    return ResultFacts(
        ResultType.GOAL_SYSTEM,
        frozen=True,
        current=not tree_diff(frozen, working_tree(system)),
        open_findings=len(open_branches(frozen)),
        explained=bool(version.open_reason),
    )


def parents_to_choose(system: GoalSystem, node_id: str) -> tuple[GoalTree, tuple[tuple[str, str], ...]]:
    """Return the working copy, and key and wording of every node below which the node might stand instead."""
    tree = working_tree(system)
    if node_id not in tree.by_key:
        raise GoalNode.DoesNotExist
    rows = other_parents(tree, node_id)
    return tree, tuple((row.key, f"{tree.numbers[row.key]} {row.text}") for row in rows)
