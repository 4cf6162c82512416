"""Who is in the room at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.presence import Interval, merge

NOON = datetime(2027, 5, 12, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def span(start: int, end: int | None = None) -> Interval:
    return Interval(at(start), None if end is None else at(end))


def test_a_stay_includes_its_start_and_excludes_its_end() -> None:
    stay = span(0, 130)
    assert [stay.covers(at(m)) for m in (-1, 0, 129, 130)] == [False, True, True, False]
    assert span(0).covers(at(100_000))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (span(0, 10), span(5, 20), True),
        (span(0), span(5), True),
        (span(0, 30), span(10, 20), True),
        (span(0, 10), span(10, 20), False),
        (span(0, 10), span(10), False),
        (span(0, 10), span(11), False),
        (span(5, 5), span(0, 10), False),
    ],
)
def test_stays_overlap_when_they_share_a_moment_and_not_when_they_touch(
    one: Interval, other: Interval, shared: bool
) -> None:
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


@pytest.mark.parametrize(
    ("given_spans", "merged"),
    [
        ([], ()),
        ([span(10, 20), span(0, 5)], (span(0, 5), span(10, 20))),
        ([span(0, 10), span(10, 20)], (span(0, 20),)),
        ([span(0, 30), span(10, 20)], (span(0, 30),)),
        ([span(0, 10), span(5)], (span(0),)),
        ([span(0), span(5, 10)], (span(0),)),
        ([span(5, 5)], ()),
        ([span(0, 10), span(10, 10), span(12, 13)], (span(0, 10), span(12, 13))),
    ],
)
def test_overlapping_and_touching_stays_become_one(given_spans: list[Interval], merged: tuple[Interval, ...]) -> None:
    assert merge(given_spans) == merged


@given(st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 20)), max_size=8), st.integers(-1, 60))
def test_merging_changes_nobodys_presence(pairs: list[tuple[int, int | None]], minute: int) -> None:
    spans = [span(start, None if length is None else start + length) for start, length in pairs]
    moment = at(minute)
    assert any(one.covers(moment) for one in merge(spans)) is any(one.covers(moment) for one in spans)


def test_time_zones_are_compared_as_moments() -> None:
    summer = timezone(timedelta(hours=2))
    assert span(0, 10).covers(datetime(2027, 5, 12, 14, 5, tzinfo=summer))


def test_a_stay_needs_zones_and_an_end_after_its_start() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Interval(datetime(2027, 5, 12, 12))  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it begins"):
        span(10, 5)
