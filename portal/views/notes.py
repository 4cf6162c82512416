"""Own notes on agenda items: written here, shown again under the item, on the agenda and in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.sessions import may_see_session
from governance.models import AgendaItem
from governance.queries.notes import item_note
from governance.rules.lifecycles import MeetingState
from governance.usecases.notes import save_note
from portal.components.actions import Action
from portal.forms.notes import NoteForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, sent, show_form


@dataclass(frozen=True)
class NoteLine:
    """The viewer's note under an item, perhaps empty, and the way to write it."""

    text: str
    write: Action


def note_line(request: PortalRequest, notes: Mapping[str, str], item_id: str, title: str) -> NoteLine:
    """Return the note under the item `item_id`; `notes` are those of its meeting."""
    text = notes.get(item_id, "")
    label = _("Change the note") if text else _("Note for myself")
    return NoteLine(text, Action(label, to(request, "item_note", item_id), weight="tertiary", context=title))


@require_http_methods(FORM_METHODS)
@answered
def write(request: PortalRequest, item_id: str) -> HttpResponse:
    """Write, change or erase the own note on an item."""
    note = item_note(request.viewer, item_id)
    form = NoteForm(sent(request), initial={"text": note.text, "version": note.version})
    back = _page_of(request, note.item)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if carry_out(form, lambda: save_note(by=request.viewer, item_id=item_id, **facts)):
            messages.success(request, _("The note is stored.") if facts["text"] else _("The note is erased."))
            return see_other(back)
    return show_form(request, "portal/notes/form.html", {"item": note.item, "back": back}, form=form)


def _page_of(request: PortalRequest, item: AgendaItem) -> str:
    """Return where the item stands: in the running session for those in the room, otherwise on the agenda."""
    meeting = item.meeting
    live = meeting.state == MeetingState.IN_SESSION and may_see_session(request.viewer, meeting)
    return f"{to(request, 'session' if live else 'meeting', meeting.public_id)}#top-{item.public_id}"
