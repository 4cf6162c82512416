"""Who may see a session while it runs and afterwards (access.md, row "session")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import AgendaItem, ItemGuest, Meeting
from governance.rules.lifecycles import MeetingState

SHOWN = (MeetingState.INVITED, MeetingState.IN_SESSION, MeetingState.CLOSED)


def may_see_session(viewer: Viewer, meeting: Meeting) -> bool:
    """Members, coordinators, and while it runs the guests of its items; assistants read the agenda
    instead.
    """
    if meeting.body.authority_id != viewer.authority.pk or meeting.state not in SHOWN:
        return False
    if sees_whole_session(viewer, meeting):
        return True
    return (
        meeting.state == MeetingState.IN_SESSION
        and viewer.person is not None
        and ItemGuest.objects.filter(item__meeting=meeting, person=viewer.person).exists()
    )


def visible_sessions(viewer: Viewer) -> QuerySet[Meeting]:
    """Return the meetings whose session page the viewer may open."""
    shown = Meeting.objects.filter(body__authority=viewer.authority, state__in=SHOWN)
    if viewer.person is None:  # nobody is the guest of nobody
        return shown.none()
    if viewer.is_coordinator:
        return shown
    as_guest = Meeting.objects.filter(items__guests__person=viewer.person, state=MeetingState.IN_SESSION)
    return shown.filter(Q(body__in=viewer.member_bodies) | Q(pk__in=as_guest.values("pk")))


def sees_whole_session(viewer: Viewer, meeting: Meeting) -> bool:
    """Guests see their own items only; members and coordinators see the agenda, the room and every result."""
    return meeting.body.authority_id == viewer.authority.pk and (
        viewer.is_coordinator or meeting.body_id in viewer.member_bodies
    )


def session_items(viewer: Viewer, meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items of a session that the viewer may follow."""
    items = AgendaItem.objects.filter(meeting=meeting)
    if sees_whole_session(viewer, meeting):
        return items
    return items.filter(guests__person=viewer.person) if viewer.person is not None else items.none()
