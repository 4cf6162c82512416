"""Remakes the initial migrations of the domain so that they run quickly (`make migration`), until the first release.

What `makemigrations` writes adds each of some 300 foreign keys to its table later, and each addition renders the models
around it once more. And all migrations of other apps that refer to the user carry our tables along in their state. So:
the user first, the rest after everybody else's, keys and constraints inside their tables.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

APP = "governance"
OURS = (APP, "portal")
FOLDER = Path(__file__).resolve().parents[1] / APP / "migrations"
USERS, INITIAL = "0001_users", "0002_initial"


def targets(field: Any) -> set[str]:
    """Return the models of the app that a field refers to, by their lower-case names."""
    remote = getattr(field, "remote_field", None)
    named = [remote.model, getattr(remote, "through", None)] if remote else []
    labels = [str(getattr(model, "_meta", model)).lower().split(".") for model in named if model]
    return {label[1] for label in labels if label[0] == APP}


class Tables:
    """The models of a migration with everything that was added to them, in an order that needs few additions."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.models: dict[str, CreateModel] = {}
        self.rest: list[Operation] = []
        for operation in operations:
            if isinstance(operation, CreateModel):
                self.models[operation.name_lower] = operation
            elif isinstance(operation, AddField):
                self.models[operation.model_name_lower].fields.append((operation.name, operation.field))
            elif isinstance(operation, AddConstraint):
                self.models[operation.model_name_lower].options.setdefault("constraints", []).append(
                    operation.constraint
                )
            elif isinstance(operation, AddIndex):
                self.models[operation.model_name_lower].options.setdefault("indexes", []).append(operation.index)
            else:
                self.rest.append(operation)
        self.later: list[AddField] = []

    def operations(self) -> list[Operation]:
        """Return the operations: tables after those that they refer to, then what closes a circle."""
        order = self._order()
        for name in order:
            model = self.models[name]
            places = {field.name: place for place, field in enumerate(apps.get_model(APP, name)._meta.get_fields())}
            model.fields.sort(key=lambda field: (field[0] != "id", places[field[0]]))
        return [*(self.models[name] for name in order), *self.later, *self.rest]

    def _order(self) -> list[str]:
        while True:
            graph = {name: self._needed(model) - {name} for name, model in self.models.items()}
            try:
                return list(TopologicalSorter(graph).static_order())
            except CycleError as found:
                self._open(found.args[1])

    @staticmethod
    def _needed(model: CreateModel) -> set[str]:
        return {name for _name, field in model.fields for name in targets(field)}

    def _open(self, circle: list[str]) -> None:
        """Take out of a circle of tables one field that may be empty; the table gets it later."""
        for needed, name in pairwise(circle):
            model = self.models[name]
            for field_name, field in model.fields:
                if needed in targets(field) and (field.null or field.many_to_many):
                    model.fields = [row for row in model.fields if row[0] != field_name]
                    self.later.append(AddField(name, field_name, field))
                    return
        raise SystemExit(f"No field may be empty in the circle {circle}.")


def written(name: str, dependencies: Iterable[tuple[str, str]], operations: list[Operation]) -> None:
    """Write a migration."""
    migration = Migration(name, APP)
    migration.initial = True
    migration.dependencies = list(dependencies)
    migration.operations = operations
    (FOLDER / f"{name}.py").write_text(MigrationWriter(migration).as_string(), encoding="utf-8")


def remake() -> None:
    """Write the migrations anew."""
    for path in FOLDER.glob("0*.py"):
        path.unlink()
    call_command("makemigrations", APP, name="initial", verbosity=0)
    made: type[Migration] = importlib.import_module(f"{APP}.migrations.0001_initial").Migration
    (FOLDER / "0001_initial.py").unlink()
    tables = Tables(made.operations).operations()
    user = [table for table in tables if isinstance(table, CreateModel) and table.name == "User"]
    written(USERS, made.dependencies, user)
    others = [key for key in MigrationLoader(None).graph.leaf_nodes() if key[0] not in OURS]
    written(INITIAL, [(APP, USERS), *others], [table for table in tables if table not in user])
    call_command("makemigrations", "--check", "--dry-run")


if __name__ == "__main__":
    django.setup()
    remake()
