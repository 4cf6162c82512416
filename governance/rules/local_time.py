"""Wall-clock time in Europe/Berlin and the two nights in which it is no plain thing (design `meetings.md`).

On the night of the spring change 02:00 to 03:00 does not exist; on the autumn night it comes twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from governance.rules.clock import BERLIN
from governance.rules.text import Message, mark


class ImpossibleTime(Exception):
    """The wall clock never shows this time on that day; `message` says why."""

    def __init__(self) -> None:
        self.message = Message(
            mark("This time does not exist: on this night the clock goes forward from 02:00 to 03:00.")
        )
        super().__init__(self.message.text)


class AmbiguousTime(Exception):
    """The wall clock shows this time twice on that night; a person says which one is meant."""

    def __init__(self) -> None:
        self.message = Message(
            mark("This time comes twice on this night, because the clock goes back. Say which one is meant.")
        )
        super().__init__(self.message.text)


def moment_of(day: date, at: time, *, second: bool | None = None) -> datetime:
    """Return the aware moment in UTC at which the clocks in Europe/Berlin show `at` on `day`.

    `second` chooses between the two moments of the autumn night (False: the first, True: the second) and is
    ignored on every other day. Raises `ImpossibleTime` in the spring night, `AmbiguousTime` without a choice.
    """
    first, later = (datetime.combine(day, at, BERLIN).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == later.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(BERLIN).time() != at:
        raise ImpossibleTime
    if second is None:
        raise AmbiguousTime
    return (later if second else first).astimezone(UTC)
