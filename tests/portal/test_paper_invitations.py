"""The pages around invitations on paper, from the letter to the entered answer."""

from __future__ import annotations

import pytest

from governance.models import Invitation, PaperDispatch
from governance.rules import clock
from governance.usecases.invitations import dispatch_meeting
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import Login


@pytest.fixture
def letter(cast: Cast) -> Invitation:
    """The invitation of the member, who has neither login nor mail address."""
    cast.member.user, cast.member.email = None, ""
    cast.member.save()
    second = make.SeatFactory(body=cast.body, name="Zweiter Sitz")
    make.MembershipFactory(seat=second, person=cast.member)
    meeting = make.MeetingFactory(body=cast.body)
    make.AgendaItemFactory(meeting=meeting)
    dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, notice_reason="Probe")
    found: Invitation = Invitation.objects.get(meeting=meeting, person=cast.member)
    return found


def test_from_the_meeting_to_the_letter_to_the_ledger(cast: Cast, login: Login, letter: Invitation) -> None:
    client = login(cast.secretariat)
    meeting = f"/hoexter/sitzungen/{letter.meeting.public_id}/"
    paper = f"{meeting}papierpost/"
    page = client.get(meeting).content.decode()
    assert paper in page
    assert "1 Brief zu versenden" in page
    shown = client.get(paper).content.decode()
    assert "keine Postanschrift hinterlegt" in shown
    assert "Zweiter Sitz" in shown, "all seats of one person stand on their one invitation"
    for end, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = client.get(f"/hoexter/einladungen/{letter.public_id}/brief.{end}")
        assert file.content.startswith(start)
    wrong = client.post(paper, {"people": [], "sent_on": "31.12.2999"})
    assert wrong.status_code == 422
    assert not PaperDispatch.objects.exists()
    day = f"{clock.today():%Y-%m-%d}"
    assert client.post(paper, {"people": [letter.public_id], "sent_on": day}).status_code == 303
    enter = f"/hoexter/einladungen/{letter.public_id}/eintragen/"
    assert client.post(enter, {"answer": "", "told_by": "Büro"}).status_code == 422
    assert client.post(enter, {"answer": "declined", "told_by": "Büro", "sequence": "0"}).status_code == 303
    ledger = client.get(f"{meeting}versandbuch/").content.decode()
    assert "auf Papier, Fassung 1" in ledger
    assert "auf Auskunft von Büro" in ledger
    assert "Vertretung" in client.get(meeting).content.decode()


def test_an_answer_to_a_meeting_that_moved_comes_back_with_what_was_typed(
    cast: Cast, login: Login, letter: Invitation
) -> None:
    client = login(cast.secretariat)
    enter = f"/hoexter/einladungen/{letter.public_id}/eintragen/"
    late = client.post(enter, {"answer": "accepted", "told_by": "Büro", "sequence": "3"})
    assert late.status_code == 409
    assert 'value="Büro"' in late.content.decode()
    assert late.context["form"]["sequence"].value() == "0"


def test_nobody_but_the_secretariat_opens_the_pages(cast: Cast, login: Login, letter: Invitation) -> None:
    for person in (cast.chair, cast.assistant, cast.coordinator, cast.auditor):
        client = login(person)
        for path in (
            f"sitzungen/{letter.meeting.public_id}/papierpost/",
            f"einladungen/{letter.public_id}/eintragen/",
            f"einladungen/{letter.public_id}/brief.pdf",
        ):
            assert client.get(f"/hoexter/{path}").status_code == 404
    with_login = Invitation.objects.get(meeting=letter.meeting, person=cast.chair)
    answer = login(cast.secretariat).post(
        f"/hoexter/einladungen/{with_login.public_id}/eintragen/", {"answer": "accepted"}
    )
    assert answer.status_code == 404
