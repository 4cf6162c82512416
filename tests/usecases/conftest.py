"""The session that the tests of whole processes share: built once per module, undone after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.driven import Driven, open_world


@pytest.fixture(scope="module")
def session(django_db_setup: None, django_db_blocker: Any) -> Iterator[Driven]:
    """A steering group in its session; each test writes into a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_world()
        transaction.set_rollback(True)
