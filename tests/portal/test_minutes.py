"""Pages of minutes: who reads what in which state, acts, hostile text, constant queries, downloads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, MinutesItem, Objection
from governance.rules import clock
from governance.usecases.minutes import ItemText, save_minutes
from governance.usecases.minutes_circulation import circulate, plan_meeting
from tests import factories as make
from tests.cast import Cast
from tests.chamber import paper_item
from tests.conftest import queries_counted
from tests.documents.reading import word_text
from tests.minuted import Minuted, closed_session
from tests.portal.conftest import Login

HOSTILE = '<script>alert(1)</script>{{ 7*7 }} =1+1 #image("x")'
INSIDERS = ["coordinator", "secretariat", "chair"]
MEMBERS = ["member", "deputy_chair", "advisory_member", "deputy", "assistant"]
STRANGERS = ["guest", "former_member", "group_member", "case_manager", "contact", "auditor", "plain_person"]


@pytest.fixture
def ended(cast: Cast) -> Iterator[Minuted]:
    """A closed session; the clock stands still on the day after."""
    with clock.travel(cast.meeting.starts_at):
        yield closed_session(cast)


def url(name: str, *parts: str) -> str:
    return reverse(f"portal:{name}", args=["hoexter", *parts])


def seen(client: Client, ended: Minuted, query: str = "") -> Any:
    return client.get(url("minutes", ended.id) + query)


class TestReading:
    @pytest.mark.parametrize("role", INSIDERS)
    def test_the_draft_is_read_by_coordinators_and_the_chair(self, login: Login, ended: Minuted, role: str) -> None:
        response = seen(login(getattr(ended.cast, role)), ended)
        assert response.status_code == 200
        assert "Feststellung eines generativen Themas" in response.content.decode()

    @pytest.mark.parametrize("role", MEMBERS)
    def test_members_read_what_was_circulated_and_nothing_before(self, login: Login, ended: Minuted, role: str) -> None:
        person = getattr(ended.cast, role)
        assert seen(login(person), ended).status_code == 404
        ended.sign()
        assert seen(login(person), ended).status_code == 404
        circulate(by=ended.secretariat, minutes_id=ended.id)
        assert seen(login(person), ended).status_code == 200

    @pytest.mark.parametrize("role", STRANGERS)
    def test_everybody_else_finds_nothing_in_any_state(self, login: Login, ended: Minuted, role: str) -> None:
        ended.circulate()
        client = login(getattr(ended.cast, role))
        assert seen(client, ended).status_code == 404
        assert client.get(url("minutes_document", ended.id, "pdf")).status_code == 404

    def test_the_page_tells_facts_votes_and_times(self, login: Login, ended: Minuted) -> None:
        text = seen(login(ended.cast.chair), ended).content.decode()
        verdict = ended.room.item.votes.get().verdict
        assert verdict["sentence"] in text
        assert "in Vertretung für Rolf Eickendorf" in text
        assert "zu TOP 1" in text
        assert "zur Kenntnis genommen" in text

    def test_objections_to_the_agenda_are_read_with_the_summons(self, login: Login, ended: Minuted) -> None:
        ended.write(agenda_objections="TOP 2 soll vor TOP 1 beraten werden.")
        text = seen(login(ended.cast.chair), ended).content.decode()
        assert "Einwendungen gegen die Tagesordnung" in text
        assert "TOP 2 soll vor TOP 1 beraten werden." in text

    def test_members_keep_reading_the_circulated_version_while_it_is_revised(
        self, login: Login, ended: Minuted
    ) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        ended.write(opening="Noch geheim.")
        text = seen(login(ended.cast.member), ended).content.decode()
        assert "Noch geheim." not in text
        assert "wird nach einer Einwendung überarbeitet" in text
        assert "Noch geheim." in seen(login(ended.cast.chair), ended).content.decode()

    def test_earlier_versions_are_chosen_by_their_number(self, login: Login, ended: Minuted) -> None:
        ended.write(opening="Fassung eins.")
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        ended.write(opening="Fassung zwei.")
        ended.circulate()
        client = login(ended.cast.member)
        assert "Fassung zwei." in seen(client, ended).content.decode()
        assert "Fassung eins." in seen(client, ended, "?fassung=1").content.decode()
        for wrong in ("3", "x", "-1", "99999"):
            assert seen(client, ended, f"?fassung={wrong}").status_code == 404

    def test_a_signed_version_that_was_not_circulated_is_unknown_to_members(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        ended.sign()
        client = login(ended.cast.member)
        assert seen(client, ended, "?fassung=2").status_code == 404
        assert seen(client, ended).context["page"].shown.ordinal == 1

    def test_hostile_text_is_shown_as_text(self, login: Login, ended: Minuted) -> None:
        AgendaItem.objects.filter(pk=ended.room.item.pk).update(title=HOSTILE[:200])
        save_minutes(
            by=ended.secretariat,
            minutes_id=ended.id,
            summons=HOSTILE,
            opening=HOSTILE,
            closing=HOSTILE,
            items={ended.room.item.public_id: ItemText(report=HOSTILE, discussion=HOSTILE)},
        )
        ended.circulate()
        ended.object(HOSTILE)
        text = seen(login(ended.cast.member), ended).content.decode()
        assert "<script>alert" not in text
        assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 7
        assert "{{ 7*7 }}" in text

    def test_the_page_costs_the_same_for_3_and_for_50_items(self, login: Login, cast: Cast) -> None:
        def cost(ended: Minuted) -> int:
            client = login(cast.chair)
            seen(client, ended)
            with queries_counted() as captured:
                assert seen(client, ended).status_code == 200
            return len(captured)

        with clock.travel(cast.meeting.starts_at):
            ended = closed_session(cast)
            few = cost(ended)
            for order in range(48):
                item = paper_item(cast, order=10 + order, subject="other", title=f"Gegenstand {order}")
                MinutesItem.objects.create(minutes=ended.minutes, item=item, report="Bericht")
                make.AgendaItemFactory(meeting=cast.meeting, order=100 + order)
            assert cost(ended) == few
            ended.circulate()
            assert cost(ended) <= few


class TestDownloading:
    def test_word_and_pdf_of_the_shown_version(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        client = login(ended.cast.assistant)
        word = client.get(url("minutes_document", ended.id, "docx"))
        assert word["Content-Disposition"].startswith('attachment; filename="Niederschrift_LG_')
        text = word_text(word.content)
        assert "TOP 2: Feststellung eines generativen Themas" in text
        pdf = client.get(url("minutes_document", ended.id, "pdf"))
        assert pdf.content.startswith(b"%PDF")

    def test_the_frozen_version_prints_the_same_bytes_twice(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        client = login(ended.cast.member)
        for kind in ("docx", "pdf"):
            first = client.get(url("minutes_document", ended.id, kind)).content
            clock.advance(timedelta(minutes=3))
            assert client.get(url("minutes_document", ended.id, kind)).content == first

    def test_other_formats_are_unknown(self, login: Login, ended: Minuted) -> None:
        assert login(ended.cast.chair).get(url("minutes_document", ended.id, "exe")).status_code == 404


class TestActing:
    def test_the_chair_signs_on_a_page_that_says_what_happens(self, login: Login, ended: Minuted) -> None:
        client = login(ended.cast.chair)
        page = client.get(url("minutes_sign", ended.id))
        assert page.status_code == 200
        version = page.context["form"]["version"].value()
        response = client.post(url("minutes_sign", ended.id), {"version": version})
        assert response.status_code == 303
        assert ended.minutes.state == "signed_off"

    def test_signing_a_text_that_has_changed_is_a_conflict(self, login: Login, ended: Minuted) -> None:
        client = login(ended.cast.chair)
        version = ended.minutes.version
        ended.write(opening="Neu")
        assert client.post(url("minutes_sign", ended.id), {"version": version}).status_code == 409
        assert ended.minutes.state == "draft"

    def test_signing_without_the_version_that_was_read_is_a_conflict(self, login: Login, ended: Minuted) -> None:
        assert login(ended.cast.chair).post(url("minutes_sign", ended.id)).status_code == 409
        assert ended.minutes.state == "draft"

    @pytest.mark.parametrize("role", ["secretariat", "member", "deputy_chair", "guest", "assistant"])
    def test_others_find_no_page_for_signing(self, login: Login, ended: Minuted, role: str) -> None:
        client = login(getattr(ended.cast, role))
        assert client.get(url("minutes_sign", ended.id)).status_code == 404
        assert client.post(url("minutes_sign", ended.id), {"version": 1}).status_code == 404
        assert ended.minutes.state == "draft"

    def test_the_secretariat_circulates_by_post_only(self, login: Login, ended: Minuted) -> None:
        ended.sign()
        client = login(ended.cast.secretariat)
        assert client.get(url("minutes_circulate", ended.id)).status_code == 405
        assert client.post(url("minutes_circulate", ended.id)).status_code == 303
        assert ended.minutes.state == "circulated"

    def test_circulating_twice_is_a_sentence(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        client = login(ended.cast.secretariat)
        response = client.post(
            url("minutes_circulate", ended.id), headers={"referer": f"http://testserver{url('minutes', ended.id)}"}
        )
        assert response.status_code == 303
        assert "nicht möglich" in client.get(response["Location"]).content.decode()

    def test_a_member_objects_and_an_empty_text_comes_back(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        client = login(ended.cast.member)
        address = url("minutes_object", ended.id)
        assert client.get(address).status_code == 200
        empty = client.post(address, {"item_id": ended.room.item.public_id, "text": " "})
        assert empty.status_code == 422
        assert f'value="{ended.room.item.public_id}" selected' in empty.content.decode()
        done = client.post(address, {"item_id": ended.room.item.public_id, "text": "Einwand"})
        assert done.status_code == 303
        assert Objection.objects.get().item == ended.room.item

    def test_after_the_period_the_form_comes_back_with_the_reason(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        clock.advance(timedelta(days=30))
        client = login(ended.cast.member)
        assert client.get(url("minutes_object", ended.id)).status_code == 404
        late = client.post(url("minutes_object", ended.id), {"text": "Zu spät"})
        assert late.status_code == 422
        text = late.content.decode()
        assert "Die Frist für Einwendungen ist am" in text
        assert "Zu spät" in text

    @pytest.mark.parametrize("role", ["assistant", "secretariat", "coordinator", "guest"])
    def test_others_cannot_object(self, login: Login, ended: Minuted, role: str) -> None:
        ended.circulate()
        client = login(getattr(ended.cast, role))
        assert client.post(url("minutes_object", ended.id), {"text": "Einwand"}).status_code == 404
        assert not Objection.objects.exists()

    def test_the_secretariat_answers_and_members_read_the_answer(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        objection = ended.object()
        address = url("minutes_answer", ended.id, objection.public_id)
        client = login(ended.cast.secretariat)
        assert client.get(address).status_code == 200
        assert client.post(address, {"decision": "reject", "answer": ""}).status_code == 422
        assert client.post(address, {"decision": "reject", "answer": "Stand so im Bericht."}).status_code == 303
        assert "Stand so im Bericht." in seen(login(ended.cast.member), ended).content.decode()
        assert login(ended.cast.chair).get(address).status_code == 404

    def test_an_objection_of_other_minutes_is_not_found(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        client = login(ended.cast.secretariat)
        assert client.get(url("minutes_answer", ended.id, "unbekannt")).status_code == 404

    def test_corrections_are_offered_after_the_approval_only(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        assert login(ended.cast.secretariat).get(url("minutes_correct", ended.id)).status_code == 404

    def test_the_secretariat_proposes_the_approval_on_a_planned_agenda(self, login: Login, ended: Minuted) -> None:
        ended.circulate()
        start = clock.now() + timedelta(days=60)
        meeting = plan_meeting(
            by=ended.secretariat,
            body_id=ended.cast.body.public_id,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
        )
        meeting.items.all().delete()
        address = url("minutes_approvals", meeting.public_id)
        assert login(ended.cast.chair).post(address).status_code == 404
        assert login(ended.cast.secretariat).post(address).status_code == 303
        assert meeting.items.get().approval.minutes == ended.minutes
