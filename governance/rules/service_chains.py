"""The Dienstleistungskette: who takes part in it and what a chain describes (design `goals.md`; RBK-10, RBK-15)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


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
