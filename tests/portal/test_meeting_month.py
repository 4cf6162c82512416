"""The month of meetings as a page: what it shows, where it leads, what a strange address gets."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.urls import reverse

from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 5, day, hour, tzinfo=clock.BERLIN)


def month(login: Login, person: object, **words: str) -> str:
    response = login(person).get(url("meetings"), {"ansicht": "monat", "monat": "2027-05"} | words)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def test_the_sheet_is_a_table_with_heads_weeks_holidays_and_the_meetings_as_links(cast: Cast, login: Login) -> None:
    meeting = make.MeetingFactory(body=cast.body, starts_at=at(12, 14))
    page = month(login, cast.member)
    assert "Sitzungen und Feiertage im Mai 2027 nach Tagen</caption>" in page
    assert page.count('<th scope="col">') == 8
    assert len(re.findall(r'<th scope="row">.*?19</th>', page)) == 1
    assert "Fronleichnam" in page
    link = re.search(rf'<a class="lw-a" href="{url("meeting", meeting.public_id)}"><b>(.*?)</b> (.*?)</a>', page)
    assert link is not None
    assert link.groups() == ("14:00\N{NO-BREAK SPACE}Uhr", cast.body.name)
    assert '<time datetime="2027-05-12">' in page


def test_the_month_leads_to_its_neighbours_and_back_to_the_list_with_the_body(cast: Cast, login: Login) -> None:
    make.MeetingFactory(body=cast.body, starts_at=at(12, 14))
    page = month(login, cast.coordinator, gremium=cast.body.public_id)
    kept = f"gremium={cast.body.public_id}"
    for neighbour in ("2027-04", "2027-06"):
        assert f'href="?ansicht=monat&amp;monat={neighbour}&amp;{kept}"' in page
    assert f'<a href="?{kept}">Liste</a>' in page
    assert "Dieser Monat" in page
    assert (
        f'href="?{kept}&amp;ansicht=monat">Monat</a>'
        in login(cast.coordinator)
        .get(url("meetings"), {"gremium": cast.body.public_id, "zeit": "vergangen"})
        .content.decode()
    )


def test_the_filter_of_the_month_keeps_the_month(cast: Cast, login: Login) -> None:
    for body in (cast.body, cast.project_group):
        make.MeetingFactory(body=body, starts_at=at(12, 14))
    page = month(login, cast.coordinator)
    assert f"?ansicht=monat&amp;monat=2027-05&amp;gremium={cast.project_group.public_id}" in page
    narrowed = month(login, cast.coordinator, gremium=cast.project_group.public_id)
    assert "1 Sitzung<" in narrowed
    assert "2 Sitzungen<" in page


def test_an_empty_month_says_so_and_needs_no_way_back_to_itself(cast: Cast, login: Login) -> None:
    with clock.travel(at(12, 9)):
        page = month(login, cast.plain_person)
    assert "Keine Sitzung in diesem Monat" in page
    assert "Dieser Monat" not in page
    assert 'aria-current="date"' in page


@pytest.mark.parametrize("asked", ["", "2027-13", "99999-01", "\x00", "<script>alert(1)</script>", "٢٠٢٧-٠٥"])
def test_a_strange_month_shows_the_present_one(cast: Cast, login: Login, asked: str) -> None:
    with clock.travel(at(12, 9)):
        page = month(login, cast.member, monat=asked, gremium=asked, seite=asked)
    assert '<h2 class="kern-heading-medium" id="month-h">Mai 2027</h2>' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("asked", ["2000-01", "2099-12"])
def test_the_first_and_the_last_month_have_one_neighbour(cast: Cast, login: Login, asked: str) -> None:
    page = month(login, cast.member, monat=asked)
    assert ('rel="prev"' in page, 'rel="next"' in page) == (asked == "2099-12", asked == "2000-01")


def test_a_state_stands_beside_the_link(cast: Cast, login: Login) -> None:
    make.MeetingFactory(body=cast.body, starts_at=at(12, 14), state="cancelled")
    assert "abgesagt" in month(login, cast.member).casefold()


def test_a_full_month_takes_as_many_queries_as_one_with_a_single_meeting(cast: Cast, login: Login) -> None:
    client = login(cast.coordinator)
    counts = []
    for size in (1, 30):
        make.MeetingFactory.create_batch(size, body=cast.body, starts_at=at(12, 14))
        client.get(url("meetings"), {"ansicht": "monat", "monat": "2027-05"})
        with queries_counted() as found:
            client.get(url("meetings"), {"ansicht": "monat", "monat": "2027-05"})
        counts.append(len(found))
    assert counts[0] == counts[1]
