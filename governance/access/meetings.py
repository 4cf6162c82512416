"""Meetings: who sees that one takes place, who plans, moves and cancels it (access.md, row "meeting")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import Body, Meeting, OutboxMessage, Secretariat
from governance.models.base import in_force


def runs_meetings(viewer: Viewer) -> bool:
    """Coordinators run meetings; of which bodies, `runs_meetings_of` tells."""
    return viewer.is_coordinator


def runs_meetings_of(viewer: Viewer, body: Body) -> bool:
    """The body's secretariat runs its meetings; where it has none today, any coordinator of the authority."""
    if not runs_meetings(viewer) or body.authority_id != viewer.authority.pk:
        return False
    if body.pk in viewer.secretariat_bodies:
        return True
    others = Secretariat.objects.filter(in_force(viewer.day), body=body)
    return not viewer.once(_question(body.pk), others.exists)


def _question(body: int) -> str:
    return f"whether body {body} has a secretariat"


def bodies_run_by(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies whose meetings the viewer runs."""
    if not runs_meetings(viewer):
        return Body.objects.none()
    run = Secretariat.objects.filter(in_force(viewer.day)).values("body")
    return Body.objects.filter(Q(pk__in=viewer.secretariat_bodies) | ~Q(pk__in=run), authority=viewer.authority)


def sees_every_meeting(viewer: Viewer) -> bool:
    """Coordinators see every meeting of their authority."""
    return viewer.is_coordinator


def sees_meetings_of(viewer: Viewer, body: Body) -> bool:
    """Members, their assistants and coordinators see the meetings of a body from their planning."""
    return body.authority_id == viewer.authority.pk and (sees_every_meeting(viewer) or body.pk in viewer.reading_bodies)


def may_see_meeting(viewer: Viewer, meeting: Meeting) -> bool:
    """Whoever sees the meetings of the body sees each, guests theirs once they are invited."""
    if meeting.body.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    if sees_meetings_of(viewer, meeting.body):
        return True
    return meeting.dispatched_at is not None and meeting.items.filter(guests__person=viewer.person).exists()


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Return the meetings that `may_see_meeting` allows."""
    rows: QuerySet[Meeting] = Meeting.objects.filter(body__authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    if sees_every_meeting(viewer):
        return rows
    as_guest = Meeting.objects.filter(dispatched_at__isnull=False, items__guests__person=viewer.person).values("pk")
    return rows.filter(Q(body__in=viewer.reading_bodies) | Q(pk__in=as_guest))


def may_run_meeting(viewer: Viewer, meeting: Meeting) -> bool:
    """The secretariat of the body plans, moves, cancels, builds the agenda and invites.

    A meeting that was read with `has_secretariat` saves the question.
    """
    if hasattr(meeting, "has_secretariat"):
        viewer.once(_question(meeting.body_id), lambda: meeting.has_secretariat)
    return runs_meetings_of(viewer, meeting.body)


def may_see_outbox(viewer: Viewer) -> bool:
    """Coordinators see which mails of their authority have not left yet."""
    return viewer.is_coordinator


def visible_mails(viewer: Viewer) -> QuerySet[OutboxMessage]:
    """Return the mails that `may_see_outbox` opens: those of the viewer's authority."""
    if not may_see_outbox(viewer):
        return OutboxMessage.objects.none()
    return OutboxMessage.objects.filter(scope=viewer.authority.public_id)
