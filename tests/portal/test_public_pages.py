"""The public pages: there for everybody, built once, never in the way of an authority's address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from governance.rules import clock
from governance.usecases.public_pages import public_pages_group
from portal.components.shell import FOOTER
from portal.models import GlossaryPage, PublicPage, StartPage, StatementPage
from portal.pages import build_public_pages
from tests.cast import Cast
from tests.portal.conftest import Login

HOSTILE = '"><script>alert(1)</script> {{ 7*7 }}'


@pytest.fixture
def start(db: None) -> StartPage:
    return build_public_pages()


def test_the_start_page_says_what_this_is_and_leads_to_the_login(start: StartPage) -> None:
    soup = BeautifulSoup(Client().get("/").content, "html.parser")
    assert "Kommunalen Integrationsmanagement" in soup.text
    assert soup.select_one("main a[href='/konto/anmelden/']") is not None


def test_whoever_is_logged_in_finds_the_way_to_the_portal(start: StartPage, cast: Cast, login: Login) -> None:
    soup = BeautifulSoup(login(cast.member).get("/").content, "html.parser")
    assert soup.select_one("main a[href='/start/']") is not None


@pytest.mark.parametrize("path", [*(link.url for link in FOOTER), "/glossar/", "/was-ist-kim/"])
def test_every_page_of_the_footer_is_there_without_a_login(start: StartPage, path: str) -> None:
    answer = Client().get(path)
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert len(soup.select("h1")) == 1
    assert len(soup.select("main")[0].text) > 200
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_building_twice_changes_nothing_and_keeps_edited_texts(start: StartPage) -> None:
    page = PublicPage.objects.get(slug="impressum")
    page.title = "Impressum der Stadt"
    page.save()
    before = Page.objects.count()
    call_command("public_pages")
    assert Page.objects.count() == before
    assert PublicPage.objects.get(slug="impressum").title == "Impressum der Stadt"
    assert Site.objects.get(is_default_site=True).root_page_id == start.pk


def test_a_page_that_was_deleted_comes_back(start: StartPage) -> None:
    PublicPage.objects.get(slug="hilfe").delete()
    start.refresh_from_db()
    build_public_pages()
    assert Client().get("/hilfe/").status_code == 200


def test_an_address_that_is_neither_page_nor_authority_is_not_found(start: StartPage, cast: Cast) -> None:
    assert Client().get("/hoexter/").status_code == 302
    assert Client().get("/paderborn/").status_code == 404
    assert Client().get("/hilfe/gibt-es-nicht/").status_code == 404


def test_a_page_that_is_not_published_is_not_shown(start: StartPage) -> None:
    PublicPage.objects.get(slug="hilfe").unpublish()
    assert Client().get("/hilfe/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/was-ist-kim/"])
def test_the_title_fills_an_address_only_where_the_page_has_one(
    start: StartPage, cast: Cast, login: Login, path: str
) -> None:
    cast.administrator.groups.add(public_pages_group())
    page = start.get_site().root_page if path == "/" else Page.objects.get(slug=path.strip("/"))
    shown = login(cast.administrator).get(f"/werkstatt/pages/{page.pk}/edit/")
    title = BeautifulSoup(shown.content, "html.parser").select_one("#id_title")
    assert title is not None
    assert title.get("data-w-sync-target-value") == (None if path == "/" else "#id_slug")


def glossary(**parameters: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get("/glossar/", parameters).content, "html.parser")


def test_the_glossary_stands_by_the_german_alphabet_each_word_with_its_address(start: StartPage) -> None:
    page = GlossaryPage.objects.get()
    page.terms = json.dumps(
        [
            {"type": "term", "value": {"term": term, "short": "", "meaning": HOSTILE}}
            for term in ("Zebra", "Übergabe", "Umlauf", "Sitz", "Sitz", "ärger", "<b>")
        ]
    )
    page.save()
    soup = glossary()
    words = soup.select("dl dt")
    assert [word.get_text(strip=True) for word in words] == [
        "<b>", "ärger", "Sitz", "Sitz", "Übergabe", "Umlauf", "Zebra",
    ]  # fmt: skip
    anchors = [str(word["id"]) for word in words]
    assert len(set(anchors)) == len(anchors)
    assert soup.select("main script") == []


@pytest.mark.parametrize(
    ("search", "found"), [("TOP", True), ("tagesordnung", True), ("gibtesnicht", False), ("\x00", True)]
)
def test_the_glossary_is_searched_by_term_short_form_and_meaning(start: StartPage, search: str, found: bool) -> None:
    text = glossary(q=search).get_text()
    assert ("Tagesordnungspunkt" in text) is found


def test_every_word_of_the_first_glossary_has_a_meaning_of_its_own(start: StartPage) -> None:
    entries = GlossaryPage.objects.get().entries()
    assert len(entries) >= 40
    assert len({entry.term for entry in entries}) == len(entries)
    assert all(entry.meaning for entry in entries)


def test_what_only_the_kreis_knows_is_a_marked_gap_until_it_is_filled_in(start: StartPage) -> None:
    def gaps(path: str) -> int:
        return len(BeautifulSoup(Client().get(path).content, "html.parser").select(".lw-gap"))

    assert gaps("/impressum/") >= 4
    assert gaps("/datenschutz/") >= 3
    assert gaps("/kontakt/") == 1
    before = gaps("/barrierefreiheit/")
    statement = StatementPage.objects.get()
    statement.enforcement_office = "Ombudsstelle, Musterstraße 1\n<script>alert(1)</script>"
    statement.feedback_office = "Stelle"
    statement.assessed_on = statement.prepared_on = statement.reviewed_on = clock.today()
    statement.barriers = json.dumps(
        [{"type": "barrier", "value": {"what": "Alte PDF", "reason": "burden", "alternative": "Auf Anfrage"}}]
    )
    statement.full_clean()
    statement.save()
    assert (before, gaps("/barrierefreiheit/")) == (6, 0)
    page = BeautifulSoup(Client().get("/barrierefreiheit/").content, "html.parser")
    assert page.select("main script") == []
    assert "unverhältnismäßige Belastung" in page.get_text()
    assert f"{clock.today():%d.%m.%Y}" in page.get_text()


@pytest.mark.parametrize(("days", "warned"), [(None, True), (366, True), (364, False)])
def test_the_desk_warns_when_the_review_of_the_statement_is_overdue(
    start: StartPage, cast: Cast, login: Login, days: int | None, warned: bool
) -> None:
    cast.administrator.groups.add(public_pages_group())
    statement = StatementPage.objects.get()
    statement.reviewed_on = clock.today() - timedelta(days=days) if days else None
    statement.save()
    client = login(cast.administrator)
    address = f"/werkstatt/pages/{statement.pk}/edit/"
    for path in ("/werkstatt/", address):
        text = client.get(path).content.decode()
        assert (("help-warning" in text and "jährlich" in text) or "noch nie überprüft" in text) is warned, path
    assert (address in client.get("/werkstatt/").content.decode()) is warned
    assert address not in login(cast.coordinator).get("/werkstatt/").content.decode()
