"""Reading measures: the list with its filters, one with its course, those of a process, facts for the guards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from governance.access.decisions import may_see_resolution
from governance.access.measures import (
    answerable_people,
    coordinates_measures,
    may_answer_for,
    may_coordinate,
    may_plan_measures,
    own_measures,
    sides_of,
    visible_measures,
)
from governance.access.organisations import choosable_people, contacts_of, managed_organisations
from governance.access.planning import may_see_process, visible_processes
from governance.access.viewer import Viewer
from governance.models import Measure, MeasureReport, Organisation, Person, PlanningProcess
from governance.queries.cases import profile_facts
from governance.queries.ordering import Order, Orders, in_order
from governance.rules.lifecycles import UNDER_WAY, MeasureState
from governance.rules.measures import (
    MoveRule,
    RollUp,
    Side,
    Standing,
    Timing,
    may_edit,
    may_report,
    open_moves,
    roll_up,
    timing,
    waits_for,
)
from governance.rules.solution_facts import MeasureFacts
from governance.rules.stages import ENDED_STAGES, Stage
from governance.rules.text import Message

PLANNING_STAGES = frozenset({Stage.IMPLEMENTATION, Stage.EVALUATION})


def measure_facts(process: PlanningProcess) -> tuple[MeasureFacts, ...]:
    """Return what the guards judge of the measures of a process, with one query."""
    rows = Measure.objects.filter(process=process).order_by("pk")
    return tuple(
        MeasureFacts(row.title, MeasureState(row.state), assigned=bool(row.organisation_id and row.due_on))
        for row in rows
    )


MEASURE_ORDERS: Orders = {
    "dringlichste": Order((F("until").asc(nulls_last=True), "pk"), "until", "ascending"),
    "neueste": Order(("-created_at", "-pk")),
    "titel": Order(("title", "pk"), "measure", "ascending"),
}


@dataclass(frozen=True, kw_only=True)
class MeasureFilter:
    """What the list is narrowed by; empty values narrow nothing. Ids are public ones."""

    state: str = ""
    organisation_id: str = ""
    process_id: str = ""
    overdue: bool = False
    mine: bool = False


def measure_rows(viewer: Viewer, narrowed: MeasureFilter, *, order: str = "") -> QuerySet[Measure]:
    """Return the visible measures with process, organisation and person, the most urgent first by default."""
    found = (own_measures(viewer) if narrowed.mine else visible_measures(viewer)).dated()  # type: ignore[attr-defined]
    if narrowed.state:
        found = found.filter(state=narrowed.state)
    if narrowed.organisation_id:
        found = found.filter(organisation__public_id=narrowed.organisation_id)
    if narrowed.process_id:
        found = found.filter(process__public_id=narrowed.process_id)
    if narrowed.overdue:
        found = found.overdue(viewer.day)
    rows: QuerySet[Measure] = found.select_related("process", "organisation", "person", "resolution")
    return in_order(rows, MEASURE_ORDERS, order)


def organisations_with_measures(viewer: Viewer) -> tuple[Organisation, ...]:
    """Return the organisations of visible measures, by name."""
    measures = visible_measures(viewer).filter(organisation__isnull=False)
    return tuple(Organisation.objects.filter(pk__in=measures.values("organisation")).order_by("name"))


def rolled_up(measures: Iterable[Measure], day: date) -> RollUp:
    """Count measures by where they stand."""
    return roll_up(((MeasureState(row.state), row.ends_on) for row in measures), day)


def timing_of(measure: Measure, day: date) -> Timing:
    """Return how the date of a measure stands on the local date `day`."""
    return timing(MeasureState(measure.state), measure.ends_on, day)


@dataclass(frozen=True)
class MeasurePage:
    """A measure with its course and what the viewer can do now.

    `waits` says who is to act next. `contacts` are told to the coordination and the process's readers.
    `sees_process`, `sees_resolution`: the viewer may open the page that stands behind it.
    """

    measure: Measure
    reports: tuple[MeasureReport, ...]
    moves: tuple[MoveRule, ...]
    may_report: bool
    may_edit: bool
    waits: Message
    own: bool
    contacts: tuple[Person, ...]
    sees_process: bool
    sees_resolution: bool

    def offers(self, move: str) -> bool:
        """Tell whether the viewer may take `move` now."""
        return any(rule.name == move for rule in self.moves)


def measure_page(viewer: Viewer, measure_id: str) -> MeasurePage:
    """Return one measure; raises `Measure.DoesNotExist` where the viewer may not see it."""
    measure = (
        visible_measures(viewer)
        .select_related("process__authority", "process__coordinator", "organisation", "person", "node", "step")
        .select_related("resolution__register__body")
        .get(public_id=measure_id)
    )
    contacts = tuple(contacts_of(measure.organisation_id))
    sides = sides_of(viewer, measure)
    standing = _standing(measure, reachable=bool(contacts))
    answers = may_answer_for(viewer, measure)
    moves = tuple(rule for rule in open_moves(standing, sides) if answers or rule.name not in {"accept", "decline"})
    return MeasurePage(
        measure=measure,
        reports=tuple(measure.reports.select_related("person", "organisation").order_by("-at", "-pk")),
        moves=moves,
        may_report=Side.RESPONSIBLE in sides and may_report(standing),
        may_edit=may_coordinate(viewer, measure) and may_edit(standing),
        waits=waits_for(standing),
        own=Side.RESPONSIBLE in sides,
        contacts=contacts,
        sees_process=may_see_process(viewer, measure.process),
        sees_resolution=measure.resolution is not None and may_see_resolution(viewer, measure.resolution),
    )


def _standing(measure: Measure, *, reachable: bool) -> Standing:
    return Standing(
        MeasureState(measure.state),
        asked=measure.asked_on is not None,
        ended=measure.process.stage in ENDED_STAGES,
        reachable=reachable,
        assigned=measure.organisation_id is not None,
    )


def people_to_name(measure: Measure) -> tuple[Person, ...]:
    """Return the people of the responsible organisation, one of whom answers for the measure."""
    return tuple(answerable_people(measure.organisation)) if measure.organisation is not None else ()


@dataclass(frozen=True)
class ProcessMeasures:
    """The measures of a process, the most urgent first, in counts and one by one; `may_plan`: one may be added now."""

    process: PlanningProcess
    rows: tuple[Measure, ...]
    counts: RollUp
    may_plan: bool


def process_measures(viewer: Viewer, process: PlanningProcess, *, none_yet: bool = False) -> ProcessMeasures:
    """Return the measures of a process that the viewer sees, with at most two queries.

    `none_yet` saves looking for them where the process cannot have any.
    """
    rows = () if none_yet else tuple(measure_rows(viewer, MeasureFilter(process_id=process.public_id)))
    return ProcessMeasures(process, rows, rolled_up(rows, viewer.day), may_plan_now(viewer, process))


def may_plan_now(viewer: Viewer, process: PlanningProcess) -> bool:
    """Tell whether the viewer may plan a measure at the present stage of the process."""
    if not may_plan_measures(viewer, process):
        return False
    if process.stage == Stage.TOPIC_DECISION:
        return profile_facts(viewer.authority).decides_solution
    return process.stage in PLANNING_STAGES


def find_process(viewer: Viewer, process_id: str) -> PlanningProcess:
    """Return a process; raises `PlanningProcess.DoesNotExist` where the viewer may not see it."""
    return visible_processes(viewer).select_related("body").get(public_id=process_id)


@dataclass(frozen=True)
class MeasureTasks:
    """What waits for the viewer: measures to answer, due or overdue ones, and decisions of the coordination."""

    to_answer: tuple[Measure, ...]
    under_way: tuple[Measure, ...]
    to_decide: tuple[Measure, ...]


def measure_tasks(viewer: Viewer, *, limit: int) -> MeasureTasks:
    """Return the measures that wait for the viewer, of each kind `limit` at most, with two queries."""
    own = own_measures(viewer).of_live_processes().filter(state__in=[MeasureState.OPEN, *UNDER_WAY])  # type: ignore[attr-defined]
    mine = list(own.dated().select_related("process").order_by(F("until").asc(nulls_last=True), "pk"))
    open_now = [row for row in mine if row.state == MeasureState.OPEN and may_answer_for(viewer, row)]
    stuck: tuple[Measure, ...] = ()
    if coordinates_measures(viewer):
        waiting = Q(state__in=[MeasureState.DECLINED, MeasureState.INFEASIBLE])
        rows = visible_measures(viewer).of_live_processes().filter(waiting)  # type: ignore[attr-defined]
        stuck = tuple(rows.filter(process__coordinator=viewer.person).select_related("process", "organisation")[:limit])
    return MeasureTasks(
        to_answer=tuple(open_now[:limit]),
        under_way=tuple(row for row in mine if row.state != MeasureState.OPEN)[:limit],
        to_decide=stuck,
    )


@dataclass(frozen=True)
class OwnerChoices:
    """Among whom the coordination chooses who is responsible."""

    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]


def owner_choices(viewer: Viewer) -> OwnerChoices:
    """Return organisations and active people of the authority for the coordination; nothing for others."""
    people = choosable_people(viewer).select_related("organisation")
    organisations = managed_organisations(viewer).filter(is_active=True).order_by("name", "pk")
    return OwnerChoices(tuple(organisations), tuple(people))
