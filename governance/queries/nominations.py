"""Reading nominations: what an organisation is asked, whom it may send, what coordinators still wait for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from governance.access.mandates import answerable_nominations, may_write_mandate, possible_members, speaks_for
from governance.access.viewer import Viewer
from governance.models import MandateVersion, Nomination, Person
from governance.queries.mandates import ADOPTED, with_text
from governance.rules.lifecycles import MandateState, NominationState


def nomination_list(viewer: Viewer) -> QuerySet[Nomination]:
    """Return what the viewer has to answer or has answered, of mandates in force: open ones first, then the newest."""
    waiting = Case(When(state=NominationState.OPEN, then=0), default=1)
    return (
        answerable_nominations(viewer)
        .filter(mandate__state=MandateState.ADOPTED)
        .exclude(state=NominationState.RELEASED)
        .select_related("mandate", "organisation", "person", "answered_by")
        .order_by(waiting, "-mandate", "pk")
    )


def open_nominations(viewer: Viewer) -> QuerySet[Nomination]:
    """Return the nominations that wait for the organisation for which the viewer speaks; for the overview."""
    if viewer.contact_of is None:
        return Nomination.objects.none()
    return nomination_list(viewer).filter(organisation=viewer.contact_of, state=NominationState.OPEN)


@dataclass(frozen=True)
class NominationPage:
    """One place and the answer to it. `own` are the people of the organisation, `others` those of the authority.

    `answers_for_it`: the viewer speaks for the organisation; otherwise a coordinator enters what it said.
    """

    nomination: Nomination
    version: MandateVersion
    own: tuple[Person, ...]
    others: tuple[Person, ...]
    answers_for_it: bool
    is_open: bool
    may_ask_again: bool


def nomination_page(viewer: Viewer, nomination_id: str) -> NominationPage:
    """Return a nomination that the viewer may answer; raises `DoesNotExist` for others."""
    rows = answerable_nominations(viewer).select_related(
        "mandate__group", "mandate__authority", "organisation", "person", "answered_by"
    )
    row: Nomination = rows.get(public_id=nomination_id)
    version = with_text(MandateVersion.objects.filter(mandate=row.mandate_id, state=ADOPTED)).order_by("ordinal").last()
    if version is None:
        raise Nomination.DoesNotExist
    people = list(possible_members(viewer).select_related("organisation").order_by("last_name", "first_name"))
    asked = row.mandate.state == MandateState.ADOPTED and row.state != NominationState.RELEASED
    return NominationPage(
        nomination=row,
        version=version,
        own=tuple(person for person in people if person.organisation_id == row.organisation_id),
        others=tuple(person for person in people if person.organisation_id != row.organisation_id),
        answers_for_it=speaks_for(viewer, row),
        is_open=asked,
        may_ask_again=asked and row.state == NominationState.DECLINED and may_write_mandate(viewer, row.mandate),
    )
