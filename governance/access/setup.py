"""Who sets an authority up: its coordinators (access.md, "body, seats, rules" and "users, roles, authorities")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import Authority


def may_set_up(viewer: Viewer) -> bool:
    """Coordinators set their own authority up; an administrator makes it and names the first of them."""
    return viewer.is_coordinator


def authorities_set_up(viewer: Viewer) -> QuerySet[Authority]:
    """Return the authority that the viewer sets up."""
    own = Authority.objects.filter(pk=viewer.authority.pk)
    return own if may_set_up(viewer) else own.none()
