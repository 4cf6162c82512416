"""Inline help of lists and editors: a short text, and where the handbook says more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Help:
    """What a list or an editor says about itself; `handbook` is a page of the handbook with its place.

    `nothing` stands in an empty list: what belongs there.
    """

    text: Any = ""
    handbook: str = ""
    nothing: Any = ""

    @property
    def url(self) -> str:
        """Return where the handbook says more, if the installation says where its handbook is."""
        base = str(settings.HANDBOOK_URL)
        return f"{base.rstrip('/')}/{self.handbook}" if base and self.handbook else ""
