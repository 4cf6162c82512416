"""Lists and the search over the desk: filters within the scope, every word found, the same number of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.desk.help_texts import HELP
from governance.rules import clock
from portal.handbook import chapter
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.desk.samples import VIEWSETS
from tests.portal.conftest import Login

TODAY = clock.today()
MEMBERSHIPS = reverse("desk_memberships:index")
SEARCH = reverse("desk_search")


@pytest.fixture
def other(cast: Cast) -> str:
    """The public id of another body of the Kreis, with three periods in it."""
    body = make.BodyFactory(authority=cast.authority, name="Zweites Gremium", code="ZG")
    far, near = timedelta(days=400), timedelta(days=30)
    for name, start, end in (
        ("Läuftschon", TODAY - far, None),
        ("Istvorbei", TODAY - far, TODAY - near),
        ("Kommtnoch", TODAY + near, None),
    ):
        person = make.PersonFactory(authority=cast.authority, first_name="Änne", last_name=name)
        seat = make.SeatFactory(body=body, valid_from=TODAY - far)
        make.MembershipFactory(seat=seat, person=person, valid_from=start, valid_until=end)
    return str(body.public_id)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zeitraum=laufend", {"Läuftschon"}),
        ("zeitraum=beendet", {"Istvorbei"}),
        ("zeitraum=kuenftig", {"Kommtnoch"}),
        ("zeitraum=", {"Läuftschon", "Istvorbei", "Kommtnoch"}),
        ("zeitraum=immer", {"Läuftschon", "Istvorbei", "Kommtnoch"}),
        ("q=änne läuft", {"Läuftschon"}),
        ("q=kommtnoch zweites", {"Kommtnoch"}),
        ("q=änne nirgends", set()),
    ],
)
def test_a_list_is_narrowed_by_body_period_and_words(
    login: Login, cast: Cast, other: str, query: str, found: set[str]
) -> None:
    page = login(cast.coordinator).get(f"{MEMBERSHIPS}?gremium={other}&{query}").content.decode()
    names = {name for name in ("Läuftschon", "Istvorbei", "Kommtnoch") if name in page}
    assert names == found
    assert f">{cast.chair.last_name}<" not in page


def test_a_filter_neither_offers_nor_accepts_a_foreign_body(login: Login, cast: Cast) -> None:
    foreign = make.BodyFactory(authority=cast.other_authority, name="Fremdes Gremium")
    page = login(cast.coordinator).get(f"{MEMBERSHIPS}?gremium={foreign.public_id}")
    assert page.status_code == 200
    assert "Fremdes Gremium" not in page.content.decode()


def test_the_search_finds_in_every_list_and_only_in_the_own_kreis(login: Login, cast: Cast, other: str) -> None:
    make.PersonFactory(authority=cast.other_authority, last_name="Läuftschon-Fremd")
    page = login(cast.coordinator).get(f"{SEARCH}?q=läuftschon").content.decode()
    assert "Änne Läuftschon" in page
    assert "Zweites Gremium" in page, "the membership is found by the name of its person"
    assert "Fremd" not in page
    assert login(cast.coordinator).get(f"{SEARCH}?q=%00").status_code == 200
    for role in ("member", "case_manager", "auditor"):
        assert login(getattr(cast, role)).get(f"{SEARCH}?q=a").status_code == 404


def test_an_administrator_finds_people_but_no_content(login: Login, cast: Cast) -> None:
    page = login(cast.administrator).get(f"{SEARCH}?q={cast.chair.last_name}").content.decode()
    assert cast.chair.last_name in page
    assert "Mitgliedschaften" not in page


@pytest.mark.parametrize("url", [f"{SEARCH}?q=Viele", reverse("wagtailadmin_home"), MEMBERSHIPS])
def test_the_number_of_questions_does_not_grow(login: Login, cast: Cast, url: str) -> None:
    client = login(cast.coordinator)
    counted = []
    for count in (3, 30):
        for _number in range(count):
            seat = make.SeatFactory(body=cast.body, name="Viele Sitze")
            person = make.PersonFactory(authority=cast.authority, last_name="Vieles")
            make.MembershipFactory(seat=seat, person=person, valid_until=TODAY + timedelta(days=9))
            make.SeatFactory(body=cast.body, name="Viele leere Sitze")
        client.get(url)
        with queries_counted() as captured:
            assert client.get(url).status_code == 200
        counted.append(len(captured))
    assert counted[1] <= counted[0] + 1  # pages of a list are counted once there are several


def test_every_list_explains_itself_and_leads_to_a_section_that_the_handbook_has(login: Login, cast: Cast) -> None:
    assert set(HELP) == set(VIEWSETS)
    for name, help_ in HELP.items():
        chapter_name, _hash, mark = help_.handbook.partition("#")
        marks = {section.mark for section in chapter(chapter_name).sections} if chapter_name else set()
        assert not mark or mark in marks, name
    page = login(cast.coordinator).get(MEMBERSHIPS).content.decode()
    assert "Wer welchen Sitz" in page
    assert 'href="/handbuch/koordination/#werkstatt"' in page
