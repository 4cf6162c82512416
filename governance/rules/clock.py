"""The one clock. Demo and tests travel with it; nothing else asks the operating system for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Return the current local date in Europe/Berlin; periods are inclusive local dates."""
    return now().astimezone(BERLIN).date()


def local_date(moment: datetime) -> date:
    """Return the local date in Europe/Berlin of an aware `moment`."""
    return moment.astimezone(BERLIN).date()


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Stand still at an aware `moment`; raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def advance(step: timedelta) -> None:
    """Move a clock that stands still forward by `step`; raises `RuntimeError` while it runs freely."""
    moment = _frozen.get()
    if moment is None:
        raise RuntimeError("Only a clock that stands still can be moved.")
    _frozen.set(moment + step)
