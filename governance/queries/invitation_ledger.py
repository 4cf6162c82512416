"""The ledger of invitations: who was sent what when, and who answered what (meetings.md, Invitations)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch

from governance.access.invitations import may_see_ledger
from governance.access.viewer import Viewer
from governance.models import Answer, CalendarMethod, Dispatch, Invitation, Meeting, PaperDispatch
from governance.queries.notice import told_notice
from governance.queries.seating import seats_held_on
from governance.rules import clock


@dataclass(frozen=True)
class LedgerMail:
    """One mail: what it was, which version of the meeting, and when it left (None: not yet)."""

    method: str
    sequence: int
    sent_at: datetime | None
    state: str


@dataclass(frozen=True)
class LedgerRow:
    """One invited person: what they were sent, what they answered, when, to which version, through what.

    `late`: the mail was written within the notice period, but left only after its last day, or not at all yet.
    """

    seat: str
    person: str
    email: str
    role: str
    removed: bool
    answer: str
    answered_at: datetime | None
    answered_by: str
    answered_sequence: int | None
    answered_via: str
    outdated: bool
    reminded_at: datetime | None
    late: bool
    mails: tuple[LedgerMail, ...]
    told_by: str = ""
    letters: tuple[PaperDispatch, ...] = ()


def ledger(viewer: Viewer, meeting: Meeting) -> tuple[LedgerRow, ...]:
    """Return who was sent what when and who answered, with four queries; nothing for others than
    coordinators."""
    if not may_see_ledger(viewer, meeting):
        return ()
    mails = Prefetch("dispatches", Dispatch.objects.select_related("mail").defer("mail__content").order_by("pk"))
    letters = Prefetch("paper_dispatches", PaperDispatch.objects.select_related("recorded_by").order_by("pk"))
    rows = (
        Invitation.objects.filter(meeting=meeting)
        .select_related("person", "seat", "answered_by", "meeting")
        .prefetch_related(mails, letters)
        .order_by(F("removed_at").asc(nulls_first=True), F("seat__order").asc(nulls_last=True), "pk")
    )
    check = told_notice(meeting)
    last_day = check.latest_dispatch if check and check.in_time else None
    held = seats_held_on(meeting.body_id, clock.local_date(meeting.starts_at))
    return tuple(_ledger_row(row, last_day, held.get(row.person_id, ())) for row in rows)


def _left_late(row: Invitation, last_day: date | None) -> bool:
    """Whether nothing that invites the person had left on the last day for it."""
    mails = [mail for mail in row.dispatches.all() if mail.method == CalendarMethod.REQUEST]
    if last_day is None or not mails or clock.local_date(mails[0].created_at) > last_day:
        return False
    left = min((clock.local_date(mail.mail.sent_at) for mail in mails if mail.mail.sent_at), default=clock.today())
    return left > last_day


def _ledger_row(row: Invitation, last_day: date | None, held: tuple[str, ...]) -> LedgerRow:
    """Return the line of one person; `held` are all their seats in the body on the day of the meeting."""
    return LedgerRow(
        seat=", ".join(held) or (row.seat.name if row.seat else ""),
        person=str(row.person),
        email=row.person.email,
        role=row.get_role_display(),
        removed=row.removed_at is not None,
        answer=row.get_answer_display(),
        answered_at=row.answered_at,
        answered_by=str(row.answered_by) if row.answered_by and row.answered_by != row.person else "",
        answered_sequence=row.answered_sequence,
        answered_via=row.get_answered_via_display() if row.answered_via else "",
        outdated=row.answer != Answer.NONE and row.current_answer == Answer.NONE,
        reminded_at=row.reminded_at,
        late=_left_late(row, last_day),
        mails=tuple(
            LedgerMail(
                mail.get_method_display(),
                mail.sequence,
                mail.mail.sent_at,
                mail.mail.get_state_display(),
            )
            for mail in row.dispatches.all()
        ),
        told_by=row.told_by,
        letters=tuple(row.paper_dispatches.all()),
    )
