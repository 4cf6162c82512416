"""Minutes in the story: those of the session before, those of the session itself, and their approval."""

from __future__ import annotations

from datetime import timedelta

from governance.management.demo import story_meeting, story_session
from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.models import ItemKind, Meeting, Minutes
from governance.rules import clock
from governance.rules.lifecycles import MinutesState
from governance.usecases import agendas, decisions, minutes, minutes_circulation

REPORT = (
    "Die Koordinierende Stelle berichtet über die Zwei-Wochen-Berichte und den Stand der Fallrekonstruktionen. Die "
    "Reihe ist mit vier Fällen abgeschlossen."
)
DISCUSSION = (
    "Das Gremium fragt nach der Zahl der betroffenen Haushalte und nach den Plätzen in der Kindertagespflege. Die "
    "Koordinierende Stelle reicht die Zahlen mit dem Arbeitsauftrag nach."
)


def play_earlier_session(kreis: Kreis, plan: Timetable) -> Meeting:
    """Hold a short session half a year before, whose minutes wait for their approval."""
    meeting = story_meeting.plan_meeting(kreis, plan, days=-182, planned=-260)
    coordinator = kreis.viewer(kreis.coordinator)
    with standing_at(plan.moment(-205, 10)):
        agendas.add_usual_items(by=coordinator, meeting_id=meeting.public_id)
        agendas.add_item(
            by=coordinator,
            meeting_id=meeting.public_id,
            facts=agendas.ItemFacts(
                title="Bericht der Koordinierenden Stelle",
                kind=ItemKind.REPORT,
                presenter=str(kreis.person(kreis.coordinator)),
            ),
        )
        story_meeting.last_first(kreis, meeting)
    story_meeting.play_invitation(kreis, plan, meeting, days=-203)
    with standing_at(plan.moment(-182, 14)):
        story_session.open_and_seat(kreis, meeting)
        story_session.play_formality(kreis, meeting)
        action = story_session.report(kreis, meeting)
        story_session.end(kreis, meeting)
    sign_and_circulate(kreis, plan, meeting, days=-175)
    with standing_at(plan.moment(-150, 10)):
        decisions.complete_action_item(by=kreis.viewer(kreis.coordinator), action_id=action.public_id)
    return meeting


def sign_and_circulate(
    kreis: Kreis, plan: Timetable, meeting: Meeting, *, days: int, discussion: str = DISCUSSION
) -> Minutes:
    """Complete the minutes of a session, sign them off and send them round `days` from the story's session."""
    record = Minutes.objects.get(meeting=meeting)
    with standing_at(plan.moment(days, 10)):
        for item in meeting.items.filter(kind__in=[ItemKind.REPORT, ItemKind.PAPER]):
            minutes.save_minutes_item(
                by=kreis.viewer(kreis.coordinator),
                minutes_id=record.public_id,
                item_id=item.public_id,
                report=REPORT if item.kind == ItemKind.REPORT else "",
                discussion=discussion if item.kind == ItemKind.PAPER else "",
            )
        minutes.sign_off(by=kreis.viewer(kreis.chair), minutes_id=record.public_id)
        clock.advance(timedelta(hours=3))
        minutes_circulation.circulate(by=kreis.viewer(kreis.coordinator), minutes_id=record.public_id)
    return record


def put_approval_on_agenda(kreis: Kreis, plan: Timetable, meeting: Meeting, *, days: int) -> None:
    """Put the approval of waiting minutes on the agenda, where it is not there by itself."""
    waiting = Minutes.objects.filter(meeting__body=meeting.body, state=MinutesState.CIRCULATED)
    with standing_at(plan.moment(days, 9)):
        if waiting.exists() and not meeting.items.filter(kind=ItemKind.APPROVAL).exists():
            minutes_circulation.add_approval_items(by=kreis.viewer(kreis.coordinator), meeting_id=meeting.public_id)
