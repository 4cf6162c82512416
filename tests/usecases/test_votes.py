"""Votes: preparing, the frozen electorate, ballots that are stored once, counts by hand, closing, aborting."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from governance.models import Attendance, AuditEntry, Ballot, Elector, HandCount, Vote
from governance.rules.procedure import ADMINISTRATIVE_PROCEDURE, COUNTY_ORDER
from governance.usecases.attendance import record_arrival, record_departure, recuse
from governance.usecases.ballots import AlreadyCast, cast_ballot, enter_count
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.sessions import call_item
from governance.usecases.votes import abort_vote, close_vote, edit_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import PROPOSAL, Chamber, chamber, use_rules
from tests.conftest import queries_counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Chamber:
    return chamber(cast)


def ballot(room: Chamber, vote: Vote, index: int, choice: str) -> Ballot:
    person, seat = room.voters[index]
    return cast_ballot(by=room.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice=choice).ballot


class TestPreparing:
    def test_the_proposal_of_the_pinned_version_is_prefilled(self, room: Chamber) -> None:
        vote = prepare_vote(by=room.viewer(room.cast.chair), item_id=room.item.public_id)
        assert (vote.wording, vote.mode, vote.motion) == (PROPOSAL, "by_name", "proposal")

    def test_only_the_secretariat_changes_the_wording(self, room: Chamber) -> None:
        with pytest.raises(Forbidden):
            prepare_vote(by=room.viewer(room.cast.chair), item_id=room.item.public_id, wording="Anders.")
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id, wording="Anders.\x00")
        assert vote.wording == "Anders."

    def test_one_vote_is_pending_per_item(self, room: Chamber) -> None:
        prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused, match="prepared or open already"):
            prepare_vote(by=room.secretariat, item_id=room.item.public_id)

    def test_referring_back_needs_a_known_target_and_conditions(self, room: Chamber) -> None:
        facts = {"by": room.secretariat, "item_id": room.item.public_id, "motion": "refer_back"}
        with pytest.raises(Refused, match="where the paper"):
            prepare_vote(**facts, conditions="mehr Fälle")
        with pytest.raises(Refused, match="where the paper"):
            prepare_vote(**facts, refer_target="completed", conditions="mehr Fälle")
        with pytest.raises(Refused, match="conditions"):
            prepare_vote(**facts, refer_target="topic_draft", conditions=" ")
        vote = prepare_vote(**facts, refer_target="topic_draft", conditions="Zahlen nachreichen")
        assert vote.wording.endswith("Auflagen: Zahlen nachreichen")

    def test_a_report_cannot_be_referred_back(self, cast: Cast) -> None:
        room = chamber(cast, subject="report")
        with pytest.raises(Refused, match="where the paper"):
            prepare_vote(
                by=room.secretariat,
                item_id=room.item.public_id,
                motion="refer_back",
                refer_target="topic_draft",
                conditions="x",
            )

    def test_an_item_without_paper_needs_a_wording(self, room: Chamber) -> None:
        with pytest.raises(Refused, match="wording"):
            prepare_vote(by=room.secretariat, item_id=room.cast.guest_item.public_id)

    def test_the_second_of_two_editors_is_told(self, room: Chamber) -> None:
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        facts = {
            "by": room.secretariat,
            "vote_id": vote.public_id,
            "motion": "proposal",
            "mode": "show_of_hands",
            "wording": PROPOSAL,
            "refer_target": "",
            "conditions": "",
            "version": vote.version,
        }
        assert edit_vote(**facts).mode == "show_of_hands"
        with pytest.raises(Stale):
            edit_vote(**facts)

    @pytest.mark.parametrize("role", ["member", "advisory_member", "deputy", "guest", "coordinator", "assistant"])
    def test_others_put_nothing_to_the_vote(self, room: Chamber, role: str) -> None:
        with pytest.raises(Forbidden):
            prepare_vote(by=room.viewer(getattr(room.cast, role)), item_id=room.item.public_id)


class TestOpening:
    def test_the_electorate_is_frozen_with_seats_people_and_the_chair(self, room: Chamber) -> None:
        recuse(
            by=room.secretariat,
            item_id=room.item.public_id,
            seat_id=room.cast.seats[2].public_id,
            ground="Träger",
        )
        vote = room.open()
        rows = {row.seat_id: row for row in vote.electors.all()}
        assert len(rows) == 5
        assert room.cast.seats[3].pk not in rows
        assert rows[room.cast.seats[0].pk].is_chair
        assert rows[room.cast.seats[2].pk].recused
        assert vote.rules == room.cast.body.rules.get()
        assert len(vote.wording_hash) == 64
        assert vote.quorum["needed"] == 3

    def test_who_comes_later_votes_from_the_next_vote_on(self, cast: Cast) -> None:
        room = chamber(cast)
        seat = make.SeatFactory(body=cast.body)
        person = make.PersonFactory(authority=cast.authority)
        make.MembershipFactory(seat=seat, person=person)
        vote = room.open()
        record_arrival(
            by=room.secretariat, meeting_id=room.meeting.public_id, person_id=person.public_id, seat_id=seat.public_id
        )
        with pytest.raises(Forbidden):
            cast_ballot(by=room.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice="yes")
        abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="alle sind da")
        again = room.open()
        assert again.repeats == vote
        assert again.electors.filter(person=person).exists()

    def test_a_deputy_votes_for_the_absent_holder(self, cast: Cast) -> None:
        room = chamber(cast)
        stay = Attendance.objects.get(meeting=room.meeting, person=cast.member)
        record_departure(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=stay.public_id)
        record_arrival(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            person_id=cast.deputy.public_id,
            seat_id=cast.seats[2].public_id,
        )
        vote = room.open()
        seat_id = cast.seats[2].public_id
        with pytest.raises(Forbidden):
            cast_ballot(by=room.viewer(cast.member), vote_id=vote.public_id, seat_id=seat_id, choice="no")
        cast_ballot(by=room.viewer(cast.deputy), vote_id=vote.public_id, seat_id=seat_id, choice="yes")
        assert Elector.objects.get(vote=vote, seat=cast.seats[2]).as_deputy

    def test_only_a_called_item_is_put_to_the_vote(self, room: Chamber) -> None:
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused, match="Call the item first"):
            open_vote(by=room.secretariat, vote_id=vote.public_id)

    def test_without_rules_on_the_day_nothing_is_opened(self, room: Chamber) -> None:
        room.cast.body.rules.update(valid_until=make.LONG_AGO)
        call_item(by=room.secretariat, item_id=room.item.public_id)
        vote = prepare_vote(by=room.secretariat, item_id=room.item.public_id)
        with pytest.raises(Refused, match="No rules"):
            open_vote(by=room.secretariat, vote_id=vote.public_id)

    def test_an_opened_vote_keeps_its_wording(self, room: Chamber) -> None:
        vote = room.open()
        with pytest.raises(Refused, match="frozen"):
            edit_vote(
                by=room.secretariat,
                vote_id=vote.public_id,
                motion="proposal",
                mode="by_name",
                wording="anders",
                refer_target="",
                conditions="",
                version=None,
            )


class TestCasting:
    def test_the_same_choice_again_is_fine_and_another_is_refused_with_the_stored_one(self, room: Chamber) -> None:
        vote = room.open()
        first = ballot(room, vote, 0, "yes")
        assert ballot(room, vote, 0, "yes") == first
        with pytest.raises(AlreadyCast) as refusal:
            ballot(room, vote, 0, "no")
        assert refusal.value.stored == first
        assert [row.choice for row in vote.ballots.all()] == ["yes"]
        assert AuditEntry.objects.filter(action="vote.cast").count() == 1

    def test_recused_seats_do_not_vote(self, room: Chamber) -> None:
        recuse(by=room.secretariat, item_id=room.item.public_id, seat_id=room.voters[1][1].public_id, ground="x")
        vote = room.open()
        with pytest.raises(Forbidden):
            ballot(room, vote, 1, "yes")
        assert AuditEntry.objects.get(action="vote.cast.refused").data["reason"] == "recused"

    def test_who_has_left_does_not_vote_any_more(self, room: Chamber) -> None:
        vote = room.open()
        stay = Attendance.objects.get(meeting=room.meeting, person=room.cast.member)
        record_departure(by=room.secretariat, meeting_id=room.meeting.public_id, attendance_id=stay.public_id)
        with pytest.raises(Refused, match="not entered as present"):
            ballot(room, vote, 2, "yes")

    def test_two_seats_of_one_person_vote_once_each(self, cast: Cast) -> None:
        room = chamber(cast)
        second = make.SeatFactory(body=cast.body, name="Zweiter Sitz")
        make.MembershipFactory(seat=second, person=cast.member)
        record_arrival(
            by=room.secretariat,
            meeting_id=room.meeting.public_id,
            person_id=cast.member.public_id,
            seat_id=second.public_id,
        )
        vote = room.open()
        for seat, choice in ((cast.seats[2], "yes"), (second, "no")):
            cast_ballot(by=room.viewer(cast.member), vote_id=vote.public_id, seat_id=seat.public_id, choice=choice)
        assert sorted(vote.ballots.values_list("choice", flat=True)) == ["no", "yes"]

    @pytest.mark.parametrize("choice", ["", "maybe", "YES", "yes\x00", "1"])
    def test_unknown_choices_are_refused(self, room: Chamber, choice: str) -> None:
        vote = room.open()
        with pytest.raises(Refused, match="choose"):
            ballot(room, vote, 0, choice)

    def test_nothing_counts_before_opening_or_after_closing(self, room: Chamber) -> None:
        vote = room.open()
        close_vote(by=room.secretariat, vote_id=vote.public_id)
        with pytest.raises(Refused, match="not open"):
            ballot(room, vote, 0, "yes")

    def test_casting_costs_at_most_twelve_queries(self, room: Chamber) -> None:
        vote = room.open()
        person, seat = room.voters[0]
        viewer = room.viewer(person)
        with queries_counted() as queries:
            cast_ballot(by=viewer, vote_id=vote.public_id, seat_id=seat.public_id, choice="yes")
        assert len(queries) <= 12, "\n".join(query["sql"][:120] for query in queries)

    def test_another_authority_finds_no_vote(self, room: Chamber) -> None:
        vote = room.open()
        stranger = room.cast.viewer(room.cast.other_coordinator, room.cast.other_authority)
        with pytest.raises(Vote.DoesNotExist):
            cast_ballot(by=stranger, vote_id=vote.public_id, seat_id=room.cast.seats[0].public_id, choice="yes")


class TestShowOfHands:
    def count(self, room: Chamber, vote: Vote, yes: int, no: int, abstain: int, chair: str = "") -> HandCount:
        return enter_count(
            by=room.secretariat, vote_id=vote.public_id, yes=yes, no=no, abstain=abstain, chair_choice=chair
        )

    def test_counts_are_checked_against_those_present(self, room: Chamber) -> None:
        vote = room.open(mode="show_of_hands")
        with pytest.raises(Refused, match="votes were counted"):
            self.count(room, vote, 4, 1, 1)
        with pytest.raises(Refused, match="below zero"):
            self.count(room, vote, -1, 1, 1)
        assert self.count(room, vote, 4, 1, 0).yes == 4
        assert close_vote(by=room.secretariat, vote_id=vote.public_id).verdict["short"] == "Mehrheitlich angenommen"

    def test_the_same_figures_again_are_fine_and_others_are_refused(self, room: Chamber) -> None:
        vote = room.open(mode="show_of_hands")
        first = self.count(room, vote, 3, 1, 1)
        assert self.count(room, vote, 3, 1, 1) == first
        with pytest.raises(Refused, match="stored already"):
            self.count(room, vote, 2, 2, 1, "yes")

    def test_a_tie_asks_for_the_chairs_vote_only_where_it_decides(self, room: Chamber) -> None:
        vote = room.open(mode="show_of_hands")
        with pytest.raises(Refused, match="chair voted"):
            self.count(room, vote, 2, 2, 1)
        with pytest.raises(Refused, match="not among the votes"):
            self.count(room, vote, 1, 1, 0, "abstain")
        self.count(room, vote, 2, 2, 1, "yes")
        verdict = close_vote(by=room.secretariat, vote_id=vote.public_id).verdict
        assert verdict["kind"] == "adopted_by_chair"

    def test_without_figures_the_vote_is_not_closed(self, room: Chamber) -> None:
        vote = room.open(mode="show_of_hands")
        with pytest.raises(Refused, match="Enter the counted"):
            close_vote(by=room.secretariat, vote_id=vote.public_id)

    def test_only_the_secretariat_counts_and_modes_do_not_mix(self, room: Chamber) -> None:
        vote = room.open(mode="show_of_hands")
        with pytest.raises(Forbidden):
            enter_count(by=room.viewer(room.cast.chair), vote_id=vote.public_id, yes=1, no=0, abstain=0)
        with pytest.raises(Refused, match="show of hands"):
            ballot(room, vote, 0, "yes")
        abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="namentlich")
        with pytest.raises(Refused, match="by name"):
            self.count(room, room.open(), 3, 1, 1)


class TestClosing:
    @pytest.mark.parametrize(
        ("choices", "kind", "short"),
        [
            ("yyyyy", "adopted", "Einstimmig angenommen"),
            ("yyyaa", "adopted", "Einstimmig bei 2 Enthaltungen angenommen"),
            ("yyynn", "adopted", "Mehrheitlich angenommen"),
            ("yynnn", "rejected", "Mehrheitlich abgelehnt"),
            ("ynyn.", "adopted_by_chair", "Bei Stimmengleichheit durch die Stimme des Vorsitzes angenommen"),
            ("nyyn.", "rejected_by_chair", "Bei Stimmengleichheit durch die Stimme des Vorsitzes abgelehnt"),
            ("aynyn", "rejected_by_tie", "Abgelehnt bei Stimmengleichheit"),
            (".....", "rejected", "Abgelehnt, keine Ja-Stimme"),
        ],
    )
    def test_the_verdict_follows_the_administrative_rules(
        self, room: Chamber, choices: str, kind: str, short: str
    ) -> None:
        verdict = room.take(choices).verdict
        assert (verdict["kind"], verdict["short"]) == (kind, short)

    def test_a_tie_is_a_rejection_under_the_county_rules(self, cast: Cast) -> None:
        use_rules(cast, COUNTY_ORDER)
        assert chamber(cast).take("ynyn.").verdict["kind"] == "rejected_by_tie"

    def test_rules_changed_while_the_vote_runs_do_not_touch_it(self, room: Chamber) -> None:
        vote = room.open()
        room.cast_all(vote, "ynyn.")
        use_rules(room.cast, COUNTY_ORDER)
        assert close_vote(by=room.secretariat, vote_id=vote.public_id).verdict["kind"] == "adopted_by_chair"
        use_rules(room.cast, ADMINISTRATIVE_PROCEDURE)

    def test_the_second_closing_is_told_that_it_is_over(self, room: Chamber) -> None:
        vote = room.take("yyyyy")
        with pytest.raises(Refused, match="already"):
            close_vote(by=room.secretariat, vote_id=vote.public_id)
        with pytest.raises(Refused, match="already"):
            abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="zu spät")

    def test_aborting_needs_a_reason_and_its_ballots_never_count(self, room: Chamber) -> None:
        vote = room.open()
        room.cast_all(vote, "nnnnn")
        with pytest.raises(Refused, match="why"):
            abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="  ")
        aborted = abort_vote(by=room.secretariat, vote_id=vote.public_id, reason="falscher Wortlaut")
        assert aborted.verdict is None
        again = room.take("yyyyy")
        assert again.repeats_id == vote.pk
        assert again.verdict["yes"] == 5

    def test_members_do_not_close(self, room: Chamber) -> None:
        vote = room.open()
        with pytest.raises(Forbidden):
            close_vote(by=room.viewer(room.cast.member), vote_id=vote.public_id)

    def test_a_finished_vote_is_immutable_in_the_database(self, room: Chamber) -> None:
        vote = room.take("yyyyy")
        for act in (
            lambda: Vote.objects.filter(pk=vote.pk).update(wording="anders"),
            lambda: Ballot.objects.filter(vote=vote).update(choice="no"),
            lambda: Ballot.objects.filter(vote=vote).delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                act()
