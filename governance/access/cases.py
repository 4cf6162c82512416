"""Who sees and works on case cards (access.md, rows "case card" and "release screened text").

Coordinators and the case managers of the authority see cases, nobody else.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.viewer import Viewer
from governance.models import (
    CaseCard,
    Person,
    ReconstructionSeries,
    Role,
    ScreeningRelease,
)
from governance.models.base import in_force


def may_see_cases(viewer: Viewer) -> bool:
    """Coordinators and case managers see the cases of their authority."""
    return viewer.is_coordinator or viewer.is_case_manager


def may_see_series(viewer: Viewer, series: ReconstructionSeries) -> bool:
    """A series is seen by whoever sees cases in its authority."""
    return may_see_cases(viewer) and series.authority_id == viewer.authority.pk


def visible_series(viewer: Viewer) -> QuerySet[ReconstructionSeries]:
    """Return the series that `may_see_series` allows."""
    series = ReconstructionSeries.objects.filter(authority=viewer.authority)
    return series if may_see_cases(viewer) else series.none()


def may_see_card(viewer: Viewer, card: CaseCard) -> bool:
    """A card is seen by whoever sees cases in its authority."""
    return may_see_series(viewer, card.series)


def visible_cards(viewer: Viewer) -> QuerySet[CaseCard]:
    """Return the cards that `may_see_card` allows."""
    cards: QuerySet[CaseCard] = CaseCard.objects.filter(series__authority=viewer.authority)
    return cards if may_see_cases(viewer) else cards.none()


def may_see_release(viewer: Viewer, release: ScreeningRelease) -> bool:
    """Text that the screening stopped is seen by its author, the coordinators and the named second person."""
    return may_see_card(viewer, release.card) and (
        viewer.is_coordinator or viewer.acting_person.pk in {release.requested_by_id, release.reviewer_id}
    )


def visible_releases(viewer: Viewer) -> QuerySet[ScreeningRelease]:
    """Return the releases that `may_see_release` allows."""
    releases: QuerySet[ScreeningRelease] = ScreeningRelease.objects.filter(card__series__authority=viewer.authority)
    if viewer.is_coordinator:
        return releases
    if not may_see_cases(viewer):
        return releases.none()
    person = viewer.acting_person
    return releases.filter(Q(requested_by=person) | Q(reviewer=person))


def may_create_series(viewer: Viewer) -> bool:
    """Whoever starts processes may open an empty series to fill (process.md, `start`)."""
    return may_see_cases(viewer)


def may_nominate(viewer: Viewer) -> bool:
    """Case managers nominate cases."""
    return viewer.is_case_manager


def may_edit_card(viewer: Viewer, card: CaseCard) -> bool:
    """Case managers edit the criteria and the presentation of their own cases."""
    return may_see_card(viewer, card) and _is_own(viewer, card)


def may_reconstruct(viewer: Viewer, card: CaseCard) -> bool:
    """Coordinators plan and record the reconstruction."""
    return viewer.is_coordinator and may_see_card(viewer, card)


def may_add_findings(viewer: Viewer, card: CaseCard) -> bool:
    """Restrictions and deviations come out of the reconstruction: from its coordinator or the case manager."""
    return may_edit_card(viewer, card) or may_reconstruct(viewer, card)


def may_withdraw_card(viewer: Viewer, card: CaseCard) -> bool:
    """A card is withdrawn by its case manager or a coordinator."""
    return may_add_findings(viewer, card)


def names_reviewers(viewer: Viewer) -> bool:
    """Coordinators name second persons."""
    return viewer.is_coordinator


def may_name_reviewer(viewer: Viewer, release: ScreeningRelease) -> bool:
    """The coordinator names the second person."""
    return names_reviewers(viewer) and may_see_release(viewer, release)


def may_decide_release(viewer: Viewer, release: ScreeningRelease) -> bool:
    """Only the named second person releases the text, never its author."""
    return (
        may_see_release(viewer, release)
        and viewer.acting_person.pk == release.reviewer_id
        and release.reviewer_id != release.requested_by_id
    )


def possible_reviewers(viewer: Viewer, release: ScreeningRelease) -> QuerySet[Person]:
    """Return who may be named as second person: whoever sees cases today, except the author."""
    return (
        Person.objects.filter(
            in_force(viewer.day, "roles__"),
            authority=viewer.authority,
            is_active=True,
            roles__role__in=[Role.COORDINATOR, Role.CASE_MANAGER],
        )
        .exclude(pk=release.requested_by_id)
        .distinct()
    )


def _is_own(viewer: Viewer, card: CaseCard) -> bool:
    return viewer.is_case_manager and card.case_manager_id == viewer.acting_person.pk
