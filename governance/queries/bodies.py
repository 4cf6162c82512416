"""Reading bodies: who sits where today, by which rules, what is planned and decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from governance.access.bodies import may_edit_bodies, visible_bodies
from governance.access.decisions import visible_resolutions
from governance.access.meetings import visible_meetings
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    Deputyship,
    Meeting,
    Membership,
    Office,
    OfficeKind,
    Resolution,
    RulesOfProcedure,
    Seat,
    Secretariat,
)
from governance.models.base import in_force
from governance.rules import clock
from governance.rules.lifecycles import MeetingState
from governance.rules.procedure import InvalidRules, ProcedureRules, from_data
from governance.rules.wording import explain

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
class BodyView:
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
    """Return the bodies that the viewer sees, by name; five queries whatever their number."""
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
    chairs = _chairs(viewer, bodies)
    upcoming: dict[int, Meeting] = {}
    for meeting in _upcoming(viewer).filter(body__in=bodies).order_by("starts_at"):
        upcoming.setdefault(meeting.body_id, meeting)
    return tuple(
        BodyRow(
            body=body,
            voting=body.voting_seats,
            advisory=body.advisory_seats,
            vacant=body.voting_seats + body.advisory_seats - body.filled_seats,
            chair=chairs.get(body.pk, ""),
            next_meeting=upcoming.get(body.pk),
        )
        for body in bodies
    )


def _chairs(viewer: Viewer, bodies: Sequence[Body]) -> dict[int, str]:
    offices = Office.objects.filter(
        in_force(viewer.day), kind__in=[OfficeKind.CHAIR, OfficeKind.LEAD], seat__body__in=bodies
    ).select_related("seat")
    held = Membership.objects.filter(in_force(viewer.day), seat__in=offices.values("seat")).select_related("person")
    persons = {membership.seat_id: str(membership.person) for membership in held}
    return {office.seat.body_id: persons.get(office.seat_id, "") for office in offices}


def _upcoming(viewer: Viewer) -> QuerySet[Meeting]:
    return visible_meetings(viewer).filter(
        ends_at__gte=clock.now(), state__in=[MeetingState.PLANNED, MeetingState.INVITED, MeetingState.IN_SESSION]
    )


def body_view(viewer: Viewer, body_id: str) -> BodyView:
    """Return the page of a body; raises `Body.DoesNotExist` for one that the viewer does not see."""
    body = visible_bodies(viewer).get(public_id=body_id)
    rules = RulesOfProcedure.objects.filter(in_force(viewer.day), body=body).order_by("-edition").first()
    meetings = visible_meetings(viewer).filter(body=body)
    resolutions = visible_resolutions(viewer).filter(register__body=body).select_related("register")
    return BodyView(
        body=body,
        day=viewer.day,
        seats=_seat_rows(viewer, body),
        secretariat=tuple(
            str(row.person)
            for row in Secretariat.objects.filter(in_force(viewer.day), body=body).select_related("person")
        ),
        rules=rules,
        sentences=_sentences(rules),
        upcoming=tuple(_upcoming(viewer).filter(body=body).order_by("starts_at")[:RECENT]),
        past=tuple(meetings.filter(state=MeetingState.CLOSED).order_by("-starts_at")[:RECENT]),
        resolutions=tuple(resolutions.order_by("-pk")[:RECENT]),
        may_edit=may_edit_bodies(viewer),
    )


def _seat_rows(viewer: Viewer, body: Body) -> tuple[SeatRow, ...]:
    seats = (
        Seat.objects.on(viewer.day)
        .filter(body=body)
        .select_related("organisation")
        .prefetch_related(
            Prefetch(
                "memberships",
                Membership.objects.filter(in_force(viewer.day)).select_related("person"),
                to_attr="holders_today",
            ),
            Prefetch(
                "deputyships",
                Deputyship.objects.filter(in_force(viewer.day)).select_related("person").order_by("order", "pk"),
                to_attr="deputies_today",
            ),
            Prefetch("offices", Office.objects.filter(in_force(viewer.day)), to_attr="offices_today"),
        )
    )
    return tuple(
        SeatRow(
            seat=seat,
            holder=", ".join(str(row.person) for row in seat.holders_today),
            deputies=tuple(str(row.person) for row in seat.deputies_today),
            offices=tuple(row.get_kind_display() for row in seat.offices_today),
        )
        for seat in seats
    )


def _sentences(rules: RulesOfProcedure | None) -> tuple[RuleSentence, ...]:
    if rules is None:
        return ()
    values = read_rules(rules)
    if values is None:
        return ()
    origins = {key: rule.origin.value for key, rule in values.items()}
    return tuple(RuleSentence(sentence, origins[key]) for key, sentence in explain(values))


def read_rules(rules: RulesOfProcedure) -> ProcedureRules | None:
    """Return the stored rules as values; None where a later version of the program has written them."""
    try:
        return from_data(rules.values)
    except InvalidRules:
        return None


def rules_by_body(bodies: Collection[int], day: date) -> dict[int, ProcedureRules]:
    """Return the rules in force on the local date `day` for each of `bodies` (keys); one query."""
    found: dict[int, ProcedureRules] = {}
    for row in RulesOfProcedure.objects.filter(in_force(day), body__in=bodies).order_by("edition"):
        values = read_rules(row)
        if values is not None:
            found[row.body_id] = values
    return found
