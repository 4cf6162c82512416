"""Who may see minutes and act on them (access.md, rows "minutes: draft" and "circulated").

Circulated minutes stay visible when an objection leads back to the draft: members then keep reading the
version that was circulated last. Guests see nothing of minutes; extracts of single items are not made yet.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from governance.access.meetings import bodies_run_by, runs_meetings_of
from governance.access.viewer import Viewer
from governance.models import Attendance, Minutes, MinutesVersion, OfficeKind
from governance.rules.clock import BERLIN
from governance.rules.lifecycles import MinutesState


def may_see_minutes(viewer: Viewer, minutes: Minutes) -> bool:
    """Coordinators and the chair see the draft, members and their assistants what was circulated."""
    return visible_minutes(viewer).filter(pk=minutes.pk).exists()


def visible_minutes(viewer: Viewer) -> QuerySet[Minutes]:
    """Return the minutes that `may_see_minutes` allows, in whatever version."""
    if viewer.person is None:
        return Minutes.objects.none()
    circulated = Q(meeting__body__in=viewer.reading_bodies, circulated_at__isnull=False)
    return Minutes.objects.filter(meeting__body__authority=viewer.authority).filter(_sees_draft(viewer) | circulated)


def may_see_draft(viewer: Viewer, minutes: Minutes) -> bool:
    """Coordinators and the chair read the working text; the deputy chair where the chair was absent."""
    return draft_minutes(viewer).filter(pk=minutes.pk).exists()


def draft_minutes(viewer: Viewer) -> QuerySet[Minutes]:
    """Return the minutes whose working text `viewer` may read."""
    return Minutes.objects.filter(meeting__body__authority=viewer.authority).filter(_sees_draft(viewer))


def _sees_draft(viewer: Viewer) -> Q:
    if viewer.person is None:
        return Q(pk__in=[])
    if viewer.is_coordinator:
        return Q(meeting__body__authority=viewer.authority)
    return _acts_as_chair(viewer)


def _acts_as_chair(viewer: Viewer) -> Q:
    absent = Q(meeting__body__in=viewer.deputy_chaired) & ~Q(Exists(_chair_in_person()))
    return Q(meeting__body__in=viewer.chaired) | absent


def _chair_in_person() -> QuerySet[Attendance]:
    """Return the stays in person of whoever held the chair on the day of the meeting of the outer row."""
    stays = Attendance.objects.annotate(day=TruncDate("meeting__starts_at", tzinfo=BERLIN))
    in_office = Q(seat__offices__kind=OfficeKind.CHAIR, seat__offices__valid_from__lte=F("day"))
    still = Q(seat__offices__valid_until__isnull=True) | Q(seat__offices__valid_until__gte=F("day"))
    return stays.filter(in_office & still, meeting=OuterRef("meeting"), as_deputy=False)


def may_write_minutes(viewer: Viewer, minutes: Minutes) -> bool:
    """The secretariat writes, circulates, answers objections and adds corrections."""
    return runs_meetings_of(viewer, minutes.meeting.body)


def written_minutes(viewer: Viewer) -> QuerySet[Minutes]:
    """Return the minutes that `may_write_minutes` allows."""
    return Minutes.objects.filter(meeting__body__in=bodies_run_by(viewer))


def may_sign_minutes(viewer: Viewer, minutes: Minutes) -> bool:
    """The chair signs off; the deputy chair where the chair was absent from the session."""
    return signed_by(viewer).filter(pk=minutes.pk).exists()


def signed_by(viewer: Viewer) -> QuerySet[Minutes]:
    """Return the minutes that `may_sign_minutes` allows."""
    if viewer.person is None:
        return Minutes.objects.none()
    return Minutes.objects.filter(meeting__body__authority=viewer.authority).filter(_acts_as_chair(viewer))


def may_object(viewer: Viewer, minutes: Minutes) -> bool:
    """Members who were present object, in a seat with or without vote; assistants and guests do not."""
    return (
        viewer.person is not None
        and minutes.circulated_at is not None
        and minutes.meeting.body.authority_id == viewer.authority.pk
        and minutes.meeting.body_id in viewer.member_bodies
        and Attendance.objects.filter(meeting=minutes.meeting_id, person=viewer.person, seat__isnull=False).exists()
    )


def may_see_minutes_version(viewer: Viewer, version: MinutesVersion) -> bool:
    """Tell whether `viewer` may read a signed version."""
    return visible_minutes_versions(viewer).filter(pk=version.pk).exists()


def visible_minutes_versions(viewer: Viewer) -> QuerySet[MinutesVersion]:
    """Return the signed versions `viewer` may read: whoever reads the draft all, others those circulated.

    Only the newest version of minutes that are signed off has not gone round: nothing but an objection to circulated
    minutes leads to a further version.
    """
    if viewer.person is None:
        return MinutesVersion.objects.none()
    versions = MinutesVersion.objects.filter(minutes__meeting__body__authority=viewer.authority)
    if viewer.is_coordinator:
        return versions
    own = versions.filter(minutes__in=draft_minutes(viewer).values("pk"))
    newer = MinutesVersion.objects.filter(minutes=OuterRef("minutes"), ordinal__gt=OuterRef("ordinal"))
    went_round = ~Q(minutes__state=MinutesState.SIGNED_OFF) | Q(Exists(newer))
    circulated = Q(minutes__meeting__body__in=viewer.reading_bodies) & went_round
    return versions.filter(Q(pk__in=own.values("pk")) | circulated)
