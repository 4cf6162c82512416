"""What followed from a resolution: mandate, decisions on single goals, measures, a process that goes on elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.goals import visible_goal_systems
from governance.access.mandates import visible_mandate_versions
from governance.access.measures import visible_measures
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import GoalSystem, MandateVersion, Measure, NodeOutcome, PlanningProcess, Resolution
from governance.queries.goal_decisions import DecidedNode, decided_nodes
from governance.rules.outcomes import PaperSubject


@dataclass(frozen=True)
class WhatFollowed:
    """What followed from a resolution, as far as the viewer may see it.

    `decided` are the goals and activities that were not simply adopted as proposed, or carry a note; `adopted` says how
    many others were. They are part of the resolution and seen with it.
    """

    mandate: MandateVersion | None
    goals: GoalSystem | None
    decided: tuple[DecidedNode, ...]
    adopted: int
    measures: tuple[Measure, ...]
    goes_on_in: tuple[PlanningProcess, ...]

    @property
    def has_any(self) -> bool:
        """Whether anything followed."""
        return bool(self.mandate or self.goals or self.decided or self.measures or self.goes_on_in)


def what_followed(viewer: Viewer, resolution: Resolution) -> WhatFollowed:
    """Return what followed from `resolution`, which the viewer may see; six queries at most."""
    proposal = resolution.subject == PaperSubject.ADOPT_PROPOSAL
    decided, adopted = _decided(resolution) if proposal else ((), 0)
    effect = getattr(resolution, "effect", None)
    process_id = effect.process_id if effect else 0
    further = visible_processes(viewer).filter(steps__effects__resolution=resolution).exclude(pk=process_id)
    measures = visible_measures(viewer).filter(resolution=resolution)
    return WhatFollowed(
        mandate=visible_mandate_versions(viewer)
        .filter(adoption__resolution=resolution)
        .select_related("mandate")
        .first(),
        goals=visible_goal_systems(viewer).filter(process=process_id).first() if proposal and effect else None,
        decided=decided,
        adopted=adopted,
        measures=tuple(measures.select_related("organisation", "person", "process").order_by("due_on", "pk")),
        goes_on_in=tuple(further.distinct().order_by("pk")) if effect else (),
    )


def _decided(resolution: Resolution) -> tuple[tuple[DecidedNode, ...], int]:
    outcomes = tuple(
        NodeOutcome.objects.filter(resolution=resolution).select_related("node", "goal_version").order_by("pk")
    )
    if not outcomes:
        return (), 0
    nodes = decided_nodes(outcomes[0].goal_version, outcomes)
    own = tuple(row for row in nodes if row.own)
    others = [row for row in nodes if not row.own and row.kept]
    return own, len(others)
