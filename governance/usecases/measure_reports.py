"""What the responsible side does with a measure: accept, decline, report (process.md, edge case 17).

The contact of the organisation accepts or declines, nobody does so for it; from then on the named person reports, too.
"""

from __future__ import annotations

from datetime import date

from governance.access.measures import answerable_people, may_answer_for, may_report_on
from governance.access.viewer import Viewer
from governance.models import Measure
from governance.notifications import measure_text
from governance.rules import clock
from governance.rules.lifecycles import MeasureState
from governance.rules.measures import MOVES, Side
from governance.rules.measures import may_report as reports_now
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, advance, check_version, record, save, use_case
from governance.usecases.letters import write_letter
from governance.usecases.measure_course import add_report, course_text, locked_measure, refuse_ended, standing_of

# What the coordination is told by mail: what it has to act on, and that something is completed.
TOLD = frozenset(
    {
        MeasureState.ACCEPTED,
        MeasureState.DECLINED,
        MeasureState.INFEASIBLE,
        MeasureState.DEFERRED,
        MeasureState.DONE,
    }
)


@use_case("measure.accept")
def accept_measure(
    *, by: Viewer, measure_id: str, person_id: str, text: str = "", version: int | None = None
) -> Measure:
    """Accept a measure for the own organisation and name who is responsible there.

    Raises `Forbidden` for everybody but a contact of the organisation, `Refused` unless the measure waits for an
    answer and the person belongs to the organisation.
    """
    measure = locked_measure(by, measure_id)
    if not may_answer_for(by, measure) or measure.organisation is None:
        raise Forbidden(by, measure)
    check_version(measure, version)
    refuse_ended(measure)
    person = answerable_people(measure.organisation).filter(public_id=person_id).first()
    if person is None:
        raise Refused(Message(mark("Name a responsible person of your organisation.")))
    source = measure.state
    advance(measure, "accept")
    measure.person, measure.state_reason, measure.reminded_on = person, "", None
    _finish(by, measure, "accept", source, course_text(text))
    return measure


@use_case("measure.move")
def move_measure(
    *,
    by: Viewer,
    measure_id: str,
    move: str,
    text: str = "",
    until: date | None = None,
    version: int | None = None,
) -> Measure:
    """Decline, begin, finish, defer, find infeasible or resume a measure: `move` is one of the responsible side.

    Declining is the contact's. A reason or a new date is asked for where `rules.measures.MOVES` says so.
    """
    rule = MOVES.get(move)
    if rule is None or rule.side is not Side.RESPONSIBLE or move == "accept":
        raise Measure.DoesNotExist
    measure = locked_measure(by, measure_id)
    allowed = may_answer_for(by, measure) if move == "decline" else may_report_on(by, measure)
    if not allowed:
        raise Forbidden(by, measure)
    check_version(measure, version)
    refuse_ended(measure)
    words = course_text(text)
    if rule.needs_reason and not words:
        raise Refused(Message(mark("Give a reason.")))
    if rule.needs_date:
        measure.deferred_until = _later(until)
        measure.reminded_on = None
    source = measure.state
    advance(measure, move)
    measure.state_reason = words if rule.needs_reason else ""
    measure.done_on = clock.today() if measure.state == MeasureState.DONE else None
    if move == "decline":
        measure.person = None
    _finish(by, measure, move, source, words)
    return measure


@use_case("measure.report")
def report_progress(*, by: Viewer, measure_id: str, text: str) -> Measure:
    """Say how far a measure is, without a change of its state."""
    measure = locked_measure(by, measure_id)
    if not may_report_on(by, measure):
        raise Forbidden(by, measure)
    if not reports_now(standing_of(measure)):
        raise Refused(Message(mark("Progress is reported while the measure is under way.")))
    words = course_text(text)
    if not words:
        raise Refused(Message(mark("Write how far the measure is.")))
    add_report(measure, "report", source=measure.state, person=by.person, text=words)
    record(by, "measure.reported", measure)
    return measure


def _later(until: date | None) -> date:
    if until is None:
        raise Refused(Message(mark("Give the new date.")))
    if until <= clock.today():
        raise Refused(Message(mark("The new date lies in the future.")))
    return until


def _finish(by: Viewer, measure: Measure, move: str, source: str, text: str) -> None:
    """Save a move with its entry, tell the coordination, and write the audit entry."""
    save(measure)
    add_report(measure, move, source=source, person=by.person, text=text)
    state = MeasureState(measure.state)
    if state in TOLD and measure.organisation is not None:
        words = measure_text.measure_answered(measure.process.number, measure.organisation.name, measure.title, state)
        write_letter(
            measure.process.authority,
            measure.process.coordinator,
            words,
            matter=f"measure.{measure.public_id}",
            page="measure",
            parts=(measure.public_id,),
        )
    record(by, "measure.moved", measure, {"move": move, "state": state.value})
