"""A hint while drafting: has a topic like this been dealt with before? (design `process.md`, edge case 3)

Compares the words of two sentences; it hints, it decides nothing.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w{4,}")
# Words that say nothing about the matter, and the matter of every process here.
_COMMON_WORDS = """
    aber auch beim diese dieser dieses durch eine einem einen einer eines fehlen fehlende fehlender fehlt
    haben ihre ihren kann keine können nach nicht oder ohne sich sind sondern thema über unter werden wenn
    wird ausländische migration integration menschen zugewanderte zugewanderten
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_STEM = 6
# Assumed: half of the words of the shorter sentence.
SIMILAR_FROM = 0.5


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _COMMON)


def similarity(one: str, other: str) -> float:
    """Return the share, 0 to 1, of the telling words of the shorter text that the other one has, too."""
    first, second = _stems(one), _stems(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))
