"""What every table shares: public ids, version counters, periods, and methods derived from lifecycle tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.rules.lifecycles import Lifecycle
from governance.rules.state_labels import LABELS

PUBLIC_ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Return a random id for URLs, commands and mails: 12 characters without look-alikes (59 bits)."""
    return get_random_string(PUBLIC_ID_LENGTH, PUBLIC_ID_ALPHABET)


class PublicIdModel(models.Model):
    """A record that is named in URLs by a random public id, never by its key."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """A record that several people may edit: `version` counts the saves and unmasks a stale form."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class PeriodQuerySet(models.QuerySet[Any]):
    """Named filters over inclusive periods of local dates."""

    def on(self, day: date) -> Self:
        """Return the rows valid on the local date `day`."""
        return self.filter(in_force(day))


def in_force(day: date, prefix: str = "") -> Q:
    """Return the condition that a period, reached by the lookup `prefix`, contains the local date `day`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


class PeriodModel(models.Model):
    """A fact that holds from one local date to another, both inclusive; an open end is empty."""

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message=_("The period ends before it begins."),
            )
        ]


def choices_of(states: type[StrEnum]) -> list[tuple[str, Any]]:
    """Return translated choices for a state field."""
    return [(state.value, _(LABELS[states][state.value])) for state in states]


class StateField(FSMField):
    """The state field of a lifecycle; it stays out of every form, import and update.

    `protected` stays off: it breaks `full_clean` and `refresh_from_db` across threads. A test on the syntax tree
    forbids assigning the field instead. Migrations see a plain text column: an FSM field listens to every class
    that is prepared, and the thousands of a migration run would each be searched for transitions.
    """

    def deconstruct(self) -> Any:
        """Return the field as migrations see it: text, without the labels of the states."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


def state_field(states: type[StrEnum], initial: StrEnum) -> StateField:
    """Return the state field of a lifecycle, beginning at `initial`."""
    field: StateField = StateField(max_length=32, default=initial.value, choices=choices_of(states), editable=False)
    return field


def moves(field: str, table: Lifecycle) -> type[models.Model]:
    """Return an abstract base with one transition method for each move of `table` on the state field `field`.

    The methods change the state only; effects are written in the use case that calls them.
    """
    meta = type("Meta", (), {"abstract": True})
    methods = {name: _method(field, name, table) for name in table}
    return type("Moves", (models.Model,), {"__module__": __name__, "Meta": meta, **methods})


def _method(field: str, name: str, table: Lifecycle) -> Callable[[Any], None]:
    def move(self: Any) -> None:
        """Change the state; the use case has locked the row and checked the rules."""

    move.__name__ = name
    move.__qualname__ = f"Moves.{name}"
    step = table[name]
    derived: Callable[[Any], None] = transition(
        field=field, source=[str(source) for source in step.sources], target=str(step.target)
    )(move)
    return derived


def state_constraint(field: str, states: type[StrEnum], name: str) -> models.CheckConstraint:
    """Return the check constraint that keeps a state field within its lifecycle."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [state.value for state in states]}), name=name)
