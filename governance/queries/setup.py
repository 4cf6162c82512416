"""Where the set-up of an authority stands, computed from its records, and what is still missing for a first session."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.access.setup import may_set_up
from governance.access.viewer import Viewer
from governance.models import (
    Authority,
    Body,
    BodyKind,
    FileSpace,
    Meeting,
    Membership,
    Office,
    OfficeKind,
    OutboxMessage,
    OutboxState,
    PaperTemplate,
    Person,
    ProcessProfile,
    RulesOfProcedure,
    Seat,
    SetupMark,
)
from governance.rules.setup import Progress, SetupStep, StepMark, progress

TEST_MAIL = "setup.testmail"


def setup_progress(viewer: Viewer) -> Progress | None:
    """Return where every step stands, in nine queries at most; None for whoever does not set the authority up."""
    if not may_set_up(viewer):
        return None
    authority = viewer.authority
    marks = dict(SetupMark.objects.filter(authority=authority).values_list("step", "mark"))
    said = {SetupStep(step): StepMark(found) for step, found in marks.items()}
    return progress(_done(viewer), said)


def _done(viewer: Viewer) -> frozenset[SetupStep]:
    """Return the steps that the records show as done."""
    authority, day = viewer.authority, viewer.day
    bodies = Body.objects.filter(authority=authority).exclude(kind=BodyKind.EXTERNAL)
    has_bodies = bodies.filter(Exists(Seat.objects.on(day).filter(body=OuterRef("pk")))).exists()
    checks = {
        SetupStep.PROFILE: ProcessProfile.objects.filter(authority=authority, version__gt=1).exists(),
        SetupStep.BODIES: has_bodies,
        SetupStep.PEOPLE: Membership.objects.on(day).filter(seat__body__authority=authority).exists(),
        SetupStep.MAIL: _sends(authority),
        SetupStep.LETTERHEAD: has_letterhead(authority),
        SetupStep.RULES: has_bodies and not bodies_without_rules(viewer).exists(),
    }
    return frozenset(step for step, holds in checks.items() if holds)


def has_letterhead(authority: Authority) -> bool:
    """Tell whether documents name a sender: a postal address, or an uploaded letterhead."""
    if authority.address.strip():
        return True
    return FileSpace.objects.filter(authority=authority, letterhead__isnull=False).exists()


def _sends(authority: Authority) -> bool:
    """Whether a mail from the present functional mailbox has left."""
    return OutboxMessage.objects.filter(
        scope=authority.public_id, sender__iexact=authority.mailbox, state=OutboxState.SENT
    ).exists()


def bodies_without_rules(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies that decide and have no rules of procedure today."""
    ruled = RulesOfProcedure.objects.on(viewer.day).filter(body=OuterRef("pk"))
    return Body.objects.filter(~Exists(ruled), authority=viewer.authority, decides=True).order_by("name")


def vacant_seats(viewer: Viewer) -> list[Seat]:
    """Return the seats that nobody holds today, in the order of bodies and seats."""
    held = Membership.objects.on(viewer.day).filter(seat=OuterRef("pk"))
    rows = Seat.objects.on(viewer.day).filter(~Exists(held), body__authority=viewer.authority)
    return list(rows.select_related("body", "organisation").order_by("body__name", "order", "pk"))


def last_test_mail(viewer: Viewer) -> OutboxMessage | None:
    """Return the last test mail of the authority, without its content."""
    rows = OutboxMessage.objects.filter(scope=viewer.authority.public_id, lane__startswith=f"{TEST_MAIL}:")
    return rows.defer("content").order_by("-pk").first()


@dataclass(frozen=True)
class Missing:
    """What a first session still needs, beside the steps, in numbers or as records."""

    vacant: int
    without_chair: tuple[Body, ...]
    without_login: int
    templates: int
    meetings: int


def missing_for_a_session(viewer: Viewer) -> Missing:
    """Return what is still missing, in five queries."""
    authority, day = viewer.authority, viewer.day
    chaired = Office.objects.on(day).filter(seat__body=OuterRef("pk"), kind=OfficeKind.CHAIR)
    seated = Q(pk__in=Membership.objects.on(day).filter(seat__body__authority=authority).values("person"))
    return Missing(
        vacant=len(vacant_seats(viewer)),
        without_chair=tuple(Body.objects.filter(~Exists(chaired), authority=authority, decides=True).order_by("name")),
        without_login=Person.objects.filter(seated, is_active=True, user__isnull=True).count(),
        templates=PaperTemplate.objects.filter(authority=authority, is_active=True).count(),
        meetings=Meeting.objects.filter(body__authority=authority).count(),
    )
