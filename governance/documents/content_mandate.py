"""What an Arbeitsauftrag says: a document of its own, and a part of the Beschlussvorlage that lays it before a body.

Source: seed 004, chapter 8.2 (design/kreise.md, HX-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.documents.content_base import Letterhead


@dataclass(frozen=True, kw_only=True)
class MandatePlace:
    """One place of the composition: organisation and seat; `lead` leads the group."""

    organisation: str
    seat: str = ""
    lead: bool = False


@dataclass(frozen=True, kw_only=True)
class MandateContent:
    """The text of a mandate. `results` and `report_back` are the printed words.

    `content_hash` is `governance.rules.mandates.mandate_hash`: by it the adoption knows the text that was laid.
    """

    group_name: str
    subject: str = ""
    objective: str = ""
    places: tuple[MandatePlace, ...] = ()
    working_form: str = ""
    result_form: str = ""
    results: tuple[str, ...] = ()
    special_conditions: str = ""
    report_back: str = ""
    ends_on: date | None = None
    version_number: int = 1
    content_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateDocument:
    """A mandate to hand out. `status_line` says what the reader holds, `resolution` which decision put it in force."""

    letterhead: Letterhead
    mandate: MandateContent
    body_name: str
    on: date
    status_line: str
    process_number: str = ""
    resolution: str = ""
    adopted_on: date | None = None
