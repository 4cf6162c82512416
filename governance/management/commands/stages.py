"""`manage.py stages [--mermaid]`: the stages and steps of the planning process, from the table that the code uses."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext, override

from governance.rules.transitions import RESOLUTION_MARK, TRANSITIONS, mermaid


class Command(BaseCommand):
    help = "Print the stages of a planning process and the steps between them, in German."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mermaid", action="store_true", help="as a Mermaid state diagram")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("de"):
            if options["mermaid"]:
                self.stdout.write(mermaid(gettext), ending="")
                return
            for step in TRANSITIONS.values():
                sources = ", ".join(gettext(stage.label) for stage in step.sources) or "–"
                targets = ", ".join(gettext(stage.label) for stage in step.targets)
                mark = f"{RESOLUTION_MARK} " if step.by_resolution else ""
                self.stdout.write(f"{mark}{gettext(step.label)}: {sources} → {targets}")
