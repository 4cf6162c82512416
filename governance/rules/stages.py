"""The stages of a planning process and the steps between them.

Source: design `process.md` (seed 004, chapter 8.2). `TRANSITIONS` is the one source: the state field, the
desk, the portal, the printed diagram and the tests read it. Stages and steps of later issues are added here
and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from governance.rules.lifecycles import Lifecycle, Move
from governance.rules.text import mark


class Stage(StrEnum):
    """Where a planning process stands; the value is what the database stores."""

    CASE_RECONSTRUCTION = "case_reconstruction"
    TOPIC_DRAFT = "topic_draft"
    TOPIC_DECISION = "topic_decision"
    ESTABLISHED = "established"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """English source text of the stage's name."""
        return STAGE_LABELS[self]


STAGE_LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.CASE_RECONSTRUCTION: mark("Cases are being reconstructed"),
        Stage.TOPIC_DRAFT: mark("Topic draft"),
        Stage.TOPIC_DECISION: mark("Before the steering group"),
        Stage.ESTABLISHED: mark("Topic established"),
        Stage.REJECTED: mark("Process rejected"),
        Stage.WITHDRAWN: mark("Process withdrawn"),
    }
)

LIVE_STAGES: frozenset[Stage] = frozenset(
    {Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.TOPIC_DECISION, Stage.ESTABLISHED}
)
ENDED_STAGES: frozenset[Stage] = frozenset({Stage.REJECTED, Stage.WITHDRAWN})

# As long as a process stands here, its topic is put into words and what is open is justified.
DRAFTING_STAGES: frozenset[Stage] = frozenset({Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT})

# Stages at which somebody has to do the next step; whoever stands there longer than `STUCK_AFTER` stands out in
# the list (assumed; the design names no number).
MOVING_STAGES: frozenset[Stage] = frozenset({Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.TOPIC_DECISION})
STUCK_AFTER = timedelta(days=60)


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

_PHASES: Mapping[Stage, Phase] = MappingProxyType(
    {
        Stage.CASE_RECONSTRUCTION: Phase.CASE_RECONSTRUCTION,
        Stage.TOPIC_DRAFT: Phase.TOPIC,
        Stage.TOPIC_DECISION: Phase.DECISION,
        Stage.ESTABLISHED: Phase.DECISION,
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


class Actor(StrEnum):
    """Who may take a step. `RESOLUTION`: no person, only the effect of a recorded resolution."""

    COORDINATOR = "coordinator"
    CASE_MANAGER = "case_manager"
    GROUP_LEAD = "group_lead"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Transition:
    """One step. Empty `sources` means that the step creates the process.

    `label` is the English source text of the button or of the effect, `done` that of the entry in the history;
    `guards` are names of `governance.rules.guards.GUARDS` in the order in which a page shows them.
    """

    name: str
    label: str
    sources: tuple[Stage, ...]
    target: Stage
    actors: frozenset[Actor]
    needs_reason: bool = False
    guards: tuple[str, ...] = ()
    done: str = field(kw_only=True)

    @property
    def by_resolution(self) -> bool:
        """Whether only a resolution takes this step."""
        return Actor.RESOLUTION in self.actors


_COORDINATOR = frozenset({Actor.COORDINATOR})
_RESOLUTION = frozenset({Actor.RESOLUTION})
# The guards on what a topic rests on; a justification of one of them is printed on the paper.
EVIDENCE = (
    "topic_statement",
    "topic_cases",
    "series_size",
    "case_criteria",
    "withdrawn_cases",
    "small_group",
)

_STEPS = (
    Transition(
        "start",
        mark("Start process"),
        (),
        Stage.CASE_RECONSTRUCTION,
        frozenset({Actor.COORDINATOR, Actor.CASE_MANAGER}),
        guards=("series_chosen",),
        done=mark("Process begun"),
    ),
    Transition(
        "derive_topic",
        mark("Derive topic"),
        (Stage.CASE_RECONSTRUCTION,),
        Stage.TOPIC_DRAFT,
        _COORDINATOR,
        guards=EVIDENCE,
        done=mark("Topic derived"),
    ),
    Transition(
        "collect_more_cases",
        mark("Collect more cases"),
        (Stage.TOPIC_DRAFT,),
        Stage.CASE_RECONSTRUCTION,
        _COORDINATOR,
        needs_reason=True,
        guards=("reason_given",),
        done=mark("Back to collecting cases"),
    ),
    Transition(
        "submit_topic",
        mark("Submit topic"),
        (Stage.TOPIC_DRAFT,),
        Stage.TOPIC_DECISION,
        _COORDINATOR,
        guards=(*EVIDENCE, "released_paper", "justification_printed"),
        done=mark("Topic submitted"),
    ),
    Transition(
        "recall_topic",
        mark("Recall topic"),
        (Stage.TOPIC_DECISION,),
        Stage.TOPIC_DRAFT,
        _COORDINATOR,
        needs_reason=True,
        guards=("paper_not_dispatched", "reason_given"),
        done=mark("Topic recalled"),
    ),
    Transition(
        "refer_back_to_draft",
        mark("Refer back to the topic draft"),
        (Stage.TOPIC_DECISION,),
        Stage.TOPIC_DRAFT,
        _RESOLUTION,
        needs_reason=True,
        guards=("conditions_recorded",),
        done=mark("Referred back to the topic draft"),
    ),
    Transition(
        "refer_back_to_cases",
        mark("Refer back to the case reconstruction"),
        (Stage.TOPIC_DECISION,),
        Stage.CASE_RECONSTRUCTION,
        _RESOLUTION,
        needs_reason=True,
        guards=("conditions_recorded",),
        done=mark("Referred back to the case reconstruction"),
    ),
    Transition(
        "establish_topic",
        mark("Establish topic"),
        (Stage.TOPIC_DECISION,),
        Stage.ESTABLISHED,
        _RESOLUTION,
        done=mark("Topic established"),
    ),
    Transition(
        "reject_topic",
        mark("Reject topic"),
        (Stage.TOPIC_DECISION,),
        Stage.REJECTED,
        _RESOLUTION,
        done=mark("Topic rejected"),
    ),
    Transition(
        "withdraw",
        mark("Withdraw process"),
        (Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT, Stage.TOPIC_DECISION),
        Stage.WITHDRAWN,
        _COORDINATOR,
        needs_reason=True,
        guards=("paper_not_dispatched", "reason_given"),
        done=mark("Process withdrawn"),
    ),
)

TRANSITIONS: Mapping[str, Transition] = MappingProxyType({step.name: step for step in _STEPS})


# The step that creates a process has no source, so it is no move of the state field.
STAGE_MOVES: Lifecycle = MappingProxyType(
    {step.name: Move(step.sources, step.target) for step in _STEPS if step.sources}
)


def transitions_from(stage: Stage) -> tuple[Transition, ...]:
    """Return every step that leaves `stage`, in the order of the table."""
    return tuple(step for step in TRANSITIONS.values() if stage in step.sources)


RESOLUTION_MARK = "◆"


def mermaid(label: Callable[[str], str]) -> str:
    """Return the stages and steps as a Mermaid `stateDiagram-v2`.

    `label` turns an English source text into the text to print. A step that only a resolution takes carries
    `RESOLUTION_MARK` before its name.
    """

    def plain(text: str) -> str:
        words = label(text).replace('"', "'").replace(":", " ").replace(";", " ")
        return " ".join(words.split())

    lines = ["stateDiagram-v2"]
    lines += [f'    state "{plain(stage.label)}" as {stage.value}' for stage in Stage]
    for step in TRANSITIONS.values():
        text = plain(step.label)
        name = f"{RESOLUTION_MARK} {text}" if step.by_resolution else text
        for source in [stage.value for stage in step.sources] or ["[*]"]:
            lines.append(f"    {source} --> {step.target.value} : {name}")
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage in ENDED_STAGES]
    return "\n".join(lines) + "\n"
