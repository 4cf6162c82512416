"""The editor of minutes: what people write, the offered statement, conflicts, locked versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from governance.models import MinutesItem
from governance.rules import clock
from tests.cast import Cast
from tests.minuted import Minuted, closed_session
from tests.portal.conftest import Login


@pytest.fixture
def ended(cast: Cast) -> Iterator[Minuted]:
    """A closed session; the clock stands still on the day after."""
    with clock.travel(cast.meeting.starts_at):
        yield closed_session(cast)


def address(ended: Minuted) -> str:
    return reverse("desk_minutes:edit", args=[ended.id])


def typed(ended: Minuted, **changed: str) -> dict[str, str]:
    guest, paper = ended.cast.guest_item.public_id, ended.room.item.public_id
    return {
        "version": str(ended.minutes.version),
        "summons": "",
        "agenda_objections": "",
        "opening": "",
        "closing": "",
        f"report_{guest}": "",
        f"discussion_{guest}": "",
        f"report_{paper}": "",
        f"discussion_{paper}": "",
        **changed,
    }


def test_the_secretariat_writes_report_and_discussion_per_item(login: Login, ended: Minuted) -> None:
    guest = ended.cast.guest_item.public_id
    client = login(ended.cast.secretariat)
    response = client.post(
        address(ended), typed(ended, opening="Begrüßung", **{f"report_{guest}": "Erste Zeile\r\n\r\nZweite\x07"})
    )
    assert response.status_code == 302
    assert MinutesItem.objects.get(item__public_id=guest).report == "Erste Zeile\n\nZweite"
    assert ended.minutes.opening == "Begrüßung"


def test_the_statement_on_the_summons_is_offered_as_help(login: Login, ended: Minuted) -> None:
    text = login(ended.cast.secretariat).get(address(ended)).content.decode()
    assert "Zur Sitzung wurde am" in text
    assert ended.minutes.summons == ""


def test_hostile_text_comes_back_as_text(login: Login, ended: Minuted) -> None:
    client = login(ended.cast.secretariat)
    client.post(address(ended), typed(ended, opening="</textarea><script>alert(1)</script>"))
    assert "<script>alert(1)" not in client.get(address(ended)).content.decode()


def test_the_second_of_two_editors_sees_both_texts(login: Login, ended: Minuted) -> None:
    stale = typed(ended, opening="Zweite")
    ended.write(opening="Erste")
    response = login(ended.cast.secretariat).post(address(ended), stale)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Erste" in text
    assert "Zweite" in text
    assert ended.minutes.opening == "Erste"


def test_signed_minutes_are_locked_with_the_reason(login: Login, ended: Minuted) -> None:
    ended.sign()
    client = login(ended.cast.secretariat)
    assert "unterzeichnet" in client.get(address(ended)).content.decode()
    assert client.post(address(ended), typed(ended, opening="zu spät")).status_code == 409
    assert ended.minutes.opening == ""


def test_another_coordinator_reads_why_it_is_not_theirs_to_write(login: Login, ended: Minuted) -> None:
    client = login(ended.cast.coordinator)
    assert "Geschäftsstelle des Gremiums" in client.get(address(ended)).content.decode()
    assert client.post(address(ended), typed(ended, opening="x")).status_code == 409


def test_strangers_find_no_editor(login: Login, ended: Minuted) -> None:
    assert login(ended.cast.other_coordinator).get(address(ended)).status_code == 404
    assert login(ended.cast.chair).get(address(ended)).status_code in {302, 404}
