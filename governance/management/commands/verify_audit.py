"""`manage.py verify_audit`: recompute every audit chain; name the first broken entry."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance import audit
from governance.models import AuditChain


class Command(BaseCommand):
    help = "Recompute all audit chains; exit 1 and name the first broken entry."

    def handle(self, *args: Any, **options: Any) -> None:
        chains = AuditChain.objects.order_by("scope")
        for chain in chains:
            broken = audit.verify(chain)
            if broken:
                raise CommandError(f"{broken.scope}: entry {broken.sequence}: {broken.reason}")
        entries = sum(chain.length for chain in chains)
        self.stdout.write(f"{len(chains)} audit chains, {entries} entries: all verified.")
