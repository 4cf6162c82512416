"""Story A, third part: the agenda, the invitation, the answers."""

from __future__ import annotations

from datetime import timedelta

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.models import Answer, DecisionPaper, Invitation, ItemKind, Meeting
from governance.usecases import agendas, answers, invitations, meetings

DECLINING = ("talbach", "pallmann", "uhlhorn")
SILENT = ("rosental", "brockhoff")


def plan_meeting(kreis: Kreis, plan: Timetable, *, days: int, planned: int) -> Meeting:
    """Fix a session `days` from that of the story, decided on `planned` days from it."""
    start = plan.moment(days, 14) if days else plan.start
    with standing_at(plan.moment(planned, 9)):
        return meetings.plan_meeting(
            by=kreis.viewer(kreis.coordinator),
            body_id=kreis.body("lg").public_id,
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            location=kreis.hall,
            minute_taker_id=kreis.person(kreis.coordinator).public_id,
        )


def play_agenda(kreis: Kreis, plan: Timetable, meeting: Meeting, paper: DecisionPaper) -> None:
    """Build the agenda of the story's session, with a guest for the topic."""
    coordinator = kreis.viewer(kreis.coordinator)
    facts = agendas.ItemFacts
    with standing_at(plan.moment(-19, 10)):
        agendas.add_usual_items(by=coordinator, meeting_id=meeting.public_id)
        agendas.add_item(
            by=coordinator,
            meeting_id=meeting.public_id,
            facts=facts(
                title="Bericht der Koordinierenden Stelle",
                kind=ItemKind.REPORT,
                minutes_planned=15,
                presenter=str(kreis.person(kreis.coordinator)),
                note="Zwei-Wochen-Berichte und Stand der Fallrekonstruktionen.",
            ),
        )
        topic = agendas.add_item(
            by=coordinator,
            meeting_id=meeting.public_id,
            facts=facts(
                title=paper.title,
                kind=ItemKind.PAPER,
                minutes_planned=30,
                presenter=str(kreis.person(kreis.coordinator)),
                paper_id=paper.public_id,
            ),
        )
        last_first(kreis, meeting)
        agendas.add_guest(by=coordinator, item_id=topic.public_id, person_id=kreis.person("hadad").public_id)


def last_first(kreis: Kreis, meeting: Meeting) -> None:
    """Move "Verschiedenes" behind the items that were added after it."""
    closing = meeting.items.get(kind=ItemKind.MISCELLANEOUS)
    for _step in range(meeting.items.count()):
        agendas.move_item(by=kreis.viewer(kreis.coordinator), item_id=closing.public_id, direction="down")


def play_invitation(kreis: Kreis, plan: Timetable, meeting: Meeting, *, days: int) -> None:
    """Send the invitations `days` from the session and let most of the members answer."""
    with standing_at(plan.moment(days, 11)):
        invitations.dispatch_meeting(by=kreis.viewer(kreis.coordinator), meeting_id=meeting.public_id)
    with standing_at(plan.moment(days + 1, 8)):
        answer_all(kreis, meeting)


def answer_all(kreis: Kreis, meeting: Meeting) -> None:
    """Let everybody answer but those who are known to be slow."""
    for invitation in Invitation.objects.filter(meeting=meeting).select_related("person"):
        key = kreis.key_of(invitation.person)
        if key in SILENT:
            continue
        answers.answer_invitation(
            by=kreis.viewer(key),
            invitation_id=invitation.public_id,
            answer=Answer.DECLINED if key in DECLINING else Answer.ACCEPTED,
        )
