"""The button that reminds those who have not voted, and the way from the mail to the ballot."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import OutboxMessage, Vote
from tests.cast import Cast
from tests.chamber import Chamber, chamber
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def session(room: Chamber) -> str:
    return reverse("portal:session", args=[room.cast.authority.slug, room.meeting.public_id])


def remind(room: Chamber, vote: Vote) -> str:
    return reverse("portal:vote_remind", args=[room.cast.authority.slug, vote.public_id])


@pytest.mark.parametrize("role", ["chair", "secretariat"])
def test_leaders_read_which_seats_are_missing_and_remind_them(room: Chamber, login: Login, role: str) -> None:
    vote = room.open()
    room.cast_all(vote, "yn")
    client = login(getattr(room.cast, role))
    page = client.get(session(room)).content.decode()
    assert "Es fehlen:" in page
    assert remind(room, vote) in page
    done = client.post(remind(room, vote), follow=True).content.decode()
    assert "3 Personen werden erinnert" in done
    assert "erinnert um" in done or "Uhr" in done
    again = client.post(remind(room, vote), follow=True).content.decode()
    assert "fünf Minuten" in again
    assert OutboxMessage.objects.filter(lane__startswith="vote.").count() == 3


@pytest.mark.parametrize("role", ["member", "advisory_member", "coordinator"])
def test_nobody_else_reads_which_seats_are_missing(room: Chamber, login: Login, role: str) -> None:
    vote = room.open()
    client = login(getattr(room.cast, role))
    page = client.get(session(room)).content.decode()
    assert "haben abgestimmt" in page
    assert "Es fehlen:" not in page
    assert remind(room, vote) not in page
    assert client.post(remind(room, vote)).status_code == 404


def test_whom_no_mail_reaches_is_named_after_the_reminder(room: Chamber, login: Login) -> None:
    vote = room.open()
    silent = room.voters[3][0]
    type(silent).objects.filter(pk=silent.pk).update(email="")
    page = login(room.cast.chair).post(remind(room, vote), follow=True).content.decode()
    assert f"Per E-Mail nicht erreicht, bitte ansprechen: {silent}" in page


def test_the_login_leads_on_to_the_ballot(room: Chamber) -> None:
    address = reverse("portal:vote", args=[room.cast.authority.slug, room.open().public_id])
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address}")
