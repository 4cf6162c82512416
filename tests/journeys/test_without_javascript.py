"""Whatever a member must be able to do works in a browser without JavaScript."""

from __future__ import annotations

from datetime import date, datetime

from governance.management.demo import story_meeting, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable
from governance.models import Answer, Ballot, Invitation, ItemKind, VoteMode
from governance.rules import clock
from governance.rules.clock import BERLIN
from governance.usecases import agendas, invitations, sessions, votes
from tests.journeys.conftest import Hands, Visit
from tests.journeys.visitor import PHONE

SESSION = date(2027, 5, 12)
START = datetime(2027, 5, 12, 14, tzinfo=BERLIN)


def test_a_member_answers_and_votes_without_javascript(kreis: Kreis, hands: Hands, visit: Visit) -> None:
    plan = Timetable(START)
    hands.put(date(2027, 4, 27), 9)
    meeting = story_meeting.plan_meeting(kreis, plan, days=0, planned=-90)
    with clock.travel(plan.moment(-19, 10)):
        agendas.add_item(
            by=kreis.viewer("feldkamp"),
            meeting_id=meeting.public_id,
            facts=agendas.ItemFacts(title="Sitzungstermine", kind=ItemKind.DISCUSSION, minutes_planned=15),
        )
    invitations.dispatch_meeting(by=kreis.viewer("feldkamp"), meeting_id=meeting.public_id)
    petra = visit(kreis.person("moorkamp"), size=PHONE, javascript=False)
    petra.press("Antworten", exact=False)
    petra.press("Absagen", exact=False)
    petra.sees("Ihre Antwort ist vermerkt: abgesagt.")
    assert Invitation.objects.get(person=kreis.person("moorkamp")).answer == Answer.DECLINED

    hands.put(SESSION, 14)
    story_session.open_and_seat(kreis, meeting)
    item = meeting.items.get()
    sessions.call_item(by=kreis.viewer("aldinger"), item_id=item.public_id)
    prepared = votes.prepare_vote(
        by=kreis.viewer("feldkamp"), item_id=item.public_id, mode=VoteMode.BY_NAME, wording="Es wird im Herbst getagt."
    )
    votes.open_vote(by=kreis.viewer("aldinger"), vote_id=prepared.public_id)
    petra = visit(kreis.person("moorkamp"), size=PHONE, javascript=False)
    petra.page.get_by_role("link", name="Jetzt abstimmen", exact=True).first.click()
    petra.sees("Es wird im Herbst getagt.")
    petra.tick("Nein")
    petra.press("Stimme abgeben")
    petra.reads("Ihre Stimme ist gespeichert")
    assert Ballot.objects.get().choice == "no"
