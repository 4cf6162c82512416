"""The mandate: drafted and laid before the session of the topic, adopted there, answered, its group constituted."""

from __future__ import annotations

from typing import Any

from governance.management.demo.people import Kreis
from governance.management.demo.scenes import Timetable, standing_at
from governance.management.demo.solution import GroupStory
from governance.management.demo.story_votes import decide
from governance.management.demo.topics import PaperText
from governance.models import (
    AgendaItem,
    DecisionPaper,
    ItemKind,
    Mandate,
    Meeting,
    Nomination,
    PlanningProcess,
    Seat,
)
from governance.queries.paper_documents import SectionContent
from governance.rules.lifecycles import MandateState
from governance.rules.outcomes import PaperSubject
from governance.usecases import (
    agendas,
    attendance,
    mandate_drafts,
    nominations,
    papers,
    process_steps,
    sessions,
)
from governance.usecases.paper_content import rich


def draft_mandate(kreis: Kreis, plan: Timetable, process: PlanningProcess, told: GroupStory) -> Mandate:
    """Write the six parts and the composition, three weeks before the session."""
    coordinator = kreis.viewer(kreis.coordinator)
    with standing_at(plan.moment(-24, 10)):
        version = mandate_drafts.begin_mandate(by=coordinator, process_id=process.public_id, group_name=told.name)
        draft = mandate_drafts.MandateDraft(
            group_name=told.name,
            **told.mandate,
            result_types=tuple(kind.value for kind in told.results),
            report_back_on=plan.day(told.report_back),
            ends_on=plan.day(told.ends),
            places=tuple(
                mandate_drafts.PlaceDraft(kreis.organisation(row.organisation).public_id, row.seat, lead=not place)
                for place, row in enumerate(told.members)
            ),
        )
        mandate_drafts.edit_mandate(by=coordinator, version_id=version.public_id, draft=draft, version=None)
    mandate: Mandate = version.mandate
    return mandate


def write_paper(
    kreis: Kreis, plan: Timetable, process: PlanningProcess, text: PaperText, *, days: int
) -> DecisionPaper:
    """Write a paper from the Kreis's template and release it `days` from the session of the story."""
    coordinator = kreis.viewer(kreis.coordinator)
    facts: dict[str, Any] = {
        "subject": text.subject.value,
        "title": text.title,
        "process_id": process.public_id,
        "summary": text.summary,
    }
    with standing_at(plan.moment(days, 10)):
        paper = papers.create_paper(
            by=coordinator, body_id=kreis.body("lg").public_id, template_id=kreis.template.public_id, **facts
        )
        papers.save_paper(
            by=coordinator,
            paper_id=paper.public_id,
            version=None,
            sections=text.sections,
            points=text.points,
            **facts,
        )
        papers.release_paper(by=coordinator, paper_id=paper.public_id)
    paper.refresh_from_db()
    return paper


def put_on_agenda(kreis: Kreis, plan: Timetable, meeting: Meeting, paper: DecisionPaper, *, days: int) -> AgendaItem:
    """Put a paper on the agenda of a meeting that was not sent out yet."""
    with standing_at(plan.moment(days, 11)):
        return agendas.add_item(
            by=kreis.viewer(kreis.coordinator),
            meeting_id=meeting.public_id,
            facts=agendas.ItemFacts(
                title=paper.title,
                kind=ItemKind.PAPER,
                minutes_planned=30,
                presenter=str(kreis.person(kreis.coordinator)),
                paper_id=paper.public_id,
            ),
        )


def play_mandate_vote(kreis: Kreis, meeting: Meeting) -> None:
    """Adopt the mandate by show of hands, 11 to 1 with one abstention; the Freie Wohlfahrt is recused."""
    item = AgendaItem.objects.get(meeting=meeting, paper__subject=PaperSubject.MANDATE)
    sessions.call_item(by=kreis.viewer(kreis.chair), item_id=item.public_id)
    seat = Seat.objects.get(body=kreis.body("lg"), organisation=kreis.organisation("wohlfahrt"))
    attendance.recuse(
        by=kreis.viewer("kettler"), item_id=item.public_id, seat_id=seat.public_id, ground="Träger im Auftrag"
    )
    decide(kreis, item, minutes=18, no=1, abstain=1)


def play_constitution(kreis: Kreis, plan: Timetable, process: PlanningProcess, told: GroupStory) -> None:
    """Let every organisation name its member, and constitute the group."""
    mandate = Mandate.objects.get(processes=process, state=MandateState.ADOPTED)
    with standing_at(plan.moment(12, 9)):
        for row in Nomination.objects.filter(mandate=mandate).order_by("pk"):
            member = next(place for place in told.members if place.seat == row.seat_name)
            nominations.name_member(
                by=kreis.viewer(member.contact),
                nomination_id=row.public_id,
                person_id=kreis.person(member.person).public_id,
                version=None,
            )
    with standing_at(plan.moment(20, 10)):
        process_steps.take_step(
            by=kreis.viewer(kreis.coordinator),
            process_id=process.public_id,
            transition="constitute_group",
            version=None,
        )
    process.refresh_from_db()


ORDER = PaperText(
    subject=PaperSubject.MANDATE,
    title="Arbeitsauftrag an die PAG „Kurs und Kind“",
    summary=(
        "Eine Projektarbeitsgruppe soll einen gemeinsamen Weg vom Beratungsgespräch bis zum Kursplatz mit Betreuung "
        "erarbeiten. Das Lenkungsgremium entscheidet über ihren Auftrag."
    ),
    points=(
        "Das Lenkungsgremium beauftragt die PAG „Kurs und Kind“ mit dem beigefügten Arbeitsauftrag. Die Gruppe meldet in "
        "der Herbstsitzung zurück.",
    ),
    sections={
        "anlass": rich("<p>Auf die Feststellung des Themas folgt der schriftliche Auftrag.</p>"),
        "sachverhalt": rich("<p>Fünf Organisationen arbeiten mit; jede gibt acht Stunden im Quartal frei.</p>"),
        "fallbezug": rich("<p>Die Einschränkungen aus den Fallrekonstruktionen sind Gegenstand des Auftrags.</p>"),
        "personal": SectionContent(choice="im Rahmen vorhandener Stellen"),
        "finanzen": SectionContent(choice="keine"),
        "zeitplan": rich("<p>Vier Termine bis zum Herbst, Rückmeldung in der nächsten Sitzung.</p>"),
    },
)
