"""The red thread: from the cases to the changed practice, in the order of time (interface.md, Vorgang)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.components.actions import Link
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """One station. `kind` is the short word at the left, `titles` one or several links or texts.

    `state`: done (solid line), now, or open (dashed, nothing there yet). `gate` draws the diamond: only
    resolutions. `side` is the date at the right.
    """

    kind: Text
    titles: tuple[Link, ...]
    facts: Text = ""
    side: Text = ""
    state: Literal["done", "now", "open"] = "done"
    gate: bool = False

    @property
    def css(self) -> str:
        """Classes of the list item."""
        names = ["is-gate"] if self.gate else []
        if self.state != "done":
            names.append(f"is-{self.state}")
        return " ".join(names)
