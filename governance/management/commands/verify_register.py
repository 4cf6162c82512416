"""`manage.py verify_register`: recompute every resolution and every vote; name the first broken entry."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Register, Vote
from governance.queries.verification import check_register, check_vote, hashes, unregistered


class Command(BaseCommand):
    help = "Recompute all registers and votes from the stored ballots; exit 1 and name the first broken entry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", help="hash printed on approved minutes; it must occur in a register")

    def handle(self, *args: Any, **options: Any) -> None:
        anchors: set[str] = set()
        registers = Register.objects.select_related("body").order_by("body", "year")
        for register in registers:
            broken = check_register(register)
            if broken:
                raise CommandError(f"{register}: {broken.entry}: {broken.reason}")
            anchors.update(hashes(register))
        missing = next(unregistered(), None)
        if missing:
            raise CommandError(f"{missing.entry}: {missing.reason}")
        votes = Vote.objects.filter(state="closed").select_related("item")
        for vote in votes.iterator():
            reason = check_vote(vote)
            if reason:
                raise CommandError(f"vote {vote.public_id}: {reason}")
        anchor = options["anchor"]
        if anchor and anchor not in anchors:
            raise CommandError("The hash occurs in no register.")
        self.stdout.write(
            f"{len(registers)} registers, {len(anchors)} resolutions, {votes.count()} votes: all verified."
        )
