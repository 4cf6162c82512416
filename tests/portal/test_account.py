"""The account page: own data, protection, sessions, language, and the fresh login before sensitive acts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from governance.models import AuditEntry, User
from portal.device import device_name
from portal.views.base import fresh_login_required
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import Login

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


def logged_in(cast: Cast, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/konto/anmelden/", {"login": cast.member.email, "password": make.PASSWORD})
    client.get("/konto/")
    return client


def test_the_page_shows_the_own_data_and_authorities(cast: Cast, login: Login) -> None:
    page = login(cast.member).get("/konto/").content.decode()
    assert cast.member.email in page
    assert "Kreis Höxter" in page
    assert "Nicht eingerichtet" in page


def test_coordinators_without_a_factor_see_that_it_is_missing(cast: Cast, login: Login) -> None:
    assert "Fehlt, Ihre Rolle verlangt ihn" in login(cast.coordinator).get("/konto/").content.decode()


def test_every_role_has_an_account_page_and_nobody_else(cast: Cast, login: Login) -> None:
    for name, user in cast.roles().items():
        assert login(user).get("/konto/").status_code == (302 if name == "anonymous" else 200)


@pytest.mark.parametrize(
    ("agent", "name"),
    [(FIREFOX, "Firefox, Windows"), (IPHONE, "Safari, iPhone"), ("", ""), ("<script>", "")],
)
def test_a_device_is_named_without_keeping_the_whole_header(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_another_session_is_listed_by_its_device_and_can_be_ended(cast: Cast) -> None:
    here, there = logged_in(cast, FIREFOX), logged_in(cast, IPHONE)
    page = here.get("/konto/")
    assert "Firefox, Windows" in page.content.decode()
    assert "Safari, iPhone" in page.content.decode()
    other = next(session for session, ending in page.context["sessions"] if ending)
    assert other.row.session_key not in page.content.decode()
    assert here.post("/konto/sitzungen/", {"session": other.name}).status_code == 303
    assert there.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200
    assert AuditEntry.objects.filter(action="login.sessions_ended").count() == 1


def test_all_other_sessions_end_at_once_and_this_one_stays(cast: Cast) -> None:
    here, others = logged_in(cast, FIREFOX), [logged_in(cast, IPHONE) for _ in range(2)]
    here.post("/konto/sitzungen/")
    assert here.get("/konto/").status_code == 200
    assert [client.get("/konto/").status_code for client in others] == [302, 302]


def test_nobody_ends_the_session_of_somebody_else(cast: Cast, login: Login) -> None:
    mine = logged_in(cast, FIREFOX)
    name = mine.get("/konto/").context["sessions"][0][0].name
    login(cast.chair).post("/konto/sitzungen/", {"session": name})
    assert mine.get("/konto/").status_code == 200


def test_reading_changes_nothing(cast: Cast, login: Login) -> None:
    client = login(cast.member)
    assert client.get("/konto/sitzungen/").status_code == 405
    assert client.get("/sprache/setzen/").status_code == 405


def test_the_language_is_kept_with_the_account(cast: Cast, login: Login) -> None:
    client = login(cast.member)
    assert 'lang="de"' in client.get("/konto/").content.decode()
    client.post("/sprache/setzen/", {"language": "en", "next": "/konto/"})
    assert '<html lang="en">' in client.get("/konto/").content.decode()
    assert User.objects.get(pk=cast.member.user.pk).language == "en"  # type: ignore[union-attr]
    elsewhere = login(cast.member)
    assert '<html lang="en">' in elsewhere.get("/konto/").content.decode()


def test_an_unknown_language_changes_nothing(cast: Cast, login: Login) -> None:
    client = login(cast.member)
    client.post("/sprache/setzen/", {"language": "xx", "next": "/konto/"})
    assert User.objects.get(pk=cast.member.user.pk).language == "de"  # type: ignore[union-attr]


def test_somebody_without_a_login_switches_the_language_for_the_browser(db: None) -> None:
    client = Client()
    client.post("/sprache/setzen/", {"language": "en", "next": "/konto/anmelden/"})
    assert '<html lang="en">' in client.get("/konto/anmelden/").content.decode()


def test_the_language_form_does_not_lead_to_another_host(db: None) -> None:
    answer = Client().post("/sprache/setzen/", {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in answer.headers["Location"]


def test_a_changed_password_keeps_this_session_and_ends_the_others(cast: Cast) -> None:
    here, there = logged_in(cast, FIREFOX), logged_in(cast, IPHONE)
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": make.PASSWORD, "password1": "Neues langes Passwort 1", "password2": "Neues langes Passwort 1"},
    )
    assert answer.status_code == 302
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302


def request_of(client: Client, path: str, user: User) -> Any:
    request = RequestFactory().post(path, headers={"referer": f"http://testserver{path}seite/?x=1"})
    SessionMiddleware(lambda _r: HttpResponse()).process_request(request)
    request.session = client.session  # type: ignore[assignment]
    MessageMiddleware(lambda _r: HttpResponse()).process_request(request)
    request.user = user
    return request


@fresh_login_required(once_per="meeting_id")
def close_vote(request: Any, meeting_id: str) -> HttpResponse:
    return HttpResponse(f"closed {meeting_id}")


def test_a_sensitive_act_asks_for_the_password_and_leads_back(cast: Cast) -> None:
    client, user = logged_in(cast, FIREFOX), cast.member.user
    assert user is not None
    answer = close_vote(request_of(client, "/hoexter/", user), meeting_id="m1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/konto/bestaetigen/?next=%2Fhoexter%2Fseite%2F%3Fx%3D1"
    back = client.post(answer.headers["Location"], {"password": make.PASSWORD})
    assert back.headers["Location"] == "/hoexter/seite/?x=1"
    assert close_vote(request_of(client, "/hoexter/", user), meeting_id="m1").content == b"closed m1"


def test_one_fresh_login_is_enough_for_an_opened_session_and_counts_for_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, user = logged_in(cast, FIREFOX), cast.member.user
    assert user is not None
    client.post("/konto/bestaetigen/", {"password": make.PASSWORD})
    request = request_of(client, "/hoexter/", user)
    close_vote(request, meeting_id="m1")
    request.session.save()
    monkeypatch.setattr("governance.access.fresh_login.did_recently_reauthenticate", lambda _request: False)
    later = request_of(client, "/hoexter/", user)
    assert close_vote(later, meeting_id="m1").content == b"closed m1"
    assert close_vote(later, meeting_id="m2").status_code == 303
