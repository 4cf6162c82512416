"""Who imports and exports tables (access.md: "registers, imports, exports, reports")."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.access.viewer import Viewer
from governance.models import ImportRun


def may_exchange(viewer: Viewer) -> bool:
    """Coordinators import and export the tables of their authority."""
    return viewer.is_coordinator


def may_see_import(viewer: Viewer, run: ImportRun) -> bool:
    """Coordinators see every import of their authority, whoever began it."""
    return may_exchange(viewer) and run.authority_id == viewer.authority.pk


def visible_imports(viewer: Viewer) -> QuerySet[ImportRun]:
    """Return the imports that `may_see_import` allows."""
    own = ImportRun.objects.filter(authority=viewer.authority)
    return own if may_exchange(viewer) else own.none()
