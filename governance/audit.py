"""The audit chain: dotted action names, append-only, hash-chained per authority (trust.md, Robustness).

Entries name records by type and public id and hold no confidential text. They are written at the end of the
transaction of the change, because the head row of the chain stays locked until the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from governance.models import AuditChain, AuditEntry
from governance.rules import clock
from governance.rules.chain import GENESIS, chain_hash, content_hash


def record(
    *,
    scope: str,
    action: str,
    actor: str,
    target: models.Model,
    data: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append an entry to the chain of `scope` (an authority's public id or `INSTALLATION`).

    `action` is a dotted name such as `vote.closed`, `actor` the public id of a person or user, empty for the system.
    Must run inside a transaction; raises `TransactionManagementError` otherwise.
    """
    chain, _created = AuditChain.objects.get_or_create(scope=scope)
    head = AuditChain.objects.select_for_update().get(pk=chain.pk)
    sequence = head.length + 1
    entry = AuditEntry(
        chain=head,
        sequence=sequence,
        at=clock.now(),
        action=action,
        actor=actor,
        object_type=target._meta.label_lower,
        object_id=str(getattr(target, "public_id", target.pk)),
        data=dict(data or {}),
        previous_hash=head.head_hash,
    )
    entry.hash = chain_hash(head.head_hash, content_hash(content_of(entry)), sequence)
    entry.save(force_insert=True)
    AuditChain.objects.filter(pk=head.pk).update(length=sequence, head_hash=entry.hash)
    return entry


def record_refusal(*, scope: str, action: str, actor: str, target: models.Model, reason: str) -> None:
    """Log a refusal in a transaction of its own, after the refused one has rolled back."""
    with transaction.atomic():
        record(scope=scope, action=action, actor=actor, target=target, data={"reason": reason})


def content_of(entry: AuditEntry) -> dict[str, Any]:
    """Return what the hash of an entry covers."""
    return {
        "at": entry.at.isoformat(),
        "action": entry.action,
        "actor": entry.actor,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "data": entry.data,
    }


@dataclass(frozen=True)
class BrokenEntry:
    """The first entry of a chain that does not verify, and why."""

    scope: str
    sequence: int
    reason: str


def verify(chain: AuditChain) -> BrokenEntry | None:
    """Recompute a chain from its first entry; return the first broken entry, or None."""
    try:
        return _recomputed(chain, chain.entries.order_by("sequence").iterator())
    except ValueError:  # SQLite stores whatever is written past us; one by one they show which is no entry at all
        return _recomputed(chain, _one_by_one(chain))


def _one_by_one(chain: AuditChain) -> Iterator[AuditEntry | None]:
    """Yield the entries of a chain in order, None for one that cannot be read."""
    for key in chain.entries.order_by("sequence").values_list("pk", flat=True):
        try:
            yield chain.entries.get(pk=key)
        except ValueError:
            yield None


def _recomputed(chain: AuditChain, entries: Iterable[AuditEntry | None]) -> BrokenEntry | None:
    previous = GENESIS
    sequence = 0
    for entry in entries:
        sequence += 1
        if entry is None:
            return BrokenEntry(chain.scope, sequence, "unreadable")
        if entry.sequence != sequence:
            return BrokenEntry(chain.scope, sequence, "missing")
        if entry.previous_hash != previous:
            return BrokenEntry(chain.scope, sequence, "predecessor differs")
        if entry.hash != _hash_of(entry, previous):
            return BrokenEntry(chain.scope, sequence, "content differs")
        previous = entry.hash
    if (chain.length, chain.head_hash) != (sequence, previous):
        return BrokenEntry(chain.scope, sequence + 1, "head differs")
    return None


def _hash_of(entry: AuditEntry, previous: str) -> str:
    """Return the hash that the entry should have; empty if its content is none that we write."""
    try:
        return chain_hash(previous, content_hash(content_of(entry)), entry.sequence)
    except (AttributeError, TypeError, ValueError):
        return ""
