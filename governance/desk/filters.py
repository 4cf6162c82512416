"""Filters of lists: over plain fields by name, over records only through a scope, and over periods.

A filter over a relation would list records of other authorities; `ScopedFilter` takes its choices from what the user
sees and looks the chosen one up there again.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from governance.access.bodies import managed_bodies
from governance.access.organisations import managed_organisations
from governance.desk.scope import Scope, administering_viewers, request_viewers, within
from governance.models import Body, Organisation
from governance.models.base import in_force
from governance.rules import clock

RUNNING, ENDED, COMING = "laufend", "beendet", "kuenftig"


class DeskFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Base of the filters of every list."""


class ScopedFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    """A filter over records that the user sees; they are named by public ids in the address."""

    def __init__(self, model: type[models.Model], scope: Scope, field_name: str, **kwargs: Any) -> None:
        def choices(request: HttpRequest | None) -> models.QuerySet[Any]:
            if request is None:
                return model._default_manager.none()
            viewers = administering_viewers(request) if kwargs_of["administered"] else request_viewers(request)
            return within(model, scope, viewers).order_by("name")

        kwargs_of = {"administered": kwargs.pop("administered", False)}
        super().__init__(
            field_name=field_name, queryset=choices, to_field_name="public_id", empty_label=_("All"), **kwargs
        )


def of_body(field_name: str) -> ScopedFilter:
    """Return the filter by body, reached from the listed record by `field_name`."""
    return ScopedFilter(Body, managed_bodies, field_name, label=_("Body"))


def of_organisation(field_name: str) -> ScopedFilter:
    """Return the filter by organisation."""
    return ScopedFilter(Organisation, managed_organisations, field_name, label=_("Organisation"), administered=True)


def of_period() -> django_filters.ChoiceFilter:
    """Return the filter of records that hold for a period: by what they are today."""
    choices = ((RUNNING, _("running")), (COMING, _("coming")), (ENDED, _("ended")))
    return django_filters.ChoiceFilter(label=_("Period"), choices=choices, empty_label=_("All"), method=in_period)


def in_period(rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
    """Return those of `rows` whose period is what `value` says today."""
    today = clock.today()
    conditions = {RUNNING: in_force(today), ENDED: Q(valid_until__lt=today), COMING: Q(valid_from__gt=today)}
    return rows.filter(conditions[value]) if value in conditions else rows
