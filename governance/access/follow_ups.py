"""Who sees and moves the follow-up of resolutions (access.md, row "follow-up, measure, hand-over, consent")."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.decisions import may_see_resolution, visible_resolutions
from governance.access.viewer import Viewer
from governance.models import FollowUp, Resolution
from governance.rules.measures import Side


def may_see_follow_up(viewer: Viewer, follow_up: FollowUp) -> bool:
    """A follow-up is seen as its resolution, and by its owner: contacts of the organisation, the person."""
    if follow_up.resolution.register.body.authority_id != viewer.authority.pk:
        return False
    return may_see_resolution(viewer, follow_up.resolution) or may_report_follow_up(viewer, follow_up)


def visible_follow_ups(viewer: Viewer) -> QuerySet[FollowUp]:
    """Return the follow-ups that `may_see_follow_up` allows."""
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(resolution__register__body__authority=viewer.authority)
    if viewer.person is None:
        return rows.none()
    return rows.filter(Q(resolution__in=visible_resolutions(viewer).values("pk")) | _owned(viewer))


def may_report_follow_up(viewer: Viewer, follow_up: FollowUp) -> bool:
    """The owner accepts, declines and reports: a contact of the organisation, or the person named."""
    if follow_up.resolution.register.body.authority_id != viewer.authority.pk or viewer.person is None:
        return False
    contact = viewer.contact_of is not None and viewer.contact_of == follow_up.organisation_id
    return contact or follow_up.person_id == viewer.person.pk


def own_follow_ups(viewer: Viewer) -> QuerySet[FollowUp]:
    """Return the follow-ups that `may_report_follow_up` allows."""
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(resolution__register__body__authority=viewer.authority)
    return rows.filter(_owned(viewer)) if viewer.person is not None else rows.none()


def keeps_follow_ups(viewer: Viewer) -> bool:
    """Coordinators keep the follow-up of resolutions."""
    return viewer.is_coordinator


def may_follow_up(viewer: Viewer, resolution: Resolution) -> bool:
    """Coordinators open and edit the follow-up of a resolution of their authority."""
    return keeps_follow_ups(viewer) and resolution.register.body.authority_id == viewer.authority.pk


def sides_of(viewer: Viewer, follow_up: FollowUp) -> frozenset[Side]:
    """Return on which sides of a follow-up the viewer stands."""
    sides = set()
    if may_report_follow_up(viewer, follow_up):
        sides.add(Side.RESPONSIBLE)
    if may_follow_up(viewer, follow_up.resolution):
        sides.add(Side.COORDINATION)
    return frozenset(sides)


def _owned(viewer: Viewer) -> Q:
    mine = Q(person=viewer.person)
    if viewer.contact_of is not None:
        mine |= Q(organisation_id=viewer.contact_of)
    return mine
