"""Fills the installation with public pages and the example Kreise, played through the use cases, relative to today."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.management.demo.people import PASSWORD
from governance.management.demo.play import play
from governance.management.demo.scenes import Scene
from portal.pages import build_public_pages


class Command(BaseCommand):
    """`demo [--stage STAGE]`; playing it twice doubles nothing."""

    help = "Play the example Kreise up to a stage (default: everything) and print the logins."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the stage at which the story stops."""
        parser.add_argument(
            "--stage", choices=[scene.value for scene in Scene], default=Scene.COMPLETED.value, help="stop here"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Play and print; refused where real data may live."""
        if not getattr(settings, "DEMO", False):
            raise CommandError("Example data belong into the demo only (DJANGO_SETTINGS_MODULE=portal.settings.demo).")
        build_public_pages()
        played = play(Scene(options["stage"]))
        if not played.fresh:
            self.stdout.write("The example data are there already; nothing was changed.")
        self.stdout.write(f"Logins (password {PASSWORD}):")
        for address, role in played.logins:
            self.stdout.write(f"  {address:42} {role}")
