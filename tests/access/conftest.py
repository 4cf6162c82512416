"""The world of the access tests: built once per module, rolled back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from governance.rules import clock
from tests.access.world import NOW, World, build_world


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One of everything in every situation; the clock stands still."""
    with django_db_blocker.unblock(), clock.travel(NOW), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
