"""How old the last backup is, as far as the installation knows.

Whatever backs the installation up, its own command or the administration's, touches the file `BACKUP_RECORD` after it
has succeeded (docs/development/operation.md). Nothing else is read: no backup is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from governance.rules import clock

OLDEST_BACKUP = timedelta(days=2)
"""A nightly backup that failed once is older than this the evening after."""


@dataclass(frozen=True)
class BackupState:
    """When the last backup on record succeeded, None where there is none on record."""

    at: datetime | None

    @property
    def age(self) -> timedelta | None:
        """Return how long ago that was."""
        return max(clock.now() - self.at, timedelta()) if self.at else None

    @property
    def word(self) -> str:
        """Return `ok`, `late` or `none`, for the probe of the operator."""
        if self.age is None:
            return "none"
        return "late" if self.age > OLDEST_BACKUP else "ok"


def last_backup() -> BackupState:
    """Return what the installation knows of its last backup; a file that cannot be read is none."""
    try:
        touched = Path(settings.BACKUP_RECORD).stat().st_mtime
    except OSError:
        return BackupState(None)
    return BackupState(datetime.fromtimestamp(touched, tz=UTC))
