"""People in a real browser: each logs in by the form, coordinators with their second factor."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, format_hotp_value
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright

from governance.models import Person, User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser and a database that the server's thread sees."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium; `make test` says loudly when there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield browser
        browser.close()


class Visitor:
    """Somebody at a screen: a page of their own, logged in."""

    def __init__(self, page: Page, base: str, person: Person | User) -> None:
        self.page = page
        self.base = base
        self.user = person.user if isinstance(person, Person) else person
        self.slug = person.authority.slug if isinstance(person, Person) else ""

    def go(self, path: str) -> Page:
        """Open an address below the authority's slug, or an absolute path."""
        self.page.goto(f"{self.base}{path}" if path.startswith("/") else f"{self.base}/{self.slug}/{path}")
        return self.page

    def press(self, name: str, *, exact: bool = True) -> Page:
        """Press the one button or link with this name."""
        page = self.page
        target = page.get_by_role("button", name=name, exact=exact).or_(
            page.get_by_role("link", name=name, exact=exact)
        )
        target.first.click()
        return page

    def log_in(self, password: str, secret: str | None) -> None:
        """Log in by the form; with `secret`, pass the second factor."""
        page = self.go("/konto/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill(self.user.email)
        page.get_by_label("Passwort", exact=True).fill(password)
        self.press("Anmelden")
        if secret:
            page.get_by_label("Code", exact=False).first.fill(code(secret))
            page.locator("form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/konto/" not in url)


def code(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, live_server: object) -> Iterator[Visit]:
    """Return a function that seats a person at a screen: `visit(person, size=PHONE)`."""
    contexts = []

    def seat(
        person: Person | User,
        *,
        password: str = "Beispiel-Zugang-1",
        factor: bool = False,
        size: dict[str, int] = DESKTOP,
    ) -> Visitor:
        base = str(live_server).replace("127.0.0.1", "localhost")
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]}, locale="de-DE", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), base, person)
        secret = None
        if factor:
            secret = generate_totp_secret()
            Authenticator.objects.filter(user=visitor.user, type=Authenticator.Type.TOTP).delete()
            TOTP.activate(visitor.user, secret)
            cache.clear()
        visitor.log_in(password, secret)
        return visitor

    yield seat
    for context in contexts:
        context.close()
