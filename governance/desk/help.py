"""Inline help of lists and editors: a short text, and where the handbook says more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Help:
    """What a list or an editor says about itself; `handbook` is a chapter with the mark of a section.

    `nothing` stands in an empty list: what belongs there.
    """

    text: Any = ""
    handbook: str = ""
    nothing: Any = ""

    @property
    def url(self) -> str:
        """Return where the handbook says more, "" where it says nothing."""
        chapter, hash_sign, mark = self.handbook.partition("#")
        return f"{reverse('handbook_chapter', args=[chapter])}{hash_sign}{mark}" if chapter else ""
