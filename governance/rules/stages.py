"""The stages of a planning process and the six phases people talk about.

Source: design `process.md` (seed 004, chapter 8.2). The steps between the stages are in `governance.rules.transitions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class Stage(StrEnum):
    """Where a planning process stands; the value is what the database stores."""

    CASE_RECONSTRUCTION = "case_reconstruction"
    TOPIC_DRAFT = "topic_draft"
    SCOPE_CHECK = "scope_check"
    LOCAL_SOLUTION = "local_solution"
    TOPIC_DECISION = "topic_decision"
    ESTABLISHED = "established"
    COMMISSIONED = "commissioned"
    GROUP_WORKING = "group_working"
    PROPOSAL_DECISION = "proposal_decision"
    IMPLEMENTATION = "implementation"
    EVALUATION = "evaluation"
    REPORTED_TO_STATE = "reported_to_state"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DISCONTINUED = "discontinued"

    @property
    def label(self) -> str:
        """English source text of the stage's name."""
        return STAGE_LABELS[self]


STAGE_LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.CASE_RECONSTRUCTION: mark("Cases are being reconstructed"),
        Stage.TOPIC_DRAFT: mark("Topic draft"),
        Stage.SCOPE_CHECK: mark("Scope is being checked"),
        Stage.LOCAL_SOLUTION: mark("Solution in the project group"),
        Stage.TOPIC_DECISION: mark("Before the steering group"),
        Stage.ESTABLISHED: mark("Topic established"),
        Stage.COMMISSIONED: mark("Mandate adopted"),
        Stage.GROUP_WORKING: mark("Project group at work"),
        Stage.PROPOSAL_DECISION: mark("Proposal before the steering group"),
        Stage.IMPLEMENTATION: mark("Implementation"),
        Stage.EVALUATION: mark("Check of the effect"),
        Stage.REPORTED_TO_STATE: mark("Reported to the state"),
        Stage.COMPLETED: mark("Process completed"),
        Stage.REJECTED: mark("Process rejected"),
        Stage.WITHDRAWN: mark("Process withdrawn"),
        Stage.DISCONTINUED: mark("Process discontinued"),
    }
)

ENDED_STAGES: frozenset[Stage] = frozenset({Stage.COMPLETED, Stage.REJECTED, Stage.WITHDRAWN, Stage.DISCONTINUED})
LIVE_STAGES: frozenset[Stage] = frozenset(Stage) - ENDED_STAGES

# As long as a process stands here, its topic is put into words and what is open is justified.
DRAFTING_STAGES: frozenset[Stage] = frozenset({Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT})
# Before the steering group has anything to do with it.
EARLY_STAGES: frozenset[Stage] = DRAFTING_STAGES | {Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION}
# A topic came here by a decision, so one that is taken over brings its decision along (process.md, `take_over`).
DECIDED_STAGES: frozenset[Stage] = LIVE_STAGES - EARLY_STAGES - {Stage.TOPIC_DECISION}
# A group has been commissioned and has not been released yet.
GROUP_STAGES: frozenset[Stage] = frozenset({Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.PROPOSAL_DECISION})
# From here on the group that works on a process sees it (access.md, "process").
SHOWN_TO_GROUP: frozenset[Stage] = frozenset(
    {
        Stage.LOCAL_SOLUTION,
        Stage.COMMISSIONED,
        Stage.GROUP_WORKING,
        Stage.PROPOSAL_DECISION,
        Stage.IMPLEMENTATION,
        Stage.EVALUATION,
    }
)
# Measures are carried out or looked back on.
MEASURE_STAGES: frozenset[Stage] = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION})

# How long a process may stand at a stage before it stands out in the list as stuck (assumed; the design names no
# number). Groups work for months and measures for years: their own dates say when they are late.
STUCK_AFTER = timedelta(days=60)
MOVING_STAGES: frozenset[Stage] = frozenset(
    {
        Stage.CASE_RECONSTRUCTION,
        Stage.TOPIC_DRAFT,
        Stage.SCOPE_CHECK,
        Stage.TOPIC_DECISION,
        Stage.ESTABLISHED,
        Stage.COMMISSIONED,
        Stage.PROPOSAL_DECISION,
    }
)


class Phase(IntEnum):
    """The six phases people talk about (seed 004, Abb. 4); derived from the stage, never stored."""

    CASE_RECONSTRUCTION = 1
    TOPIC = 2
    DECISION = 3
    PROJECT_GROUP = 4
    PROPOSAL = 5
    IMPLEMENTATION = 6

    @property
    def label(self) -> str:
        """English source text of the phase's name."""
        return PHASE_LABELS[self]


PHASE_LABELS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.CASE_RECONSTRUCTION: mark("Case reconstruction"),
        Phase.TOPIC: mark("Generative topic"),
        Phase.DECISION: mark("Decision phase"),
        Phase.PROJECT_GROUP: mark("Project group"),
        Phase.PROPOSAL: mark("Proposal"),
        Phase.IMPLEMENTATION: mark("Implementation"),
    }
)

# A topic that waits for the state's answer waits where the steering group sent it from.
_PHASES: Mapping[Stage, Phase] = MappingProxyType(
    {
        Stage.CASE_RECONSTRUCTION: Phase.CASE_RECONSTRUCTION,
        Stage.TOPIC_DRAFT: Phase.TOPIC,
        Stage.SCOPE_CHECK: Phase.TOPIC,
        Stage.LOCAL_SOLUTION: Phase.TOPIC,
        Stage.TOPIC_DECISION: Phase.DECISION,
        Stage.ESTABLISHED: Phase.DECISION,
        Stage.REPORTED_TO_STATE: Phase.DECISION,
        Stage.COMMISSIONED: Phase.PROJECT_GROUP,
        Stage.GROUP_WORKING: Phase.PROJECT_GROUP,
        Stage.PROPOSAL_DECISION: Phase.PROPOSAL,
        Stage.IMPLEMENTATION: Phase.IMPLEMENTATION,
        Stage.EVALUATION: Phase.IMPLEMENTATION,
    }
)


def phase_of(stage: Stage, last_live_stage: Stage | None = None) -> Phase:
    """Return the phase of `stage`; of an ended process, the phase of its last live stage.

    Raises `ValueError` for an ended stage without a live `last_live_stage`.
    """
    live = stage if stage in LIVE_STAGES else last_live_stage
    if live is None or live not in _PHASES:
        raise ValueError(f"an ended process ({stage}) needs its last live stage")
    return _PHASES[live]
