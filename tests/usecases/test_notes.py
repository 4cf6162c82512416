"""Own notes on agenda items: kept for their writer alone."""

from __future__ import annotations

import pytest

from governance.models import AgendaItem, AuditEntry, OwnNote
from governance.queries.notes import item_note, notes_on
from governance.queries.sessions import live_session
from governance.usecases.foundation import Refused, Stale
from governance.usecases.notes import save_note
from tests.cast import Cast
from tests.chamber import Chamber, chamber

pytestmark = pytest.mark.django_db
TEXT = "Nachfragen: Fahrzeiten?\nFrau Eickendorf anrufen."


@pytest.fixture
def room(cast: Cast) -> Chamber:
    room = chamber(cast)
    save_note(by=room.viewer(cast.member), item_id=room.item.public_id, text=TEXT, version=0)
    return room


def test_the_note_is_there_for_its_writer_and_for_nobody_else(room: Chamber) -> None:
    cast = room.cast
    others = (cast.secretariat, cast.coordinator, cast.chair, cast.deputy, cast.assistant)
    assert notes_on(room.viewer(cast.member), room.meeting) == {room.item.public_id: TEXT}
    assert live_session(room.viewer(cast.member), room.meeting.public_id).notes == {room.item.public_id: TEXT}
    for person in others:
        assert item_note(room.viewer(person), room.item.public_id).text == ""
        assert notes_on(room.viewer(person), room.meeting) == {}


def test_two_people_have_a_note_each(room: Chamber) -> None:
    save_note(by=room.viewer(room.cast.chair), item_id=room.item.public_id, text="Kurz halten", version=0)
    assert item_note(room.viewer(room.cast.member), room.item.public_id).text == TEXT
    assert item_note(room.viewer(room.cast.chair), room.item.public_id).text == "Kurz halten"


def test_an_empty_text_erases_the_note(room: Chamber) -> None:
    save_note(by=room.viewer(room.cast.member), item_id=room.item.public_id, text=" \x00 ", version=1)
    assert not OwnNote.objects.exists()


def test_a_note_changed_in_another_window_is_not_overwritten(room: Chamber) -> None:
    facts = {"by": room.viewer(room.cast.member), "item_id": room.item.public_id}
    version = item_note(facts["by"], room.item.public_id).version
    save_note(**facts, text="Neu", version=version)
    for stale in (0, version):
        with pytest.raises(Stale):
            save_note(**facts, text="Alt", version=stale)
    assert OwnNote.objects.get().text == "Neu"


def test_a_note_has_an_end(room: Chamber) -> None:
    with pytest.raises(Refused, match="too long"):
        save_note(by=room.viewer(room.cast.chair), item_id=room.item.public_id, text="x" * 5001, version=0)


@pytest.mark.parametrize("role", ["case_manager", "former_member", "plain_person", "guest", "auditor"])
def test_who_does_not_see_the_item_notes_nothing(room: Chamber, role: str) -> None:
    with pytest.raises(AgendaItem.DoesNotExist):
        save_note(by=room.viewer(getattr(room.cast, role)), item_id=room.item.public_id, text="x", version=0)


def test_another_authority_finds_no_item(room: Chamber) -> None:
    stranger = room.cast.viewer(room.cast.other_coordinator, room.cast.other_authority)
    with pytest.raises(AgendaItem.DoesNotExist):
        save_note(by=stranger, item_id=room.item.public_id, text="x", version=0)


def test_the_audit_chain_holds_no_text_of_a_note(room: Chamber) -> None:
    assert AuditEntry.objects.get(action="note.saved").data == {}
