"""Sessions: opening, presence, deputies, quorum per item, calling, leading, postponing, closing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.models import (
    AgendaItem,
    Attendance,
    AuditEntry,
    Break,
    DecisionPaper,
    ItemGuest,
    Meeting,
    Minutes,
    MinutesItem,
    Person,
    Recusal,
    Resolution,
    Vote,
)
from governance.queries.attendance import load_room
from governance.rules import clock
from governance.usecases.attendance import (
    correct_attendance,
    lift_recusal,
    record_arrival,
    record_departure,
    record_room,
    recuse,
    remove_attendance,
)
from governance.usecases.ballots import cast_ballot
from governance.usecases.decisions import add_action_item, complete_action_item, drop_action_item
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.sessions import (
    call_item,
    close_session,
    conclude_item,
    declare_inquorate,
    interrupt_session,
    open_session,
    postpone_remaining,
    put_back_item,
    resume_session,
)
from governance.usecases.votes import abort_vote, close_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import Chamber, arrive, chamber, paper_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def quorum(room: Chamber, item: AgendaItem | None = None) -> tuple[int, int, int]:
    found = load_room(Meeting.objects.get(pk=room.meeting.pk)).quorum(item.pk if item else None, clock.now())
    assert found is not None
    return found.present, found.base, found.needed


def arrival(room: Chamber, person: Person, seat_id: str, **facts: object) -> Attendance:
    return record_arrival(
        by=room.secretariat, meeting_id=room.meeting.public_id, person_id=person.public_id, seat_id=seat_id, **facts
    )


class TestOpening:
    def test_opening_starts_the_minutes_with_an_entry_for_each_item(self, cast: Cast) -> None:
        paper_item(cast)
        meeting = open_session(by=cast.viewer(cast.chair), meeting_id=cast.meeting.public_id)
        assert meeting.state == "in_session"
        assert meeting.opened_at is not None
        minutes = Minutes.objects.get(meeting=meeting)
        assert MinutesItem.objects.filter(minutes=minutes).count() == 2

    def test_a_second_opening_is_refused_with_a_sentence(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="only once"):
            open_session(by=room.secretariat, meeting_id=room.meeting.public_id)

    @pytest.mark.parametrize("role", ["member", "guest", "coordinator", "case_manager", "assistant", "deputy"])
    def test_others_cannot_open_and_the_attempt_is_logged(self, cast: Cast, role: str) -> None:
        with pytest.raises(Forbidden):
            open_session(by=cast.viewer(getattr(cast, role)), meeting_id=cast.meeting.public_id)
        assert AuditEntry.objects.filter(action="session.open.refused").count() == 1

    def test_another_authority_finds_no_meeting(self, cast: Cast) -> None:
        stranger = cast.viewer(cast.other_coordinator, cast.other_authority)
        with pytest.raises(Meeting.DoesNotExist):
            open_session(by=stranger, meeting_id=cast.meeting.public_id)


class TestPresence:
    def test_holder_and_deputy_are_one_seat_and_the_deputy_yields(self, cast: Cast) -> None:
        room = chamber(cast, present=False)
        seat = cast.seats[2]
        stay = arrival(room, cast.deputy, seat.public_id)
        assert stay.as_deputy
        with_deputy = quorum(room)[0]
        arrival(room, cast.member, seat.public_id)
        stay.refresh_from_db()
        assert stay.left_at is not None
        assert with_deputy == quorum(room)[0] == 1

    def test_a_deputy_cannot_sit_down_while_the_holder_is_there(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="holder is away"):
            arrival(room, room.cast.deputy, room.cast.seats[2].public_id)

    def test_nobody_sits_in_a_seat_of_others(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="neither holds nor represents"):
            arrival(room, room.cast.plain_person, room.cast.seats[2].public_id)

    def test_nobody_arrives_twice(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="present already"):
            arrival(room, room.cast.member, room.cast.seats[2].public_id)

    def test_guests_come_for_their_items_only(self, room: Chamber) -> None:
        assert arrival(room, room.cast.guest, "").seat is None
        with pytest.raises(Refused, match="not invited"):
            arrival(room, room.cast.plain_person, "")

    def test_only_the_secretariat_records_presence(self, room: Chamber) -> None:
        with pytest.raises(Forbidden):
            record_arrival(
                by=room.viewer(room.cast.chair),
                meeting_id=room.meeting.public_id,
                person_id=room.cast.guest.public_id,
            )

    def test_the_room_is_entered_at_once_and_a_second_time_changes_nothing(self, room: Chamber) -> None:
        seats = {seat.public_id: person.public_id for person, seat in room.voters}
        count = Attendance.objects.count()
        assert record_room(by=room.secretariat, meeting_id=room.meeting.public_id, occupants=seats) == 0
        assert Attendance.objects.count() == count

    def test_the_room_form_lets_leave_and_replaces_the_holder_by_the_deputy(self, room: Chamber) -> None:
        first, third = room.cast.seats[0], room.cast.seats[2]
        changed = record_room(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            occupants={first.public_id: "", third.public_id: room.cast.deputy.public_id},
            remote=frozenset({third.public_id}),
        )
        assert changed == 2
        now = Attendance.objects.filter(meeting=room.meeting, left_at=None)
        assert not now.filter(seat=first).exists()
        stay = now.get(seat=third)
        assert (stay.person, stay.as_deputy, stay.remote) == (room.cast.deputy, True, True)

    def test_one_person_may_hold_two_seats(self, room: Chamber) -> None:
        second = make.SeatFactory(body=room.cast.body, name="Zweiter Sitz")
        make.MembershipFactory(seat=second, person=room.cast.member)
        arrival(room, room.cast.member, second.public_id)
        assert quorum(room)[:2] == (6, 6)

    def test_a_vacant_seat_counts_to_the_seats_and_never_as_present(self, room: Chamber) -> None:
        make.SeatFactory(body=room.cast.body, name="Unbesetzt")
        assert quorum(room)[:2] == (5, 6)

    def test_times_in_the_future_or_long_before_are_refused(self, room: Chamber) -> None:
        for moment in (clock.now() + timedelta(hours=1), clock.now() - timedelta(days=2)):
            with pytest.raises(Refused, match="time lies"):
                arrival(room, room.cast.guest, "", at=moment)

    def test_a_correction_may_not_overlap_with_another_person_in_the_seat(self, room: Chamber) -> None:
        seat = room.cast.seats[2]
        first = Attendance.objects.get(seat=seat, person=room.cast.member)
        record_departure(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=first.public_id)
        arrival(room, room.cast.deputy, seat.public_id)
        first.refresh_from_db()
        with pytest.raises(Refused, match="taken by"):
            correct_attendance(
                by=room.secretariat,
                meeting_id=room.meeting.public_id,
                attendance_id=first.public_id,
                arrived_at=first.arrived_at,
                left_at=None,
                remote=False,
                version=first.version,
            )

    def test_nobody_is_entered_for_a_time_at_which_the_seat_was_taken(self, room: Chamber) -> None:
        seat = room.cast.seats[2]
        start = Attendance.objects.get(seat=seat).arrived_at
        before, occupants = start + timedelta(minutes=10), {seat.public_id: room.cast.deputy.public_id}
        with clock.travel(start + timedelta(minutes=30)):
            record_room(by=room.secretariat, meeting_id=room.meeting.public_id, occupants={seat.public_id: ""})
            with pytest.raises(Refused, match="taken by"):
                arrival(room, room.cast.deputy, seat.public_id, at=before)
            with pytest.raises(Refused, match="taken by"):
                record_room(by=room.secretariat, meeting_id=room.meeting.public_id, occupants=occupants, at=before)
            assert arrival(room, room.cast.deputy, seat.public_id).as_deputy

    def test_a_seat_that_somebody_else_has_changed_is_not_overwritten_unseen(self, room: Chamber) -> None:
        seat, member, deputy = room.cast.seats[2].public_id, room.cast.member.public_id, room.cast.deputy.public_id
        facts = {"by": room.secretariat, "meeting_id": room.meeting.public_id, "seen": {seat: member}}
        assert record_room(**facts, occupants={seat: deputy}) == 1
        assert record_room(**facts, occupants={seat: deputy}) == 0
        with pytest.raises(Refused, match="Somebody else has changed"):
            record_room(**facts, occupants={seat: ""})
        assert Attendance.objects.get(seat__public_id=seat, left_at=None).person == room.cast.deputy

    def test_where_a_body_has_no_secretariat_any_coordinator_runs_its_session(self, cast: Cast) -> None:
        cast.body.secretariats.all().delete()
        by = cast.viewer(cast.coordinator)
        open_session(by=by, meeting_id=cast.meeting.public_id)
        seat = cast.seats[0].public_id
        occupants = {seat: cast.chair.public_id}
        assert record_room(by=by, meeting_id=cast.meeting.public_id, occupants=occupants) == 1

    def test_a_secretariat_that_coordinates_no_more_records_nothing(self, room: Chamber) -> None:
        room.cast.secretariat.roles.all().delete()
        with pytest.raises(Forbidden):
            arrival(room, room.cast.guest, "")

    def test_the_second_of_two_corrections_is_told(self, room: Chamber) -> None:
        stay = Attendance.objects.get(meeting=room.meeting, person=room.cast.member)
        facts = {
            "by": room.secretariat,
            "meeting_id": room.meeting.public_id,
            "attendance_id": stay.public_id,
            "arrived_at": stay.arrived_at - timedelta(minutes=5),
            "left_at": None,
            "remote": True,
            "version": stay.version,
        }
        correct_attendance(**facts)
        with pytest.raises(Stale):
            correct_attendance(**facts)

    def test_a_mistaken_entry_is_removed_unless_it_stands_in_an_electorate(self, room: Chamber) -> None:
        stay = Attendance.objects.get(meeting=room.meeting, person=room.cast.member)
        room.open()
        with pytest.raises(Refused, match="electorate"):
            remove_attendance(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=stay.public_id)
        guest = arrival(room, room.cast.guest, "")
        remove_attendance(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=guest.public_id)
        assert not Attendance.objects.filter(pk=guest.pk).exists()


class TestQuorumPerItem:
    def test_a_recusal_counts_for_its_item_only(self, room: Chamber) -> None:
        recuse(
            by=room.viewer(room.cast.member),
            item_id=room.item.public_id,
            seat_id=room.cast.seats[2].public_id,
            ground="Träger ist im Auftrag genannt",
        )
        assert quorum(room, room.item) == (4, 5, 3)
        assert quorum(room, room.cast.guest_item) == (5, 5, 3)

    def test_who_leaves_is_missing_from_the_next_item_on(self, room: Chamber) -> None:
        room.take("yyyyy")
        conclude_item(by=room.secretariat, item_id=room.item.public_id)
        stay = Attendance.objects.get(meeting=room.meeting, person=room.cast.member)
        record_departure(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=stay.public_id)
        assert quorum(room, room.cast.guest_item)[0] == 4
        assert Vote.objects.get().verdict["quorum"]["present"] == 5

    def test_the_rules_of_the_meetings_day_apply_even_if_they_change_later(self, room: Chamber) -> None:
        day = clock.local_date(room.meeting.starts_at)
        make.RulesFactory(body=room.cast.body, edition=2, valid_from=day + timedelta(days=1))
        assert load_room(room.meeting).rules_row.edition == 1


class TestRecusal:
    def test_members_recuse_only_their_own_seat(self, room: Chamber) -> None:
        with pytest.raises(Forbidden):
            recuse(
                by=room.viewer(room.cast.member),
                item_id=room.item.public_id,
                seat_id=room.cast.seats[0].public_id,
                ground="x",
            )
        assert AuditEntry.objects.filter(action="recusal.record.refused").exists()

    def test_a_deputy_who_does_not_sit_there_cannot_recuse_the_seat(self, room: Chamber) -> None:
        with pytest.raises(Forbidden):
            recuse(
                by=room.viewer(room.cast.deputy),
                item_id=room.item.public_id,
                seat_id=room.cast.seats[2].public_id,
                ground="x",
            )

    def test_a_recusal_needs_a_ground_and_can_be_lifted_before_the_vote(self, room: Chamber) -> None:
        seat = room.cast.seats[2].public_id
        with pytest.raises(Refused, match="ground"):
            recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=seat, ground=" \x00 ")
        recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=seat, ground="Träger")
        with pytest.raises(Refused, match="already"):
            recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=seat, ground="Träger")
        with pytest.raises(Forbidden):
            lift_recusal(by=room.viewer(room.cast.member), item_id=room.item.public_id, seat_id=seat)
        lift_recusal(by=room.secretariat, item_id=room.item.public_id, seat_id=seat)
        assert not Recusal.objects.exists()

    def test_once_the_matter_is_put_to_the_vote_the_electorate_is_frozen(self, room: Chamber) -> None:
        room.open()
        with pytest.raises(Refused, match="frozen"):
            recuse(
                by=room.secretariat,
                item_id=room.item.public_id,
                seat_id=room.cast.seats[2].public_id,
                ground="zu spät",
            )

    def test_a_recused_chair_does_not_lead_the_item_and_the_deputy_chair_does(self, room: Chamber) -> None:
        chair, deputy = room.viewer(room.cast.chair), room.viewer(room.cast.deputy_chair)
        with pytest.raises(Forbidden):
            call_item(by=deputy, item_id=room.item.public_id)
        recuse(by=chair, item_id=room.item.public_id, seat_id=room.cast.seats[0].public_id, ground="befangen")
        with pytest.raises(Forbidden):
            call_item(by=chair, item_id=room.item.public_id)
        call_item(by=deputy, item_id=room.item.public_id)
        vote = prepare_vote(by=deputy, item_id=room.item.public_id)
        vote = open_vote(by=deputy, vote_id=vote.public_id)
        assert vote.electors.get(is_chair=True).person == room.cast.deputy_chair
        assert close_vote(by=deputy, vote_id=vote.public_id).state == "closed"


class TestItems:
    def test_one_item_is_called_at_a_time(self, room: Chamber) -> None:
        call_item(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused, match="is called"):
            call_item(by=room.secretariat, item_id=room.cast.guest_item.public_id)
        put_back_item(by=room.secretariat, item_id=room.item.public_id)
        assert call_item(by=room.secretariat, item_id=room.cast.guest_item.public_id).called_at is not None

    def test_an_item_without_paper_is_just_done(self, room: Chamber) -> None:
        item = room.cast.guest_item
        with pytest.raises(Refused, match="Call the item"):
            conclude_item(by=room.secretariat, item_id=item.public_id)
        call_item(by=room.secretariat, item_id=item.public_id)
        assert conclude_item(by=room.secretariat, item_id=item.public_id) is None
        item.refresh_from_db()
        assert (item.state, item.outcome) == ("done", "")
        with pytest.raises(Refused, match="already"):
            conclude_item(by=room.secretariat, item_id=item.public_id)

    def test_a_paper_needs_a_vote_or_an_outcome(self, room: Chamber) -> None:
        call_item(by=room.secretariat, item_id=room.item.public_id)
        for outcome in (None, "adopted", "rejected", "quatsch"):
            with pytest.raises(Refused, match="choose an outcome"):
                conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome=outcome)

    @pytest.mark.parametrize(
        ("outcome", "state", "paper"),
        [
            ("postponed", "postponed", "released"),
            ("removed", "removed", "released"),
            ("withdrawn", "done", "withdrawn"),
            ("noted", "done", "released"),
        ],
    )
    def test_outcomes_without_a_vote(self, room: Chamber, outcome: str, state: str, paper: str) -> None:
        call_item(by=room.secretariat, item_id=room.item.public_id)
        conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome=outcome, reason="Grund")
        item = room.refresh()
        assert (item.state, item.outcome, item.outcome_reason) == (state, outcome, "Grund")
        assert DecisionPaper.objects.get(pk=item.paper_id).state == paper
        assert not Resolution.objects.exists()
        room.process.refresh_from_db()
        assert room.process.stage == "topic_decision"

    def test_removing_and_withdrawing_need_a_reason(self, room: Chamber) -> None:
        for outcome in ("removed", "withdrawn"):
            with pytest.raises(Refused, match="reason"):
                conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome=outcome)

    def test_a_noted_report_is_dealt_with(self, cast: Cast) -> None:
        room = chamber(cast, subject="report")
        call_item(by=room.secretariat, item_id=room.item.public_id)
        conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome="noted")
        assert room.refresh().paper.state == "decided"

    def test_a_prepared_vote_must_be_ended_first(self, room: Chamber) -> None:
        call_item(by=room.secretariat, item_id=room.item.public_id)
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused, match="prepared or open"):
            conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome="postponed")
        abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="doch nicht")
        conclude_item(by=room.secretariat, item_id=room.item.public_id, outcome="postponed")
        assert room.refresh().outcome == "postponed"


class TestWithoutQuorum:
    def test_nothing_can_be_put_to_the_vote_and_the_figures_say_why(self, cast: Cast) -> None:
        room = chamber(cast, present=False)
        arrive(room, cast.chair, cast.member)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused) as refusal:
            open_vote(by=room.secretariat, vote_id=vote.public_id)
        assert "2 von 5 Sitzen" in str(refusal.value.message.values["sentence"])
        vote.refresh_from_db()
        assert vote.state == "prepared"
        assert vote.electors.count() == 0

    def test_stating_it_postpones_every_open_item_and_gives_papers_back(self, cast: Cast) -> None:
        room = chamber(cast, present=False)
        arrive(room, cast.chair)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        prepared = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        assert declare_inquorate(by=room.viewer(cast.chair), meeting_id=room.meeting.public_id) == 2
        items = AgendaItem.objects.filter(meeting=room.meeting)
        assert {(item.state, item.outcome) for item in items} == {("postponed", "inquorate")}
        assert room.refresh().paper.state == "released"
        prepared.refresh_from_db()
        assert prepared.state == "aborted"
        room.process.refresh_from_db()
        assert room.process.stage == "topic_decision"
        assert close_session(by=room.secretariat, meeting_id=room.meeting.public_id).state == "closed"

    def test_an_item_for_which_recusals_leave_too_few_ends_without_a_quorum(self, cast: Cast) -> None:
        room = chamber(cast, present=False)
        arrive(room, cast.chair, cast.deputy_chair, cast.member)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        facts = {"by": room.viewer(cast.chair), "item_id": room.item.public_id, "outcome": "inquorate"}
        with pytest.raises(Refused, match="cannot be stated"):
            conclude_item(**facts)
        recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=cast.seats[2].public_id, ground="Träger")
        with pytest.raises(Refused, match="cannot be stated"):
            declare_inquorate(by=room.secretariat, meeting_id=room.meeting.public_id)
        assert conclude_item(**facts) is None
        item = room.refresh()
        assert (item.state, item.outcome, item.paper.state) == ("postponed", "inquorate", "released")
        assert "2 von 5 Sitzen" in item.outcome_reason
        assert AgendaItem.objects.get(pk=cast.guest_item.pk).state == "planned"

    def test_a_quorate_body_cannot_be_declared_inquorate(self, room: Chamber) -> None:
        with pytest.raises(Refused) as refusal:
            declare_inquorate(by=room.secretariat, meeting_id=room.meeting.public_id)
        assert "beschlussfähig" in str(refusal.value.message.values["sentence"])


class TestClosing:
    def test_open_items_hold_the_session_open_and_can_be_postponed_together(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="still open"):
            close_session(by=room.secretariat, meeting_id=room.meeting.public_id)
        call_item(by=room.secretariat, item_id=room.cast.guest_item.public_id)
        with pytest.raises(Refused, match="is called"):
            close_session(by=room.secretariat, meeting_id=room.meeting.public_id)
        assert postpone_remaining(by=room.secretariat, meeting_id=room.meeting.public_id) == 1
        assert room.refresh().paper.state == "released"
        conclude_item(by=room.secretariat, item_id=room.cast.guest_item.public_id)
        meeting = close_session(by=room.viewer(room.cast.chair), meeting_id=room.meeting.public_id)
        assert meeting.closed_at is not None
        assert not Attendance.objects.filter(meeting=meeting, left_at=None).exists()
        with pytest.raises(Refused, match="not running"):
            record_arrival(by=room.secretariat, meeting_id=meeting.public_id, person_id=room.cast.guest.public_id)

    def test_a_break_ends_by_itself_when_an_item_is_called(self, room: Chamber) -> None:
        interrupt_session(by=room.secretariat, meeting_id=room.meeting.public_id)
        with pytest.raises(Refused, match="already"):
            interrupt_session(by=room.secretariat, meeting_id=room.meeting.public_id)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        assert Break.objects.get().ended_at is not None
        with pytest.raises(Refused, match="not interrupted"):
            resume_session(by=room.secretariat, meeting_id=room.meeting.public_id)


class TestGuestsAndActions:
    def test_a_guest_cannot_vote_by_any_path_and_the_entry_survives(self, room: Chamber) -> None:
        ItemGuest.objects.create(item=room.item, person=room.cast.guest)
        arrival(room, room.cast.guest, "")
        vote = room.open()
        for person in (room.cast.guest, room.cast.advisory_member, room.cast.case_manager, room.cast.deputy):
            for seat in (room.cast.seats[2], room.cast.seats[3]):
                with pytest.raises(Forbidden):
                    cast_ballot(by=room.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice="yes")
        assert AuditEntry.objects.filter(action="vote.cast.refused", object_id=vote.public_id).count() == 8
        assert vote.ballots.count() == 0

    def test_action_items_have_somebody_and_a_day(self, room: Chamber) -> None:
        day = clock.local_date(room.meeting.starts_at) + timedelta(days=14)
        facts = {
            "by": room.secretariat,
            "item_id": room.item.public_id,
            "text": "Übersicht der Kursorte vorlegen",
            "responsible_id": room.cast.member.public_id,
            "due_on": day,
        }
        action = add_action_item(**facts)
        for wrong in (
            {"text": "  "},
            {"text": "x" * 301},
            {"responsible_id": "nobody"},
            {"due_on": day - timedelta(days=90)},
        ):
            with pytest.raises(Refused):
                add_action_item(**{**facts, **wrong})
        with pytest.raises(Forbidden):
            add_action_item(**{**facts, "by": room.viewer(room.cast.chair)})
        with pytest.raises(Forbidden):
            complete_action_item(by=room.viewer(room.cast.deputy_chair), action_id=action.public_id)
        with pytest.raises(Forbidden):
            drop_action_item(by=room.viewer(room.cast.member), action_id=action.public_id)
        assert complete_action_item(by=room.viewer(room.cast.member), action_id=action.public_id).state == "done"
