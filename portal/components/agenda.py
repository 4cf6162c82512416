"""Agenda rows, their verdicts and the time budget of a session (prototype NOTES, Agenda row)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.components.actions import Link
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an item: sentence before figures. `gate` only when it is a resolution."""

    sentence: Text
    figures: Text = ""
    resolution: Link | None = None
    gate: bool = False


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item, or a break (`state="break"`, no number).

    `meta` are facts with links under the title, `facts` further muted sentences; `actual` and `planned` are
    finished texts ("26 Min.", "geplant 30 Min.").
    """

    number: str
    title: Text
    state: Literal["done", "now", "open", "break"] = "open"
    url: str = ""
    verdict: Verdict | None = None
    meta: tuple[Link, ...] = ()
    facts: tuple[Text, ...] = ()
    actual: Text = ""
    planned: Text = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """Planned minutes of one item; `share` (0 to 100) is how much of the running item is used up."""

    label: str
    minutes: int
    state: Literal["done", "now", "open", "break", "free"] = "open"
    share: int = 0


@dataclass(frozen=True, slots=True)
class TimeBudget:
    """The bar is hidden from screen readers; `headline`, `outlook` and `detail` carry the facts in words."""

    parts: tuple[BudgetPart, ...]
    headline: Text
    outlook: Text = ""
    detail: Text = ""

    @property
    def scaled(self) -> tuple[tuple[BudgetPart, int], ...]:
        """Each part with its width, 1 to 100 of the longest: the numbers the style sheet knows."""
        longest = max((part.minutes for part in self.parts), default=0) or 1
        return tuple((part, max(1, round(part.minutes * 100 / longest))) for part in self.parts)
