"""Frozen versions of chains: frozen by the lead or a coordinator, adopted as the effect of a resolution."""

from __future__ import annotations

from governance.access.chains import chains_are_open, may_freeze_chain, visible_chains
from governance.access.organisations import contacts_of
from governance.access.viewer import Viewer
from governance.models import ActorConsent, ChainActor, PlanningProcess, ServiceChain, ServiceChainVersion
from governance.notifications import mail_text
from governance.queries.chains import content_of, with_parts
from governance.rules.chain import content_hash
from governance.rules.chain_checks import open_checks
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import FrozenState
from governance.rules.service_chains import ActorPart, ChainKind, from_data, same_content
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, advance, check_version, lock, record, use_case
from governance.usecases.letters import write_letters


@use_case("chain.freeze")
def freeze_chain(*, by: Viewer, chain_id: str, open_reason: str, version: int | None) -> ServiceChainVersion:
    """Freeze the chain as it is now as a proposed version; `version` is the chain's, what was read is frozen.

    While checks fail it needs a reason, which stands with the version. Earlier proposed versions are superseded, and
    the organisations of its actors are asked for their consent anew: it is given to a text.
    """
    lock(visible_chains(by), public_id=chain_id)
    chain = with_parts(visible_chains(by).select_related("process__authority")).get(public_id=chain_id)
    if not may_freeze_chain(by, chain):
        raise Forbidden(by, chain)
    if not chains_are_open(by, chain.process):
        raise Refused(Message(mark("A version is frozen only while the project group works on the process.")))
    check_version(chain, version)
    content = content_of(chain)
    earlier = list(ServiceChainVersion.objects.select_for_update().filter(chain=chain).order_by("ordinal"))
    if (
        earlier
        and earlier[-1].state != FrozenState.SUPERSEDED
        and same_content(content, from_data(earlier[-1].content))
    ):
        raise Refused(Message(mark("Nothing has changed since the last version.")))
    if not content.steps:
        raise Refused(Message(mark("The chain has no step yet.")))
    failed = open_checks(content)
    reason = clean_lines(open_reason) if failed else ""
    if failed and not reason:
        raise Refused(Message(mark("Checks are still open. Write why the version is frozen all the same.")))
    for row in earlier:
        if row.state == FrozenState.PROPOSED:
            _supersede(row)
    data = content.to_data()
    frozen = ServiceChainVersion.objects.create(
        chain=chain,
        ordinal=earlier[-1].ordinal + 1 if earlier else 1,
        content=data,
        content_hash=content_hash(data),
        open_reason=reason,
        created_by=by.acting_person,
    )
    _ask(chain, frozen)
    record(by, "chain.frozen", frozen, {"version": frozen.ordinal, "hash": frozen.content_hash})
    return frozen


def adopt_chain_versions(process: PlanningProcess) -> list[ServiceChainVersion]:
    """Adopt the newest proposed version of every chain as agreed of `process`; the effect of a resolution.

    An adopted version before it is superseded. Chains without a proposed version stay as they are; a chain that shows
    the present state is not adopted. The caller has decided that the resolution takes effect and records it.
    """
    adopted: list[ServiceChainVersion] = []
    rows = ServiceChainVersion.objects.select_for_update(of=("self",)).filter(
        chain__process=process, chain__kind=ChainKind.TO_BE.value
    )
    by_chain: dict[int, list[ServiceChainVersion]] = {}
    for row in rows.exclude(state=FrozenState.SUPERSEDED.value).order_by("chain_id", "ordinal"):
        by_chain.setdefault(row.chain_id, []).append(row)
    for live in by_chain.values():
        newest = live[-1]
        if newest.state != FrozenState.PROPOSED:
            continue
        for row in live[:-1]:
            _supersede(row)
        advance(newest, "adopt")
        newest.save(update_fields=["state"])
        adopted.append(newest)
    return adopted


def _supersede(row: ServiceChainVersion) -> None:
    advance(row, "supersede")
    row.save(update_fields=["state"])


def _ask(chain: ServiceChain, frozen: ServiceChainVersion) -> None:
    """Ask each organisation among the actors for its consent, with a mail; partners have no duty (RBK-10)."""
    asked = (
        ChainActor.objects.filter(chain=chain, part=ActorPart.ACTOR.value, organisation__isnull=False)
        .order_by()
        .values_list("organisation_id", flat=True)
        .distinct()
    )
    keys = tuple(asked)
    ActorConsent.objects.bulk_create(ActorConsent(chain_version=frozen, organisation_id=key) for key in keys)
    write_letters(
        chain.process.authority,
        contacts_of(*keys).order_by("pk"),
        mail_text.consent_asked(chain.process.number, chain.title),
        matter=f"chain.{chain.public_id}",
        page="chain_version",
        parts=(frozen.public_id,),
    )
