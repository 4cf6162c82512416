"""The follow-up of resolutions (Beschlusskontrolle): opening it, its owner's answer, lifting it by a resolution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.access.decisions import visible_resolutions
from governance.access.follow_ups import may_follow_up, may_report_follow_up, visible_follow_ups
from governance.access.organisations import contacts_of
from governance.access.viewer import Viewer
from governance.models import FollowUp, FollowUpReport, Meeting, Organisation, Person, Resolution
from governance.notifications import measure_text
from governance.notifications.mail_text import Wording
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.follow_ups import Standing
from governance.rules.lifecycles import LIVE_FOLLOW_UPS, FollowUpState, MeetingState
from governance.rules.text import Message, mark
from governance.usecases.follow_up_items import renew_reports
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.letters import write_letters

CLOSED = mark("The follow-up is finished.")
ANSWERED = mark("This has been answered already.")


@dataclass(frozen=True, kw_only=True)
class FollowUpText:
    """What a coordinator types about a follow-up; the ids are public ones, empty for none."""

    task: str
    due_on: date
    organisation_id: str = ""
    person_id: str = ""
    meeting_id: str = ""


@use_case("follow_up.open")
def open_follow_up(*, by: Viewer, resolution_id: str, text: FollowUpText) -> FollowUp:
    """Open the follow-up of a resolution and ask its owner: an organisation, a person, or a person of the first.

    A coordinator who enters themselves has accepted. With a report meeting whose agenda is still planned the report
    stands on it at once. Raises `Refused` where there is one already.
    """
    rows = visible_resolutions(by).select_related("register__body__authority")
    resolution = lock(rows, public_id=resolution_id)
    if not may_follow_up(by, resolution):
        raise Forbidden(by, resolution)
    if FollowUp.objects.filter(resolution=resolution).exists():
        raise Refused(Message(mark("The resolution has its follow-up already.")))
    row = FollowUp(resolution=resolution, opened_by=by.acting_person, version=0)
    _write(by, row, text)
    _ask(by, row)
    save(row)
    add_report(row, "open", person=by.person)
    _tell_owner(row)
    renew_reports(row.report_meeting)
    record(by, "follow_up.opened", row, {"resolution": resolution.number})
    return row


@use_case("follow_up.edit")
def edit_follow_up(*, by: Viewer, follow_up_id: str, text: FollowUpText, version: int | None) -> FollowUp:
    """Change task, owner, date or report meeting; another owner is asked anew. Raises `Stale`."""
    row = locked_follow_up(by, follow_up_id)
    if not may_follow_up(by, row.resolution):
        raise Forbidden(by, row)
    if row.state not in LIVE_FOLLOW_UPS:
        raise Refused(Message(CLOSED))
    check_version(row, version)
    owner, due_on, meeting = (row.organisation_id, row.person_id), row.due_on, row.report_meeting
    _write(by, row, text)
    if row.due_on != due_on:
        row.next_on = row.reminded_on = None
    another = owner != (row.organisation_id, row.person_id)
    if another or row.declined_reason:
        _ask(by, row)
    save(row)
    add_report(row, "edit", person=by.person)
    if another:
        _tell_owner(row)
    renew_reports(meeting, row.report_meeting)
    record(by, "follow_up.edited", row)
    return row


@use_case("follow_up.accept")
def accept_follow_up(*, by: Viewer, follow_up_id: str) -> FollowUp:
    """Accept the task as its owner; nobody accepts for them."""
    row = _to_answer(by, follow_up_id)
    row.accepted_at, row.reminded_on = clock.now(), None
    save(row)
    add_report(row, "accept", person=by.person)
    tell_coordination(row, "angenommen")
    record(by, "follow_up.accepted", row)
    return row


@use_case("follow_up.decline")
def decline_follow_up(*, by: Viewer, follow_up_id: str, reason: str) -> FollowUp:
    """Decline the task as its owner, with a reason; the coordination enters another owner."""
    row = _to_answer(by, follow_up_id)
    reason = clean_lines(reason)[:2000]
    if not reason:
        raise Refused(Message(mark("Say why the task is declined.")))
    row.declined_reason = reason
    save(row)
    add_report(row, "decline", person=by.person, text=reason)
    tell_coordination(row, "abgelehnt")
    record(by, "follow_up.declined", row)
    return row


@use_case("follow_up.lift")
def lift_follow_up(*, by: Viewer, follow_up_id: str, resolution_id: str) -> FollowUp:
    """Note that a later resolution has lifted the task; raises `Refused` for an earlier one or the same."""
    row = locked_follow_up(by, follow_up_id)
    if not may_follow_up(by, row.resolution):
        raise Forbidden(by, row)
    later = visible_resolutions(by).filter(public_id=resolution_id).first()
    if later is None or not may_lift(row.resolution, later):
        raise Refused(Message(mark("Choose a later resolution of the same body.")))
    source = row.state
    advance(row, "lift")
    row.lifted_by = later
    save(row)
    add_report(row, "lift", source=source, person=by.person, text=later.number)
    renew_reports(row.report_meeting)
    record(by, "follow_up.lifted", row, {"by": later.number})
    return row


def may_lift(resolution: Resolution, later: Resolution) -> bool:
    """Tell whether `later` comes after `resolution` in the same body."""
    same = later.register.body_id == resolution.register.body_id
    return same and later.pk != resolution.pk and later.decided_at >= resolution.decided_at


def standing_of(row: FollowUp) -> Standing:
    """Return what the rules ask about a follow-up."""
    return Standing(FollowUpState(row.state), accepted=row.accepted_at is not None, declined=bool(row.declined_reason))


def locked_follow_up(by: Viewer, follow_up_id: str) -> FollowUp:
    """Lock a follow-up that the viewer sees."""
    rows = visible_follow_ups(by).select_related(
        "resolution__register__body__authority", "organisation", "person", "opened_by", "report_meeting"
    )
    return lock(rows, public_id=follow_up_id)


def add_report(
    row: FollowUp, move: str, *, source: str = "", person: Person | None = None, text: str = ""
) -> FollowUpReport:
    """Append an entry to the course of a follow-up, as it stands now."""
    return FollowUpReport.objects.create(
        follow_up=row, move=move, source=source, target=row.state, text=text, person=person, at=clock.now()
    )


def tell_coordination(row: FollowUp, what: str) -> None:
    """Write to the coordinator who has opened the follow-up."""
    _write_letter(row, [row.opened_by], measure_text.follow_up_told(row.resolution.number, f"{row.task} – {what}"))


def _to_answer(by: Viewer, follow_up_id: str) -> FollowUp:
    row = locked_follow_up(by, follow_up_id)
    if not may_report_follow_up(by, row):
        raise Forbidden(by, row)
    if row.state not in LIVE_FOLLOW_UPS:
        raise Refused(Message(CLOSED))
    if not standing_of(row).unanswered:
        raise Refused(Message(ANSWERED))
    return row


def _write(by: Viewer, row: FollowUp, text: FollowUpText) -> None:
    organisations = Organisation.objects.filter(authority=by.authority)
    people = Person.objects.filter(authority=by.authority, is_active=True)
    row.organisation = organisations.filter(public_id=text.organisation_id).first() if text.organisation_id else None
    row.person = people.filter(public_id=text.person_id).first() if text.person_id else None
    if row.organisation is None and row.person is None:
        raise Refused(Message(mark("Choose who is responsible: an organisation, a person, or both.")))
    if row.organisation and row.person and row.person.organisation_id not in {None, row.organisation.pk}:
        raise Refused(Message(mark("The person belongs to another organisation.")))
    meetings = Meeting.objects.filter(body__authority=by.authority)
    row.report_meeting = meetings.filter(public_id=text.meeting_id).first() if text.meeting_id else None
    if row.report_meeting and row.report_meeting.state in {MeetingState.CLOSED, MeetingState.CANCELLED}:
        raise Refused(Message(mark("Choose a meeting that is still to come.")))
    fill(row, {"task": text.task, "due_on": text.due_on})


def _ask(by: Viewer, row: FollowUp) -> None:
    """Let the owner answer from today on; whoever enters themselves has accepted."""
    own = row.person_id == by.acting_person.pk
    row.asked_on, row.reminded_on, row.declined_reason = clock.today(), None, ""
    row.accepted_at = clock.now() if own else None


def _tell_owner(row: FollowUp) -> None:
    if row.accepted_at is None:
        words = measure_text.follow_up_asked(row.resolution.number, row.task, row.due_on)
        _write_letter(row, [row.person] if row.person else list(contacts_of(row.organisation_id)), words)


def _write_letter(row: FollowUp, people: list[Person], words: Wording) -> None:
    authority = row.resolution.register.body.authority
    matter = f"follow-up.{row.public_id}"
    write_letters(authority, people, words, matter=matter, page="follow_up", parts=(row.public_id,))
