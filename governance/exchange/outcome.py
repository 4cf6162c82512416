"""What an import did or would do, row by row, as it is stored and shown."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from import_export.results import RowResult

from governance.exchange.resource import Draft, TableResource
from governance.rules.characters import clean_line, shortened

logger = logging.getLogger("lenkwerk")
LONGEST_SHOWN = 300


class Effect(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True)
class CellOutcome:
    """A cell that is new, changes or is wrong; `fault` is the sentence about it. A heading of "" is the whole row."""

    heading: str
    old: str = ""
    new: str = ""
    fault: str = ""


@dataclass(frozen=True)
class RowOutcome:
    """A row by the number that the programme shows beside it, what becomes of it, and its cells that matter."""

    number: int
    effect: Effect
    label: str
    cells: tuple[CellOutcome, ...] = field(default=())

    def to_data(self) -> list[Any]:
        """Return what is stored."""
        return [
            self.number,
            self.effect,
            self.label,
            [[cell.heading, cell.old, cell.new, cell.fault] for cell in self.cells],
        ]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> RowOutcome:
        """Return the row of `to_data`."""
        number, effect, label, cells = data
        return cls(number, Effect(effect), label, tuple(CellOutcome(*cell) for cell in cells))


def outcomes(resource: TableResource, results: Sequence[RowResult]) -> list[RowOutcome]:
    """Return the outcome of every row that was read."""
    return [
        _outcome(resource, result, source.number, source.cells)
        for result, source in zip(results, resource.source, strict=True)
    ]


def counts(rows: Sequence[RowOutcome]) -> Counter[Effect]:
    """Return how many rows have which effect."""
    return Counter(row.effect for row in rows)


def digest(rows: Sequence[RowOutcome], whole: Sequence[str]) -> str:
    """Return the hash over what a dry run shows; `whole` are the full values, which the page shortens."""
    shown = json.dumps([[row.to_data() for row in rows], list(whole)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def full_values(resource: TableResource, results: Sequence[RowResult]) -> list[str]:
    """Return every old and new value in full, so that the digest covers what the page shortens."""
    found = []
    for result in results:
        for draft in (result.original, result.instance):
            if isinstance(draft, Draft):
                found += [_rendered(resource, draft, name) for name in sorted(resource.present)]
    return found


def _outcome(resource: TableResource, result: RowResult, number: int, cells: Sequence[str]) -> RowOutcome:
    label = shortened(clean_line(" · ".join(cell for cell in cells[:3] if cell)), 120)
    if result.validation_error is not None or result.errors:
        return RowOutcome(number, Effect.FAULTY, label, tuple(_faults(resource, result)))
    if result.import_type == RowResult.IMPORT_TYPE_SKIP:
        return RowOutcome(number, Effect.UNCHANGED, label)
    new = result.import_type == RowResult.IMPORT_TYPE_NEW
    changed = tuple(_changes(resource, None if new else result.original, result.instance))
    return RowOutcome(number, Effect.NEW if new else Effect.CHANGED, label, changed)


def _changes(resource: TableResource, before: Draft | None, after: Draft) -> list[CellOutcome]:
    found = []
    for name, column in resource.fields.items():
        if name not in resource.present:
            continue
        old = _rendered(resource, before, name) if before is not None else ""
        new = _rendered(resource, after, name)
        if old != new:
            found.append(CellOutcome(column.column_name, shortened(old, LONGEST_SHOWN), shortened(new, LONGEST_SHOWN)))
    return found


def _rendered(resource: TableResource, draft: Draft, name: str) -> str:
    return str(resource.fields[name].widget.render(getattr(draft, name, None)))


def _faults(resource: TableResource, result: RowResult) -> list[CellOutcome]:
    if result.errors:
        # Nothing that a person typed belongs into the log: the kind of the error and where it arose must do.
        logger.error("A row of an import failed: %s", type(result.errors[0].error).__name__)
        return [
            CellOutcome("", fault=_("This row could not be processed. Tell the administration the number of the row."))
        ]
    error = result.validation_error
    by_name = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return [
        CellOutcome(resource.fields[name].column_name if name in resource.fields else "", fault=" ".join(texts))
        for name, texts in by_name.items()
    ]
