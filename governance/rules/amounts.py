"""Amounts of money and shares of posts as people type them in German, and as papers print them.

Source: design/papers.md (Financial effect: amounts per year with source, posts in VZÄ), design/kreise.md ME-05, ME-06.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from governance.rules.text import mark

SOURCES = {
    "state": mark("state grant"),
    "county": mark("Kreis"),
    "municipality": mark("municipality"),
    "other": mark("other source"),
}
"""Where money comes from, by the key that is stored."""

_TYPED = re.compile(r"-?\d{1,3}(?:[.  ]\d{3})+(?:,\d{1,2})?|-?\d{1,12}(?:,\d{1,2})?|-?\d{1,12}\.\d{1,2}", re.ASCII)
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class AmountRow:
    """One line of a table of amounts; `amount` and `posts` are decimals as text, empty where there is none."""

    year: str = ""
    purpose: str = ""
    source: str = ""
    amount: str = ""
    posts: str = ""

    def to_data(self) -> dict[str, str]:
        """Return the line as it is stored."""
        return {
            "year": self.year,
            "purpose": self.purpose,
            "source": self.source,
            "amount": self.amount,
            "posts": self.posts,
        }

    @property
    def is_empty(self) -> bool:
        """Tell whether the line says nothing."""
        return not (self.purpose or self.amount or self.posts)


def amount_row(data: Mapping[str, object]) -> AmountRow:
    """Return a stored line."""
    return AmountRow(**{name: str(data.get(name) or "") for name in ("year", "purpose", "source", "amount", "posts")})


def parsed(typed: str) -> str:
    """Return a number as typed in German (`55.000,00`, `0,5`, `55000`) as a plain decimal; empty stays empty.

    A point before exactly three digits separates thousands, as people write it here. Raises `ValueError` for what is
    no such number.
    """
    text = typed.strip().removesuffix("€").removesuffix("EUR").strip()
    if not text:
        return ""
    if not _TYPED.fullmatch(text):
        raise ValueError(typed)
    grouped = "," in text or re.fullmatch(r"-?\d{1,3}(?:[.  ]\d{3})+", text)
    plain = re.sub(r"[.  ]", "", text).replace(",", ".") if grouped else text
    if abs(Decimal(plain)) >= LARGEST:
        raise ValueError(typed)
    return f"{Decimal(plain):f}"


def money(value: str) -> str:
    """Return a stored amount as papers print it: `55.000,00 €`."""
    return f"{_german(f'{Decimal(value):,.2f}')} €" if value else ""


def posts(value: str) -> str:
    """Return a stored share of posts as papers print it: `0,5`."""
    return _german(f"{Decimal(value).normalize():,f}") if value else ""


def total(values: list[str]) -> str:
    """Return the sum of stored numbers, empty if there is none."""
    numbers = [Decimal(value) for value in values if value]
    return f"{sum(numbers, Decimal(0)):f}" if numbers else ""


def _german(number: str) -> str:
    return number.replace(",", " ").replace(".", ",").replace(" ", ".")
