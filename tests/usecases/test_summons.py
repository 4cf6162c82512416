"""Notice periods of summons and late items, what is said of a shortfall, and who objects (process.md, edge case 15)."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import policy

import pytest
from django.utils import translation

from governance.models import AuditEntry, Meeting, OutboxMessage, RulesOfProcedure, SummonsObjection
from governance.queries.agendas import agenda_of
from governance.queries.minutes import draft_document
from governance.queries.notice import is_summoned_late, notice_statement
from governance.queries.summons import summons_of
from governance.rules import clock
from governance.rules.procedure import COUNTY_ORDER
from governance.usecases.agendas import ItemFacts, add_item, add_late_item
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.invitations import dispatch_meeting, send_update
from governance.usecases.meetings import change_meeting
from governance.usecases.sessions import open_session
from governance.usecases.summons import object_to_summons
from tests import factories as make
from tests.cast import Cast

# A Wednesday; six calendar days of notice, three working days for urgent matters and late items.
START = datetime.fromisoformat("2027-05-12T14:00:00+02:00")
WORDS = "Die Unterlagen kamen erst am Vortag.\n<b>Zu spät</b>"


@pytest.fixture
def meeting(cast: Cast) -> Iterator[Meeting]:
    """A planned meeting with one item, three weeks ahead."""
    RulesOfProcedure.objects.filter(body=cast.body).update(values=COUNTY_ORDER.to_data())
    with clock.travel(START - timedelta(days=21)), translation.override("de"):
        planned = make.MeetingFactory(body=cast.body, starts_at=START)
        add_item(by=cast.viewer(cast.secretariat), meeting_id=planned.public_id, facts=ItemFacts(title="Bericht"))
        yield planned


def dispatch(cast: Cast, meeting: Meeting, *, days: int, reason: str = "") -> Meeting:
    with clock.travel(START - timedelta(days=days)):
        return dispatch_meeting(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, notice_reason=reason)


def supplement(cast: Cast, meeting: Meeting, *, days: int, reason: str = "") -> Meeting:
    """Add a late item and tell it, `days` before the meeting."""
    by = cast.viewer(cast.secretariat)
    with clock.travel(START - timedelta(days=days)):
        add_late_item(by=by, meeting_id=meeting.public_id, facts=ItemFacts(title="Eilsache"), reason="Neu")
        return send_update(by=by, meeting_id=meeting.public_id, notice_reason=reason)


def mail_texts() -> list[str]:
    found = []
    for mail in OutboxMessage.objects.order_by("pk"):
        body = email.message_from_bytes(bytes(mail.content), policy=policy.default).get_body(("plain",))
        assert body is not None
        found.append(" ".join(body.get_content().split()))
    return found


def test_a_summons_in_time_says_so_and_needs_no_reason(cast: Cast, meeting: Meeting) -> None:
    sent = dispatch(cast, meeting, days=7)
    assert "ist eingehalten: 6 Tage" in notice_statement(sent)
    assert not is_summoned_late(sent)


def test_an_urgent_summons_keeps_the_shortened_period_with_a_reason(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(Refused):
        dispatch(cast, meeting, days=6)
    sent = dispatch(cast, meeting, days=6, reason="Förderfrist des Landes")
    said = notice_statement(sent)
    assert "um 1 Tag unterschritten" in said
    assert "für dringende Fälle ist eingehalten: 3 Tage" in said
    assert "Förderfrist des Landes" in said
    assert not is_summoned_late(sent)


def test_a_late_summons_is_short_of_both_periods(cast: Cast, meeting: Meeting) -> None:
    sent = dispatch(cast, meeting, days=2, reason="Bescheid kam erst heute")
    assert "Auch die verkürzte Ladungsfrist von 3 Tagen für dringende Fälle ist um 2 Tage unterschritten" in (
        notice_statement(sent)
    )
    assert is_summoned_late(sent)
    assert all("Auch die verkürzte Ladungsfrist" in text for text in mail_texts())


def test_a_late_item_has_a_notice_period_of_its_own(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    told = supplement(cast, meeting, days=6)
    assert "Nachtrag 1 (TOP 2): Die verkürzte Frist von 3 Arbeitstagen für Nachträge ist eingehalten: 3 Tage" in (
        notice_statement(told)
    )
    assert not is_summoned_late(told)


def test_a_late_item_told_too_late_needs_a_reason_that_is_kept_and_mailed(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    with pytest.raises(Refused):
        supplement(cast, meeting, days=3)
    assert len(mail_texts()) == 4
    told = supplement(cast, meeting, days=3, reason="Die Frist des Landes läuft ab")
    said = "Frist von 3 Tagen für Nachträge ist um 1 Tag unterschritten"
    assert said in notice_statement(told)
    assert "Die Frist des Landes läuft ab" in notice_statement(told)
    assert all(said in text and "Die Frist des Landes läuft ab" in text for text in mail_texts()[4:])
    assert is_summoned_late(told)


def test_every_supplement_keeps_its_own_record(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    supplement(cast, meeting, days=6)
    told = supplement(cast, meeting, days=3, reason="Grund zwei")
    said = notice_statement(told)
    assert "Nachtrag 1 (TOP 2)" in said
    assert "Nachtrag 2 (TOP 3)" in said
    assert set(told.published["supplements"]) == {"1", "2"}


def test_a_new_date_summons_anew_to_all_items(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    supplement(cast, meeting, days=3, reason="Eilig")
    later, by = START + timedelta(days=14), cast.viewer(cast.secretariat)
    with clock.travel(START - timedelta(days=2)):
        change_meeting(
            by=by, meeting_id=meeting.public_id, starts_at=later, ends_at=later + timedelta(hours=2), location="Haus"
        )
        add_late_item(by=by, meeting_id=meeting.public_id, facts=ItemFacts(title="Noch eine"), reason="Neu")
        told = send_update(by=by, meeting_id=meeting.public_id)
    assert not is_summoned_late(told)
    assert "Nachtrag" not in notice_statement(told)


def test_an_objection_is_recorded_once_and_for_good(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    for _twice in range(2):
        object_to_summons(by=cast.viewer(cast.member), meeting_id=meeting.public_id, text=WORDS)
    (row,) = SummonsObjection.objects.all()
    assert (row.person, row.recorded_by, row.text) == (cast.member, cast.member, WORDS)
    assert AuditEntry.objects.filter(action="summons.objected").count() == 1
    with pytest.raises(Exception, match="append-only"):
        SummonsObjection.objects.update(text="Anders")


def test_the_secretariat_enters_what_somebody_in_the_room_says(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    open_session(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    row = object_to_summons(
        by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, text=WORDS, person_id=cast.member.public_id
    )
    assert (row.person, row.recorded_by) == (cast.member, cast.secretariat)


def test_a_member_objects_for_nobody_else(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    with pytest.raises(Refused):
        object_to_summons(
            by=cast.viewer(cast.member), meeting_id=meeting.public_id, text=WORDS, person_id=cast.chair.public_id
        )
    with pytest.raises(Refused):
        object_to_summons(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id, text=WORDS)
    assert not SummonsObjection.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "assistant", "guest", "case_manager", "former_member", "auditor"])
def test_who_is_not_summoned_objects_to_nothing(cast: Cast, meeting: Meeting, role: str) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    with pytest.raises((Forbidden, Meeting.DoesNotExist)):
        object_to_summons(by=cast.viewer(getattr(cast, role)), meeting_id=meeting.public_id, text=WORDS)


def test_before_the_dispatch_and_without_words_there_is_no_objection(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(Forbidden):
        object_to_summons(by=cast.viewer(cast.member), meeting_id=meeting.public_id, text=WORDS)
    dispatch(cast, meeting, days=7)
    with pytest.raises(Refused):
        object_to_summons(by=cast.viewer(cast.member), meeting_id=meeting.public_id, text=" \x00\u202e ")


def test_objections_stand_in_the_minutes_with_name_time_and_words(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    with clock.travel(START):
        session = open_session(by=cast.viewer(cast.chair), meeting_id=meeting.public_id)
        assert draft_document(session.minutes).summons_objections == "keine"
        object_to_summons(by=cast.viewer(cast.member), meeting_id=meeting.public_id, text="Zu spät.")
        printed = draft_document(session.minutes)
    assert printed.summons_objections == f"{cast.member} am 12.05.2027 um 14:00 Uhr: Zu spät."
    assert "Auch die verkürzte Ladungsfrist" in printed.summons


def test_the_minutes_say_nothing_of_objections_where_the_summons_was_in_time(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    with clock.travel(START):
        session = open_session(by=cast.viewer(cast.chair), meeting_id=meeting.public_id)
        assert draft_document(session.minutes).summons_objections == ""


def test_members_read_the_objections_and_guests_do_not(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=2, reason="Eilig")
    object_to_summons(by=cast.viewer(cast.member), meeting_id=meeting.public_id, text=WORDS)
    meeting.refresh_from_db()
    for role, sees in (("chair", True), ("assistant", True), ("coordinator", True), ("guest", False)):
        shown = summons_of(cast.viewer(getattr(cast, role)), meeting)
        assert (shown is not None and len(shown.objections) == 1) is sees


def test_an_item_added_in_the_session_is_named_in_the_minutes_with_its_paper(cast: Cast, meeting: Meeting) -> None:
    dispatch(cast, meeting, days=7)
    by = cast.viewer(cast.secretariat)
    with clock.travel(START):
        session = open_session(by=by, meeting_id=meeting.public_id)
        paper = make.PaperFactory(body=cast.body, state="released", number="LG/2027/1")
        facts = ItemFacts(paper_id=paper.public_id)
        add_late_item(by=by, meeting_id=meeting.public_id, facts=facts, reason="Bescheid von heute")
        said = draft_document(session.minutes).summons
        (told, added) = agenda_of(cast.viewer(cast.member), session).items
    assert "TOP 2 kam erst in der Sitzung auf die Tagesordnung, die Vorlage als Tischvorlage." in said
    assert "Grund: Bescheid von heute." in said
    assert (told.on_the_table, added.on_the_table) == (False, True)
