"""Screening releases: text that the screening stopped goes on only with a second person (trust.md, Privacy)."""

from __future__ import annotations

from governance.access.cases import (
    may_decide_release,
    may_name_reviewer,
    possible_reviewers,
    visible_cards,
    visible_releases,
)
from governance.access.viewer import Viewer
from governance.models import CaseCard, Restriction, ScreeningRelease
from governance.rules import clock
from governance.rules.facts import Criterion
from governance.rules.text import Message, mark
from governance.usecases.cases import PRESENTATION, RESTRICTION, store_deviation
from governance.usecases.foundation import Forbidden, Refused, lock, record, save, use_case


@use_case("case.name_reviewer")
def name_reviewer(*, by: Viewer, release_id: str, person_id: str) -> ScreeningRelease:
    """Name the second person who decides; it is never the author, and somebody who sees cases today."""
    release = _waiting(by, release_id)
    if not may_name_reviewer(by, release):
        raise Forbidden(by, release)
    reviewer = possible_reviewers(by, release).filter(public_id=person_id).first()
    if reviewer is None:
        raise Refused(Message(mark("This person cannot release the text.")))
    release.reviewer = reviewer
    release.save(update_fields=["reviewer"])
    record(by, "case.reviewer_named", release, {"reviewer": reviewer.public_id})
    return release


@use_case("case.decide_release")
def decide_release(*, by: Viewer, release_id: str, accepted: bool) -> ScreeningRelease:
    """Release the text onto the card, or refuse it; a refused text is deleted, its author writes it anew.

    Only the named second person decides, and never about an own text.
    """
    release = visible_releases(by).select_related("card__series").get(public_id=release_id)
    card = lock(visible_cards(by), pk=release.card_id)
    release = _waiting(by, release_id)
    if not may_decide_release(by, release):
        raise Forbidden(by, release, "not the named second person")
    if accepted:
        _put_onto(card, release)
        save(card)
    release.decided_by, release.decided_at = by.acting_person, clock.now()
    release.accepted = accepted
    release.text = ""
    release.save()
    record(by, "case.release_decided", release, {"accepted": accepted})
    return release


def _waiting(by: Viewer, release_id: str) -> ScreeningRelease:
    release = lock(visible_releases(by).select_related("card__series"), public_id=release_id)
    if release.decided_at is not None:
        raise Refused(Message(mark("Somebody has decided about this text already.")))
    return release


def _put_onto(card: CaseCard, release: ScreeningRelease) -> None:
    if release.field == PRESENTATION:
        card.presentation = release.text
    elif release.field == RESTRICTION:
        Restriction.objects.create(card=card, text=release.text[:300])
    else:
        criterion = Criterion(release.field.removeprefix("deviation:"))
        store_deviation(card, criterion, release.text, release.requested_by)
