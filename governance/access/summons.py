"""Objections to the summons: who reads them, who raises one, who enters those of others (access.md, "session")."""

from __future__ import annotations

from governance.access.agendas import may_see_agenda
from governance.access.meetings import may_run_meeting
from governance.access.viewer import Viewer
from governance.models import Meeting


def may_see_summons(viewer: Viewer, meeting: Meeting) -> bool:
    """Whoever sees the agenda that was sent out sees how it was summoned and who objected."""
    return meeting.dispatched_at is not None and may_see_agenda(viewer, meeting)


def records_objections(viewer: Viewer, meeting: Meeting) -> bool:
    """The secretariat, chair and deputy chair enter what somebody in the room says."""
    led = meeting.body_id in viewer.chaired or meeting.body_id in viewer.deputy_chaired
    return may_see_summons(viewer, meeting) and (led or may_run_meeting(viewer, meeting))


def may_object_to_summons(viewer: Viewer, meeting: Meeting) -> bool:
    """Holders of seats and deputies object for themselves."""
    own = meeting.body_id in viewer.member_bodies and may_see_summons(viewer, meeting)
    return own or records_objections(viewer, meeting)
