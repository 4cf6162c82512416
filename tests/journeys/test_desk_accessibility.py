"""axe on the desk: lists, editors and the pages of our own, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from tests.cast import Cast
from tests.desk.samples import VIEWSETS, freshly, records_in
from tests.journeys.pages import Shown
from tests.journeys.test_accessibility import look
from tests.portal.conftest import login

pytestmark = pytest.mark.axe
__all__ = ["login"]

# Editors that hold rich text are left out: Wagtail gives the editable part no name of its own.
WITH_RECORD = (
    ("desk_papers", "edit"), ("desk_papers", "vorschau"), ("desk_papers", "verlauf"), ("desk_templates", "edit"),
    ("desk_templates", "delete"), ("desk_memberships", "edit"), ("desk_people", "edit"),
    ("desk_rules", "edit"), ("desk_minutes", "edit"), ("desk_people", "verlauf"),
)  # fmt: skip
LISTS = ("desk_memberships", "desk_people", "desk_text_modules", "desk_papers")


def shown(client: Client, cast: Cast) -> Iterator[Shown]:
    """Yield home, search, lists, editors and the pages of steps as the coordinator gets them."""
    records = records_in(cast.authority, "Eigen")
    chosen = records["desk_memberships"].public_id  # type: ignore[attr-defined]
    paths = {
        "home": reverse("wagtailadmin_home"),
        "search": f"{reverse('desk_search')}?q=Eigen",
        "nothing found": f"{reverse('desk_search')}?q=xyzzy",
        "together": f"{reverse('desk_memberships:gemeinsam-beenden')}?auswahl={chosen}",
        **{f"{name} list": reverse(VIEWSETS[name].get_url_name("index")) for name in LISTS},
        **{f"{name} {view}": VIEWSETS[name].address(view, records[name]) for name, view in WITH_RECORD},
    }
    for name, path in paths.items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers.get("Content-Security-Policy", "")
        yield Shown(name, "coordinator", path, answer.content, policy, missing=False)


def test_no_page_of_the_desk_violates_axe_or_scrolls_sideways(browser: Browser, login: object, cast: Cast) -> None:
    client = freshly(login(cast.coordinator))  # type: ignore[operator]
    assert look(browser, shown(client, cast), {"home", "search", "together"}) == []
