"""Append-only tables: no change gets through, and a trigger that does not work counts as missing."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from governance import audit
from governance.checks import append_only_triggers
from governance.models import AuditEntry, append_only
from tests import factories as make

pytestmark = pytest.mark.django_db

TABLE = AuditEntry._meta.db_table
SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def entry() -> AuditEntry:
    """An entry of the audit chain."""
    with transaction.atomic():
        written = audit.record(scope="x", action="test.done", actor="", target=make.AuthorityFactory())
    connection.check_constraints()  # PostgreSQL alters no table on which a check is still due
    return written


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


CHANGES = [f"UPDATE {TABLE} SET action = 'other'", f"DELETE FROM {TABLE}"]
CHANGES += [f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}"] if SQLITE else [f"TRUNCATE {TABLE}"]


@pytest.mark.parametrize("sql", CHANGES)
def test_no_statement_changes_what_is_written(entry: AuditEntry, sql: str) -> None:
    with pytest.raises(DatabaseError, match=append_only.REFUSAL):
        run(sql)
    assert AuditEntry.objects.get(pk=entry.pk).action == "test.done"


def test_every_table_of_the_registry_has_its_triggers(db: None) -> None:
    tables = {model._meta.db_table for model in append_only._guarded()}
    guarded = {name.rsplit("_no_", 1)[0] for name in append_only.installed(connection)}
    assert guarded == tables
    assert append_only_triggers(databases=["default"]) == []


def test_a_trigger_that_does_not_work_is_missing_until_the_next_migration(entry: AuditEntry) -> None:
    name = f"{TABLE}_no_delete"
    if SQLITE:
        run(f'DROP TRIGGER "{name}"')
        run(f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{TABLE}" BEGIN SELECT 1; END')
    else:
        run(f'ALTER TABLE "{TABLE}" DISABLE TRIGGER "{name}"')
    assert append_only.missing(connection) == {name}
    assert [found.id for found in append_only_triggers(databases=["default"])] == ["lenkwerk.W001"]
    call_command("migrate", verbosity=0)
    assert append_only.missing(connection) == set()
    with pytest.raises(DatabaseError, match=append_only.REFUSAL):
        entry.delete()
