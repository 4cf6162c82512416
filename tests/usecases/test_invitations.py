"""Inviting: what goes out to whom, with which SEQUENCE and DTSTAMP; read back from the mails as a client would."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from django.core.management import call_command
from icalendar import Calendar

from governance.access.invitations import invitation_by_link, link_key
from governance.models import (
    AgendaItem,
    Answer,
    AuditEntry,
    Dispatch,
    Invitation,
    ItemGuest,
    Meeting,
    OutboxMessage,
)
from governance.queries.invitation_ledger import ledger
from governance.queries.invitations import forecast, own_seats, plan_of, untold
from governance.queries.notice import notice_statement
from governance.rules import clock
from governance.usecases import seats
from governance.usecases.agendas import (
    ItemFacts,
    add_guest,
    add_item,
    add_late_item,
    remove_guest,
    remove_item,
)
from governance.usecases.answers import answer_by_link, answer_invitation
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.invitations import (
    cancel_meeting,
    dispatch_meeting,
    invite_deputy,
    restore_meeting,
    send_update,
)
from governance.usecases.meetings import change_meeting, plan_meeting
from tests import factories as make
from tests.cast import Cast

NOW = datetime.fromisoformat("2027-04-12T09:00:00+02:00")
START = datetime.fromisoformat("2027-05-12T14:00:00+02:00")


@dataclass(frozen=True)
class Received:
    """One mail as its recipient's client sees it."""

    to: str
    sender: str
    subject: str
    method: str
    uid: str
    sequence: int
    dtstamp: datetime
    start: datetime
    status: str
    attendees: tuple[str, ...]
    organizer: str
    description: str
    text: str


def received(folder: Path) -> list[Received]:
    """Dump the outbox and read every mail back."""
    call_command("outbox", dump=str(folder), verbosity=0)
    return [_read(path) for path in sorted(folder.glob("*.eml"))]


def _read(path: Path) -> Received:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    event = calendar.walk("VEVENT")[0]
    attendees = event.get("ATTENDEE", [])
    return Received(
        to=message["To"].addresses[0].addr_spec,
        sender=message["From"].addresses[0].addr_spec,
        subject=str(message["Subject"]),
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        dtstamp=event["DTSTAMP"].dt,
        start=event["DTSTART"].dt,
        status=str(event["STATUS"]),
        attendees=tuple(str(a) for a in (attendees if isinstance(attendees, list) else [attendees])),
        organizer=str(event["ORGANIZER"]),
        description=str(event.get("DESCRIPTION", "")),
        text=message.get_body(("plain",)).get_content(),
    )


@pytest.fixture
def now() -> Iterator[None]:
    """Stand still at a Monday a month before the meeting."""
    with clock.travel(NOW):
        yield


@pytest.fixture
def meeting(cast: Cast, now: None) -> Meeting:
    """A planned meeting of the steering group with two items, one of them non-public and with a guest."""
    by = cast.viewer(cast.secretariat)
    planned = plan_meeting(
        by=by,
        body_id=cast.body.public_id,
        starts_at=START,
        ends_at=START + timedelta(hours=3),
        location="Kreishaus, Großer Sitzungssaal",
    )
    add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title="Bericht", minutes_planned=20))
    secret = add_item(by=by, meeting_id=planned.public_id, facts=ItemFacts(title="Geheime Personalsache", public=False))
    add_guest(by=by, item_id=secret.public_id, person_id=cast.guest.public_id)
    return planned


@pytest.fixture
def sent(cast: Cast, meeting: Meeting) -> Meeting:
    """The same meeting, sent out."""
    return dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)


def move(cast: Cast, meeting: Meeting, *, hours: int = 0, location: str = "Kreishaus, Großer Sitzungssaal") -> None:
    start = START + timedelta(hours=hours)
    change_meeting(
        by=cast.viewer(cast.secretariat),
        meeting_id=meeting.public_id,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        location=location,
    )


def update(cast: Cast, meeting: Meeting, **words: object) -> Meeting:
    return send_update(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, **words)  # type: ignore[arg-type]


def invitation_of(meeting: Meeting, person: object) -> Invitation:
    return Invitation.objects.select_related("meeting", "person").get(meeting=meeting, person=person)


def test_dispatch_invites_every_holder_and_the_guests_but_no_deputy(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    mails = received(tmp_path)
    expected = {cast.chair, cast.deputy_chair, cast.member, cast.advisory_member, cast.guest}
    assert {mail.to for mail in mails} == {person.email for person in expected}
    assert {(mail.method, mail.sequence, mail.status) for mail in mails} == {("REQUEST", 0, "CONFIRMED")}
    assert {mail.uid for mail in mails} == {sent.uid}
    assert all(mail.attendees == (f"mailto:{mail.to}",) for mail in mails)


def test_sender_and_organizer_are_the_functional_mailbox(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    mailbox = cast.authority.mailbox
    assert {(mail.sender, mail.organizer) for mail in received(tmp_path)} == {(mailbox, f"mailto:{mailbox}")}


def test_no_mail_names_a_non_public_title(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    for mail in received(tmp_path):
        assert "Personalsache" not in mail.description + mail.text + mail.subject


def test_a_guest_is_told_of_the_own_item_only(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    mail = next(mail for mail in received(tmp_path) if mail.to == cast.guest.email)
    assert "Bericht" not in mail.description + mail.text
    assert "TOP 2" in mail.description


def test_dispatch_freezes_the_agenda(cast: Cast, sent: Meeting) -> None:
    with pytest.raises(Refused):
        add_item(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, facts=ItemFacts(title="Noch etwas"))
    assert len(sent.agenda_hash) == 64
    assert sent.dispatched_at == clock.now()


def test_a_second_dispatch_is_refused_and_sends_nothing(cast: Cast, sent: Meeting) -> None:
    before = OutboxMessage.objects.count()
    with pytest.raises(Refused):
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id)
    assert OutboxMessage.objects.count() == before


@pytest.mark.parametrize("role", ["member", "chair", "coordinator", "case_manager", "guest"])
def test_only_the_secretariat_of_the_body_invites(cast: Cast, meeting: Meeting, role: str) -> None:
    with pytest.raises((Forbidden, Meeting.DoesNotExist)):
        dispatch_meeting(by=cast.viewer(getattr(cast, role)), meeting_id=meeting.public_id)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"location": ""}, "Ort"),
        ({"starts_at": NOW - timedelta(hours=1)}, "begonnen"),
    ],
)
def test_obstacles_stop_the_dispatch(cast: Cast, meeting: Meeting, change: dict[str, object], words: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(Refused):
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    assert not OutboxMessage.objects.exists()


def test_an_empty_agenda_is_not_sent(cast: Cast, meeting: Meeting) -> None:
    AgendaItem.objects.filter(meeting=meeting).delete()
    with pytest.raises(Refused):
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)


def test_a_mailbox_that_is_an_invited_persons_address_is_refused(cast: Cast, meeting: Meeting) -> None:
    cast.member.email = cast.authority.mailbox.upper()
    cast.member.save()
    with pytest.raises(Refused) as refusal:
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    assert refusal.value.message.values["mailbox"] == cast.authority.mailbox
    assert not OutboxMessage.objects.exists()


def test_an_address_no_mail_can_carry_is_refused_with_the_name(cast: Cast, meeting: Meeting) -> None:
    cast.member.email = "rolf@höxter.example"
    cast.member.save()
    with pytest.raises(Refused) as refusal:
        dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    assert refusal.value.message.values["person"] == str(cast.member)


def test_a_person_without_address_is_invited_without_a_mail(cast: Cast, meeting: Meeting) -> None:
    cast.member.email = ""
    cast.member.save()
    dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    assert invitation_of(meeting, cast.member).dispatches.count() == 0


def test_a_short_notice_needs_a_reason_that_is_kept(cast: Cast, meeting: Meeting, tmp_path: Path) -> None:
    by = cast.viewer(cast.secretariat)
    with clock.travel(START - timedelta(days=4)):
        with pytest.raises(Refused):
            dispatch_meeting(by=by, meeting_id=meeting.public_id)
        done = dispatch_meeting(by=by, meeting_id=meeting.public_id, notice_reason="Bescheid kam erst heute.")
    assert done.published["notice"]["short_by"] == 7
    assert "Bescheid kam erst heute." in notice_statement(done)
    assert all("Bescheid kam erst heute." in mail.text for mail in received(tmp_path))


def test_several_edits_are_one_step_and_reach_everybody(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    move(cast, sent, hours=24)
    move(cast, sent, hours=48)
    assert Meeting.objects.get(pk=sent.pk).sequence == 0
    update(cast, sent)
    last = received(tmp_path)[5:]
    assert {mail.sequence for mail in last} == {1}
    assert {mail.start for mail in last} == {START + timedelta(hours=48)}
    assert len(last) == 5
    assert all("12. Mai 2027" in mail.text and "14. Mai 2027" in mail.text for mail in last)


def test_back_and_forth_before_telling_is_nothing_to_tell(cast: Cast, sent: Meeting) -> None:
    move(cast, sent, hours=24)
    move(cast, sent, hours=0)
    with pytest.raises(Refused):
        update(cast, sent)


def test_a_new_place_counts_only_if_answers_are_asked_again(cast: Cast, sent: Meeting) -> None:
    move(cast, sent, location="Kreishaus, Grosser Sitzungssaal")
    assert update(cast, sent, ask_again=False).sequence == 0
    move(cast, sent, location="Stadthalle Brakel")
    assert update(cast, sent).sequence == 1


def test_every_mail_to_a_person_is_stamped_later_than_the_one_before(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    for hours in (1, 2, 3):  # the clock stands still all the while
        move(cast, sent, hours=hours)
        update(cast, sent)
    stamps = [mail.dtstamp for mail in received(tmp_path) if mail.to == cast.member.email]
    assert stamps == sorted(set(stamps))
    assert len(stamps) == 4


def test_a_moved_meeting_is_checked_for_its_notice_again(cast: Cast, sent: Meeting) -> None:
    move(cast, sent, hours=-24 * 28)  # from 12 May to 14 April, two days after today
    with pytest.raises(Refused):
        update(cast, sent)
    moved = update(cast, sent, notice_reason="Frist des Landes.")
    assert moved.published["notice"]["short_by"] > 0
    assert moved.published["notice"]["latest"] < "2027-04-12"


def test_answers_before_a_new_date_count_no_more(cast: Cast, sent: Meeting) -> None:
    mine = invitation_of(sent, cast.member)
    answer_invitation(by=cast.viewer(cast.member), invitation_id=mine.public_id, answer="accepted", sequence=0)
    assert invitation_of(sent, cast.member).current_answer == Answer.ACCEPTED
    move(cast, sent, hours=24)
    update(cast, sent)
    mine = invitation_of(sent, cast.member)
    assert mine.current_answer == Answer.NONE
    assert mine.answer == Answer.ACCEPTED
    assert mine in Invitation.objects.unanswered()


def test_a_late_item_keeps_the_sequence_and_is_told_by_an_update(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    item = add_late_item(
        by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, facts=ItemFacts(title="Eilsache"), reason="Neu"
    )
    assert (item.number, item.supplement) == ("3", 1)
    assert update(cast, sent).sequence == 0
    last = received(tmp_path)[5:]
    assert {mail.to for mail in last if "Eilsache" in mail.text} == {
        person.email for person in (cast.chair, cast.deputy_chair, cast.member, cast.advisory_member)
    }
    second = add_late_item(
        by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, facts=ItemFacts(title="Noch eine"), reason="Neu"
    )
    assert (second.number, second.supplement) == ("4", 2)


def test_a_late_item_without_a_reason_is_refused(cast: Cast, sent: Meeting) -> None:
    with pytest.raises(Refused):
        add_late_item(
            by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, facts=ItemFacts(title="X"), reason=" \x00 "
        )


def test_an_item_taken_off_stays_visible_with_its_reason(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    item = sent.items.get(title="Bericht")
    with pytest.raises(Refused):
        remove_item(by=cast.viewer(cast.secretariat), item_id=item.public_id)
    remove_item(by=cast.viewer(cast.secretariat), item_id=item.public_id, reason="Erkrankung")
    item.refresh_from_db()
    assert (item.state, item.number, item.outcome_reason) == ("removed", "1", "Erkrankung")
    update(cast, sent)
    assert any("abgesetzt" in mail.text for mail in received(tmp_path)[5:])


def test_a_removed_guest_alone_gets_a_cancel_with_the_current_sequence(
    cast: Cast, sent: Meeting, tmp_path: Path
) -> None:
    item = sent.items.get(public=False)
    remove_guest(by=cast.viewer(cast.secretariat), item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    last = received(tmp_path)[5:]
    assert [(mail.to, mail.method, mail.sequence) for mail in last] == [(cast.guest.email, "CANCEL", 0)]


def test_a_person_added_later_gets_the_current_sequence_and_nobody_else_a_mail(
    cast: Cast, sent: Meeting, tmp_path: Path
) -> None:
    move(cast, sent, hours=24)
    update(cast, sent)
    item = sent.items.get(title="Bericht")
    add_guest(by=cast.viewer(cast.secretariat), item_id=item.public_id, person_id=cast.contact.public_id)
    update(cast, sent)
    last = received(tmp_path)[10:]
    assert [(mail.to, mail.method, mail.sequence) for mail in last] == [(cast.contact.email, "REQUEST", 1)]


def test_a_person_who_comes_back_is_invited_with_a_later_stamp(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    by, item = cast.viewer(cast.secretariat), sent.items.get(public=False)
    remove_guest(by=by, item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    add_guest(by=by, item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    mine = [mail for mail in received(tmp_path) if mail.to == cast.guest.email]
    assert [mail.method for mail in mine] == ["REQUEST", "CANCEL", "REQUEST"]
    assert mine[0].dtstamp < mine[1].dtstamp < mine[2].dtstamp


def test_a_new_holder_is_invited_and_the_old_one_released(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    seat = cast.seats[2]
    seat.memberships.filter(person=cast.member).update(valid_until=NOW.date())
    make.MembershipFactory(seat=seat, person=cast.plain_person, valid_from=NOW.date() + timedelta(days=1))
    update(cast, sent)
    last = {mail.to: mail.method for mail in received(tmp_path)[5:]}
    assert last == {cast.member.email: "CANCEL", cast.plain_person.email: "REQUEST"}


def test_cancelling_reaches_everybody_with_the_next_sequence(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, reason="Nicht beschlussfähig")
    last = received(tmp_path)[5:]
    assert {(mail.method, mail.status, mail.sequence) for mail in last} == {("CANCEL", "CANCELLED", 1)}
    assert len(last) == 5
    assert all("/antwort/" not in mail.text for mail in last)
    assert set(sent.items.values_list("state", flat=True)) == {"postponed"}


def test_a_cancellation_names_the_date_people_know(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    move(cast, sent, hours=24)
    cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, reason="Grund")
    assert {mail.start for mail in received(tmp_path)[5:]} == {START}


def test_cancelling_a_meeting_nobody_knows_of_sends_nothing(cast: Cast, meeting: Meeting) -> None:
    done = cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, reason="Grund")
    assert done.state == "cancelled"
    assert not OutboxMessage.objects.exists()


def test_a_restored_meeting_gets_a_new_uid_and_starts_at_zero(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    by = cast.viewer(cast.secretariat)
    cancel_meeting(by=by, meeting_id=sent.public_id, reason="Grund")
    again = restore_meeting(by=by, meeting_id=sent.public_id)
    assert (again.uid != sent.uid, again.sequence, again.state) == (True, 0, "planned")
    assert list(again.items.values_list("title", flat=True)) == ["Bericht", "Geheime Personalsache"]
    assert ItemGuest.objects.filter(item__meeting=again, person=cast.guest).exists()
    dispatch_meeting(by=by, meeting_id=again.public_id)
    assert {(mail.uid, mail.sequence) for mail in received(tmp_path)[10:]} == {(again.uid, 0)}


def test_the_deputy_of_a_holder_who_declined_can_be_invited(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    mine = invitation_of(sent, cast.member)
    answer_invitation(by=cast.viewer(cast.member), invitation_id=mine.public_id, answer="declined")
    by = cast.viewer(cast.secretariat)
    invite_deputy(by=by, invitation_id=mine.public_id, person_id=cast.deputy.public_id)
    mail = received(tmp_path)[-1]
    assert (mail.to, mail.method, mail.sequence) == (cast.deputy.email, "REQUEST", 0)
    with pytest.raises(Refused):
        invite_deputy(by=by, invitation_id=mine.public_id, person_id=cast.deputy.public_id)
    with pytest.raises(Refused):
        invite_deputy(by=by, invitation_id=mine.public_id, person_id=cast.plain_person.public_id)
    assert not untold(sent, plan_of(sent))


def test_the_forecast_counts_seats_whose_holder_or_deputy_accepted(cast: Cast, sent: Meeting) -> None:
    for person in (cast.chair, cast.deputy_chair, cast.advisory_member):
        mine = invitation_of(sent, person)
        answer_invitation(by=cast.viewer(person), invitation_id=mine.public_id, answer="accepted")
    result = forecast(sent, plan_of(sent))
    assert result is not None
    assert (result.present, result.base, result.met) == (2, 3, False)


def test_the_ledger_says_who_was_sent_what_and_answered_what(cast: Cast, sent: Meeting) -> None:
    mine = invitation_of(sent, cast.member)
    answer_invitation(by=cast.viewer(cast.assistant), invitation_id=mine.public_id, answer="tentative")
    rows = ledger(cast.viewer(cast.coordinator), sent)
    row = next(row for row in rows if row.person == str(cast.member))
    assert (row.answered_by, row.answered_sequence, len(row.mails)) == (str(cast.assistant), 0, 1)
    assert ledger(cast.viewer(cast.member), sent) == ()


def test_the_ledger_of_mails_is_append_only(cast: Cast, sent: Meeting) -> None:
    with pytest.raises(Exception, match="append-only"):
        Dispatch.objects.update(sequence=9)


def test_a_link_answers_without_a_login(cast: Cast, sent: Meeting) -> None:
    key = link_key(invitation_of(sent, cast.member))
    answer_by_link(key=key, answer="accepted", sequence=0)
    mine = invitation_of(sent, cast.member)
    assert (mine.answer, mine.answered_via, mine.answered_by) == ("accepted", "link", cast.member)
    assert AuditEntry.objects.filter(action="invitation.answered", actor=cast.member.public_id).exists()


def test_a_stale_or_late_answer_changes_nothing(cast: Cast, sent: Meeting) -> None:
    key = link_key(invitation_of(sent, cast.member))
    move(cast, sent, hours=24)
    update(cast, sent)
    with pytest.raises(Stale):
        answer_by_link(key=key, answer="accepted", sequence=0)
    with clock.travel(START + timedelta(days=2)), pytest.raises(Refused):
        answer_by_link(key=key, answer="accepted", sequence=1)
    cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=sent.public_id, reason="Grund")
    with pytest.raises(Refused):
        answer_by_link(key=key, answer="accepted")
    assert invitation_of(sent, cast.member).answer == Answer.NONE


def test_a_link_dies_with_the_seat_the_signature_and_the_invitation(cast: Cast, sent: Meeting) -> None:
    mine = invitation_of(sent, cast.member)
    key = link_key(mine)
    assert invitation_by_link(key) == mine
    for broken in (key[:-1] + ("A" if key[-1] != "A" else "B"), mine.answer_key, "", "x" * 500):
        with pytest.raises(Invitation.DoesNotExist):
            invitation_by_link(broken)
    cast.seats[2].memberships.filter(person=cast.member).update(valid_until=NOW.date() - timedelta(days=1))
    with pytest.raises(Invitation.DoesNotExist):
        invitation_by_link(key)


@pytest.mark.parametrize("role", ["chair", "secretariat", "plain_person", "other_coordinator"])
def test_nobody_else_answers_for_a_person(cast: Cast, sent: Meeting, role: str) -> None:
    mine = invitation_of(sent, cast.member)
    viewer = cast.viewer(getattr(cast, role), getattr(cast, role).authority)
    with pytest.raises((Forbidden, Invitation.DoesNotExist)):
        answer_invitation(by=viewer, invitation_id=mine.public_id, answer="accepted")
    assert invitation_of(sent, cast.member).answer == Answer.NONE


def test_an_invented_answer_is_refused(cast: Cast, sent: Meeting) -> None:
    mine = invitation_of(sent, cast.member)
    with pytest.raises(Refused):
        answer_invitation(by=cast.viewer(cast.member), invitation_id=mine.public_id, answer="none")


def test_a_list_of_attendees_is_shown_to_everybody_but_whoever_is_removed(
    cast: Cast, meeting: Meeting, tmp_path: Path
) -> None:
    cast.body.shows_attendees = True
    cast.body.save()
    dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    item = meeting.items.get(public=False)
    remove_guest(by=cast.viewer(cast.secretariat), item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, meeting)
    mails = received(tmp_path)
    assert {len(mail.attendees) for mail in mails[:5]} == {5}
    assert mails[5].method == "CANCEL"
    assert mails[5].attendees == (f"mailto:{cast.guest.email}",)


def test_who_is_invited_between_two_messages_learns_nothing_untold(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    by = cast.viewer(cast.secretariat)
    add_late_item(by=by, meeting_id=sent.public_id, facts=ItemFacts(title="Eilsache"), reason="Neu")
    remove_item(by=by, item_id=sent.items.get(title="Bericht").public_id, reason="Erkrankung")
    mine = invitation_of(sent, cast.member)
    invite_deputy(by=by, invitation_id=mine.public_id, person_id=cast.deputy.public_id)
    mail = received(tmp_path)[-1]
    assert mail.to == cast.deputy.email
    assert "Eilsache" not in mail.text + mail.description
    assert "Bericht" in mail.description


def test_guests_are_told_of_a_supplement_only_if_it_is_theirs(cast: Cast, sent: Meeting, tmp_path: Path) -> None:
    by = cast.viewer(cast.secretariat)
    add_late_item(by=by, meeting_id=sent.public_id, facts=ItemFacts(title="Eilsache"), reason="Neu")
    update(cast, sent)
    assert cast.guest.email not in {mail.to for mail in received(tmp_path / "one")[5:]}
    own = add_late_item(by=by, meeting_id=sent.public_id, facts=ItemFacts(title="Mit Gast"), reason="Neu")
    add_guest(by=by, item_id=own.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    assert cast.guest.email in {mail.to for mail in received(tmp_path / "two")[9:]}


def test_a_later_end_asks_for_new_answers_but_not_for_a_new_notice(cast: Cast, sent: Meeting) -> None:
    with clock.travel(START - timedelta(days=2)):
        change_meeting(
            by=cast.viewer(cast.secretariat),
            meeting_id=sent.public_id,
            starts_at=START,
            ends_at=START + timedelta(hours=4),
            location="Kreishaus, Großer Sitzungssaal",
        )
        told = update(cast, sent)
    assert told.sequence == 1
    assert told.published["notice"]["on"] == "2027-04-12"


def test_restoring_twice_makes_one_meeting(cast: Cast, sent: Meeting) -> None:
    by = cast.viewer(cast.secretariat)
    cancel_meeting(by=by, meeting_id=sent.public_id, reason="Grund")
    restore_meeting(by=by, meeting_id=sent.public_id)
    with pytest.raises(Refused):
        restore_meeting(by=by, meeting_id=sent.public_id)
    assert Meeting.objects.filter(body=cast.body, starts_at=START).count() == 2


def test_a_person_with_two_seats_counts_for_both_and_keeps_the_link(cast: Cast, sent: Meeting) -> None:
    make.MembershipFactory(seat=make.SeatFactory(body=cast.body, name="Sozialdezernat"), person=cast.member)
    mine = invitation_of(sent, cast.member)
    answer_invitation(by=cast.viewer(cast.member), invitation_id=mine.public_id, answer="accepted")
    result = forecast(sent, plan_of(sent))
    assert result is not None
    assert (result.present, result.base) == (2, 4)
    cast.seats[2].memberships.filter(person=cast.member).update(valid_until=NOW.date() - timedelta(days=1))
    assert invitation_by_link(link_key(mine)) == mine


def test_a_deputy_of_two_seats_comes_for_the_one_they_were_invited_for(cast: Cast, sent: Meeting) -> None:
    make.DeputyshipFactory(seat=cast.seats[0], person=cast.deputy)
    mine = invitation_of(sent, cast.member)
    invite_deputy(by=cast.viewer(cast.secretariat), invitation_id=mine.public_id, person_id=cast.deputy.public_id)
    (row,) = [row for row in plan_of(sent).wanted if row.person == cast.deputy]
    assert row.seat == cast.seats[2]


def test_who_comes_back_has_not_answered(cast: Cast, sent: Meeting) -> None:
    by, item = cast.viewer(cast.secretariat), sent.items.get(public=False)
    mine = invitation_of(sent, cast.guest)
    answer_by_link(key=link_key(mine), answer="accepted", sequence=0)
    remove_guest(by=by, item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    add_guest(by=by, item_id=item.public_id, person_id=cast.guest.public_id)
    update(cast, sent)
    again = invitation_of(sent, cast.guest)
    assert (again.answer, again.answered_at, again.answered_by, again.answered_via) == ("none", None, None, "")


def test_the_ledger_marks_a_summons_that_left_too_late(cast: Cast, sent: Meeting) -> None:
    viewer = cast.viewer(cast.coordinator)
    assert not any(row.late for row in ledger(viewer, sent))
    last_day = datetime.fromisoformat(f"{sent.published['notice']['latest']}T12:00:00+02:00")
    OutboxMessage.objects.filter(recipient=cast.member.email).update(sent_at=last_day + timedelta(days=1))
    OutboxMessage.objects.filter(recipient=cast.chair.email).update(sent_at=last_day)
    assert {row.person for row in ledger(viewer, sent) if row.late} == {str(cast.member)}
    with clock.travel(last_day + timedelta(days=1)):
        late = {row.person for row in ledger(viewer, sent) if row.late}
    assert str(cast.deputy_chair) in late
    assert str(cast.chair) not in late


def test_a_change_of_holder_after_the_dispatch_takes_the_one_off_and_invites_the_other(
    cast: Cast, sent: Meeting, tmp_path: Path
) -> None:
    """Edge case 18: the old answer and its link die, the new holder answers anew, the ledger keeps both."""
    by = cast.viewer(cast.secretariat)
    old = Invitation.objects.get(meeting=sent, person=cast.member)
    answer_invitation(by=cast.viewer(cast.member), invitation_id=old.public_id, answer="accepted")
    day = clock.today()
    seats.fill_seat(
        by=cast.viewer(cast.coordinator), seat_id=cast.seats[2].public_id, person_id=cast.plain_person.public_id,
        valid_from=day,
    )  # fmt: skip
    with pytest.raises(Invitation.DoesNotExist):
        invitation_by_link(link_key(old))
    news = untold(sent, plan_of(sent))
    assert ([row.person for row in news.joining], [row.person for row in news.leaving]) == (
        [cast.plain_person], [cast.member],
    )  # fmt: skip
    send_update(by=by, meeting_id=sent.public_id, notice_reason="Wechsel")
    last = {mail.to: mail.method for mail in received(tmp_path)}
    assert last[cast.member.email] == "CANCEL"
    assert last[cast.plain_person.email] == "REQUEST"
    rows = {row.person: row for row in ledger(by, sent)}
    assert rows[str(cast.member)].removed
    assert rows[str(cast.plain_person)].answered_at is None
    result = forecast(sent, plan_of(sent))
    assert result is not None
    assert result.present == 0
    assert not cast.viewer(cast.assistant).assisted_bodies, "the assistance of the former holder opens the body no more"


def test_several_seats_are_one_invitation_and_one_answer_for_all(cast: Cast) -> None:
    """Edge case 6: one mail, one answer; the forecast counts each seat, and every page names all of them."""
    seats.fill_seat(
        by=cast.viewer(cast.coordinator), seat_id=cast.seats[0].public_id, person_id=cast.member.public_id,
        valid_from=clock.today(),
    )  # fmt: skip
    meeting = make.MeetingFactory(body=cast.body)
    make.AgendaItemFactory(meeting=meeting)
    by = cast.viewer(cast.secretariat)
    dispatch_meeting(by=by, meeting_id=meeting.public_id, notice_reason="Probe")
    mine = Invitation.objects.get(meeting=meeting, person=cast.member)
    answer_invitation(by=cast.viewer(cast.member), invitation_id=mine.public_id, answer="accepted")
    result = forecast(meeting, plan_of(meeting))
    assert result is not None
    assert result.present == 2
    both = "Kreisdirektor, Familie, Jugend und Soziales"
    assert own_seats(meeting, (mine,)) == [(mine, both)]
    assert [row.seat for row in ledger(by, meeting) if row.person == str(cast.member)] == [both]
