"""The six-phase track: the signature of the product, the same everywhere (interface.md, Look)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.rules.stages import PHASE_LABELS
from portal.components.actions import Link
from portal.components.text import Text

PHASE_NAMES: tuple[Text, ...] = tuple(_(label) for label in PHASE_LABELS.values())
"""Names of phases 1 to 6 (process.md). The catalogue may hold soft hyphens; `plain` takes them out."""

GATES = frozenset({3, 5})
"""A resolution stands after phases 3 and 5: the only way on (process.md, R-transitions)."""

State = Literal["done", "now", "next"]


def plain(text: Text) -> str:
    """Return `text` without soft hyphens, for labels that are spoken or searched."""
    return str(text).replace("\u00ad", "")


def phase_name(number: int) -> str:
    """Return the name of phase 1 to 6 in the active language, without soft hyphens."""
    return plain(PHASE_NAMES[number - 1])


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """What is said under a phase: dates and facts, links to its resolutions, and what is due (shown bold)."""

    lines: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()
    due: Text = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """One bar of the track; `gate` says that a resolution stands behind it, `gate_done` that it was taken."""

    number: int
    name: Text
    state: State
    facts: PhaseFacts
    gate: bool
    gate_done: bool


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended before its last phase, for example rejected; replaces the phases not reached."""

    label: Text
    facts: PhaseFacts = PhaseFacts()


@dataclass(frozen=True, slots=True)
class Track:
    """The whole band. `share` (0 to 100) is what is done of the current phase."""

    phases: tuple[Phase, ...]
    current: int
    stage: Text
    share: int
    end: End | None = None

    @property
    def heading(self) -> str:
        """The sentence that says the state in words, for the hidden heading."""
        return gettext("Phase %(number)s of 6: %(stage)s") % {
            "number": self.current,
            "stage": plain(self.stage),
        }


def track(
    *,
    current: int,
    stage: Text,
    facts: Mapping[int, PhaseFacts] | None = None,
    share: int = 50,
    finished: bool = False,
    decided: bool = False,
    end: End | None = None,
) -> Track:
    """Build the band of a process in phase `current` (1 to 6).

    `stage` is the German label of the stage; `facts` by phase number; `finished` means that all six phases
    are over; `decided` that the resolution behind the current phase is passed; `end` closes the band after the
    current phase. Raises `ValueError` for another phase number.
    """
    if current not in range(1, 7):
        raise ValueError(f"no phase {current}")
    told = facts or {}
    over = finished or end is not None
    last = current if end else 6
    phases = []
    for number in range(1, last + 1):
        state: State = "next"
        if number < current or (number == current and over):
            state = "done"
        elif number == current:
            state = "now"
        gate_done = number < current or finished or (decided and number == current)
        phases.append(
            Phase(
                number,
                PHASE_NAMES[number - 1],
                state,
                told.get(number, PhaseFacts()),
                number in GATES,
                gate_done,
            )
        )
    return Track(tuple(phases), current, stage, max(0, min(100, share)), end)


@dataclass(frozen=True, slots=True)
class MiniSegment:
    """A bar or a diamond of the short form; `state` is its class: d (done), c (current) or nothing."""

    gate: bool
    state: str


def mini_segments(current: int, *, over: bool = False) -> tuple[MiniSegment, ...]:
    """Return the eight marks of the short form for phase `current`; `over` fills the current phase too."""
    marks: list[MiniSegment] = []
    for number in range(1, 7):
        done = number < current or (over and number == current)
        marks.append(MiniSegment(gate=False, state="d" if done else "c" if number == current else ""))
        if number in GATES:
            marks.append(MiniSegment(gate=True, state="d" if number < current else ""))
    return tuple(marks)
