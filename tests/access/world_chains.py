"""A chain in each situation of the authorisation concept."""

from __future__ import annotations

from governance.models import ActorConsent, ChainLink, PlanningProcess, ServiceChain, ServiceChainVersion
from governance.usecases.chain_versions import adopt_chain_versions
from portal.access_concept.table import At
from tests.cast import Cast
from tests.chained import Chained, chained, steps_of

Params = dict[str, str]


def chain_places(cast: Cast) -> dict[At, Params]:
    """Write chains in the cast's authority and return the parts of their addresses."""
    prepared = chained(cast, stage="commissioned")
    working = chained(cast)
    written = working.sound()
    frozen = chained(cast)
    proposed = frozen.sound()
    version = frozen.freeze(proposed)
    rested = chained(cast)
    adopted = rested.sound()
    decided = rested.freeze(adopted)
    adopt_chain_versions(rested.process)
    PlanningProcess.objects.filter(pk=rested.process.pk).update(stage="implementation")
    return {
        At.CHAIN_PREPARED: {"process_id": prepared.process.public_id},
        At.CHAIN_WORKING: _params(working, written),
        At.CHAIN_FROZEN: _params(frozen, proposed, version),
        At.CHAIN_AT_REST: _params(rested, adopted, decided),
    }


def _params(work: Chained, chain: ServiceChain, version: ServiceChainVersion | None = None) -> Params:
    first = steps_of(chain)[0]
    params = {
        "process_id": work.process.public_id,
        "chain_id": chain.public_id,
        "actor_id": first.actor.public_id,
        "step_id": first.public_id,
        "link_id": ChainLink.objects.get(source=first).public_id,
    }
    if version is not None:
        consent = ActorConsent.objects.get(chain_version=version, organisation=work.provider)
        params |= {"chain_version_id": version.public_id, "consent_id": consent.public_id}
    return params
