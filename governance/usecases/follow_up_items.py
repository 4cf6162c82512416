"""The report on due follow-ups makes its own agenda item, with a generated list (decisions.md, "Follow-up")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.agendas import may_build_agenda
from governance.access.viewer import Viewer
from governance.models import AgendaItem, FollowUp, ItemKind, Meeting
from governance.queries.follow_ups import due_for_report, report_lines
from governance.rules.follow_ups import report_note
from governance.rules.lifecycles import ItemState, MeetingState
from governance.rules.text import Message, mark
from governance.usecases import agendas
from governance.usecases.foundation import Forbidden, Refused, lock, record, save, use_case
from governance.usecases.meetings import locked_meeting

TITLE = "Bericht zur Beschlusskontrolle"
MINUTES = 10


@use_case("agenda.add_reports")
def propose_reports(*, by: Viewer, meeting_id: str) -> AgendaItem:
    """Put the report on due follow-ups on a planned agenda, or bring its list up to date.

    Raises `Refused` once the agenda is sent out, and when nothing is due.
    """
    meeting = locked_meeting(by, meeting_id)
    if not may_build_agenda(by, meeting):
        raise Forbidden(by, meeting)
    if meeting.state != MeetingState.PLANNED:
        raise Refused(Message(agendas.FROZEN))
    item = place_reports(meeting)
    if item is None:
        raise Refused(Message(mark("No follow-up is due for a report in this meeting.")))
    record(by, "agenda.reports_added", item)
    return item


@use_case("agenda.add_usual_and_reports")
def add_usual_items(*, by: Viewer, meeting_id: str) -> tuple[AgendaItem, ...]:
    """Put the usual items on a planned agenda, and the report on follow-ups where one is due."""
    added = agendas.add_usual_items(by=by, meeting_id=meeting_id)
    meeting = locked_meeting(by, meeting_id)
    if report_item(meeting) is not None:
        return added
    item = place_reports(meeting)
    return (*added, item) if item is not None else added


def place_reports(meeting: Meeting) -> AgendaItem | None:
    """Make or renew the report item of a locked meeting; None where nothing is due or the agenda is sent out.

    What a person wrote into its note stays; an item without a follow-up left goes. In the transaction of the caller,
    who audits it. The item carries its follow-ups (`FollowUp.report_items`).
    """
    if meeting.state != MeetingState.PLANNED:
        return None
    rows: list[FollowUp] = list(due_for_report(meeting))
    item = report_item(meeting)
    if not rows:
        if item is not None:
            item.delete()
            agendas.renumber(meeting)
        return None
    note = report_note(report_lines(rows), item.note if item else "")
    if item is None:
        item = agendas.new_report(meeting, TITLE, minutes=MINUTES, note=note)
    elif item.note != note:
        item.note = note
        save(item)
    item.follow_ups.set(rows)
    return item


def report_item(meeting: Meeting) -> AgendaItem | None:
    """Return the item of the agenda that carries follow-ups; None without one."""
    items: QuerySet[AgendaItem] = meeting.items.filter(kind=ItemKind.REPORT, follow_ups__isnull=False)
    return items.exclude(state=ItemState.REMOVED).order_by("pk").first()


def renew_reports(*meetings: Meeting | None) -> None:
    """Bring the report items of several meetings up to date, each once."""
    for key in sorted({meeting.pk for meeting in meetings if meeting is not None}):
        place_reports(lock(Meeting.objects.select_related("body"), pk=key))
