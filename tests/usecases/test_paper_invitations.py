"""Members without a login: letters, their entry in the ledger, answers that the secretariat enters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.documents.rendering import render
from governance.models import Answer, AuditEntry, Invitation, Meeting, PaperDispatch, Person
from governance.queries.invitation_ledger import ledger
from governance.queries.invitations import forecast, plan_of
from governance.queries.paper_invitations import letter_to, paper_page
from governance.rules import clock
from governance.usecases.answers import enter_answer
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.invitations import cancel_meeting, dispatch_meeting, invite_deputy, send_update
from governance.usecases.meetings import change_meeting
from governance.usecases.paper_invitations import note_sent_on_paper
from tests import factories as make
from tests.cast import Cast
from tests.conftest import queries_counted

TODAY = clock.today()


@pytest.fixture
def letter(cast: Cast) -> Invitation:
    """The invitation of the member, who has neither login nor mail address, after the dispatch."""
    cast.member.user, cast.member.email = None, ""
    cast.member.address = "Beispielweg 1\n37671 Höxter"
    cast.member.save()
    meeting = make.MeetingFactory(body=cast.body)
    make.AgendaItemFactory(meeting=meeting, title="Bericht")
    make.AgendaItemFactory(meeting=meeting, title="Vertraulich", public=False)
    dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, notice_reason="Probe")
    found: Invitation = Invitation.objects.get(meeting=meeting, person=cast.member)
    return found


def test_nobody_without_an_address_blocks_the_dispatch_and_all_of_them_are_listed(
    cast: Cast, letter: Invitation
) -> None:
    assert not letter.dispatches.exists()
    assert Invitation.objects.filter(meeting=letter.meeting).count() == 4
    page = paper_page(cast.viewer(cast.secretariat), letter.meeting)
    assert [(row.invitation.person, row.due, row.may_enter) for row in page.rows] == [(cast.member, True, True)]
    assert paper_page(cast.viewer(cast.member), letter.meeting).rows == ()


def test_the_letter_has_the_address_the_agenda_and_how_to_answer(cast: Cast, letter: Invitation) -> None:
    document = letter_to(cast.viewer(cast.secretariat), letter.public_id)
    assert document.recipient is not None
    assert document.recipient.lines[-2:] == ("Beispielweg 1", "37671 Höxter")
    assert [item.title for item in document.items] == ["Bericht", "Vertraulich"]
    assert "Geschäftsstelle" in str(document.notes)
    for wanted in ("docx", "pdf"):
        assert len(render("invitation", document, wanted)) > 2000
    with pytest.raises(Invitation.DoesNotExist):
        letter_to(cast.viewer(cast.chair), letter.public_id)


def test_the_letter_to_a_guest_holds_their_item_only(cast: Cast, letter: Invitation) -> None:
    guest = Invitation.objects.create(meeting=letter.meeting, person=cast.guest, role="guest")
    letter.meeting.items.get(title="Bericht").guests.create(person=cast.guest)
    document = letter_to(cast.viewer(cast.secretariat), guest.public_id)
    assert [item.title for item in document.items] == ["Bericht"]


def note(cast: Cast, letter: Invitation, *, days_ago: int = 0) -> tuple[PaperDispatch, ...]:
    return note_sent_on_paper(
        by=cast.viewer(cast.secretariat),
        meeting_id=letter.meeting.public_id,
        invitation_ids=[letter.public_id],
        sent_on=TODAY - timedelta(days=days_ago),
    )


def test_a_letter_is_noted_once_for_each_version_with_day_and_hand(cast: Cast, letter: Invitation) -> None:
    by = cast.viewer(cast.secretariat)
    (made,) = note(cast, letter)
    assert (made.sent_on, made.recorded_by, made.sequence) == (TODAY, cast.secretariat, 0)
    with pytest.raises(Refused):
        note(cast, letter)
    (row,) = [row for row in ledger(by, letter.meeting) if row.person == str(cast.member)]
    assert [entry.sent_on for entry in row.letters] == [TODAY]
    meeting = Meeting.objects.get(pk=letter.meeting_id)
    start = meeting.starts_at + timedelta(days=7)
    change_meeting(
        by=by, meeting_id=meeting.public_id, version=meeting.version, starts_at=start,
        ends_at=start + timedelta(hours=2), location=meeting.location, online_url="", dial_in="", minute_taker_id="",
    )  # fmt: skip
    send_update(by=by, meeting_id=meeting.public_id, notice_reason="Probe")
    meeting.refresh_from_db()
    assert paper_page(by, meeting).due == 1
    note(cast, letter)
    assert paper_page(by, meeting).due == 0
    assert AuditEntry.objects.filter(action="invitation.paper_sent").count() == 2


def test_letters_are_noted_for_no_day_to_come_none_before_the_dispatch_and_by_nobody_else(
    cast: Cast, letter: Invitation
) -> None:
    for days in (-1, 1):
        with pytest.raises(Refused):
            note(cast, letter, days_ago=days)
    with pytest.raises(Forbidden):
        note_sent_on_paper(
            by=cast.viewer(cast.chair), meeting_id=letter.meeting.public_id,
            invitation_ids=[letter.public_id], sent_on=TODAY,
        )  # fmt: skip
    assert not PaperDispatch.objects.exists()


def test_an_answer_is_entered_with_who_entered_it_and_who_told_it(cast: Cast, letter: Invitation) -> None:
    by = cast.viewer(cast.secretariat)
    done = enter_answer(by=by, invitation_id=letter.public_id, answer="accepted", told_by="Lotte Wiesner", sequence=0)
    assert (done.answer, done.answered_by, done.answered_via, done.told_by) == (
        Answer.ACCEPTED, cast.secretariat, "office", "Lotte Wiesner",
    )  # fmt: skip
    (row,) = [row for row in ledger(by, letter.meeting) if row.person == str(cast.member)]
    assert (row.answered_by, row.told_by) == (str(cast.secretariat), "Lotte Wiesner")
    result = forecast(letter.meeting, plan_of(letter.meeting))
    assert result is not None
    assert result.present == 1
    enter_answer(by=by, invitation_id=letter.public_id, answer="declined")
    letter.refresh_from_db()
    assert (letter.answer, letter.told_by) == (Answer.DECLINED, str(cast.member))
    invite_deputy(by=by, invitation_id=letter.public_id, person_id=cast.deputy.public_id)
    with pytest.raises(Stale):
        enter_answer(by=by, invitation_id=letter.public_id, answer="accepted", sequence=7)


def test_whoever_can_log_in_answers_alone_and_only_the_secretariat_enters(cast: Cast, letter: Invitation) -> None:
    of_the_chair = Invitation.objects.get(meeting=letter.meeting, person=cast.chair)
    for by, invitation in (
        (cast.secretariat, of_the_chair), (cast.chair, letter), (cast.assistant, letter), (cast.coordinator, letter),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            enter_answer(by=cast.viewer(by), invitation_id=invitation.public_id, answer="accepted")
    letter.refresh_from_db()
    assert letter.answer == Answer.NONE


def test_a_cancelled_meeting_takes_no_answer_and_whoever_left_is_to_be_told(cast: Cast, letter: Invitation) -> None:
    by = cast.viewer(cast.secretariat)
    letter.removed_at = clock.now()
    letter.save()
    assert [row.person for row in paper_page(by, letter.meeting).to_tell] == [cast.member]
    letter.removed_at = None
    letter.save()
    cancel_meeting(by=by, meeting_id=letter.meeting.public_id, reason="Zu wenige Vorlagen")
    with pytest.raises(Refused):
        enter_answer(by=by, invitation_id=letter.public_id, answer="accepted")


def test_the_page_asks_the_same_number_of_questions_for_1_and_for_20_letters(cast: Cast, letter: Invitation) -> None:
    by, meeting = cast.viewer(cast.secretariat), letter.meeting
    paper_page(by, meeting)
    with queries_counted() as few:
        paper_page(by, meeting)
    for number in range(20):
        person: Person = make.PersonFactory(authority=cast.authority, user=None, last_name=f"Brief{number}")
        Invitation.objects.create(meeting=meeting, person=person)
    with queries_counted() as many:
        assert len(paper_page(by, meeting).rows) == 21
    assert len(many) == len(few)
