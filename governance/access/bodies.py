"""Who sees and keeps bodies, seats and rules (access.md: "body, seats, rules")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import Body


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
