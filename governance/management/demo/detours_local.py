"""Kreis Warendorf: a topic out of like cases, solved in a project group, taken up again because it reaches further.

Source: kreise.md, Demo stories, B.
"""

from __future__ import annotations

from governance.management.demo import story_adoption
from governance.management.demo.detours_topics import lay, step, take_in
from governance.management.demo.detours_topics_told import IntakeText, sections
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Scene, Timetable, standing_at
from governance.management.demo.topics import PaperText
from governance.models import PlanningProcess
from governance.rules import clock
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import Trigger
from governance.usecases import scope


def play_local(kreis: Kreis) -> None:
    """Solve the topic locally, and bring it before the coming session of the Lenkungsgruppe half a year later."""
    plan = Timetable.of(Scene.INVITED, clock.now())
    process = take_in(kreis, plan, FEEDBACK, days=-280)
    _solve(kreis, plan, process)
    with standing_at(plan.moment(-48, 10)):
        step(kreis, process, "reopen_local", reason=REACHES_FURTHER)
        _assess(kreis, process, Trigger.BINDING_COOPERATION, reason=WHY_BINDING)
    paper = lay(kreis, plan, process, FEEDBACK, days=-30, by="escalate")
    story_adoption.plan_session(kreis, plan, paper, days=0)


def _solve(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    coordinator = kreis.viewer(kreis.coordinator)
    with standing_at(plan.moment(-272, 10)):
        step(kreis, process, "check_scope")
        _assess(kreis, process, reason=WHY_LOCAL)
        scope.choose_group(
            by=coordinator, process_id=process.public_id, body_id=kreis.body("pg").public_id, version=None
        )
        step(kreis, process, "solve_locally")
    with standing_at(plan.moment(-210, 11)):
        scope.add_document(
            by=coordinator,
            process_id=process.public_id,
            role="interface_concept",
            title="Schnittstellenkonzept Rückmeldung, Fassung 1",
            dated_on=plan.day(-214),
            text=CONCEPT,
        )
        step(kreis, process, "document_solution")


def _assess(kreis: Kreis, process: PlanningProcess, *held: Trigger, reason: str) -> None:
    scope.assess_scope(
        by=kreis.viewer(kreis.coordinator),
        process_id=process.public_id,
        answers={trigger: trigger in held for trigger in Trigger},
        reason=reason,
        version=None,
    )


FEEDBACK = IntakeText(
    title="Rückmeldeverfahren an Antragstellende",
    source="like_cases",
    note="Teambesprechung: sechs gleiche Fälle aus Beckum und Oelde, dazu zwei Gespräche bei der Migrationsberatung.",
    statement="Antragstellende erfahren wochenlang nicht, ob ihr Antrag vollständig ist.",
    like_cases=6,
    interviews=2,
    paper=PaperText(
        subject=PaperSubject.ESTABLISH_TOPIC,
        title="Rückmeldeverfahren an Antragstellende: verbindliche Zusammenarbeit",
        summary=(
            "In zwei Kommunen des Bezirks Süd gibt es ein Rückmeldeverfahren. Jetzt zeigt sich dasselbe Thema im Nordkreis. "
            "Damit es überall gilt, müssen sich mehrere Stellen binden."
        ),
        points=(
            "Die Lenkungsgruppe stellt das Thema „Rückmeldeverfahren an Antragstellende“ für den ganzen Kreis fest.",
        ),
        sections=sections(
            "Der Bezirk Nord hat drei gleiche Fälle gemeldet.",
            "Das Schnittstellenkonzept aus dem Bezirk Süd hat sich bewährt. Es bindet nur die Stellen, die es unterschrieben "
            "haben.",
            "Nach der Feststellung folgt ein Auftrag an eine Projektgruppe.",
            cases="Sechs gleiche Fälle und zwei Gespräche, dazu drei Fälle aus dem Nordkreis.",
        ),
    ),
)
WHY_LOCAL = "Betroffen sind nur Beckum und Oelde; die beiden Sozialämter und das Jobcenter können sich selbst einigen."
CONCEPT = (
    "Jede Stelle bestätigt den Eingang binnen drei Arbeitstagen und nennt fehlende Unterlagen binnen zehn. Die "
    "Koordination prüft das Verfahren nach einem halben Jahr."
)
REACHES_FURTHER = (
    "Der Bezirk Nord meldet dieselbe Lücke aus drei Kommunen. Die Absprache aus dem Süden gilt dort nicht."
)
WHY_BINDING = "Dreizehn Kommunen und das Jobcenter müssten sich auf dasselbe Verfahren festlegen."
