"""allauth is the only login, by every path; the second factor is mandatory where access.md says so."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from governance.models import LoginInvitation, OutboxMessage, Role, User
from governance.rules import clock
from governance.usecases.accounts import invite_person
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

SECRET = "JBSWY3DPEHPK3PXP"
NEW_PASSWORD = "Ein langer Satz als Passwort"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def code(offset: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset)))


def user_of(person: Any) -> User:
    assert person.user is not None
    return person.user  # type: ignore[no-any-return]


def by_password(person: Any, **extra: str) -> Client:
    """A client that has passed the password page, as a person would."""
    client = Client()
    client.post("/konto/anmelden/", {"login": user_of(person).email, "password": make.PASSWORD, **extra})
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/werkstatt/", "/werkstatt/login/", "/_util/login/", "/konto/", "/start/",
        "/hoexter/", "/hoexter/sitzungen/", "/konto/passwort/aendern/", "/konto/zweiter-faktor/",
    ],
)  # fmt: skip
def test_every_way_in_leads_to_the_one_login(cast: Cast, path: str) -> None:
    response = Client().get(path, follow=True)
    assert response.redirect_chain[-1][0].startswith("/konto/anmelden/")


@pytest.mark.parametrize("path", ["/werkstatt/password_reset/", "/werkstatt/password_reset/confirm/MQ/set-password/"])
def test_the_desks_own_password_reset_leads_to_the_one_reset(db: None, path: str) -> None:
    assert Client().get(path).headers["Location"] == "/konto/passwort/vergessen/"


@pytest.mark.parametrize(
    "path", ["/konto/email/", "/konto/e-mail/", "/konto/signup/", "/konto/login/code/", "/accounts/login/", "/admin/"]
)
def test_other_account_pages_do_not_exist(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/konto/registrieren/"])
def test_sign_up_is_closed(db: None, path: str) -> None:
    answer = Client().get(path)
    assert "Zugang auf Einladung" in answer.content.decode()
    Client().post(path, {"email": "neu@example.org", "password1": NEW_PASSWORD})
    assert not User.objects.filter(email="neu@example.org").exists()


def test_a_deep_link_survives_the_login(cast: Cast) -> None:
    client = Client()
    to_login = client.get("/hoexter/gremien/?a=1").headers["Location"]
    page = client.get(to_login)
    assert 'name="next" value="/hoexter/gremien/?a=1"' in page.content.decode()
    answer = client.post(to_login, {"login": cast.member.email, "password": make.PASSWORD})
    assert answer.headers["Location"] == "/hoexter/gremien/?a=1"


def test_a_link_to_another_host_is_not_followed_after_the_login(cast: Cast) -> None:
    answer = Client().post(
        "/konto/anmelden/?next=https://evil.example/", {"login": cast.member.email, "password": make.PASSWORD}
    )
    assert answer.headers["Location"] == "/start/"


def test_a_wrong_password_keeps_the_address_and_says_so_in_german(cast: Cast) -> None:
    answer = Client().post("/konto/anmelden/", {"login": cast.member.email, "password": "falsch"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert cast.member.email in page
    assert "Bitte prüfen Sie Ihre Eingabe" in page
    assert "falsch" not in page.replace("falsch.", "")


def test_the_only_authority_opens_after_the_login(cast: Cast, login: Login) -> None:
    assert login(cast.member).get("/start/").headers["Location"] == "/hoexter/"


def test_two_authorities_are_offered(cast: Cast, login: Login) -> None:
    make.PersonFactory(authority=cast.other_authority, user=cast.member.user, email=cast.member.email)
    page = login(cast.member).get("/start/").content.decode()
    assert 'href="/hoexter/"' in page
    assert 'href="/warendorf/"' in page


def test_administrators_without_a_person_go_to_the_desk(cast: Cast, login: Login) -> None:
    assert login(cast.administrator).get("/start/").headers["Location"] == "/werkstatt/"


@pytest.mark.parametrize("path", ["/werkstatt/", "/hoexter/", "/hoexter/gremien/"])
def test_a_coordinator_without_a_second_factor_is_led_to_its_set_up(cast: Cast, path: str) -> None:
    answer = by_password(cast.coordinator).get(path)
    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_an_administrator_without_a_second_factor_does_not_reach_the_desk(cast: Cast) -> None:
    client = Client()
    client.post("/konto/anmelden/", {"login": cast.administrator.email, "password": make.PASSWORD})
    assert client.get("/werkstatt/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.post("/werkstatt/").headers["Location"] == reverse("mfa_activate_totp")


def test_a_member_needs_no_second_factor(cast: Cast) -> None:
    assert by_password(cast.member).get("/hoexter/gremien/").status_code == 200


def test_a_role_granted_in_the_middle_of_a_session_demands_the_second_factor_at_once(cast: Cast) -> None:
    client = by_password(cast.member)
    assert client.get("/hoexter/gremien/").status_code == 200
    make.RoleFactory(person=cast.member, role=Role.COORDINATOR)
    assert client.get("/hoexter/gremien/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.get("/werkstatt/").headers["Location"] == reverse("mfa_activate_totp")


def test_a_session_older_than_the_factor_has_to_show_it(cast: Cast) -> None:
    stolen = by_password(cast.coordinator)
    TOTP.activate(user_of(cast.coordinator), SECRET)
    answer = stolen.get("/hoexter/gremien/")
    assert answer.headers["Location"].startswith("/konto/zweiter-faktor/bestaetigen/?next=")
    answer = stolen.post(answer.headers["Location"], {"code": code()})
    assert answer.headers["Location"] == "/hoexter/gremien/"
    assert stolen.get("/hoexter/gremien/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ],
)
def test_a_session_older_than_the_factor_does_not_get_past_it_with_the_password(cast: Cast, name: str) -> None:
    stolen = by_password(cast.coordinator)
    TOTP.activate(user_of(cast.coordinator), SECRET)
    stolen.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    for answer in (stolen.get(reverse(name)), stolen.post(reverse(name))):
        assert answer.headers["Location"].startswith("/konto/zweiter-faktor/bestaetigen/?next=")
    assert stolen.get("/hoexter/gremien/").status_code == 302
    assert Authenticator.objects.filter(user=cast.coordinator.user).count() == 1


def test_whoever_has_a_factor_is_asked_for_it_at_the_login(cast: Cast) -> None:
    TOTP.activate(user_of(cast.member), SECRET)
    client = by_password(cast.member)
    assert client.get("/hoexter/gremien/").status_code == 302
    wrong = client.post("/konto/zweiter-faktor/anmelden/", {"code": "000000"})
    assert wrong.status_code == 422
    client.post("/konto/zweiter-faktor/anmelden/", {"code": code()})
    assert client.get("/hoexter/gremien/").status_code == 200


def test_setting_up_an_app_lets_a_coordinator_in_and_gives_recovery_codes(cast: Cast) -> None:
    client = by_password(cast.coordinator)
    first = client.get(reverse("mfa_activate_totp"))
    assert first.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(first.headers["Location"], {"password": make.PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    image = BeautifulSoup(page.content, "html.parser").select_one("img.lw-qr")
    assert image is not None
    assert str(image["src"]).startswith("data:image/svg+xml;base64,")
    secret = page.context["form"].secret
    good = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post(reverse("mfa_activate_totp"), {"code": good})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "Ersatzcodes" in codes
    assert client.get("/hoexter/gremien/").status_code == 200
    stored = Authenticator.objects.get(user=cast.coordinator.user, type="totp").data
    assert secret not in str(stored)


def test_a_coordinator_does_not_remove_the_last_factor(cast: Cast, login: Login) -> None:
    TOTP.activate(user_of(cast.coordinator), SECRET)
    client = by_password(cast.coordinator)
    client.post("/konto/zweiter-faktor/anmelden/", {"code": code()})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "verlangt einen zweiten Faktor" in answer.content.decode()
    assert Authenticator.objects.filter(user=cast.coordinator.user, type="totp").exists()


def test_the_last_passkey_of_a_coordinator_stays_too(cast: Cast) -> None:
    user = user_of(cast.coordinator)
    client = by_password(cast.coordinator)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert Authenticator.objects.filter(pk=key.pk).exists()


PAGES = [
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_inactive", "account_reset_password_from_key_done",
]  # fmt: skip
OWN_PAGES = [
    "account", "account_logout", "account_reauthenticate", "account_change_password", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "socialaccount_connections",
]  # fmt: skip


def assert_strict(answer: Any) -> None:
    """No inline script or style, a policy without `unsafe-inline`, the portal's frame, German."""
    policy_header = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy_header
    assert "unsafe-eval" not in policy_header
    soup = BeautifulSoup(answer.content, "html.parser")
    for script in soup.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json", script
    assert not soup.find_all("style")
    assert not soup.find_all(style=True)
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert soup.html is not None
    assert soup.html["lang"] == "de"
    assert len(soup.select("h1")) == 1
    assert soup.select_one("header .lw-brand") is not None


@pytest.mark.parametrize("name", PAGES)
def test_pages_before_the_login_hold_the_strict_policy(db: None, name: str) -> None:
    assert_strict(Client().get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_the_account_hold_the_strict_policy(cast: Cast, name: str) -> None:
    client = by_password(cast.member)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert not answer.redirect_chain
    assert_strict(answer)
    assert "no-store" in answer.headers["Cache-Control"]


def test_pages_of_a_set_up_factor_hold_the_strict_policy(cast: Cast) -> None:
    TOTP.activate(user_of(cast.member), SECRET)
    client = by_password(cast.member)
    assert_strict(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    Authenticator.objects.create(
        user=user_of(cast.member), type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    for name in ("mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn"):
        assert_strict(client.get(reverse(name)))


def mail_to(address: str) -> str:
    stored = OutboxMessage.objects.filter(recipient=address).latest("pk")
    body = message_from_bytes(bytes(stored.content), policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_forgotten_password_is_reset_with_a_link_of_the_configured_address(cast: Cast) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    client.post("/konto/passwort/vergessen/", {"email": cast.member.email})
    found = re.search(r"(http://localhost:8000)(/konto/passwort/neu/\S+)", mail_to(cast.member.email))
    assert found
    page = client.get(found[2], follow=True)
    form_path = page.redirect_chain[-1][0]
    assert_strict(page)
    weak = client.post(form_path, {"password1": "kurz", "password2": "kurz"})
    assert weak.status_code == 422
    done = client.post(form_path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert done.headers["Location"] == "/konto/passwort/neu/fertig/"
    assert User.objects.get(pk=user_of(cast.member).pk).check_password(NEW_PASSWORD)
    again = client.get(found[2], follow=True)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast: Cast) -> None:
    known = Client().post("/konto/passwort/vergessen/", {"email": cast.member.email})
    before = OutboxMessage.objects.count()
    unknown = Client().post("/konto/passwort/vergessen/", {"email": "niemand@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert OutboxMessage.objects.count() == before


def invitation_path(cast: Cast, role: str = "") -> str:
    person = make.PersonFactory(authority=cast.authority, user=None, email="neu@example.org")
    if role:
        make.RoleFactory(person=person, role=role)
    invite_person(by=cast.viewer(cast.coordinator), person_id=person.public_id)
    found = re.search(r"http://localhost:8000(/konto/einladung/\S+/)", mail_to("neu@example.org"))
    assert found
    return found[1]


def test_an_invited_member_sets_a_password_and_is_in(cast: Cast) -> None:
    path, client = invitation_path(cast), Client()
    assert_strict(client.get(path))
    answer = client.post(path, {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert answer.headers["Location"] == "/start/"
    assert client.get("/start/").headers["Location"] == "/hoexter/"
    assert EmailAddress.objects.get(email="neu@example.org").verified


def test_an_invited_coordinator_is_led_to_the_second_factor_without_asking_twice(cast: Cast) -> None:
    path, client = invitation_path(cast, Role.COORDINATOR), Client()
    answer = client.post(path, {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        (NEW_PASSWORD, "anders", "Beide Eingaben müssen gleich sein"),
        ("kurz", "kurz", "Passwort"),
        ("", "", "Feld"),
        ("neu@example.org", "neu@example.org", "E-Mail"),
    ],
)
def test_a_first_password_that_does_not_fit_comes_back_with_a_sentence(
    cast: Cast, password: str, again: str, sentence: str
) -> None:
    path = invitation_path(cast)
    answer = Client().post(path, {"password": password, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.get(email="neu@example.org").has_usable_password()


def test_a_used_and_an_expired_link_say_what_to_do(cast: Cast) -> None:
    path = invitation_path(cast)
    Client().post(path, {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    used = Client().get(path)
    assert used.status_code == 410
    assert "schon benutzt" in used.content.decode()
    LoginInvitation.objects.update(accepted_at=None, expires_at=clock.now() - timedelta(days=1))
    User.objects.filter(email="neu@example.org").update(password="!")
    expired = Client().get(path)
    assert expired.status_code == 410
    assert "abgelaufen" in expired.content.decode()


def test_an_unknown_link_is_not_found(db: None) -> None:
    assert Client().get("/konto/einladung/geraten/").status_code == 404


@override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"})
def test_too_many_attempts_get_a_page_that_says_so(cast: Cast) -> None:
    client = Client()
    answers = [client.post("/konto/anmelden/", {"login": "a@example.org", "password": "x"}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert "Zu viele Versuche" in answers[-1].content.decode()


def test_guessing_passwords_of_one_account_is_slowed_down(cast: Cast) -> None:
    client = Client()
    for _ in range(6):
        client.post("/konto/anmelden/", {"login": cast.member.email, "password": "geraten"})
    answer = client.post("/konto/anmelden/", {"login": cast.member.email, "password": make.PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in {422, 429}


def test_an_idle_session_ends(cast: Cast) -> None:
    client = by_password(cast.member)
    client.get("/hoexter/gremien/")
    with clock.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert client.get("/hoexter/gremien/").headers["Location"].startswith("/konto/anmelden/")


def test_a_session_ends_after_eight_hours_however_busy(cast: Cast) -> None:
    client = by_password(cast.member)
    start = clock.now()
    for half_hours in range(16):
        with clock.travel(start + timedelta(minutes=30 * half_hours)):
            assert client.get("/hoexter/gremien/").status_code == 200
    with clock.travel(start + timedelta(hours=8, minutes=1)):
        assert client.get("/hoexter/gremien/").status_code == 302


def test_requests_do_not_write_the_session_every_time(cast: Cast) -> None:
    client = by_password(cast.member)
    client.get("/hoexter/gremien/")
    with queries_counted() as captured:
        client.get("/hoexter/gremien/")
    assert [q["sql"] for q in captured.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))] == []


def test_a_closed_account_cannot_log_in_and_open_sessions_end(cast: Cast) -> None:
    client = by_password(cast.member)
    User.objects.filter(pk=user_of(cast.member).pk).update(is_active=False)
    assert client.get("/hoexter/gremien/").status_code == 302
    again = Client()
    again.post("/konto/anmelden/", {"login": cast.member.email, "password": make.PASSWORD})
    assert "_auth_user_id" not in again.session


def test_somebody_who_left_the_authority_finds_nothing_there_at_once(cast: Cast) -> None:
    client = by_password(cast.member)
    type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)
    assert client.get("/hoexter/gremien/").status_code == 404
