"""Topics on other ways: rejected and taken up again, reported to the state, referred back to the cases."""

from __future__ import annotations

from governance.management.demo import detours_topics_told as told
from governance.management.demo import story_cases, story_paper
from governance.management.demo.detours_topics_told import IntakeText, ReportText
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.story_mandate import write_paper
from governance.models import DecisionPaper, PlanningProcess
from governance.usecases import intake, process_steps, scope


def take_in(
    kreis: Kreis, plan: Timetable, text: IntakeText, *, days: int, after: PlanningProcess | None = None
) -> PlanningProcess:
    """Take a topic in directly; `after` is the ended process that it takes up again."""
    with standing_at(plan.moment(days, 9)):
        return intake.direct_intake(
            by=kreis.viewer(kreis.coordinator),
            title=text.title,
            body_id=kreis.body("lg").public_id,
            source=text.source,
            note=text.note,
            statement=text.statement,
            like_cases=text.like_cases,
            interviews=text.interviews,
            predecessor_id=after.public_id if after else None,
        )


def step(kreis: Kreis, process: PlanningProcess, transition: str, *, reason: str = "") -> None:
    """Take a step of the coordinator."""
    process_steps.take_step(
        by=kreis.viewer(kreis.coordinator),
        process_id=process.public_id,
        transition=transition,
        reason=reason,
        version=None,
    )
    process.refresh_from_db()


def lay(
    kreis: Kreis, plan: Timetable, process: PlanningProcess, text: IntakeText, *, days: int, by: str = "submit_topic"
) -> DecisionPaper:
    """Write and release the paper of a topic and take the step `by` which it comes before the Lenkungsgruppe."""
    if text.paper is None:
        raise LookupError("The topic has no paper.")
    paper = write_paper(kreis, plan, process, text.paper, days=days)
    with standing_at(plan.moment(days, 11)):
        step(kreis, process, by)
    return paper


def play_rejectable(kreis: Kreis, plan: Timetable) -> tuple[PlanningProcess, DecisionPaper]:
    """Lay the topic before the body that it will reject for want of figures."""
    process = take_in(kreis, plan, told.FORMS, days=-70)
    return process, lay(kreis, plan, process, told.FORMS, days=-28)


def play_few_cases(kreis: Kreis, plan: Timetable) -> DecisionPaper:
    """Lay a topic before the body that rests on three cases, with the justification for it."""
    series = story_cases.play_cases(kreis, plan, told.HOUSING)
    process = story_cases.play_topic(kreis, plan, told.HOUSING, series)
    return story_paper.play_paper(kreis, plan, told.HOUSING, process)


def play_report(
    kreis: Kreis, plan: Timetable, text: IntakeText, report: ReportText, *, days: int
) -> tuple[PlanningProcess, DecisionPaper]:
    """Lay a topic before the body that the Kreis cannot solve, with what is reported to the state."""
    process = take_in(kreis, plan, text, days=days)
    with standing_at(plan.moment(days + 5, 10)):
        scope.prepare_state_report(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            addressee=report.addressee,
            matter=report.matter,
            version=0,
        )
    return process, lay(kreis, plan, process, text, days=days + 7)


def play_answer(kreis: Kreis, plan: Timetable, process: PlanningProcess, *, days: int) -> None:
    """Put the answer of the state on record and complete the process with it."""
    with standing_at(plan.moment(days, 10)):
        scope.record_state_answer(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            title="Antwort des Ministeriums",
            dated_on=plan.day(days - 4),
            text=told.STATE_ANSWER,
            version=0,
        )
        step(kreis, process, "state_answered")
