"""`manage.py access_concept`: the authorisation concept in German, from the table that the tests use."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.access_concept import AREAS
from portal.access_concept.document import concept


class Command(BaseCommand):
    """Prints; reads no database."""

    help = "Print the authorisation concept as Markdown, in German."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the concept."""
        self.stdout.write(concept(AREAS), ending="")
