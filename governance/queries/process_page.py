"""The page of one process: stage, next step, red thread, history (interface.md, "Vorgang")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from governance.access.cases import may_see_cases
from governance.access.decisions import visible_resolutions
from governance.access.meetings import sees_meetings_of
from governance.access.papers import visible_papers
from governance.access.planning import may_draft_topic, visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    CaseCard,
    DecisionPaper,
    Justification,
    Meeting,
    PlanningProcess,
    Resolution,
    RulesOfProcedure,
    StepRecord,
    Topic,
)
from governance.queries.paper_facts import carrying_subjects
from governance.queries.planning import (
    Evidence,
    SimilarTopic,
    evidence,
    open_justifications,
    restrictions_of,
    similar_topics,
)
from governance.queries.procedure import edition_among, read_rules
from governance.queries.process_steps import Outlook, outlook
from governance.queries.process_surroundings import Surroundings, surroundings
from governance.rules import clock
from governance.rules.deadlines import papers_due
from governance.rules.lifecycles import CaseState, MeetingState, PaperState
from governance.rules.stages import DRAFTING_STAGES, ENDED_STAGES, Phase, Stage, phase_of
from governance.rules.steps import Transition
from governance.rules.transitions import TRANSITIONS

# The page shows the newest steps; a longer history has a page of its own below the process.
STEPS_SHOWN = 20
# The next thing that happens is that the body decides, or that a paper for it is written.
AWAITING_BODY = frozenset(stage for stage in Stage if carrying_subjects(stage))


@dataclass(frozen=True)
class HistoryEntry:
    """One step of the past: `resolution` caused it, if the viewer may see that one."""

    step: Transition
    record: StepRecord
    resolution: Resolution | None
    justifications: tuple[Justification, ...]


@dataclass(frozen=True)
class CaseCounts:
    """What those see who may not see cases: numbers only."""

    linked: int
    reconstructed: int
    withdrawn: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class SessionAhead:
    """A coming meeting of the deciding body; `papers_due` is the last day on which its papers are in time."""

    meeting: Meeting
    papers_due: date | None

    @property
    def reachable(self) -> bool:
        """Whether a paper of today would still be in time."""
        return self.papers_due is None or clock.today() <= self.papers_due


@dataclass(frozen=True)
class ProcessPage:
    """Everything on the page of a process, reduced to what the viewer may see."""

    process: PlanningProcess
    stage: Stage
    phase: Phase
    topic: Topic | None
    restrictions: tuple[str, ...]
    evidence: Evidence
    cases: CaseCounts
    sees_cases: bool
    may_draft: bool
    outlook: Outlook
    justified: Mapping[str, Justification]
    papers: tuple[DecisionPaper, ...]
    resolutions: tuple[Resolution, ...]
    history: tuple[HistoryEntry, ...]
    similar: tuple[SimilarTopic, ...]
    sessions: tuple[SessionAhead, ...]
    sees_meetings: bool
    has_more_steps: bool
    around: Surroundings

    @property
    def cards(self) -> tuple[CaseCard, ...]:
        """The linked cards for those who may see cases; nothing for others."""
        return self.evidence.linked if self.sees_cases else ()

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.stage in ENDED_STAGES

    @property
    def next_meeting(self) -> Meeting | None:
        """The next meeting of the deciding body."""
        return self.sessions[0].meeting if self.sessions else None

    @property
    def earliest(self) -> SessionAhead | None:
        """The earliest session that a paper of today would still reach (process.md, edge case 1)."""
        return next((row for row in self.sessions if row.reachable), None)

    @property
    def missed(self) -> SessionAhead | None:
        """The next session, if its papers were due before today."""
        return next((row for row in self.sessions[:1] if not row.reachable), None)

    @property
    def takes_papers(self) -> bool:
        """Whether a paper may still begin: the stage waits for one and none that fits is open."""
        fitting = carrying_subjects(self.stage)
        return bool(fitting) and not any(paper.subject in fitting for paper in self._open_papers)

    @property
    def open_paper(self) -> DecisionPaper | None:
        """The paper that carries the process on, or else the newest that is neither decided nor withdrawn; if the
        viewer may see it.
        """
        fitting = carrying_subjects(self.stage)
        found = sorted(self._open_papers, key=lambda paper: (paper.subject in fitting, paper.pk))
        return found[-1] if found else None

    @property
    def _open_papers(self) -> tuple[DecisionPaper, ...]:
        closed = {PaperState.DECIDED, PaperState.WITHDRAWN}
        return tuple(paper for paper in self.papers if paper.state not in closed)


WITH_PROCESS = (
    "authority", "body", "coordinator", "group", "merged_into", "topic", "scope_check", "evaluation", "goal_system",
)  # fmt: skip


def find_process(viewer: Viewer, process_id: str) -> PlanningProcess:
    """Return a process; raises `PlanningProcess.DoesNotExist` where the viewer may not see it."""
    return visible_processes(viewer).select_related(*WITH_PROCESS).get(public_id=process_id)


def process_page(viewer: Viewer, process_id: str, *, whole_history: bool = False) -> ProcessPage:
    """Return the page of a process with a constant number of queries, by default with its newest steps only.

    Raises `PlanningProcess.DoesNotExist` where the viewer may not see it.
    """
    process = find_process(viewer, process_id)
    known, justified = evidence(process), open_justifications(process)
    resolutions = tuple(_resolutions(viewer, process))
    steps = _steps(process, None if whole_history else STEPS_SHOWN + 1)
    history = _history(steps if whole_history else steps[:STEPS_SHOWN], resolutions)
    left = next((entry.record.source for entry in history if entry.record.source != process.stage), "")
    stage = Stage(process.stage)
    may_draft = may_draft_topic(viewer, process)
    drafting = may_draft and stage in DRAFTING_STAGES
    return ProcessPage(
        process=process,
        stage=stage,
        phase=_phase(stage, left),
        topic=known.topic,
        restrictions=restrictions_of(known.topic),
        evidence=known,
        cases=_counts(known),
        sees_cases=may_see_cases(viewer),
        may_draft=drafting,
        outlook=outlook(viewer, process, known, justified),
        justified=justified,
        papers=tuple(_papers(viewer, process)),
        resolutions=resolutions,
        history=history,
        similar=similar_topics(viewer, process, known.topic.statement) if drafting and known.topic else (),
        sessions=_sessions_ahead(viewer, process) if stage in AWAITING_BODY else (),
        sees_meetings=sees_meetings_of(viewer, process.body),
        has_more_steps=len(steps) > len(history),
        around=surroundings(viewer, process),
    )


def _phase(stage: Stage, left: str) -> Phase:
    if stage in ENDED_STAGES and not left:
        return Phase.CASE_RECONSTRUCTION
    return phase_of(stage, Stage(left) if left else None)


def _counts(known: Evidence) -> CaseCounts:
    cards = [card for card in known.linked if card.state == CaseState.RECONSTRUCTED]
    days = sorted(card.reconstructed_on for card in cards if card.reconstructed_on)
    return CaseCounts(
        linked=len(known.linked),
        reconstructed=len(cards),
        withdrawn=sum(card.state == CaseState.WITHDRAWN for card in known.linked),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )


def _papers(viewer: Viewer, process: PlanningProcess) -> QuerySet[Any]:
    """Return the visible papers, oldest first, with `meets_at`, the latest meeting they lie before."""
    items = AgendaItem.objects.on_agenda().filter(paper=OuterRef("pk")).order_by("-meeting__starts_at")
    return (
        visible_papers(viewer)
        .filter(process=process)
        .annotate(meets_at=Subquery(items.values("meeting__starts_at")[:1]))
        .order_by("pk")
    )


def _resolutions(viewer: Viewer, process: PlanningProcess) -> QuerySet[Resolution]:
    return (
        visible_resolutions(viewer)
        .filter(effect__process=process)
        .select_related("effect")
        .prefetch_related("effect__steps")
        .order_by("decided_at", "pk")
    )


def _steps(process: PlanningProcess, most: int | None) -> tuple[StepRecord, ...]:
    """Return the steps taken, newest first, at most `most`."""
    return tuple(process.steps.select_related("actor").prefetch_related("justifications").order_by("-pk")[:most])


def _history(records: Iterable[StepRecord], resolutions: Iterable[Resolution]) -> tuple[HistoryEntry, ...]:
    by_step = _resolution_by_step(resolutions)
    return tuple(
        HistoryEntry(
            TRANSITIONS[record.transition],
            record,
            by_step.get(record.pk),
            tuple(record.justifications.all()),
        )
        for record in records
    )


def _resolution_by_step(resolutions: Iterable[Resolution]) -> dict[int, Resolution]:
    """Return which of the visible resolutions caused a step, by the key of its record."""
    return {record.pk: row for row in resolutions for record in row.effect.steps.all()}


def _sessions_ahead(viewer: Viewer, process: PlanningProcess) -> tuple[SessionAhead, ...]:
    """Return the next meetings of the deciding body that the viewer may know of, three at most."""
    meetings = Meeting.objects.filter(body=process.body).upcoming(clock.now())
    if not sees_meetings_of(viewer, process.body):
        meetings = meetings.filter(state__in=[MeetingState.INVITED, MeetingState.IN_SESSION])
    ahead = tuple(meetings.order_by("starts_at", "pk")[:3])
    editions = tuple(process.body.rules.all()) if ahead else ()
    return tuple(SessionAhead(meeting, _papers_due(editions, clock.local_date(meeting.starts_at))) for meeting in ahead)


def _papers_due(editions: Iterable[RulesOfProcedure], day: date) -> date | None:
    """Return when papers are due for a meeting on `day`, by the edition in force then."""
    rules = read_rules(edition_among(editions, day))
    return papers_due(rules, day) if rules else None
