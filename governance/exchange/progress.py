"""How far a long import is. A cache holds it, because the import is one transaction that nobody sees into.

On SQLite its transaction locks the database, too: the cache called `progress` must not be a table of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import BaseCache, caches

LASTS = 24 * 60 * 60
EVERY = 20


@dataclass(frozen=True)
class Progress:
    """Rows done, of how many."""

    done: int
    total: int


def _cache() -> BaseCache:
    return caches["progress" if "progress" in settings.CACHES else "default"]


def tell(name: str, done: int, total: int) -> None:
    """Note how far the import called `name` is; now and then, not at every row."""
    if done % EVERY == 0 or done == total:
        _cache().set(f"import:{name}", (done, total), LASTS)


def forget(name: str) -> None:
    """Forget the progress of an import that is over, or begins once more."""
    _cache().delete(f"import:{name}")


def read(name: str) -> Progress | None:
    """Return how far the import is, None before its first rows."""
    found = _cache().get(f"import:{name}")
    return Progress(*found) if found else None
