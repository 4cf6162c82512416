"""Bodies in the portal: members see seats, rules, meetings and resolutions; others find nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from governance.access.bodies import may_see_body, visible_bodies
from governance.rules import clock
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

SEES = {
    "coordinator", "secretariat", "chair", "deputy_chair", "member", "advisory_member", "deputy", "assistant",
    "group_lead", "group_member",
}  # fmt: skip
SEES_NOT = {"case_manager", "contact", "guest", "auditor", "former_member", "plain_person"}


@pytest.mark.parametrize("role", sorted(SEES))
def test_members_of_any_body_their_assistants_and_coordinators_see_every_body(
    cast: Cast, login: Login, role: str
) -> None:
    client = login(getattr(cast, role))
    assert client.get("/hoexter/gremien/").status_code == 200
    for body in (cast.body, cast.project_group):
        assert client.get(f"/hoexter/gremien/{body.public_id}/").status_code == 200


@pytest.mark.parametrize("role", sorted(SEES_NOT))
def test_others_of_the_authority_find_no_bodies(cast: Cast, login: Login, role: str) -> None:
    client = login(getattr(cast, role))
    assert client.get("/hoexter/gremien/").status_code == 404
    assert client.get(f"/hoexter/gremien/{cast.body.public_id}/").status_code == 404


def test_the_coordinator_of_another_authority_finds_nothing(cast: Cast, login: Login) -> None:
    client = login(cast.other_coordinator)
    assert client.get(f"/hoexter/gremien/{cast.body.public_id}/").status_code == 404
    assert client.get(f"/warendorf/gremien/{cast.body.public_id}/").status_code == 404


def test_predicate_and_filter_agree(cast: Cast) -> None:
    foreign = make.BodyFactory(authority=cast.other_authority)
    for user in cast.roles().values():
        viewer = cast.viewer(user)
        visible = set(visible_bodies(viewer))
        for body in (cast.body, cast.project_group, foreign):
            assert may_see_body(viewer, body) == (body in visible)


def test_the_page_shows_seats_holders_deputies_offices_and_vacant_seats(cast: Cast, login: Login) -> None:
    make.SeatFactory(body=cast.body, name="Sozialdezernat Nordkreis")
    page = login(cast.member).get(f"/hoexter/gremien/{cast.body.public_id}/")
    rows = {
        row.select_one("th").text.split("\n")[0]: row.text  # type: ignore[union-attr]
        for row in BeautifulSoup(page.content, "html.parser").select("tbody tr")
    }
    text = " ".join(rows.values())
    assert "Henrik Aldinger" in text
    assert "Tim Kerber" in text
    assert "Vorsitz" in text
    assert "unbesetzt" in text
    assert "4 stimmberechtigte Sitze, 1 Sitz unbesetzt" in page.content.decode()
    assert "Georg Pallmann" not in page.content.decode()


def test_the_rules_stand_there_in_plain_words_with_paragraph_and_origin(cast: Cast, login: Login) -> None:
    page = login(cast.member).get(f"/hoexter/gremien/{cast.body.public_id}/").content.decode()
    assert "Beschlussfähig, wenn mehr als die Hälfte der stimmberechtigten Sitze anwesend ist" in page
    assert "§ 90 Abs. 1 VwVfG" in page
    assert "Annahme" in page
    assert "vorläufig" in page


def test_a_body_without_rules_says_what_is_missing(cast: Cast, login: Login) -> None:
    body = make.BodyFactory(authority=cast.authority, rules=None)
    page = login(cast.coordinator).get(f"/hoexter/gremien/{body.public_id}/").content.decode()
    assert "Heute gilt keine Geschäftsordnung" in page


def test_rules_of_a_later_version_do_not_break_the_page(cast: Cast, login: Login) -> None:
    cast.body.rules.update(values={"format": 99, "rules": {}})
    page = login(cast.member).get(f"/hoexter/gremien/{cast.body.public_id}/")
    assert page.status_code == 200
    assert "lassen sich hier nicht anzeigen" in page.content.decode()


def test_meetings_of_other_bodies_do_not_show_in_the_list(cast: Cast, login: Login) -> None:
    make.MeetingFactory(body=cast.project_group, invited=True, starts_at=clock.now() + timedelta(days=3))
    member = login(cast.member).get("/hoexter/gremien/").content.decode()
    lead = login(cast.group_lead).get("/hoexter/gremien/").content.decode()
    assert "in 3 Tagen" not in member
    assert "in 3 Tagen" in lead


def test_names_with_markup_are_shown_as_text(cast: Cast, login: Login) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    body = make.BodyFactory(authority=cast.authority, name=hostile, purpose=hostile)
    make.SeatFactory(body=body, name=hostile)
    for path in ("/hoexter/gremien/", f"/hoexter/gremien/{body.public_id}/"):
        page = login(cast.coordinator).get(path).content.decode()
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page


@pytest.mark.parametrize("path", ["/hoexter/gremien/", "/hoexter/gremien/{id}/"])
def test_three_and_thirty_bodies_and_seats_take_the_same_queries(cast: Cast, login: Login, path: str) -> None:
    client, address = login(cast.member), path.format(id=cast.body.public_id)
    client.get(address)
    with queries_counted() as few:
        client.get(address)
    for _ in range(30):
        seat = make.SeatFactory(body=cast.body)
        make.MembershipFactory(seat=seat)
        make.DeputyshipFactory(seat=seat)
        make.OfficeFactory(seat=make.SeatFactory(body=make.BodyFactory(authority=cast.authority)))
    with queries_counted() as many:
        client.get(address)
    assert len(many) == len(few)
