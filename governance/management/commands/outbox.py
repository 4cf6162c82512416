"""`manage.py outbox [--send] [--dump DIR]`: how the outbox stands; send what is due; write all mails as
files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from governance.models import OutboxMessage, OutboxState
from governance.notifications.outbox import deliver_due


class Command(BaseCommand):
    help = "Shows the outbox, sends what is due (--send), or writes the mails as .eml files (--dump DIR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--send", action="store_true", help="send what is due now")
        parser.add_argument("--dump", metavar="DIR", help="write all mails into DIR, newest last, without sending any")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dump"]:
            self._dump(Path(options["dump"]))
        if options["send"]:
            done = deliver_due()
            self.stdout.write(f"sent: {done.sent}, held: {done.held}")
            if done.server_down:
                self.stdout.write("The mail server does not answer; the rest stays queued.")
        counts = dict(OutboxMessage.objects.order_by().values_list("state").annotate(n=Count("pk")))
        self.stdout.write(", ".join(f"{state}: {counts.get(state.value, 0)}" for state in OutboxState))

    def _dump(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        # Of mails about a login that have left nothing is kept.
        for message in OutboxMessage.objects.exclude(content=b"").order_by("pk").iterator():
            count += 1
            name = f"{count:05d}-{message.created_at:%Y%m%dT%H%M%SZ}-{message.public_id}.eml"
            (folder / name).write_bytes(bytes(message.content))
        self.stdout.write(f"written: {count}")
