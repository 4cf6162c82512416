"""Planning measures and giving them to organisations; what a resolution does to them.

A measure is asked for as soon as it is decided: then its organisation gets a mail and accepts or declines
(`governance.usecases.measure_reports`). The functions at the end run in the transaction of a resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.access.measures import may_coordinate, may_plan_measures
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    ChainStep,
    EffectState,
    GoalNode,
    Measure,
    Organisation,
    Person,
    PlanningProcess,
    ProcessEffect,
    Resolution,
)
from governance.notifications import measure_text
from governance.queries.cases import profile_facts
from governance.rules.characters import clean_lines
from governance.rules.measures import may_edit
from governance.rules.stages import Stage
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.measure_course import (
    add_report,
    ask,
    drop,
    locked_measure,
    refuse_ended,
    standing_of,
    write_to_contacts,
)

DECIDING_STEPS = ("adopt_proposal", "decide_solution")
FINISHED = mark("The measure is finished. It stays on record as it is.")


@dataclass(frozen=True, kw_only=True)
class MeasureText:
    """What a coordinator types about a measure; the ids are public ones, empty for none."""

    title: str
    note: str = ""
    organisation_id: str = ""
    person_id: str = ""
    due_on: date | None = None


@use_case("measure.plan")
def plan_measure(*, by: Viewer, process_id: str, text: MeasureText) -> Measure:
    """Plan a measure of a process.

    For a solution that the body is to decide at once it waits for the resolution, organisation and date may follow. In
    implementation and check of the effect it needs both, and its organisation is asked at once.
    """
    process = lock(visible_processes(by).select_related("authority"), public_id=process_id)
    if not may_plan_measures(by, process):
        raise Forbidden(by, process)
    stage = Stage(process.stage)
    at_once = stage is Stage.TOPIC_DECISION and profile_facts(process.authority).decides_solution
    if not at_once and stage not in {Stage.IMPLEMENTATION, Stage.EVALUATION}:
        raise Refused(
            Message(mark("Measures are planned for a solution to be decided at once, or when it is carried out."))
        )
    measure = Measure(process=process, version=0)
    _write(by, measure, text)
    if not at_once:
        _needs_somebody(measure)
        measure.resolution = _deciding_resolution(process)
    save(measure)
    add_report(measure, "plan", person=by.person)
    if not at_once:
        ask(measure, person=by.person)
    record(by, "measure.planned", measure, {"asked": measure.asked_on is not None})
    return measure


@use_case("measure.edit")
def edit_measure(*, by: Viewer, measure_id: str, text: MeasureText, version: int | None) -> Measure:
    """Change wording, explanation or date. The organisation changes only as long as it has not been asked.

    A new date takes the place of the one to which the measure was deferred. Raises `Stale`.
    """
    measure = locked_measure(by, measure_id)
    if not may_coordinate(by, measure):
        raise Forbidden(by, measure)
    if not may_edit(standing_of(measure)):
        raise Refused(Message(FINISHED))
    check_version(measure, version)
    organisation, person, due_on = measure.organisation, measure.person, measure.due_on
    _write(by, measure, text)
    if measure.asked_on is not None:
        measure.organisation, measure.person = organisation, person
        _needs_somebody(measure)
    if measure.due_on != due_on:
        measure.deferred_until = measure.reminded_on = None
    save(measure)
    add_report(measure, "edit", person=by.person, text=_told_date(measure, due_on))
    if measure.asked_on is None and measure.resolution_id is not None and measure.organisation is not None:
        ask(measure, person=by.person)  # decided before anybody was responsible
    record(by, "measure.edited", measure)
    return measure


@use_case("measure.reassign")
def reassign_measure(
    *, by: Viewer, measure_id: str, organisation_id: str, reason: str, due_on: date | None = None, version: int | None
) -> Measure:
    """Ask an organisation instead of the present one, or the same one again; it accepts or declines anew.

    Raises `Refused` for a finished measure, without an organisation, without a date and without a reason.
    """
    measure = locked_measure(by, measure_id)
    if not may_coordinate(by, measure):
        raise Forbidden(by, measure)
    check_version(measure, version)
    refuse_ended(measure)
    reason = clean_lines(reason)
    if not reason:
        raise Refused(Message(mark("Say why the measure goes to another organisation.")))
    before = measure.organisation
    asked = measure.asked_on is not None
    organisation = measure.organisation = _organisation(by, organisation_id)
    measure.person = None
    measure.due_on = due_on or measure.ends_on
    measure.deferred_until = measure.reminded_on = None
    _needs_somebody(measure)
    source = measure.state
    advance(measure, "reassign")
    measure.state_reason = reason
    if asked and before is not None and before != organisation:
        write_to_contacts(measure, before, measure_text.measure_withdrawn(measure.process.number, measure.title))
    save(measure)
    add_report(measure, "reassign", source=source, person=by.person, text=reason)
    if asked:
        ask(measure, person=by.person, entry=False)
    record(by, "measure.reassigned", measure, {"organisation": organisation.public_id if organisation else ""})
    return measure


@use_case("measure.drop")
def drop_measure(*, by: Viewer, measure_id: str, reason: str, version: int | None = None) -> Measure:
    """Drop a measure with a reason: nobody carries it out any more."""
    measure = locked_measure(by, measure_id)
    if not may_coordinate(by, measure):
        raise Forbidden(by, measure)
    check_version(measure, version)
    refuse_ended(measure)
    reason = clean_lines(reason)
    if not reason:
        raise Refused(Message(mark("Say why the measure is dropped.")))
    drop(measure, reason, by.person)
    record(by, "measure.dropped", measure)
    return measure


def create_measures(
    process: PlanningProcess,
    resolution: Resolution,
    rows: Sequence[tuple[GoalNode, str, Organisation | None, date | None]],
) -> list[Measure]:
    """Make the measures of adopted activities and ask their organisations; return those that are new.

    In the transaction of the resolution. A node that has a measure in this process gets no second one.
    """
    known = set(Measure.objects.filter(process=process, node__isnull=False).values_list("node_id", flat=True))
    made = []
    for node, title, organisation, due_on in rows:
        if node.pk in known:
            continue
        known.add(node.pk)
        measure = Measure(process=process, resolution=resolution, node=node, title=title[:500], version=0)
        measure.organisation, measure.due_on, measure.note = organisation, due_on, node.note
        measure.step = ChainStep.objects.filter(activity=node).order_by("pk").first()
        save(measure)
        add_report(measure, "plan")
        if organisation is not None:
            ask(measure)
        made.append(measure)
    return made


def bind_planned_measures(process: PlanningProcess, resolution: Resolution) -> list[Measure]:
    """Bind the measures planned for a solution decided at once to its resolution, and ask their organisations.

    In the transaction of the resolution; those that are bound already stay as they are.
    """
    planned = Measure.objects.filter(process=process, resolution__isnull=True, asked_on__isnull=True).unsettled()
    bound = list(planned.select_for_update(of=("self",)).order_by("pk"))
    for measure in bound:
        measure.resolution = resolution
        save(measure)
        if measure.organisation_id is not None:
            ask(measure)
    return bound


def drop_open_measures(process: PlanningProcess, reason: str) -> list[Measure]:
    """Drop what is neither done nor dropped: the process is discontinued by a resolution, in its transaction."""
    rows = Measure.objects.filter(process=process).unsettled().select_for_update(of=("self",)).order_by("pk")
    dropped = list(rows)
    for measure in dropped:
        drop(measure, clean_lines(reason), None)
    return dropped


def _write(by: Viewer, measure: Measure, text: MeasureText) -> None:
    measure.organisation = _organisation(by, text.organisation_id)
    measure.person = _person(measure.organisation, text.person_id)
    fill(measure, {"title": text.title, "note": text.note, "due_on": text.due_on})


def _organisation(by: Viewer, organisation_id: str) -> Organisation | None:
    if not organisation_id:
        return None
    found = Organisation.objects.filter(authority=by.authority, public_id=organisation_id).first()
    if found is None:
        raise Refused(Message(mark("This organisation is not known.")))
    return found


def _person(organisation: Organisation | None, person_id: str) -> Person | None:
    if not person_id:
        return None
    people = Person.objects.filter(organisation=organisation, organisation__isnull=False, is_active=True)
    found = people.filter(public_id=person_id).first()
    if found is None:
        raise Refused(Message(mark("Choose a person of the responsible organisation.")))
    return found


def _needs_somebody(measure: Measure) -> None:
    if measure.organisation is None:
        raise Refused(Message(mark("Choose the responsible organisation.")))
    if measure.due_on is None:
        raise Refused(Message(mark("Say until when the measure is carried out.")))


def _told_date(measure: Measure, before: date | None) -> str:
    if measure.due_on == before or measure.due_on is None:
        return ""
    return f"Neuer Termin: {measure.due_on:%d.%m.%Y}"


def _deciding_resolution(process: PlanningProcess) -> Resolution | None:
    """Return the resolution by which the solution was adopted last; none where the process was taken over."""
    effects = ProcessEffect.objects.filter(process=process, state=EffectState.DONE).select_related("resolution")
    for effect in effects.order_by("-resolution__decided_at", "-pk"):
        if set(effect.transitions) & set(DECIDING_STEPS):
            found: Resolution = effect.resolution
            return found
    return None
