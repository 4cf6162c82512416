"""The text of minutes from the facts of the session: presence, quorum per item, deputies, wording, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from governance.access.minutes import (
    draft_minutes,
    may_see_draft,
    may_see_minutes,
    may_see_minutes_version,
    may_sign_minutes,
    may_write_minutes,
    signed_by,
    visible_minutes,
    visible_minutes_versions,
    written_minutes,
)
from governance.documents.content import MinutesDocument
from governance.documents.rendering import DocumentFormat, render
from governance.documents.wording import presence_words
from governance.models import Break, Invitation, Minutes, MinutesItem, MinutesVersion
from governance.queries.minutes import draft_document, minutes_document, offered_statement, version_document
from governance.rules import clock
from governance.rules.word_diff import word_diff
from governance.usecases.attendance import record_departure, recuse
from governance.usecases.decisions import add_action_item
from governance.usecases.sessions import call_item, close_session, conclude_item
from governance.usecases.votes import close_vote
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


def words(document: MinutesDocument, person: str) -> str:
    """Return when somebody was there, as it is printed."""
    everybody = [*document.voting, *document.advisory, *document.guests]
    found = next(entry for entry in everybody if entry.person == person)
    return presence_words(found.presences, document.starts_at, document.ends_at)


class TestAttendance:
    def test_intervals_are_printed_as_from_and_until(self, ended: Minuted) -> None:
        document = draft_document(ended.minutes)
        start = clock.BERLIN
        opened = ended.minutes.meeting.opened_at
        assert opened is not None

        def at(minutes: int) -> str:
            return f"{(opened + timedelta(minutes=minutes)).astimezone(start):%H:%M}"

        assert words(document, "Henrik Aldinger") == "ganze Sitzung"
        assert words(document, "Tim Kerber") == f"{at(30)} bis {at(35)} Uhr"
        assert words(document, "Rolf Eickendorf") == f"ab {at(35)} Uhr"
        assert words(document, "Samira Hadad") == f"{at(10)} bis {at(30)} Uhr"

    def test_a_deputy_is_named_with_whom_they_represent_and_both_are_one_seat(self, ended: Minuted) -> None:
        document = draft_document(ended.minutes)
        seat = [entry for entry in document.voting if entry.seat == "Familie, Jugend und Soziales"]
        assert [(entry.person, entry.deputy_for) for entry in seat] == [
            ("Tim Kerber", "Rolf Eickendorf"),
            ("Rolf Eickendorf", ""),
        ]

    def test_advisory_members_and_guests_have_their_own_tables(self, ended: Minuted) -> None:
        document = draft_document(ended.minutes)
        assert [entry.person for entry in document.advisory] == ["Jonas Brinkmann"]
        assert [(entry.person, entry.remark) for entry in document.guests] == [("Samira Hadad", "zu TOP 1")]

    def test_who_declined_is_excused_and_who_stayed_away_is_absent(self, cast: Cast) -> None:
        vacant = make.SeatFactory(body=cast.body, name="Vakant")
        make.SeatFactory(body=cast.body, name="Nur bei Bedarf", as_needed=True)
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast, present=False)
            Invitation.objects.create(meeting=cast.meeting, person=cast.member, answer="declined", answered_sequence=0)
            states = {entry.seat: entry.state for entry in draft_document(Minuted(room).minutes).absent}
        assert states["Familie, Jugend und Soziales"] == "entschuldigt"
        assert states["Kreisdirektor"] == "nicht anwesend"
        assert states[vacant.name] == "unbesetzt"
        assert "Nur bei Bedarf" not in states

    def test_an_answer_to_an_earlier_date_excuses_nobody(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast, present=False)
            type(cast.meeting).objects.filter(pk=cast.meeting.pk).update(sequence=2)
            Invitation.objects.create(meeting=cast.meeting, person=cast.member, answer="declined", answered_sequence=1)
            states = {entry.seat: entry.state for entry in draft_document(Minuted(room).minutes).absent}
        assert states["Familie, Jugend und Soziales"] == "nicht anwesend"

    def test_the_deputy_chair_is_named_as_the_chair_where_the_chair_was_absent(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            assert draft_document(closed_session(cast, chair=False).minutes).chair == "Anke Dreesmann"

    def test_a_chair_who_was_recused_from_an_item_is_replaced_for_it(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast)
            call_item(by=room.secretariat, item_id=cast.guest_item.public_id)
            conclude_item(by=room.secretariat, item_id=cast.guest_item.public_id, outcome="noted")
            recuse(
                by=room.secretariat,
                item_id=room.item.public_id,
                seat_id=cast.seats[0].public_id,
                ground="Vorstand des Trägers",
            )
            clock.advance(timedelta(minutes=1))
            call_item(by=room.secretariat, item_id=room.item.public_id)
            document = draft_document(Minuted(room).minutes)
        assert document.chair == "Henrik Aldinger; zu TOP 2: Anke Dreesmann"
        assert document.items[1].recusals[0].ground == "Vorstand des Trägers"
        assert document.voting[0].remark == "Vorsitz, zu TOP 2 befangen"


class TestItems:
    def test_an_item_has_its_guests_times_outcome_and_no_quorum_without_a_decision(self, ended: Minuted) -> None:
        item = draft_document(ended.minutes).items[0]
        assert item.guests == ("Samira Hadad",)
        assert item.outcome == "zur Kenntnis genommen"
        assert item.called_at is not None
        assert item.done_at == item.called_at + timedelta(minutes=30)
        assert (item.planned_minutes, item.quorum) == (15, "")

    def test_the_quorum_is_that_of_the_item_not_of_the_opening(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast)
            call_item(by=room.secretariat, item_id=cast.guest_item.public_id)
            conclude_item(by=room.secretariat, item_id=cast.guest_item.public_id, outcome="noted")
            stay = cast.meeting.attendances.get(person=cast.member)
            clock.advance(timedelta(minutes=10))
            record_departure(by=room.secretariat, meeting_id=cast.meeting.public_id, attendance_id=stay.public_id)
            room.take("yy.yy")
            document = draft_document(Minuted(room).minutes)
        assert "5 von 5 Sitzen" in document.quorum
        assert document.items[1].quorum == "4 von 5 Sitzen, nötig sind 3."

    def test_the_verdict_is_the_stored_sentence_with_figures_rule_and_names(self, ended: Minuted) -> None:
        stored = ended.room.item.votes.get().verdict
        vote = draft_document(ended.minutes).items[1].votes[0]
        assert vote.verdict == stored["sentence"]
        assert vote.figures is not None
        assert (vote.figures.yes, vote.figures.no) == (5, 0)
        assert stored["majority"] in vote.rule
        assert {row.choice for row in vote.named_votes} == {"Ja"}

    def test_the_resolution_and_its_effect_are_named(self, ended: Minuted) -> None:
        item = draft_document(ended.minutes).items[1]
        assert item.resolution_number.startswith("LG-")
        assert item.outcome == "ungeändert beschlossen"
        assert "steht auf „" in item.effect or "steht noch aus" in item.effect

    def test_a_changed_wording_is_shown_beside_the_proposal(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast)
            vote = room.open(wording="Das Lenkungsgremium stellt das Thema mit einer Auflage fest.")
            room.cast_all(vote, "yyyyy")
            close_vote(by=room.secretariat, vote_id=vote.public_id)
            conclude_item(by=room.secretariat, item_id=room.item.public_id)
            item = draft_document(Minuted(room).minutes).items[1]
        assert item.outcome == "geändert beschlossen"
        added = "".join(part.text for part in item.diff if part.kind == "added")
        assert added.strip() == "mit einer Auflage"
        assert item.proposal != item.decided

    def test_a_rejected_proposal_is_printed_as_proposal_only(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            item = draft_document(closed_session(cast, choices="nnnnn").minutes).items[1]
        assert (item.outcome, item.decided) == ("abgelehnt", ())
        assert item.proposal

    def test_action_items_and_breaks_are_printed(self, ended: Minuted) -> None:
        Break.objects.create(
            meeting=ended.room.meeting, started_at=clock.now(), ended_at=clock.now() + timedelta(minutes=5)
        )
        add_action_item(
            by=ended.secretariat,
            item_id=ended.room.item.public_id,
            text="Übersicht vorlegen",
            responsible_id=ended.cast.member.public_id,
            due_on=clock.today() + timedelta(days=30),
        )
        document = draft_document(ended.minutes)
        assert document.items[1].action_items[0].owner == "Rolf Eickendorf"
        assert len(document.breaks) == 1

    def test_only_added_and_struck_words_are_marked(self) -> None:
        parts = word_diff("Die Gruppe berichtet regelmäßig.", "Die Gruppe berichtet im Mai.")
        assert [(part.kind.value, part.text) for part in parts] == [
            ("same", "Die Gruppe berichtet "),
            ("removed", "regelmäßig"),
            ("added", "im Mai"),
            ("same", "."),
        ]


class TestWrittenText:
    def test_regenerating_keeps_what_people_wrote_and_renews_the_facts(self, cast: Cast) -> None:
        with clock.travel(cast.meeting.starts_at):
            room = chamber(cast)
            call_item(by=room.secretariat, item_id=cast.guest_item.public_id)
            minuted = Minuted(room)
            minuted.write(opening="Der Vorsitz begrüßt.", closing="Dank.")
            MinutesItem.objects.filter(item=cast.guest_item).update(report="Bericht von Hand")
            before = draft_document(minuted.minutes)
            conclude_item(by=room.secretariat, item_id=cast.guest_item.public_id, outcome="noted")
            room.take("yyyyy")
            conclude_item(by=room.secretariat, item_id=room.item.public_id)
            close_session(by=room.secretariat, meeting_id=cast.meeting.public_id)
            after = draft_document(minuted.minutes)
        assert (before.opening, before.closing) == (after.opening, after.closing)
        assert before.items[0].report == after.items[0].report != ()
        assert (before.items[0].outcome, after.items[0].outcome) == ("", "zur Kenntnis genommen")
        assert before.ends_at is None
        assert after.ends_at is not None

    def test_objections_to_the_agenda_are_printed_as_they_were_written(self, ended: Minuted) -> None:
        ended.write(agenda_objections="TOP 2 soll vor TOP 1 beraten werden.")
        assert draft_document(ended.minutes).agenda_objections == "TOP 2 soll vor TOP 1 beraten werden."

    def test_the_statement_on_summons_is_offered_but_not_stored(self, ended: Minuted) -> None:
        document = draft_document(ended.minutes)
        assert document.summons.startswith("Zur Sitzung wurde am ")
        assert "beschlussfähig" in document.quorum
        assert ended.minutes.summons == ""
        assert offered_statement(ended.minutes) == f"{document.summons} {document.quorum}"

    def test_a_written_statement_replaces_the_offered_one(self, ended: Minuted) -> None:
        ended.write(summons="Form und Frist sind gewahrt; das Gremium ist beschlussfähig.")
        document = draft_document(ended.minutes)
        assert (document.summons, document.quorum) == (ended.minutes.summons, "")


class TestVersions:
    def test_the_frozen_version_renders_word_and_pdf_twice_identically(self, ended: Minuted) -> None:
        version = ended.sign()
        stored = MinutesVersion.objects.get(pk=version.pk)
        for document_format in DocumentFormat:
            first = render("minutes", version_document(version), document_format)
            assert render("minutes", version_document(stored), document_format) == first

    def test_what_is_signed_is_what_was_shown(self, ended: Minuted) -> None:
        draft = draft_document(ended.minutes)
        signed = version_document(ended.sign())
        unsigned = replace(
            signed,
            status=draft.status,
            version_number=None,
            sign_offs=draft.sign_offs,
            content_hash="",
            register_head_hash="",
        )
        assert unsigned == draft

    def test_objections_of_later_days_are_laid_over_the_frozen_text(self, ended: Minuted) -> None:
        ended.circulate()
        ended.object(item_id=ended.room.item.public_id)
        document = minutes_document(ended.minutes)
        assert document.objections[0].text.startswith("Zu TOP 2: ")
        assert version_document(ended.minutes.versions.get()).objections == ()


ROLES = [
    "coordinator",
    "secretariat",
    "chair",
    "deputy_chair",
    "member",
    "advisory_member",
    "deputy",
    "assistant",
    "guest",
    "group_lead",
    "case_manager",
    "contact",
    "auditor",
    "former_member",
    "plain_person",
]


def test_predicates_and_filters_agree_for_every_role_in_every_state(ended: Minuted) -> None:
    elsewhere = make.BodyFactory(authority=ended.cast.authority)
    other = Minutes.objects.create(meeting=make.MeetingFactory(body=elsewhere, closed=True))
    pairs = [
        (may_see_minutes, visible_minutes),
        (may_see_draft, draft_minutes),
        (may_write_minutes, written_minutes),
        (may_sign_minutes, signed_by),
    ]

    def check() -> None:
        for role in ROLES:
            viewer = ended.viewer(getattr(ended.cast, role))
            for minutes in (ended.minutes, other):
                for may, rows in pairs:
                    assert may(viewer, minutes) == rows(viewer).filter(pk=minutes.pk).exists(), role
            for version in MinutesVersion.objects.all():
                found = visible_minutes_versions(viewer).filter(pk=version.pk).exists()
                assert may_see_minutes_version(viewer, version) == found, role

    check()
    ended.circulate()
    check()
    ended.answer(ended.object(), accept=True)
    check()
    stranger = ended.cast.viewer(ended.cast.other_coordinator, ended.cast.other_authority)
    assert not visible_minutes(stranger).exists()
    assert not visible_minutes_versions(stranger).exists()
