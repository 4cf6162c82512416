"""The registry of append-only tables and the triggers that keep them so on both databases (trust.md, Robustness).

SQLite drops triggers when Django remakes a table, so they are installed idempotently after every migration and
compared by a system check and by `/readyz`. A trigger that is switched off or reads otherwise counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from governance.models.chains import ServiceChainVersion
from governance.models.decisions import MandateAdoption, NodeOutcome, Resolution
from governance.models.goals import GoalSystemVersion, IndicatorValue
from governance.models.ledgers import AuditEntry
from governance.models.mandates import MandateVersion
from governance.models.measures import FollowUpReport, MeasureReport
from governance.models.meetings import Dispatch, PaperDispatch, SummonsObjection
from governance.models.minutes import Addendum, MinutesVersion
from governance.models.papers import PaperVersion, VersionAnnex
from governance.models.planning import EarlierDecision, StepRecord
from governance.models.votes import Ballot, HandCount, Vote
from governance.rules.lifecycles import MandateVersionState, VoteState

APPEND_ONLY: tuple[type[models.Model], ...] = (
    AuditEntry,
    Ballot,
    HandCount,
    Resolution,
    PaperVersion,
    VersionAnnex,
    MinutesVersion,
    Addendum,
    StepRecord,
    Dispatch,
    PaperDispatch,
    SummonsObjection,
    EarlierDecision,
    IndicatorValue,
    MandateAdoption,
    MeasureReport,
    FollowUpReport,
)

FROZEN: dict[type[models.Model], tuple[str, ...]] = {
    Vote: (VoteState.CLOSED, VoteState.ABORTED),
    MandateVersion: (MandateVersionState.ADOPTED,),
}
"""Tables whose rows become immutable in these values of their `state`: a finished vote, an adopted mandate."""

SETTLED: dict[type[models.Model], str] = {NodeOutcome: "resolution_id"}
"""Tables whose rows become immutable as soon as this column is filled."""

SEALED: dict[type[models.Model], tuple[str, ...]] = {
    GoalSystemVersion: ("content", "content_hash"),
    ServiceChainVersion: ("content", "content_hash"),
}
"""Tables of which these columns never change and no row is deleted, while their state may move."""

REFUSAL = "append-only"
POSTGRES_FUNCTION = "governance_refuse_change"


def trigger_names(vendor: str) -> set[str]:
    """Return the names of all triggers that must exist on a database of `vendor`."""
    return {name for model in _guarded() for name, _sql in _triggers(model, vendor)}


def _guarded() -> tuple[type[models.Model], ...]:
    return (*APPEND_ONLY, *FROZEN, *SETTLED, *SEALED)


def _condition(model: type[models.Model], vendor: str, event: str) -> str:
    """Return when a change of a row is refused; empty: always."""
    if model in FROZEN:
        return f"OLD.state IN ({', '.join(repr(str(state)) for state in FROZEN[model])})"
    if model in SETTLED:
        return f"OLD.{SETTLED[model]} IS NOT NULL"
    if event != "update" or model not in SEALED:
        return ""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in SEALED[model])


def _triggers(model: type[models.Model], vendor: str) -> list[tuple[str, str]]:
    table = model._meta.db_table
    events = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    found = []
    for event in events:
        condition = _condition(model, vendor, event)
        when = f"WHEN ({condition}) " if condition else ""
        name = f"{table}_no_{event}"
        if vendor == "sqlite":
            sql = (
                f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" {when}'
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}'); END"
            )
        else:
            scope = "STATEMENT" if event == "truncate" else "ROW"
            sql = (
                f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" '
                f"FOR EACH {scope} {when if scope == 'ROW' else ''}EXECUTE FUNCTION {POSTGRES_FUNCTION}()"
            )
        found.append((name, sql))
    return found


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the append-only triggers that exist in the database and work."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            wanted = {trigger for model in _guarded() for trigger in _triggers(model, connection.vendor)}
            return {name for name, sql in cursor.fetchall() if (name, sql) in wanted}
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
        return {row[0] for row in cursor.fetchall()} & trigger_names(connection.vendor)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the append-only triggers that should exist and do not."""
    return trigger_names(connection.vendor) - installed(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place as it reads now; tables that do not exist yet are left for the next migration."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {POSTGRES_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME; END $$"
            )
        for model in _guarded():
            if model._meta.db_table not in tables:
                continue
            for name, sql in _triggers(model, connection.vendor):
                if connection.vendor == "sqlite":
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger. Only for the flush between tests and for lawful deletion."""
    with connection.cursor() as cursor:
        for model in _guarded():
            on_table = f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
            for name, _sql in _triggers(model, connection.vendor):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the triggers for a block and put them back, whatever happens in it."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _after_migrate(using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    install(connections[using])


def install_after_migrations(app: AppConfig) -> None:
    """Have the triggers installed whenever migrations have run."""
    post_migrate.connect(_after_migrate, sender=app, dispatch_uid="governance.append_only")
