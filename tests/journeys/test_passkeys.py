"""Passkeys in a real browser with a virtual authenticator, under the strict policy of the portal."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page

from tests import factories as make
from tests.cast import Cast, build_cast

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SUBMIT = ".lw-form button[type=submit]"


@pytest.fixture
def page(browser: Browser) -> Any:
    """A page on a device that can hold passkeys; whatever the policy refuses fails the test."""
    context = browser.new_context(locale="de-DE")
    shown = context.new_page()
    refused: list[str] = []
    shown.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    session = context.new_cdp_session(shown)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield shown
    context.close()
    assert not [text for text in refused if "Content Security Policy" in text]


def log_in(page: Page, cast: Cast, address: str) -> None:
    page.goto(f"{address}/konto/anmelden/")
    page.fill("#id_login", cast.member.email)
    page.fill("#id_password", make.PASSWORD)
    page.click(SUBMIT)


def log_out(page: Page, address: str) -> None:
    page.goto(f"{address}/konto/abmelden/")
    page.click(SUBMIT)
    page.wait_for_url("**/konto/anmelden/")


def test_a_passkey_is_added_logs_in_alone_and_serves_as_second_factor_and_as_confirmation(
    page: Page, live_server: Any, settings: Any
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks http
    cast, address = build_cast(), live_server.url.replace("127.0.0.1", "localhost")
    log_in(page, cast, address)
    page.wait_for_url(f"{address}/hoexter/")
    page.goto(f"{address}/konto/passkeys/neu/")
    page.fill("#id_password", make.PASSWORD)
    page.click(SUBMIT)
    page.fill("#id_name", "Dienstlaptop")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"{address}/konto/zweiter-faktor/codes/")
    assert Authenticator.objects.filter(user=cast.member.user, type="webauthn").count() == 1

    log_out(page, address)
    page.goto(f"{address}/hoexter/gremien/")
    page.click("#passkey_login")
    page.wait_for_url(f"{address}/hoexter/gremien/")

    log_out(page, address)
    log_in(page, cast, address)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{address}/hoexter/")

    page.goto(f"{address}/konto/passkeys/bestaetigen/?next=/konto/")
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url(f"{address}/konto/")
    assert page.inner_text("h1") == "Konto"
