"""What the viewer has noted for themselves about agenda items (meetings.md, In session)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.access.agendas import visible_notes
from governance.access.viewer import Viewer
from governance.models import AgendaItem, Meeting
from governance.queries.agendas import find_item


@dataclass(frozen=True)
class ItemNote:
    """An item with the viewer's note on it; without one `text` is empty and `version` 0."""

    item: AgendaItem
    text: str
    version: int


def item_note(viewer: Viewer, item_id: str) -> ItemNote:
    """Return the viewer's note on an item; raises `AgendaItem.DoesNotExist` for one the viewer may not see."""
    item = find_item(viewer, item_id)
    note = visible_notes(viewer).filter(item=item).first()
    return ItemNote(item, note.text if note else "", note.version if note else 0)


def notes_on(viewer: Viewer, meeting: Meeting) -> Mapping[str, str]:
    """Return the viewer's notes on the items of a meeting, by the items' public ids, with one query."""
    return dict(visible_notes(viewer).filter(item__meeting=meeting).values_list("item__public_id", "text"))
