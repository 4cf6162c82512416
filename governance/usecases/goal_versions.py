"""Goals: freezing a version, and what a resolution does to the Zielsystem (design `goals.md`, "Versions").

`adopt_goal_version` and `copy_to_remainder` are no acts of a person: the effects of a resolution call them inside the
transaction of its use case, and record there.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from governance.access.goals import may_freeze_goals, visible_goal_systems, writes_now
from governance.access.viewer import Viewer
from governance.models import (
    Assumption,
    GoalNode,
    GoalSystem,
    GoalSystemVersion,
    Indicator,
    Organisation,
    Person,
    PlanningProcess,
    TopicRestriction,
)
from governance.queries.goal_versions import content_of, newest_version
from governance.queries.goals import load, working_tree
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.characters import clean_lines
from governance.rules.goal_branches import open_branches
from governance.rules.goal_diff import tree_diff
from governance.rules.goal_tree import Decisions, GoalTree, decided, taken_out, to_data
from governance.rules.goals import GoalLevel, NodeDecision
from governance.rules.lifecycles import FrozenState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, advance, check_version, lock, record, save, use_case
from governance.usecases.goals import take_out

LEVELS = [level.value for level in GoalLevel]


@use_case("goals.freeze")
def freeze_goal_system(
    *, by: Viewer, system_id: str, open_reason: str = "", version: int | None = None
) -> GoalSystemVersion:
    """Freeze the working copy as a proposed version; an earlier proposed one is superseded.

    With open branches a reason is needed, which stays with the version and is printed. `version` is that of the
    Zielsystem: what is frozen is what was looked at. Refused if nothing has changed since the last version.
    """
    system = lock(visible_goal_systems(by).select_related("process"), public_id=system_id)
    if not may_freeze_goals(by, system):
        raise Forbidden(by, system)
    if not writes_now(by, system.process):
        raise Refused(Message(mark("A version is frozen only while the project group works on the Zielsystem.")))
    check_version(system, version)
    tree = working_tree(system)
    reason = clean_lines(open_reason)
    if not tree.nodes:
        raise Refused(Message(mark("There is nothing to freeze yet.")))
    if open_branches(tree) and not reason:
        raise Refused(Message(mark("Branches are still open. Say why, or complete them first.")))
    newest = newest_version(system)
    if newest is not None and newest.state != FrozenState.SUPERSEDED and not tree_diff(content_of(newest), tree):
        raise Refused(Message(mark("Nothing has changed since version %(number)s."), {"number": newest.ordinal}))
    _supersede(system, FrozenState.PROPOSED)
    frozen = _freeze(system, tree, by.acting_person, reason=reason if open_branches(tree) else "")
    record(by, "goals.frozen", frozen, {"ordinal": frozen.ordinal, "hash": frozen.content_hash})
    return frozen


def adopt_goal_version(version: GoalSystemVersion, decisions: Decisions) -> GoalSystemVersion:
    """Adopt a proposed version as a resolution decided it node by node; return the version that is in force then.

    `decisions` holds, by the public id of a node, what was decided and the decided wording; a node without an entry is
    adopted. Adopted as proposed, `version` itself becomes adopted. Otherwise a further version is frozen with the
    decided wording and without what was returned or rejected, which also leave the working copy; `proposal` of the new
    version names the old one. Earlier adopted versions are superseded. Raises `Refused` if the principle goal goes.
    """
    system = GoalSystem.objects.select_for_update().get(pk=version.system_id)
    proposed = content_of(version)
    tree = decided(proposed, decisions)
    if not tree.nodes:
        raise Refused(Message(mark("Without its Grundsatzziel nothing of the Zielsystem is adopted.")))
    _supersede(system, FrozenState.ADOPTED)
    if tree == proposed:
        advance(version, "adopt")
        version.save(update_fields=["state"])
        return version
    advance(version, "supersede")
    version.save(update_fields=["state"])
    _follow(system, proposed, decisions)
    frozen = _freeze(system, tree, version.created_by, reason=version.open_reason, proposal=version)
    advance(frozen, "adopt")
    frozen.save(update_fields=["state"])
    return frozen


def copy_to_remainder(system: GoalSystem, process: PlanningProcess, node_ids: Collection[str]) -> GoalSystem:
    """Begin the Zielsystem of the process that goes on with what was returned, and return it.

    It holds the nodes `node_ids` with everything below and above them, as they stood in `system` before they were taken
    out of it; with their indicators and assumptions, but without values. The copies have ids of their own.
    """
    stored = load(system)
    rows = {node.public_id: node for node in stored.nodes}
    keys = stored.keys
    wanted = _returned(stored.nodes, keys, node_ids)
    copy = GoalSystem.objects.create(process=process, title=system.title, changed_by=system.changed_by)
    topics = {row.text: row for row in TopicRestriction.objects.filter(topic__process=process)}
    made: dict[str, GoalNode] = {}
    for key in wanted:
        row = rows[key]
        above = made[keys[row.parent_id]] if row.parent_id else None
        made[key] = _copied(copy, row, above)
        made[key].restrictions.set(topics[text] for text in stored.restrictions.get(row.pk, ()) if text in topics)
        Indicator.objects.bulk_create(_copied_indicator(made[key], item) for item in stored.indicators.get(row.pk, ()))
        Assumption.objects.bulk_create(
            Assumption(node=made[key], order=item.order, text=item.text, holds=item.holds, since=item.since)
            for item in stored.assumptions.get(row.pk, ())
        )
    return copy


def _returned(nodes: Collection[GoalNode], keys: dict[int, str], node_ids: Collection[str]) -> tuple[str, ...]:
    """Return the ids to copy, parents first: `node_ids`, what was removed with them below, and all above."""
    by_id = {node.public_id: node for node in nodes}
    wanted = set(node_ids) & set(by_id)
    times = {by_id[key].removed_at for key in wanted}
    ordered = sorted(nodes, key=lambda node: (LEVELS.index(node.level), node.order, node.pk))
    for node in ordered:
        if node.parent_id and keys[node.parent_id] in wanted and node.removed_at in times:
            wanted.add(node.public_id)
    for key in list(wanted):
        node = by_id[key]
        while node.parent_id:
            node = by_id[keys[node.parent_id]]
            wanted.add(node.public_id)
    return tuple(node.public_id for node in ordered if node.public_id in wanted)


def _supersede(system: GoalSystem, state: FrozenState) -> None:
    for row in system.versions.filter(state=state).select_for_update():
        advance(row, "supersede")
        row.save(update_fields=["state"])


def _freeze(
    system: GoalSystem, tree: GoalTree, person: Person, *, reason: str, proposal: GoalSystemVersion | None = None
) -> GoalSystemVersion:
    newest = newest_version(system)
    content = to_data(tree)
    frozen = GoalSystemVersion.objects.create(
        system=system,
        ordinal=newest.ordinal + 1 if newest else 1,
        content=content,
        content_hash=content_hash(content),
        open_reason=reason,
        proposal=proposal,
        created_by=person,
    )
    organisations = {node.organisation_key for node in tree.nodes if node.organisation_key}
    people = {node.person_key for node in tree.nodes if node.person_key}
    frozen.organisations.set(Organisation.objects.filter(public_id__in=organisations))
    frozen.people.set(Person.objects.filter(public_id__in=people))
    return frozen


def _follow(system: GoalSystem, proposed: GoalTree, decisions: Decisions) -> None:
    """Let the working copy follow the decision: decided wording in, returned and rejected nodes out."""
    take_out(system, taken_out(proposed, decisions))
    for key, (decision, text) in decisions.items():
        if decision is NodeDecision.CHANGED and text:
            system.nodes.in_tree().filter(public_id=key).update(text=text, version=F("version") + 1)
    system.changed_at = clock.now()
    save(system)


def _copied(system: GoalSystem, row: GoalNode, above: GoalNode | None) -> GoalNode:
    return GoalNode.objects.create(
        system=system,
        parent=above,
        level=row.level,
        order=row.order,
        text=row.text,
        note=row.note,
        organisation=row.organisation,
        person=row.person,
        due_on=row.due_on,
    )


def _copied_indicator(node: GoalNode, row: Indicator) -> Indicator:
    return Indicator(
        node=node,
        order=row.order,
        name=row.name,
        unit=row.unit,
        direction=row.direction,
        baseline=row.baseline,
        target=row.target,
        target_on=row.target_on,
        source=row.source,
        interval_months=row.interval_months,
    )
