"""Seats and persons: the seat first, then who holds it (prototype NOTES, People)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`seat` bold, `person` below it ("in Vertretung für …" included), `state` at the right as text.

    `checked=True` shows a check mark instead, with `state` for screen readers only. Never set it in a
    secret vote.
    """

    seat: Text
    person: Text = ""
    state: Text = ""
    checked: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    """A group with its count in the heading; `key` explains the check mark, `empty` replaces no rows."""

    rows: tuple[PersonRow, ...]
    heading: Text = ""
    key: Text = ""
    empty: Text = ""

    @property
    def count(self) -> int:
        """How many seats the group has."""
        return len(self.rows)
