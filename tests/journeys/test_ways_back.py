"""The ways back: whatever does not end in a decision for the topic leaves every part where it can go on."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from governance.management.demo import story_cases, story_meeting, story_paper
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable
from governance.management.demo.topics import COURSE_AND_CHILD as STORY
from governance.models import DecisionPaper, PlanningProcess, Resolution
from governance.rules.clock import BERLIN
from tests.journeys import cases, sessions
from tests.journeys.conftest import Hands, Visit
from tests.journeys.visitor import Visitor

SESSION = date(2027, 5, 12)
START = datetime(2027, 5, 12, 14, tzinfo=BERLIN)
MOST_ABSENT = (*sessions.ABSENT, "moorkamp", "eickendorf", "uhlhorn", "gehrling", "wessolek", "ottfried", "landwehr")


@pytest.fixture
def invited(kreis: Kreis, hands: Hands) -> Kreis:
    """The Kreis on the day of the session: the paper is on the dispatched agenda."""
    plan = Timetable(START)
    hands.put(SESSION, 14)
    series = story_cases.play_cases(kreis, plan, STORY)
    process = story_cases.play_topic(kreis, plan, STORY, series)
    paper = story_paper.play_paper(kreis, plan, STORY, process)
    meeting = story_meeting.plan_meeting(kreis, plan, days=0, planned=-90)
    story_meeting.play_agenda(kreis, plan, meeting, paper)
    story_meeting.play_invitation(kreis, plan, meeting, days=-15)
    return kreis


def lead_to_topic(kreis: Kreis, visit: Visit, *, absent: tuple[str, ...] = sessions.ABSENT) -> Visitor:
    """Open the session, record who is there and call the topic; return the secretariat at the session's page."""
    sessions.open_session(visit(kreis.person("aldinger")))
    mara = visit(kreis.person("feldkamp"), factor=True)
    sessions.record_presence(mara, kreis, absent=absent)
    sessions.call(mara, "Eröffnung")
    sessions.conclude(mara)
    sessions.call(mara, "Feststellung")
    return mara


def next_agenda_offers_the_paper(coordinator: Visitor, hands: Hands) -> None:
    """Plan the next session; the paper lies ready for it."""
    sessions.plan(coordinator, date(2027, 6, 9))
    coordinator.sees("Bereitliegende Vorlagen", STORY.paper)
    coordinator.press("Auf die Tagesordnung setzen", exact=False)
    coordinator.press("Auf die Tagesordnung setzen")
    coordinator.sees("steht auf der Tagesordnung")


def test_a_topic_referred_back_is_a_draft_again_with_its_conditions(invited: Kreis, hands: Hands, visit: Visit) -> None:
    mara = lead_to_topic(invited, visit)
    conditions = "Zahlen aus zwei weiteren Kommunen ergänzen."
    sessions.prepare_vote(mara, motion="Zurückverweisung", back="in den Themenentwurf", conditions=conditions)
    sessions.the_others_vote(invited)
    sessions.close_vote(mara)
    mara.press("Punkt abschließen")
    cases.open_process(mara, STORY.process)
    mara.sees("Themenentwurf", conditions, "Nächster Schritt: Thema vorlegen")
    mara.look("back_referred")
    assert PlanningProcess.objects.get().stage == "topic_draft"


def test_a_postponed_topic_stays_before_the_group_and_its_paper_waits_for_the_next_agenda(
    invited: Kreis, hands: Hands, visit: Visit
) -> None:
    mara = lead_to_topic(invited, visit)
    sessions.prepare_vote(mara, motion="Vertagung", mode="Handzeichen")
    sessions.count_hands(mara, yes=14)
    sessions.close_vote(mara)
    mara.press("Punkt abschließen")
    mara.sees("Vertagt")
    assert PlanningProcess.objects.get().stage == "topic_decision"
    assert Resolution.objects.count() == 0
    next_agenda_offers_the_paper(mara, hands)


def test_without_quorum_everything_is_postponed_and_the_paper_is_free_again(
    invited: Kreis, hands: Hands, visit: Visit
) -> None:
    chair = visit(invited.person("aldinger"))
    sessions.open_session(chair)
    mara = visit(invited.person("feldkamp"), factor=True)
    sessions.record_presence(mara, invited, absent=MOST_ABSENT)
    mara.sees("Nicht beschlussfähig")
    mara.look("back_no_quorum")
    mara.press("Beschlussunfähigkeit feststellen")
    mara.sees("Alle offenen Punkte sind vertagt, weil das Gremium nicht beschlussfähig ist.")
    sessions.close(mara)
    assert Resolution.objects.count() == 0
    assert PlanningProcess.objects.get().stage == "topic_decision"
    next_agenda_offers_the_paper(mara, hands)


def test_a_rejected_topic_ends_with_its_resolution(invited: Kreis, hands: Hands, visit: Visit) -> None:
    mara = lead_to_topic(invited, visit)
    sessions.prepare_vote(mara)
    voters = ("aldinger", "moorkamp", "eickendorf", "dreesmann", "gehrling", "wessolek", "ottfried", "landwehr")
    sessions.the_others_vote(invited, dict.fromkeys(voters, "no"))
    sessions.close_vote(mara)
    mara.press("Punkt abschließen")
    mara.sees("Der Beschluss LG-2027-001 steht im Register.")
    cases.open_ended_process(mara, STORY.process)
    mara.sees("Abgelehnt")
    mara.look("back_rejected")
    assert PlanningProcess.objects.get().stage == "rejected"
    assert DecisionPaper.objects.get().state == "decided"


def test_a_tie_rejects_the_topic_when_the_chair_abstains(invited: Kreis, hands: Hands, visit: Visit) -> None:
    mara = lead_to_topic(invited, visit, absent=(*sessions.ABSENT, "kettler"))
    sessions.prepare_vote(mara)
    no = ("moorkamp", "eickendorf", "dreesmann", "gehrling", "wessolek", "ottfried")
    sessions.the_others_vote(invited, {"aldinger": "abstain", **dict.fromkeys(no, "no")})
    sessions.close_vote(mara)
    mara.sees("Stimmengleichheit")
    mara.look("back_tie")
    mara.press("Punkt abschließen")
    cases.open_ended_process(mara, STORY.process)
    mara.sees("Abgelehnt")
