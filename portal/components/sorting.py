"""The choice of the order of a list, as links: it works without JavaScript and on phones, where lists show no heads."""

from __future__ import annotations

from dataclasses import dataclass

from portal.components.text import Text

PARAMETER = "sortierung"
"""What the order is called in the address."""


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One order: `url` leads to the first page of the list in it."""

    label: Text
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Sorting:
    """The orders of a list.

    `column` and `direction` say how the shown order marks a column (`aria-sort`), empty if none shows it. `kept` is
    what a filter form carries on as a hidden field, empty for the usual order.
    """

    choices: tuple[SortChoice, ...]
    column: str = ""
    direction: str = ""
    kept: str = ""

    @property
    def label(self) -> Text:
        """The name of the shown order."""
        return next(choice.label for choice in self.choices if choice.current)
