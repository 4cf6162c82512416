"""What every test may use: the cast, counted queries, append-only tables that survive the flush."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from hypothesis import settings
from wagtail.models import Collection, Locale, Page, Site

from governance.models import append_only
from tests.browser import ARGUMENTS, chromium_path
from tests.cast import Cast, build_cast
from tests.database import copy_template, end_sessions
from tests.driven import Driven, open_world

settings.register_profile("steady", deadline=None)  # a machine may be slow, and time is measured by `make bench` only
settings.load_profile("steady")

MIGRATED = (Locale, Collection, Page, Site)
"""What migrations put into the database and a flush takes away: the roots of Wagtail's trees, its site and language."""
KEPT: list[str] = []


def pytest_collection_finish() -> None:
    """Look for garbage rarely: what was collected stays to the end, and searching it again takes a fifth of the CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Set up a copy that is migrated already; `--reuse-db` keeps it, `--create-db` begins anew."""
    with django_db_blocker.unblock():
        copy_template(connection, anew=django_db_createdb or not django_db_keepdb)
        configured = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=[])
        rows = chain.from_iterable(model.objects.order_by("pk") for model in MIGRATED)
        KEPT[:] = [serializers.serialize("json", rows, use_natural_foreign_keys=True)]
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.close()
            end_sessions(connection)
            teardown_databases(configured, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def _what_migrations_made_survives_the_flush() -> Iterator[None]:
    """Let the flush after a transactional test pass the append-only triggers, and put back what it must not take."""
    original = TransactionTestCase._fixture_teardown

    def flush(self: Any) -> None:
        with append_only.lifted(connection):
            original(self)
        for row in serializers.deserialize("json", "".join(KEPT)):
            row.save()

    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts its browser, once for each worker; `make test` says loudly when there is none."""
    path = chromium_path()
    if not path:
        pytest.skip("no Chromium")
    return {"executable_path": path, "args": list(ARGUMENTS)}


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast of access.md."""
    return build_cast()


@pytest.fixture(scope="module")
def session(django_db_setup: None, django_db_blocker: Any) -> Iterator[Driven]:
    """A steering group in its session, built once per module; each test writes into a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_world()
        transaction.set_rollback(True)


@contextmanager
def queries_counted() -> Iterator[Any]:
    """Capture the queries of a block; `len()` of the result is their number."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
