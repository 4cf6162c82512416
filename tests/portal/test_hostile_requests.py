"""Requests that no browser sends: forged headers, broken cookies and bodies, unusual methods."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from portal.views.base import page_before
from tests.cast import Cast
from tests.portal.conftest import Login

FORGED = {"SCRIPT_NAME": "/vor"}
"""What a web server makes of a header of this name, where the proxy lets it through."""


@pytest.mark.parametrize("name", ["wagtailadmin_reports:site_history", "wagtailusers_users:index", "desk_people:index"])
def test_a_forged_prefix_opens_no_door_of_the_desk(cast: Cast, login: Login, name: str) -> None:
    path = reverse(name)
    assert login(cast.member).get(path, **FORGED).status_code == 404  # type: ignore[arg-type]
    if not name.startswith("desk"):
        assert login(cast.administrator).get(path, **FORGED).status_code == 404  # type: ignore[arg-type]


def test_a_forged_prefix_does_not_spare_the_second_factor(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)
    answer = client.get("/werkstatt/", **FORGED)  # type: ignore[arg-type]
    assert answer.status_code == 302
    assert "/konto/zweiter-faktor/app/" in answer.headers["Location"]


BROKEN = {"zero": r'"\000aaaaaaaaaaaa"', "quote": '"', "long": "a" * 4000, "latin": "éÿ;", "bytes": r'"\377\376aaaaaa"'}


@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("cookie", ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"])
def test_a_broken_cookie_is_nobodys(db: None, cookie: str, value: str) -> None:
    client = Client(headers={"cookie": f"{getattr(settings, cookie)}={value}"})
    assert client.get("/konto/").status_code == 302
    assert client.get("/konto/anmelden/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"login\"\r\n\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: base64\r\n"
         b"Content-Disposition: form-data; name=\"login\"\r\n\r\n!\r\n--x--\r\n"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"login=x"),
        ("application/x-www-form-urlencoded", b"login=%ff%00&login[]=%"),
        ("application/json", b"{"),
        ("", b"\xff\xff"),
    ],
)  # fmt: skip
def test_a_broken_body_gets_a_page_and_no_failure(db: None, kind: str, body: bytes) -> None:
    answer = Client().generic("POST", "/konto/anmelden/", body, content_type=kind)
    assert answer.status_code in {400, 422}
    assert b"<h1" in answer.content


@override_settings(LARGEST_REQUEST=1000)
def test_an_upload_that_is_too_large_is_refused_before_it_is_read(db: None) -> None:
    answer = Client().post("/konto/anmelden/", {"login": "a", "bild": BytesIO(b"x" * 2000)})
    assert answer.status_code == 413
    assert "größer als erlaubt" in answer.content.decode()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/konto/", "/konto/sitzungen/", "/hoexter/", "/hoexter/sitzungen/", "/start/"])
def test_unusual_methods_are_not_answered(cast: Cast, login: Login, method: str, path: str) -> None:
    assert login(cast.member).generic(method, path).status_code == 405


ADDRESSES = [entry for entry in get_resolver("portal.authority_urls").reverse_dict if isinstance(entry, str)]


def test_every_page_without_parameters_answers_head_like_get(cast: Cast, login: Login) -> None:
    client, asked = login(cast.coordinator), []
    for name in ADDRESSES:
        try:
            path = reverse(f"portal:{name}", args=[cast.authority.slug])
        except NoReverseMatch:
            continue
        shown, head = client.get(path), client.head(path)
        asked.append(name)
        assert (name, head.status_code, head.content) == (name, shown.status_code, b"")
    assert {"overview", "papers", "meeting_plan", "paper_create"} <= set(asked)


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("http://testserver/hoexter/?seite=2", "/hoexter/?seite=2"),
        ("http://testserver//evil.example/x", "/evil.example/x"),
        ("http://evil.example/x", "/"),
        ("http://testserver@evil.example/x", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
    ],
)
def test_the_way_back_never_leads_to_another_host(referrer: str, expected: str) -> None:
    request = RequestFactory().get("/x/", headers={"referer": referrer})
    assert page_before(request) == expected
