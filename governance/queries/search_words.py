"""What a search looks for and what it finds: words, hits, the surroundings of a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from governance.rules.characters import clean_line

MOST_WORDS = 8
MOST_CHARACTERS = 200
GROUP_SIZE = 25
EXCERPT = 160


@dataclass(frozen=True)
class Hit:
    """One record found. `page` and `ids` name the portal page that shows it; `at` is an aware moment or None.

    `query` chooses a place on that page.
    """

    title: str
    page: str
    ids: tuple[str, ...]
    context: str = ""
    excerpt: str = ""
    at: datetime | None = None
    query: str = ""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind; `more` tells that there are others beyond `GROUP_SIZE`."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


def words_of(text: str) -> tuple[str, ...]:
    """Return the words to look for: cleaned, at most `MOST_WORDS`, all of which must occur."""
    return tuple(clean_line(text[:MOST_CHARACTERS]).split())[:MOST_WORDS]


def group(kind: str, hits: Iterable[Hit]) -> HitGroup:
    """Return a group of at most `GROUP_SIZE` hits."""
    found = tuple(hits)
    return HitGroup(kind, found[:GROUP_SIZE], len(found) > GROUP_SIZE)


def matching(rows: QuerySet[Any], words: tuple[str, ...], *fields: str) -> list[Any]:
    """Return the rows in which every word occurs in one of `fields`, one more than a group shows."""
    return list(having(rows, words, *fields)[: GROUP_SIZE + 1])


def having(rows: QuerySet[Any], words: tuple[str, ...], *fields: str) -> QuerySet[Any]:
    """Return the rows in which every word occurs in one of `fields`."""
    for word in words:
        condition = Q()
        for name in fields:
            for spelling in _spellings(word):
                condition |= Q(**{f"{name}__icontains": spelling})
        rows = rows.filter(condition)
    return rows


def _spellings(word: str) -> set[str]:
    """SQLite compares upper and lower case alike only in ASCII; other words are tried in their usual spellings."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def excerpt(words: tuple[str, ...], *texts: str) -> str:
    """Return the surroundings of the first word found in `texts`, or nothing."""
    for text in texts:
        line = clean_line(text)
        places = [line.casefold().find(word.casefold()) for word in words]
        found = [place for place in places if place >= 0]
        if found:
            start = max(min(found) - EXCERPT // 3, 0)
            return _cut(line, start, start + EXCERPT)
    return ""


def _cut(line: str, start: int, end: int) -> str:
    """Return `line` from `start` to `end`, without the pieces of words at both ends."""
    piece = line[start:end]
    if start and not line[start - 1].isspace():
        piece = piece.partition(" ")[2] or piece
    if end < len(line) and not line[end].isspace():
        piece = piece.rpartition(" ")[0] or piece
    return f"{'… ' if start else ''}{piece.strip()}{' …' if end < len(line) else ''}"


def holds(words: tuple[str, ...], text: str) -> bool:
    """Tell whether every word occurs in `text`, as `matching` asks the database."""
    folded = text.casefold()
    return all(word.casefold() in folded for word in words)
