"""Who sees and keeps bodies, seats and rules (access.md: "body, seats, rules")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import (
    Body,
    Deputyship,
    Membership,
    Office,
    RulesOfProcedure,
    Seat,
    Secretariat,
)


def may_see_bodies(viewer: Viewer) -> bool:
    """Members of any body of the authority, their assistants, and coordinators."""
    return viewer.is_coordinator or bool(viewer.reading_bodies or viewer.secretariat_bodies)


def may_see_body(viewer: Viewer, body: Body) -> bool:
    """Tell whether the viewer sees seats, holders and rules of `body`."""
    return body.authority_id == viewer.authority.pk and may_see_bodies(viewer)


def visible_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies that `may_see_body` allows."""
    own = Body.objects.filter(authority=viewer.authority)
    return own if may_see_bodies(viewer) else own.none()


def may_edit_bodies(viewer: Viewer) -> bool:
    """Coordinators keep bodies, seats, who sits in them, and the rules."""
    return viewer.is_coordinator


def managed_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies that the viewer keeps."""
    own = Body.objects.filter(authority=viewer.authority)
    return own if may_edit_bodies(viewer) else own.none()


def managed_secretariats(viewer: Viewer) -> QuerySet[Secretariat]:
    """Return who runs the bodies that the viewer keeps."""
    return Secretariat.objects.filter(body__in=managed_bodies(viewer))


def managed_rules(viewer: Viewer) -> QuerySet[RulesOfProcedure]:
    """Return all editions of the rules of the bodies that the viewer keeps."""
    return RulesOfProcedure.objects.filter(body__in=managed_bodies(viewer))


def managed_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Return the seats of the bodies that the viewer keeps, past ones too."""
    return Seat.objects.filter(body__in=managed_bodies(viewer))


def managed_memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Return who holds or held the seats of the bodies that the viewer keeps."""
    return Membership.objects.filter(seat__body__in=managed_bodies(viewer))


def managed_deputyships(viewer: Viewer) -> QuerySet[Deputyship]:
    """Return the deputies in the bodies that the viewer keeps."""
    return Deputyship.objects.filter(seat__body__in=managed_bodies(viewer))


def managed_offices(viewer: Viewer) -> QuerySet[Office]:
    """Return the offices in the bodies that the viewer keeps."""
    return Office.objects.filter(seat__body__in=managed_bodies(viewer))
