"""The meetings of one month as a calendar sheet (interface.md: "Sitzungen: list and month")."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dates as names

from governance.models import Meeting
from governance.queries.meeting_months import month_page
from governance.queries.meetings import bodies_to_plan, bodies_with_meetings
from governance.queries.months import MonthDay, month_asked
from governance.rules import clock
from portal.components.actions import Link
from portal.views.base import PortalRequest, sent_key
from portal.views.meeting_parts import state_badge


def meeting_month(request: PortalRequest) -> HttpResponse:
    """The month that `?monat=2027-05` names, the present one by default, for one body or all."""
    body_id = sent_key(request.GET, "gremium")
    page = month_page(request.viewer, month_asked(request.GET.get("monat", "")), body_id=body_id)
    context = {
        "page": page,
        "name": _name(page.first),
        "weekdays": [(names.WEEKDAYS_ABBR[number], names.WEEKDAYS[number]) for number in range(7)],
        "weeks": [(week, [(day, _entries(day)) for day in week.days]) for week in page.weeks],
        "previous": _link(request, page.previous),
        "next": _link(request, page.next),
        "present": None if page.first == clock.today().replace(day=1) else _link(request, clock.today()),
        "body_id": body_id,
        "bodies": bodies_with_meetings(request.viewer),
        "may_plan": bodies_to_plan(request.viewer).exists(),
    }
    return render(request, "portal/meetings/month.html", context)


def _name(day: date) -> str:
    return f"{names.MONTHS[day.month]} {day.year}"


def _link(request: PortalRequest, day: date | None) -> Link | None:
    """Return the name and the address of the month of `day`; the filter stays."""
    if day is None:
        return None
    query = request.GET.copy()
    query["monat"] = f"{day:%Y-%m}"
    return Link(_name(day), f"?{query.urlencode()}")


def _entries(day: MonthDay[Meeting]) -> list[dict[str, Any]]:
    return [{"meeting": meeting, "state": state_badge(meeting).label} for meeting in day.entries]
