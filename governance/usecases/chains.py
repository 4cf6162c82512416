"""Chains as a whole: begun, named, left again. The parts are in `chain_parts` and `chain_links`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from governance.access.chains import chains_are_open, may_begin_chain, may_edit_chain, visible_chains
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import ChainActor, ChainLink, ChainStep, GoalNode, PlanningProcess, ServiceChain
from governance.queries.chains import result_goals
from governance.rules import clock
from governance.rules.service_chains import ChainKind
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case

Part = TypeVar("Part", ChainActor, ChainLink, ChainStep)


@dataclass(frozen=True)
class ChainFacts:
    """What is said of a chain as a whole; `goal_id` is a result goal of the process's goal system, or empty."""

    title: str
    kind: str = ChainKind.TO_BE
    goal_id: str = ""


@use_case("chain.begin")
def begin_chain(*, by: Viewer, process_id: str, facts: ChainFacts) -> ServiceChain:
    """Begin a chain of a process. Refused before the group works (coordinators: before the mandate is adopted)."""
    process = visible_processes(by).get(public_id=process_id)
    if not may_begin_chain(by, process):
        raise Forbidden(by, process)
    _refuse_closed(by, process)
    chain = ServiceChain(process=process, changed_by=by.acting_person)
    _state(chain, facts)
    chain.save()
    record(by, "chain.begun", chain, {"kind": chain.kind})
    return chain


@use_case("chain.edit")
def edit_chain(*, by: Viewer, chain_id: str, facts: ChainFacts, version: int | None) -> ServiceChain:
    """Change title, kind and result goal."""
    chain = working_chain(by, chain_id)
    check_version(chain, version)
    _state(chain, facts)
    touch(by, chain)
    record(by, "chain.edited", chain)
    return chain


@use_case("chain.remove")
def remove_chain(*, by: Viewer, chain_id: str, version: int | None = None) -> PlanningProcess:
    """Remove a chain of which no version was frozen; return its process."""
    chain = working_chain(by, chain_id)
    check_version(chain, version)
    if chain.versions.exists():
        raise Refused(Message(mark("A version of the chain was frozen. It stays on record.")))
    process = chain.process
    chain.steps.all().delete()  # before their actors, which they protect
    chain.delete()
    record(by, "chain.removed", process, {"chain": chain_id})
    return process


def working_chain(by: Viewer, chain_id: str) -> ServiceChain:
    """Return the locked chain for whoever may write it now.

    Raises `DoesNotExist`, `Forbidden`, or `Refused` at a stage in which chains lie still.
    """
    chain = lock(visible_chains(by).select_related("process"), public_id=chain_id)
    if not may_edit_chain(by, chain):
        raise Forbidden(by, chain)
    _refuse_closed(by, chain.process)
    return chain


def locked_part(kind: type[Part], chain: ServiceChain, public_id: str, version: int | None) -> Part:
    """Lock an actor, a step or a link of a locked chain; raises `DoesNotExist`, or `Stale` for another version."""
    part = lock(kind._default_manager.filter(chain=chain), public_id=public_id)
    check_version(part, version)
    return part


def touch(by: Viewer, chain: ServiceChain) -> None:
    """Count a change of the chain or of one of its parts."""
    chain.changed_at = clock.now()
    chain.changed_by = by.acting_person
    save(chain)


def chosen_node(nodes: Iterable[GoalNode], public_id: str) -> GoalNode | None:
    """Return the goal or activity chosen, None for none. Raises `Refused` if it is not among `nodes`."""
    if not public_id:
        return None
    found = next((node for node in nodes if node.public_id == public_id), None)
    if found is None:
        raise Refused(Message(mark("The goal system has changed. Choose from the list again.")))
    return found


def _state(chain: ServiceChain, facts: ChainFacts) -> None:
    goal = chosen_node(result_goals(chain.process), facts.goal_id)
    fill(chain, {"title": facts.title, "kind": facts.kind, "goal": goal})


def _refuse_closed(by: Viewer, process: PlanningProcess) -> None:
    if not chains_are_open(by, process):
        raise Refused(Message(mark("The chain can be changed only while the project group works on the process.")))
