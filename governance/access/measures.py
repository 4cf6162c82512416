"""Who sees and moves measures (access.md, row "follow-up, measure, hand-over, consent")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.organisations import people_with
from governance.access.planning import may_see_process, visible_processes
from governance.access.viewer import Viewer
from governance.models import Measure, Organisation, Person, PlanningProcess, Role
from governance.rules.lifecycles import MeasureState
from governance.rules.measures import Side

# The person named by the organisation answers for the measure from its acceptance on.
WITH_PERSON = tuple(
    state.value
    for state in MeasureState
    if state not in {MeasureState.OPEN, MeasureState.DECLINED, MeasureState.DROPPED}
)


def may_see_measure(viewer: Viewer, measure: Measure) -> bool:
    """A measure is seen as its process; once asked, also by the contacts of its organisation and the person.

    One that is planned for a solution still to be decided is not seen by its organisation.
    """
    if measure.process.authority_id != viewer.authority.pk:
        return False
    return may_see_process(viewer, measure.process) or (measure.asked_on is not None and _concerns(viewer, measure))


def visible_measures(viewer: Viewer) -> QuerySet[Measure]:
    """Return the measures that `may_see_measure` allows."""
    rows: QuerySet[Measure] = Measure.objects.filter(process__authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    return rows.filter(Q(process__in=visible_processes(viewer).values("pk")) | _concerned(viewer))


def may_report_on(viewer: Viewer, measure: Measure) -> bool:
    """The contact of the organisation reports, and the person whom it has named on accepting."""
    if measure.process.authority_id != viewer.authority.pk or measure.asked_on is None or viewer.person is None:
        return False
    named = measure.person_id == viewer.person.pk and measure.state in WITH_PERSON
    return named or _answers_for(viewer, measure)


def own_measures(viewer: Viewer) -> QuerySet[Measure]:
    """Return the measures that `may_report_on` allows."""
    rows: QuerySet[Measure] = Measure.objects.filter(process__authority=viewer.authority, asked_on__isnull=False)
    if viewer.person is None:
        return rows.none()
    mine = Q(person=viewer.person, state__in=WITH_PERSON)
    if viewer.contact_of is not None:
        mine |= Q(organisation_id=viewer.contact_of)
    return rows.filter(mine)


def answers_for_measures(viewer: Viewer) -> bool:
    """Whether the viewer answers for measures: the navigation names them for contacts, and for people named in one.

    Coordinators find them with the resolutions.
    """
    if viewer.contact_of is not None:
        return True
    return viewer.is_known and not viewer.is_coordinator and viewer.once("measures:own", own_measures(viewer).exists)


def may_answer_for(viewer: Viewer, measure: Measure) -> bool:
    """Only a contact of the responsible organisation accepts or declines; nobody does so for it."""
    return (
        measure.process.authority_id == viewer.authority.pk
        and measure.asked_on is not None
        and _answers_for(viewer, measure)
    )


def coordinates_measures(viewer: Viewer) -> bool:
    """Coordinators plan measures, ask organisations and keep the follow-up of resolutions."""
    return viewer.is_coordinator


def may_coordinate(viewer: Viewer, measure: Measure) -> bool:
    """Coordinators edit a measure, give it to another organisation, or drop it."""
    return coordinates_measures(viewer) and measure.process.authority_id == viewer.authority.pk


def may_plan_measures(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators plan the measures of a process."""
    return coordinates_measures(viewer) and process.authority_id == viewer.authority.pk


def may_evaluate(viewer: Viewer, process: PlanningProcess) -> bool:
    """Coordinators write the check of the effect."""
    return may_plan_measures(viewer, process)


def sides_of(viewer: Viewer, measure: Measure) -> frozenset[Side]:
    """Return on which sides of a measure the viewer stands."""
    sides = set()
    if may_report_on(viewer, measure):
        sides.add(Side.RESPONSIBLE)
    if may_coordinate(viewer, measure):
        sides.add(Side.COORDINATION)
    return frozenset(sides)


def answerable_people(organisation: Organisation | int) -> QuerySet[Person]:
    """Return the active people of an organisation, one of whom it may name as responsible."""
    return Person.objects.filter(organisation=organisation, is_active=True)


def case_managers_of(viewer: Viewer) -> QuerySet[Person]:
    """Return the case managers of the authority today, who are told what became of a topic."""
    return people_with(Role.CASE_MANAGER).filter(authority=viewer.authority)


def _answers_for(viewer: Viewer, measure: Measure) -> bool:
    return viewer.contact_of is not None and viewer.contact_of == measure.organisation_id


def _concerns(viewer: Viewer, measure: Measure) -> bool:
    named = viewer.person is not None and measure.person_id == viewer.person.pk
    return named or _answers_for(viewer, measure)


def _concerned(viewer: Viewer) -> Q:
    mine = Q(person=viewer.person)
    if viewer.contact_of is not None:
        mine |= Q(organisation_id=viewer.contact_of)
    return Q(asked_on__isnull=False) & mine
