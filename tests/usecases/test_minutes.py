"""The life of minutes: written, signed, circulated, objected to, revised, approved, corrected; every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from governance.models import (
    Addendum,
    AgendaItem,
    ApprovalItem,
    AuditEntry,
    Meeting,
    Minutes,
    MinutesItem,
    MinutesVersion,
    Objection,
    OutboxMessage,
    Resolution,
)
from governance.queries.minutes import minutes_document, version_document
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.usecases import minutes as write
from governance.usecases.attendance import record_room
from governance.usecases.ballots import cast_ballot
from governance.usecases.foundation import Forbidden, Refused, Stale
from governance.usecases.minutes import ItemText, add_addendum, approve_by_item, object_to, save_minutes
from governance.usecases.minutes_circulation import add_approval_items, circulate, plan_meeting
from governance.usecases.sessions import call_item, conclude_item, open_session
from governance.usecases.votes import close_vote, open_vote, prepare_vote
from tests import factories as make
from tests.cast import Cast
from tests.chamber import chamber
from tests.minuted import Minuted, closed_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(cast: Cast) -> Iterator[Minuted]:
    """A closed session; the clock stands still on the day after."""
    with clock.travel(cast.meeting.starts_at):
        yield closed_session(cast)


def next_meeting(ended: Minuted) -> Meeting:
    start = clock.now() + timedelta(days=60)
    return plan_meeting(
        by=ended.secretariat,
        body_id=ended.cast.body.public_id,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        location="Kreishaus",
    )


class TestWriting:
    def test_the_secretariat_writes_texts_and_items(self, ended: Minuted) -> None:
        item = ended.cast.guest_item
        save_minutes(
            by=ended.secretariat,
            minutes_id=ended.id,
            summons="Form und Frist sind gewahrt.",
            opening="Der Vorsitz begrüßt.",
            closing="Der Vorsitz dankt.",
            items={item.public_id: ItemText(report="Bericht\x00 A", discussion="Aussprache")},
        )
        row = MinutesItem.objects.get(item=item)
        assert (row.report, row.discussion) == ("Bericht A", "Aussprache")
        assert ended.minutes.summons == "Form und Frist sind gewahrt."
        assert AuditEntry.objects.filter(action="minutes.saved").count() == 1

    def test_items_that_are_not_named_keep_their_text(self, ended: Minuted) -> None:
        write.save_minutes_item(
            by=ended.secretariat,
            minutes_id=ended.id,
            item_id=ended.room.item.public_id,
            report="Bleibt",
            discussion="",
        )
        ended.write(closing="Ende")
        assert MinutesItem.objects.get(item=ended.room.item).report == "Bleibt"

    def test_the_second_of_two_editors_is_told(self, ended: Minuted) -> None:
        seen = ended.minutes.version
        ended.write(opening="Erste")
        with pytest.raises(Stale) as refusal:
            save_minutes(
                by=ended.secretariat, minutes_id=ended.id, summons="", opening="Zweite", closing="", version=seen
            )
        assert refusal.value.current.opening == "Erste"  # type: ignore[attr-defined]

    @pytest.mark.parametrize("role", ["chair", "member", "coordinator", "assistant", "guest", "case_manager"])
    def test_others_do_not_write_and_the_attempt_is_logged(self, ended: Minuted, role: str) -> None:
        with pytest.raises(Forbidden):
            save_minutes(
                by=ended.viewer(getattr(ended.cast, role)),
                minutes_id=ended.id,
                summons="",
                opening="x",
                closing="",
            )
        assert AuditEntry.objects.filter(action="minutes.save.refused").count() == 1

    def test_another_authority_finds_nothing(self, ended: Minuted) -> None:
        stranger = ended.cast.viewer(ended.cast.other_coordinator, ended.cast.other_authority)
        with pytest.raises(Minutes.DoesNotExist):
            save_minutes(by=stranger, minutes_id=ended.id, summons="", opening="", closing="")

    def test_an_item_of_another_meeting_is_not_found_and_nothing_is_saved(self, ended: Minuted) -> None:
        foreign = make.AgendaItemFactory(meeting=make.MeetingFactory(body=ended.cast.body))
        with pytest.raises(AgendaItem.DoesNotExist):
            save_minutes(
                by=ended.secretariat,
                minutes_id=ended.id,
                summons="",
                opening="verloren",
                closing="",
                items={foreign.public_id: ItemText(report="x")},
            )
        assert ended.minutes.opening == ""

    def test_a_text_that_is_too_long_is_refused_with_its_length(self, ended: Minuted) -> None:
        with pytest.raises(Refused) as refusal:
            ended.write(opening="x" * 5001)
        assert refusal.value.message.values == {"length": 5001, "longest": 5000}


class TestSigningOff:
    def test_the_chair_freezes_a_version_with_hash_and_register_head(self, ended: Minuted) -> None:
        version = ended.sign()
        assert ended.minutes.state == "signed_off"
        assert version.ordinal == 1
        assert version.content_hash == content_hash(version.content)
        assert version.register_hash == Resolution.objects.get().hash
        document = version_document(version)
        assert document.register_head_hash == version.register_hash
        assert document.sign_offs[0].name == "Henrik Aldinger"
        assert document.sign_offs[0].signed_at == clock.now()

    def test_a_version_cannot_be_changed_in_the_database(self, ended: Minuted) -> None:
        version = ended.sign()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            MinutesVersion.objects.filter(pk=version.pk).update(content_hash="0" * 64)

    def test_what_changes_in_the_session_later_does_not_reach_the_signed_text(self, ended: Minuted) -> None:
        version = ended.sign()
        before = version_document(version)
        AgendaItem.objects.filter(pk=ended.room.item.pk).update(title="Anders")
        assert minutes_document(ended.minutes) == before

    def test_the_deputy_chair_does_not_sign_while_the_chair_was_there(self, ended: Minuted) -> None:
        with pytest.raises(Forbidden):
            ended.sign(ended.cast.deputy_chair)

    def test_the_deputy_chair_signs_when_the_chair_was_absent(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            ended = closed_session(cast, chair=False)
            version = ended.sign(cast.deputy_chair)
            assert version_document(version).sign_offs[0].role == "Stellvertretender Vorsitz"

    @pytest.mark.parametrize("role", ["secretariat", "member", "coordinator", "advisory_member", "assistant"])
    def test_others_do_not_sign(self, ended: Minuted, role: str) -> None:
        with pytest.raises(Forbidden):
            ended.sign(getattr(ended.cast, role))
        assert not MinutesVersion.objects.exists()

    def test_a_running_session_is_not_signed(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast)
            with pytest.raises(Refused, match="not closed"):
                Minuted(room).sign()

    def test_a_text_that_changed_since_it_was_read_is_not_signed(self, ended: Minuted) -> None:
        seen = ended.minutes.version
        ended.write(opening="Neu")
        with pytest.raises(Stale):
            write.sign_off(by=ended.viewer(ended.cast.chair), minutes_id=ended.id, version=seen)

    def test_nobody_signs_twice_or_writes_after_signing(self, ended: Minuted) -> None:
        ended.sign()
        with pytest.raises(Refused, match="present state"):
            ended.sign()
        with pytest.raises(Refused, match="signed off"):
            ended.write(opening="zu spät")


class TestCirculating:
    def test_members_and_deputies_who_came_get_a_mail_and_nobody_else(self, ended: Minuted) -> None:
        ended.circulate()
        cast = ended.cast
        holders = [cast.chair, cast.deputy_chair, cast.member, cast.advisory_member]
        wanted = {person.email for person in [*holders, cast.deputy, *(p for _s, p in ended.room.more)]}
        assert {mail.recipient for mail in OutboxMessage.objects.filter(subject__startswith="Niederschrift")} == wanted

    def test_a_deputy_who_did_not_come_gets_none(self, ended: Minuted) -> None:
        absent = make.DeputyshipFactory(seat=ended.cast.seats[0]).person
        ended.circulate()
        assert not OutboxMessage.objects.filter(recipient=absent.email).exists()

    def test_the_mail_names_link_period_and_register(self, ended: Minuted) -> None:
        ended.circulate()
        mail = OutboxMessage.objects.filter(recipient=ended.cast.chair.email, subject__startswith="Nieder").get()
        text = bytes(mail.content).decode().replace("=\r\n", "")
        assert f"/niederschriften/{ended.id}/" in text
        assert Resolution.objects.get().hash in text

    def test_the_period_follows_the_rules_and_ends_on_a_working_day(self, cast: Cast) -> None:
        with clock.travel(clock.now().replace(year=2026, month=10, day=15, hour=9)):
            ended = closed_session(cast)
            assert clock.today() == date(2026, 10, 16)
            ended.circulate()
            assert ended.minutes.objections_until == date(2026, 10, 30)

    def test_without_an_address_there_is_no_mail_and_no_failure(self, ended: Minuted) -> None:
        type(ended.cast.member).objects.filter(pk=ended.cast.member.pk).update(email="")
        type(ended.cast.chair).objects.filter(pk=ended.cast.chair.pk).update(email="vorsitz@jülich.example")
        assert ended.circulate().state == "circulated"
        assert AuditEntry.objects.get(action="minutes.circulated").data["no_mail"] == 2

    @pytest.mark.parametrize("role", ["chair", "member", "coordinator"])
    def test_others_do_not_circulate(self, ended: Minuted, role: str) -> None:
        ended.sign()
        with pytest.raises(Forbidden):
            circulate(by=ended.viewer(getattr(ended.cast, role)), minutes_id=ended.id)

    def test_a_draft_is_not_circulated(self, ended: Minuted) -> None:
        with pytest.raises(Refused):
            circulate(by=ended.secretariat, minutes_id=ended.id)
        assert not OutboxMessage.objects.filter(subject__startswith="Niederschrift").exists()


class TestObjecting:
    def test_a_member_who_was_there_objects_to_an_item(self, ended: Minuted) -> None:
        ended.circulate()
        objection = ended.object(item_id=ended.room.item.public_id)
        assert (objection.item, objection.version.ordinal) == (ended.room.item, 1)
        assert minutes_document(ended.minutes).objections[0].state == "offen"

    def test_the_same_objection_sent_twice_is_one(self, ended: Minuted) -> None:
        ended.circulate()
        assert ended.object("Der Nordkreis fehlt.") == ended.object("Der Nordkreis fehlt.")
        ended.object("Auch der Südkreis fehlt.")
        assert Objection.objects.count() == 2
        assert AuditEntry.objects.filter(action="minutes.objected").count() == 2

    def test_the_deputy_and_the_advisory_member_who_were_there_may_object(self, ended: Minuted) -> None:
        ended.circulate()
        for person in (ended.cast.deputy, ended.cast.advisory_member):
            object_to(by=ended.viewer(person), minutes_id=ended.id, text="Einwand")
        assert Objection.objects.count() == 2

    @pytest.mark.parametrize("role", ["secretariat", "coordinator", "assistant"])
    def test_readers_who_were_no_members_present_are_refused(self, ended: Minuted, role: str) -> None:
        ended.circulate()
        with pytest.raises(Forbidden):
            object_to(by=ended.viewer(getattr(ended.cast, role)), minutes_id=ended.id, text="Einwand")

    def test_a_member_who_was_not_there_is_refused(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            ended = closed_session(cast, chair=False)
            ended.sign(cast.deputy_chair)
            circulate(by=ended.secretariat, minutes_id=ended.id)
            with pytest.raises(Forbidden):
                object_to(by=ended.viewer(cast.chair), minutes_id=ended.id, text="Einwand")

    @pytest.mark.parametrize("role", ["guest", "former_member", "group_member", "case_manager", "plain_person"])
    def test_strangers_find_nothing(self, ended: Minuted, role: str) -> None:
        ended.circulate()
        with pytest.raises(Minutes.DoesNotExist):
            object_to(by=ended.viewer(getattr(ended.cast, role)), minutes_id=ended.id, text="Einwand")

    def test_before_circulation_a_member_finds_nothing(self, ended: Minuted) -> None:
        ended.sign()
        with pytest.raises(Minutes.DoesNotExist):
            ended.object()

    def test_the_last_day_counts_and_the_day_after_is_too_late(self, ended: Minuted) -> None:
        until = ended.circulate().objections_until
        assert until is not None
        clock.advance(timedelta(days=(until - clock.today()).days))
        ended.object()
        clock.advance(timedelta(days=1))
        with pytest.raises(Refused) as refusal:
            ended.object()
        assert refusal.value.message.values == {"day": f"{until:%d.%m.%Y}"}

    def test_an_empty_objection_is_refused(self, ended: Minuted) -> None:
        ended.circulate()
        with pytest.raises(Refused, match="what you object to"):
            ended.object(" \x00 ")

    def test_an_item_of_another_meeting_is_not_found(self, ended: Minuted) -> None:
        ended.circulate()
        with pytest.raises(AgendaItem.DoesNotExist):
            ended.object(item_id=make.AgendaItemFactory().public_id)


class TestAnswering:
    def test_a_rejected_objection_leaves_the_minutes_circulated(self, ended: Minuted) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=False)
        assert ended.minutes.state == "circulated"
        assert minutes_document(ended.minutes).objections[0].answer == "Wird ergänzt."

    def test_an_accepted_objection_leads_to_a_second_version_that_is_circulated_again(self, ended: Minuted) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        assert ended.minutes.state == "draft"
        ended.write(opening="Ergänzt um den Nordkreis.")
        ended.circulate()
        assert ended.minutes.state == "circulated"
        assert [v.ordinal for v in ended.minutes.versions.all()] == [1, 2]
        second = ended.minutes.versions.get(ordinal=2)
        assert version_document(second).objections[0].state == "übernommen"
        assert OutboxMessage.objects.filter(subject__startswith="Geänderte Niederschrift").count() > 0

    def test_two_accepted_objections_are_one_revision(self, ended: Minuted) -> None:
        ended.circulate()
        first, second = ended.object("eins"), ended.object("zwei")
        ended.answer(first, accept=True)
        ended.answer(second, accept=True)
        assert ended.minutes.state == "draft"

    def test_while_revised_nobody_objects(self, ended: Minuted) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        with pytest.raises(Refused, match="being revised"):
            ended.object()

    def test_an_answer_needs_words_and_is_given_once(self, ended: Minuted) -> None:
        ended.circulate()
        objection = ended.object()
        with pytest.raises(Refused, match="write an answer"):
            write.answer_objection(by=ended.secretariat, objection_id=objection.public_id, accept=True, answer="\n")
        ended.answer(objection, accept=False)
        with pytest.raises(Refused, match="answered already"):
            ended.answer(objection, accept=True)

    @pytest.mark.parametrize("role", ["chair", "member", "coordinator"])
    def test_others_do_not_answer(self, ended: Minuted, role: str) -> None:
        ended.circulate()
        objection = ended.object()
        with pytest.raises(Forbidden):
            write.answer_objection(
                by=ended.viewer(getattr(ended.cast, role)),
                objection_id=objection.public_id,
                accept=True,
                answer="x",
            )


class TestApproval:
    def test_the_item_is_made_by_itself_when_the_next_meeting_is_planned(self, ended: Minuted) -> None:
        ended.circulate()
        item = next_meeting(ended).items.get()
        assert item.approval.minutes == ended.minutes
        assert (item.kind, item.number) == ("approval", "1")
        assert item.title.startswith("Genehmigung der Niederschrift der Sitzung vom ")

    def test_the_item_is_made_by_itself_when_the_next_meeting_was_planned_before(self, ended: Minuted) -> None:
        meeting = next_meeting(ended)
        assert not meeting.items.exists()
        ended.circulate()
        assert meeting.items.get().approval.minutes == ended.minutes

    def test_it_stands_behind_the_formalities_and_is_made_once(self, ended: Minuted) -> None:
        meeting = next_meeting(ended)
        opening = make.AgendaItemFactory(meeting=meeting, order=0, kind="formality")
        report = make.AgendaItemFactory(meeting=meeting, order=1, kind="report")
        ended.circulate()
        kinds = [item.kind for item in meeting.items.order_by("order")]
        assert kinds == ["formality", "approval", "report"]
        assert [item.number for item in meeting.items.order_by("order")] == ["1", "2", "3"]
        with pytest.raises(Refused, match="No circulated minutes"):
            add_approval_items(by=ended.secretariat, meeting_id=meeting.public_id)
        assert {opening.pk, report.pk} < {item.pk for item in meeting.items.all()}

    def test_a_removed_item_can_be_proposed_again_by_the_secretariat(self, ended: Minuted) -> None:
        ended.circulate()
        meeting = next_meeting(ended)
        meeting.items.all().delete()
        assert len(add_approval_items(by=ended.secretariat, meeting_id=meeting.public_id)) == 1
        with pytest.raises(Forbidden):
            add_approval_items(by=ended.viewer(ended.cast.chair), meeting_id=meeting.public_id)

    def test_an_agenda_that_was_sent_out_is_left_alone(self, ended: Minuted) -> None:
        sent = make.MeetingFactory(body=ended.cast.body, invited=True, starts_at=clock.now() + timedelta(days=50))
        ended.circulate()
        assert not sent.items.exists()
        with pytest.raises(Refused, match="sent out"):
            add_approval_items(by=ended.secretariat, meeting_id=sent.public_id)

    def test_the_body_approves_by_concluding_the_item(self, ended: Minuted) -> None:
        ended.circulate()
        item = self._approved(ended)
        minutes = ended.minutes
        assert minutes.state == "approved"
        assert minutes.approved_at == clock.now()
        document = minutes_document(minutes)
        assert document.status == "approved"
        assert f"unter TOP {item.number}" in document.approval
        assert document.register_head_hash == minutes.versions.get().register_hash

    def _approved(self, ended: Minuted) -> AgendaItem:
        cast = ended.cast
        clock.advance(timedelta(days=90))
        meeting = make.MeetingFactory(
            body=cast.body, invited=True, starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=2)
        )
        item: AgendaItem = make.AgendaItemFactory(meeting=meeting, order=0, kind="approval")
        ApprovalItem.objects.create(item=item, minutes=ended.minutes)
        open_session(by=ended.secretariat, meeting_id=meeting.public_id)
        occupants = {seat.public_id: person.public_id for person, seat in ended.room.voters}
        record_room(by=ended.secretariat, meeting_id=meeting.public_id, occupants=occupants)
        call_item(by=ended.secretariat, item_id=item.public_id)
        vote = open_vote(
            by=ended.secretariat,
            vote_id=prepare_vote(by=ended.secretariat, item_id=item.public_id).public_id,
        )
        for person, seat in ended.room.voters:
            cast_ballot(by=ended.viewer(person), vote_id=vote.public_id, seat_id=seat.public_id, choice="yes")
        close_vote(by=ended.secretariat, vote_id=vote.public_id)
        conclude_item(by=ended.secretariat, item_id=item.public_id)
        return item

    def test_an_open_objection_is_answered_by_the_decision_of_the_body(self, ended: Minuted) -> None:
        ended.circulate()
        objection = ended.object()
        self._approved(ended)
        objection.refresh_from_db()
        assert (objection.state, objection.answer) == ("rejected", write.BODY_OBJECTION_ANSWER)

    def test_minutes_under_revision_are_not_put_to_the_vote_and_not_approved(self, ended: Minuted) -> None:
        ended.circulate()
        ended.answer(ended.object(), accept=True)
        with pytest.raises(Refused, match="cannot be approved"):
            self._approved(ended)
        assert approve_by_item(AgendaItem.objects.get(kind="approval")) is None
        assert ended.minutes.state == "draft"

    def test_an_item_about_nothing_approves_nothing(self, ended: Minuted) -> None:
        assert approve_by_item(ended.cast.guest_item) is None

    def test_approved_minutes_are_locked_and_corrected_by_dated_addenda(self, ended: Minuted) -> None:
        ended.circulate()
        self._approved(ended)
        with pytest.raises(Refused):
            ended.write(opening="zu spät")
        with pytest.raises(Refused, match="approved"):
            ended.object()
        for _click in range(2):
            add_addendum(by=ended.secretariat, minutes_id=ended.id, text="Frau X heißt Y.")
        document = minutes_document(ended.minutes)
        assert len(document.addenda) == 1
        assert (document.addenda[0].on, document.addenda[0].text) == (clock.today(), "Frau X heißt Y.")
        assert document.content_hash == ended.minutes.versions.get().content_hash

    def test_a_correction_needs_words_and_the_secretariat(self, ended: Minuted) -> None:
        ended.circulate()
        with pytest.raises(Refused, match="approved minutes only"):
            add_addendum(by=ended.secretariat, minutes_id=ended.id, text="x")
        self._approved(ended)
        with pytest.raises(Refused, match="write the correction"):
            add_addendum(by=ended.secretariat, minutes_id=ended.id, text="  ")
        with pytest.raises(Forbidden):
            add_addendum(by=ended.viewer(ended.cast.chair), minutes_id=ended.id, text="x")
        assert not Addendum.objects.exists()
