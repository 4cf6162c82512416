"""The running clock of an agenda and every overrun of its time budget.

Source: design, meetings.md "Agenda": steering group at most 3 h, a topic at most 30 min, project group at
most 3 h,
a case at most 4 h.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from governance.rules.text import Message, mark

SESSION_MINUTES: Final[Mapping[str, int]] = MappingProxyType(
    {"steering_group": 180, "project_group": 180, "case_reconstruction": 240}
)
"""The longest session in minutes by kind of body; other kinds have no limit of their own."""

TOPIC_MINUTES: Final[Mapping[str, int]] = MappingProxyType({"steering_group": 30})
"""The longest topic in minutes by kind of body."""


@dataclass(frozen=True)
class Slot:
    """When an item begins and ends if everything takes as long as planned; aware moments."""

    starts_at: datetime
    ends_at: datetime
    too_long: bool
    past_the_end: bool


@dataclass(frozen=True)
class Budget:
    """The slots in the order of the items, minutes planned and available, and a sentence for each overrun."""

    slots: tuple[Slot, ...]
    planned: int
    available: int
    overruns: tuple[Message, ...]


def budget_of(*, kind: str, starts_at: datetime, ends_at: datetime, items: Sequence[tuple[str, int]]) -> Budget:
    """Return the running clock of `items` (number and planned minutes each) of a session of a body of
    `kind`."""
    limit = TOPIC_MINUTES.get(kind)
    slots: list[Slot] = []
    overruns: list[Message] = []
    moment = starts_at
    for number, minutes in items:
        end = moment + timedelta(minutes=minutes)
        too_long = limit is not None and minutes > limit
        slots.append(Slot(moment, end, too_long, end > ends_at))
        if too_long:
            overruns.append(
                Message(
                    mark("Item %(number)s takes %(minutes)s minutes; %(limit)s are meant for a topic."),
                    {"number": number, "minutes": minutes, "limit": limit},
                )
            )
        moment = end
    planned = sum(minutes for _number, minutes in items)
    available = int((ends_at - starts_at).total_seconds() // 60)
    if planned > available:
        overruns.append(
            Message(mark("The agenda is %(over)s minutes longer than the session."), {"over": planned - available})
        )
    longest = SESSION_MINUTES.get(kind)
    if longest is not None and max(planned, available) > longest:
        overruns.append(
            Message(
                mark("A session of this body takes %(limit)s minutes at most; this one takes %(minutes)s."),
                {"limit": longest, "minutes": max(planned, available)},
            )
        )
    return Budget(tuple(slots), planned, available, tuple(overruns))
