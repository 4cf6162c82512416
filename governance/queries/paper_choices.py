"""What may be chosen for a new paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from governance.access.papers import kept_templates, may_begin_papers, paper_bodies, visible_papers
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import Body, DecisionPaper, PaperTemplate, PlanningProcess


@dataclass(frozen=True)
class PaperChoices:
    """What may be chosen for a new paper."""

    bodies: QuerySet[Body]
    templates: QuerySet[PaperTemplate]
    processes: QuerySet[PlanningProcess]
    papers: QuerySet[DecisionPaper]


def paper_choices(viewer: Viewer) -> PaperChoices:
    """Return bodies, active templates, live processes and papers to copy from."""
    papers = visible_papers(viewer)
    return PaperChoices(
        bodies=paper_bodies(viewer).order_by("name"),
        templates=kept_templates(viewer).filter(is_active=True),
        processes=visible_processes(viewer).live(),  # type: ignore[attr-defined]
        papers=papers if may_begin_papers(viewer) else papers.none(),
    )
