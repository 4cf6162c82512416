"""The frame: who sees which entry, and which one is marked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import ResolverMatch, include, path

from portal.components.shell import SECTIONS, ShellFacts, shell


def _page(request: HttpRequest, **words: str) -> HttpResponse:
    return HttpResponse()


_portal = [path(f"{name}/", _page, name=name) for name in [*(entry[0] for entry in SECTIONS), "search"]]
urlpatterns = [
    path("konto/", _page, name="account"),
    path("konto/anmelden/", _page, name="account_login"),
    path("sprache/", _page, name="set_language"),
    path("werkstatt/", _page, name="wagtailadmin_home"),
    path("<slug:authority>/", include((_portal, "portal"))),
]
pytestmark = pytest.mark.urls("tests.portal.test_shell")


def frame(
    *, url_name: str = "overview", facts: ShellFacts | None = None, signed_in: bool = True, slug: str = "hx"
) -> Any:
    """Return the frame of a request as the middleware leaves it."""
    request: Any = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=signed_in)
    request.authority = SimpleNamespace(slug=slug, name="Kreis Höxter") if slug else None
    request.shell_facts = facts
    request.resolver_match = ResolverMatch(_page, (), {}, url_name=url_name, namespaces=["portal"])
    return shell(request)["shell"]


def test_cases_and_desk_appear_only_for_those_who_may() -> None:
    plain, full = frame(), frame(facts=ShellFacts(sees_cases=True, uses_desk=True))
    assert [entry.url for entry in plain.navigation].count("/hx/cases/") == 0
    assert [entry.url for entry in full.navigation].count("/hx/cases/") == 1
    assert (plain.desk_url, full.desk_url) == ("", "/werkstatt/")


def test_bodies_disappear_for_those_who_may_not_see_them() -> None:
    usual, guest = frame(), frame(facts=ShellFacts(sees_bodies=False))
    assert "/hx/bodies/" in [entry.url for entry in usual.navigation]
    assert "/hx/bodies/" not in [entry.url for entry in guest.navigation]


@pytest.mark.parametrize(
    ("url_name", "marked"),
    [
        ("processes", ("/hx/processes/", "page")),
        ("process", ("/hx/processes/", "true")),
        ("process_step", ("/hx/processes/", "true")),
        ("meeting", ("/hx/meetings/", "true")),
        ("ballot", ("/hx/meetings/", "true")),
        ("resolution", ("/hx/register/", "true")),
        ("body", ("/hx/bodies/", "true")),
    ],
)
def test_exactly_the_entry_of_the_page_is_marked(url_name: str, marked: tuple[str, str]) -> None:
    navigation = frame(url_name=url_name).navigation
    assert [(entry.url, entry.current) for entry in navigation if entry.current] == [marked]


def test_without_an_authority_there_is_neither_navigation_nor_search() -> None:
    outside = frame(slug="")
    assert outside.navigation == ()
    assert outside.search_url == ""
    assert outside.home_url == "/"


def test_strangers_get_a_way_to_log_in_and_nothing_else() -> None:
    stranger = frame(signed_in=False, slug="")
    assert stranger.login_url == "/konto/anmelden/"
    assert stranger.account_url == ""


@override_settings(DEMO=True)
def test_the_demo_says_what_it_is() -> None:
    assert frame().demo
