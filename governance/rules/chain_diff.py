"""What changed between two contents of a chain, part by part (design `goals.md`, "diff between any two")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from governance.rules.service_chains import Actor, Chain, ChainEdge, Step, Transfer
from governance.rules.text import Message, mark

Value = str | Message
Fields = Mapping[str, Value]


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        """English source text."""
        return CHANGE_LABELS[self]


CHANGE_LABELS: Mapping[Change, str] = {
    Change.ADDED: mark("New part"),
    Change.REMOVED: mark("Left out"),
    Change.CHANGED: mark("Changed part"),
}


class Section(StrEnum):
    """Where in the chain a change is."""

    CHAIN = "chain"
    ACTORS = "actors"
    STEPS = "steps"
    LINKS = "links"

    @property
    def label(self) -> str:
        """English source text."""
        return SECTION_LABELS[self]


SECTION_LABELS: Mapping[Section, str] = {
    Section.CHAIN: mark("Chain as a whole"),
    Section.ACTORS: mark("Actors of the chain"),
    Section.STEPS: mark("Steps of the chain"),
    Section.LINKS: mark("Links and hand-overs"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field of a part: English source of its name, what it said and what it says."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True)
class PartChange:
    """One part that differs; `title` is what it is called, in the newer content where it is in both."""

    section: Section
    change: Change
    title: str
    fields: tuple[FieldChange, ...] = ()


def compare(old: Chain, new: Chain) -> tuple[PartChange, ...]:
    """Return the differences from `old` to `new` in the order of the page; empty if both say the same."""
    found: list[PartChange] = []
    whole = _changes(_whole(old, new), _whole(new, old))
    if whole:
        found.append(PartChange(Section.CHAIN, Change.CHANGED, new.title, whole))
    found += _parts(
        Section.ACTORS,
        {actor.key: (actor.name, _actor(actor)) for actor in old.actors},
        {actor.key: (actor.name, _actor(actor)) for actor in new.actors},
    )
    found += _parts(Section.STEPS, dict(_steps(old)), dict(_steps(new)))
    found += _parts(Section.LINKS, dict(_links(old)), dict(_links(new)))
    return tuple(found)


def _parts(
    section: Section, old: Mapping[str, tuple[str, Fields]], new: Mapping[str, tuple[str, Fields]]
) -> Iterable[PartChange]:
    for key, (title, fields) in new.items():
        if key not in old:
            yield PartChange(section, Change.ADDED, title, _changes({}, fields))
        elif changed := _changes(old[key][1], fields):
            yield PartChange(section, Change.CHANGED, title, changed)
    for key, (title, fields) in old.items():
        if key not in new:
            yield PartChange(section, Change.REMOVED, title, _changes(fields, {}))


def _changes(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        FieldChange(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _whole(chain: Chain, other: Chain) -> Fields:
    """Return what concerns the whole; the order counts among the steps that both have."""
    common = {step.key for step in other.steps}
    named = {step.key: step.label for step in (*other.steps, *chain.steps)}
    order = [step.key for step in chain.steps if step.key in common]
    moved = order != [step.key for step in other.steps if step.key in set(order)]
    return {
        mark("Title"): chain.title,
        mark("State shown"): Message(chain.kind.label),
        mark("Result goal"): chain.goal_text if chain.goal else "",
        mark("Order of the steps"): "\n".join(named[key] for key in order) if moved else "",
    }


def _actor(actor: Actor) -> Fields:
    return {
        mark("Name"): actor.name,
        mark("Part"): Message(actor.part.label),
        mark("Organisation"): actor.organisation_name if actor.organisation else "",
    }


def _steps(chain: Chain) -> Iterable[tuple[str, tuple[str, Fields]]]:
    names = {actor.key: actor.name for actor in chain.actors}
    for step in chain.steps:
        yield step.key, (step.label, _step(step, names))


def _step(step: Step, names: Mapping[str, str]) -> Fields:
    return {
        mark("Step of the chain"): step.label,
        mark("Actor"): names.get(step.actor, ""),
        mark("Professional standard"): step.standard,
        mark("In charge"): step.in_charge,
        mark("Answers for the result"): step.accountable,
        mark("Area of law"): step.legal_area,
        mark("Longest duration in days"): _days(step.max_days),
        mark("Activity of the goal system"): step.activity_text if step.activity else "",
        mark("Name of the end"): step.ending,
    }


def _links(chain: Chain) -> Iterable[tuple[str, tuple[str, Fields]]]:
    labels = {step.key: step.label for step in chain.steps}
    for link in chain.links:
        title = f"{labels.get(link.source, '?')} → {labels.get(link.target, '?')}"
        yield link.key, (title, _link(link))


def _link(link: ChainEdge) -> Fields:
    transfer = link.transfer or Transfer()
    return {
        mark("Condition"): link.condition,
        mark("Vorarbeiten"): transfer.preconditions,
        mark("Folgearbeiten"): transfer.follow_ups,
        mark("Documents"): transfer.documents,
        mark("Consent for data"): _consent(transfer),
        mark("Deadline in days"): _days(transfer.deadline_days),
    }


def _consent(transfer: Transfer) -> Value:
    if not transfer.needs_consent:
        return ""
    return transfer.consent or Message(mark("needed, not named yet"))


def _days(days: int | None) -> str:
    return "" if days is None else str(days)
