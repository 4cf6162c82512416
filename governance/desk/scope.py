"""What a coordinator of one or several authorities sees in the desk, as one queryset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest

from governance.access.desk import administration_viewers, desk_viewers
from governance.access.viewer import Viewer

Scope = Callable[[Viewer], models.QuerySet[Any]]


def request_viewers(request: HttpRequest) -> tuple[Viewer, ...]:
    """Return the user as viewer of each authority that they coordinate, loaded once per request."""
    known: tuple[Viewer, ...] | None = getattr(request, "desk_viewers", None)
    if known is None:
        known = desk_viewers(request.user)  # type: ignore[arg-type]
        request.desk_viewers = known  # type: ignore[attr-defined]
    return known


def administering_viewers(request: HttpRequest) -> tuple[Viewer, ...]:
    """Return the user as viewer of each authority whose people they keep: administrators keep those of all."""
    known: tuple[Viewer, ...] | None = getattr(request, "administering_viewers", None)
    if known is None:
        known = administration_viewers(request.user)  # type: ignore[arg-type]
        request.administering_viewers = known  # type: ignore[attr-defined]
    return known


def within(model: type[models.Model], scope: Scope, viewers: Sequence[Viewer]) -> models.QuerySet[Any]:
    """Return what `scope` shows to any of `viewers`, as one queryset without doubles."""
    condition = models.Q(pk__in=[])
    for viewer in viewers:
        condition |= models.Q(pk__in=scope(viewer).order_by().values("pk"))
    return model._default_manager.filter(condition)


def authority_id(record: models.Model) -> int:
    """Return the key of the authority that `record` belongs to, along its `AUTHORITY_PATH`."""
    found: Any = record
    for step in filter(None, record.AUTHORITY_PATH.split("__")):  # type: ignore[attr-defined]
        found = getattr(found, step)
    return int(found.pk)


def viewer_in(viewers: Sequence[Viewer], authority: int) -> Viewer:
    """Return the viewer of the authority with this key; raises `LookupError` if there is none."""
    for viewer in viewers:
        if viewer.authority.pk == authority:
            return viewer
    raise LookupError("The coordinator is nobody in this authority.")
