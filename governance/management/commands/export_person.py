"""Writes what is stored on a person into a file (Art. 15 DSGVO)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Person
from governance.usecases.personal_data import as_json, as_pdf, export_person

WRITERS = {"json": as_json, "pdf": as_pdf}


class Command(BaseCommand):
    """`export_person PUBLIC_ID [--format json|pdf] [--output FILE]`; the id stands in the address of the person."""

    help = "Write everything that is stored on a person into a file (Art. 15 DSGVO)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person, the format and the file."""
        parser.add_argument("person", help="public id of the person")
        parser.add_argument("--format", choices=sorted(WRITERS), default="json")
        parser.add_argument("--output", type=Path, help="file to write, standard output without it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the export; a file is readable for its owner only."""
        try:
            content = WRITERS[options["format"]](export_person(person_id=options["person"]))
        except Person.DoesNotExist as unknown:
            raise CommandError(f"There is no person {options['person']}.") from unknown
        target: Path | None = options["output"]
        if target is None:
            sys.stdout.buffer.write(content)
            return
        try:
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        except OSError as error:
            raise CommandError(f"{target} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{target} written.")
