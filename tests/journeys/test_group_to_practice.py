"""From the mandate to the changed practice as the people of Kreis Höxter live it: phases 4 to 6 of a process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from governance.management.demo import story_adoption, story_cases, story_mandate, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.solution import COURSE_GROUP, MemberText
from governance.management.demo.story_group import PROPOSAL
from governance.management.demo.topics import COURSE_AND_CHILD as STORY
from governance.models import DecisionPaper, Measure, Nomination, PlanningProcess, TopicCase
from governance.rules import clock
from governance.rules.clock import BERLIN
from governance.usecases import nominations, papers
from governance.usecases.mandates import adopt_mandate_version
from tests import factories as make
from tests.journeys import cases, groups, letters, sessions
from tests.journeys.conftest import Hands, Visit
from tests.journeys.visitor import PHONE, Visitor

PLAN = Timetable(datetime(2027, 5, 12, 14, tzinfo=BERLIN))
AUTUMN = date(2027, 11, 10)
GROUP = replace(
    COURSE_GROUP,
    members=(
        MemberText("wohlfahrt", "Migrationsberatung", "kettler", "lindhorst"),
        MemberText("jobcenter", "Markt und Integration", "dreesmann", "tiedemann"),
        MemberText("soziales", "Fachberatung Kindertagespflege", "eickendorf", "holtgrewe"),
    ),
)
CARE = "Jeder Kurs hat ein Betreuungsangebot."
TIMES = "Kurse liegen in der Kita-Zeit."
PLACES = "Betreuungsplätze am Kursort einrichten."
ANSWERED = ("Gegenstand", "Zielsetzung", "Arbeitsform", "Darstellung des Ergebnisses", "Weitere besondere Vorgaben")
ASK = "Betreuungsbedarf bei der Anmeldung erfassen."


@pytest.fixture
def process(kreis: Kreis, hands: Hands) -> PlanningProcess:
    """Return the commissioned process: two of three organisations have named their member."""
    hands.put(date(2027, 5, 20), 9)
    series = story_cases.play_cases(kreis, PLAN, replace(STORY, cases=STORY.cases[:1]))
    coordinator = kreis.person("feldkamp")
    process: PlanningProcess = make.ProcessFactory(
        body=kreis.body("lg"), title=STORY.process, stage="established", shown_to_body=True, coordinator=coordinator
    )
    process.series.add(series)
    topic = make.TopicFactory(process=process, statement=STORY.statement)
    TopicCase.objects.create(topic=topic, card=series.cards.get())
    mandate = story_mandate.draft_mandate(kreis, PLAN, process, GROUP)
    with standing_at(PLAN.during(60)):
        adopt_mandate_version(mandate.versions.get(), at=clock.now())
    PlanningProcess.objects.filter(pk=process.pk).update(stage="commissioned", shown_to_group=True)
    for row in Nomination.objects.filter(mandate=mandate).select_related("organisation"):
        member = next(one for one in GROUP.members if one.seat == row.seat_name)
        if member.organisation != "jobcenter":
            nominations.name_member(
                by=kreis.viewer(member.contact),
                nomination_id=row.public_id,
                person_id=kreis.person(member.person).public_id,
                version=None,
            )
    process.refresh_from_db()
    return process


def test_a_group_works_the_body_decides_and_practice_changes(
    kreis: Kreis, process: PlanningProcess, hands: Hands, visit: Visit
) -> None:
    _constitution(kreis, visit)
    _results(kreis, hands, visit)
    paper = _proposal(kreis, process, hands, visit)
    _session(kreis, hands, visit, paper)
    _measures(kreis, hands, visit)
    _effect(kreis, hands, visit)
    process.refresh_from_db()
    assert process.stage == "completed"
    assert set(PlanningProcess.objects.filter(predecessor=process).values_list("stage", flat=True)) == {
        "group_working",
        "case_reconstruction",
    }


def _constitution(kreis: Kreis, visit: Visit) -> None:
    """The last organisation names its member; then the coordinator constitutes the group."""
    anke = visit(kreis.person("dreesmann"))
    letters.follow(anke, kreis.person("dreesmann"), "Bitte um Benennung")
    groups.name_member(anke, "Markt und Integration", "Merle Tiedemann (Jobcenter Kreis Höxter)")
    mara = visit(kreis.person("feldkamp"), factor=True)
    cases.open_process(mara, STORY.process)
    mara.press("Gruppe einsetzen")
    mara.sees("Projektarbeitsgruppe arbeitet")
    mara.look("group_constituted")


def _results(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """A member writes the Zielsystem by keyboard and the chain as a table."""
    hands.put(date(2027, 7, 5), 9)
    merle = visit(kreis.person("tiedemann"))
    cases.open_process(merle, STORY.process)
    merle.press("Zielsystem beginnen")
    merle.fill(Titel="Kurs und Kind", Grundsatzziel="Eltern nehmen am passenden Sprachkurs teil.")
    merle.press("Zielsystem beginnen")
    groups.write_goals(
        merle,
        ("Enter", "Die Betreuung ist gesichert."),
        ("Alt+ArrowRight", CARE),
        ("Alt+ArrowRight", PLACES),
        ("Enter", ASK),
        ("ArrowLeft Enter", TIMES),
    )
    groups.assign(merle, PLACES, "Fachbereich Familie, Jugend und Soziales", date(2028, 3, 31))
    groups.assign(merle, ASK, "Jobcenter Kreis Höxter", date(2028, 2, 28))
    merle.look("group_goals")
    cases.open_process(merle, STORY.process)
    merle.press("Kette beginnen")
    merle.write("Titel", "Von der Beratung zum Kursplatz")
    merle.choose("Ergebnisziel", CARE)
    merle.press("Kette beginnen")
    groups.add_step(merle, "Bedarf erfassen", "Jobcenter", days="3")
    groups.add_step(merle, "Betreuungsplatz vermitteln", "Fachberatung", days="10")
    groups.hand_over(merle, "Jobcenter → Fachberatung", before="Der Bedarf ist erfasst.", after="Zusage eines Platzes.")
    merle.look("group_chain")


def _proposal(kreis: Kreis, process: PlanningProcess, hands: Hands, visit: Visit) -> DecisionPaper:
    """The lead freezes both and writes the statement; the paper is released and the proposal submitted."""
    hands.put(date(2027, 10, 11), 9)
    paper = _draft(kreis, process)
    peter = visit(kreis.person("lindhorst"))
    cases.open_process(peter, STORY.process)
    peter.press("Zielsystem öffnen")
    groups.freeze(peter, "Warum Zweige noch offen sind")
    peter.sees("Die Fassung ist festgeschrieben.")
    cases.open_process(peter, STORY.process)
    peter.press("Kette öffnen")
    groups.freeze(peter, "Warum die Fassung trotz offener Prüfungen festgeschrieben wird")
    peter.sees("Die Fassung ist festgeschrieben.")
    cases.open_process(peter, STORY.process)
    peter.press("Stellungnahme öffnen")
    for part in (
        "Gegenstand",
        "Zielsetzung",
        "Arbeitsform",
        "Darstellung des Ergebnisses",
        "Weitere besondere Vorgaben",
    ):
        peter.write(part, "Die Gruppe hat diesen Punkt bearbeitet.")
    peter.choose("Wie sich die Gruppe geeinigt hat", "Die Gruppe stimmt einmütig zu.")
    peter.write("Abgestimmt am", date(2027, 10, 8))
    peter.press("Stellungnahme speichern")
    mara = visit(kreis.person("feldkamp"), factor=True)
    mara.menu("Vorlagen")
    mara.press(paper.title, exact=False)
    mara.press("Vorlage freigeben")
    mara.sees("freigegeben.")
    cases.open_process(peter, STORY.process)
    peter.look("group_ready")
    peter.press("Vorschlag vorlegen")
    peter.sees("Vorschlag liegt zum Beschluss vor: Lenkungsgremium KIM")
    paper.refresh_from_db()
    return paper


def _draft(kreis: Kreis, process: PlanningProcess) -> DecisionPaper:
    """Write the paper of the proposal; that is the way of `test_story`."""
    by = kreis.viewer("feldkamp")
    facts = {"subject": PROPOSAL.subject.value, "title": PROPOSAL.title, "process_id": process.public_id}
    place = {"body_id": kreis.body("lg").public_id, "template_id": kreis.template.public_id}
    paper = papers.create_paper(by=by, summary=PROPOSAL.summary, **facts, **place)
    return papers.save_paper(
        by=by,
        paper_id=paper.public_id,
        version=None,
        summary=PROPOSAL.summary,
        sections=PROPOSAL.sections,
        points=PROPOSAL.points,
        **facts,
    )


def _session(kreis: Kreis, hands: Hands, visit: Visit, paper: DecisionPaper) -> None:
    """The body returns one goal and adopts the others."""
    meeting = story_adoption.plan_session(kreis, PLAN, paper)
    with standing_at(PLAN.moment(story_adoption.SESSION, 14)):
        story_session.open_and_seat(kreis, meeting)
        story_session.play_formality(kreis, meeting)
    hands.put(AUTUMN, 14, 15)
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.enter(mara)
    sessions.call(mara, paper.title)
    mara.press("Über einzelne Ziele entscheiden")
    groups.decide_on(mara, TIMES, "an die Gruppe zurückgegeben")
    mara.write("Zurückgegebenes wieder vorlegen bis", date(2028, 5, 10))
    mara.look("group_single_goals")
    mara.press("Entscheidungen speichern")
    sessions.prepare_vote(mara, mode="Handzeichen")
    sessions.count_hands(mara, yes=14)
    sessions.close_vote(mara)
    mara.press("Punkt abschließen")
    mara.sees("Der Beschluss LG-2027-001 steht im Register.")
    mara.look("group_decided")


def _measures(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """One organisation declines, another accepts and reports its measure as done."""
    hands.put(date(2027, 11, 18), 9)
    rolf = visit(kreis.person("eickendorf"))
    letters.follow(rolf, kreis.person("eickendorf"), PLACES)
    rolf.press("Maßnahme ablehnen")
    rolf.write("Begründung", "Dafür fehlen uns die Räume.")
    rolf.press("Maßnahme ablehnen")
    rolf.sees("Dafür fehlen uns die Räume.")
    anke = visit(kreis.person("dreesmann"))
    letters.follow(anke, kreis.person("dreesmann"), ASK)
    anke.press("Maßnahme annehmen")
    anke.choose("Wer in Ihrer Organisation verantwortlich ist", "Merle Tiedemann")
    anke.press("Maßnahme annehmen")
    anke.sees("Die Maßnahme ist angenommen.")
    merle = visit(kreis.person("tiedemann"))
    merle.go(f"massnahmen/{Measure.objects.get(title=ASK).public_id}/")
    merle.press("Beginn melden")
    merle.press("Als erledigt melden")
    merle.write("Was getan wurde", "Der Anmeldebogen fragt nach dem Bedarf.")
    merle.press("Als erledigt melden")
    merle.sees("Der Anmeldebogen fragt nach dem Bedarf.")
    merle.look("group_measure")
    mara = visit(kreis.person("feldkamp"), factor=True)
    letters.follow(mara, kreis.person("feldkamp"), PLACES)
    mara.press("Maßnahme fallen lassen")
    mara.write("Begründung", "Keine Organisation hat Räume am Kursort.")
    mara.press("Maßnahme fallen lassen")
    mara.sees("Keine Organisation hat Räume am Kursort.")


def _effect(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """The effect is checked, practice is told and confirms, the cycle ends and the next one begins."""
    hands.put(date(2028, 6, 5), 9)
    mara = visit(kreis.person("feldkamp"), factor=True)
    _open(mara)
    mara.press("Wirkungsprüfung beginnen")
    mara.press("Wirkungsprüfung schreiben")
    mara.choose("Ist die Wirkung erreicht?", "Die Wirkung ist erreicht.")
    mara.write("Was sich geändert hat", "Der Bedarf ist bei der Anmeldung bekannt.")
    mara.write("Warum es keine Werte zu Indikatoren gibt", "Die Gruppe hat keinen Indikator gewählt.")
    mara.press("Speichern")
    _open(mara)
    mara.press("Praxis informieren")
    mara.fill(Betreff="Was wurde aus unserem Thema?", Text="Bei der Anmeldung wird jetzt nach der Betreuung gefragt.")
    mara.press("Mitteilung senden")
    mara.sees("Die Mitteilung ist versandt.")
    jonas = visit(kreis.person("brinkmann"), size=PHONE)
    letters.follow(jonas, kreis.person("brinkmann"), "Mitteilung der Koordination")
    jonas.sees("Bei der Anmeldung wird jetzt nach der Betreuung gefragt.")
    jonas.press("Lesen bestätigen")
    jonas.menu("Fälle")
    jonas.press(STORY.series, exact=False)
    jonas.press("Was wurde aus unserem Thema?")
    jonas.sees("Der Bedarf ist bei der Anmeldung bekannt.")
    jonas.look("group_became_phone")
    _open(mara)
    mara.press("Vorgang abschließen")
    mara.press("Nächsten Zyklus beginnen")
    mara.fill(Titel="Sprachkurs und Kind, zweite Runde")
    mara.page.get_by_role("group", name="Fallserie").get_by_label(STORY.series, exact=False).check()
    mara.press("Nächsten Zyklus beginnen")
    mara.sees("Der nächste Zyklus hat begonnen.")
    mara.look("group_next_cycle")


def _open(coordinator: Visitor) -> None:
    """Find the process in the list, not what was returned of it."""
    coordinator.menu("Vorgänge")
    coordinator.press(STORY.process)
    coordinator.reads(STORY.process)
