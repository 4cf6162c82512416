"""What an editor shows beside its form: facts, lists of what belongs to the record, and steps to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.models.base import PeriodModel


@dataclass(frozen=True)
class Fact:
    """A line above the form that cannot be edited here; `url` leads to what it names."""

    label: Any
    value: Any
    url: str = ""


@dataclass(frozen=True)
class RelatedRow:
    """A record that belongs to the one in the editor."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class RelatedList:
    """Records of one kind below the form, with the way to add another one."""

    heading: Any
    rows: Sequence[RelatedRow]
    add_url: str = ""
    add_label: Any = ""
    empty: Any = ""


@dataclass(frozen=True)
class Consequences:
    """What a step will meet, under one heading."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True)
class DeskAction:
    """A step with a page of its own that says what will happen; carried out by POST.

    `carry_out` gets viewer and record and calls a use case, `offered` says whether the step makes sense now.
    With `ends_record` the record does not exist afterwards. `fresh_login` asks for the login again. `consequences` says
    what the step will meet, as lists; `refused` why it cannot be taken now, instead of its button.
    """

    name: str
    label: Any
    question: Any
    done: Any
    carry_out: Callable[[Any, Any], object]
    offered: Callable[[Any, Any], bool]
    icon: str = "cog"
    ends_record: bool = False
    fresh_login: bool = False
    consequences: Callable[[Any, Any], Sequence[Consequences]] = lambda _viewer, _record: ()
    refused: Callable[[Any, Any], Sequence[str]] = lambda _viewer, _record: ()


def edit_url(viewset: str, record: models.Model) -> str:
    """Return the address of the editor of `record` in the viewset called `viewset`."""
    return reverse(f"{viewset}:edit", args=[record.public_id])  # type: ignore[attr-defined]


def add_url(viewset: str, **chosen: str) -> str:
    """Return the address for making a record; `chosen` names records by field and public id to begin with."""
    return f"{reverse(f'{viewset}:add')}?{urlencode(chosen)}"


def short_day(day: date) -> str:
    """Return a day as it stands in lists."""
    return date_format(day, "SHORT_DATE_FORMAT")


def period_text(row: PeriodModel) -> str:
    """Return the period of `row` in words."""
    if row.valid_until is None:
        return _("since %(start)s") % {"start": short_day(row.valid_from)}
    return _("%(start)s to %(end)s") % {"start": short_day(row.valid_from), "end": short_day(row.valid_until)}
