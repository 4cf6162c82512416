from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.calendars.event import Status
from governance.calendars.versions import PublishedFacts, RestoredMeetingError, next_dtstamp, sequence_after

BERLIN = ZoneInfo("Europe/Berlin")
FACTS = PublishedFacts(
    starts_at=datetime(2027, 5, 12, 12, 0, tzinfo=UTC),
    ends_at=datetime(2027, 5, 12, 15, 0, tzinfo=UTC),
    status=Status.CONFIRMED,
    place="Kreishaus",
)
NOW = datetime(2027, 4, 21, 7, 30, 15, 400000, tzinfo=UTC)


def test_first_publication_keeps_the_number() -> None:
    assert sequence_after(None, FACTS, 0) == 0


@pytest.mark.parametrize(
    "current",
    [
        replace(FACTS, starts_at=FACTS.starts_at + timedelta(minutes=15)),
        replace(FACTS, ends_at=FACTS.ends_at + timedelta(minutes=15)),
        replace(FACTS, status=Status.CANCELLED),
        replace(FACTS, status=Status.TENTATIVE),
        replace(FACTS, place="online"),
        replace(FACTS, starts_at=FACTS.starts_at + timedelta(minutes=5), place="online", status=Status.TENTATIVE),
    ],
)
def test_a_published_change_is_one_step_however_many_edits_it_has(current: PublishedFacts) -> None:
    assert sequence_after(FACTS, current, 3) == 4


def test_nothing_published_changed_is_no_step() -> None:
    assert sequence_after(FACTS, replace(FACTS), 3) == 3


def test_a_corrected_spelling_of_the_place_is_no_step() -> None:
    assert sequence_after(FACTS, replace(FACTS, place="Kreis­haus"), 3, asks_again=False) == 3


def test_a_new_time_is_a_step_even_if_nobody_is_asked_again() -> None:
    later = replace(FACTS, starts_at=FACTS.starts_at + timedelta(minutes=15))
    assert sequence_after(FACTS, later, 3, asks_again=False) == 4


def test_the_same_instant_in_another_zone_is_no_step() -> None:
    local = replace(FACTS, starts_at=FACTS.starts_at.astimezone(BERLIN), ends_at=FACTS.ends_at.astimezone(BERLIN))
    assert sequence_after(FACTS, local, 3) == 3


def test_the_other_half_past_two_of_the_autumn_night_is_a_step() -> None:
    first = replace(FACTS, starts_at=datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN))
    second = replace(FACTS, starts_at=datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=BERLIN))
    assert sequence_after(first, second, 3) == 4


def test_a_restored_meeting_needs_another_uid() -> None:
    with pytest.raises(RestoredMeetingError):
        sequence_after(replace(FACTS, status=Status.CANCELLED), FACTS, 3)


def test_first_dtstamp_is_now_in_whole_seconds() -> None:
    assert next_dtstamp(NOW, None) == datetime(2027, 4, 21, 7, 30, 15, tzinfo=UTC)


def test_dtstamps_within_one_second_still_grow() -> None:
    stamps = [next_dtstamp(NOW, None)]
    for _ in range(4):
        stamps.append(next_dtstamp(NOW, stamps[-1]))
    assert [stamp.second for stamp in stamps] == [15, 16, 17, 18, 19]


def test_dtstamp_grows_though_the_clock_went_back() -> None:
    previous = datetime(2027, 4, 21, 8, 0, tzinfo=UTC)
    assert next_dtstamp(NOW, previous) == previous + timedelta(seconds=1)


def test_dtstamp_is_utc_whatever_zone_the_clock_has() -> None:
    stamp = next_dtstamp(NOW.astimezone(BERLIN), None)
    assert stamp.tzinfo is UTC
    assert stamp.hour == 7


def test_a_previous_dtstamp_with_a_fraction_is_passed_too() -> None:
    previous = NOW + timedelta(milliseconds=300)
    assert next_dtstamp(NOW, previous) > previous.replace(microsecond=0)
