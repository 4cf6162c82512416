"""Who has no login yet: for invitations to many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.access.organisations import managed_people
from governance.access.viewer import Viewer
from governance.models import LoginInvitation, Person
from governance.rules import clock


@dataclass(frozen=True)
class FirstLogins:
    """The active people without a login that they have entered: who can be invited, who is, who has no address."""

    ready: tuple[Person, ...]
    waiting: tuple[Person, ...]
    without_address: tuple[Person, ...]


def first_logins(viewer: Viewer, only: Iterable[str] | None = None) -> FirstLogins:
    """Return who has not logged in yet, as far as the viewer keeps people; `only` narrows to these public ids."""
    people = managed_people(viewer).filter(is_active=True).select_related("user", "organisation")
    if only is not None:
        people = people.filter(public_id__in=list(only))
    rows = [person for person in people if person.user is None or not person.user.has_usable_password()]
    invited = set(
        LoginInvitation.objects.filter(
            user__in=[person.user_id for person in rows if person.user_id],
            accepted_at__isnull=True,
            expires_at__gt=clock.now(),
        ).values_list("user_id", flat=True)
    )
    return FirstLogins(
        ready=tuple(person for person in rows if person.email and person.user_id not in invited),
        waiting=tuple(person for person in rows if person.email and person.user_id in invited),
        without_address=tuple(person for person in rows if not person.email),
    )
