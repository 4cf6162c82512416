"""The contact form: without a login, with error states, a limit, a trap; and the inbox of the coordinators."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from governance.models import ContactMessage, OutboxMessage
from governance.usecases.contact import receive_message
from portal.pages import build_public_pages
from tests.cast import Cast
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
SENT = {"authority": "hoexter", "topic": "accessibility", "text": "Der Kontrast reicht nicht.", "page": "/hilfe/"}
HOSTILE = '"><script>alert(1)</script>\r\nBcc: x@example.org'


@pytest.fixture(autouse=True)
def _pages(cast: Cast) -> None:
    build_public_pages()


def test_a_message_without_a_login_arrives_and_is_confirmed(cast: Cast) -> None:
    answer = Client().post("/kontakt/", SENT)
    assert (answer.status_code, answer.url) == (303, "/kontakt/danke/")
    assert "Ihre Nachricht ist angekommen" in Client().get(answer.url).content.decode()
    row = ContactMessage.objects.get()
    assert (row.authority, row.topic, row.reply_to) == (cast.authority, "accessibility", "")
    assert OutboxMessage.objects.get().recipient == cast.authority.mailbox


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"reply_to": "keine Adresse"}, "reply_to"),
        ({"reply_to": "a@b.example\r\nBcc: c@d.example"}, "reply_to"),
        ({"topic": "anderes"}, "topic"),
        ({"authority": "paderborn"}, "authority"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_typed_is_lost(wrong: dict[str, str], field: str) -> None:
    answer = Client().post("/kontakt/", {**SENT, "page": HOSTILE, **wrong})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    control = page.select_one(f"[name={field}]")
    assert control is not None
    assert control.get("aria-invalid") == "true"
    described = str(control.get("aria-describedby", "")).split()
    assert any(page.find(id=key) for key in described)
    typed = page.select_one("[name=page]")
    assert typed is not None
    assert "<script>" in str(typed.get("value"))
    assert page.select("main script") == []
    assert not ContactMessage.objects.exists()


def test_the_trap_takes_what_programs_fill_in(cast: Cast) -> None:
    answer = Client().post("/kontakt/", {**SENT, "website": "https://example.org"})
    assert (answer.status_code, answer.url) == (303, "/kontakt/danke/")
    assert not ContactMessage.objects.exists()
    assert not OutboxMessage.objects.exists()


@override_settings(ACCOUNT_RATE_LIMITS={"contact": "2/h/ip"})
def test_too_many_messages_from_one_place_are_stopped_and_kept(cast: Cast) -> None:
    cache.clear()
    codes = [Client().post("/kontakt/", SENT).status_code for _n in range(2)]
    stopped = Client().post("/kontakt/", SENT)
    assert (codes, stopped.status_code) == ([303, 303], 422)
    assert "Der Kontrast reicht nicht." in stopped.content.decode()
    assert ContactMessage.objects.count() == 2
    cache.clear()


def test_a_form_without_its_token_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/kontakt/", SENT).status_code == 403


def test_the_statement_leads_to_the_form_with_its_subject_chosen() -> None:
    page = BeautifulSoup(Client().get("/barrierefreiheit/").content, "html.parser")
    link = page.select_one("a[href='/kontakt/?thema=barriere']")
    assert link is not None
    form = BeautifulSoup(Client().get(str(link["href"])).content, "html.parser")
    chosen = form.select_one("[name=topic] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "accessibility"


def test_the_inbox_shows_handles_and_deletes_after_asking(cast: Cast, login: Login) -> None:
    row = receive_message(authority=cast.authority, topic="question", text=HOSTILE, reply_to="b@example.org")
    client = login(cast.coordinator)
    inbox = reverse("portal:contact_messages", args=[cast.authority.slug])
    assert inbox in client.get(reverse("portal:overview", args=[cast.authority.slug])).content.decode()
    page = BeautifulSoup(client.get(inbox).content, "html.parser")
    assert page.select("main script") == []
    assert page.select_one("a[href='mailto:b@example.org']") is not None
    where = [cast.authority.slug, row.public_id]
    assert client.post(reverse("portal:contact_finish", args=where)).status_code == 303
    delete = reverse("portal:contact_delete", args=where)
    assert client.get(delete).status_code == 200
    assert ContactMessage.objects.exists()
    assert client.post(delete).status_code == 303
    assert not ContactMessage.objects.exists()
    assert client.get(delete).status_code == 404
