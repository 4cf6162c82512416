"""Who may see resolutions (access.md, row "resolution")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.attendance import may_record
from governance.access.viewer import Viewer
from governance.models import ActionItem, ItemGuest, NoticeReceipt, Resolution
from governance.rules.lifecycles import MinutesState

PUBLISHED_MINUTES = (MinutesState.CIRCULATED, MinutesState.APPROVED)


def may_see_resolution(viewer: Viewer, resolution: Resolution) -> bool:
    """Members see a resolution at once, and so do those who read for them; the guests of its item with the
    minutes; others when it was communicated to them.
    """
    body = resolution.register.body
    if body.authority_id != viewer.authority.pk:
        return False
    if viewer.is_coordinator or body.pk in viewer.reading_bodies:
        return True
    if viewer.person is None:
        return False
    as_guest = ItemGuest.objects.filter(
        item=resolution.item_id, person=viewer.person, item__meeting__minutes__state__in=PUBLISHED_MINUTES
    )
    told = NoticeReceipt.objects.filter(person=viewer.person, notice__resolution=resolution)
    return as_guest.exists() or told.exists()


def visible_resolutions(viewer: Viewer) -> QuerySet[Resolution]:
    """Return the resolutions the viewer may see."""
    resolutions = Resolution.objects.filter(register__body__authority=viewer.authority)
    if viewer.is_coordinator:
        return resolutions
    as_guest = ItemGuest.objects.filter(person=viewer.person, item__meeting__minutes__state__in=PUBLISHED_MINUTES)
    told = NoticeReceipt.objects.filter(person=viewer.person, person__isnull=False, notice__resolution__isnull=False)
    return resolutions.filter(
        Q(register__body__in=viewer.reading_bodies)
        | Q(item__in=as_guest.values("item"))
        | Q(pk__in=told.values("notice__resolution"))
    )


def may_release_effect(viewer: Viewer, resolution: Resolution) -> bool:
    """A waiting effect is tried again by a coordinator of the authority; it still follows from the resolution
    only.
    """
    return viewer.is_coordinator and resolution.register.body.authority_id == viewer.authority.pk


def may_complete_action(viewer: Viewer, action: ActionItem) -> bool:
    """Whoever is responsible reports an action item as done; the secretariat may, too."""
    meeting = action.item.meeting
    if meeting.body.authority_id != viewer.authority.pk:
        return False
    own = viewer.person is not None and action.responsible_id == viewer.person.pk
    return own or may_record(viewer, meeting)
