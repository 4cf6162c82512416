"""Somebody at a screen: what a person does on a page, said in the words of the page."""

from __future__ import annotations

import os
import re
import time
from datetime import date
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from governance.models import Person, User

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


def enrol(user: User) -> str:
    """Give a user a new authenticator app; return its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    return str(secret)


def code(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


class Visitor:
    """A person with a page of their own. `troubles` collects what must never happen."""

    def __init__(self, page: Page, base: str, person: Person | User | None) -> None:
        self.page = page
        self.base = base
        self.user = person.user if isinstance(person, Person) else person
        self.slug = person.authority.slug if isinstance(person, Person) else ""
        self.troubles: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium also prints the status of every refused form; the journeys look at the page for that.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.url}: {response.status}")

    def go(self, path: str = "") -> Page:
        """Open an address below the authority's slug, or an absolute path."""
        self.page.goto(f"{self.base}{path}" if path.startswith("/") else f"{self.base}/{self.slug}/{path}")
        return self.page

    def look_again(self) -> Page:
        """Open the same page anew, to see what others have done meanwhile."""
        self.page.wait_for_load_state()
        # Chromium refuses to reload while a page is being replaced; with a fragment it would ask for nothing.
        self.page.goto(self.page.url.partition("#")[0])
        return self.page

    def named(self, name: str, *, exact: bool = True) -> Locator:
        """Return the button or link with this name in the main part of the page."""
        main = self.page.get_by_role("main")
        button = main.get_by_role("button", name=name, exact=exact)
        return button.or_(main.get_by_role("link", name=name, exact=exact))

    def press(self, name: str, *, exact: bool = True) -> Page:
        """Press the first button or link with this name."""
        self.named(name, exact=exact).first.click()
        return self.page

    def menu(self, name: str) -> Page:
        """Go to a part of the portal by the main navigation."""
        button = self.page.get_by_role("button", name="Menü")
        if button.is_visible():
            button.click()
        self.page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name=name).click()
        return self.page

    def field(self, label: str) -> Locator:
        """Return the field with this label, whether or not the label adds that it may stay empty."""
        exactly = re.compile(rf"^\s*{re.escape(label)}\s*(\(freiwillig\))?\s*$")
        return self.page.get_by_role("main").get_by_label(exactly).first

    def fill(self, **fields: str | date) -> None:
        """Fill fields; the words of a label are joined by underscores."""
        for label, value in fields.items():
            self.write(label.replace("_", " "), value)

    def write(self, label: str, value: str | date) -> None:
        """Fill the field with this label."""
        self.field(label).fill(str(value))

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list by its text."""
        self.field(label).select_option(label=option)

    def tick(self, *labels: str) -> None:
        """Tick boxes or circles."""
        for label in labels:
            self.field(label).check()

    def sees(self, *texts: str) -> None:
        """Expect each text somewhere in the main part of the page."""
        for text in texts:
            expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def misses(self, *names: str) -> None:
        """Expect no button or link with any of these names."""
        for name in names:
            expect(self.named(name)).to_have_count(0)

    def reads(self, heading: str) -> None:
        """Expect the page with this main heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def look(self, name: str) -> None:
        """Keep a picture of the page where JOURNEY_PICTURES names a folder."""
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    def log_in(self, password: str, secret: str | None) -> None:
        """Log in by the form; with `secret`, pass the second factor."""
        # A code counts once and an address has only so many logins a minute; a journey is quicker than its people.
        cache.clear()
        page = self.go("/konto/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill(self.user.email if self.user else "")
        page.get_by_label("Passwort", exact=True).fill(password)
        self.press("Anmelden")
        if secret and not self._pass_factor(secret):
            self._pass_factor(secret)  # the code had changed while it was typed
        page.wait_for_url(lambda url: "/konto/" not in url)

    def _pass_factor(self, secret: str) -> bool:
        """Send the code that counts now; return whether it led on."""
        self.page.get_by_label("Code").first.fill(code(secret))
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()
        return "/zweiter-faktor/" not in self.page.url
