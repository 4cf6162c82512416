"""Agendas: who sees them before and after dispatch, and which items (access.md, "agenda", "non-public
item")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.meetings import may_run_meeting
from governance.access.viewer import Viewer
from governance.models import AgendaItem, Meeting, OwnNote


def may_see_agenda(viewer: Viewer, meeting: Meeting) -> bool:
    """Coordinators always, the chair before dispatch, members and assistants after; guests see single
    items."""
    if meeting.body.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    if viewer.is_coordinator or meeting.body_id in viewer.chaired:
        return True
    return meeting.dispatched_at is not None and meeting.body_id in viewer.reading_bodies


def may_see_item(viewer: Viewer, item: AgendaItem) -> bool:
    """Whoever sees the agenda sees its items; guests those to which they are invited, once it is sent out."""
    if may_see_agenda(viewer, item.meeting):
        return True
    return (
        viewer.person is not None
        and item.meeting.body.authority_id == viewer.authority.pk
        and item.meeting.dispatched_at is not None
        and item.guests.filter(person=viewer.person).exists()
    )


def visible_items(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Return the items that `may_see_item` allows."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.filter(meeting__body__authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    if viewer.is_coordinator:
        return rows
    as_guest = AgendaItem.objects.filter(guests__person=viewer.person, meeting__dispatched_at__isnull=False).values(
        "pk"
    )
    return rows.filter(
        Q(meeting__body__in=viewer.chaired)
        | Q(meeting__body__in=viewer.reading_bodies, meeting__dispatched_at__isnull=False)
        | Q(pk__in=as_guest)
    )


def may_see_note(viewer: Viewer, note: OwnNote) -> bool:
    """A note is seen by its writer alone, as long as the writer sees the item."""
    return viewer.person is not None and note.person_id == viewer.person.pk and may_see_item(viewer, note.item)


def visible_notes(viewer: Viewer) -> QuerySet[OwnNote]:
    """Return the viewer's own notes on items that the viewer sees."""
    return OwnNote.objects.filter(person=viewer.person, item__in=visible_items(viewer).values("pk"))


def may_build_agenda(viewer: Viewer, meeting: Meeting) -> bool:
    """The secretariat builds the agenda, sends it out and adds late items."""
    return may_run_meeting(viewer, meeting)
