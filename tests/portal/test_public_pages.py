"""The public pages: there for everybody, built once, never in the way of an authority's address."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from governance.usecases.public_pages import public_pages_group
from portal.components.shell import FOOTER
from portal.models import PublicPage, StartPage
from portal.pages import build_public_pages
from tests.cast import Cast
from tests.portal.conftest import Login


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
