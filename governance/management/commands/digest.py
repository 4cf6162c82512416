"""`manage.py digest`: writes the digests that are due; a timer calls it once in the morning, twice does no harm."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from governance.rules import clock
from governance.usecases.digests import write_digests


class Command(BaseCommand):
    help = "Writes the daily and weekly digests of those who have chosen them; each covers the days that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"digests: {write_digests(clock.now())}")
