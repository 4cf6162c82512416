"""The set-up assistant in the desk: left and resumed, wrong entries answered in place, nothing typed lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Authority, Body, Membership, OutboxMessage, Person, SetupMark
from tests import factories as make
from tests.cast import Cast
from tests.desk.samples import freshly
from tests.portal.conftest import Login


@pytest.fixture
def fresh(db: None) -> Person:
    """The first coordinator of a new authority."""
    authority = make.AuthorityFactory(slug="neu", name="Kreis Neu", code="NEU")
    person: Person = make.PersonFactory(authority=authority, first_name="Eva", last_name="Neu")
    make.RoleFactory(person=person)
    return person


def url(person: Person, step: str = "edit") -> str:
    return reverse(f"desk_setup:{step}", args=[person.authority.public_id])


def form_of(client: Client, address: str) -> dict[str, str]:
    """Return what the page's form would send, from the bound or unbound form in its context."""
    form = client.get(address).context["form"]
    rows = [part for row, seats in form.parts for part in (row, seats.management_form, *seats)]
    found: dict[str, str] = {}
    for row in rows:
        for field in row:
            value = field.value()
            if value is True:
                found[field.html_name] = "on"
            elif value not in (False, None):
                found[field.html_name] = str(value)
    return found


def test_the_home_page_counts_until_it_is_done_or_put_aside(login: Login, fresh: Person) -> None:
    client = login(fresh)
    home = reverse("wagtailadmin_home")
    assert "Einrichtung: 0 von 7" in client.get(home).content.decode()
    client.post(url(fresh, "names"), {"tun": "confirm"})
    client.post(url(fresh, "people"), {"tun": "skip"})
    assert "Einrichtung: 2 von 7" in client.get(home).content.decode()
    assert "ausgelassen" in client.get(url(fresh)).content.decode()
    client.post(url(fresh), {"tun": "skip"})
    assert "von 7" not in client.get(home).content.decode()
    client.post(url(fresh), {"tun": "resume"})
    assert "Einrichtung: 2 von 7" in client.get(home).content.decode()


def test_members_and_administrators_do_not_find_it(login: Login, cast: Cast) -> None:
    for who, status in ((cast.member, 404), (cast.administrator, 404), (cast.coordinator, 200)):
        address = reverse("desk_setup:bodies", args=[cast.authority.public_id])
        assert login(who).get(address).status_code == status
    foreign = reverse("desk_setup:names", args=[cast.other_authority.public_id])
    assert login(cast.coordinator).post(foreign, {"tun": "skip"}).status_code == 404
    assert not SetupMark.objects.exists()


def test_the_bodies_of_a_pattern_are_changed_before_they_are_made(login: Login, fresh: Person) -> None:
    client = login(fresh)
    client.post(
        url(fresh, "names"),
        {"version": "1", "name": "Kreis Neu", "unit": "KIM", "term_steering_group": "Lenkungskreis"},
    )
    address = f"{url(fresh, 'bodies')}?muster=hoexter"
    data = form_of(client, address)
    assert data["b0-name"] == "Lenkungskreis"
    assert data["b0-s-TOTAL_FORMS"] == "21"
    del data["b1-make"]
    data |= {"b0-s-0-name": "Landrätin", "b0-s-1-name": "", "muster": "hoexter", "seen": "", "tun": "more:b0"}
    more = client.post(address, data)
    assert more.context["form"].parts[0][1].total_form_count() == 24
    assert 'value="Landrätin"' in more.content.decode()
    data |= {"tun": "save", "b0-s-18-name": "Beirat", "b0-s-18-organisation": "Integrationsrat", "b0-code": "x" * 13}
    wrong = client.post(address, data)
    assert wrong.status_code == 422
    assert 'value="Beirat"' in wrong.content.decode()
    assert not Body.objects.exists()
    data["b0-code"] = "LK"
    assert client.post(address, data).status_code == 302
    assert list(Body.objects.order_by("name").values_list("name", flat=True)) == ["Austauschtreffen", "Lenkungskreis"]
    seats = Body.objects.get(code="LK").seats.order_by("order")
    assert seats[0].name == "Landrätin"
    assert seats.filter(voting=True).count() == 17
    assert seats.get(name="Beirat").organisation.name == "Integrationsrat"
    assert seats[0].offices.get().kind == "chair"


def test_the_second_coordinator_sees_what_was_made_and_keeps_the_own_list(login: Login, fresh: Person) -> None:
    second = make.PersonFactory(authority=fresh.authority)
    make.RoleFactory(person=second)
    address = f"{url(fresh, 'bodies')}?muster=land-muster"
    data = form_of(login(fresh), address) | {"muster": "land-muster", "seen": "", "tun": "save"}
    assert login(second).post(address, data).status_code == 302
    late = login(fresh).post(address, data | {"b0-name": "Meine Runde"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Lenkungsgruppe KIM" in page
    assert 'value="Meine Runde"' in page
    assert late.context["seen"] != ""
    assert Body.objects.count() == 3


def people(*rows: dict[str, str]) -> dict[str, str]:
    data = {"p-TOTAL_FORMS": str(len(rows)), "p-INITIAL_FORMS": "0", "tun": "save"}
    for number, row in enumerate(rows):
        data |= {f"p-{number}-{name}": value for name, value in row.items()}
    return data


def test_the_table_of_people_offers_each_vacant_seat_and_names_the_wrong_row(login: Login, fresh: Person) -> None:
    seat = make.SeatFactory(body__authority=fresh.authority, name="Jobcenter")
    client = login(fresh)
    page = client.get(url(fresh, "people"))
    assert page.context["form"].forms[0]["seat_id"].value() == seat.public_id
    good = {"first_name": "Ida", "last_name": "Erste", "organisation": "Jobcenter", "seat_id": seat.public_id}
    empty = {"organisation": "Jobcenter", "seat_id": seat.public_id}
    bad = client.post(url(fresh, "people"), people(good, {"first_name": "Udo", "email": "kein Mail"}))
    assert bad.status_code == 422
    assert set(bad.context["form"].forms[1].errors) == {"last_name", "email"}
    assert 'value="Ida"' in bad.content.decode()
    taken = client.post(url(fresh, "people"), people(good, good | {"first_name": "Udo"}))
    assert taken.status_code == 422
    assert "zweimal" in taken.content.decode()
    assert not Membership.objects.exists()
    assert client.post(url(fresh, "people"), people(good, empty)).status_code == 302
    assert Membership.objects.get().person.last_name == "Erste"
    more = client.post(url(fresh, "people"), people(good) | {"tun": "more"})
    assert len(more.context["form"].forms) == 4


def test_two_who_save_the_names_at_once_see_both(login: Login, fresh: Person) -> None:
    data = {"version": "1", "name": "Kreis Neu", "unit": "Erste Stelle"}
    assert login(fresh).post(url(fresh, "names"), data).status_code == 302
    late = login(fresh).post(url(fresh, "names"), data | {"unit": "Zweite Stelle"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Erste Stelle" in page
    assert "Zweite Stelle" in page
    assert Authority.objects.get().unit == "Erste Stelle"


def test_a_profile_is_taken_over_and_the_page_says_what_each_means(login: Login, fresh: Person) -> None:
    client = login(fresh)
    page = client.get(url(fresh, "profile")).content.decode()
    assert page.count("<details>") == 6
    assert client.post(url(fresh, "profile"), {"version": "1"}).status_code == 422
    assert client.post(url(fresh, "profile"), {"version": "1", "profile": "warendorf"}).status_code == 302
    fresh.authority.profile.refresh_from_db()
    assert fresh.authority.profile.solves_locally


def test_the_mail_address_is_tried_out_with_a_mail_to_oneself(login: Login, fresh: Person) -> None:
    client = login(fresh)
    assert client.post(url(fresh, "mail"), {"version": "1", "mailbox": fresh.email}).status_code == 422
    client.post(url(fresh, "mail"), {"version": "1", "mailbox": "kim@neu.example"})
    client.post(url(fresh, "mail"), {"tun": "test"})
    assert OutboxMessage.objects.get().recipient == fresh.email
    assert "Letzte Testmail" in client.get(url(fresh, "mail")).content.decode()


def test_rules_ask_for_a_fresh_login_and_the_last_page_says_what_is_missing(login: Login, fresh: Person) -> None:
    body = make.BodyFactory(authority=fresh.authority, rules=None)
    make.SeatFactory(body=body)
    client = login(fresh)
    assert "/konto/" in client.get(url(fresh, "rules"))["Location"]
    freshly(client)
    assert client.post(url(fresh, "rules"), {body.public_id: ""}).status_code == 422
    assert client.post(url(fresh, "rules"), {body.public_id: "county_order"}).status_code == 302
    assert body.rules.get().provisional
    page = client.get(url(fresh)).content.decode()
    for words in ("1 Sitz ist unbesetzt", "hat keinen Vorsitz", "noch kein Muster", "noch keine Sitzung geplant"):
        assert words in page


@pytest.mark.parametrize("step", ["names", "profile", "bodies", "people", "mail", "letterhead", "rules"])
def test_odd_posts_get_an_answer_and_hostile_text_is_shown_as_text(login: Login, fresh: Person, step: str) -> None:
    make.BodyFactory(authority=fresh.authority, name="<script>alert(1)</script>", rules=None)
    client = freshly(login(fresh))
    hostile: dict[str, Any] = {
        "name": "<script>x</script>\x00", "unit": "{{ 7*7 }}", "mailbox": "x\r\ny", "address": "<b>", "profile": "../x",
        "p-TOTAL_FORMS": "99999", "p-INITIAL_FORMS": "x", "b0-s-TOTAL_FORMS": "-1", "muster": "hoexter",
    }  # fmt: skip
    for tun in ("save", "more", "more:b0", "more:b99", "", "nichts"):
        answer = client.post(url(fresh, step), hostile | {"tun": tun})
        assert answer.status_code in {200, 302, 404, 409, 422}
        assert "<script>x" not in answer.content.decode()
    assert client.get(f"{url(fresh, 'bodies')}?muster=../../etc/passwd").status_code == 404


def test_an_empty_list_leads_to_the_assistant_in_desk_and_portal(login: Login, fresh: Person) -> None:
    client = login(fresh)
    assert url(fresh, "bodies") in client.get(reverse("desk_bodies:index")).content.decode()
    assert url(fresh) in client.get("/neu/gremien/").content.decode()
    assert url(fresh) in client.get("/neu/sitzungen/").content.decode()
    member = make.PersonFactory(authority=fresh.authority)
    assert url(fresh) not in login(member).get("/neu/gremien/").content.decode()
