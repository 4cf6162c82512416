"""Published resolutions for everybody: stable addresses, list, feed, search engines; nothing else is ever found."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, Publication, Resolution
from governance.usecases.publications import PublicText, agree_to_publication, propose_publication, withdraw_publication
from governance.usecases.sessions import conclude_item
from portal.pages import build_public_pages
from portal.views.public_parts import address_of
from tests.cast import Cast
from tests.chamber import chamber
from tests.conftest import queries_counted
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<script>alert(1)</script> & "Zitat" ]]> {{ 7*7 }}'


@pytest.fixture
def resolution(cast: Cast) -> Resolution:
    room = chamber(cast)
    room.take("yyyyn", wording=f"Das Gremium beschließt {HOSTILE}")
    found = conclude_item(by=room.secretariat, item_id=room.item.public_id)
    assert found is not None
    return found


def proposed(cast: Cast, resolution: Resolution) -> Publication:
    by = cast.viewer(cast.secretariat)
    return propose_publication(by=by, resolution_id=resolution.public_id, text=PublicText(summary=f"Worum {HOSTILE}"))


@pytest.fixture
def row(cast: Cast, resolution: Resolution) -> Publication:
    found = proposed(cast, resolution)
    return agree_to_publication(by=cast.viewer(cast.chair), publication_id=found.public_id, version=found.version)


def feed(cast: Cast, **headers: str) -> object:
    return Client().get(reverse("public_feed", args=[cast.authority.slug]), headers=headers)


def test_a_stranger_reads_wording_result_in_numbers_and_plain_words_but_no_names(cast: Cast, row: Publication) -> None:
    response = Client().get(address_of(row))
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    text = page.select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert HOSTILE in text
    assert f"Worum {HOSTILE}" in text
    assert "4 Ja, 1 Nein, 0 Enthaltungen" in text
    assert cast.authority.name in text
    for person in (cast.chair, cast.member, cast.secretariat, cast.coordinator):
        assert person.last_name not in text
    assert row.resolution.hash not in response.content.decode()
    assert page.select("main script") == []
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


def test_the_address_is_made_of_authority_body_year_and_number(cast: Cast, row: Publication) -> None:
    register = row.resolution.register
    assert address_of(row) == (
        f"/beschluesse/{cast.authority.slug}/{cast.body.public_id}/{register.year}/{row.resolution.sequence}/"
    )


@pytest.mark.parametrize("case", ["unproposed", "proposed", "withdrawn", "non-public", "other", "unknown"])
@pytest.mark.parametrize("role", ["anonymous", "secretariat"])
def test_what_is_not_published_is_not_found_by_anybody(
    cast: Cast, resolution: Resolution, login: Login, case: str, role: str
) -> None:
    register = resolution.register
    parts = [cast.authority.slug, cast.body.public_id, register.year, resolution.sequence]
    if case != "unproposed":
        row = proposed(cast, resolution)
    if case not in {"unproposed", "proposed"}:
        row = agree_to_publication(by=cast.viewer(cast.chair), publication_id=row.public_id, version=row.version)
    if case == "withdrawn":
        withdraw_publication(
            by=cast.viewer(cast.chair), publication_id=row.public_id, reason="Irrtum.", version=row.version
        )
    elif case == "non-public":
        AgendaItem.objects.filter(pk=resolution.item_id).update(public=False)
    elif case == "other":
        parts[0] = cast.other_authority.slug
    elif case == "unknown":
        parts[3] = 999
    client = login(cast.roles()[role])
    assert client.get(reverse("public_resolution", args=parts)).status_code == 404
    if case not in {"other", "unknown"}:
        for name in ("public_resolutions", "public_feed"):
            assert client.get(reverse(name, args=[cast.authority.slug])).status_code == 404
        build_public_pages()
        assert cast.body.public_id not in client.get("/sitemap.xml").content.decode()
        assert "LG-" not in client.get("/beschluesse/").content.decode()


def test_the_list_is_searched_and_narrowed(cast: Cast, row: Publication) -> None:
    address = reverse("public_resolutions", args=[cast.authority.slug])
    year = row.resolution.register.year
    number = row.resolution.number
    for query, found in (
        ({}, True),
        ({"q": "beschließt"}, True),
        ({"q": "gibtesnicht"}, False),
        ({"q": HOSTILE}, True),
        ({"gremium": cast.body.public_id, "jahr": str(year)}, True),
        ({"jahr": str(year - 1)}, False),
        ({"jahr": "²²", "seite": "x"}, True),
        ({"gremium": "\x00"}, True),
    ):
        response = Client().get(address, query)
        assert response.status_code == 200
        assert (number in response.content.decode()) is found, query
    assert Client().get("/beschluesse/").url == address


def test_the_feed_is_valid_atom_with_the_headers_of_a_feed(cast: Cast, row: Publication) -> None:
    response = feed(cast)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in response.headers["Cache-Control"]
    assert "max-age=900" in response.headers["Cache-Control"]
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    (entry,) = root.findall(f"{ATOM}entry")
    assert row.resolution.number in (entry.findtext(f"{ATOM}title") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://localhost:8000{address_of(row)}"
    assert "<script>" not in (entry.findtext(f"{ATOM}summary") or "")
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} >= {"self"}


def test_a_feed_that_has_not_changed_is_not_sent_again(cast: Cast, row: Publication) -> None:
    first = feed(cast)
    assert parsedate_to_datetime(first.headers["Last-Modified"])
    assert feed(cast, if_none_match=first.headers["ETag"]).status_code == 304
    other = Publication.objects.get(pk=row.pk)
    again = agree_again(cast, other)
    assert feed(cast, if_none_match=first.headers["ETag"]).status_code == 200
    assert again.pk != row.pk


def agree_again(cast: Cast, row: Publication) -> Publication:
    withdraw_publication(
        by=cast.viewer(cast.chair), publication_id=row.public_id, reason="Tippfehler.", version=row.version
    )
    return agree_to_publication(
        by=cast.viewer(cast.chair), publication_id=proposed(cast, row.resolution).public_id, version=None
    )


def test_search_engines_find_pages_and_published_resolutions(cast: Cast, row: Publication) -> None:
    build_public_pages()
    text = Client().get("/sitemap.xml").content.decode()
    assert f"http://localhost:8000{address_of(row)}" in text
    assert "http://localhost:8000/glossar/" in text
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /konto/" in robots
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots


def test_the_whole_way_in_the_portal(cast: Cast, resolution: Resolution, login: Login) -> None:
    where = [cast.authority.slug, resolution.public_id]
    secretariat, chair = login(cast.secretariat), login(cast.chair)
    page = secretariat.get(reverse("portal:resolution", args=where)).content.decode()
    form = reverse("portal:publication_propose", args=where)
    assert form in page
    assert form not in chair.get(reverse("portal:resolution", args=where)).content.decode()
    long = secretariat.post(form, {"summary": "x" * 2001})
    assert long.status_code == 422
    sent = secretariat.post(form, {"summary": "Kurz gesagt."})
    assert sent.status_code == 303
    assert secretariat.post(form, {"summary": "Noch einmal."}).status_code == 422
    row = Publication.objects.get()
    overview = chair.get(reverse("portal:overview", args=[cast.authority.slug])).content.decode()
    assert reverse("portal:publication", args=[cast.authority.slug, row.public_id]) in overview
    preview = chair.get(sent.url).content.decode()
    assert "Kurz gesagt." in preview
    agree = reverse("portal:publication_agree", args=[cast.authority.slug, row.public_id])
    assert chair.post(agree, {"version": row.version + 7}).status_code == 409
    assert chair.post(agree, {"version": row.version}).status_code == 303
    assert Client().get(address_of(row)).status_code == 200
    row.refresh_from_db()
    withdraw = reverse("portal:publication_withdraw", args=[cast.authority.slug, row.public_id])
    assert secretariat.post(withdraw, {"version": row.version}).status_code == 422
    assert secretariat.post(withdraw, {"version": row.version, "reason": "Irrtum."}).status_code == 303
    assert Client().get(address_of(row)).status_code == 404


def test_the_public_list_costs_the_same_for_one_and_for_many(cast: Cast, row: Publication) -> None:
    address = reverse("public_resolutions", args=[cast.authority.slug])

    def cost() -> int:
        with queries_counted() as counted:
            assert Client().get(address).status_code == 200
        return len(counted)

    Client().get(address)
    few = cost()
    for number in range(20):
        twin = Resolution.objects.get(pk=row.resolution_id)
        item = AgendaItem.objects.get(pk=twin.item_id)
        item.pk, item.public_id, item.state = None, f"item{number:08d}", "done"
        item.save()
        twin.pk, twin.public_id, twin.sequence, twin.item, twin.vote = (
            None,
            f"res{number:09d}",
            number + 100,
            item,
            None,
        )
        twin.save()
        Publication.objects.create(resolution=twin, state="published", proposed_by=cast.secretariat)
    assert cost() == few
