"""Who sees and writes mandates, names members, and speaks for a group (access.md, row "mandate").

A draft is the coordinators'. What was adopted is seen by the deciding body of its processes, the group and the
organisations that it names; it stays visible after the end.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.planning import may_work_on, works_on
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    Mandate,
    MandateVersion,
    Meeting,
    Nomination,
    Person,
    PlanningProcess,
    StepRecord,
)
from governance.rules.lifecycles import MandateState, MandateVersionState, MeetingState
from governance.rules.stages import Stage

ADOPTED = MandateVersionState.ADOPTED


def may_see_mandate(viewer: Viewer, mandate: Mandate) -> bool:
    """Coordinators see every mandate, others those of which a version was adopted that concerns them."""
    return visible_mandates(viewer).filter(pk=mandate.pk).exists()


def visible_mandates(viewer: Viewer) -> QuerySet[Mandate]:
    """Return the mandates that `may_see_mandate` allows."""
    own: QuerySet[Mandate] = Mandate.objects.filter(authority=viewer.authority)
    if viewer.is_coordinator:
        return own
    if viewer.person is None:
        return own.none()
    return own.filter(pk__in=_adopted_for(viewer).values("mandate"))


def may_see_mandate_version(viewer: Viewer, version: MandateVersion) -> bool:
    """Coordinators read drafts too, whoever sees the mandate reads what was adopted of it."""
    return visible_mandate_versions(viewer).filter(pk=version.pk).exists()


def visible_mandate_versions(viewer: Viewer) -> QuerySet[MandateVersion]:
    """Return the versions that `may_see_mandate_version` allows."""
    own: QuerySet[MandateVersion] = MandateVersion.objects.filter(mandate__authority=viewer.authority)
    if viewer.is_coordinator:
        return own
    if viewer.person is None:
        return own.none()
    return own.filter(state=ADOPTED, mandate__in=_adopted_for(viewer).values("mandate"))


def _adopted_for(viewer: Viewer) -> QuerySet[MandateVersion]:
    """Return the adopted versions by which a mandate concerns the viewer: as body, group or named organisation."""
    reader = viewer.reading_bodies
    concerned = (
        Q(mandate__processes__body__in=reader) | Q(mandate__group__in=reader) | Q(mandate__processes__group__in=reader)
    )
    if viewer.contact_of is not None:
        concerned |= Q(places__organisation=viewer.contact_of)
    rows: QuerySet[MandateVersion] = MandateVersion.objects.filter(state=ADOPTED, mandate__authority=viewer.authority)
    return rows.filter(concerned)


def writes_mandates(viewer: Viewer) -> bool:
    """Coordinators write mandates; only a resolution adopts, amends and ends them."""
    return viewer.is_coordinator


def may_write_mandate(viewer: Viewer, mandate: Mandate) -> bool:
    """Coordinators of the authority draft its mandates and their amendments."""
    return writes_mandates(viewer) and mandate.authority_id == viewer.authority.pk


def writable_mandates(viewer: Viewer) -> QuerySet[Mandate]:
    """Return the mandates that `may_write_mandate` allows."""
    own: QuerySet[Mandate] = Mandate.objects.filter(authority=viewer.authority)
    return own if writes_mandates(viewer) else own.none()


def may_see_nomination(viewer: Viewer, nomination: Nomination) -> bool:
    """An answer is read by whoever sees the mandate: body, group, named organisations."""
    return visible_nominations(viewer).filter(pk=nomination.pk).exists()


def visible_nominations(viewer: Viewer) -> QuerySet[Nomination]:
    """Return the nominations that `may_see_nomination` allows."""
    return Nomination.objects.filter(mandate__in=visible_mandates(viewer))


def answers_nominations(viewer: Viewer) -> bool:
    """Contacts of organisations answer for them, coordinators on their word."""
    return viewer.is_coordinator or viewer.contact_of is not None


def may_answer_nomination(viewer: Viewer, nomination: Nomination) -> bool:
    """The contact of the organisation names or declines; a coordinator enters what the organisation said."""
    if nomination.mandate.authority_id != viewer.authority.pk:
        return False
    return viewer.is_coordinator or speaks_for(viewer, nomination)


def answerable_nominations(viewer: Viewer) -> QuerySet[Nomination]:
    """Return the nominations that `may_answer_nomination` allows."""
    own: QuerySet[Nomination] = Nomination.objects.filter(mandate__authority=viewer.authority)
    if viewer.is_coordinator:
        return own
    return own.filter(organisation=viewer.contact_of) if viewer.contact_of is not None else own.none()


def speaks_for(viewer: Viewer, nomination: Nomination) -> bool:
    """Tell whether the viewer is a contact of the organisation that is asked."""
    return viewer.contact_of is not None and nomination.organisation_id == viewer.contact_of


def possible_members(viewer: Viewer) -> QuerySet[Person]:
    """Return who may be sent into a group: the active people of the authority."""
    return Person.objects.filter(authority=viewer.authority, is_active=True)


def possible_groups(viewer: Viewer, process: PlanningProcess) -> QuerySet[Body]:
    """Return the bodies of the authority that may work on a mandate: all that pass no resolutions (PR-06)."""
    return Body.objects.filter(authority=viewer.authority, decides=False).exclude(pk=process.body_id)


def report_meetings(process: PlanningProcess) -> QuerySet[Meeting]:
    """Return the meetings of the deciding body in which a group may report back."""
    return Meeting.objects.filter(body=process.body_id).exclude(state=MeetingState.CANCELLED)


def watches_mandate(viewer: Viewer, mandate: Mandate) -> bool:
    """Tell whether the viewer watches over a mandate in force: as coordinator or in the body that gave it."""
    return watched_mandates(viewer).filter(pk=mandate.pk).exists()


def watched_mandates(viewer: Viewer) -> QuerySet[Mandate]:
    """Return the mandates in force that `watches_mandate` allows."""
    rows: QuerySet[Mandate] = Mandate.objects.filter(authority=viewer.authority, state=MandateState.ADOPTED)
    if viewer.is_coordinator:
        return rows
    given = Mandate.objects.filter(processes__body__in=viewer.reading_bodies).values("pk")
    return rows.filter(pk__in=given)


def accompanies_group(viewer: Viewer, body: Body) -> bool:
    """Tell whether the viewer belongs to a group, assists a member of it, or coordinates in its authority."""
    if body.authority_id != viewer.authority.pk:
        return False
    return viewer.is_coordinator or body.pk in viewer.reading_bodies


def reads_working_copies(viewer: Viewer, process: PlanningProcess) -> bool:
    """The group and coordinators read what is not frozen yet (access.md, "goal system, chain: working copy")."""
    if process.authority_id != viewer.authority.pk:
        return False
    return viewer.is_coordinator or works_on(viewer, process)


def may_write_statement(viewer: Viewer, process: PlanningProcess) -> bool:
    """Lead and members of the group and coordinators write the statement while the group works."""
    return process.stage == Stage.GROUP_WORKING and may_work_on(viewer, process)


def may_read_statement(viewer: Viewer, process: PlanningProcess) -> bool:
    """The group and coordinators read it at any time, the deciding body once a proposal was handed in."""
    if reads_working_copies(viewer, process):
        return True
    handed_in = StepRecord.objects.filter(process=process, transition="submit_proposal")
    return process.body_id in viewer.reading_bodies and handed_in.exists()
