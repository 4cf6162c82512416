"""Probes for the operator: alive, and ready to serve. They say which part fails, and nothing about the content."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from governance.models import OutboxMessage, OutboxState, append_only
from governance.rules import clock

OLDEST_MAIL = timedelta(hours=1)
"""A mail that waits longer than this means that nobody sends: worth a warning, no reason to take the site down."""


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; asks neither session nor database."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations and append-only triggers are as they should be, 503 otherwise.

    The body names each part: `database`, `migrations`, `triggers` as `ok` or `failed`, `outbox` as `ok` or `late`
    with the age of the oldest mail that waits, in seconds.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        absent = bool(append_only.missing(connection))
        age = 0 if pending else _oldest_waiting_mail()
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "failed", "database": "failed"}, status=503)
    ready = not pending and not absent
    body = {
        "status": "ok" if ready else "failed",
        "database": "ok",
        "migrations": "failed" if pending else "ok",
        "triggers": "failed" if absent else "ok",
        "outbox": "late" if age > OLDEST_MAIL.total_seconds() else "ok",
        "outbox_age_seconds": age,
    }
    return JsonResponse(body, status=200 if ready else 503)


def _oldest_waiting_mail() -> int:
    """Return how many seconds the oldest mail has been waiting beyond the time it was due; 0 if none is."""
    due = (
        OutboxMessage.objects.filter(state=OutboxState.QUEUED, created_at__lte=clock.now())
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return int((clock.now() - due).total_seconds()) if due else 0


HEALTH = {"/healthz": healthz, "/readyz": readyz}
"""The probes by path, for the middleware that answers them first."""
