"""Objecting to the summons of a meeting (process.md, edge case 15)."""

from __future__ import annotations

from governance.access.meetings import visible_meetings
from governance.access.summons import may_object_to_summons
from governance.access.viewer import Viewer
from governance.models import Meeting, SummonsObjection
from governance.queries.summons import OPEN_TO_OBJECTIONS, objectors
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, lock, record, use_case
from governance.usecases.meetings import reason_from


@use_case("summons.object")
def object_to_summons(*, by: Viewer, meeting_id: str, text: str, person_id: str = "") -> SummonsObjection:
    """Record that somebody objects to the summons, in their words; it can never be changed or deleted.

    `person_id` is the public id of who objects, the viewer if empty. The same words of the same person are
    recorded once. Raises `Forbidden`, and `Refused` without words, for somebody who is not summoned, before the
    dispatch and after the session.
    """
    meeting: Meeting = lock(visible_meetings(by).select_related("body"), public_id=meeting_id)
    if not may_object_to_summons(by, meeting):
        raise Forbidden(by, meeting)
    if meeting.state not in OPEN_TO_OBJECTIONS:
        raise Refused(Message(mark("Objections to the summons are recorded until the session is closed.")))
    wanted = person_id or by.acting_person.public_id
    person = next((one for one in objectors(by, meeting) if one.public_id == wanted), None)
    if person is None:
        raise Refused(Message(mark("Choose somebody who holds or deputises a seat of the body.")))
    words = reason_from(text, missing=mark("Say what the objection is."))
    objection, is_new = SummonsObjection.objects.get_or_create(
        meeting=meeting, person=person, text=words, defaults={"recorded_by": by.acting_person}
    )
    if is_new:
        record(by, "summons.objected", meeting, {"person": person.public_id})
    return objection
