"""Story A as the people of Kreis Höxter live it: from four cases to the approved minutes of the decision."""

from __future__ import annotations

from datetime import date, datetime

from playwright.sync_api import expect

from governance.management.demo.people import Kreis
from governance.management.demo.topics import COURSE_AND_CHILD as STORY
from governance.models import Minutes, PlanningProcess, Resolution
from governance.rules.clock import BERLIN
from tests.journeys import cases, desk, letters, minutes, sessions
from tests.journeys.conftest import Hands, Visit
from tests.journeys.visitor import PHONE

DAYS = (date(2027, 1, 20), date(2027, 2, 17), date(2027, 3, 17), date(2027, 4, 21))
SESSION = date(2027, 5, 12)
NEXT_SESSION = date(2027, 11, 10)
VERDICT = "mit 12 Ja-Stimmen bei 1 Enthaltung einstimmig angenommen"


def test_a_topic_goes_from_four_cases_to_a_recorded_resolution_and_approved_minutes(
    kreis: Kreis, hands: Hands, visit: Visit
) -> None:
    codes = _cases(kreis, hands, visit)
    _topic_and_paper(kreis, visit, codes)
    _invitation(kreis, hands, visit)
    _session(kreis, hands, visit)
    _decided(kreis, visit)
    _minutes(kreis, hands, visit)
    _approval(kreis, hands, visit)
    assert Resolution.objects.order_by("pk")[0].outcome == "adopted"


def _cases(kreis: Kreis, hands: Hands, visit: Visit) -> list[str]:
    """Four cases are nominated and reconstructed; the screening stops a name."""
    one, two, three, four = (cases.Nomination(text, day) for text, day in zip(STORY.cases, DAYS, strict=True))
    mara = visit(kreis.person("feldkamp"), factor=True)
    cases.begin_series(mara, STORY.series)
    jonas = visit(kreis.person("brinkmann"))
    codes = [cases.nominate(jonas, STORY.series, one, first_words=cases.NAMED)]
    codes.append(cases.nominate(jonas, STORY.series, two))
    imke = visit(kreis.person("sandvoss"))
    codes.append(cases.nominate(imke, STORY.series, three))
    hands.put(date(2027, 4, 14), 10)
    codes.append(cases.nominate(visit(kreis.person("sandvoss")), STORY.series, four))
    hands.put(DAYS[-1], 13)
    mara = visit(kreis.person("feldkamp"), factor=True)
    for case, code in zip((one, two, three, four), codes, strict=True):
        cases.schedule(mara, STORY.series, code, case.day)
        cases.reconstruct(mara, code, case)
    return codes


def _topic_and_paper(kreis: Kreis, visit: Visit, codes: list[str]) -> None:
    """The process names what is missing; the paper is written in the desk, released and submitted."""
    mara = visit(kreis.person("feldkamp"), factor=True)
    cases.begin_process(mara, STORY)
    mara.misses("Thema ableiten")
    cases.write_topic(mara, STORY, codes)
    cases.explain(mara, STORY)
    mara.press("Thema ableiten")
    mara.sees("Zum Thema gibt es noch keine Beschlussvorlage.")
    mara.look("story_topic")
    mara.press("Vorlage beginnen")
    mara.write("Titel", STORY.paper)
    mara.press("Vorlage beginnen")
    desk.write_paper(mara, STORY)
    mara.press("Im Portal ansehen")
    mara.sees("Der Abschnitt „Finanzielle Auswirkungen“ ist leer.")
    mara.misses("Vorlage freigeben")
    mara.press("Ausfüllen")
    desk.answer(mara, "Finanzielle Auswirkungen", "keine")
    desk.save(mara)
    mara.press("Im Portal ansehen")
    mara.sees(STORY.cases[3].deviation[:60])
    mara.press("Vorlage freigeben")
    mara.sees("Die Vorlage ist als LG/2027/01, Fassung 1, freigegeben.")
    mara.press(STORY.process)
    mara.press("Thema vorlegen")
    mara.sees("Liegt zum Beschluss vor: Lenkungsgremium KIM")
    mara.misses("Thema feststellen")


def _invitation(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """The session is planned and everybody invited; one answers by mail, another on the phone."""
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.plan(mara, SESSION)
    mara.press("Punkt anlegen")
    mara.write("Titel", "Bericht der Koordinierenden Stelle")
    mara.choose("Art", "Bericht")
    mara.press("Auf die Tagesordnung setzen")
    mara.press("Auf die Tagesordnung setzen", exact=False)
    mara.press("Auf die Tagesordnung setzen")
    mara.press(f"Bearbeiten : {STORY.paper}")
    mara.choose("Gast", "Samira Hadad")
    mara.press("Gast hinzufügen")
    sessions.find(mara)
    mara.press("Tagesordnung aufstellen")
    mara.look("story_agenda")
    sessions.invite(mara)
    letter = letters.letter_to(kreis.person("dreesmann"))
    event = letters.entry_of(letter)
    assert event.decoded("DTSTART") == datetime(2027, 5, 12, 14, tzinfo=BERLIN)
    assert str(event["ATTENDEE"]).casefold() == "mailto:anke.dreesmann@hoexter.example"
    anybody = visit(None)
    anybody.go(letters.answer_path(letter))
    anybody.sees("Noch keine Antwort")
    anybody.press("Zusagen")
    anybody.sees("Ihre Antwort ist vermerkt: zugesagt.")
    volker = visit(kreis.person("gehrling"), size=PHONE)
    volker.press("Antworten", exact=False)
    volker.press("Zusagen", exact=False)
    volker.sees("Ihre Antwort ist vermerkt: zugesagt.")
    volker.look("story_answer_phone")


def _session(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """The chair leads, the secretariat records, members vote on their phones."""
    hands.put(SESSION, 14)
    chair = visit(kreis.person("aldinger"))
    sessions.open_session(chair)
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.record_presence(mara, kreis)
    mara.sees("Tim Kerber")
    sessions.call(mara, "Eröffnung")
    sessions.conclude(mara)
    sessions.call(mara, "Bericht")
    sessions.conclude(mara, "Zur Kenntnis genommen")
    sessions.call(mara, "Feststellung")
    mara.press("Befangenheit eintragen")
    mara.choose("Sitz", "AG Freie Wohlfahrt")
    mara.write("Grund", "Trägerin eines der Kurse")
    mara.press("Befangenheit eintragen")
    sessions.prepare_vote(mara)
    anke = visit(kreis.person("dreesmann"), size=PHONE)
    sessions.vote(anke, "Ja")
    anke.look("story_stored_phone")
    sessions.vote(visit(kreis.person("kerber"), size=PHONE), "Enthaltung")
    doris = visit(kreis.person("kettler"), size=PHONE)
    expect(doris.page.get_by_role("link", name="Jetzt abstimmen", exact=True)).to_have_count(0)
    sessions.the_others_vote(kreis)
    sessions.close_vote(chair)
    chair.sees(VERDICT, "Befangen")
    chair.look("story_result")
    chair.press("Punkt abschließen")
    chair.sees("Der Beschluss LG-2027-001 steht im Register.")
    sessions.call(chair, "Verschiedenes")
    sessions.conclude(chair)
    sessions.close(chair)


def _decided(kreis: Kreis, visit: Visit) -> None:
    """Process, register and the case manager's page tell the decision; no button has set it."""
    jonas = visit(kreis.person("brinkmann"))
    cases.open_process(jonas, STORY.process)
    jonas.sees("Thema festgestellt seit 12.05.2027")
    jonas.press("LG-2027-001", exact=False)
    jonas.sees(VERDICT)
    anke = visit(kreis.person("dreesmann"), size=PHONE)
    anke.menu("Beschlüsse")
    anke.press("LG-2027-001")
    anke.sees(VERDICT, "Wirkung")
    anke.look("story_resolution_phone")
    assert PlanningProcess.objects.get().stage == "established"
    assert Resolution.objects.count() == 1


def _minutes(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """The minutes are written, signed, sent round, objected to and answered; both files carry the verdict."""
    hands.put(date(2027, 5, 14), 9)
    mara = visit(kreis.person("feldkamp"), factor=True)
    minutes.open_from_overview(mara)
    minutes.write(mara, "TOP 2: Bericht der Koordinierenden Stelle", "Vier Fälle sind rekonstruiert.")
    chair = visit(kreis.person("aldinger"))
    minutes.open_from_overview(chair)
    minutes.sign(chair)
    mara.look_again()
    mara.press("Niederschrift versenden")
    mara.sees("Die Niederschrift ist versandt.")
    anke = visit(kreis.person("dreesmann"))
    minutes.open_from_overview(anke)
    minutes.object_to(anke, "Im Bericht fehlt die Zahl der Plätze.")
    mara.look_again()
    minutes.answer(mara, "Nicht übernehmen", "Die Zahl wird mit dem Arbeitsauftrag nachgereicht.")
    anke.look_again()
    anke.sees("Die Zahl wird mit dem Arbeitsauftrag nachgereicht.")
    word = letters.words_of(letters.downloaded(anke, anke.named("Word")))
    pdf = letters.printed(letters.downloaded(anke, anke.named("PDF")))
    for text in (word, pdf):
        assert VERDICT in text
        assert "Vier Fälle sind rekonstruiert." in text
        assert "befangen" in text
    anke.look("story_minutes")


def _approval(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    """The next session approves the minutes by show of hands; they are locked."""
    hands.put(date(2027, 10, 13), 9)
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.plan(mara, NEXT_SESSION)
    sessions.invite(mara)
    hands.put(NEXT_SESSION, 14)
    chair = visit(kreis.person("aldinger"))
    sessions.open_session(chair)
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.record_presence(mara, kreis)
    sessions.call(mara, "Genehmigung")
    sessions.prepare_vote(mara, mode="Handzeichen")
    sessions.count_hands(mara, yes=12, abstain=2)
    sessions.close_vote(mara)
    mara.press("Punkt abschließen")
    sessions.find(mara, past=True)
    mara.press("Niederschrift")
    mara.sees("Die Niederschrift ist genehmigt und gesperrt.")
    mara.misses("Text bearbeiten")
    mara.look("story_approved")
    assert Minutes.objects.order_by("pk")[0].state == "approved"
