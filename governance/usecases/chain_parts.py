"""Actors and steps of a chain: added, changed, put into order, removed. Each change counts up the chain as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.access.organisations import choosable_organisations
from governance.access.viewer import Viewer
from governance.models import ChainActor, ChainLink, ChainStep, ServiceChain
from governance.queries.chains import activities
from governance.rules.characters import clean_line
from governance.rules.service_chains import MAX_ACTORS, MAX_STEPS, ActorPart
from governance.rules.text import Message, mark
from governance.usecases.chains import chosen_node, locked_part, touch, working_chain
from governance.usecases.foundation import Refused, check_version, fill, record, save, use_case

Direction = Literal["up", "down"]


@dataclass(frozen=True)
class ActorFacts:
    """Who takes part: with `organisation_id` the name may be empty, then the organisation's counts."""

    name: str = ""
    organisation_id: str = ""
    part: str = ActorPart.ACTOR


@dataclass(frozen=True)
class StepFacts:
    """What is said of a step. `actor_id` is an actor of the chain; `new_actor` the name of one to be added."""

    label: str
    actor_id: str = ""
    new_actor: str = ""
    standard: str = ""
    in_charge: str = ""
    accountable: str = ""
    legal_area: str = ""
    max_days: int | None = None
    activity_id: str = ""
    ending: str = ""


@use_case("chain.add_actor")
def add_actor(*, by: Viewer, chain_id: str, facts: ActorFacts) -> ChainActor:
    """Add an actor at the end of the list."""
    chain = working_chain(by, chain_id)
    actor = _new_actor(chain)
    _name(by, actor, facts)
    actor.save()
    touch(by, chain)
    record(by, "chain.actor_added", chain, {"actor": actor.public_id})
    return actor


@use_case("chain.edit_actor")
def edit_actor(*, by: Viewer, chain_id: str, actor_id: str, facts: ActorFacts, version: int | None) -> ChainActor:
    """Change name, organisation or part of an actor."""
    chain = working_chain(by, chain_id)
    actor = locked_part(ChainActor, chain, actor_id, version)
    _name(by, actor, facts)
    save(actor)
    touch(by, chain)
    record(by, "chain.actor_edited", chain, {"actor": actor.public_id})
    return actor


@use_case("chain.remove_actor")
def remove_actor(*, by: Viewer, chain_id: str, actor_id: str, version: int | None = None) -> ServiceChain:
    """Remove an actor who has no step."""
    chain = working_chain(by, chain_id)
    actor = locked_part(ChainActor, chain, actor_id, version)
    if actor.steps.exists():
        raise Refused(Message(mark("The actor still has steps. Give them to another actor or remove them first.")))
    actor.delete()
    touch(by, chain)
    record(by, "chain.actor_removed", chain, {"actor": actor_id})
    return chain


@use_case("chain.add_step")
def add_step(*, by: Viewer, chain_id: str, facts: StepFacts, after_id: str = "", condition: str = "") -> ChainStep:
    """Add a step that follows the step `after_id`, linked with it; without one it begins a way of its own.

    In the table it stands behind its predecessor, a further branch at the end. `condition` is that of the link. An
    actor named anew is added, as the organisation of this name where there is one.
    """
    chain = working_chain(by, chain_id)
    steps = list(ChainStep.objects.filter(chain=chain).order_by("order", "pk"))
    if len(steps) >= MAX_STEPS:
        raise Refused(Message(mark("A chain has %(count)s steps at most. Divide it."), {"count": MAX_STEPS}))
    before = ChainStep.objects.get(chain=chain, public_id=after_id) if after_id else None
    step = ChainStep(chain=chain, actor=_actor_for(by, chain, facts))
    _describe(step, facts)
    step.save()
    place = steps.index(before) + 1 if before and not before.outgoing.exists() else len(steps)
    _number([*steps[:place], step, *steps[place:]])
    if before is not None:
        link = ChainLink(chain=chain, source=before, target=step)
        fill(link, {"condition": condition})
        link.save()
    touch(by, chain)
    record(by, "chain.step_added", chain, {"step": step.public_id})
    return step


@use_case("chain.edit_step")
def edit_step(*, by: Viewer, chain_id: str, step_id: str, facts: StepFacts, version: int | None) -> ChainStep:
    """Change what is said of a step, and who does it."""
    chain = working_chain(by, chain_id)
    step = locked_part(ChainStep, chain, step_id, version)
    step.actor = _actor_for(by, chain, facts)
    _describe(step, facts)
    save(step)
    touch(by, chain)
    record(by, "chain.step_edited", chain, {"step": step.public_id})
    return step


@use_case("chain.move_step")
def move_step(
    *, by: Viewer, chain_id: str, step_id: str, direction: Direction, version: int | None = None
) -> ServiceChain:
    """Move a step one place up or down in the table; `version` is the chain's. At the edge nothing happens."""
    chain = working_chain(by, chain_id)
    check_version(chain, version)
    steps = list(ChainStep.objects.select_for_update().filter(chain=chain).order_by("order", "pk"))
    here = next((place for place, step in enumerate(steps) if step.public_id == step_id), None)
    if here is None:
        raise ChainStep.DoesNotExist
    there = here - 1 if direction == "up" else here + 1
    if 0 <= there < len(steps):
        steps[here], steps[there] = steps[there], steps[here]
        _number(steps)
        touch(by, chain)
        record(by, "chain.step_moved", chain, {"step": step_id})
    return chain


@use_case("chain.remove_step")
def remove_step(*, by: Viewer, chain_id: str, step_id: str, version: int | None = None) -> ServiceChain:
    """Remove a step with its links and hand-overs.

    Where it stood between two steps, these are linked, so that the chain does not fall apart.
    """
    chain = working_chain(by, chain_id)
    step = locked_part(ChainStep, chain, step_id, version)
    before = [link.source for link in step.incoming.select_related("source")]
    after = [link.target for link in step.outgoing.select_related("target")]
    condition = step.incoming.values_list("condition", flat=True).first() or ""
    step.delete()
    if len(before) == len(after) == 1 and before[0] != after[0]:
        ChainLink.objects.get_or_create(
            chain=chain, source=before[0], target=after[0], defaults={"condition": condition}
        )
    touch(by, chain)
    record(by, "chain.step_removed", chain, {"step": step_id})
    return chain


def _new_actor(chain: ServiceChain) -> ChainActor:
    count = chain.actors.count()
    if count >= MAX_ACTORS:
        raise Refused(Message(mark("A chain has %(count)s actors at most."), {"count": MAX_ACTORS}))
    last = chain.actors.order_by("-order").values_list("order", flat=True).first()
    return ChainActor(chain=chain, order=0 if last is None else last + 1)


def _name(by: Viewer, actor: ChainActor, facts: ActorFacts) -> None:
    organisation = None
    if facts.organisation_id:
        organisation = (
            choosable_organisations(by, [actor.organisation_id]).filter(public_id=facts.organisation_id).first()
        )
        if organisation is None:
            raise Refused(Message(mark("Choose from the list.")))
    name = clean_line(facts.name) or (str(organisation.name) if organisation else "")
    if not name:
        raise Refused(Message(mark("Choose an organisation or write who takes part.")))
    fill(actor, {"name": name, "organisation": organisation, "part": facts.part})


def _actor_for(by: Viewer, chain: ServiceChain, facts: StepFacts) -> ChainActor:
    """Return the actor of a step: the one chosen, the one of that name, or a new one."""
    name = clean_line(facts.new_actor)
    if not name:
        if not facts.actor_id:
            raise Refused(Message(mark("Choose the actor of the step or write who it is.")))
        found = ChainActor.objects.filter(chain=chain, public_id=facts.actor_id).first()
        if found is None:
            raise Refused(Message(mark("The actor has been removed in the meantime. Choose another one.")))
        return found
    known = ChainActor.objects.filter(chain=chain, name__iexact=name).first()
    if known is not None:
        return known
    actor = _new_actor(chain)
    organisation = choosable_organisations(by).filter(name__iexact=name).first()
    _name(by, actor, ActorFacts(name, organisation.public_id if organisation else ""))
    actor.save()
    return actor


def _describe(step: ChainStep, facts: StepFacts) -> None:
    if not clean_line(facts.label):
        raise Refused(Message(mark("Write what is done in the step.")))
    fill(
        step,
        {
            "label": facts.label,
            "standard": facts.standard,
            "in_charge": facts.in_charge,
            "accountable": facts.accountable,
            "legal_area": facts.legal_area,
            "max_days": facts.max_days,
            "activity": chosen_node(activities(step.chain.process), facts.activity_id),
            "ending": facts.ending,
        },
    )


def _number(steps: list[ChainStep]) -> None:
    """Store the places of the steps; only those that moved are written."""
    for place, step in enumerate(steps):
        if step.order != place:
            step.order = place
            step.save(update_fields=["order"])
