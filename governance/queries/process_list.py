"""The list of processes: board by phase and table, with filter and counts (interface.md, "Vorgänge")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Lower

from governance.access.cases import may_see_cases
from governance.access.meetings import sees_every_meeting
from governance.access.papers import visible_papers
from governance.access.planning import possible_coordinators, visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    AgendaItem,
    CaseCard,
    DecisionPaper,
    LegalArea,
    Person,
    PlanningProcess,
    ProcessProfile,
    StepRecord,
)
from governance.queries.ordering import Order, Orders, in_order
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.facts import ProfileFacts
from governance.rules.lifecycles import CaseState, MeetingState
from governance.rules.stages import ENDED_STAGES, MOVING_STAGES, STUCK_AFTER, Phase, Stage, phase_of

LIVE, STUCK, MINE, ENDED = "laufend", "haengt", "meine", "beendet"
VIEWS = (LIVE, STUCK, MINE, ENDED)


@dataclass(frozen=True)
class ProcessFilter:
    """What the list is narrowed to: words, coordinator (public id), legal area, and one of `VIEWS`."""

    words: str = ""
    coordinator: str = ""
    legal_area: str = ""
    view: str = LIVE


@dataclass(frozen=True)
class ProcessRow:
    """One process in the list: `days` at its stage, `decides_at` the session its paper lies before."""

    process: PlanningProcess
    stage: Stage
    phase: Phase
    days: int
    stuck: bool
    reconstructed: int
    needed: int
    paper: str
    paper_state: str
    decides_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.stage in ENDED_STAGES


def matching(viewer: Viewer, chosen: ProcessFilter) -> QuerySet[PlanningProcess]:
    """Return the visible processes that match words, coordinator and legal area, in any state.

    The legal area comes from cases, so it narrows only for those who may see cases.
    """
    rows = visible_processes(viewer)
    for word in clean_line(chosen.words).split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(topic__statement__icontains=word))
    if chosen.coordinator:
        rows = rows.filter(coordinator__public_id=clean_line(chosen.coordinator))
    if chosen.legal_area in LegalArea.values and may_see_cases(viewer):
        # JSON containment differs between the databases; the quoted value is unambiguous in the stored text.
        cards = CaseCard.objects.filter(topics__process=OuterRef("pk"))
        rows = rows.filter(Exists(cards.filter(legal_areas__icontains=f'"{chosen.legal_area}"')))
    return rows


def _views(viewer: Viewer, moment: datetime) -> dict[str, Q]:
    ended = Q(stage__in=[stage.value for stage in ENDED_STAGES])
    mine = Q(coordinator=viewer.person) if viewer.person else Q(pk__in=[])
    return {LIVE: ~ended, STUCK: _stuck(moment), MINE: ~ended & mine, ENDED: ended}


def _stuck(moment: datetime) -> Q:
    return Q(stage__in=[stage.value for stage in MOVING_STAGES], stage_since__lt=moment - STUCK_AFTER)


def view_counts(viewer: Viewer, chosen: ProcessFilter) -> dict[str, int]:
    """Return how many matching processes each of `VIEWS` holds, in one query."""
    counted = {name: Count("pk", filter=rule) for name, rule in _views(viewer, clock.now()).items()}
    found: dict[str, int] = matching(viewer, chosen).order_by().aggregate(**counted)
    return found


_URGENT = ("-is_stuck", F("decides_at").asc(nulls_last=True), "stage_since", "pk")

PROCESS_ORDERS: Orders = {
    "dringlichste": Order(_URGENT),
    "sitzung": Order((F("decides_at").asc(nulls_last=True), "pk"), "session", "ascending"),
    "laengste": Order(("stage_since", "pk")),
    "titel": Order((Lower("title"), "pk"), "process", "ascending"),
    # Numbers are given when a process is entered, and "HX-V-2027-100" would stand before "HX-V-2027-99".
    "nummer": Order(("pk",), "process", "other"),
    "zustaendig": Order(("coordinator__last_name", "coordinator__first_name", *_URGENT), "coordinator", "other"),
}
"""By urgency, session, time at the stage, title, number and coordinator."""


def list_processes(viewer: Viewer, chosen: ProcessFilter, *, order: str = "") -> QuerySet[PlanningProcess]:
    """Return the processes of the chosen view, with what `process_rows` needs.

    `order` is one of `PROCESS_ORDERS`, by default the most urgent first.
    """
    moment = clock.now()
    view = chosen.view if chosen.view in VIEWS else LIVE
    items = AgendaItem.objects.pending().filter(
        paper__process=OuterRef("pk"), meeting__state__in=_open_meetings(viewer)
    )
    papers = visible_papers(viewer).filter(process=OuterRef("pk"), pk__in=DecisionPaper.objects.open().values("pk"))
    newest = papers.order_by("-pk")[:1]
    last_step = StepRecord.objects.filter(process=OuterRef("pk")).order_by("-pk")
    cards = Q(series__cards__state=CaseState.RECONSTRUCTED)
    rows = (
        matching(viewer, chosen)
        .filter(_views(viewer, moment)[view])
        .select_related("coordinator", "body")
        .annotate(
            reconstructed=Count("series__cards", filter=cards, distinct=True),
            decides_at=Subquery(items.order_by("meeting__starts_at").values("meeting__starts_at")[:1]),
            paper_number=Subquery(newest.values("number")),
            paper_state=Subquery(newest.values("state")),
            left_stage=Subquery(last_step.values("source")[:1]),
            is_stuck=Case(When(_stuck(moment), then=Value(True)), default=False, output_field=BooleanField()),
        )
    )
    return in_order(rows, PROCESS_ORDERS, order)


def _open_meetings(viewer: Viewer) -> tuple[MeetingState, ...]:
    """Return which meetings' dates are shown: planned ones are not yet everybody's business."""
    sent = (MeetingState.INVITED, MeetingState.IN_SESSION)
    return (MeetingState.PLANNED, *sent) if sees_every_meeting(viewer) else sent


def process_rows(viewer: Viewer, processes: Iterable[Any]) -> tuple[ProcessRow, ...]:
    """Return the rows of processes loaded by `list_processes`."""
    profile = ProcessProfile.objects.filter(authority=viewer.authority).first()
    needed = profile.min_series_cases if profile else ProfileFacts().min_series_cases
    moment = clock.now()
    return tuple(_row(process, moment, needed) for process in processes)


def _row(process: Any, moment: datetime, needed: int) -> ProcessRow:
    stage = Stage(process.stage)
    left = Stage(process.left_stage) if stage in ENDED_STAGES and process.left_stage else None
    ended_early = stage in ENDED_STAGES and left is None
    return ProcessRow(
        process=process,
        stage=stage,
        phase=Phase.CASE_RECONSTRUCTION if ended_early else phase_of(stage, left),
        days=(moment - process.stage_since).days,
        stuck=process.is_stuck,
        reconstructed=process.reconstructed,
        needed=needed,
        paper=process.paper_number or "",
        paper_state=process.paper_state or "",
        decides_at=process.decides_at,
    )


@dataclass(frozen=True)
class FilterChoices:
    """What the filter offers."""

    coordinators: tuple[Person, ...]
    legal_areas: tuple[tuple[str, str], ...]


def filter_choices(viewer: Viewer) -> FilterChoices:
    """Return the coordinators, and the legal areas for those who may see cases."""
    areas = tuple((value, str(name)) for value, name in LegalArea.choices) if may_see_cases(viewer) else ()
    return FilterChoices(tuple(possible_coordinators(viewer)), areas)
