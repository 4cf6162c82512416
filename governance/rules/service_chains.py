"""The Dienstleistungskette: who takes part in it and what a chain describes (design `goals.md`; RBK-10, RBK-15).

A chain is plain data here, so that the checks, the comparison and a frozen version read the same thing. Keys are the
random ids of the records; a part keeps its key in every version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from governance.rules.stages import Stage
from governance.rules.text import mark

WORKING_STAGES: frozenset[Stage] = frozenset({Stage.GROUP_WORKING})
"""When the group writes its chains."""
PREPARING_STAGES: frozenset[Stage] = frozenset({Stage.COMMISSIONED})
"""When the coordination may write them already, before the group has met."""
MAX_ACTORS = 40
MAX_STEPS = 150
MAX_LINKS = 400


class ChainKind(StrEnum):
    """Whether a chain shows the present or the agreed state."""

    AS_IS = "as_is"
    TO_BE = "to_be"

    @property
    def label(self) -> str:
        """English source text."""
        return CHAIN_KIND_LABELS[self]


CHAIN_KIND_LABELS: Mapping[ChainKind, str] = MappingProxyType(
    {ChainKind.AS_IS: mark("as it is today"), ChainKind.TO_BE: mark("as agreed")}
)


class ActorPart(StrEnum):
    """What somebody is in a chain: an actor, a partner without own duty (RBK-10), or the person served."""

    ACTOR = "actor"
    PARTNER = "partner"
    SERVED = "served"

    @property
    def label(self) -> str:
        """English source text."""
        return PART_LABELS[self]


PART_LABELS: Mapping[ActorPart, str] = MappingProxyType(
    {ActorPart.ACTOR: mark("actor"), ActorPart.PARTNER: mark("partner"), ActorPart.SERVED: mark("person served")}
)


@dataclass(frozen=True)
class Actor:
    """Who takes part; `organisation` is the key of an organisation, empty for a role."""

    key: str
    name: str
    part: ActorPart = ActorPart.ACTOR
    organisation: str = ""
    organisation_name: str = ""


@dataclass(frozen=True)
class Step:
    """What an actor does; `activity` is the key of an activity of the goal system, `max_days` the longest duration."""

    key: str
    actor: str
    label: str
    standard: str = ""
    in_charge: str = ""
    accountable: str = ""
    legal_area: str = ""
    max_days: int | None = None
    activity: str = ""
    activity_text: str = ""
    ending: str = ""


@dataclass(frozen=True)
class Transfer:
    """A hand-over (Übergabepunkt): Vorarbeiten, Folgearbeiten, documents, consent, deadline."""

    preconditions: str = ""
    follow_ups: str = ""
    documents: str = ""
    needs_consent: bool = False
    consent: str = ""
    deadline_days: int | None = None


@dataclass(frozen=True)
class ChainEdge:
    """From one step to the next, with the hand-over between two actors."""

    key: str
    source: str
    target: str
    condition: str = ""
    transfer: Transfer | None = None


@dataclass(frozen=True)
class Chain:
    """A whole chain. The steps stand in the order of their numbers."""

    title: str
    kind: ChainKind = ChainKind.TO_BE
    goal: str = ""
    goal_text: str = ""
    actors: tuple[Actor, ...] = ()
    steps: tuple[Step, ...] = ()
    links: tuple[ChainEdge, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return the chain as canonical JSON takes it."""
        return asdict(self)

    def actor_of(self, step: Step) -> Actor | None:
        """Return who does `step`."""
        return next((actor for actor in self.actors if actor.key == step.actor), None)

    def numbers(self) -> dict[str, int]:
        """Return the number of each step, from 1."""
        return {step.key: number for number, step in enumerate(self.steps, start=1)}

    def passes_on(self, link: ChainEdge) -> bool:
        """Tell whether `link` leads from one actor to another, so that it needs a hand-over."""
        doing = {step.key: step.actor for step in self.steps}
        return doing.get(link.source) != doing.get(link.target)


def from_data(data: Mapping[str, Any]) -> Chain:
    """Return the chain that `Chain.to_data` has written."""
    links = tuple(
        ChainEdge(**{**row, "transfer": Transfer(**row["transfer"]) if row["transfer"] else None})
        for row in data["links"]
    )
    return Chain(
        title=data["title"],
        kind=ChainKind(data["kind"]),
        goal=data["goal"],
        goal_text=data["goal_text"],
        actors=tuple(Actor(**{**row, "part": ActorPart(row["part"])}) for row in data["actors"]),
        steps=tuple(Step(**row) for row in data["steps"]),
        links=links,
    )


def same_content(first: Chain, second: Chain) -> bool:
    """Tell whether two chains say the same; what they quote of goals and organisations may be worded anew."""
    return _unquoted(first) == _unquoted(second)


def _unquoted(chain: Chain) -> Chain:
    return replace(
        chain,
        goal_text="",
        actors=tuple(replace(actor, organisation_name="") for actor in chain.actors),
        steps=tuple(replace(step, activity_text="") for step in chain.steps),
        links=tuple(sorted(chain.links, key=lambda link: link.key)),
    )
