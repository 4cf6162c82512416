"""Who keeps the letterhead of an authority and how much it may store (access.md, "users, roles, authorities").

A file is never seen by itself: whoever sees the paper, the document or the letterhead it belongs to gets it there.
"""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import FileSpace


def may_keep_letterhead(viewer: Viewer) -> bool:
    """Coordinators upload the letterhead of their authority and look at it."""
    return viewer.is_coordinator


def may_set_quota(viewer: Viewer) -> bool:
    """Administrators say how much an authority may store."""
    return viewer.is_administrator


def may_see_space(viewer: Viewer, space: FileSpace) -> bool:
    """Coordinators see how much their authority has stored, administrators that of every authority."""
    return may_set_quota(viewer) or (viewer.is_coordinator and space.authority_id == viewer.authority.pk)


def visible_spaces(viewer: Viewer) -> QuerySet[FileSpace]:
    """Return the spaces that `may_see_space` allows."""
    if may_set_quota(viewer):
        return FileSpace.objects.all()
    own = FileSpace.objects.filter(authority=viewer.authority)
    return own if viewer.is_coordinator else own.none()
