"""The steps of setting an authority up, and what each of them counts as.

A step is done by what is on record (bodies, people, rules). Where the record cannot tell whether somebody has looked
at it, a mark does: a process profile exists from the first day, read or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.rules.text import mark


class SetupStep(StrEnum):
    """The steps in their order; `WHOLE` stands for the assistant itself, which can be put aside."""

    NAMES = "names"
    PROFILE = "profile"
    BODIES = "bodies"
    PEOPLE = "people"
    MAIL = "mail"
    LETTERHEAD = "letterhead"
    RULES = "rules"
    WHOLE = "whole"


class StepMark(StrEnum):
    """What somebody said about a step."""

    CONFIRMED = "confirmed"
    SKIPPED = "skipped"


MARK_LABELS: Final = {StepMark.CONFIRMED: mark("looked at and right"), StepMark.SKIPPED: mark("left out")}
STEPS: Final = tuple(step for step in SetupStep if step is not SetupStep.WHOLE)


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


STATE_LABELS: Final = {
    StepState.OPEN: mark("step open"),
    StepState.DONE: mark("step done"),
    StepState.SKIPPED: mark("step left out"),
}


@dataclass(frozen=True)
class Progress:
    """Where every step stands; `aside`: the assistant is put aside and no longer reminds."""

    states: Mapping[SetupStep, StepState]
    aside: bool = False

    @property
    def settled(self) -> int:
        """Return how many steps are done or left out on purpose."""
        return sum(state is not StepState.OPEN for state in self.states.values())

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return self.settled == len(self.states)

    @property
    def next_open(self) -> SetupStep | None:
        """Return the first open step, None when there is none."""
        return next((step for step in STEPS if self.states[step] is StepState.OPEN), None)


def progress(done: frozenset[SetupStep], marks: Mapping[SetupStep, StepMark]) -> Progress:
    """Return where every step stands.

    `done` are the steps that the records show as done. A record beats a mark: bodies that exist are not skipped.
    """
    return Progress({step: _state(step, done, marks) for step in STEPS}, aside=SetupStep.WHOLE in marks)


def _state(step: SetupStep, done: frozenset[SetupStep], marks: Mapping[SetupStep, StepMark]) -> StepState:
    said = marks.get(step)
    if step in done or said is StepMark.CONFIRMED:
        return StepState.DONE
    return StepState.SKIPPED if said is StepMark.SKIPPED else StepState.OPEN
