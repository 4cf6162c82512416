"""`manage.py remind`: writes the reminders of the day; a timer calls it once in the morning, twice does no harm."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from governance.rules import clock
from governance.usecases.measure_reminders import remind_due


class Command(BaseCommand):
    help = "Writes the reminders of measures and follow-ups that are due, overdue or not answered, once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"reminders: {remind_due(clock.now())}")
