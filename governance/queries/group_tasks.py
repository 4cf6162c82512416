"""Tasks around project groups: whom an organisation sends, what it agrees to, what a group owes its body and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max

from governance.access.planning import coordinates_processes, tended_processes
from governance.access.viewer import Viewer
from governance.models import GoalSystem, Mandate, PlanningProcess
from governance.queries.chain_consents import open_consents
from governance.queries.mandates import MandateRow, named_rows, overdue_mandates, place_name
from governance.queries.nominations import open_nominations
from governance.queries.tasks import TASKS_OF_A_KIND, Task, TaskKind
from governance.rules.lifecycles import MandateState
from governance.rules.routes import ResultType
from governance.rules.stages import Stage

# A Zielsystem is frozen in time for a paper on the report; so long before (assumed; the design names no number).
FREEZE_AHEAD = timedelta(days=30)


def group_tasks(viewer: Viewer) -> Iterator[Task]:
    """Yield what waits for the viewer: of each kind a limited number, with a constant number of queries."""
    for row in open_nominations(viewer)[:TASKS_OF_A_KIND]:
        yield Task(TaskKind.NOMINATE, row.mandate.group_name, row.public_id, note=place_name(row))
    for consent in open_consents(viewer)[:TASKS_OF_A_KIND]:
        title = str(consent.chain_version.content["title"])
        yield Task(TaskKind.CONSENT, title, consent.public_id, note=consent.organisation.name)
    yield from _overdue(viewer)
    yield from _owed(viewer)


def _overdue(viewer: Viewer) -> Iterator[Task]:
    """What a commissioned group has missed: for the body that gave the order and the coordination."""
    for row in overdue_mandates(viewer)[:TASKS_OF_A_KIND]:
        late = row.dates.report_overdue
        kind, due = (TaskKind.REPORT_BACK, row.dates.report_back) if late else (TaskKind.EXPIRED, row.dates.ends_on)
        note = ", ".join(process.number for process in row.processes)
        yield Task(kind, row.mandate.group_name, row.mandate.public_id, due, note=note)


def _owed(viewer: Viewer) -> Iterator[Task]:
    """What the viewer's groups hand in next: proposals given back with a date, Zielsysteme that are not frozen yet."""
    if not (viewer.led or coordinates_processes(viewer)):
        return
    working = list(
        tended_processes(viewer).filter(stage=Stage.GROUP_WORKING).select_related("group").order_by("due_back_on", "pk")
    )[:TASKS_OF_A_KIND]
    for process in working:
        if process.due_back_on is not None:
            group = process.group.name if process.group else ""
            yield Task(TaskKind.GIVEN_BACK, process.title, process.public_id, process.due_back_on, note=group)
    if working:
        yield from _to_freeze(viewer, working)


def _to_freeze(viewer: Viewer, working: list[PlanningProcess]) -> Iterator[Task]:
    """Yield the Zielsysteme that a mandate asks for and that are not frozen as they stand when the report is near."""
    mandates = Mandate.objects.filter(processes__in=working, state=MandateState.ADOPTED).distinct()
    asked: dict[int, MandateRow] = {}
    for row in named_rows(viewer, mandates):
        if ResultType.GOAL_SYSTEM in row.version.result_types:
            asked |= {process.pk: row for process in row.processes}
    systems = GoalSystem.objects.filter(process__in=working).annotate(frozen_at=Max("versions__created_at"))
    found = {system.process_id: system for system in systems}
    for process in working:
        order = asked.get(process.pk)
        due = process.due_back_on or (order.dates.report_back if order else None)
        if order is None or due is None or due > viewer.day + FREEZE_AHEAD:
            continue
        system = found.get(process.pk)
        group = order.mandate.group_name
        if system is None:
            yield Task(TaskKind.BEGIN_GOALS, process.title, process.public_id, due, note=group)
        elif system.frozen_at is None or system.frozen_at < system.changed_at:
            yield Task(TaskKind.FREEZE_GOALS, system.title, system.public_id, due, note=group)
