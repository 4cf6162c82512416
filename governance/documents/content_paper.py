"""What a Beschlussvorlage says.

Source: design/papers.md (The paper), design/kreise.md (HX-10, ME-01, PR-11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.documents.content_base import Letterhead
from governance.documents.content_mandate import MandateContent
from governance.documents.content_proposal import ProposalContent
from governance.documents.richtree import RichText


@dataclass(frozen=True, kw_only=True)
class Station:
    """One row of the Beratungsfolge. `role` and `outcome` are the printed words; `on` is None while open."""

    body_name: str
    role: str
    on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class ResolutionPoint:
    """One numbered point of the proposed resolution, votable on its own."""

    number: str
    text: RichText


@dataclass(frozen=True, kw_only=True)
class RichSection:
    """A section of free text."""

    label: str
    content: RichText


@dataclass(frozen=True, kw_only=True)
class ShortSection:
    """A section of one line."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ChoiceSection:
    """A section answered by a choice (its printed words) and a comment."""

    label: str
    choice: str
    comment: RichText = ()


@dataclass(frozen=True, kw_only=True)
class Amount:
    """One line of a table of amounts, every cell as it is printed."""

    year: str = ""
    purpose: str = ""
    source: str = ""
    amount: str = ""
    posts: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountSection:
    """A section of amounts per year with their source, and a remark (ME-06: “keine (vollständige Förderung)”)."""

    label: str
    rows: tuple[Amount, ...] = ()
    remark: RichText = ()


@dataclass(frozen=True, kw_only=True)
class ListSection:
    """A section of short lines."""

    label: str
    items: tuple[str, ...] = ()


Section = RichSection | ShortSection | ChoiceSection | AmountSection | ListSection


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """How many of the cases meet a criterion (HX-10)."""

    label: str
    met: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """A case that does not meet a criterion, and why it counts all the same."""

    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the paper says of its cases: figures, criteria and deviations, never a case's story."""

    total: int
    minimum: int | None = None
    criteria: tuple[Criterion, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    legal_areas: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Justification:
    """The finding of a guard and the reason why the step goes on (design/process.md)."""

    finding: str
    text: str
    author: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A file that belongs to the paper. `key` is its public id; the checksum binds a version to the file's content."""

    key: str
    title: str
    file_name: str
    size: int = 0
    sha256: str = ""
    confidential: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperDocument:
    """A Beschlussvorlage. `number` is None for a draft; `status_line` says what the reader holds.

    `layout` is `committee` where the consultation sequence and the proposed resolution come first (ME-01).
    """

    letterhead: Letterhead
    number: str | None
    version_number: int | None
    title: str
    subject_label: str
    body_name: str
    on: date
    status_line: str
    process_number: str = ""
    author: str = ""
    stations: tuple[Station, ...] = ()
    summary: RichText = ()
    resolution_lead: str = ""
    resolution_points: tuple[ResolutionPoint, ...] = ()
    sections: tuple[Section, ...] = ()
    case_facts: CaseFacts | None = None
    justifications: tuple[Justification, ...] = ()
    mandate: MandateContent | None = None
    proposal: ProposalContent | None = None
    annexes: tuple[Annex, ...] = ()
    content_hash: str = ""
    layout: str = "steering"
