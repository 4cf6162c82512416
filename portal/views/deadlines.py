"""The calendar of deadlines: a list by week and a month (interface.md, "Übersicht")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dates as names
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.queries.deadlines import AHEAD, Deadline, DeadlineKind, may_see_all, month_of_deadlines
from governance.queries.deadlines import deadlines as open_deadlines
from governance.queries.months import month_asked
from portal.components import dates
from portal.components.actions import Link
from portal.components.text import Text
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered


@dataclass(frozen=True, slots=True)
class Words:
    """How a kind of deadline is called, and which page shows what it is about."""

    label: Text
    page: str


WORDS: dict[DeadlineKind, Words] = {
    DeadlineKind.INVITE: Words(gettext_lazy("Last day for the invitation"), "agenda"),
    DeadlineKind.PAPERS: Words(gettext_lazy("Papers deadline"), "agenda"),
    DeadlineKind.OBJECTIONS: Words(gettext_lazy("End of the objection period"), "minutes"),
    DeadlineKind.ACTION: Words(gettext_lazy("Task from a session"), "meeting"),
    DeadlineKind.REPORT_BACK: Words(gettext_lazy("Report back"), "mandate"),
    DeadlineKind.MANDATE_END: Words(gettext_lazy("End of the mandate"), "mandate"),
    DeadlineKind.GIVEN_BACK: Words(gettext_lazy("Proposal given back"), "process"),
    DeadlineKind.MEASURE: Words(gettext_lazy("Measure"), "measure"),
    DeadlineKind.FOLLOW_UP: Words(gettext_lazy("From a resolution"), "follow_up"),
    DeadlineKind.STATE_ANSWER: Words(gettext_lazy("Answer of the state"), "process"),
}


@require_safe
@answered
def deadlines(request: PortalRequest) -> HttpResponse:
    """Show what is due: the weeks ahead with what is overdue first, or with `?monat=` a month.

    `?umfang=alle` shows the whole authority to those who coordinate.
    """
    whole = may_see_all(request.viewer) and request.GET.get("umfang") == "alle"
    scopes = _scopes(request, whole=whole) if may_see_all(request.viewer) else ()
    shared = {"scopes": scopes, "whole": whole, "list_url": _address(request, monat="")}
    if "monat" in request.GET:
        return render(request, "portal/deadlines/month.html", {**shared, **_month(request, whole=whole)})
    today = request.viewer.day
    rows = open_deadlines(request.viewer, today + AHEAD, everything=whole)
    context = {
        **shared,
        "today": today,
        "groups": _groups(request, rows, today),
        "total": len(rows),
        "overdue": sum(row.day < today for row in rows),
        "month_url": _address(request, monat=f"{today:%Y-%m}"),
    }
    return render(request, "portal/deadlines/list.html", context)


def _scopes(request: PortalRequest, *, whole: bool) -> tuple[tuple[Text, str, bool], ...]:
    return (
        (_("Mine"), _address(request, umfang=""), not whole),
        (_("All of the Kreis"), _address(request, umfang="alle"), whole),
    )


def _address(request: PortalRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def deadline_line(request: PortalRequest, row: Deadline) -> dict[str, Any]:
    """Return what a row of the list, the month and the overview prints of a deadline."""
    words = WORDS[row.kind]
    return {
        "deadline": row,
        "label": words.label,
        "url": to(request, words.page, row.target),
        "overdue": row.day < request.viewer.day,
    }


def _groups(request: PortalRequest, rows: tuple[Deadline, ...], today: date) -> list[tuple[str, list[dict[str, Any]]]]:
    late = [row for row in rows if row.day < today]
    ahead = [row for row in rows if row.day >= today]
    groups = [(_("Overdue"), [deadline_line(request, row) for row in late])] if late else []
    for monday, found in groupby(ahead, key=lambda row: row.day - timedelta(days=row.day.weekday())):
        heading = _("Week %(number)s: %(first)s to %(last)s") % {
            "number": monday.isocalendar().week,
            "first": f"{monday:%d.%m.}",
            "last": dates.day(monday + timedelta(days=6)),
        }
        groups.append((heading, [deadline_line(request, row) for row in found]))
    return groups


def _month(request: PortalRequest, *, whole: bool) -> dict[str, Any]:
    page = month_of_deadlines(request.viewer, month_asked(request.GET.get("monat", "")), everything=whole)
    present = request.viewer.day.replace(day=1)
    return {
        "page": page,
        "name": _name(page.first),
        "weekdays": [(names.WEEKDAYS_ABBR[number], names.WEEKDAYS[number]) for number in range(7)],
        "weeks": [
            (week, [(day, [deadline_line(request, row) for row in day.entries]) for day in week.days])
            for week in page.weeks
        ],
        "previous": _month_link(request, page.previous),
        "next": _month_link(request, page.next),
        "present": None if page.first == present else _month_link(request, present),
    }


def _month_link(request: PortalRequest, day: date | None) -> Link | None:
    return None if day is None else Link(_name(day), _address(request, monat=f"{day:%Y-%m}"))


def _name(day: date) -> str:
    return f"{names.MONTHS[day.month]} {day.year}"
