"""Who looks after logins (access.md: "users, roles, authorities")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import User


def may_manage_logins(viewer: Viewer) -> bool:
    """Coordinators invite the people of their authority, administrators those of every authority."""
    return viewer.is_coordinator or viewer.is_administrator


def may_administer(user: User) -> bool:
    """Administrators look after the installation: second factors, roles of coordinators, other administrators."""
    return user.is_active and user.is_administrator


def managed_users(user: User) -> QuerySet[User]:
    """Return the logins of the installation for administrators."""
    return User.objects.all() if may_administer(user) else User.objects.none()
