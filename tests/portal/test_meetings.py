"""The pages of meetings: who sees what, hostile text, queries that do not grow, answers by link."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.access.invitations import link_key
from governance.models import AgendaItem, Invitation, Meeting, OutboxMessage, PaperVersion
from governance.rules import clock
from governance.usecases.agendas import ItemFacts, add_item
from governance.usecases.invitations import dispatch_meeting
from governance.usecases.sessions import open_session
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted
from tests.portal.conftest import Login

HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\u202e\x07'\"=cmd|' /C calc'!A0"


def url(cast: Cast, name: str, *args: str) -> str:
    return reverse(f"portal:{name}", args=[cast.authority.slug, *args])


@pytest.fixture
def planned(cast: Cast) -> Meeting:
    return make.MeetingFactory(body=cast.body)


@pytest.fixture
def sent(cast: Cast, planned: Meeting) -> Meeting:
    by = cast.viewer(cast.secretariat)
    add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title="Bericht der Koordination"))
    add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title="Vertrauliches", public=False))
    return dispatch_meeting(by=by, meeting_id=planned.public_id)


def meeting_form(**words: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=30)).isoformat()
    return {"day": day, "starts": "14:00", "ends": "17:00", "location": "Kreishaus", **words}


PAGES = ("meeting", "meeting_edit", "meeting_cancel", "agenda", "item_add", "dispatch", "ledger", "meeting_ics")


@pytest.mark.parametrize(
    ("role", "open_pages"),
    [
        ("secretariat", set(PAGES)),
        ("coordinator", {"meeting", "agenda", "ledger", "meeting_ics"}),
        ("chair", {"meeting", "agenda", "meeting_ics"}),
        ("member", {"meeting", "agenda", "meeting_ics"}),
        ("deputy", {"meeting", "agenda", "meeting_ics"}),
        ("assistant", {"meeting", "agenda", "meeting_ics"}),
        ("case_manager", set()),
        ("guest", set()),
        ("former_member", set()),
        ("group_member", set()),
        ("auditor", set()),
    ],
)
def test_each_role_opens_its_pages_and_no_other(
    cast: Cast, sent: Meeting, login: Login, role: str, open_pages: set[str]
) -> None:
    client = login(getattr(cast, role))
    got = {page for page in PAGES if client.get(url(cast, page, sent.public_id)).status_code == 200}
    assert got == open_pages


def test_strangers_and_nobody_learn_nothing(cast: Cast, sent: Meeting, login: Login) -> None:
    assert login(cast.other_coordinator).get(url(cast, "meeting", sent.public_id)).status_code == 404
    assert login(None).get(url(cast, "meeting", sent.public_id)).status_code == 302


def test_a_draft_agenda_is_for_coordinators_and_the_chair(cast: Cast, planned: Meeting, login: Login) -> None:
    add_item(by=cast.viewer(cast.secretariat), meeting_id=planned.public_id, facts=ItemFacts(title="Geheimer Entwurf"))
    for person, sees in ((cast.chair, True), (cast.coordinator, True), (cast.member, False), (cast.assistant, False)):
        page = login(person).get(url(cast, "meeting", planned.public_id))
        assert page.status_code == 200
        assert ("Geheimer Entwurf" in page.content.decode()) is sees


def test_a_guest_sees_the_own_item_only(cast: Cast, login: Login) -> None:
    make.AgendaItemFactory(meeting=cast.meeting, title="Anderer Punkt")
    page = login(cast.guest).get(url(cast, "meeting", cast.meeting.public_id)).content.decode()
    assert cast.guest_item.title in page
    assert "Anderer Punkt" not in page


def test_downloads_show_what_the_reader_may_see(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.member)
    for kind in ("docx", "pdf"):
        answer = client.get(url(cast, "meeting_document", sent.public_id, kind))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(url(cast, "meeting_document", sent.public_id, "exe")).status_code == 404
    calendar = client.get(url(cast, "meeting_ics", sent.public_id)).content
    assert b"METHOD" not in calendar
    assert b"ATTENDEE" not in calendar
    assert f"UID:{sent.uid}".encode() in calendar


def test_planning_through_the_form(cast: Cast, login: Login) -> None:
    client = login(cast.secretariat)
    answer = client.post(url(cast, "meeting_plan"), meeting_form(body=cast.body.public_id))
    assert answer.status_code == 303
    assert Meeting.objects.filter(location="Kreishaus", state="planned").exists()


def test_the_clock_change_comes_back_to_the_form(cast: Cast, login: Login) -> None:
    client = login(cast.secretariat)
    spring = meeting_form(body=cast.body.public_id, day="2028-03-26", starts="02:30", ends="05:00")
    page = client.post(url(cast, "meeting_plan"), spring)
    assert page.status_code == 422
    assert "Diese Uhrzeit gibt es nicht" in page.content.decode()
    autumn = {**spring, "day": "2028-10-29"}
    page = client.post(url(cast, "meeting_plan"), autumn)
    assert page.status_code == 422
    assert "Welche der beiden Uhrzeiten ist gemeint?" in page.content.decode()
    assert client.post(url(cast, "meeting_plan"), {**autumn, "which": "second"}).status_code == 303
    assert Meeting.objects.get(starts_at="2028-10-29T01:30:00Z").ends_at.hour == 4


@pytest.mark.parametrize("field", ["location", "online_url", "dial_in", "day", "starts", "minute_taker_id", "body"])
def test_hostile_text_in_a_meeting_is_shown_as_text_or_refused(cast: Cast, login: Login, field: str) -> None:
    client = login(cast.secretariat)
    answer = client.post(url(cast, "meeting_plan"), {**meeting_form(body=cast.body.public_id), field: HOSTILE + "\x00"})
    assert answer.status_code == 422
    answer = client.post(
        url(cast, "meeting_plan"), {**meeting_form(body=cast.body.public_id), field: HOSTILE}, follow=True
    )
    assert answer.status_code in {200, 422}
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("field", ["title", "presenter", "note", "kind", "minutes_planned", "paper_id"])
def test_hostile_text_in_an_item_survives_every_output(cast: Cast, planned: Meeting, login: Login, field: str) -> None:
    client = login(cast.secretariat)
    typed = {"title": "Titel", "kind": "report", "minutes_planned": "10", "public": "on", field: HOSTILE}
    answer = client.post(url(cast, "item_add", planned.public_id), typed, follow=True)
    assert answer.status_code in {200, 422}
    assert "<script>alert(1)" not in answer.content.decode()
    if answer.status_code == 200:
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=planned.public_id)
        for path in ("docx", "pdf"):
            assert client.get(url(cast, "meeting_document", planned.public_id, path)).status_code == 200
        page = client.get(url(cast, "meeting", planned.public_id)).content.decode()
        assert "<script>alert(1)" not in page
        for mail in OutboxMessage.objects.all():
            message = email.message_from_bytes(bytes(mail.content), policy=policy.default)
            html = message.get_body(("html",))
            assert html is not None
            assert "<script" not in html.get_content()


def test_a_form_keeps_what_was_typed_and_links_to_the_field(cast: Cast, planned: Meeting, login: Login) -> None:
    page = login(cast.secretariat).post(
        url(cast, "item_add", planned.public_id), {"title": "Mein Titel", "kind": "report", "minutes_planned": "0"}
    )
    body = page.content.decode()
    assert page.status_code == 422
    assert 'value="Mein Titel"' in body
    assert 'href="#id_minutes_planned"' in body


def test_two_editors_of_a_date_see_both_texts(cast: Cast, planned: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    address = url(cast, "meeting_edit", planned.public_id)
    assert client.post(address, meeting_form(location="Stadthalle", version="1")).status_code == 303
    page = client.post(address, meeting_form(location="Rathaus", starts="15:00", version="1"))
    body = page.content.decode()
    assert page.status_code == 409
    assert "Stadthalle" in body
    assert "Rathaus" in body
    assert client.post(address, meeting_form(location="Rathaus", version="2")).status_code == 303


def test_moving_an_item_works_with_plain_forms(cast: Cast, planned: Meeting, login: Login) -> None:
    by = cast.viewer(cast.secretariat)
    for title in "AB":
        add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title=title))
    second = planned.items.get(title="B")
    answer = login(cast.secretariat).post(url(cast, "item_move", second.public_id), {"direction": "up"})
    assert answer["Location"].endswith(f"#hoch-{second.public_id}")
    assert list(planned.items.order_by("order").values_list("title", flat=True)) == ["B", "A"]


def test_get_changes_nothing(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    invitation = Invitation.objects.get(meeting=sent, person=cast.member)
    for address in (
        url(cast, "invitation_answer", invitation.public_id),
        url(cast, "item_move", sent.items.first().public_id),
        url(cast, "meeting_restore", sent.public_id),
    ):
        assert client.get(address).status_code == 405


def test_inviting_through_the_page_with_a_short_notice(cast: Cast, login: Login) -> None:
    client, by = login(cast.secretariat), cast.viewer(cast.secretariat)
    soon = make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=3))
    add_item(by=by, meeting_id=soon.public_id, facts=ItemFacts(title="Eilsache"))
    address = url(cast, "dispatch", soon.public_id)
    assert "unterschritten" in client.get(address).content.decode()
    version = Meeting.objects.get(pk=soon.pk).version
    assert client.post(address, {"version": version, "notice_reason": ""}).status_code == 422
    assert client.post(address, {"version": version, "notice_reason": "Frist des Landes"}).status_code == 303
    page = client.get(url(cast, "meeting", soon.public_id)).content.decode()
    assert "Frist des Landes" in page


def test_a_change_waits_to_be_told_and_is_shown_old_and_new(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    client.post(
        url(cast, "meeting_edit", sent.public_id), meeting_form(location="Stadthalle Brakel", version=sent.version)
    )
    page = client.get(url(cast, "meeting", sent.public_id)).content.decode()
    assert "Noch nicht mitgeteilt" in page
    assert "Noch nicht mitgeteilt" not in login(cast.member).get(url(cast, "meeting", sent.public_id)).content.decode()
    before = OutboxMessage.objects.count()
    sent.refresh_from_db()
    assert client.post(url(cast, "dispatch", sent.public_id), {"version": sent.version}).status_code == 303
    assert OutboxMessage.objects.count() == before + 4


def test_an_assistant_answers_for_the_member(cast: Cast, sent: Meeting, login: Login) -> None:
    invitation = Invitation.objects.get(meeting=sent, person=cast.member)
    address = url(cast, "invitation_answer", invitation.public_id)
    assert login(cast.assistant).post(address, {"answer": "accepted", "sequence": "0"}).status_code == 303
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == ("accepted", cast.assistant)
    assert login(cast.chair).post(address, {"answer": "declined"}).status_code == 404


def test_a_link_shows_with_get_and_answers_with_post(cast: Cast, sent: Meeting) -> None:
    invitation = Invitation.objects.select_related("meeting").get(meeting=sent, person=cast.member)
    client = Client()
    address = reverse("answer_link", args=[link_key(invitation)])
    shown = client.get(address + "?antwort=declined")
    assert shown.status_code == 200
    assert "no-cache" in shown["Cache-Control"] or "no-store" in shown["Cache-Control"]
    assert "Vertrauliches" not in shown.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == "none"
    noted = client.post(address, {"answer": "declined", "sequence": "0"}, follow=True)
    assert noted.redirect_chain[0][1] == 303
    assert "Ihre Antwort ist vermerkt: abgesagt" in noted.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == "declined"
    assert client.post(address, {"answer": "declined", "sequence": "7"}).status_code == 409
    assert client.post(address, {"answer": "<script>"}).status_code == 422
    assert client.get(reverse("answer_link", args=["falsch.abc"])).status_code == 404


def test_a_cancelled_meeting_says_so_on_the_link(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    sent.refresh_from_db()
    answer = client.post(url(cast, "meeting_cancel", sent.public_id), {"reason": "Erkrankung", "version": sent.version})
    assert answer.status_code == 303
    invitation = Invitation.objects.get(meeting=sent, person=cast.member)
    page = Client().get(reverse("answer_link", args=[link_key(invitation)])).content.decode()
    assert "Die Sitzung ist abgesagt" in page
    assert 'name="answer"' not in page


def test_the_outbox_is_for_coordinators_of_this_authority(cast: Cast, sent: Meeting, login: Login) -> None:
    page = login(cast.coordinator).get(url(cast, "outbox"))
    assert cast.member.email in page.content.decode()
    assert login(cast.member).get(url(cast, "outbox")).status_code == 404
    other = reverse("portal:outbox", args=[cast.other_authority.slug])
    assert cast.member.email not in login(cast.other_coordinator).get(other).content.decode()
    mail = OutboxMessage.objects.first()
    assert mail is not None
    assert login(cast.member).post(url(cast, "outbox_retry", mail.public_id)).status_code == 404
    assert login(cast.coordinator).post(url(cast, "outbox_retry", mail.public_id)).status_code == 303


def fill(cast: Cast, meeting: Meeting, count: int) -> None:
    for number in range(count):
        paper = make.PaperFactory(
            body=cast.body,
            state="scheduled",
            number=f"LG/{meeting.pk}/{number}",
            template=make.TemplateFactory(authority=cast.authority),
        )
        version = PaperVersion.objects.create(
            paper=paper, ordinal=1, number=paper.number, content={}, content_hash="0" * 64,
            created_by=cast.secretariat, created_at=clock.now(),
        )  # fmt: skip
        item = make.AgendaItemFactory(meeting=meeting, order=number, paper=paper, paper_version=version, kind="paper")
        item.guests.create(person=make.PersonFactory(authority=cast.authority))


@pytest.mark.parametrize("role", ["member", "secretariat", "coordinator"])
def test_the_agenda_page_needs_few_queries_whatever_its_length(cast: Cast, login: Login, role: str) -> None:
    counts: list[Any] = []
    client = login(getattr(cast, role))
    for items in (3, 50):
        meeting = make.MeetingFactory(body=cast.body, invited=True)
        fill(cast, meeting, items)
        client.get(url(cast, "meeting", meeting.public_id))
        with queries_counted() as captured:
            page = client.get(url(cast, "meeting", meeting.public_id))
        assert page.content.decode().count("lw-agenda__no") >= items
        counts.append(len(captured))
    assert counts[0] == counts[1], [query["sql"][:120] for query in captured]
    assert counts[1] <= 17, [query["sql"][:120] for query in captured]


def test_the_list_and_the_builder_need_the_same_queries_for_few_and_many(cast: Cast, login: Login) -> None:
    client = login(cast.secretariat)
    counts = []
    for wanted in (2, 20):
        for _more in range(wanted):
            make.MeetingFactory(body=cast.body)
        small = make.MeetingFactory(body=cast.body)
        fill(cast, small, wanted)
        client.get(url(cast, "meetings"))
        with queries_counted() as listed:
            assert client.get(url(cast, "meetings")).status_code == 200
        with queries_counted() as built:
            assert client.get(url(cast, "agenda", small.public_id)).status_code == 200
        with queries_counted() as ledger:
            assert client.get(url(cast, "ledger", small.public_id)).status_code == 200
        counts.append((len(listed), len(built), len(ledger)))
    assert counts[0] == counts[1]


def test_the_list_parts_and_filters(cast: Cast, planned: Meeting, login: Login) -> None:
    past = make.MeetingFactory(body=cast.body, closed=True)
    client = login(cast.coordinator)
    coming = client.get(url(cast, "meetings")).content.decode()
    assert planned.public_id in coming
    assert past.public_id not in coming
    assert past.public_id in client.get(url(cast, "meetings"), {"zeit": "vergangen"}).content.decode()
    other = client.get(url(cast, "meetings"), {"gremium": cast.project_group.public_id}).content.decode()
    assert planned.public_id not in other


def test_an_item_of_another_authority_does_not_exist(cast: Cast, sent: Meeting, login: Login) -> None:
    item = AgendaItem.objects.filter(meeting=sent).first()
    assert item is not None
    address = reverse("portal:item_edit", args=[cast.other_authority.slug, item.public_id])
    assert login(cast.other_coordinator).get(address).status_code == 404


@pytest.fixture
def late(cast: Cast) -> Meeting:
    """A meeting in two days, sent out too late, with a reason."""
    soon = make.MeetingFactory(body=cast.body, starts_at=clock.now() + timedelta(days=2))
    by = cast.viewer(cast.secretariat)
    add_item(by=by, meeting_id=soon.public_id, facts=ItemFacts(title="Eilsache"))
    return dispatch_meeting(by=by, meeting_id=soon.public_id, notice_reason="Frist des Landes")


def test_a_late_summons_says_what_that_means_and_takes_objections(cast: Cast, late: Meeting, login: Login) -> None:
    client = login(cast.member)
    page = client.get(url(cast, "meeting", late.public_id)).content.decode()
    assert "Die Ladung kam verspätet." in page
    assert "Sie gilt deshalb als nicht geheilt" in page
    assert "Frist des Landes" in page
    address = url(cast, "summons_object", late.public_id)
    assert "Wer rügt" not in client.get(address).content.decode()
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": HOSTILE}).status_code == 303
    page = login(cast.chair).get(url(cast, "meeting", late.public_id)).content.decode()
    assert "rügt die Ladung" in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_session_page_shows_the_late_summons_and_the_objections(cast: Cast, late: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    open_session(by=cast.viewer(cast.secretariat), meeting_id=late.public_id)
    address = url(cast, "summons_object", late.public_id)
    assert client.post(address, {"text": "Zu spät", "person_id": ""}).status_code == 422
    assert client.post(address, {"text": "Zu spät", "person_id": cast.guest.public_id}).status_code == 422
    answer = client.post(address, {"text": "Zu spät", "person_id": cast.member.public_id})
    assert answer["Location"] == url(cast, "session", late.public_id)
    page = login(cast.member).get(answer["Location"]).content.decode()
    assert "Die Ladung kam verspätet." in page
    assert "Zu spät" in page
    assert f"aufgenommen von {cast.secretariat}" in page
    # The guests of an item follow the session, but not who objected to its summons.
    add_guest_to(cast, late)
    assert "Zu spät" not in login(cast.guest).get(answer["Location"]).content.decode()


def add_guest_to(cast: Cast, meeting: Meeting) -> None:
    item = meeting.items.first()
    assert item is not None
    item.guests.create(person=cast.guest)


def test_one_button_reminds_those_missing_once_a_day(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    address = url(cast, "meeting", sent.public_id)
    page = client.get(address).content.decode()
    assert "4 Antworten fehlen." in page
    assert "Fehlende erinnern" in page
    assert "Fehlende erinnern" not in login(cast.chair).get(address).content.decode()
    assert client.get(url(cast, "meeting_remind", sent.public_id)).status_code == 405
    reminded = client.post(url(cast, "meeting_remind", sent.public_id), follow=True).content.decode()
    assert "4 Personen werden erinnert." in reminded
    assert "Fehlende erinnern" not in reminded
    before = OutboxMessage.objects.count()
    again = client.post(url(cast, "meeting_remind", sent.public_id), follow=True).content.decode()
    assert "Es ist niemand zu erinnern" in again
    assert OutboxMessage.objects.count() == before
    assert "erinnert" in client.get(url(cast, "ledger", sent.public_id)).content.decode()


def test_a_late_item_shows_its_own_notice_before_it_is_added_and_told(cast: Cast, sent: Meeting, login: Login) -> None:
    client = login(cast.secretariat)
    Meeting.objects.filter(pk=sent.pk).update(
        starts_at=clock.now() + timedelta(days=1), ends_at=clock.now() + timedelta(days=1, hours=2)
    )
    sent.refresh_from_db()
    add = url(cast, "item_add", sent.public_id)
    assert "für Nachträge ist um" in client.get(add).content.decode()
    typed = {"title": "Eilsache", "kind": "report", "minutes_planned": "10", "late_reason": "Neu"}
    assert client.post(add, typed).status_code == 303
    stored = {**sent.published, "starts_at": sent.starts_at.isoformat(), "ends_at": sent.ends_at.isoformat()}
    Meeting.objects.filter(pk=sent.pk).update(published=stored)
    address = url(cast, "dispatch", sent.public_id)
    assert "für Nachträge ist um" in client.get(address).content.decode()
    sent.refresh_from_db()
    assert client.post(address, {"version": sent.version}).status_code == 422
    assert client.post(address, {"version": sent.version, "notice_reason": "Landesfrist"}).status_code == 303
    assert "Landesfrist" in client.get(url(cast, "meeting", sent.public_id)).content.decode()


def test_pressing_plan_twice_makes_one_meeting(cast: Cast, login: Login) -> None:
    client, typed = login(cast.secretariat), meeting_form(body=cast.body.public_id, location="Zweimal gedrückt")
    assert client.post(url(cast, "meeting_plan"), typed).status_code == 303
    again = client.post(url(cast, "meeting_plan"), typed)
    assert again.status_code == 422
    assert "Das Gremium hat zu dieser Zeit schon eine Sitzung." in again.content.decode()
    assert Meeting.objects.filter(location="Zweimal gedrückt").count() == 1


@pytest.mark.parametrize("day", ["9999-12-31", "2099-05-12", "0001-01-01"])
def test_a_day_out_of_reach_comes_back_to_the_form(cast: Cast, login: Login, day: str) -> None:
    answer = login(cast.secretariat).post(url(cast, "meeting_plan"), meeting_form(body=cast.body.public_id, day=day))
    assert answer.status_code == 422
