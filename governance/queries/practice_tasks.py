"""Tasks of putting resolutions into practice: measures, follow-ups, notices to read."""

from __future__ import annotations

from collections.abc import Iterator

from governance.access.viewer import Viewer
from governance.queries.follow_ups import declined_follow_ups, follow_up_tasks
from governance.queries.measures import measure_tasks
from governance.queries.notices import unread_notices
from governance.queries.tasks import TASKS_OF_A_KIND, Task, TaskKind


def practice_tasks(viewer: Viewer) -> Iterator[Task]:
    """Yield what waits for the viewer: of each kind a limited number, with a constant number of queries."""
    yield from _measures(viewer)
    yield from _follow_ups(viewer)
    for notice in unread_notices(viewer, limit=TASKS_OF_A_KIND):
        yield Task(TaskKind.NOTICE, notice.subject, notice.public_id)


def _measures(viewer: Viewer) -> Iterator[Task]:
    """Measures that the viewer's organisation answers, those under way, and what the coordination decides next."""
    found = measure_tasks(viewer, limit=TASKS_OF_A_KIND)
    kinds = (
        (TaskKind.ANSWER_MEASURE, found.to_answer),
        (TaskKind.MEASURE, found.under_way),
        (TaskKind.DECIDE_MEASURE, found.to_decide),
    )
    for kind, rows in kinds:
        for row in rows:
            due = row.ends_on if kind is TaskKind.MEASURE else None
            yield Task(kind, row.title, row.public_id, due, note=row.process.number)


def _follow_ups(viewer: Viewer) -> Iterator[Task]:
    """Tasks from resolutions of which the viewer is the owner, and those whose owner has declined."""
    for row in follow_up_tasks(viewer, limit=TASKS_OF_A_KIND):
        accepted = row.accepted_at is not None
        kind = TaskKind.FOLLOW_UP if accepted else TaskKind.ANSWER_FOLLOW_UP
        yield Task(kind, row.task, row.public_id, row.ends_on if accepted else None, note=row.resolution.number)
    for row in declined_follow_ups(viewer, limit=TASKS_OF_A_KIND):
        yield Task(TaskKind.DECIDE_FOLLOW_UP, row.task, row.public_id, note=row.resolution.number)
