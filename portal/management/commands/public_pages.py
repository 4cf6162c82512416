"""Creates the public pages of a new installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.pages import build_public_pages


class Command(BaseCommand):
    """`public_pages` creates what is missing of the public pages; running it twice changes nothing."""

    help = "Create the public pages (start, help, glossary, accessibility, privacy, imprint) where they are missing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Build the tree."""
        start = build_public_pages()
        self.stdout.write(f"{start.get_children().count() + 1} public pages are there.")
