"""What a person has to do, grouped and sorted by date, never by kind (prototype NOTES, To-do row)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.components.actions import Action
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class Todo:
    """One task: `due` (local date), a word under it, title with link, facts, one verb button.

    `warning` is a flagged sentence beside the facts (something waits for this); `overdue` flags it in red.
    """

    title: Text
    url: str
    action: Action
    due: dt.date | None = None
    due_note: Text = ""
    facts: tuple[Text, ...] = ()
    warning: Text = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class TodoGroup:
    """Tasks of one span of time under a heading."""

    heading: Text
    rows: tuple[Todo, ...]
