"""`manage.py files [--clean]`: compare records and folder of the uploaded files; exit status 1 if bytes are missing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance import vault
from governance.models import StoredFile


class Command(BaseCommand):
    help = "Names uploaded files whose bytes are missing, and leftovers without a record; removes these with --clean."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clean", action="store_true", help="remove what lies in the folder without a record")

    def handle(self, *args: Any, **options: Any) -> None:
        lying = set(vault.stored())  # first: a file that is added meanwhile has its record when these are read
        known = set(StoredFile.objects.values_list("public_id", flat=True))
        left, missing = sorted(lying - known), sorted(known - set(vault.stored()))
        for public_id in left:
            if options["clean"]:
                vault.remove(public_id)
            self.stdout.write(f"{public_id}: {'removed, ' if options['clean'] else ''}no record")
        for public_id in missing:
            self.stderr.write(f"{public_id}: the bytes are missing")
        if missing:
            raise CommandError(f"{len(missing)} of {len(known)} files have no bytes. Restore the folder.")
        self.stdout.write(f"{len(known)} files, {len(left)} leftovers")
