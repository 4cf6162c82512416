"""The overview: tasks by date, next meetings, own processes, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.access.planning import coordinates_processes
from governance.models import Answer
from governance.queries.deadlines import next_deadlines
from governance.queries.overview import Change, NextMeeting, overview
from governance.queries.tasks import Task, TaskKind
from governance.rules.stages import Stage, phase_of
from governance.rules.transitions import TRANSITIONS
from portal.components import dates
from portal.components.actions import Action
from portal.components.text import Text
from portal.components.todo import Todo, TodoGroup
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered
from portal.views.deadlines import deadline_line
from portal.views.task_wording import WORDINGS


@require_safe
@answered
def page(request: PortalRequest) -> HttpResponse:
    """Show what the viewer has to do, by date, then what is next and what changed."""
    view = overview(request.viewer)
    today = request.viewer.day
    context = {
        "today": today,
        "count": len(view.tasks),
        "soon": sum(1 for task in view.tasks if task.due and task.due <= today + timedelta(days=2)),
        "groups": _groups(request, view.tasks, today),
        "meetings": [_meeting(request, row) for row in view.meetings],
        "changes": [_change(request, change) for change in view.changes],
        "deadlines": [deadline_line(request, row) for row in next_deadlines(request.viewer)],
        "coordinates": coordinates_processes(request.viewer),
        "processes": [
            {
                "title": process.title,
                "url": to(request, "process", process.public_id),
                "phase": int(phase_of(Stage(process.stage))),
                "stage": process.stage_text,
            }
            for process in view.processes
        ],
    }
    return render(request, "portal/overview/page.html", context)


def _groups(request: PortalRequest, tasks: tuple[Task, ...], today: date) -> tuple[TodoGroup, ...]:
    """Group by date, never by kind: overdue and up to the day after tomorrow, the next seven days, later, undated."""
    week = today + timedelta(days=7)
    soon = today + timedelta(days=2)
    spans: list[tuple[Text, Callable[[Task], bool]]] = [
        (_("Until %(day)s") % {"day": dates.week_day(soon)}, lambda t: t.due is not None and t.due <= soon),
        (_("In the next seven days"), lambda t: t.due is not None and soon < t.due <= week),
        (_("Later"), lambda t: t.due is not None and t.due > week),
        (_("Without a date"), lambda t: t.due is None),
    ]
    groups = [
        TodoGroup(heading, tuple(_todo(request, task, today) for task in tasks if belongs(task)))
        for heading, belongs in spans
    ]
    return tuple(group for group in groups if group.rows)


def _todo(request: PortalRequest, task: Task, today: date) -> Todo:
    wording = WORDINGS[task.kind]
    url = to(request, wording.page, *([task.target] if task.target else []))
    title = wording.title(task)
    late = task.due is not None and task.due < today
    warning: Text = wording.warning
    if late:
        warning = _("overdue")
    facts = [task.note] if task.note and task.kind != TaskKind.EFFECT else []
    if task.person:
        facts.insert(0, _("for %(person)s") % {"person": task.person})
    return Todo(
        title=title,
        url=url,
        action=Action(wording.verb, url, context=title),
        due=task.due,
        due_note=wording.note,
        facts=tuple(facts),
        warning=warning,
        overdue=late,
    )


ANSWERS: dict[str, Text] = {
    Answer.ACCEPTED: gettext_lazy("You have accepted"),
    Answer.DECLINED: gettext_lazy("You have declined"),
    Answer.TENTATIVE: gettext_lazy("You may come"),
}


def _meeting(request: PortalRequest, row: NextMeeting) -> dict[str, object]:
    answer = row.invitation.current_answer if row.invitation else None
    return {
        "meeting": row.meeting,
        "url": to(request, "meeting", row.meeting.public_id),
        "answer": ANSWERS.get(answer, "") if answer else "",
        "unanswered": answer == Answer.NONE,
    }


def _change(request: PortalRequest, change: Change) -> dict[str, object]:
    if change.kind == "resolution":
        return {
            "title": _("Resolution %(number)s") % {"number": change.subject},
            "url": to(request, "resolution", change.target),
            "text": change.detail,
            "at": change.at,
        }
    step = TRANSITIONS.get(change.detail)
    return {
        "title": change.subject,
        "url": to(request, "process", change.target),
        "text": _(step.done) if step else "",
        "at": change.at,
    }
