"""The handbook in the portal: every chapter is there for everybody, and every link and picture leads somewhere."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from portal.handbook import CHAPTERS, FOLDER

pytestmark = pytest.mark.django_db


def read(address: str) -> BeautifulSoup:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def test_every_page_of_the_folder_is_a_chapter_once() -> None:
    assert sorted({path.stem for path in FOLDER.glob("*.md")} - {"README"}) == sorted(CHAPTERS)


def test_the_contents_lead_to_every_section() -> None:
    links = [str(link["href"]) for link in read(reverse("handbook")).select("main a[href]")]
    assert [link for link in links if "#" not in link] == [
        reverse("handbook_chapter", args=[name]) for name in CHAPTERS
    ]
    assert len(links) > 3 * len(CHAPTERS)
    for link in links:
        address, _hash, mark = link.partition("#")
        assert not mark or read(address).find(id=mark), link


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_its_pictures_and_leads_on(name: str) -> None:
    page = read(reverse("handbook_chapter", args=[name]))
    assert len(page.select("h1")) == 1
    for picture in page.select("article img"):
        assert str(picture["alt"]).strip()
        assert finders.find(str(picture["src"]).removeprefix(settings.STATIC_URL)), picture
    for link in page.select("article a[href]"):
        assert str(link["href"]).startswith("/handbuch/"), link
        read(str(link["href"]))


def test_an_unknown_chapter_is_not_found() -> None:
    assert Client().get("/handbuch/readme/").status_code == 404
