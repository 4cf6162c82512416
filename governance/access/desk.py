"""Who reaches the desk at all. What they see there is decided per object by the areas' filters."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import models

from governance.models import Person, Role, RoleAssignment, User
from governance.models.base import in_force
from governance.rules import clock

DESK_PERMISSION = "wagtailadmin.access_admin"


def coordinated_persons(user: User) -> models.QuerySet[Person]:
    """Return the persons as which `user` coordinates today, one for each authority."""
    today = clock.today()
    return Person.objects.filter(
        in_force(today, "roles__"), user=user, is_active=True, roles__role=Role.COORDINATOR
    ).distinct()


def may_use_desk(user: User) -> bool:
    """Coordinators write in the desk, administrators keep users and authorities there; members never get it."""
    return user.is_active and (
        user.is_administrator
        or RoleAssignment.objects.filter(
            in_force(clock.today()),
            role=Role.COORDINATOR,
            person__user=user,
            person__is_active=True,
        ).exists()
    )


def needs_second_factor(user: User) -> bool:
    """The second factor is mandatory for coordinators and administrators (trust.md, Login and web)."""
    return may_use_desk(user)


class DeskBackend(BaseBackend):
    """Grants the one permission that opens the desk, from today's roles instead of stored groups."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether `user_obj` may open the desk; every other permission is left to the viewsets."""
        return perm == DESK_PERMISSION and isinstance(user_obj, User) and may_use_desk(user_obj)
