"""Invitations on paper: who gets a letter, which version was sent when, the letter itself (meetings.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Prefetch

from governance.access.invitations import may_answer_for
from governance.access.meetings import may_run_meeting
from governance.access.viewer import Viewer, viewer_of
from governance.documents.content import InvitationDocument
from governance.documents.richtext import parse
from governance.models import Answer, Invitation, Meeting, PaperDispatch
from governance.queries.invitations import closed_for_answers
from governance.queries.meetings import invitation_document
from governance.queries.seating import seats_held_on
from governance.rules import clock


@dataclass(frozen=True)
class PaperRow:
    """Somebody invited without a login. `seats` are all that they hold, `letters` what was sent on paper.

    `only_paper`: there is no e-mail address. `due`: the present version has not been sent to them on paper yet.
    """

    invitation: Invitation
    seats: tuple[str, ...]
    letters: tuple[PaperDispatch, ...]
    only_paper: bool
    due: bool
    may_enter: bool

    @property
    def answer(self) -> str:
        """Return what counts as the answer to the meeting as last told."""
        return str(self.invitation.current_answer.label)


@dataclass(frozen=True)
class PaperPage:
    """Everybody who is told on paper. `to_tell` are people whose invitation was taken back and who have no mail."""

    rows: tuple[PaperRow, ...]
    to_tell: tuple[Invitation, ...]

    @property
    def due(self) -> int:
        """Return how many letters are still to be sent."""
        return sum(row.due for row in self.rows)


def paper_page(viewer: Viewer, meeting: Meeting) -> PaperPage:
    """Return who of the invited people has no login, in three queries; nothing for who does not run the meeting."""
    if not may_run_meeting(viewer, meeting):
        return PaperPage((), ())
    held = seats_held_on(meeting.body_id, clock.local_date(meeting.starts_at))
    letters = Prefetch("paper_dispatches", PaperDispatch.objects.select_related("recorded_by").order_by("pk"))
    invitations = list(
        Invitation.objects.filter(meeting=meeting, person__user__isnull=True)
        .select_related("person__organisation", "seat")
        .prefetch_related(letters)
        .order_by("person__last_name", "pk")
    )
    for row in invitations:
        row.meeting = meeting
    rows = tuple(_row(viewer, row, held) for row in invitations if row.removed_at is None)
    gone = tuple(row for row in invitations if row.removed_at is not None and not row.person.email)
    return PaperPage(rows, gone)


def _row(viewer: Viewer, row: Invitation, held: dict[int, tuple[str, ...]]) -> PaperRow:
    letters = tuple(row.paper_dispatches.all())
    seats = held.get(row.person_id, ()) or ((row.seat.name,) if row.seat else ())
    only_paper = not row.person.email
    sent = any(letter.sequence == row.meeting.sequence for letter in letters)
    open_for_answers = closed_for_answers(row.meeting) is None
    return PaperRow(
        invitation=row,
        seats=seats,
        letters=letters,
        only_paper=only_paper,
        due=only_paper and not sent and open_for_answers,
        may_enter=open_for_answers and may_answer_for(viewer, row),
    )


def invitation_of(viewer: Viewer, invitation_id: str) -> Invitation:
    """Return a standing invitation to a meeting that the viewer runs; raises `Invitation.DoesNotExist` otherwise."""
    rows = Invitation.objects.standing().select_related("meeting__body__authority", "person", "seat")
    invitation: Invitation = rows.get(public_id=invitation_id, meeting__body__authority=viewer.authority)
    if not may_run_meeting(viewer, invitation.meeting):
        raise Invitation.DoesNotExist
    return invitation


def letter_to(viewer: Viewer, invitation_id: str) -> InvitationDocument:
    """Return the letter to one invited person: what they may see of the agenda, and how they answer without a login.

    Raises `Invitation.DoesNotExist` for whoever does not run the meeting.
    """
    invitation = invitation_of(viewer, invitation_id)
    meeting = invitation.meeting
    person = invitation.person
    person.authority = meeting.body.authority
    document = invitation_document(meeting, viewer_of(person=person))
    office = ", ".join(filter(None, (meeting.body.authority.unit, meeting.body.authority.name)))
    how = f"Bitte teilen Sie der Geschäftsstelle mit, ob Sie kommen: per Post oder telefonisch, {office}."
    return replace(document, notes=(*document.notes, *parse(f"<p>{_escaped(how)}</p>")))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def answers_to_enter() -> tuple[Answer, ...]:
    """Return the answers that the secretariat can enter for somebody."""
    return (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)
