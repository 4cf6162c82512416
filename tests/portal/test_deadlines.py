"""The calendar of deadlines: whose, what, in which order, as a list and as a month, at a constant cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from governance.models import ActionItem, Minutes
from governance.queries.deadlines import Deadline, DeadlineKind, deadlines, month_of_deadlines
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.measured import Practice, practice
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2027-05-12T09:00:00+02:00")
TODAY = NOW.date()
FAR = TODAY + timedelta(days=400)


@pytest.fixture(autouse=True)
def _now() -> object:
    with clock.travel(NOW):
        yield


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def seen(cast: Cast, role: str, *, everything: bool = False) -> dict[DeadlineKind, Deadline]:
    return {row.kind: row for row in deadlines(cast.viewer(cast.roles()[role]), FAR, everything=everything)}


def one_of_each(at: Practice) -> None:
    cast = at.cast
    at.measure(due_on=TODAY - timedelta(days=3), asked_on=TODAY)
    ActionItem.objects.create(
        item=cast.guest_item, text="Zahlen nachreichen", responsible=cast.member, due_on=TODAY + timedelta(days=5)
    )
    make.MeetingFactory(body=cast.body, starts_at=NOW + timedelta(days=40), ends_at=NOW + timedelta(days=40, hours=2))


def test_each_sees_their_own_and_coordinators_all_on_demand(at: Practice) -> None:
    one_of_each(at)
    cast = at.cast
    assert set(seen(cast, "member")) == {DeadlineKind.ACTION}
    assert set(seen(cast, "contact")) == {DeadlineKind.MEASURE}
    for role in ("guest", "auditor", "plain_person", "former_member", "other_coordinator"):
        assert seen(cast, role, everything=True) == {}, role
    whole = seen(cast, "coordinator", everything=True)
    assert {DeadlineKind.ACTION, DeadlineKind.MEASURE, DeadlineKind.INVITE, DeadlineKind.PAPERS} <= set(whole)
    assert not whole[DeadlineKind.ACTION].mine
    assert DeadlineKind.ACTION not in seen(cast, "coordinator")
    assert DeadlineKind.ACTION not in seen(cast, "contact", everything=True)


def test_the_secretariat_has_the_notice_period_of_its_meetings(at: Practice) -> None:
    one_of_each(at)
    own = seen(at.cast, "secretariat")
    held = clock.local_date(NOW + timedelta(days=40))
    assert own[DeadlineKind.INVITE].day < held
    assert own[DeadlineKind.PAPERS].day < held
    assert own[DeadlineKind.INVITE].note == f"{held:%d.%m.%Y}"


def test_settled_things_and_past_periods_are_no_deadlines(at: Practice) -> None:
    at.measure(due_on=TODAY, asked_on=TODAY, state="done")
    at.measure(due_on=TODAY, planned=True)  # nobody was asked
    meeting = make.MeetingFactory(body=at.cast.body)
    Minutes.objects.create(
        meeting=meeting, state="circulated", circulated_at=NOW, objections_until=TODAY - timedelta(days=1)
    )
    found = seen(at.cast, "secretariat", everything=True)
    assert DeadlineKind.MEASURE not in found
    assert DeadlineKind.OBJECTIONS not in found


def test_overdue_ones_come_first_then_weeks_with_german_dates(at: Practice, login: Login) -> None:
    one_of_each(at)
    page = login(at.cast.coordinator).get(
        reverse("portal:deadlines", args=[at.cast.authority.slug]), {"umfang": "alle"}
    )
    soup = BeautifulSoup(page.content, "html.parser")
    headings = [heading.get_text(strip=True) for heading in soup.select("h3")]
    assert headings[0] == "Überfällig"
    assert "Woche 20: 17.05. bis 23.05.2027" in headings
    assert soup.select_one("time[datetime='2027-05-17']") is not None


def test_the_month_carries_each_on_its_day_and_turns(at: Practice, login: Login) -> None:
    one_of_each(at)
    viewer = at.cast.viewer(at.cast.coordinator)
    page = month_of_deadlines(viewer, date(2027, 5, 1), everything=True)
    days = {day.day: day.entries for week in page.weeks for day in week.days if day.inside}
    assert [row.kind for row in days[date(2027, 5, 9)]] == [DeadlineKind.MEASURE]
    assert page.total == sum(len(rows) for rows in days.values())
    address = reverse("portal:deadlines", args=[at.cast.authority.slug])
    for month in ("2027-05", "2027-06", "9999-99", "\x00", "2000-01"):
        assert login(at.cast.coordinator).get(address, {"monat": month}).status_code == 200


def test_the_overview_names_the_next_ones(at: Practice, login: Login) -> None:
    one_of_each(at)
    page = login(at.cast.member).get(reverse("portal:overview", args=[at.cast.authority.slug])).content.decode()
    assert reverse("portal:deadlines", args=[at.cast.authority.slug]) in page
    assert "Zahlen nachreichen" in page


def test_the_calendar_costs_the_same_for_three_and_for_many(at: Practice) -> None:
    viewer = at.cast.viewer(at.cast.coordinator)

    def cost() -> int:
        with queries_counted() as counted:
            deadlines(viewer, FAR, everything=True)
        return len(counted)

    def add(count: int) -> None:
        for number in range(count):
            at.measure(title=f"Maßnahme {number}", due_on=TODAY + timedelta(days=number), asked_on=TODAY)
            ActionItem.objects.create(
                item=at.cast.guest_item, text="x", responsible=at.cast.member, due_on=TODAY + timedelta(days=number)
            )
            make.MeetingFactory(
                body=at.cast.body,
                starts_at=NOW + timedelta(days=20 + number),
                ends_at=NOW + timedelta(days=21 + number),
            )

    add(3)
    deadlines(viewer, FAR, everything=True)
    few = cost()
    add(30)
    assert cost() == few
