"""Comparison of two texts, word by word: for the minutes and for the pages."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

# A date, an amount, a number of a paper and a hyphenated word are one word; the full stop behind it is another.
_WORDS = re.compile(r"\s+|\w+(?:[.,:/-]\w+)*|[^\w\s]+")


class DiffKind(StrEnum):
    """What happened to a piece of the old wording."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class DiffPart:
    """A piece of wording and what happened to it."""

    kind: DiffKind
    text: str


def word_diff(old: str, new: str) -> tuple[DiffPart, ...]:
    """Return `new` word by word, with what was added and, before it, what was struck."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[DiffPart] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(DiffPart(kind=DiffKind.SAME, text="".join(after[j1:j2])))
            continue
        if i2 > i1:
            parts.append(DiffPart(kind=DiffKind.REMOVED, text="".join(before[i1:i2])))
        if j2 > j1:
            parts.append(DiffPart(kind=DiffKind.ADDED, text="".join(after[j1:j2])))
    return tuple(parts)
