"""In which orders a list may be read. Each list names its own orders beside its query, the first is the usual one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import Combinable, OrderBy

Direction = Literal["", "ascending", "descending", "other"]
RowsT = TypeVar("RowsT", bound=QuerySet[Any])


@dataclass(frozen=True)
class Order:
    """One order: by which `fields` (the last one decides between equals), and what it is for a reader of the table.

    `column` is the column that the rows go by, empty if none shows it; `direction` is its `aria-sort`.
    """

    fields: tuple[str | Combinable | OrderBy, ...]
    column: str = ""
    direction: Direction = ""


Orders = Mapping[str, Order]
"""The orders of one list under the word that stands for them in the address."""


def known_order(orders: Orders, word: str) -> str:
    """Return `word` if it is one of `orders`, otherwise the word of the usual order."""
    return word if word in orders else next(iter(orders))


def in_order(rows: RowsT, orders: Orders, word: str) -> RowsT:
    """Return `rows` in the order that `word` stands for."""
    return rows.order_by(*orders[known_order(orders, word)].fields)
