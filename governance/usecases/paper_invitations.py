"""Noting that invitations left on paper; the ledger keeps who noted it (meetings.md, Invitations, row "ledger")."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from governance.access.viewer import Viewer
from governance.models import Invitation, PaperDispatch
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused, record, use_case
from governance.usecases.meetings import locked_meeting


@use_case("invitation.paper_sent")
def note_sent_on_paper(
    *, by: Viewer, meeting_id: str, invitation_ids: Collection[str], sent_on: date
) -> tuple[PaperDispatch, ...]:
    """Note that the present version of the invitation was sent on paper on the local day `sent_on`; return the entries.

    Whoever was noted for this version already is left as they are, so that sending the form twice changes nothing.
    Raises `Refused` for a day in the future or before the dispatch, for a meeting that is not invited to, and where
    nothing new is noted.
    """
    meeting = locked_meeting(by, meeting_id)
    if meeting.state == MeetingState.PLANNED or meeting.dispatched_at is None:
        raise Refused(Message(mark("The invitations have not been sent yet.")))
    if sent_on > clock.today():
        raise Refused(Message(mark("The day lies in the future.")))
    if sent_on < clock.local_date(meeting.dispatched_at):
        raise Refused(
            Message(
                mark("The invitations were sent on %(day)s only."),
                {"day": f"{clock.local_date(meeting.dispatched_at):%d.%m.%Y}"},
            )
        )
    noted = PaperDispatch.objects.filter(invitation__meeting=meeting, sequence=meeting.sequence).values("invitation")
    rows = Invitation.objects.standing().filter(meeting=meeting, public_id__in=invitation_ids).exclude(pk__in=noted)
    made = [
        PaperDispatch.objects.create(
            invitation=invitation,
            sequence=meeting.sequence,
            sent_on=sent_on,
            recorded_by=by.acting_person,
            recorded_at=clock.now(),
        )
        for invitation in rows.order_by("pk")
    ]
    if not made:
        raise Refused(Message(mark("Choose somebody to whom this version was not sent on paper yet.")))
    record(by, "invitation.paper_sent", meeting, {"people": len(made), "sequence": meeting.sequence})
    return tuple(made)
