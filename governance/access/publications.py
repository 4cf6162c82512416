"""Published resolutions: who proposes, agrees, withdraws (access.md, row "paper: published resolution").

The public reads them without a viewer: `published` is the one filter for lists, pages, feed and site map.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from governance.access.decisions import visible_resolutions
from governance.access.meetings import runs_meetings_of
from governance.access.minutes import signed_by
from governance.access.viewer import Viewer
from governance.models import Attendance, OfficeKind, Person, Publication, Resolution
from governance.models.base import in_force


def published() -> QuerySet[Publication]:
    """Return what everybody may read, of every authority; never a resolution of a non-public item."""
    return Publication.objects.public()


def may_propose_publication(viewer: Viewer, resolution: Resolution) -> bool:
    """The secretariat of the body proposes the publication of a resolution."""
    return runs_meetings_of(viewer, resolution.register.body)


def may_answer_publication(viewer: Viewer, publication: Publication) -> bool:
    """The chair agrees or declines; the deputy chair where the chair was absent from the session."""
    return answered_by(viewer).filter(pk=publication.pk).exists()


def chairs_to_ask(resolution: Resolution, day: date) -> QuerySet[Person]:
    """Return who acts as chair in the matter on `day`: the chair; the deputy chair too, where the chair was absent."""
    chairs = _in_office(resolution, day, OfficeKind.CHAIR)
    stays = Attendance.objects.filter(meeting=resolution.item.meeting_id, as_deputy=False)
    if stays.filter(person__in=chairs.values("pk")).exists():
        return chairs
    return _in_office(resolution, day, OfficeKind.CHAIR, OfficeKind.DEPUTY_CHAIR)


def _in_office(resolution: Resolution, day: date, *kinds: OfficeKind) -> QuerySet[Person]:
    return (
        Person.objects.filter(
            in_force(day, "memberships__"),
            in_force(day, "memberships__seat__"),
            in_force(day, "memberships__seat__offices__"),
            memberships__seat__body=resolution.register.body_id,
            memberships__seat__offices__kind__in=kinds,
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )


def answered_by(viewer: Viewer) -> QuerySet[Publication]:
    """Return the publications that `may_answer_publication` allows."""
    return Publication.objects.filter(resolution__item__meeting__in=signed_by(viewer).values("meeting"))


def may_withdraw_publication(viewer: Viewer, publication: Publication) -> bool:
    """The secretariat and whoever acts as chair take a proposal or a publication back."""
    return may_propose_publication(viewer, publication.resolution) or may_answer_publication(viewer, publication)


def may_see_publication(viewer: Viewer, publication: Publication) -> bool:
    """Proposals and what became of them are seen as the resolution."""
    return visible_publications(viewer).filter(pk=publication.pk).exists()


def visible_publications(viewer: Viewer) -> QuerySet[Publication]:
    """Return the publications that `may_see_publication` allows."""
    return Publication.objects.filter(resolution__in=visible_resolutions(viewer).values("pk"))
