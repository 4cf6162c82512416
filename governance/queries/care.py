"""What in the records of an authority needs care: nothing here is wrong yet, all of it will be if nobody acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from governance.access.bodies import (
    managed_bodies,
    managed_deputyships,
    managed_memberships,
    managed_offices,
    managed_rules,
    managed_seats,
    managed_secretariats,
)
from governance.access.organisations import managed_assistances, managed_roles
from governance.access.papers import kept_templates, may_begin_papers, writable_papers
from governance.access.viewer import Viewer
from governance.models import (
    Assistance,
    Body,
    DecisionPaper,
    Deputyship,
    Membership,
    Office,
    OutboxMessage,
    RoleAssignment,
    RulesOfProcedure,
    Seat,
    Secretariat,
)
from governance.models.base import in_force
from governance.queries.outbox import stuck_mails

NOTICE_DAYS = 60
Ending = Membership | Deputyship | Office | Secretariat | RoleAssignment | Assistance


@dataclass(frozen=True)
class Care:
    """What an authority's coordinator should look at. `ending` is sorted by the last day, the next one first."""

    vacant: tuple[Seat, ...]
    ending: tuple[Ending, ...]
    without_rules: tuple[Body, ...]
    rules_ending: tuple[RulesOfProcedure, ...]
    provisional: tuple[RulesOfProcedure, ...]
    mails: tuple[OutboxMessage, ...]
    drafts: tuple[DecisionPaper, ...]
    has_templates: bool
    has_bodies: bool


def needs_care(viewer: Viewer) -> Care:
    """Return what needs care today in the viewer's authority, in 14 queries; nothing for whoever keeps nothing."""
    today, until = viewer.day, viewer.day + timedelta(days=NOTICE_DAYS)
    held = Membership.objects.on(today).filter(seat=OuterRef("pk"))
    ruled = RulesOfProcedure.objects.on(today).filter(body=OuterRef("pk"))
    seats = (
        managed_seats(viewer)
        .filter(in_force(today), ~Exists(held))
        .exclude(as_needed=True, voting=False)
        .select_related("body")
    )
    bodies = managed_bodies(viewer).filter(~Exists(ruled), decides=True)
    rules = managed_rules(viewer).filter(in_force(today)).select_related("body").order_by("body__name", "-edition")
    later = RulesOfProcedure.objects.filter(body=OuterRef("body"), valid_from__gt=OuterRef("valid_until"))
    return Care(
        vacant=tuple(seats.order_by("body__name", "order", "pk")),
        ending=tuple(sorted(_ending(viewer, today, until), key=lambda row: (row.valid_until or until, row.pk))),
        without_rules=tuple(bodies.order_by("name")),
        rules_ending=tuple(rules.filter(~Exists(later), valid_until__lte=until)),
        provisional=tuple(rules.filter(provisional=True)),
        mails=tuple(stuck_mails(viewer)),
        has_bodies=managed_bodies(viewer).exists(),
        has_templates=kept_templates(viewer).exists() or not may_begin_papers(viewer),
        drafts=tuple(writable_papers(viewer).select_related("body").order_by("-created_at")),
    )


def _ending(viewer: Viewer, today: date, until: date) -> Iterable[Ending]:
    """Yield what ends between today and `until` and is followed by nothing that we would know."""
    soon = {"valid_until__gte": today, "valid_until__lte": until}
    yield from managed_memberships(viewer).filter(**soon).select_related("seat__body", "person")
    yield from managed_deputyships(viewer).filter(**soon).select_related("seat__body", "person")
    yield from managed_offices(viewer).filter(**soon).select_related("seat__body")
    yield from managed_secretariats(viewer).filter(**soon).select_related("body", "person")
    yield from managed_roles(viewer).filter(**soon).select_related("person")
    yield from managed_assistances(viewer).filter(**soon).select_related("member", "assistant")
