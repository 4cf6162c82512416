"""Noting for oneself on an agenda item: seen by nobody else (meetings.md, In session)."""

from __future__ import annotations

from governance.access.agendas import visible_items
from governance.access.viewer import Viewer
from governance.models import AgendaItem, OwnNote
from governance.rules.characters import clean_lines
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, check_version, record, save, use_case

MAX_NOTE = 5000


@use_case("note.save")
def save_note(*, by: Viewer, item_id: str, text: str, version: int) -> AgendaItem:
    """Store what the viewer notes for themselves about an item they see; an empty text erases the note.

    `version` is that of the note when the form was loaded, 0 without one. Raises `AgendaItem.DoesNotExist`, `Stale`
    when the note was changed in between (in another window), and `Refused` for a text that is too long.
    """
    item: AgendaItem = visible_items(by).get(public_id=item_id)
    content = clean_lines(text)
    if len(content) > MAX_NOTE:
        raise Refused(Message(mark("The note is too long.")))
    note, fresh = OwnNote.objects.select_for_update(of=("self",)).get_or_create(
        item=item, person=by.acting_person, defaults={"text": content}
    )
    if not fresh:
        check_version(note, version)
    if not content:
        note.delete()
    elif not fresh:
        note.text = content
        save(note)
    record(by, "note.saved", item)
    return item
