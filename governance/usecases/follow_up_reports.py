"""What the owner reports on the follow-up of a resolution, and the coordination's taking it up again."""

from __future__ import annotations

from datetime import date

from governance.access.follow_ups import may_report_follow_up, sides_of
from governance.access.viewer import Viewer
from governance.models import FollowUp
from governance.rules import clock
from governance.rules.follow_ups import MOVES, open_moves
from governance.rules.lifecycles import LIVE_FOLLOW_UPS
from governance.rules.text import Message, mark
from governance.usecases.follow_up_items import renew_reports
from governance.usecases.follow_ups import CLOSED, add_report, locked_follow_up, standing_of, tell_coordination
from governance.usecases.foundation import Forbidden, Refused, advance, check_version, record, save, use_case
from governance.usecases.measure_course import course_text

# What the coordination is told by mail, in the words of the mail.
TOLD = {"delay": "verspätet sich", "report_done": "erledigt"}


@use_case("follow_up.move")
def move_follow_up(
    *,
    by: Viewer,
    follow_up_id: str,
    move: str,
    text: str = "",
    until: date | None = None,
    version: int | None = None,
) -> FollowUp:
    """Report as begun, delayed, continuing or done; or, as the coordination, take it up again.

    Lifting is `follow_ups.lift_follow_up`. The owner reports only after accepting. A delay needs reason and new date,
    a continuing task its next date, done says what was done.
    """
    rule = MOVES.get(move)
    if rule is None or move == "lift":
        raise FollowUp.DoesNotExist
    row = locked_follow_up(by, follow_up_id)
    sides = sides_of(by, row)
    if rule.side not in sides:
        raise Forbidden(by, row)
    check_version(row, version)
    if rule not in open_moves(standing_of(row), sides):
        raise Refused(Message(mark("This is not possible in the present state.")))
    words = course_text(text)
    if rule.needs_reason and not words:
        raise Refused(Message(mark("Give a reason.")))
    if rule.needs_date:
        if until is None or until <= clock.today():
            raise Refused(Message(mark("The new date lies in the future.")))
        row.next_on, row.reminded_on = until, None
    source = row.state
    advance(row, move)
    row.reason = words if rule.needs_reason else ""
    save(row)
    add_report(row, move, source=source, person=by.person, text=words)
    if move in TOLD:
        tell_coordination(row, TOLD[move])
    renew_reports(row.report_meeting)
    record(by, "follow_up.moved", row, {"move": move, "state": row.state})
    return row


@use_case("follow_up.report")
def report_follow_up(*, by: Viewer, follow_up_id: str, text: str) -> FollowUp:
    """Say how it stands, without a change of its state."""
    row = locked_follow_up(by, follow_up_id)
    if not may_report_follow_up(by, row):
        raise Forbidden(by, row)
    if row.state not in LIVE_FOLLOW_UPS or row.accepted_at is None:
        raise Refused(Message(mark("Accept the task first.") if row.state in LIVE_FOLLOW_UPS else CLOSED))
    words = course_text(text)
    if not words:
        raise Refused(Message(mark("Write how it stands.")))
    add_report(row, "report", source=row.state, person=by.person, text=words)
    record(by, "follow_up.reported", row)
    return row
