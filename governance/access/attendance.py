"""Who leads a session and who records what happens in it (access.md, rows "session" and "vote")."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.meetings import runs_meetings_of
from governance.access.viewer import Viewer
from governance.models import Meeting, Seat


@dataclass(frozen=True)
class ChairFacts:
    """Whether the chair is in the room, and whether the chair is recused from the item in question."""

    present: bool = False
    recused: bool = False


def may_record(viewer: Viewer, meeting: Meeting) -> bool:
    """Presence, recusals, changed wording, counts and action items are entered by who runs the body's meetings."""
    return runs_meetings_of(viewer, meeting.body)


def may_lead(viewer: Viewer, meeting: Meeting, chair: ChairFacts) -> bool:
    """Chair or secretariat open, call, put to the vote and close.

    The deputy chair acts as chair when the chair is absent or recused; a recused chair does not lead the
    item.
    """
    if may_record(viewer, meeting):
        return True
    if meeting.body_id in viewer.chaired and not chair.recused:
        return True
    return meeting.body_id in viewer.deputy_chaired and (chair.recused or not chair.present)


def may_recuse(viewer: Viewer, meeting: Meeting, seat: Seat) -> bool:
    """A member recuses the own seat; the secretariat records a recusal for any seat of the body."""
    return seat.body_id == meeting.body_id and (seat.pk in viewer.seats or may_record(viewer, meeting))
