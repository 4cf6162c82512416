"""What follows what in a chain, and what is handed over there (Übergabepunkt with Vorarbeiten and Folgearbeiten)."""

from __future__ import annotations

from dataclasses import asdict

from governance.access.viewer import Viewer
from governance.models import ChainLink, ChainStep, Handover, ServiceChain
from governance.rules.service_chains import MAX_LINKS, Transfer
from governance.rules.text import Message, mark
from governance.usecases.chains import locked_part, touch, working_chain
from governance.usecases.foundation import Refused, fill, record, save, use_case


@use_case("chain.add_link")
def add_link(*, by: Viewer, chain_id: str, source_id: str, target_id: str, condition: str = "") -> ChainLink:
    """Let one step follow another. Refused for a step behind itself and for a link that exists."""
    chain = working_chain(by, chain_id)
    found = {step.public_id: step for step in ChainStep.objects.filter(chain=chain)}
    source, target = found.get(source_id), found.get(target_id)
    if source is None or target is None:
        raise Refused(Message(mark("One of the steps has been removed in the meantime. Choose again.")))
    if source == target:
        raise Refused(Message(mark("A step cannot follow itself.")))
    if ChainLink.objects.filter(source=source, target=target).exists():
        raise Refused(Message(mark("These two steps are linked already.")))
    if chain.links.count() >= MAX_LINKS:
        raise Refused(Message(mark("A chain has %(count)s links at most."), {"count": MAX_LINKS}))
    link = ChainLink(chain=chain, source=source, target=target)
    fill(link, {"condition": condition})
    link.save()
    touch(by, chain)
    record(by, "chain.link_added", chain, {"link": link.public_id})
    return link


@use_case("chain.edit_link")
def edit_link(
    *, by: Viewer, chain_id: str, link_id: str, condition: str, transfer: Transfer | None, version: int | None
) -> ChainLink:
    """Change the condition of a link and its hand-over; `version` is the link's and counts both.

    `transfer` None leaves the hand-over as it is; an empty one is deleted.
    """
    chain = working_chain(by, chain_id)
    link = locked_part(ChainLink, chain, link_id, version)
    fill(link, {"condition": condition})
    save(link)
    if transfer is not None:
        _hand_over(link, transfer)
    touch(by, chain)
    record(by, "chain.link_edited", chain, {"link": link.public_id})
    return link


@use_case("chain.remove_link")
def remove_link(*, by: Viewer, chain_id: str, link_id: str, version: int | None = None) -> ServiceChain:
    """Take a link and its hand-over away."""
    chain = working_chain(by, chain_id)
    link = locked_part(ChainLink, chain, link_id, version)
    link.delete()
    touch(by, chain)
    record(by, "chain.link_removed", chain, {"link": link.public_id})
    return chain


def _hand_over(link: ChainLink, transfer: Transfer) -> None:
    row = Handover.objects.filter(link=link).first()
    if transfer == Transfer():
        if row is not None:
            row.delete()
        return
    row = row or Handover(link=link, version=0)
    # Whoever names a consent says that it is needed; what was typed is not dropped for a box that was not ticked.
    fill(row, {**asdict(transfer), "needs_consent": transfer.needs_consent or bool(transfer.consent.strip())})
    save(row)
