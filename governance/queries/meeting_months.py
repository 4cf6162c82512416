"""One month of meetings as weeks of days (interface.md: "Sitzungen: list and month")."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time

from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import Meeting
from governance.queries.months import MonthPage, following_month, month_sheet
from governance.rules import clock


def month_page(viewer: Viewer, first: date, *, body_id: str = "") -> MonthPage[Meeting]:
    """Return the month that begins on `first`, with the viewer's meetings in any state, in one query.

    `body_id` narrows. A meeting stands on the local day of its start.
    """
    following = following_month(first)
    rows = visible_meetings(viewer).filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(following))
    if body_id:
        rows = rows.filter(body__public_id=body_id)
    found: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in rows.select_related("body").order_by("starts_at", "pk"):
        found[clock.local_date(meeting.starts_at)].append(meeting)
    return month_sheet(first, found)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.BERLIN)
