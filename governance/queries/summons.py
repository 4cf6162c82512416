"""The summons to a meeting as its pages and minutes show it: notice, shortfall, and who objected.

Source: process.md, edge case 15: a late summons is shown with its reason, objections are recorded, and it is healed
only as the rules say. Rules of procedure have no such rule yet, so nothing heals it here.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.summons import may_object_to_summons, may_see_summons, records_objections
from governance.access.viewer import Viewer
from governance.models import Meeting, Person, SummonsObjection
from governance.queries.agendas import published_items
from governance.queries.notice import is_summoned_late, notice_statement
from governance.queries.seating import holdings_on
from governance.rules import clock
from governance.rules.lifecycles import ItemState, MeetingState

OPEN_TO_OBJECTIONS = frozenset({MeetingState.INVITED, MeetingState.IN_SESSION})


@dataclass(frozen=True)
class Summons:
    """The summons for one viewer. `late`: neither the normal nor the shortened notice period was kept.

    `records`: the viewer enters the objections of others; `may_object`: an objection can be entered now.
    """

    statement: str
    late: bool
    objections: tuple[SummonsObjection, ...]
    may_object: bool
    records: bool


def summons_of(viewer: Viewer, meeting: Meeting) -> Summons | None:
    """Return the summons; None before the dispatch and for whoever does not see the agenda.

    One query, none if `find_meeting` has found that nobody objected.
    """
    if not may_see_summons(viewer, meeting):
        return None
    objected: bool = getattr(meeting, "objected", True)
    return Summons(
        statement=notice_statement(meeting),
        late=is_summoned_late(meeting),
        objections=tuple(_objections(meeting)) if objected else (),
        may_object=meeting.state in OPEN_TO_OBJECTIONS and may_object_to_summons(viewer, meeting),
        records=records_objections(viewer, meeting),
    )


def _objections(meeting: Meeting) -> list[SummonsObjection]:
    rows = SummonsObjection.objects.filter(meeting=meeting).select_related("person", "recorded_by")
    return list(rows.order_by("raised_at", "pk"))


def objectors(viewer: Viewer, meeting: Meeting) -> tuple[Person, ...]:
    """Return for whom the viewer may enter an objection: themselves, or whoever holds or deputises a seat."""
    seats = holdings_on(meeting.body_id, clock.local_date(meeting.starts_at))
    found = {person.pk: person for row in seats for person in row.people}
    own = viewer.person.pk if viewer.person else 0
    if not records_objections(viewer, meeting):
        return (found[own],) if own in found else ()
    return tuple(found.values())


def added_in_session(meeting: Meeting) -> str:
    """Return for the minutes which items came onto the agenda in the session only, and why; in German."""
    told = published_items(meeting)
    rows = meeting.items.filter(supplement__gt=0).exclude(state=ItemState.REMOVED).order_by("order", "pk")
    return " ".join(
        f"TOP {item.number} kam erst in der Sitzung auf die Tagesordnung"
        f"{', die Vorlage als Tischvorlage' if item.paper_id else ''}. Grund: {item.late_reason.rstrip('.')}."
        for item in rows
        if item.public_id not in told
    )


def minuted_objections(meeting: Meeting) -> str:
    """Return the objections to the summons for the minutes, in German; that there is none is said of a late
    one."""
    lines = [
        f"{row.person} am {row.raised_at.astimezone(clock.BERLIN):%d.%m.%Y um %H:%M} Uhr: {row.text}"
        for row in _objections(meeting)
    ]
    if lines:
        return "\n".join(lines)
    return "keine" if is_summoned_late(meeting) else ""
