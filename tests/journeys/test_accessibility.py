"""axe on the pages of the demo: wide and narrow, light and dark, and with the errors of every form.

By default every address is looked at once, its role, width and theme chosen in turn; AXE=all looks at everything.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from governance.management.demo import story_cases, story_meeting, story_paper
from governance.management.demo.people import Kreis
from governance.management.demo.play import play_story
from governance.management.demo.scenes import Scene, Timetable
from governance.management.demo.topics import HOME_AFTER_RECOGNITION
from governance.rules import clock
from governance.usecases import cases
from tests.journeys.conftest import Hands
from tests.journeys.pages import Shown, pages, refused_forms

pytestmark = pytest.mark.axe
AXE = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HOST = "http://portal.invalid"
LOOKS = ((1280, "light"), (320, "dark"), (320, "light"), (1280, "dark"))
EVERYTHING = os.environ.get("AXE") == "all"


@pytest.fixture
def demo(kreis: Kreis, hands: Hands) -> Kreis:
    """The Kreis while its session votes, with a second topic on the agenda of a coming one."""
    hands.put(date(2027, 5, 12), 15)
    play_story(kreis, Timetable.of(Scene.SESSION, clock.now()), Scene.SESSION)
    coming = Timetable.of(Scene.INVITED, clock.now())
    series = story_cases.play_cases(kreis, coming, HOME_AFTER_RECOGNITION)
    process = story_cases.play_topic(kreis, coming, HOME_AFTER_RECOGNITION, series)
    paper = story_paper.play_paper(kreis, coming, HOME_AFTER_RECOGNITION, process)
    meeting = story_meeting.plan_meeting(kreis, coming, days=0, planned=-60)
    story_meeting.play_agenda(kreis, coming, meeting, paper)
    story_meeting.play_invitation(kreis, coming, meeting, days=-15)
    cases.create_series(by=kreis.viewer("feldkamp"), title="Herbst")
    return kreis


def chosen(pages: Iterable[Shown]) -> Iterator[tuple[Shown, int, str]]:
    """Yield pages with width and theme: in every look, or in changing ones."""
    for turn, page in enumerate(pages):
        for width, theme in LOOKS if EVERYTHING else (LOOKS[turn % len(LOOKS)],):
            yield page, width, theme


@contextmanager
def screens(browser: Browser) -> Iterator[Callable[[Shown, int, str], Page]]:
    """Open a page as the server sent it, with its policy; nothing leaves the machine and nothing is sent back."""
    shown: dict[str, Shown] = {}
    tabs: dict[tuple[int, str], Page] = {}

    def answer(route: Route) -> None:
        address = unquote(urlsplit(route.request.url).path)
        if address.startswith(settings.STATIC_URL):
            found = finders.find(address.removeprefix(settings.STATIC_URL))
            kind = mimetypes.guess_type(address)[0] or ""
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind) if found else route.abort()
        elif route.request.is_navigation_request():
            page = shown["page"]
            headers = {"Content-Security-Policy": page.policy} if page.policy else {}
            route.fulfill(body=page.html, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(status=204)

    def show(page: Shown, width: int, theme: str) -> Page:
        if (width, theme) not in tabs:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if theme == "dark" else "light",
                locale="de-DE",
                reduced_motion="reduce",
            )
            tabs[width, theme] = context.new_page()
            tabs[width, theme].route("**/*", answer)
        shown["page"] = page
        tabs[width, theme].goto(f"{HOST}{page.path}")
        return tabs[width, theme]

    yield show
    for tab in tabs.values():
        tab.context.close()


def look(browser: Browser, pages: Iterable[Shown], names: set[str]) -> list[str]:
    """Return what is wrong with the pages, one line each; the `names` must be among them."""
    wrong = []
    seen = set()
    with screens(browser) as show:
        for page, width, theme in chosen(pages):
            where = f"{page.name} as {page.role} at {width} {theme} ({page.path})"
            seen.add(page.name)
            screen = show(page, width, theme)
            screen.evaluate(f"(function () {{ {AXE} }}).call(window)")
            result = screen.evaluate("rules => axe.run(document, rules)", RULES)
            assert result["passes"], f"axe checked nothing: {where}"
            wrong += [
                f"{where}: {found['id']} {[node['html'][:140] for node in found['nodes'][:2]]}"
                for found in result["violations"]
            ]
            over = screen.evaluate("document.documentElement.scrollWidth") - width
            if over > 0:
                wrong.append(f"{where}: {over} px too wide")
    assert seen >= names, f"not looked at: {names - seen}; only {sorted(seen)}"
    return wrong


def test_no_page_of_any_role_violates_axe_or_scrolls_sideways(browser: Browser, demo: Kreis) -> None:
    names = {"overview", "process", "agenda", "session", "vote", "minutes", "account_login", "/"}
    assert look(browser, pages(demo, whole=EVERYTHING), names) == []


def test_no_form_with_errors_violates_axe_or_scrolls_sideways(browser: Browser, demo: Kreis) -> None:
    names = {"meeting_plan", "process_start", "case_nominate", "account_login"}
    assert look(browser, refused_forms(demo, whole=EVERYTHING), names) == []
