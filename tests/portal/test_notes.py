"""Own notes on the pages: written on a page of their own, shown again under the item, to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.models import OwnNote
from governance.usecases.notes import save_note
from tests.cast import Cast
from tests.chamber import Chamber, chamber
from tests.conftest import queries_counted
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"' =1+1 \u202e"


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def note_url(room: Chamber) -> str:
    return reverse("portal:item_note", args=[room.cast.authority.slug, room.item.public_id])


def page_url(room: Chamber, name: str) -> str:
    return reverse(f"portal:{name}", args=[room.cast.authority.slug, room.meeting.public_id])


def test_a_note_written_in_the_session_stands_there_and_on_the_agenda_after_a_reload(
    room: Chamber, login: Login
) -> None:
    client = login(room.cast.member)
    response = client.post(note_url(room), {"text": f"Fahrzeiten?\n{HOSTILE}", "version": "0"})
    assert response.status_code == 303
    assert response["Location"] == f"{page_url(room, 'session')}#top-{room.item.public_id}"
    for name in ("session", "session_live", "meeting"):
        page = client.get(page_url(room, name)).content.decode()
        assert "Fahrzeiten?" in page
        assert "<script>alert(1)" not in page
        assert "Notiz ändern" in page
    assert "Fahrzeiten?" in client.get(note_url(room)).content.decode()


@pytest.mark.parametrize("role", ["secretariat", "coordinator", "chair", "deputy", "assistant"])
def test_nobody_else_sees_it(room: Chamber, login: Login, role: str) -> None:
    save_note(by=room.viewer(room.cast.member), item_id=room.item.public_id, text="Fahrzeiten?", version=0)
    client = login(getattr(room.cast, role))
    for address in (page_url(room, "session"), page_url(room, "meeting"), note_url(room)):
        assert "Fahrzeiten?" not in client.get(address).content.decode()


def test_a_note_that_is_too_long_comes_back_as_typed(room: Chamber, login: Login) -> None:
    text = "Fahrzeiten " * 500
    response = login(room.cast.member).post(note_url(room), {"text": text, "version": "0"})
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not OwnNote.objects.exists()


def test_the_second_of_two_windows_shows_both_texts_and_then_saves(room: Chamber, login: Login) -> None:
    client = login(room.cast.member)
    client.post(note_url(room), {"text": "Erster Text", "version": "0"})
    second = client.post(note_url(room), {"text": "Zweiter Text", "version": "0"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Erster Text" in page
    assert "Zweiter Text" in page
    assert client.post(note_url(room), {"text": "Zweiter Text", "version": "1"}).status_code == 303
    assert OwnNote.objects.get().text == "Zweiter Text"


def test_whoever_has_no_part_in_the_session_returns_to_the_agenda(room: Chamber, login: Login) -> None:
    response = login(room.cast.assistant).post(note_url(room), {"text": "Vorbereiten", "version": "0"})
    assert response["Location"] == f"{page_url(room, 'meeting')}#top-{room.item.public_id}"


def test_notes_cost_the_session_page_one_query(room: Chamber, login: Login) -> None:
    client = login(room.cast.member)
    client.get(page_url(room, "session"))
    with queries_counted() as queries:
        client.get(page_url(room, "session"))
    assert sum("governance_ownnote" in query["sql"] for query in queries) == 1
