"""The ballot page in all its states, casting by form, and what leaders enter."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AuditEntry, Ballot, HandCount, ItemGuest, Vote
from governance.usecases.attendance import record_arrival, recuse
from governance.usecases.sessions import call_item, conclude_item
from governance.usecases.votes import close_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import Chamber, chamber
from tests.conftest import queries_counted
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"' =1+1 #panic()"


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def url(room: Chamber, vote: Vote, name: str = "vote") -> str:
    return reverse(f"portal:{name}", args=[room.cast.authority.slug, vote.public_id])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def ballot(client: Client, room: Chamber, vote: Vote, seat: int, choice: str) -> int:
    data = {"seat": room.cast.seats[seat].public_id, "choice": choice}
    return client.post(url(room, vote), data).status_code


class TestBallot:
    def test_the_open_ballot_names_seat_rule_and_mode_and_is_a_real_form(self, room: Chamber, login: Login) -> None:
        page = text(login(room.cast.member), url(room, room.open()))
        assert "Wie stimmen Sie?" in page
        assert "Familie, Jugend und Soziales" in page
        assert "Angenommen bei mehr Ja- als Nein-Stimmen" in page
        assert page.count('type="radio"') == 3
        assert "checked" not in page[page.index("<fieldset") : page.index("</fieldset>")]

    def test_asking_for_the_head_of_the_page_casts_nothing(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        assert client.head(url(room, vote)).status_code == 200
        assert not Ballot.objects.filter(vote=vote).exists()

    def test_casting_leads_to_the_receipt_and_a_reload_keeps_it(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        assert ballot(client, room, vote, 2, "yes") == 303
        page = text(client, url(room, vote))
        assert "Ihre Stimme ist gespeichert" in page
        assert "1 von 5 haben abgestimmt" in page
        assert ballot(client, room, vote, 2, "yes") == 303
        assert Ballot.objects.count() == 1

    def test_another_choice_is_refused_with_the_stored_one_shown(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        ballot(client, room, vote, 2, "yes")
        response = client.post(url(room, vote), {"seat": room.cast.seats[2].public_id, "choice": "no"})
        assert response.status_code == 422
        page = response.content.decode()
        assert "Ihr Sitz hat schon abgestimmt" in page
        assert 'lw-vote__big">Ja' in page

    def test_a_ballot_without_choice_comes_back_with_a_sentence(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        response = client.post(url(room, vote), {"seat": room.cast.seats[2].public_id})
        assert response.status_code == 422
        assert "Bitte wählen Sie Ja, Nein oder Enthaltung." in response.content.decode()

    def test_two_seats_are_asked_one_by_one(self, cast: Cast, login: Login) -> None:
        room = chamber(cast)
        second = make.SeatFactory(body=cast.body, name="Zweiter Sitz")
        make.MembershipFactory(seat=second, person=cast.member)
        record_arrival(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            person_id=cast.member.public_id,
            seat_id=second.public_id,
        )
        vote, client = room.open(), login(cast.member)
        assert text(client, url(room, vote)).count("<fieldset") == 2
        client.post(url(room, vote), {"seat": second.public_id, "choice": "no"})
        page = text(client, url(room, vote))
        assert page.count("<fieldset") == 1
        assert "Für den Sitz Zweiter Sitz gespeichert" in page

    @pytest.mark.parametrize(
        ("role", "reason"),
        [
            ("advisory_member", "ist beratend und hat keine Stimme"),
            ("deputy", "stimmt Rolf Eickendorf für den Sitz"),
            ("guest", "Gäste und die Koordination stimmen nicht ab"),
            ("coordinator", "Gäste und die Koordination stimmen nicht ab"),
        ],
    )
    def test_whoever_does_not_vote_is_told_why_and_a_post_is_refused_and_logged(
        self, room: Chamber, login: Login, role: str, reason: str
    ) -> None:
        ItemGuest.objects.create(item=room.item, person=room.cast.guest)
        vote, client = room.open(), login(getattr(room.cast, role))
        page = text(client, url(room, vote))
        assert reason in page
        assert "<fieldset" not in page
        for seat in range(4):
            assert ballot(client, room, vote, seat, "yes") == 403
        assert Ballot.objects.count() == 0
        assert AuditEntry.objects.filter(action="vote.cast.refused").count() == 4

    def test_a_recused_member_reads_the_ground(self, room: Chamber, login: Login) -> None:
        seat = room.cast.seats[2].public_id
        recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=seat, ground=HOSTILE)
        page = text(login(room.cast.member), url(room, room.open()))
        assert "Befangenheit eingetragen" in page
        assert "<script>alert(1)" not in page
        assert "<fieldset" not in page

    def test_the_holder_whose_deputy_sits_there_reads_that_the_seat_has_voted(self, cast: Cast, login: Login) -> None:
        room = chamber(cast, present=False)
        people = [(cast.chair, 0), (cast.deputy_chair, 1), (cast.deputy, 2)]
        for person, index in people:
            record_arrival(
                by=room.secretariat,
                meeting_id=room.meeting.public_id,
                person_id=person.public_id,
                seat_id=cast.seats[index].public_id,
            )
        vote = room.open()
        deputy = login(cast.deputy)
        assert "in Vertretung für Rolf Eickendorf" in text(deputy, url(room, vote))
        assert ballot(deputy, room, vote, 2, "yes") == 303
        page = text(login(cast.member), url(room, vote))
        assert "hat schon abgestimmt: Tim Kerber" in page

    @pytest.mark.parametrize("role", ["assistant", "case_manager", "plain_person", "auditor", "group_member"])
    def test_for_everybody_else_the_vote_does_not_exist(self, room: Chamber, login: Login, role: str) -> None:
        vote, client = room.open(), login(getattr(room.cast, role))
        for name in ("vote", "vote_status", "vote_edit", "vote_abort", "vote_count"):
            assert client.get(url(room, vote, name)).status_code == 404
        assert ballot(client, room, vote, 2, "yes") == 404

    def test_the_banner_stands_on_every_page_until_the_vote_is_cast(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        register = reverse("portal:register", args=[room.cast.authority.slug])
        assert "Jetzt abstimmen" in text(client, register)
        assert "Jetzt abstimmen" not in text(login(room.cast.advisory_member), register)
        ballot(client, room, vote, 2, "abstain")
        assert "Jetzt abstimmen" not in text(client, register)

    def test_the_banner_costs_one_query(self, room: Chamber, login: Login) -> None:
        client = login(room.cast.member)
        register = reverse("portal:register", args=[room.cast.authority.slug])
        client.get(register)
        with queries_counted() as queries:
            client.get(register)
        assert sum("governance_elector" in query["sql"] for query in queries) == 1


class TestResult:
    def test_before_closing_nobody_sees_a_result_or_a_name(self, room: Chamber, login: Login) -> None:
        vote = room.open()
        room.cast_all(vote, "nnnnn")
        for role in ("member", "chair", "secretariat", "coordinator"):
            page = text(login(getattr(room.cast, role)), url(room, vote))
            assert "abgelehnt" not in page
            assert "Namentliches Ergebnis" not in page

    def test_after_closing_everybody_in_the_body_sees_result_names_rule_and_effect(
        self, room: Chamber, login: Login
    ) -> None:
        vote = room.take("yyyna", wording="Das Gremium stellt das Thema geändert fest.")
        conclude_item(by=room.secretariat, item_id=room.item.public_id)
        page = text(login(room.cast.advisory_member), url(room, vote))
        assert "Mehrheitlich angenommen" in page
        assert "Der Beschlussvorschlag wird mit 3 Ja-Stimmen" in page
        assert "Namentliches Ergebnis" in page
        assert "Henrik Aldinger" in page
        assert "§ 91 VwVfG" in page
        assert "Thema festgestellt" in page
        assert "<ins>" in page

    def test_a_guest_sees_the_result_without_names(self, room: Chamber, login: Login) -> None:
        ItemGuest.objects.create(item=room.item, person=room.cast.guest)
        page = text(login(room.cast.guest), url(room, room.take("yyyyn")))
        assert "Mehrheitlich angenommen" in page
        assert "Namentliches Ergebnis" not in page
        assert "Henrik Aldinger" not in page

    def test_the_status_tells_the_page_to_load_anew_once_the_vote_is_closed(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        page = text(client, url(room, vote, "vote_status"))
        token = re.search(r"stand=([\w-]+)", page).group(1)
        assert client.get(url(room, vote, "vote_status"), {"stand": token}).status_code == 204
        close_vote(by=room.secretariat, vote_id=vote.public_id)
        assert client.get(url(room, vote, "vote_status"), {"stand": token})["HX-Refresh"] == "true"

    def test_a_ballot_from_a_page_that_is_too_old_is_not_taken_for_stored(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.member)
        close_vote(by=room.secretariat, vote_id=vote.public_id)
        response = client.post(url(room, vote), {"seat": room.cast.seats[2].public_id, "choice": "yes"})
        assert response.status_code == 422
        assert "zählt keine Stimme mehr" in response.content.decode()
        page = text(client, url(room, vote))
        assert "keine gespeichert" in page
        assert "Ihre Stimme ist gespeichert" not in page

    def test_a_show_of_hands_does_not_tell_members_that_they_do_not_vote(self, room: Chamber, login: Login) -> None:
        page = text(login(room.cast.member), url(room, room.open(mode="show_of_hands")))
        assert "Im Raum wird abgestimmt" in page
        assert "Sie stimmen" not in page


class TestLeaders:
    def test_the_chair_gets_no_field_for_the_wording(self, room: Chamber, login: Login) -> None:
        address = reverse("portal:vote_prepare", args=[room.cast.authority.slug, room.item.public_id])
        page = text(login(room.cast.chair), address)
        assert 'name="wording"' not in page
        assert "Das Lenkungsgremium stellt das Thema fest." in page
        data = {"motion": "proposal", "mode": "by_name", "wording": "untergeschoben"}
        assert login(room.cast.chair).post(address, data).status_code == 303
        assert Vote.objects.get().wording == "Das Lenkungsgremium stellt das Thema fest."
        assert login(room.cast.member).get(address).status_code == 404

    def test_hostile_wording_stays_text_on_every_page(self, room: Chamber, login: Login) -> None:
        client = login(room.cast.secretariat)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        address = reverse("portal:vote_prepare", args=[room.cast.authority.slug, room.item.public_id])
        client.post(address, {"motion": "proposal", "mode": "by_name", "wording": HOSTILE})
        vote = Vote.objects.get()
        session = reverse("portal:session", args=[room.cast.authority.slug, room.meeting.public_id])
        for page in (session, url(room, vote, "vote_edit")):
            shown = text(client, page)
            assert "<script>alert(1)" not in shown
            assert "{{ 7|add:7 }}" in shown.replace("&#x27;", "'")

    def test_a_stale_form_shows_both_texts_and_keeps_what_was_typed(self, room: Chamber, login: Login) -> None:
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        client, data = login(room.cast.secretariat), {"motion": "proposal", "mode": "by_name", "version": vote.version}
        assert client.post(url(room, vote, "vote_edit"), {**data, "wording": "Erster Text"}).status_code == 303
        second = client.post(url(room, vote, "vote_edit"), {**data, "wording": "Zweiter Text"})
        assert second.status_code == 409
        page = second.content.decode()
        assert "Erster Text" in page
        assert "Zweiter Text" in page

    def test_a_referral_without_conditions_comes_back_with_the_typed_values(self, room: Chamber, login: Login) -> None:
        address = reverse("portal:vote_prepare", args=[room.cast.authority.slug, room.item.public_id])
        data = {"motion": "refer_back", "refer_target": "topic_draft", "mode": "show_of_hands", "conditions": ""}
        response = login(room.cast.secretariat).post(address, data)
        assert response.status_code == 422
        assert "Auflagen" in response.content.decode()
        assert re.search(r'value="topic_draft"\s+selected', response.content.decode())

    def test_counts_are_entered_and_impossible_ones_come_back(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(mode="show_of_hands"), login(room.cast.secretariat)
        address = url(room, vote, "vote_count")
        for wrong in (
            {"yes": 9, "no": 0, "abstain": 0},
            {"yes": "x", "no": 0, "abstain": 0},
            {"yes": -1, "no": 0, "abstain": 0},
        ):
            assert client.post(address, wrong).status_code == 422
        assert client.post(address, {"yes": 4, "no": 1, "abstain": 0}).status_code == 303
        assert HandCount.objects.get().yes == 4
        assert login(room.cast.chair).get(address).status_code == 404
        assert "Handzeichen" in text(login(room.cast.member), url(room, vote))

    def test_aborting_asks_for_a_reason(self, room: Chamber, login: Login) -> None:
        vote, client = room.open(), login(room.cast.chair)
        assert client.post(url(room, vote, "vote_abort"), {"reason": " "}).status_code == 422
        assert client.post(url(room, vote, "vote_abort"), {"reason": HOSTILE}).status_code == 303
        page = text(login(room.cast.member), url(room, vote))
        assert "Diese Abstimmung wurde abgebrochen" in page
        assert "<script>alert(1)" not in page
