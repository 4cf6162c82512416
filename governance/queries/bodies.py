"""Reading bodies: who sits where today, by which rules, what is planned and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from governance.access.bodies import may_edit_bodies, visible_bodies
from governance.access.decisions import visible_resolutions
from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    Meeting,
    OfficeKind,
    Resolution,
    RulesOfProcedure,
    Seat,
    Secretariat,
)
from governance.models.base import in_force
from governance.queries.procedure import edition_on, read_rules
from governance.queries.seating import SeatHolding, holdings_on, in_office_on
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.rules.rules_wording import explain

RECENT = 10


@dataclass(frozen=True)
class BodyRow:
    """One body in the list: its seats today, and its next meeting if the viewer sees it."""

    body: Body
    voting: int
    advisory: int
    vacant: int
    chair: str
    next_meeting: Meeting | None


@dataclass(frozen=True)
class SeatRow:
    """One seat today: `holder` is empty for a vacant one, `deputies` are in their order."""

    seat: Seat
    holder: str
    deputies: tuple[str, ...]
    offices: tuple[str, ...]

    @property
    def vacant(self) -> bool:
        """Tell whether nobody holds the seat today."""
        return not self.holder


@dataclass(frozen=True)
class RuleSentence:
    """A rule in plain words with where it comes from (an `Origin`, see `rules.procedure_labels`)."""

    sentence: str
    origin: str


@dataclass(frozen=True)
class BodyPage:
    """Everything the page of a body shows; `may_edit` leads to the desk."""

    body: Body
    day: date
    seats: tuple[SeatRow, ...]
    secretariat: tuple[str, ...]
    rules: RulesOfProcedure | None
    sentences: tuple[RuleSentence, ...]
    upcoming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    resolutions: tuple[Resolution, ...]
    may_edit: bool

    @property
    def voting(self) -> tuple[SeatRow, ...]:
        """Return the seats with a vote."""
        return tuple(row for row in self.seats if row.seat.voting)

    @property
    def advisory(self) -> tuple[SeatRow, ...]:
        """Return the seats without a vote."""
        return tuple(row for row in self.seats if not row.seat.voting)


def body_rows(viewer: Viewer) -> tuple[BodyRow, ...]:
    """Return the bodies that the viewer sees, by name; four queries whatever their number."""
    today = in_force(viewer.day, "seats__")
    held = in_force(viewer.day, "seats__memberships__")
    bodies = list(
        visible_bodies(viewer)
        .annotate(
            voting_seats=Count("seats", filter=today & Q(seats__voting=True), distinct=True),
            advisory_seats=Count("seats", filter=today & Q(seats__voting=False), distinct=True),
            filled_seats=Count("seats", filter=today & held & Q(seats__memberships__isnull=False), distinct=True),
        )
        .order_by("name")
    )
    for body in bodies:
        body.authority = viewer.authority
    chairs = in_office_on([body.pk for body in bodies], viewer.day, [OfficeKind.CHAIR, OfficeKind.LEAD])
    upcoming: dict[int, Meeting] = {}
    for meeting in _upcoming(viewer).filter(body__in=bodies).order_by("starts_at"):
        upcoming.setdefault(meeting.body_id, meeting)
    return tuple(
        BodyRow(
            body=body,
            voting=body.voting_seats,
            advisory=body.advisory_seats,
            vacant=body.voting_seats + body.advisory_seats - body.filled_seats,
            chair=str(chairs.get(body.pk, "")),
            next_meeting=upcoming.get(body.pk),
        )
        for body in bodies
    )


def _upcoming(viewer: Viewer) -> QuerySet[Meeting]:
    return visible_meetings(viewer).filter(
        ends_at__gte=clock.now(), state__in=[MeetingState.PLANNED, MeetingState.INVITED, MeetingState.IN_SESSION]
    )


def body_page(viewer: Viewer, body_id: str) -> BodyPage:
    """Return the page of a body; raises `Body.DoesNotExist` for one that the viewer does not see."""
    body = visible_bodies(viewer).get(public_id=body_id)
    body.authority = viewer.authority
    rules = edition_on(body.pk, viewer.day)
    meetings = visible_meetings(viewer).filter(body=body)
    resolutions = visible_resolutions(viewer).filter(register__body=body).select_related("register")
    return BodyPage(
        body=body,
        day=viewer.day,
        seats=tuple(_seat_row(place) for place in holdings_on(body.pk, viewer.day)),
        secretariat=tuple(
            str(row.person) for row in Secretariat.objects.on(viewer.day).filter(body=body).select_related("person")
        ),
        rules=rules,
        sentences=_sentences(rules),
        upcoming=tuple(_upcoming(viewer).filter(body=body).order_by("starts_at")[:RECENT]),
        past=tuple(meetings.filter(state=MeetingState.CLOSED).order_by("-starts_at")[:RECENT]),
        resolutions=tuple(resolutions.order_by("-pk")[:RECENT]),
        may_edit=may_edit_bodies(viewer),
    )


def _seat_row(place: SeatHolding) -> SeatRow:
    return SeatRow(
        seat=place.seat,
        holder=str(place.holder or ""),
        deputies=tuple(str(person) for person in place.deputies),
        offices=tuple(str(OfficeKind(kind).label) for kind in place.offices),
    )


def _sentences(rules: RulesOfProcedure | None) -> tuple[RuleSentence, ...]:
    values = read_rules(rules)
    if values is None:
        return ()
    origins = {key: rule.origin.value for key, rule in values.items()}
    return tuple(RuleSentence(sentence, origins[key]) for key, sentence in explain(values))
