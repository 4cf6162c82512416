"""Sentences of the rules, translated only where they are shown.

The rules know no Django and no language of the reader. They return an English source sentence with its
values; the layers above render it with gettext (`governance.queries.wording.say`). The catalogue is extracted
from calls of `mark` and `mark_plural`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def mark(text: str) -> str:
    """Mark `text` for the catalogue and return it unchanged."""
    return text


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Mark a pair of sentences for the catalogue and return it unchanged."""
    return singular, plural


@dataclass(frozen=True)
class Message:
    """A sentence with named values, `%(name)s` in the source text.

    With `plural`, the value called `count` chooses between `text` and `plural`. A value may be a message itself.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
