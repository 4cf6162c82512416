"""Pages of the Beschlusskontrolle: from the resolution to the owner's report and the agenda."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import FollowUp
from governance.rules import clock
from governance.usecases.follow_ups import accept_follow_up
from tests import factories as make
from tests.cast import Cast
from tests.measured import Practice, practice
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> Practice:
    return practice(cast)


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_coordination_opens_it_from_the_resolution_which_shows_it_from_then_on(at: Practice, login: Login) -> None:
    resolution = make.ResolutionFactory(body=at.cast.body, figures={})
    client = login(at.cast.coordinator)
    assert url("follow_up_open", resolution.public_id) in text(client, url("resolution", resolution.public_id))
    assert url("follow_up_open", resolution.public_id) not in text(
        login(at.cast.member), url("resolution", resolution.public_id)
    )
    address = url("follow_up_open", resolution.public_id)
    wrong = client.post(address, {"task": "Bericht über die Kursorte", "due_on": "2027-12-01"})
    assert wrong.status_code == 422
    assert "Bericht über die Kursorte" in wrong.content.decode()
    values = {"task": "Bericht", "due_on": "2027-12-01", "organisation": at.organisation.public_id}
    assert client.post(address, values).status_code == 303
    row = FollowUp.objects.get()
    assert url("follow_up", row.public_id) in text(client, url("resolution", resolution.public_id))
    assert client.get(address).status_code == 404


def test_the_owner_accepts_with_one_click_and_reports_a_delay(at: Practice, login: Login) -> None:
    row = at.follow_up()
    client = login(at.cast.contact)
    page = text(client, url("follow_up", row.public_id))
    assert "Aufgabe annehmen" in page
    assert "Verspätung melden" not in page
    assert client.post(url("follow_up_accept", row.public_id)).status_code == 303
    assert "Verspätung melden" in text(client, url("follow_up", row.public_id))
    later = (clock.today() + timedelta(days=90)).isoformat()
    address = url("follow_up_move", row.public_id, "delay")
    assert client.post(address, {"text": "", "until": later}).status_code == 422
    assert client.post(address, {"text": "Umbau", "until": later}).status_code == 303
    page = text(client, url("follow_up", row.public_id))
    assert "Verspätet" in page
    assert "ursprünglich" in page


def test_the_list_shows_what_runs_and_on_request_what_is_finished(at: Practice, login: Login) -> None:
    late = at.follow_up(task="Späte", due_on=clock.today() - timedelta(days=3))
    at.follow_up(task="Fertige", state="done", accepted_at=clock.now())
    foreign = make.OrganisationFactory(authority=at.cast.authority, name="Volkshochschule")
    at.follow_up(task="Fremde", organisation=foreign)
    client = login(at.cast.coordinator)
    page = text(client, url("follow_ups"))
    assert "Späte" in page
    assert "Fertige" not in page
    assert "Fertige" in text(client, f"{url('follow_ups')}?stand=alle")
    assert "Späte" not in text(client, f"{url('follow_ups')}?stand=done")
    assert "Fremde" not in text(client, f"{url('follow_ups')}?auswahl=ueberfaellig")
    own = text(login(at.cast.contact), f"{url('follow_ups')}?auswahl=meine")
    assert late.task in own
    assert "Fremde" not in own


def test_the_agenda_offers_the_report_until_it_stands_there(at: Practice, login: Login) -> None:
    meeting = make.MeetingFactory(body=at.cast.body)
    row = at.follow_up(due_on=clock.today())
    client = login(at.cast.secretariat)
    assert "Zu 1 Aufgabe aus einem Beschluss ist zu berichten." in text(client, url("agenda", meeting.public_id))
    assert client.post(url("agenda_reports", meeting.public_id)).status_code == 303
    page = text(client, url("agenda", meeting.public_id))
    assert "Zu 1 Aufgabe" not in page
    assert "Bericht zur Beschlusskontrolle" in page
    assert row.task in page


def test_lifting_offers_later_resolutions_only(at: Practice, login: Login) -> None:
    row = at.follow_up()
    later = make.ResolutionFactory(body=at.cast.body, decided_at=clock.now())
    earlier = make.ResolutionFactory(body=at.cast.body, decided_at=clock.now() - timedelta(days=300))
    client = login(at.cast.coordinator)
    page = text(client, url("follow_up_lift", row.public_id))
    assert later.number in page
    assert earlier.number not in page
    assert client.post(url("follow_up_lift", row.public_id), {"resolution": later.public_id}).status_code == 303
    assert "Aufgehoben durch" in text(client, url("follow_up", row.public_id))


def test_a_finished_follow_up_is_edited_no_more(at: Practice, login: Login) -> None:
    row = at.follow_up()
    accept_follow_up(by=at.contact, follow_up_id=row.public_id)
    login(at.cast.contact).post(url("follow_up_move", row.public_id, "report_done"), {"text": "Alle Orte stehen."})
    assert login(at.cast.coordinator).get(url("follow_up_edit", row.public_id)).status_code == 404
