"""The month of meetings: its days, weeks and holidays, whose meetings stand in it, and what an address may ask for."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from governance.queries.meeting_months import month_page
from governance.queries.months import MonthDay, MonthPage, month_asked
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted

MAY = date(2027, 5, 1)
PRESENT = datetime(2027, 5, 12, 9, tzinfo=clock.BERLIN)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=clock.BERLIN)


def days(page: MonthPage) -> dict[date, MonthDay]:
    return {day.day: day for week in page.weeks for day in week.days}


@pytest.mark.parametrize("text", ["2027-05", "2000-01", "2099-12"])
def test_a_month_is_asked_for_by_year_and_month(text: str) -> None:
    assert f"{month_asked(text):%Y-%m-%d}" == f"{text}-01"


@pytest.mark.parametrize(
    "text",
    ["", "2027", "2027-13", "2027-00", "2027-5", "1999-12", "2100-01", "9999-12", "0000-01", "٢٠٢٧-٠٥",
     "2027-05-01", "2027-05\n", " 2027-05", "\x00", "-", "x" * 5000],
)  # fmt: skip
def test_anything_else_is_the_present_month(text: str) -> None:
    with clock.travel(PRESENT):
        assert month_asked(text) == MAY


def test_the_weeks_carry_iso_numbers_over_the_turn_of_the_year(cast: Cast) -> None:
    page = month_page(cast.viewer(cast.member), date(2027, 1, 1))
    assert [week.number for week in page.weeks] == [53, 1, 2, 3, 4]
    assert page.weeks[0].days[0].day == date(2026, 12, 28)
    assert [day.inside for day in page.weeks[0].days] == [False] * 4 + [True] * 3
    assert (page.previous, page.next) == (date(2026, 12, 1), date(2027, 2, 1))


def test_the_range_of_months_ends_without_a_neighbour(cast: Cast) -> None:
    viewer = cast.viewer(cast.member)
    assert month_page(viewer, date(2000, 1, 1)).previous is None
    assert month_page(viewer, date(2099, 12, 1)).next is None


def test_holidays_of_the_land_are_named(cast: Cast) -> None:
    found = days(month_page(cast.viewer(cast.member), MAY))
    assert found[date(2027, 5, 27)].holiday == "Fronleichnam"
    assert found[date(2027, 5, 28)].holiday == ""
    october = days(month_page(cast.viewer(cast.member), date(2027, 10, 1)))
    assert october[date(2027, 10, 31)].holiday == ""


def test_a_meeting_stands_on_its_local_day_and_in_one_month_only(cast: Cast) -> None:
    first, last = (make.MeetingFactory(body=cast.body, starts_at=moment) for moment in (at(5, 1, 0), at(5, 31, 23, 59)))
    make.MeetingFactory(body=cast.body, starts_at=at(6, 1, 0))
    page = month_page(cast.viewer(cast.member), MAY)
    assert page.total == 2
    assert days(page)[date(2027, 5, 1)].entries == (first,)
    assert days(page)[date(2027, 5, 31)].entries == (last,)
    # 1 June is in the last week of the sheet, but not in the month.
    assert days(page)[date(2027, 6, 1)].entries == ()


def test_the_month_shows_the_meetings_the_viewer_may_see_and_one_body_if_asked(cast: Cast) -> None:
    own = make.MeetingFactory(body=cast.body, starts_at=at(5, 12, 16))
    group = make.MeetingFactory(body=cast.project_group, starts_at=at(5, 12, 9))
    make.MeetingFactory(body=make.BodyFactory(authority=cast.other_authority), starts_at=at(5, 12, 9))
    day = date(2027, 5, 12)

    def shown(person: str, body_id: str = "") -> tuple[object, ...]:
        return days(month_page(cast.viewer(getattr(cast, person)), MAY, body_id=body_id))[day].entries

    assert shown("coordinator") == (group, own)
    assert shown("member") == (own,)
    assert shown("plain_person") == ()
    assert shown("coordinator", cast.project_group.public_id) == (group,)
    assert shown("coordinator", "unknown") == ()


def test_today_is_marked_and_free_days_and_weeks_are_known(cast: Cast) -> None:
    with clock.travel(PRESENT):
        page = month_page(cast.viewer(cast.member), MAY)
    assert [day.day for week in page.weeks for day in week.days if day.is_today] == [date(2027, 5, 12)]
    # 2027: 1 May, Ascension on 6 May, Whit Monday on 17 May, Corpus Christi on 27 May.
    assert [week.number for week in page.weeks if not week.free] == [17, 18, 20, 21]
    assert days(page)[date(2027, 5, 12)].free


def test_a_full_month_takes_as_many_queries_as_an_empty_one(cast: Cast) -> None:
    counts = []
    for size in (0, 40):
        make.MeetingFactory.create_batch(size, body=cast.body, starts_at=at(5, 12, 14))
        viewer = cast.viewer(cast.member)
        month_page(viewer, date(2027, 4, 1))
        with queries_counted() as found:
            page = month_page(viewer, MAY)
            assert [meeting.body.name for week in page.weeks for day in week.days for meeting in day.entries] == (
                [cast.body.name] * size
            )
        counts.append(len(found))
    assert counts == [1, 1]
