"""The mandate: drafted and laid before the session of the topic, adopted there, answered, its group constituted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.solution import GROUP, MANDATE, MEMBERS, PLACES
from governance.management.demo.story_cases import COORDINATOR
from governance.models import (
    AgendaItem,
    DecisionPaper,
    ItemKind,
    Mandate,
    Meeting,
    Nomination,
    PlanningProcess,
    Seat,
    VoteMode,
)
from governance.queries.paper_documents import SectionContent
from governance.rules import clock
from governance.rules.lifecycles import MandateState
from governance.rules.outcomes import PaperSubject
from governance.rules.routes import ResultType
from governance.usecases import (
    agendas,
    attendance,
    ballots,
    mandate_drafts,
    nominations,
    papers,
    process_steps,
    sessions,
    votes,
)
from governance.usecases.paper_content import rich

TITLE = "Arbeitsauftrag an die PAG „Kurs und Kind“"


def draft_mandate(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> Mandate:
    """Write the six parts and the composition, three weeks before the session."""
    coordinator = kreis.viewer(COORDINATOR)
    with standing_at(plan.moment(-24, 10)):
        version = mandate_drafts.begin_mandate(by=coordinator, process_id=process.public_id, group_name=GROUP)
        draft = mandate_drafts.MandateDraft(
            group_name=GROUP,
            **MANDATE,
            result_types=(ResultType.GOAL_SYSTEM.value, ResultType.SERVICE_CHAIN.value),
            report_back_on=plan.day(182),
            ends_on=plan.day(560),
            places=tuple(
                mandate_drafts.PlaceDraft(kreis.organisation(owner).public_id, seat, lead=not place)
                for place, (owner, seat) in enumerate(PLACES)
            ),
        )
        mandate_drafts.edit_mandate(by=coordinator, version_id=version.public_id, draft=draft, version=None)
    mandate: Mandate = version.mandate
    return mandate


def write_mandate_paper(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> DecisionPaper:
    """Write and release the paper that lays the mandate before the Lenkungsgremium."""
    facts = {"subject": PaperSubject.MANDATE.value, "title": TITLE, "process_id": process.public_id, "summary": SUMMARY}
    return write_paper(kreis, plan, facts, POINTS, SECTIONS, days=-21)


def write_paper(
    kreis: Kreis,
    plan: Timetable,
    facts: dict[str, Any],
    points: tuple[str, ...],
    sections: dict[str, SectionContent],
    *,
    days: int,
) -> DecisionPaper:
    """Write a paper from the Kreis's template and release it `days` from the session of the story."""
    coordinator = kreis.viewer(COORDINATOR)
    with standing_at(plan.moment(days, 10)):
        paper = papers.create_paper(
            by=coordinator, body_id=kreis.body("lg").public_id, template_id=kreis.template.public_id, **facts
        )
        papers.save_paper(
            by=coordinator, paper_id=paper.public_id, version=None, sections=sections, points=points, **facts
        )
        papers.release_paper(by=coordinator, paper_id=paper.public_id)
    paper.refresh_from_db()
    return paper


def put_on_agenda(kreis: Kreis, plan: Timetable, meeting: Meeting, paper: DecisionPaper, *, days: int) -> AgendaItem:
    """Put a paper on the agenda of a meeting that was not sent out yet."""
    with standing_at(plan.moment(days, 11)):
        return agendas.add_item(
            by=kreis.viewer(COORDINATOR),
            meeting_id=meeting.public_id,
            facts=agendas.ItemFacts(
                title=paper.title,
                kind=ItemKind.PAPER,
                minutes_planned=30,
                presenter="Mara Feldkamp",
                paper_id=paper.public_id,
            ),
        )


def play_mandate_vote(kreis: Kreis, meeting: Meeting) -> None:
    """Adopt the mandate by show of hands, 11 to 1 with one abstention; the Freie Wohlfahrt is recused."""
    item = AgendaItem.objects.get(meeting=meeting, paper__subject=PaperSubject.MANDATE)
    sessions.call_item(by=kreis.viewer("aldinger"), item_id=item.public_id)
    seat = Seat.objects.get(body=kreis.body("lg"), organisation=kreis.organisation("wohlfahrt"))
    attendance.recuse(
        by=kreis.viewer("kettler"), item_id=item.public_id, seat_id=seat.public_id, ground="Träger im Auftrag"
    )
    vote = votes.prepare_vote(by=kreis.viewer(COORDINATOR), item_id=item.public_id, mode=VoteMode.SHOW_OF_HANDS)
    votes.open_vote(by=kreis.viewer("aldinger"), vote_id=vote.public_id)
    entitled = vote.electors.filter(recused=False).count()
    clock.advance(timedelta(minutes=18))
    ballots.enter_count(by=kreis.viewer(COORDINATOR), vote_id=vote.public_id, yes=entitled - 2, no=1, abstain=1)
    votes.close_vote(by=kreis.viewer("aldinger"), vote_id=vote.public_id)
    sessions.conclude_item(by=kreis.viewer("aldinger"), item_id=item.public_id)


def play_constitution(kreis: Kreis, plan: Timetable, process: PlanningProcess) -> None:
    """Let every organisation name its member, and constitute the group."""
    mandate = Mandate.objects.get(processes=process, state=MandateState.ADOPTED)
    with standing_at(plan.moment(12, 9)):
        for row in Nomination.objects.filter(mandate=mandate).order_by("pk"):
            key = MEMBERS[[seat for _owner, seat in PLACES].index(row.seat_name)]
            nominations.name_member(
                by=kreis.viewer(CONTACTS.get(key, COORDINATOR)),
                nomination_id=row.public_id,
                person_id=kreis.person(key).public_id,
                version=None,
            )
    with standing_at(plan.moment(20, 10)):
        process_steps.take_step(
            by=kreis.viewer(COORDINATOR), process_id=process.public_id, transition="constitute_group", version=None
        )
    process.refresh_from_db()


# Who answers for the organisation of a member.
CONTACTS = {"tiedemann": "dreesmann", "abrahamsen": "abrahamsen", "holtgrewe": "eickendorf", "lindhorst": "kettler"}

SUMMARY = (
    "Eine Projektarbeitsgruppe soll einen gemeinsamen Weg vom Beratungsgespräch bis zum Kursplatz mit Betreuung "
    "erarbeiten. Das Lenkungsgremium entscheidet über ihren Auftrag."
)
POINTS = (
    "Das Lenkungsgremium beauftragt die PAG „Kurs und Kind“ mit dem beigefügten Arbeitsauftrag. Die Gruppe meldet in der "
    "Herbstsitzung zurück.",
)
SECTIONS = {
    "anlass": rich("<p>Auf die Feststellung des Themas folgt der schriftliche Auftrag.</p>"),
    "sachverhalt": rich("<p>Fünf Organisationen arbeiten mit; jede gibt acht Stunden im Quartal frei.</p>"),
    "fallbezug": rich("<p>Die Einschränkungen aus den Fallrekonstruktionen sind Gegenstand des Auftrags.</p>"),
    "personal": SectionContent(choice="im Rahmen vorhandener Stellen"),
    "finanzen": SectionContent(choice="keine"),
    "zeitplan": rich("<p>Vier Termine bis zum Herbst, Rückmeldung in der nächsten Sitzung.</p>"),
}
