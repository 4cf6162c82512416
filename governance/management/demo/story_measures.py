"""From the adopted proposal to the changed practice: measures, values, the check of the effect, the end of the cycle."""

from __future__ import annotations

from decimal import Decimal

from governance.management.demo import solution as told
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_adoption import SESSION
from governance.models import ActorConsent, Indicator, Measure, Notice, PlanningProcess, Resolution
from governance.rules.lifecycles import FrozenState, MeasureState
from governance.rules.outcomes import PaperSubject
from governance.usecases import (
    chain_consents,
    evaluations,
    follow_ups,
    goal_tracking,
    measure_reports,
    measures,
    notices,
    process_steps,
)
from governance.usecases.follow_up_reports import move_follow_up

# Who answers for an organisation, and who is responsible there.
CONTACT = {
    "jobcenter": "dreesmann",
    "soziales": "eickendorf",
    "bamf": "abrahamsen",
    "ki": "brockhoff",
    "wohlfahrt": "kettler",
}
PERSON = {
    "jobcenter": "tiedemann",
    "soziales": "holtgrewe",
    "bamf": "abrahamsen",
    "ki": "ostkamp",
    "wohlfahrt": "lindhorst",
}
DECLINED = "Tagespflegepersonen für die Betreuung am Kursort gewinnen."


def play_acceptance(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    """Let the organisations answer: one declines and another takes the measure; the actors agree to the chain."""
    for activity, measure in _ordered(process):
        owner = activity.organisation
        if activity.text == DECLINED:
            _declined(kreis, plan, measure)
            owner = "soziales"
        with standing_at(plan.moment(SESSION + 14, 11)):
            measure_reports.accept_measure(
                by=kreis.viewer(CONTACT[owner]),
                measure_id=measure.public_id,
                person_id=kreis.person(PERSON[owner]).public_id,
            )
        with standing_at(plan.moment(SESSION + 30, 9)):
            measure_reports.move_measure(by=kreis.viewer(PERSON[owner]), measure_id=measure.public_id, move="begin")
    _agree(kreis, plan, process)
    _follow_up(kreis, plan)


def _declined(kreis: Kreis, plan: Timetable, measure: Measure) -> None:
    with standing_at(plan.moment(SESSION + 8, 10)):
        measure_reports.move_measure(
            by=kreis.viewer(CONTACT["wohlfahrt"]),
            measure_id=measure.public_id,
            move="decline",
            text="Dafür fehlt uns das Personal; die Fachberatung des Kreises ist näher daran.",
        )
    with standing_at(plan.moment(SESSION + 10, 10)):
        measures.reassign_measure(
            by=kreis.viewer(kreis.coordinator),
            measure_id=measure.public_id,
            organisation_id=kreis.organisation("soziales").public_id,
            reason="Die AG Freie Wohlfahrt hat abgelehnt; die Fachberatung übernimmt.",
            version=None,
        )


def _agree(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    owners = {kreis.organisation(key).pk: key for key in CONTACT}
    asked = ActorConsent.objects.filter(chain_version__chain__process=process, chain_version__state=FrozenState.ADOPTED)
    with standing_at(plan.moment(SESSION + 20, 9)):
        for row in asked.order_by("pk"):
            chain_consents.agree_to_chain(
                by=kreis.viewer(CONTACT[owners[row.organisation_id]]), consent_id=row.public_id, version=None
            )


def _follow_up(kreis: Kreis, plan: Timetable) -> None:
    """Follow the resolution on the mandate up: the group has reported back."""
    resolution = Resolution.objects.filter(register__body=kreis.body("lg"), subject=PaperSubject.MANDATE).latest(
        "decided_at"
    )
    with standing_at(plan.moment(SESSION + 6, 9)):
        row = follow_ups.open_follow_up(
            by=kreis.viewer(kreis.coordinator),
            resolution_id=resolution.public_id,
            text=follow_ups.FollowUpText(
                task="Rückmeldung der Projektarbeitsgruppe in der Herbstsitzung",
                due_on=plan.day(SESSION + 10),
                organisation_id=kreis.organisation("ki").public_id,
            ),
        )
    with standing_at(plan.moment(SESSION + 7, 9)):
        follow_ups.accept_follow_up(by=kreis.viewer(CONTACT["ki"]), follow_up_id=row.public_id)
        move_follow_up(
            by=kreis.viewer(CONTACT["ki"]),
            follow_up_id=row.public_id,
            move="report_done",
            text="Die Gruppe hat zurückgemeldet, das Gremium hat beschlossen.",
            until=None,
            version=None,
        )


def play_course(kreis: Kreis, plan: Timetable, process: PlanningProcess, *, until: int) -> None:
    """Report on the measures and enter values, up to `until` days from the session of the story."""
    for _activity, measure in _ordered(process):
        measure.refresh_from_db()
        if measure.person is None or measure.state != MeasureState.IN_PROGRESS:
            continue
        reporter = kreis.viewer(kreis.key_of(measure.person))
        if until >= SESSION + 60:
            with standing_at(plan.moment(SESSION + 60, 10)):
                measure_reports.report_progress(
                    by=reporter,
                    measure_id=measure.public_id,
                    text="Die Absprachen sind getroffen, der Anfang ist gemacht.",
                )
        done = (measure.due_on - plan.day(0)).days - 6 if measure.due_on else until + 1
        if done <= until:
            with standing_at(plan.moment(max(done, SESSION + 61), 15)):
                measure_reports.move_measure(
                    by=reporter, measure_id=measure.public_id, move="finish", text="Umgesetzt."
                )
    for framework in told.GOALS:
        for result in framework.results:
            _values(kreis, plan, process, result, until)


def _values(kreis: Kreis, plan: Timetable, process: PlanningProcess, result: told.ResultText, until: int) -> None:
    row = Indicator.objects.filter(node__system__process=process, name=result.indicator.name).first()
    if row is None or row.node.removed_at is not None:
        return
    for day, value in result.indicator.values:
        if SESSION < day <= until:
            with standing_at(plan.moment(day, 16)):
                goal_tracking.record_indicator_value(
                    by=kreis.viewer(kreis.coordinator),
                    system_id=process.goal_system.public_id,
                    indicator_id=row.public_id,
                    facts=goal_tracking.ValueFacts(Decimal(value), on=plan.day(day), source=result.indicator.source),
                )


def play_completion(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    """Check the effect, tell the case managers what became of their topic, and complete the process."""
    coordinator = kreis.viewer(kreis.coordinator)
    with standing_at(plan.moment(442, 10)):
        process_steps.take_step(
            by=coordinator, process_id=process.public_id, transition="start_evaluation", version=None
        )
        evaluations.write_evaluation(
            by=coordinator,
            process_id=process.public_id,
            reached="yes",
            summary=told.EVALUATION,
            no_values_reason="",
            version=None,
        )
    with standing_at(plan.moment(445, 9)):
        sent = notices.send_notice(
            by=coordinator,
            subject="Was wurde aus unserem Thema?",
            text=told.NOTICE,
            audience=notices.Audience(),
            process_id=process.public_id,
        )
    _read(kreis, plan, sent)
    with standing_at(plan.moment(450, 11)):
        process_steps.take_step(by=coordinator, process_id=process.public_id, transition="complete", version=None)


def _read(kreis: Kreis, plan: Timetable, notice: Notice) -> None:
    with standing_at(plan.moment(446, 8)):
        notices.confirm_reading(by=kreis.viewer("brinkmann"), notice_id=notice.public_id)


def _ordered(process: PlanningProcess) -> list[tuple[told.ActivityText, Measure]]:
    """Return the adopted activities with their measures."""
    found = {row.title: row for row in Measure.objects.filter(process=process)}
    activities = [row for frame in told.GOALS for result in frame.results for row in result.activities]
    return [(row, found[row.text]) for row in activities if row.text in found]
