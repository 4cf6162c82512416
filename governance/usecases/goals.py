"""Goals: writing the Zielsystem of a process, one operation at a time (design `goals.md`; seed 004, chapter 8.2).

Every operation locks the Zielsystem, so that two people change one tree after the other. What overwrites somebody's
text carries the version of the node; adding and moving overwrite nothing and only need their place to be there still.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max

from governance.access.goals import (
    assignable_people,
    may_begin_goals,
    may_edit_goals,
    visible_goal_systems,
    writes_now,
)
from governance.access.organisations import choosable_organisations
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import GoalNode, GoalSystem, PlanningProcess, TopicRestriction
from governance.queries.goals import load
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.goal_tree import Place, may_stand_below, place_beside
from governance.rules.goals import ASSIGNABLE_LEVELS, MAX_NODES, GoalLevel
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)

GONE = mark("This goal or activity has been removed in the meantime. Nothing was changed.")


@dataclass(frozen=True)
class NodeFacts:
    """What is stated about a node. Responsible and date count for result goals and activities only.

    `restrictions` are the keys of restrictions of the topic that a result goal answers.
    """

    text: str
    note: str = ""
    organisation_id: str = ""
    person_id: str = ""
    due_on: date | None = None
    restrictions: tuple[int, ...] = ()


@use_case("goals.begin")
def begin_goal_system(*, by: Viewer, process_id: str, title: str, principle_goal: str = "") -> GoalSystem:
    """Begin the Zielsystem of a process, with its principle goal if that is known; a process has one."""
    process = lock(visible_processes(by), public_id=process_id)
    if not may_begin_goals(by, process):
        raise Forbidden(by, process)
    _refuse_elsewhere(by, process)
    if GoalSystem.objects.filter(process=process).exists():
        raise Refused(Message(mark("The process has a Zielsystem already.")))
    system = GoalSystem(process=process, changed_by=by.acting_person)
    fill(system, {"title": title})
    system.save()
    if clean_line(principle_goal):
        _create(system, GoalLevel.PRINCIPLE_GOAL, None, principle_goal, 0)
    record(by, "goals.begun", system, {"process": process.number})
    return system


@use_case("goals.rename")
def rename_goal_system(*, by: Viewer, system_id: str, title: str, version: int | None = None) -> GoalSystem:
    """Give the Zielsystem another title."""
    system = locked_system(by, system_id)
    check_version(system, version)
    fill(system, {"title": title})
    touch(system, by)
    record(by, "goals.renamed", system)
    return system


@use_case("goals.add")
def add_goal_node(*, by: Viewer, system_id: str, text: str, parent_id: str = "", after_id: str = "") -> GoalNode:
    """Add a node: right behind `after_id`, or as the last one below `parent_id`, or as the principle goal.

    Refused for a second principle goal, below an activity, and where the neighbour has been removed meanwhile.
    """
    system = locked_system(by, system_id)
    _refuse_too_many(system, 1)
    before = live_node(system, after_id) if after_id else None
    parent = before.parent if before else live_node(system, parent_id) if parent_id else None
    level = _level_below(parent)
    if level is GoalLevel.PRINCIPLE_GOAL:
        _refuse_second_root(system)
    order = before.order + 1 if before else _last(system, parent)
    if before:
        system.nodes.filter(parent=parent, order__gte=order).update(order=F("order") + 1)
    node = _create(system, level, parent, text, order)
    touch(system, by)
    record(by, "goals.node_added", system, {"node": node.public_id, "level": level.value})
    return node


@use_case("goals.word")
def word_goal_node(*, by: Viewer, system_id: str, node_id: str, text: str, version: int | None) -> GoalNode:
    """Change the wording of a node, and nothing else."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    check_version(node, version)
    fill(node, {"text": text})
    save(node)
    touch(system, by)
    record(by, "goals.node_worded", system, {"node": node.public_id})
    return node


@use_case("goals.edit")
def edit_goal_node(*, by: Viewer, system_id: str, node_id: str, facts: NodeFacts, version: int | None) -> GoalNode:
    """Change what is stated about a node; what its level does not have is left empty."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    check_version(node, version)
    values: dict[str, object] = {"text": facts.text, "note": facts.note}
    if node.level in ASSIGNABLE_LEVELS:
        values |= _assignment(by, system, node, facts)
    fill(node, values)
    save(node)
    if node.level == GoalLevel.RESULT_GOAL:
        _link(node, system, facts.restrictions)
    touch(system, by)
    record(by, "goals.node_edited", system, {"node": node.public_id})
    return node


@use_case("goals.move")
def move_goal_node(*, by: Viewer, system_id: str, node_id: str, up: bool) -> GoalNode:
    """Move a node past its neighbour; at the end of its row over to the next parent. Refused where nothing is left."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    place = place_beside(load(system).tree(), node.public_id, up=up)
    if place is None:
        text = mark("There is nothing above it to move to.") if up else mark("There is nothing below it to move to.")
        raise Refused(Message(text))
    _put(system, node, place)
    touch(system, by)
    record(by, "goals.node_moved", system, {"node": node.public_id})
    return node


@use_case("goals.place")
def place_goal_node(*, by: Viewer, system_id: str, node_id: str, parent_id: str) -> GoalNode:
    """Put a node, with everything below it, below another parent of the right level, as the last one there."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    parent = live_node(system, parent_id)
    if not may_stand_below(GoalLevel(node.level), GoalLevel(parent.level)):
        raise Refused(Message(mark("It cannot stand there.")))
    node.parent, node.order = parent, _last(system, parent)
    save(node)
    touch(system, by)
    record(by, "goals.node_moved", system, {"node": node.public_id})
    return node


@use_case("goals.remove")
def remove_goal_node(*, by: Viewer, system_id: str, node_id: str, version: int | None = None) -> GoalNode:
    """Take a node out of the working copy, with everything below it; `restore_goal_node` brings it back."""
    system = locked_system(by, system_id)
    node = live_node(system, node_id)
    check_version(node, version)
    count = take_out(system, [node.public_id])
    touch(system, by)
    record(by, "goals.node_removed", system, {"node": node.public_id, "count": count})
    return node


@use_case("goals.restore")
def restore_goal_node(*, by: Viewer, system_id: str, node_id: str) -> GoalNode:
    """Bring a removed node back, with what was removed together with it, to where it stood."""
    system = locked_system(by, system_id)
    node: GoalNode = system.nodes.select_related("parent").get(public_id=node_id)
    if node.removed_at is None:
        raise Refused(Message(mark("It stands in the tree already.")))
    if node.parent is None:
        _refuse_second_root(system)
    elif node.parent.removed_at is not None:
        raise Refused(Message(mark("The goal above it has been removed, too. Bring that back first.")))
    together = _subtree(system, node, node.removed_at)
    _refuse_too_many(system, len(together))
    GoalNode.objects.filter(pk__in=together).update(removed_at=None, version=F("version") + 1)
    node.refresh_from_db()
    touch(system, by)
    record(by, "goals.node_restored", system, {"node": node.public_id, "count": len(together)})
    return node


def locked_system(by: Viewer, system_id: str) -> GoalSystem:
    """Lock a Zielsystem that the viewer edits now; raises `Forbidden`, or `Refused` for the stage of its process."""
    system = lock(visible_goal_systems(by).select_related("process"), public_id=system_id)
    if not may_edit_goals(by, system):
        raise Forbidden(by, system)
    _refuse_elsewhere(by, system.process)
    return system


def _refuse_elsewhere(by: Viewer, process: PlanningProcess) -> None:
    if not writes_now(by, process):
        raise Refused(Message(mark("The Zielsystem is changed only while the project group works on it.")))


def _refuse_too_many(system: GoalSystem, more: int) -> None:
    if system.nodes.in_tree().count() + more > MAX_NODES:
        raise Refused(Message(mark("A Zielsystem has room for %(count)s goals and activities."), {"count": MAX_NODES}))


def _refuse_second_root(system: GoalSystem) -> None:
    if system.nodes.in_tree().filter(parent=None).exists():
        raise Refused(Message(mark("There is one Grundsatzziel only.")))


def touch(system: GoalSystem, by: Viewer) -> None:
    """Note that the working copy has changed."""
    system.changed_at, system.changed_by = clock.now(), by.acting_person
    save(system)


def live_node(system: GoalSystem, node_id: str) -> GoalNode:
    """Return a node of the working copy; raises `Refused` if it was removed, `DoesNotExist` if there never was one."""
    node: GoalNode = system.nodes.select_related("parent").get(public_id=node_id)
    if node.removed_at is not None:
        raise Refused(Message(GONE))
    return node


def _level_below(parent: GoalNode | None) -> GoalLevel:
    if parent is None:
        return GoalLevel.PRINCIPLE_GOAL
    below = GoalLevel(parent.level).below
    if below is None:
        raise Refused(Message(mark("Nothing stands below an Aktivität.")))
    return below


def _create(system: GoalSystem, level: GoalLevel, parent: GoalNode | None, text: str, order: int) -> GoalNode:
    node = GoalNode(system=system, level=level.value, parent=parent, order=order)
    fill(node, {"text": text})
    node.save()
    return node


def _last(system: GoalSystem, parent: GoalNode | None) -> int:
    """Return the order of a new last child; removed siblings count, so that they come back to their places."""
    highest = system.nodes.filter(parent=parent).aggregate(highest=Max("order"))["highest"]
    return 0 if highest is None else highest + 1


def _put(system: GoalSystem, node: GoalNode, place: Place) -> None:
    """Store a node at its new place: all siblings behind it make room."""
    siblings = system.nodes.in_tree().filter(parent__public_id=place.parent).exclude(pk=node.pk)
    parent = system.nodes.get(public_id=place.parent)
    behind = siblings.order_by("order", "pk")[place.index : place.index + 1].first()
    order = behind.order if behind else _last(system, parent)
    if behind:
        system.nodes.filter(parent=parent, order__gte=order).exclude(pk=node.pk).update(order=F("order") + 1)
    node.parent, node.order = parent, order
    node.save(update_fields=["parent", "order"])


def take_out(system: GoalSystem, node_ids: Collection[str]) -> int:
    """Mark nodes and everything below them as removed; return how many."""
    gone = load(system).tree().below(node_ids)
    return system.nodes.in_tree().filter(public_id__in=gone).update(removed_at=clock.now(), version=F("version") + 1)


def _subtree(system: GoalSystem, node: GoalNode, removed_at: datetime) -> list[int]:
    """Return the keys of `node` and of what was removed below it in the same act."""
    rows = list(system.nodes.filter(removed_at=removed_at).values_list("pk", "parent_id"))
    found = {node.pk}
    for _level in GoalLevel:
        found |= {key for key, parent in rows if parent in found}
    return sorted(found)


def _assignment(by: Viewer, system: GoalSystem, node: GoalNode, facts: NodeFacts) -> dict[str, object]:
    """Return who is responsible until when; who is responsible already may stay although no longer to be chosen."""
    values: dict[str, object] = {"due_on": facts.due_on, "organisation": None, "person": None}
    if facts.organisation_id:
        organisations = choosable_organisations(by, [node.organisation_id])
        values["organisation"] = organisations.filter(public_id=facts.organisation_id).first()
        if values["organisation"] is None:
            raise Refused(Message(mark("Choose from the list.")))
    if facts.person_id:
        stays = node.person is not None and node.person.public_id == facts.person_id
        people = assignable_people(by, system.process)
        values["person"] = node.person if stays else people.filter(public_id=facts.person_id).first()
        if values["person"] is None:
            raise Refused(Message(mark("Choose from the list.")))
    return values


def _link(node: GoalNode, system: GoalSystem, keys: Collection[int]) -> None:
    """Link the restrictions of the topic that a result goal answers: the red thread."""
    found = TopicRestriction.objects.filter(topic__process=system.process_id, pk__in=keys)
    if found.count() != len(set(keys)):
        raise Refused(Message(mark("Choose from the list.")))
    node.restrictions.set(found)
