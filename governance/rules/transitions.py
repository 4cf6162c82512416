"""The one table of the steps of a planning process (design `process.md`, "Transitions").

The state field, the desk, the portal, the printed diagram and the tests read it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from governance.rules.lifecycles import Lifecycle, Move
from governance.rules.solution_steps import SOLUTION_STEPS
from governance.rules.stages import ENDED_STAGES, LIVE_STAGES, Stage
from governance.rules.steps import Switch, Transition
from governance.rules.topic_steps import TOPIC_STEPS

TRANSITIONS: Mapping[str, Transition] = MappingProxyType({step.name: step for step in (*TOPIC_STEPS, *SOLUTION_STEPS)})

# A step that creates a process has no source, so it is no move of the state field.
STAGE_MOVES: Lifecycle = MappingProxyType(
    {step.name: Move(step.sources, step.target) for step in TRANSITIONS.values() if step.sources}
)


def transitions_from(stage: Stage, switches: Collection[Switch] | None = None) -> tuple[Transition, ...]:
    """Return every step that leaves `stage`, in the order of the table.

    With `switches`, those of a process profile, steps that need another one are left out.
    """
    leaving = (step for step in TRANSITIONS.values() if stage in step.sources)
    return tuple(step for step in leaving if switches is None or step.switch is None or step.switch in switches)


def stages_with(switches: Collection[Switch]) -> frozenset[Stage]:
    """Return the stages that a process can pass with the switches of a profile; one that has ended stays ended."""
    todo = [Stage.CASE_RECONSTRUCTION]
    seen: set[Stage] = set()
    while todo:
        stage = todo.pop()
        if stage not in seen:
            seen.add(stage)
            leaving = transitions_from(stage, switches) if stage in LIVE_STAGES else ()
            todo += [target for step in leaving for target in step.targets]
    return frozenset(seen)


RESOLUTION_MARK = "◆"


def mermaid(label: Callable[[str], str]) -> str:
    """Return the stages and steps as a Mermaid `stateDiagram-v2`.

    `label` turns an English source text into the text to print. A step that only a resolution takes carries
    `RESOLUTION_MARK` before its name. A step that may lead to any stage is drawn to each of them.
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
            lines += [f"    {source} --> {target.value} : {name}" for target in step.targets]
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage in ENDED_STAGES]
    return "\n".join(lines) + "\n"
