"""Reading published resolutions, for everybody, and proposals of publication, for those who may see the resolution.

The functions of the public side take no viewer: `governance.access.publications.published` is all they read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Max, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from governance.access.decisions import visible_resolutions
from governance.access.publications import (
    answered_by,
    may_answer_publication,
    may_propose_publication,
    may_withdraw_publication,
    published,
    visible_publications,
)
from governance.access.viewer import Viewer
from governance.models import Authority, Body, Publication, Resolution
from governance.rules.lifecycles import LIVE_PUBLICATIONS, PublicationState
from governance.rules.publications import PASSIVE_LABELS, Relation, obstacle
from governance.rules.text import Message

COUNTED = ("yes", "no", "abstain")


@dataclass(frozen=True)
class PublicResolution:
    """What the public reads of a resolution: no names, no discussion, nothing of the item but its title.

    `figures` are the counted votes without names, empty where none were taken. `annexes` are the public annexes; there
    are none until annexes exist.
    """

    publication: Publication
    authority: Authority
    body: Body
    figures: Mapping[str, int]
    replaces: Publication | None
    later: tuple[tuple[object, Publication], ...]
    annexes: tuple[object, ...] = ()

    @property
    def resolution(self) -> Resolution:
        """The resolution itself."""
        return self.publication.resolution


def public_authorities() -> QuerySet[Authority]:
    """Return the authorities that have published something, by name."""
    return Authority.objects.filter(pk__in=published().values("resolution__register__body__authority"))


def public_list(
    authority: Authority | None = None, *, search: str = "", body_id: str = "", year: int | None = None
) -> QuerySet[Publication]:
    """Return published resolutions, newest decision first; every word of `search` occurs in what is shown of it."""
    found = published().select_related("resolution__register__body__authority")
    if authority is not None:
        found = found.filter(resolution__register__body__authority=authority)
    for word in search.split()[:8]:
        found = found.filter(
            Q(resolution__number__icontains=word)
            | Q(resolution__title__icontains=word)
            | Q(resolution__wording__icontains=word)
            | Q(summary__icontains=word)
        )
    if body_id:
        found = found.filter(resolution__register__body__public_id=body_id)
    if year is not None:
        found = found.filter(resolution__register__year=year)
    return found.order_by("-resolution__decided_at", "-resolution__sequence", "-pk")


@dataclass(frozen=True)
class PublicFilters:
    """What the public list of an authority can be narrowed by."""

    bodies: tuple[Body, ...]
    years: tuple[int, ...]


def public_filters(authority: Authority) -> PublicFilters:
    """Return bodies and years with published resolutions, with two queries."""
    rows = published().filter(resolution__register__body__authority=authority)
    years = rows.order_by("-resolution__register__year").values_list("resolution__register__year", flat=True)
    bodies = Body.objects.filter(pk__in=rows.values("resolution__register__body"))
    return PublicFilters(tuple(bodies), tuple(years.distinct()))


def last_change(authority: Authority) -> datetime | None:
    """Return when a resolution of the authority was published or withdrawn last; None before the first."""
    rows = Publication.objects.filter(resolution__register__body__authority=authority)
    latest = rows.exclude(state=PublicationState.PROPOSED).aggregate(
        answered=Max("answered_at"), withdrawn=Max("withdrawn_at")
    )
    return max((moment for moment in latest.values() if moment), default=None)


def public_resolution(authority: Authority, body_id: str, year: int, sequence: int) -> PublicResolution:
    """Return one published resolution by its stable address; raises `Publication.DoesNotExist` for everything else."""
    row = (
        published()
        .select_related("resolution__register__body__authority", "replaces")
        .get(
            resolution__register__body__authority=authority,
            resolution__register__body__public_id=body_id,
            resolution__register__year=year,
            resolution__sequence=sequence,
        )
    )
    return _shown(row)


def _shown(row: Publication) -> PublicResolution:
    """Return what the public reads of a publication; relations count only where the other one is public, too."""
    others = published().select_related("resolution__register__body__authority")
    later = others.filter(replaces=row.resolution_id).order_by("resolution__decided_at", "pk")
    body = row.resolution.register.body
    stored = row.resolution.figures or {}
    return PublicResolution(
        publication=row,
        authority=body.authority,
        body=body,
        figures={key: int(stored[key]) for key in COUNTED if key in stored},
        replaces=others.filter(resolution=row.replaces_id).first() if row.replaces_id else None,
        later=tuple((_(PASSIVE_LABELS[Relation(other.relation)]), other) for other in later),
    )


@dataclass(frozen=True)
class Publishing:
    """How the publication of one resolution stands: the newest row, and what the viewer may do."""

    row: Publication | None
    may_propose: bool
    obstacle: Message | None

    @property
    def concerns(self) -> bool:
        """Whether there is anything to show to the viewer."""
        return self.row is not None or self.may_propose


def publishing_of(viewer: Viewer, resolution: Resolution) -> Publishing:
    """Return how the publication of a resolution, which the viewer sees, stands."""
    row = visible_publications(viewer).filter(resolution=resolution).order_by("-pk").first()
    live = row is not None and row.state in LIVE_PUBLICATIONS
    return Publishing(
        row=row,
        may_propose=may_propose_publication(viewer, resolution),
        obstacle=obstacle(item_public=resolution.item.public, live=live),
    )


@dataclass(frozen=True)
class Proposal:
    """What the form of a proposal begins with."""

    resolution: Resolution
    summary: str
    earlier: tuple[Resolution, ...]
    obstacle: Message | None


def proposal_for(viewer: Viewer, resolution_id: str) -> Proposal | None:
    """Return a resolution with the plain words of its paper and the earlier ones of its body; None without the right.

    Raises `Resolution.DoesNotExist` for one that the viewer does not see.
    """
    resolution = (
        visible_resolutions(viewer)
        .select_related("register__body", "item__paper", "paper_version__paper")
        .get(public_id=resolution_id)
    )
    if not may_propose_publication(viewer, resolution):
        return None
    earlier = Resolution.objects.filter(
        register__body=resolution.register.body_id, decided_at__lte=resolution.decided_at
    ).exclude(pk=resolution.pk)
    last = Publication.objects.filter(resolution=resolution).order_by("-pk").first()
    paper = resolution.paper_version.paper if resolution.paper_version else None
    return Proposal(
        resolution=resolution,
        summary=last.summary if last else paper.summary if paper else "",
        earlier=tuple(earlier.order_by("-decided_at", "-pk")[:200]),
        obstacle=publishing_of(viewer, resolution).obstacle,
    )


def publication_rows(viewer: Viewer) -> QuerySet[Publication]:
    """Return the publications of resolutions that the viewer sees, those that wait first, then the newest."""
    waits = Case(When(state=PublicationState.PROPOSED, then=0), default=1)
    return visible_publications(viewer).select_related("resolution__register__body").order_by(waits, "-pk")


@dataclass(frozen=True)
class PublicationPage:
    """A proposal or publication with the preview of what the public reads, and what the viewer may do."""

    row: Publication
    shown: PublicResolution
    may_answer: bool
    may_withdraw: bool


def publication_page(viewer: Viewer, publication_id: str) -> PublicationPage:
    """Return one publication; raises `Publication.DoesNotExist` where the viewer may not see the resolution."""
    row = (
        visible_publications(viewer)
        .select_related(
            "resolution__register__body__authority", "resolution__item__meeting", "replaces",
            "proposed_by", "answered_by", "withdrawn_by",
        )
        .get(public_id=publication_id)
    )  # fmt: skip
    return PublicationPage(
        row=row,
        shown=_shown(row),
        may_answer=row.state == PublicationState.PROPOSED and may_answer_publication(viewer, row),
        may_withdraw=row.state in LIVE_PUBLICATIONS and may_withdraw_publication(viewer, row),
    )


def waiting_for(viewer: Viewer) -> QuerySet[Publication]:
    """Return the proposals that wait for the viewer's yes as chair, oldest first."""
    waiting = answered_by(viewer).filter(state=PublicationState.PROPOSED)
    return waiting.select_related("resolution").order_by("proposed_at", "pk")
