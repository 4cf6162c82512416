"""Who checks the scope of a topic, keeps its documents and reports it to the state (access.md, rows "process …")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.cases import may_see_cases
from governance.access.planning import coordinates_processes, may_see_process, may_work_on, visible_processes
from governance.access.viewer import Viewer
from governance.models import PlanningProcess, ProcessDocument


def may_see_scope(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators and case managers see the check of the scope."""
    return may_see_cases(viewer) and may_see_process(viewer, process)


def may_assess_scope(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators write it and choose the group for a local solution."""
    return coordinates_processes(viewer) and may_see_process(viewer, process)


def may_report_to_state(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators write to the state and put its answer on record."""
    return coordinates_processes(viewer) and may_see_process(viewer, process)


def may_see_document(viewer: Viewer, document: ProcessDocument) -> bool:
    """A written document is seen with its process."""
    return may_see_process(viewer, document.process)


def visible_documents(viewer: Viewer) -> QuerySet[ProcessDocument]:
    """Return the written documents that `may_see_document` allows."""
    rows: QuerySet[ProcessDocument] = ProcessDocument.objects.filter(process__in=visible_processes(viewer))
    return rows


def may_keep_documents(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators keep the documents of a process, and the members of the group that works on it."""
    return may_see_process(viewer, process) and may_work_on(viewer, process)
