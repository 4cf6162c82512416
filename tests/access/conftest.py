"""The world of the access tests: built once per module, rolled back at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from governance.access import desk
from governance.access.viewer import Viewer, load_viewer, viewer_of
from governance.rules import clock
from portal import middleware, urls
from portal.views import downloads
from tests.access.asking import Asking
from tests.access.world import NOW, World, build_world


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One of everything in every situation; the clock stands still."""
    with django_db_blocker.unblock(), clock.travel(NOW), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def _remembering(load: Callable[..., Viewer]) -> Callable[..., Viewer]:
    """Return `load` with a memory; every request gets a viewer without notes of an earlier one."""
    known: dict[tuple[Any, ...], Viewer] = {}

    def remembered(**who: Any) -> Viewer:
        key = tuple((name, getattr(found, "pk", None)) for name, found in sorted(who.items()))
        if key not in known:
            known[key] = load(**who)
        return replace(known[key], user=who.get("user"), _answers={})

    return remembered


@pytest.fixture(scope="module")
def asking(everything: World) -> Iterator[Asking]:
    """Everybody logged in.

    What is the same in thousands of requests and proven elsewhere is done once: who somebody is, the page of a
    refusal, the files of an answer.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "load_viewer", _remembering(load_viewer))
        patch.setattr(desk, "viewer_of", _remembering(viewer_of))
        patch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404))
        patch.setattr(downloads, "render", lambda *args, **kwargs: b"")
        yield Asking.log_in(everything.cast)
