"""The live session page: who sees what, what leaders can do, presence and recusals, hostile text, constant cost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import ActionItem, AgendaItem, Attendance, ItemGuest, Meeting, Recusal, Resolution, Vote
from governance.rules import clock
from governance.usecases.attendance import record_room, recuse
from governance.usecases.sessions import call_item, conclude_item
from governance.usecases.votes import open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import Chamber, arrive, chamber, paper_item
from tests.conftest import queries_counted
from tests.portal.conftest import Login

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"' =1+1 #panic() \u202e"


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def url(room: Chamber, name: str = "session", *parts: str) -> str:
    return reverse(f"portal:{name}", args=[room.cast.authority.slug, room.meeting.public_id, *parts])


def item_url(room: Chamber, name: str, *parts: str) -> str:
    return url(room, name, room.item.public_id, *parts)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("secretariat", 200),
        ("coordinator", 200),
        ("chair", 200),
        ("deputy_chair", 200),
        ("member", 200),
        ("advisory_member", 200),
        ("deputy", 200),
        ("guest", 200),
        ("assistant", 404),
        ("case_manager", 404),
        ("group_member", 404),
        ("former_member", 404),
        ("plain_person", 404),
        ("auditor", 404),
        ("other_coordinator", 404),
    ],
)
def test_the_session_is_seen_by_members_coordinators_and_its_guests(
    room: Chamber, login: Login, role: str, status: int
) -> None:
    for name in ("session", "session_live"):
        assert login(getattr(room.cast, role)).get(url(room, name)).status_code == status


def test_a_guest_sees_the_own_item_and_neither_the_others_nor_the_room(room: Chamber, login: Login) -> None:
    page = text(login(room.cast.guest), url(room))
    assert room.cast.guest_item.title in page
    assert room.item.title not in page
    assert "Anwesenheit" not in page
    assert str(room.cast.chair) not in page


def test_a_meeting_that_is_not_open_yet_offers_opening_to_leaders_only(cast: Cast, login: Login) -> None:
    address = reverse("portal:session", args=[cast.authority.slug, cast.meeting.public_id])
    step = reverse("portal:session_step", args=[cast.authority.slug, cast.meeting.public_id, "eroeffnen"])
    assert step in text(login(cast.chair), address)
    assert step not in text(login(cast.member), address)
    assert login(cast.member).post(step).status_code == 404
    assert login(cast.chair).post(step, follow=True).status_code == 200
    assert Meeting.objects.get(pk=cast.meeting.pk).state == "in_session"


def test_quorum_is_shown_with_base_needed_and_paragraph(room: Chamber, login: Login) -> None:
    page = text(login(room.cast.member), url(room))
    assert "Beschlussfähig" in page
    assert "5 von 5 Sitzen, nötig sind 3 (§ 90 Abs. 1 VwVfG)" in page


def test_members_get_no_buttons_of_leaders(room: Chamber, login: Login) -> None:
    page = text(login(room.cast.member), url(room))
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.findall(r'<form[^>]*action="[^"]*(schritt|oeffnen|schliessen)', main)


def test_whoever_does_not_lead_reads_who_does(room: Chamber, login: Login) -> None:
    assert "Vorsitz oder Geschäftsstelle" in text(login(room.cast.member), url(room))
    assert "Der Vorsitz ist anwesend und leitet" in text(login(room.cast.deputy_chair), url(room))
    recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=room.cast.seats[0].public_id, ground="befangen")
    call_item(by=room.secretariat, item_id=room.item.public_id)
    assert "befangen. Stellvertretender Vorsitz" in text(login(room.cast.chair), url(room))
    assert "leitet. Sie leiten" not in text(login(room.cast.deputy_chair), url(room))


def test_leaders_read_why_a_button_is_missing(cast: Cast, login: Login) -> None:
    room = chamber(cast, present=False)
    client = login(cast.chair)
    assert "wenn noch 2 Punkte" in text(client, url(room))
    call_item(by=room.secretariat, item_id=room.item.public_id)
    vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id, mode="show_of_hands")
    opening = reverse("portal:vote_open", args=[cast.authority.slug, vote.public_id])
    page = text(client, url(room))
    assert opening not in page
    assert "kann nicht geöffnet werden. Das Gremium ist nicht beschlussfähig: 0 von 5" in page
    arrive(room, cast.chair, cast.deputy_chair, cast.member)
    assert opening in text(client, url(room))
    open_vote(by=room.secretariat, vote_id=vote.public_id)
    page = text(client, url(room))
    for reason in ("Eine Abstimmung ist geöffnet", "ausgezählten Stimmen eingetragen", "Punkt kann abgeschlossen"):
        assert reason in page
    assert "unterbrechen" not in page


def test_a_chair_who_leads_can_declare_the_own_recusal(room: Chamber, login: Login) -> None:
    call_item(by=room.secretariat, item_id=room.item.public_id)
    client = login(room.cast.chair)
    assert item_url(room, "session_recusal") in text(client, url(room))
    seat = room.cast.seats[0].public_id
    assert client.post(item_url(room, "session_recusal"), {"seat_id": seat, "ground": "Träger"}).status_code == 303
    room.open()
    page = text(client, url(room))
    assert item_url(room, "session_recusal") not in page
    assert "Befangenheit kann nicht mehr eingetragen werden" in page


def test_a_guest_reads_no_ground_of_a_recusal_and_no_seat_that_has_not_voted(room: Chamber, login: Login) -> None:
    ItemGuest.objects.create(item=room.item, person=room.cast.guest)
    recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=room.cast.seats[2].public_id, ground="Schwager")
    room.open()
    page = text(login(room.cast.guest), url(room))
    assert "0 von 4 haben abgestimmt" in page
    for hidden in ("Schwager", "Sozialdezernat 1"):
        assert hidden not in page
        assert hidden in text(login(room.cast.member), url(room))


def test_after_a_rejected_motion_the_item_can_end_without_a_vote_on_the_matter(room: Chamber, login: Login) -> None:
    room.take("nnnny", motion="postpone")
    page = text(login(room.cast.chair), url(room))
    assert item_url(room, "session_conclude") in page
    assert item_url(room, "session_item", "feststellen") not in page
    room.take("yyyyy")
    page = text(login(room.cast.chair), url(room))
    assert item_url(room, "session_item", "feststellen") in page


def test_a_resolution_stands_with_the_figures_of_the_vote_that_decided(room: Chamber, login: Login) -> None:
    room.take("yyyyn")
    room.take("nnnya", motion="refer_back", refer_target="topic_draft", conditions="Zahlen")
    conclude_item(by=room.secretariat, item_id=room.item.public_id)
    page = text(login(room.cast.member), url(room))
    assert "4 Ja, 1 Nein" in page
    assert "1 Ja, 3 Nein" not in page


def test_an_item_without_a_quorum_of_its_own_ends_so_while_the_session_goes_on(cast: Cast, login: Login) -> None:
    room = chamber(cast, present=False)
    arrive(room, cast.chair, cast.deputy_chair, cast.member)
    recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=cast.seats[2].public_id, ground="Träger")
    call_item(by=room.secretariat, item_id=room.item.public_id)
    client = login(cast.chair)
    assert url(room, "session_step", "beschlussunfaehig") not in text(client, url(room))
    assert 'value="inquorate"' in text(client, item_url(room, "session_conclude"))
    assert client.post(item_url(room, "session_conclude"), {"outcome": "inquorate"}).status_code == 303
    assert "2 von 5 Sitzen sind anwesend" in text(client, url(room))


def test_the_page_can_say_that_it_is_not_renewed_and_offers_a_reload_without_script(
    room: Chamber, login: Login
) -> None:
    page = text(login(room.cast.member), url(room))
    assert 'id="verbindung" data-text="Die Anzeige wird gerade nicht erneuert.' in page
    assert "Seite neu laden" in page[page.index("<noscript>") : page.index("</noscript>")]


def test_the_whole_way_from_calling_to_the_resolution_through_the_pages(room: Chamber, login: Login) -> None:
    client = login(room.cast.secretariat)
    client.post(item_url(room, "session_item", "aufrufen"))
    prepare = reverse("portal:vote_prepare", args=[room.cast.authority.slug, room.item.public_id])
    form = client.get(prepare)
    assert "Das Lenkungsgremium stellt das Thema fest." in form.content.decode()
    client.post(prepare, {"motion": "proposal", "mode": "by_name", "wording": "Geändert beschlossen wird das Thema."})
    vote = Vote.objects.get()
    client.post(reverse("portal:vote_open", args=[room.cast.authority.slug, vote.public_id]))
    room.cast_all(vote, "yyyyn")
    page = text(client, url(room))
    assert "5 von 5 haben abgestimmt" in page
    assert "Mehrheitlich" not in page
    confirmed(client)
    client.post(url(room, "vote_close", vote.public_id))
    page = text(client, url(room))
    assert "Mehrheitlich angenommen" in page
    done = client.post(item_url(room, "session_item", "feststellen"), follow=True).content.decode()
    resolution = Resolution.objects.get()
    assert resolution.number in done
    assert resolution.outcome == "adopted_with_changes"


def confirmed(client: Client) -> None:
    """Confirm the login with the password, as the page asks for it."""
    assert client.post("/konto/bestaetigen/", {"password": make.PASSWORD}).status_code == 302


def test_closing_a_vote_asks_for_a_fresh_login_once_per_session(room: Chamber, login: Login, settings: Any) -> None:
    client = login(room.cast.secretariat)
    vote = room.open()
    asked = client.post(url(room, "vote_close", vote.public_id))
    assert asked.status_code == 303
    assert asked["Location"].startswith("/konto/bestaetigen/")
    vote.refresh_from_db()
    assert vote.state == "open"
    confirmed(client)
    client.post(url(room, "vote_close", vote.public_id))
    vote.refresh_from_db()
    assert vote.state == "closed"
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    second = room.open()
    client.post(url(room, "vote_close", second.public_id))
    second.refresh_from_db()
    assert second.state == "closed"


def test_a_fresh_login_for_one_session_closes_no_vote_of_another(room: Chamber, login: Login) -> None:
    other = make.MeetingFactory(body=room.cast.body, in_session=True)
    client = login(room.cast.secretariat)
    session = client.session
    session["fresh_for"] = [other.public_id]
    session.save()
    vote = room.open()
    address = reverse("portal:vote_close", args=[room.cast.authority.slug, other.public_id, vote.public_id])
    assert client.post(address).status_code == 404
    vote.refresh_from_db()
    assert vote.state == "open"


def test_a_refusal_comes_back_as_a_sentence_on_the_page(room: Chamber, login: Login) -> None:
    client = login(room.cast.secretariat)
    call_item(by=room.secretariat, item_id=room.cast.guest_item.public_id)
    page = client.post(
        item_url(room, "session_item", "aufrufen"), follow=True, headers={"Referer": f"http://testserver{url(room)}"}
    )
    assert "ist aufgerufen" in page.content.decode()


def test_the_live_part_answers_nothing_while_nothing_has_changed(room: Chamber, login: Login) -> None:
    client = login(room.cast.member)
    page = text(client, url(room, "session_live"))
    token = re.search(r"stand=([0-9a-f]+)", page).group(1)
    assert client.get(url(room, "session_live"), {"stand": token}).status_code == 204
    call_item(by=room.secretariat, item_id=room.item.public_id)
    assert client.get(url(room, "session_live"), {"stand": token}).status_code == 200


def test_the_live_part_brings_the_call_to_vote(room: Chamber, login: Login) -> None:
    client = login(room.cast.member)
    assert "fehlt noch" not in text(client, url(room, "session_live"))
    room.open()
    assert "Ihre Stimme für den Sitz" in text(client, url(room, "session_live"))


def test_presence_is_entered_for_the_whole_room_and_corrected(cast: Cast, login: Login) -> None:
    room = chamber(cast, present=False)
    client = login(cast.secretariat)
    address = url(room, "session_attendance")
    data = {f"seat-{seat.public_id}": person.public_id for person, seat in room.voters}
    data[f"remote-{cast.seats[1].public_id}"] = "on"
    assert client.post(address, data).status_code == 303
    assert Attendance.objects.filter(meeting=room.meeting, left_at=None).count() == 5
    stay = Attendance.objects.get(seat=cast.seats[1])
    assert stay.remote
    page = url(room, "session_stay", stay.public_id)
    assert client.post(page, {"arrived": "quatsch", "version": stay.version}).status_code == 422
    client.post(url(room, "session_departure", stay.public_id))
    stay.refresh_from_db()
    assert stay.left_at is not None
    assert login(cast.chair).get(address).status_code == 404


def shown_fields(page: str) -> dict[str, str]:
    """Return what the presence form would send as it stands."""
    selects = re.findall(r'<select name="([^"]+)".*?</select>', page, re.S)
    chosen = {
        name: (re.search(rf'<select name="{name}".*?<option value="([^"]*)" selected', page, re.S) or [""] * 2)[1]
        for name in selects
    }
    return chosen | dict(re.findall(r'<input type="hidden" name="(seen-[^"]+)"(?: value="([^"]*)")?', page))


def test_two_operators_entering_presence_do_not_undo_each_other(room: Chamber, login: Login) -> None:
    cast, client, address = room.cast, login(room.cast.secretariat), url(room, "session_attendance")
    first = second = shown_fields(text(client, address))
    chair, member = (f"seat-{cast.seats[index].public_id}" for index in (0, 2))
    assert client.post(address, {**first, chair: ""}).status_code == 303
    assert client.post(address, {**second, member: cast.deputy.public_id}).status_code == 303
    now = Attendance.objects.filter(meeting=room.meeting, left_at=None)
    assert not now.filter(person=cast.chair).exists()
    assert now.get(seat=cast.seats[2]).person == cast.deputy
    refused = client.post(address, {**second, member: ""})
    assert refused.status_code == 422
    assert "inzwischen geändert: Dort ist jetzt Tim Kerber eingetragen" in refused.content.decode()


def test_a_correction_keeps_the_moments_that_were_not_touched(room: Chamber, login: Login) -> None:
    client = login(room.cast.secretariat)
    seat = room.cast.seats[2]
    occupants = {seat.public_id: room.cast.deputy.public_id}
    record_room(by=room.secretariat, meeting_id=room.meeting.public_id, occupants=occupants)
    stay = Attendance.objects.get(seat=seat, person=room.cast.deputy)
    before = stay.arrived_at
    data = {"arrived": f"{before.astimezone(clock.BERLIN):%H:%M}", "left": "", "remote": "on", "version": stay.version}
    assert client.post(url(room, "session_stay", stay.public_id), data).status_code == 303
    stay.refresh_from_db()
    assert (stay.arrived_at, stay.remote) == (before, True)


def test_members_recuse_themselves_on_their_own_page(room: Chamber, login: Login) -> None:
    client = login(room.cast.member)
    address = item_url(room, "session_recusal")
    seat = room.cast.seats[2].public_id
    assert client.post(address, {"seat_id": seat, "ground": ""}).status_code == 422
    assert client.post(address, {"seat_id": room.cast.seats[0].public_id, "ground": "x"}).status_code == 422
    assert client.post(address, {"seat_id": seat, "ground": HOSTILE}).status_code == 303
    assert Recusal.objects.get().person == room.cast.member
    page = text(client, url(room))
    assert "<script>alert(1)" not in page
    client.post(item_url(room, "session_recusal_lift"), {"seat_id": seat})
    assert not Recusal.objects.exists()


def test_items_end_without_a_vote_through_the_form(room: Chamber, login: Login) -> None:
    client = login(room.cast.secretariat)
    client.post(item_url(room, "session_item", "aufrufen"))
    address = item_url(room, "session_conclude")
    assert client.post(address, {}).status_code == 422
    refused = client.post(address, {"outcome": "withdrawn", "reason": ""})
    assert refused.status_code == 422
    assert "Grund" in refused.content.decode()
    assert client.post(address, {"outcome": "postponed", "reason": HOSTILE}).status_code == 303
    assert AgendaItem.objects.get(pk=room.item.pk).outcome == "postponed"
    assert "<script>alert(1)" not in text(client, url(room))


def test_action_items_are_recorded_and_reported(room: Chamber, login: Login) -> None:
    client = login(room.cast.secretariat)
    address = item_url(room, "session_action")
    day = room.meeting.starts_at.date().replace(year=room.meeting.starts_at.year + 1).isoformat()
    data = {"text": HOSTILE, "responsible_id": room.cast.member.public_id, "due_on": day}
    assert client.post(address, {**data, "due_on": "31.02.2026"}).status_code == 422
    assert client.post(address, data).status_code == 303
    action = ActionItem.objects.get()
    member = login(room.cast.member)
    assert "<script>alert(1)" not in text(member, url(room))
    done = reverse("portal:session_action_step", args=[room.cast.authority.slug, action.public_id, "erledigt"])
    assert login(room.cast.deputy_chair).post(done).status_code == 404
    assert member.post(done).status_code == 303
    action.refresh_from_db()
    assert action.state == "done"


@pytest.mark.parametrize("step", ["quatsch", "open", "eroeffnen%00"])
def test_unknown_steps_do_not_exist(room: Chamber, login: Login, step: str) -> None:
    client = login(room.cast.secretariat)
    assert client.post(f"{url(room)}schritt/{step}/").status_code == 404
    assert client.get(url(room, "session_step", "unterbrechen")).status_code == 405


def test_a_long_agenda_costs_as_many_queries_as_a_short_one(cast: Cast, login: Login) -> None:
    short = chamber(cast)
    client = login(cast.member)
    client.get(url(short))
    with queries_counted() as few:
        client.get(url(short))
    for order in range(2, 52):
        item = paper_item(cast, order=order, subject="other")
        ItemGuest.objects.create(item=item, person=cast.guest)
        recuse(by=short.secretariat, item_id=item.public_id, seat_id=cast.seats[1].public_id, ground="x")
    with queries_counted() as many:
        client.get(url(short))
    assert len(many) == len(few)
    assert len(many) <= 30


def test_a_closed_session_shows_what_was_decided(room: Chamber, login: Login) -> None:
    room.take("yyyyy")
    conclude_item(by=room.secretariat, item_id=room.item.public_id)
    client = login(room.cast.chair)
    client.post(url(room, "session_step", "rest-vertagen"))
    page = client.post(url(room, "session_step", "schliessen"), follow=True).content.decode()
    assert "Geschlossen" in page
    assert Resolution.objects.get().number in page
    assert "hx-get" not in page
    assert "Thema festgestellt" in page


def test_opening_twice_is_answered_with_a_sentence(room: Chamber, login: Login) -> None:
    page = login(room.cast.chair).post(
        url(room, "session_step", "eroeffnen"), follow=True, headers={"Referer": f"http://testserver{url(room)}"}
    )
    assert "nur einmal" in page.content.decode()
