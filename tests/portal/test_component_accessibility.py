"""The components in a real browser: axe, widths, themes, focus. The form is shown with all its errors."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route

from tests.portal import preview

pytestmark = pytest.mark.browser
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HOST = "http://preview.invalid"


def html(name: str) -> str:
    """Return the preview with every error shown, or an error page."""
    with translation.override("de"):
        if name == "preview":
            template = engines["django"].from_string(preview.TEMPLATE)
            return str(template.template.render(preview.django_context({})))
        return render_to_string(f"{name}.html", {"incident": "ab12cd34"})


def answer(route: Route) -> None:
    """Serve pages and static files from here; nothing leaves the machine."""
    address = unquote(urlsplit(route.request.url).path)
    if address.startswith(settings.STATIC_URL):
        found = finders.find(address.removeprefix(settings.STATIC_URL))
        if not found:
            route.fulfill(status=404)
            return
        route.fulfill(body=Path(str(found)).read_bytes(), content_type=mimetypes.guess_type(address)[0] or "")
        return
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
    route.fulfill(
        body=html(address.strip("/")),
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": policy},
    )


def opened(browser: Any, name: str, *, width: int, theme: str) -> tuple[Page, list[str]]:
    """Open a page under the portal's strict policy; return it and what the console complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, locale="de-DE", bypass_csp=False
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.route("**/*", answer)
    page.goto(f"{HOST}/{name}/")
    return page, complaints


@pytest.mark.axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["preview", "500"])
def test_no_axe_violation_no_sideways_scrolling_no_policy_violation(
    browser: Any, name: str, width: int, theme: str
) -> None:
    page, complaints = opened(browser, name, width=width, theme=theme)
    result = page.evaluate(f"(function () {{ {AXE.read_text()} }}).call(window)") or page.evaluate(
        "rules => axe.run(document, rules)", RULES
    )
    violations = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]
    assert result["passes"], "axe checked nothing"
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


def test_the_page_opens_at_its_errors_and_a_link_leads_to_the_field(browser: Any) -> None:
    page, _ = opened(browser, "preview", width=1280, theme="light")
    assert page.evaluate("document.activeElement.classList.contains('lw-form-errors')")
    page.click(".lw-form-errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.context.close()


def test_the_chosen_theme_stays_after_loading_the_page_again(browser: Any) -> None:
    page, _ = opened(browser, "preview", width=1280, theme="light")
    page.click("[data-theme-toggle]")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.kernTheme") == "dark"
    page.context.close()


def test_the_phone_menu_opens_and_closes_with_the_keyboard(browser: Any) -> None:
    page, _ = opened(browser, "preview", width=390, theme="light")
    assert not page.is_visible("#menue")
    page.focus(".lw-menu-btn")
    page.keyboard.press("Enter")
    assert page.is_visible("#menue")
    page.keyboard.press("Escape")
    assert not page.is_visible("#menue")
    page.context.close()
