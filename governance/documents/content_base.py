"""What every kind of document has: the letterhead, and how a paper is named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who sends the document. `notice` is a line under the head of every page, such as „Beispieldaten“."""

    authority_name: str
    unit: str = ""
    address_lines: tuple[str, ...] = ()
    contact_lines: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperReference:
    """A paper pinned to its version, as the agenda shows it, with the titles of the annexes that the reader sees."""

    number: str
    title: str = ""
    version_number: int | None = None
    annexes: tuple[str, ...] = ()
