"""Who sees and writes Dienstleistungsketten (access.md, rows "goal system, chain").

The working copy belongs to the group and the coordination. A frozen version is seen also by the deciding body, once
the process lay before it, and by the organisations that are asked for their consent.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.access.planning import coordinates_processes, may_lead_work_on, may_work_on, works_on
from governance.access.viewer import Viewer
from governance.models import ActorConsent, PlanningProcess, ServiceChain, ServiceChainVersion
from governance.rules.service_chains import PREPARING_STAGES, WORKING_STAGES


def may_see_chain(viewer: Viewer, chain: ServiceChain) -> bool:
    """The group, its assistants and coordinators see the working copy."""
    process = chain.process
    return process.authority_id == viewer.authority.pk and (coordinates_processes(viewer) or works_on(viewer, process))


def visible_chains(viewer: Viewer) -> QuerySet[ServiceChain]:
    """Return the chains whose working copy `may_see_chain` allows."""
    chains: QuerySet[ServiceChain] = ServiceChain.objects.filter(process__authority=viewer.authority)
    if coordinates_processes(viewer):
        return chains
    return chains.filter(process__group_id__in=viewer.reading_bodies)


def may_begin_chain(viewer: Viewer, process: PlanningProcess) -> bool:
    """Members of the group, its lead and coordinators begin a chain; `chains_are_open` says when."""
    return may_work_on(viewer, process)


def may_edit_chain(viewer: Viewer, chain: ServiceChain) -> bool:
    """Members of the group, its lead and coordinators write; assistants read."""
    return may_work_on(viewer, chain.process)


def chains_are_open(viewer: Viewer, process: PlanningProcess) -> bool:
    """Tell whether the stage lets the viewer write: while the group works, coordinators also before it begins."""
    stages = WORKING_STAGES | PREPARING_STAGES if coordinates_processes(viewer) else WORKING_STAGES
    return process.stage in stages


def may_freeze_chain(viewer: Viewer, chain: ServiceChain) -> bool:
    """The lead of the group and coordinators freeze."""
    return may_lead_work_on(viewer, chain.process)


def may_see_chain_version(viewer: Viewer, version: ServiceChainVersion) -> bool:
    """A frozen version is seen by whoever sees the working copy, by members of the deciding body once the process lay
    before it, and by the contacts of the organisations asked for consent.

    A superseded one stays visible: what could be read once is not taken away.
    """
    chain = version.chain
    if chain.process.authority_id != viewer.authority.pk:
        return False
    laid_before = chain.process.shown_to_body and chain.process.body_id in viewer.reading_bodies
    return may_see_chain(viewer, chain) or laid_before or _is_asked(viewer, version)


def visible_chain_versions(viewer: Viewer) -> QuerySet[ServiceChainVersion]:
    """Return the versions that `may_see_chain_version` allows."""
    versions: QuerySet[ServiceChainVersion] = ServiceChainVersion.objects.filter(
        chain__process__authority=viewer.authority
    )
    if coordinates_processes(viewer):
        return versions
    seen = Q(chain__process__group_id__in=viewer.reading_bodies)
    seen |= Q(chain__process__shown_to_body=True, chain__process__body_id__in=viewer.reading_bodies)
    if viewer.contact_of is not None:
        asked = ActorConsent.objects.filter(organisation_id=viewer.contact_of).values("chain_version_id")
        seen |= Q(pk__in=asked)
    return versions.filter(seen)


def _is_asked(viewer: Viewer, version: ServiceChainVersion) -> bool:
    return (
        viewer.contact_of is not None
        and ActorConsent.objects.filter(chain_version=version, organisation_id=viewer.contact_of).exists()
    )


def may_answer_consent(viewer: Viewer, consent: ActorConsent) -> bool:
    """Only a contact of the organisation agrees or declines; nobody does so for it."""
    return (
        consent.chain_version.chain.process.authority_id == viewer.authority.pk
        and viewer.contact_of is not None
        and consent.organisation_id == viewer.contact_of
    )


def answerable_consents(viewer: Viewer) -> QuerySet[ActorConsent]:
    """Return the questions for consent that the viewer answers for their organisation."""
    consents: QuerySet[ActorConsent] = ActorConsent.objects.filter(
        chain_version__chain__process__authority=viewer.authority
    )
    return consents.filter(organisation_id=viewer.contact_of) if viewer.contact_of is not None else consents.none()


def sees_chains(viewer: Viewer) -> bool:
    """Whether there is a chain that the viewer may read; the navigation names it then."""
    if coordinates_processes(viewer):
        return True
    return viewer.is_known and viewer.once("chains:seen", visible_chain_versions(viewer).exists)
