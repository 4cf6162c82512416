"""The page with everything that is stored on oneself, and what is left of the recovery codes."""

from __future__ import annotations

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from governance.models import AuditEntry, OutboxMessage
from tests import factories as make
from tests.cast import Cast
from tests.desk.samples import freshly
from tests.portal.conftest import Login


def test_a_fresh_login_is_asked_before_anything_is_shown_or_made(cast: Cast, login: Login) -> None:
    client = login(cast.member)
    for answer in (client.get("/konto/meine-daten/"), client.post("/konto/meine-daten/", {"format": "json"})):
        assert answer.status_code == 303
        assert "/konto/" in answer["Location"]
    assert not AuditEntry.objects.filter(action="person.exported").exists()
    assert login(None).get("/konto/meine-daten/").status_code == 302


def test_both_files_are_handed_out_and_logged(cast: Cast, login: Login) -> None:
    client = freshly(login(cast.member))
    page = client.get("/konto/meine-daten/").content.decode()
    assert "Kreis Höxter" in page
    made = client.post("/konto/meine-daten/", {"format": "json"})
    assert "attachment" in made["Content-Disposition"]
    assert "no-store" in made["Cache-Control"]
    assert json.loads(made.content)["people"][0]["name"] == str(cast.member)
    assert client.post("/konto/meine-daten/", {"format": "pdf"}).content.startswith(b"%PDF")
    assert client.post("/konto/meine-daten/", {"format": "exe"}).status_code == 404
    assert AuditEntry.objects.filter(action="person.exported").count() == 2


def test_the_account_says_how_many_recovery_codes_are_left(cast: Cast, login: Login) -> None:
    user = cast.member.user
    TOTP.activate(user, "ABCDEFGHIJKLMNOP")
    codes = RecoveryCodes.activate(user)
    assert "noch 10 Ersatzcodes" in login(cast.member).get("/konto/").content.decode()
    for code in codes.get_unused_codes()[:9]:
        assert codes.validate_code(code)
    assert "Nur noch 1 Ersatzcode" in login(cast.member).get("/konto/").content.decode()


def test_a_lost_factor_is_reset_by_an_administrator_after_a_fresh_login(cast: Cast, login: Login) -> None:
    user = cast.coordinator.user
    assert user is not None
    TOTP.activate(user, "ABCDEFGHIJKLMNOP")
    RecoveryCodes.activate(user)
    reset = reverse("desk_users:faktor-zuruecksetzen", args=[user.public_id])
    client = login(cast.administrator)
    assert "/konto/" in client.post(reset)["Location"]
    assert Authenticator.objects.filter(user=user).exists()
    freshly(client)
    assert "Person" in client.get(reset).content.decode()
    assert client.post(reset).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert AuditEntry.objects.get(action="login.second_factor_reset").actor == cast.administrator.public_id
    assert OutboxMessage.objects.get().recipient == user.email
    again = login(None)
    again.post("/konto/anmelden/", {"login": user.email, "password": make.PASSWORD})
    first = again.get("/hoexter/")
    assert first.status_code == 302
    assert first["Location"].startswith(reverse("mfa_activate_totp")), "a new factor comes first"


def test_the_page_of_the_second_factor_says_what_to_do_without_one(cast: Cast, login: Login) -> None:
    user = cast.coordinator.user
    assert user is not None
    TOTP.activate(user, "ABCDEFGHIJKLMNOP")
    client = login(None)
    answer = client.post("/konto/anmelden/", {"login": user.email, "password": make.PASSWORD}, follow=True)
    assert "Gerät verloren" in answer.content.decode()
