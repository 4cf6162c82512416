"""The page of notification choices and the page of the outbox, as the people see them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from governance.models import NotificationChoice, OutboxMessage
from tests.cast import Cast
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
CHOSEN = {"reports": "daily", "reminders": "none", "notices": "weekly", "news": "weekly"}


def test_choices_are_stored_and_shown_again_duties_with_their_reasons(cast: Cast, login: Login) -> None:
    client = login(cast.member)
    address = reverse("portal:notifications", args=[cast.authority.slug])
    assert address in client.get(reverse("account")).content.decode()
    assert client.post(address, CHOSEN).status_code == 303
    page = BeautifulSoup(client.get(address).content, "html.parser")
    marked = {str(box["name"]): str(box["value"]) for box in page.select("input[type=radio][checked]")}
    assert marked == CHOSEN
    assert "wahrt die Ladungsfrist" in page.get_text()
    assert page.select("input[name=invitation]") == []
    assert NotificationChoice.objects.filter(person=cast.member).count() == 4
    assert not NotificationChoice.objects.exclude(person=cast.member).exists()


@pytest.mark.parametrize("wrong", [{"news": "at_once"}, {"reports": ""}, {"reports": "never"}])
def test_a_wrong_answer_is_named_and_nothing_is_stored(cast: Cast, login: Login, wrong: dict[str, str]) -> None:
    address = reverse("portal:notifications", args=[cast.authority.slug])
    answer = login(cast.member).post(address, {**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert not NotificationChoice.objects.exists()


def test_the_outbox_says_in_german_why_a_mail_has_not_left_and_never_what_it_says(cast: Cast, login: Login) -> None:
    mail = OutboxMessage.objects.create(
        scope=cast.authority.public_id,
        lane="a",
        recipient="rolf@hoexter.example",
        sender="kim@hoexter.example",
        subject='Einladung <script>alert("x")</script>',
        content=b"Subject: x\r\n\r\nvertraulicher Inhalt",
        state="held",
        last_error="SMTPRecipientsRefused 550",
        attempts=1,
    )
    client = login(cast.coordinator)
    address = reverse("portal:outbox", args=[cast.authority.slug])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert "kennt diese Adresse nicht" in page.get_text()
    assert "vertraulich" not in page.get_text()
    assert "SMTPRecipientsRefused" not in page.get_text()
    assert page.select("main script") == []
    for query, count in (
        ({"stand": "abgelehnt"}, 1),
        ({"stand": "wartet"}, 0),
        ({"q": "rolf"}, 1),
        ({"q": "x\x00"}, 1),
    ):
        rows = BeautifulSoup(client.get(address, query).content, "html.parser").select("tbody tr")
        assert len(rows) == count, query
    settle = reverse("portal:outbox_settle", args=[cast.authority.slug, mail.public_id])
    assert client.post(settle, {"reason": ""}).status_code == 422
    assert client.post(settle, {"reason": "Am Telefon mitgeteilt."}).status_code == 303
    again = client.post(settle, {"reason": "Noch einmal."}, follow=True)
    assert "ist schon versandt oder anders erledigt" in again.content.decode()
    settled = client.get(address, {"stand": "erledigt"}).content.decode()
    assert "Am Telefon mitgeteilt." in settled
    assert str(cast.coordinator) in settled
