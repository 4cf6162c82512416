"""Invitations: one's own, those of members one assists, the ledger (access.md, "own invitation, answer")."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from governance.access.meetings import may_run_meeting, may_see_meeting
from governance.access.viewer import Viewer
from governance.models import Deputyship, Invitation, ItemGuest, Meeting, Membership
from governance.models.base import in_force
from governance.rules import clock


def may_see_invitation(viewer: Viewer, invitation: Invitation) -> bool:
    """Coordinators see all; others the own one and those of the members they assist, until taken back."""
    if invitation.meeting.body.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    return viewer.is_coordinator or may_answer(viewer, invitation)


def visible_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations that `may_see_invitation` allows."""
    rows: QuerySet[Invitation] = Invitation.objects.filter(meeting__body__authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    if viewer.is_coordinator:
        return rows
    return rows.filter(_own(viewer))


def may_answer(viewer: Viewer, invitation: Invitation) -> bool:
    """The invited person or their assistant answers; nobody answers an invitation that was taken back."""
    if viewer.person is None or invitation.meeting.body.authority_id != viewer.authority.pk:
        return False
    mine = invitation.person_id == viewer.person.pk or invitation.person_id in viewer.assisted
    return mine and invitation.removed_at is None


def answerable_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations that `may_answer` allows."""
    if viewer.person is None:
        return Invitation.objects.none()
    rows: QuerySet[Invitation] = Invitation.objects.filter(meeting__body__authority=viewer.authority)
    return rows.filter(_own(viewer))


def may_answer_for(viewer: Viewer, invitation: Invitation) -> bool:
    """The secretariat enters what people without a login said; whoever can log in answers for themselves."""
    if invitation.removed_at is not None or invitation.person.user_id is not None:
        return False
    return may_run_meeting(viewer, invitation.meeting)


def _own(viewer: Viewer) -> Q:
    return Q(removed_at__isnull=True) & (Q(person=viewer.person) | Q(person__in=viewer.assisted))


def may_see_ledger(viewer: Viewer, meeting: Meeting) -> bool:
    """Coordinators see who was sent what and who answered what."""
    return viewer.is_coordinator and meeting.body.authority_id == viewer.authority.pk


def may_see_answers(viewer: Viewer, meeting: Meeting) -> bool:
    """Coordinators and the chair see all answers; members if the body shows its list."""
    if not may_see_meeting(viewer, meeting):
        return False
    if viewer.is_coordinator or meeting.body_id in viewer.chaired:
        return True
    return meeting.body.shows_attendees and meeting.body_id in viewer.reading_bodies


def link_key(invitation: Invitation) -> str:
    """Return the signed key of the answer link of an invitation."""
    return _signer().sign(invitation.answer_key)


def invitation_by_link(key: str) -> Invitation:
    """Return the invitation that a signed link opens, without a login.

    Raises `Invitation.DoesNotExist` alike for a broken or unknown key, an invitation that was taken back, and
    a person who has left the seat or the authority: leaving ends access by mail links, too (trust.md,
    Access).
    """
    try:
        stored = _signer().unsign(key)
    except BadSignature as error:
        raise Invitation.DoesNotExist from error
    invitation: Invitation = Invitation.objects.select_related("meeting__body__authority", "person", "seat").get(
        answer_key=stored, removed_at__isnull=True, person__is_active=True
    )
    if not _still_entitled(invitation):
        raise Invitation.DoesNotExist
    return invitation


def _still_entitled(invitation: Invitation) -> bool:
    if invitation.seat_id is None:
        return ItemGuest.objects.filter(item__meeting=invitation.meeting_id, person=invitation.person_id).exists()
    day = max(clock.today(), clock.local_date(invitation.meeting.starts_at))
    links = {"seat__body": invitation.meeting.body_id, "person": invitation.person_id}
    return (
        Membership.objects.filter(in_force(day), **links).exists()
        or Deputyship.objects.filter(in_force(day), **links).exists()
    )


def _signer() -> Signer:
    return Signer(salt="governance.answer", sep=".")
