"""The vote while it runs and its result (prototype NOTES, Vote card and Ballot)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.components.actions import Action
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class VoteProgress:
    """How many of the entitled seats have voted; `missing` names seats and stays empty in a secret vote."""

    cast: int
    entitled: int
    missing: tuple[Text, ...] = ()

    @property
    def marks(self) -> tuple[bool, ...]:
        """One mark per seat, true where a ballot is in."""
        return tuple(index < self.cast for index in range(self.entitled))


@dataclass(frozen=True, slots=True)
class VoteCard:
    """A running vote inside the agenda: mode, wording, progress, rule, effect of closing, what one can do.

    `key` makes the heading's id unique on the page; `wording` are paragraphs.
    """

    key: str
    heading: Text
    mode: Text
    wording: tuple[Text, ...]
    progress: VoteProgress
    rule: Text
    actions: tuple[Action, ...] = ()
    mode_icon: str = "visibility"


@dataclass(frozen=True, slots=True)
class VoteResult:
    """Figures of a closed vote; `recused` and `absent` appear only when somebody was."""

    yes: int
    no: int
    abstain: int
    recused: int = 0
    absent: int = 0

    @property
    def scaled(self) -> tuple[int, int, int]:
        """Widths of yes, no and abstention, 0 to 100, in the numbers the style sheet knows."""
        total = self.yes + self.no + self.abstain
        if not total:
            return (0, 0, 0)
        return (
            round(self.yes * 100 / total),
            round(self.no * 100 / total),
            round(self.abstain * 100 / total),
        )
