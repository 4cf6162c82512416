"""Reading the check of the scope, the written documents of a process, and its report to the state."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext

from governance.access.intake import possible_groups
from governance.access.planning import coordinates_processes, may_start_process, visible_processes
from governance.access.scope import (
    may_assess_scope,
    may_keep_documents,
    may_report_to_state,
    may_see_scope,
    visible_documents,
)
from governance.access.viewer import Viewer
from governance.models import Body, PlanningProcess, ProcessDocument, ScopeCheck, StateReport
from governance.queries.cases import profile_facts
from governance.rules import clock
from governance.rules.facts import ProfileFacts
from governance.rules.routes import WRITTEN_AGREEMENTS, DocumentRole, Trigger
from governance.rules.solution_facts import ScopeFacts, StateFacts
from governance.rules.stages import ENDED_STAGES, LIVE_STAGES, Stage

SCOPE_STAGES: frozenset[Stage] = frozenset({Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION})
"""Where the scope is assessed: ahead of its check, in it, and while a local solution may still prove too narrow."""
GROUP_CHOICE_STAGES: frozenset[Stage] = frozenset({Stage.SCOPE_CHECK, Stage.LOCAL_SOLUTION})
REPORT_STAGES: frozenset[Stage] = frozenset({Stage.TOPIC_DRAFT, Stage.SCOPE_CHECK, Stage.TOPIC_DECISION})
"""Where a report to the state is prepared: the paper prints it, so it is written before the decision."""
_SETTLED_BY = ("document_solution", "decide_solution", "adopt_proposal")


def scope_facts(process: PlanningProcess) -> ScopeFacts:
    """Return what the guards judge of the scope of `process`, in three queries."""
    check = ScopeCheck.objects.filter(process=process).first()
    last = process.steps.order_by("-at", "-pk").values_list("transition", flat=True).first()
    return ScopeFacts(
        assessed=check is not None,
        triggers=held_triggers(check),
        group_chosen=process.group_id is not None,
        agreements=process.documents.filter(role__in=WRITTEN_AGREEMENTS).count(),
        ended_locally=process.stage == Stage.COMPLETED and last == "document_solution",
    )


def held_triggers(check: ScopeCheck | None) -> frozenset[Trigger]:
    """Return the triggers that hold by the written check."""
    return frozenset(Trigger(name) for name in check.triggers) if check is not None else frozenset()


def current_report(process: PlanningProcess) -> StateReport | None:
    """Return the report to the state that is not closed, with its answer."""
    rows: QuerySet[StateReport] = StateReport.objects.filter(process=process, closed_on__isnull=True)
    return rows.select_related("answer").first()


def state_facts(process: PlanningProcess) -> StateFacts:
    """Return what the guards judge of the report of `process` to the state, in one query."""
    report = current_report(process)
    if report is None:
        return StateFacts(today=clock.today())
    return StateFacts(report.addressee, report.reported_on, report.answer_id is not None, clock.today())


@dataclass(frozen=True)
class TriggerRow:
    """One of the four questions; `holds` is None before it is answered."""

    text: str
    holds: bool | None


@dataclass(frozen=True)
class ScopePage:
    """The check of the scope of a process as the viewer sees it."""

    process: PlanningProcess
    check: ScopeCheck | None
    rows: tuple[TriggerRow, ...]
    solves_locally: bool
    groups: tuple[Body, ...]
    may_assess: bool
    may_choose: bool

    @property
    def concerns_body(self) -> bool:
        """Whether one of the four triggers holds: one is enough."""
        return any(row.holds for row in self.rows)


def assesses_scope(process: PlanningProcess, profile: ProfileFacts) -> bool:
    """Tell whether the scope is assessed now; what is under way goes on when the profile drops the check."""
    return process.stage in GROUP_CHOICE_STAGES or (process.stage in SCOPE_STAGES and profile.has_scope_check)


def chooses_group(process: PlanningProcess, profile: ProfileFacts) -> bool:
    """Tell whether the group for a local solution is chosen now; one that is at work may still be changed."""
    return process.stage == Stage.LOCAL_SOLUTION or (process.stage in GROUP_CHOICE_STAGES and profile.solves_locally)


def scope_page(viewer: Viewer, process_id: str) -> ScopePage:
    """Return the check of the scope; raises `PlanningProcess.DoesNotExist` for those who do not see it."""
    process = _found(viewer, process_id)
    if not may_see_scope(viewer, process):
        raise PlanningProcess.DoesNotExist
    check = ScopeCheck.objects.filter(process=process).select_related("checked_by").first()
    held = held_triggers(check)
    writes = may_assess_scope(viewer, process)
    profile = profile_facts(process.authority)
    return ScopePage(
        process=process,
        check=check,
        rows=tuple(TriggerRow(gettext(one.label), (one in held) if check else None) for one in Trigger),
        solves_locally=profile.solves_locally,
        groups=tuple(possible_groups(viewer)),
        may_assess=writes and assesses_scope(process, profile),
        may_choose=writes and chooses_group(process, profile),
    )


def settled_at(process: PlanningProcess) -> datetime | None:
    """Return when a decision or a local solution last settled `process`; documents from before stay as they were."""
    steps = process.steps.filter(transition__in=_SETTLED_BY).order_by("-at")
    moment: datetime | None = steps.values_list("at", flat=True).first()
    return moment


def is_fixed(document: ProcessDocument, settled: datetime | None, answers: Collection[int]) -> bool:
    """Tell whether a document has been used, so that it neither changes nor goes.

    `settled` is the moment of `settled_at`, `answers` are the keys of those that answer a report to the state.
    """
    return document.pk in answers or (settled is not None and document.added_at <= settled)


def answers_of(process: PlanningProcess) -> frozenset[int]:
    """Return the keys of the documents that answer a report of `process` to the state."""
    keys = process.state_reports.filter(answer__isnull=False).values_list("answer_id", flat=True)
    return frozenset(key for key in keys if key is not None)


def takes_documents(process: PlanningProcess) -> bool:
    """Tell whether documents may be written: the process runs, and no proposal lies before the body."""
    return process.stage in LIVE_STAGES and process.stage != Stage.PROPOSAL_DECISION


@dataclass(frozen=True)
class DocumentRow:
    """A document and whether the viewer may change it; `fixed`: it has been used and stays."""

    document: ProcessDocument
    role: str
    fixed: bool
    may_edit: bool


@dataclass(frozen=True)
class DocumentsPage:
    """The written documents of a process, the newest first."""

    process: PlanningProcess
    rows: tuple[DocumentRow, ...]
    may_add: bool
    before_body: bool


def documents_page(viewer: Viewer, process_id: str) -> DocumentsPage:
    """Return the documents of a process; raises `PlanningProcess.DoesNotExist` where the viewer sees none."""
    process = _found(viewer, process_id)
    documents = visible_documents(viewer).filter(process=process).select_related("added_by", "file")
    may_add = may_keep_documents(viewer, process) and takes_documents(process)
    settled, answers = settled_at(process), answers_of(process)
    rows = []
    for row in documents.order_by("-dated_on", "-pk"):
        fixed = is_fixed(row, settled, answers)
        rows.append(DocumentRow(row, row.get_role_display(), fixed, may_add and not fixed))
    before_body = process.stage == Stage.PROPOSAL_DECISION
    return DocumentsPage(process, tuple(rows), may_add, before_body)


@dataclass(frozen=True)
class DocumentPage:
    """One document with its wording."""

    process: PlanningProcess
    document: ProcessDocument
    fixed: bool
    may_edit: bool


def document_page(viewer: Viewer, process_id: str, document_id: str) -> DocumentPage:
    """Return one document of a process; raises `ObjectDoesNotExist` where the viewer sees none."""
    process = _found(viewer, process_id)
    document = visible_documents(viewer).select_related("added_by", "file").get(process=process, public_id=document_id)
    fixed = is_fixed(document, settled_at(process), answers_of(process))
    may_edit = not fixed and takes_documents(process) and may_keep_documents(viewer, process)
    return DocumentPage(process, document, fixed, may_edit)


@dataclass(frozen=True)
class StatePage:
    """What was reported to the state and what it answered; `due_on` is the last day it has for its answer."""

    process: PlanningProcess
    report: StateReport | None
    earlier: tuple[StateReport, ...]
    due_on: date | None
    may_write: bool
    may_answer: bool

    @property
    def overdue(self) -> bool:
        """Whether the state has let its time pass."""
        unanswered = self.report is not None and self.report.answer_id is None
        return unanswered and self.due_on is not None and clock.today() > self.due_on


def state_page(viewer: Viewer, process_id: str) -> StatePage:
    """Return the reports of a process to the state; raises `PlanningProcess.DoesNotExist`."""
    process = _found(viewer, process_id)
    rows = tuple(process.state_reports.select_related("answer").order_by("-pk"))
    report = next((row for row in rows if row.closed_on is None), None)
    due_on = None
    if report is not None and report.reported_on is not None:
        due_on = report.reported_on + timedelta(days=profile_facts(process.authority).state_waiting_days)
    writes = may_report_to_state(viewer, process)
    return StatePage(
        process=process,
        report=report,
        earlier=tuple(row for row in rows if row.closed_on is not None),
        due_on=due_on,
        may_write=writes and process.stage in REPORT_STAGES,
        may_answer=writes and process.stage == Stage.REPORTED_TO_STATE and report is not None,
    )


@dataclass(frozen=True)
class Routes:
    """Which pages around the steering group a process has for the viewer; the process page leads to them."""

    origin: bool
    scope: bool
    documents: bool
    state: bool
    merge: bool
    successor: bool
    next_cycle: bool


def routes_of(viewer: Viewer, process: PlanningProcess, *, documents: bool, reported: bool) -> Routes:
    """Return the pages of `process` that there is something on or something to do.

    `documents` and `reported` say whether it has a written document, and a report to the state.
    """
    stage, coordinates = Stage(process.stage), coordinates_processes(viewer)
    checked = hasattr(process, "scope_check")
    return Routes(
        origin=True,
        scope=may_see_scope(viewer, process) and (checked or stage in GROUP_CHOICE_STAGES),
        documents=documents or (may_keep_documents(viewer, process) and takes_documents(process)),
        state=reported or (coordinates and stage is Stage.TOPIC_DECISION),
        merge=coordinates and stage in {Stage.CASE_RECONSTRUCTION, Stage.TOPIC_DRAFT},
        successor=(
            may_start_process(viewer)
            and stage in ENDED_STAGES
            and stage is not Stage.COMPLETED
            and process.merged_into_id is None
        ),
        next_cycle=coordinates and stage is Stage.COMPLETED,
    )


def writable_roles() -> tuple[DocumentRole, ...]:
    """Return the kinds of documents that a person puts on record; the answer of the state has its own form."""
    return tuple(role for role in DocumentRole if role is not DocumentRole.STATE_ANSWER)


def _found(viewer: Viewer, process_id: str) -> PlanningProcess:
    rows = visible_processes(viewer).select_related("authority", "body", "group", "coordinator")
    return rows.get(public_id=process_id)
