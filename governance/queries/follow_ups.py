"""Reading the follow-up of resolutions: the list, one with its course, what is due for a report in a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from governance.access.decisions import may_see_resolution, visible_resolutions
from governance.access.follow_ups import (
    keeps_follow_ups,
    may_follow_up,
    own_follow_ups,
    sides_of,
    visible_follow_ups,
)
from governance.access.organisations import contacts_of
from governance.access.viewer import Viewer
from governance.models import FollowUp, FollowUpReport, Meeting, Organisation, Resolution
from governance.queries.ordering import Order, Orders, in_order
from governance.rules import clock
from governance.rules.follow_ups import PRINTED_STATES, ReportLine, Standing, open_moves, waits_for, when
from governance.rules.lifecycles import LIVE_FOLLOW_UPS, FollowUpState, MeetingState
from governance.rules.measures import MoveRule, Side, Timing
from governance.rules.text import Message

LIVE = tuple(state.value for state in LIVE_FOLLOW_UPS)
OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)

FOLLOW_UP_ORDERS: Orders = {
    "dringlichste": Order((F("until").asc(), "pk"), "until", "ascending"),
    "nummer": Order(
        tuple(f"resolution__{name}" for name in ("register__body__code", "register__year", "sequence")),
        "number",
        "ascending",
    ),
    "neueste": Order(("-created_at", "-pk")),
}


@dataclass(frozen=True, kw_only=True)
class FollowUpFilter:
    """What the list is narrowed by; `state` may be "live". Ids are public ones."""

    state: str = ""
    organisation_id: str = ""
    overdue: bool = False
    mine: bool = False


def follow_up_rows(viewer: Viewer, narrowed: FollowUpFilter, *, order: str = "") -> QuerySet[FollowUp]:
    """Return the visible follow-ups with resolution and owner, the most urgent first by default."""
    found = own_follow_ups(viewer) if narrowed.mine else visible_follow_ups(viewer)
    if narrowed.state == "live":
        found = found.filter(state__in=LIVE)
    elif narrowed.state:
        found = found.filter(state=narrowed.state)
    if narrowed.organisation_id:
        found = found.filter(organisation__public_id=narrowed.organisation_id)
    if narrowed.overdue:
        found = found.overdue(viewer.day)  # type: ignore[attr-defined]
    rows: QuerySet[FollowUp] = found.dated().select_related(  # type: ignore[attr-defined]
        "resolution__register__body", "organisation", "person", "report_meeting"
    )
    return in_order(rows, FOLLOW_UP_ORDERS, order)


def organisations_with_follow_ups(viewer: Viewer) -> tuple[Organisation, ...]:
    """Return the organisations of visible follow-ups, by name."""
    rows = visible_follow_ups(viewer).filter(organisation__isnull=False)
    return tuple(Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("name"))


def timing_of(row: FollowUp, viewer: Viewer) -> Timing:
    """Return how the date of a follow-up stands for the viewer's day."""
    return when(FollowUpState(row.state), row.ends_on, viewer.day)


@dataclass(frozen=True)
class FollowUpPage:
    """A follow-up with its course and what the viewer can do now."""

    row: FollowUp
    reports: tuple[FollowUpReport, ...]
    moves: tuple[MoveRule, ...]
    waits: Message
    own: bool
    unanswered: bool
    may_edit: bool
    may_report: bool
    sees_resolution: bool


def follow_up_page(viewer: Viewer, follow_up_id: str) -> FollowUpPage:
    """Return one follow-up; raises `FollowUp.DoesNotExist` where the viewer may not see it."""
    row = (
        visible_follow_ups(viewer)
        .select_related("resolution__register__body", "organisation", "person", "report_meeting__body", "opened_by")
        .select_related("lifted_by")
        .get(public_id=follow_up_id)
    )
    live = row.state in LIVE
    sides = sides_of(viewer, row)
    reachable = row.person is not None or contacts_of(row.organisation_id).exists()
    standing = Standing(
        FollowUpState(row.state),
        accepted=row.accepted_at is not None,
        declined=bool(row.declined_reason),
        reachable=reachable,
    )
    own = Side.RESPONSIBLE in sides
    return FollowUpPage(
        row=row,
        reports=tuple(row.reports.select_related("person").order_by("-at", "-pk")),
        moves=open_moves(standing, sides),
        waits=waits_for(standing),
        own=own,
        unanswered=own and standing.unanswered,
        may_edit=live and Side.COORDINATION in sides,
        may_report=own and live and standing.accepted,
        sees_resolution=may_see_resolution(viewer, row.resolution),
    )


@dataclass(frozen=True)
class ResolutionFollowUp:
    """The follow-up of one resolution: the row the viewer sees, or None; `may_open`: the viewer may begin it."""

    row: FollowUp | None
    may_open: bool


def follow_up_of(viewer: Viewer, resolution: Resolution) -> ResolutionFollowUp:
    """Return the follow-up of a resolution that the viewer sees."""
    rows = visible_follow_ups(viewer).filter(resolution=resolution).select_related("organisation", "person")
    row = rows.first()
    return ResolutionFollowUp(row, row is None and may_follow_up(viewer, resolution))


def later_resolutions(viewer: Viewer, resolution: Resolution) -> QuerySet[Resolution]:
    """Return the later resolutions of the same body, by which a follow-up may be lifted."""
    later = visible_resolutions(viewer).filter(
        register__body=resolution.register.body_id, decided_at__gte=resolution.decided_at
    )
    return later.exclude(pk=resolution.pk).order_by("-decided_at")


def meetings_to_report_in(viewer: Viewer) -> QuerySet[Meeting]:
    """Return the meetings to come of bodies that decide, for the coordination, with their bodies."""
    rows = Meeting.objects.filter(body__authority=viewer.authority, body__decides=True, starts_at__gt=clock.now())
    found = rows.exclude(state__in=OVER).select_related("body").order_by("starts_at")
    return found if keeps_follow_ups(viewer) else found.none()


def due_for_report(meeting: Meeting) -> QuerySet[FollowUp]:
    """Return what is reported in a meeting: what names it, and what is due by then and has no meeting to come.

    A follow-up that is done before the meeting is still reported there; one that was lifted is not.
    """
    day = clock.local_date(meeting.starts_at)
    named = Q(report_meeting=meeting) & ~Q(state=FollowUpState.LIFTED)
    homeless = Q(report_meeting__isnull=True) | Q(report_meeting__state__in=OVER)
    due = FollowUp.objects.live().due_by(day).filter(homeless, resolution__register__body=meeting.body_id)
    dated: QuerySet[FollowUp] = FollowUp.objects.dated()
    rows = dated.filter(named | Q(pk__in=due.values("pk"))).select_related("resolution", "organisation", "person")
    return in_order(rows, FOLLOW_UP_ORDERS, "dringlichste")


def report_lines(rows: Iterable[FollowUp]) -> tuple[ReportLine, ...]:
    """Return the lines of the list that the report item shows."""
    return tuple(
        ReportLine(
            row.resolution.number,
            row.task,
            str(row.organisation or row.person or ""),
            row.ends_on,
            PRINTED_STATES[FollowUpState(row.state)],
        )
        for row in rows
    )


def reports_missing(meeting: Meeting) -> int:
    """Return how many due follow-ups the report item of the agenda does not carry yet."""
    return due_for_report(meeting).exclude(report_items__meeting=meeting).count()


def follow_up_tasks(viewer: Viewer, *, limit: int) -> tuple[FollowUp, ...]:
    """Return the live follow-ups of which the viewer is the owner and has not declined, the most urgent first."""
    rows = own_follow_ups(viewer).filter(state__in=LIVE, declined_reason="").dated()  # type: ignore[attr-defined]
    return tuple(rows.select_related("resolution").order_by("until", "pk")[:limit])


def declined_follow_ups(viewer: Viewer, *, limit: int) -> tuple[FollowUp, ...]:
    """Return the follow-ups for which the coordination has to find another owner."""
    if not keeps_follow_ups(viewer):
        return ()
    rows = visible_follow_ups(viewer).filter(state__in=LIVE, opened_by=viewer.person).exclude(declined_reason="")
    return tuple(rows.select_related("resolution").order_by("pk")[:limit])
