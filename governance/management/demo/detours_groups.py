"""Groups on other ways: adopted in part, referred back, discontinued; and measures that do not go as decided."""

from __future__ import annotations

from governance.management.demo import detours_groups_told as told
from governance.management.demo import story_group, story_mandate
from governance.management.demo.detours_topics import lay, take_in
from governance.management.demo.detours_topics_told import IntakeText
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.solution import GroupStory
from governance.models import DecisionPaper, Measure, PlanningProcess
from governance.usecases import goal_versions, intake, measure_reports, measures, scope

ANSWERED = 196
CONTACT = {"jobcenter": "oberholz", "wohlfahrt": "reinfeld", "kammern": "dornbach", "ordnung": "karasoy"}


def play_commission(
    kreis: Kreis, plan: Timetable, text: IntakeText, story: GroupStory
) -> tuple[PlanningProcess, DecisionPaper]:
    """Lay a topic and the mandate for it before the body in one paper."""
    process = take_in(kreis, plan, text, days=-60)
    story_mandate.draft_mandate(kreis, plan, process, story)
    return process, lay(kreis, plan, process, text, days=-23)


def play_goals_proposal(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> DecisionPaper:
    """Let the first group write its Zielsystem and hand it in."""
    story = told.APPRENTICES_GROUP
    story_mandate.play_constitution(kreis, plan, process, story)
    system = story_group.play_goal_system(kreis, plan, process, story)
    with standing_at(plan.moment(146, 10)):
        goal_versions.freeze_goal_system(
            by=kreis.viewer(kreis.coordinator), system_id=system.public_id, open_reason="", version=None
        )
        story_group.write_statement(kreis, plan, process, story)
    return story_group.submit_proposal(kreis, plan, process, told.PROPOSAL, days=150)


def play_concept_proposal(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> DecisionPaper:
    """Let the second group put its interface concept on record and hand it in."""
    story = told.INSURANCE_GROUP
    story_mandate.play_constitution(kreis, plan, process, story)
    with standing_at(plan.moment(145, 10)):
        scope.add_document(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            role="interface_concept",
            title="Vorläufiger Versicherungsnachweis",
            dated_on=plan.day(143),
            text=told.CONCEPT,
        )
        story_group.write_statement(kreis, plan, process, story)
    return story_group.submit_proposal(kreis, plan, process, told.CONCEPT_PROPOSAL, days=150)


def play_measures(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    """Let the organisations answer: one declines and another takes over, one finds it infeasible, one defers."""
    found = {row.title: row for row in Measure.objects.filter(process=process).order_by("pk")}
    listed, offered, handed, advised, informed = (
        found[text] for text in (told.LISTED, told.OFFERED, told.HANDED, told.ADVISED, told.INFORMED)
    )
    _accept(kreis, plan, listed, "jobcenter", "sommerau")
    with standing_at(plan.moment(ANSWERED, 12)):
        _move(
            kreis, offered, "reinfeld", "decline", "Die Stelle ist unbesetzt. Das Jobcenter ist an den Kollegs vor Ort."
        )
    with standing_at(plan.moment(ANSWERED + 5, 9)):
        measures.reassign_measure(
            by=kreis.viewer(kreis.coordinator),
            measure_id=offered.public_id,
            organisation_id=kreis.organisation("jobcenter").public_id,
            reason="Die Wohlfahrtsverbände haben abgelehnt. Das Jobcenter hat zugesagt, die Anfrage zu prüfen.",
            version=None,
        )
    _accept(kreis, plan, offered, "jobcenter", "sommerau", days=ANSWERED + 9)
    _accept(kreis, plan, handed, "kammern", "dornbach")
    _accept(kreis, plan, advised, "kammern", "dornbach")
    with standing_at(plan.moment(ANSWERED + 90, 10)):
        _move(kreis, listed, "sommerau", "finish", "Die Liste wird geführt; alle Beteiligten können sie einsehen.")
        _move(
            kreis,
            handed,
            "dornbach",
            "find_infeasible",
            "Betriebe dürfen die Angaben ohne Einwilligung nicht erhalten.",
        )
        measure_reports.move_measure(
            by=kreis.viewer("dornbach"),
            measure_id=advised.public_id,
            move="defer",
            text="Die Beratungsstelle wird erst zum neuen Ausbildungsjahr besetzt.",
            until=plan.day(520),
        )
    _accept(kreis, plan, informed, "ordnung", "karasoy", days=ANSWERED + 20)


def _accept(kreis: Kreis, plan: Timetable, measure: Measure, owner: str, person: str, *, days: int = ANSWERED) -> None:
    with standing_at(plan.moment(days, 11)):
        measure_reports.accept_measure(
            by=kreis.viewer(CONTACT[owner]),
            measure_id=measure.public_id,
            person_id=kreis.person(person).public_id,
        )
        _move(kreis, measure, person, "begin")


def _move(kreis: Kreis, measure: Measure, who: str, move: str, text: str = "") -> None:
    measure_reports.move_measure(by=kreis.viewer(who), measure_id=measure.public_id, move=move, text=text)


def play_taken_over(kreis: Kreis, plan: Timetable) -> PlanningProcess:
    """Take over a topic that was carried out before Lenkwerk, with one measure under way."""
    with standing_at(plan.moment(40, 10)):
        process = intake.take_over(
            by=kreis.viewer(kreis.coordinator),
            title=told.VOLUNTEERS,
            body_id=kreis.body("lg").public_id,
            stage="implementation",
            statement=told.VOLUNTEERS_STATEMENT,
            note="Aus dem Integrationskonzept des Kreises übernommen.",
            decisions=(
                intake.EarlierFacts(
                    "Kreistag",
                    plan.day(-300),
                    "Der Kreistag richtet eine Ehrenamtsbörse für Sprachtandems ein.",
                    "Niederschrift des Kreistags, Punkt 7",
                ),
            ),
        )
        measure = measures.plan_measure(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            text=measures.MeasureText(
                title=told.VOLUNTEERS_MEASURE,
                organisation_id=kreis.organisation("wohlfahrt").public_id,
                due_on=plan.day(420),
            ),
        )
    _accept(kreis, plan, measure, "wohlfahrt", "brandis", days=52)
    return process
