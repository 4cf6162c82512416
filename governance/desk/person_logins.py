"""Whether people can log in: in words, as a filter, and as what is done for several of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.viewer import Viewer
from governance.models import Person
from governance.rules.text import Message, mark
from governance.usecases.accounts import invite_person
from governance.usecases.foundation import Refused


def can_be_invited(person: Person) -> bool:
    """Tell whether an invitation would open anything to the person."""
    waiting = person.user is None or not person.user.has_usable_password()
    return person.is_active and bool(person.email) and waiting


def login_state(person: Person) -> str:
    """Return in words whether the person can log in."""
    if person.user is None:
        return _("no login")
    if not person.user.is_active:
        return _("login closed by the administration")
    return _("can log in") if person.user.has_usable_password() else _("invited, not accepted yet")


def invite_waiting(viewer: Viewer, person: Person, facts: Mapping[str, Any]) -> None:
    """Invite one of several; whoever can log in already or has no address is left out with a sentence."""
    if not person.is_active:
        raise Refused(Message(mark("The person is not active.")))
    if not person.email:
        raise Refused(Message(mark("There is no e-mail address to send an invitation to.")))
    if not can_be_invited(person):
        raise Refused(Message(mark("The person can log in already.")))
    invite_person(by=viewer, person_id=person.public_id)


def of_login() -> django_filters.ChoiceFilter:
    """Return the filter by whether somebody can log in."""
    choices = (("mit", gettext_lazy("can log in")), ("ohne", gettext_lazy("cannot log in yet")))
    return django_filters.ChoiceFilter(
        label=gettext_lazy("Login state"), choices=choices, empty_label=gettext_lazy("All"), method=_by_login
    )


def _by_login(rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
    # A password that cannot be used begins with an exclamation mark: invited, not accepted yet.
    able = Q(user__is_active=True) & ~Q(user__password__startswith="!")  # noqa: S106
    return rows.filter(able) if value == "mit" else rows.exclude(able) if value == "ohne" else rows
