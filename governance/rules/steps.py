"""What a step of the planning process is: from where to where, who takes it, what guards it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from governance.rules.stages import Stage


class Actor(StrEnum):
    """Who may take a step. `RESOLUTION`: no person, only the effect of a recorded resolution."""

    COORDINATOR = "coordinator"
    CASE_MANAGER = "case_manager"
    GROUP_LEAD = "group_lead"
    RESOLUTION = "resolution"


COORDINATOR = frozenset({Actor.COORDINATOR})
RESOLUTION = frozenset({Actor.RESOLUTION})


class Switch(StrEnum):
    """What a process profile can have or not have; a step that needs it is there only with it."""

    SCOPE_CHECK = "scope_check"
    NO_SCOPE_CHECK = "no_scope_check"
    LOCAL_SOLUTION = "local_solution"
    SOLUTION_AT_ONCE = "solution_at_once"
    DIRECT_INTAKE = "direct_intake"


@dataclass(frozen=True)
class Transition:
    """One step. Empty `sources` means that the step creates a process; `take_over` may lead to one of many `targets`.

    `label` is the English source text of the button or of the effect, `done` that of the entry in the history;
    `guards` are names of `governance.rules.guards.GUARDS` in the order in which a page shows them; `switch` is what
    the process profile must have.
    """

    name: str
    label: str
    sources: tuple[Stage, ...]
    targets: tuple[Stage, ...]
    actors: frozenset[Actor]
    guards: tuple[str, ...] = ()
    switch: Switch | None = None
    done: str = field(kw_only=True)

    @property
    def target(self) -> Stage:
        """Where the step leads; raises `ValueError` where it may lead to several stages."""
        if len(self.targets) != 1:
            raise ValueError(f"{self.name} may lead to several stages")
        return self.targets[0]

    @property
    def by_resolution(self) -> bool:
        """Whether only a resolution takes this step."""
        return Actor.RESOLUTION in self.actors

    @property
    def needs_reason(self) -> bool:
        """Whether the step asks for a written reason, or for the conditions of a referral back."""
        return bool({"reason_given", "conditions_recorded"} & set(self.guards))
