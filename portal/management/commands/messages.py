"""Collects the texts to translate, brings the German catalogue up to them, and compiles it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import catalogue


class Command(BaseCommand):
    """`messages` updates and compiles; `messages --compile` only compiles."""

    help = "Collect texts, update and compile the German catalogue without system gettext."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the switch that only compiles."""
        parser.add_argument("--compile", action="store_true", help="only compile what is stored")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what is missing; the exit status stays 0 so that a draft can be compiled."""
        if not options["compile"]:
            missing = catalogue.untranslated(catalogue.update())
            for text in missing:
                self.stdout.write(f"missing: {text}")
        self.stdout.write(str(catalogue.compile_catalogue().name))
