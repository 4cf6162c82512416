"""Probes for the operator: alive, and ready to serve. They say which part fails, and nothing about the content."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from governance.models import append_only
from governance.queries.backup import last_backup
from governance.queries.outbox import longest_wait

OLDEST_MAIL = timedelta(hours=1)
"""A mail that waits longer than this means that nobody sends: worth a warning, no reason to take the site down."""


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; asks neither session nor database."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations, append-only triggers and files are as they should be, 503 otherwise.

    The body names each part: `database`, `migrations`, `triggers`, `media`, `files` as `ok` or `failed`, `outbox` as
    `ok` or `late` with the age of the oldest mail that waits, in seconds, `backup` as `ok`, `late` or `none` with its
    age.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        absent = bool(append_only.missing(connection))
        age = 0 if pending else int(longest_wait().total_seconds())
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "failed", "database": "failed"}, status=503)
    media, files = _can_be_stored(settings.MEDIA_ROOT), _can_be_stored(settings.FILES_ROOT)
    backup = last_backup()
    ready = not pending and not absent and media and files
    body = {
        "status": "ok" if ready else "failed",
        "database": "ok",
        "migrations": "failed" if pending else "ok",
        "triggers": "failed" if absent else "ok",
        "media": "ok" if media else "failed",
        "files": "ok" if files else "failed",
        "outbox": "late" if age > OLDEST_MAIL.total_seconds() else "ok",
        "outbox_age_seconds": age,
        "backup": backup.word,
        "backup_age_seconds": int(backup.age.total_seconds()) if backup.age is not None else None,
    }
    return JsonResponse(body, status=200 if ready else 503)


def _can_be_stored(folder: str | Path) -> bool:
    """Tell whether a folder, or the nearest above it until the first file makes it, may be written."""
    place = Path(folder)
    while not place.exists():
        place = place.parent
    return place.is_dir() and os.access(place, os.W_OK)


HEALTH = {"/healthz": healthz, "/readyz": readyz}
"""The probes by path, for the middleware that answers them first."""
