"""Notice, papers and objections, over weekends, holidays and the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.deadlines import check_notice, is_working_day, objections_until, papers_due
from governance.rules.procedure import COUNTY_ORDER, DayKind, ProcedureRules
from tests.rules.test_verdict import ruled

MEETING = date(2027, 5, 12)  # a Wednesday; Ascension is Thursday, 6 May


def notice(days: int, kind: DayKind = DayKind.CALENDAR) -> ProcedureRules:
    return ruled(notice_days=days, notice_day_kind=kind)


@pytest.mark.parametrize(
    ("sent", "given_days", "short"),
    [
        (date(2027, 5, 5), 6, 0),
        (date(2027, 5, 6), 5, 1),
        (date(2027, 5, 11), 0, 6),
        (date(2027, 5, 12), 0, 6),
        (date(2027, 5, 20), 0, 6),
        (date(2027, 4, 28), 13, 0),
    ],
)
def test_neither_the_day_of_dispatch_nor_the_day_of_the_meeting_counts(sent: date, given_days: int, short: int) -> None:
    result = check_notice(COUNTY_ORDER, sent, MEETING)
    assert (result.days_given, result.days_needed, result.short_by) == (given_days, 6, short)
    assert result.in_time is (short == 0)
    assert result.latest_dispatch == date(2027, 5, 5)


def test_working_days_leave_out_weekends_and_ascension() -> None:
    result = check_notice(notice(5, DayKind.WORKING), date(2027, 5, 3), MEETING)
    # Tuesday 4, Wednesday 5, Friday 7, Monday 10, Tuesday 11.
    assert (result.days_given, result.latest_dispatch) == (5, date(2027, 5, 3))
    assert check_notice(notice(5, DayKind.WORKING), date(2027, 5, 4), MEETING).short_by == 1


def test_working_days_over_the_turn_of_the_year() -> None:
    # Between 22 December 2027 and 5 January 2028: 23, 24, 27-31 December, 3 and 4 January.
    result = check_notice(notice(9, DayKind.WORKING), date(2027, 12, 22), date(2028, 1, 5))
    assert (result.days_given, result.short_by, result.latest_dispatch) == (9, 0, date(2027, 12, 22))


def test_corpus_christi_and_all_saints_are_holidays_here_and_reformation_day_is_not() -> None:
    assert not is_working_day(date(2027, 5, 27))
    assert not is_working_day(date(2027, 11, 1))
    assert is_working_day(date(2028, 10, 31))
    assert not is_working_day(date(2027, 5, 8))
    assert is_working_day(MEETING)


def test_the_closing_days_of_the_authority_are_no_working_days() -> None:
    closed = {date(2027, 5, 7)}
    rules = notice(5, DayKind.WORKING)
    result = check_notice(rules, date(2027, 5, 3), MEETING, closing_days=closed)
    assert (result.days_given, result.latest_dispatch) == (4, date(2027, 5, 2))


def test_an_urgent_meeting_has_the_shorter_period_in_its_own_days() -> None:
    result = check_notice(COUNTY_ORDER, date(2027, 5, 5), MEETING, urgent=True)
    assert (result.kind, result.days_given, result.days_needed, result.in_time) == (
        DayKind.WORKING,
        3,
        3,
        True,
    )
    assert check_notice(COUNTY_ORDER, date(2027, 5, 7), MEETING, urgent=True).short_by == 1


def test_without_a_notice_period_the_day_of_the_meeting_is_in_time() -> None:
    result = check_notice(notice(0), MEETING, MEETING)
    assert (result.in_time, result.latest_dispatch) == (True, MEETING)


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.integers(1, 40),
    st.sampled_from(DayKind),
)
def test_the_latest_day_of_dispatch_is_in_time_and_the_next_day_is_not(meeting: date, days: int, kind: DayKind) -> None:
    rules = notice(days, kind)
    latest = check_notice(rules, meeting, meeting).latest_dispatch
    assert check_notice(rules, latest, meeting).in_time
    assert not check_notice(rules, latest + timedelta(days=1), meeting).in_time


def test_papers_are_due_before_the_meeting() -> None:
    assert papers_due(COUNTY_ORDER, MEETING) == date(2027, 5, 2)
    assert papers_due(ruled(papers_deadline_days=14), date(2028, 1, 5)) == date(2027, 12, 22)


def test_the_day_of_circulation_does_not_count_for_objections() -> None:
    assert objections_until(COUNTY_ORDER, date(2027, 5, 19)) == date(2027, 6, 2)


def test_objections_end_on_a_working_day() -> None:
    # 14 days after 13 May is Corpus Christi; after 15 May it is a Saturday.
    assert objections_until(COUNTY_ORDER, date(2027, 5, 13)) == date(2027, 5, 28)
    assert objections_until(COUNTY_ORDER, date(2027, 5, 15)) == date(2027, 5, 31)
    # 25 December is a Saturday, the 26th a Sunday.
    assert objections_until(COUNTY_ORDER, date(2027, 12, 11)) == date(2027, 12, 27)
