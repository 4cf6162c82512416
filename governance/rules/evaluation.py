"""The check of the effect: whether what was decided has changed anything (design `process.md`, `complete`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class ReachedEffect(StrEnum):
    """How far the effect was reached."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> str:
        """English source text."""
        return EFFECT_LABELS[self]


EFFECT_LABELS: Mapping[ReachedEffect, str] = MappingProxyType(
    {
        ReachedEffect.YES: mark("The effect is reached."),
        ReachedEffect.PARTLY: mark("The effect is reached in part."),
        ReachedEffect.NO: mark("The effect is not reached."),
    }
)
