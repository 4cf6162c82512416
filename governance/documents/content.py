"""What a document says: one frozen dataclass for each kind, the only input of Word and PDF.

Who fills them (`governance.usecases`, commands, the bench) has already decided access; nothing here reads a
database. Texts are German, because documents are German whatever language the reader's interface has: build
them with the German translation active. Moments are aware datetimes and are printed in Europe/Berlin, days
are plain dates. Plain strings may hold anything a person typed, they are cleaned when they are laid out;
rich text is the tree of `governance.documents.richtext`.

Source: design/papers.md (The paper, Documents), design/decisions.md (Minutes), design/meetings.md (Agenda),
design/kreise.md (ME-01, PR-11 to PR-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from governance.documents.richtext import RichText


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who sends the document. `notice` is a line under the head of every page, such as „Beispieldaten“."""

    authority_name: str
    unit: str = ""
    address_lines: tuple[str, ...] = ()
    contact_lines: tuple[str, ...] = ()
    place: str = ""
    notice: str = ""


# ---------------------------------------------------------------------------------------------------------
# Beschlussvorlage


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
class Alternative:
    """Another proposed resolution beside the first."""

    label: str
    points: tuple[ResolutionPoint, ...]


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
class ListSection:
    """A section that is a list of lines."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A row of the financial effect: year, what for, euros, and who pays. Follow-up costs are rows too."""

    year: str
    purpose: str
    euros: Decimal
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountsSection:
    """A table of amounts with a total. No rows means that `note` says why („keine“)."""

    label: str
    rows: tuple[Amount, ...] = ()
    note: RichText = ()


Section = RichSection | ShortSection | ChoiceSection | ListSection | AmountsSection


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
class PaperDocument:
    """A Beschlussvorlage. `number` is None for a draft; `status_line` says what the reader holds."""

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
    alternatives: tuple[Alternative, ...] = ()
    sections: tuple[Section, ...] = ()
    case_facts: CaseFacts | None = None
    justifications: tuple[Justification, ...] = ()
    annexes: tuple[str, ...] = ()
    content_hash: str = ""


# ---------------------------------------------------------------------------------------------------------
# Einladung


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The address block and the salutation of a letter."""

    lines: tuple[str, ...]
    salutation: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperReference:
    """A paper pinned to its version, as the agenda shows it."""

    number: str
    title: str = ""
    version_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaEntry:
    """A row of the agenda. `is_heading` marks a title without an item of its own."""

    number: str
    title: str
    presenter: str = ""
    minutes: int | None = None
    paper: PaperReference | None = None
    is_public: bool = True
    guests: tuple[str, ...] = ()
    is_heading: bool = False
    is_late: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationDocument:
    """An Einladung with Tagesordnung. `recipient` is None for the copy that goes into the file."""

    letterhead: Letterhead
    recipient: Recipient | None
    body_name: str
    starts_at: datetime
    ends_at: datetime | None
    sent_on: date
    chair: str
    body_short_name: str = ""
    heading: str = "Einladung"
    place: str = ""
    online_url: str = ""
    online_note: str = ""
    items: tuple[AgendaEntry, ...] = ()
    notice_statement: str = ""
    notes: RichText = ()
    author: str = ""
    content_hash: str = ""


# ---------------------------------------------------------------------------------------------------------
# Niederschrift


class MinutesStatus(StrEnum):
    """How far the minutes are (design/decisions.md, Minutes)."""

    DRAFT = "draft"
    SIGNED_OFF = "signed_off"
    APPROVED = "approved"


@dataclass(frozen=True, kw_only=True)
class Presence:
    """From when to when; None means to the end of the session."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was there. `seat` is empty for guests, `remark` holds „Vorsitz“, „online“, „zu TOP 4“."""

    seat: str
    person: str
    deputy_for: str = ""
    presences: tuple[Presence, ...] = ()
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Absentee:
    """A seat that stayed empty; `state` is the printed word („entschuldigt“, „nicht anwesend“)."""

    seat: str
    person: str
    state: str


@dataclass(frozen=True, kw_only=True)
class VoteFigures:
    """Counted votes, printed by the formula of PR-13."""

    yes: int
    no: int
    abstentions: int
    recused: int = 0
    not_voting: int = 0


@dataclass(frozen=True, kw_only=True)
class NamedVote:
    """One line of a vote by name; `choice` is the printed word."""

    seat: str
    person: str
    choice: str


@dataclass(frozen=True, kw_only=True)
class VoteRecord:
    """A vote: the computed sentence, the figures, the rule that decided; `label` if an item has several."""

    verdict: str
    figures: VoteFigures | None = None
    label: str = ""
    rule: str = ""
    named_votes: tuple[NamedVote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recusal:
    """Who did not take part in an item, and on what ground."""

    seat: str
    person: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class ActionItem:
    """What somebody was asked to do."""

    text: str
    owner: str
    due_on: date | None = None


class DiffKind(StrEnum):
    """What happened to a piece of the proposed wording."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class DiffPart:
    """A piece of wording and what happened to it."""

    kind: DiffKind
    text: str


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """An agenda item as it went. `outcome` is the printed word; `diff` is empty if nothing was changed."""

    number: str
    title: str
    outcome: str = ""
    paper: PaperReference | None = None
    is_public: bool = True
    guests: tuple[str, ...] = ()
    report: RichText = ()
    discussion: RichText = ()
    proposal: RichText = ()
    decided: RichText = ()
    diff: tuple[DiffPart, ...] = ()
    quorum: str = ""
    recusals: tuple[Recusal, ...] = ()
    votes: tuple[VoteRecord, ...] = ()
    resolution_number: str = ""
    effect: str = ""
    action_items: tuple[ActionItem, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Objection:
    """An objection to the minutes and its answer; `state` is the printed word („offen“, „übernommen“)."""

    person: str
    on: date
    text: str
    state: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Addendum:
    """A dated correction after the minutes were locked."""

    on: date
    text: str
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """A line for a signature: „Vorsitz“, the name, and the moment of signing or None."""

    role: str
    name: str
    signed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesDocument:
    """A Niederschrift. `on` is the day of this version; `approval` says how and when it was approved."""

    letterhead: Letterhead
    body_name: str
    starts_at: datetime
    ends_at: datetime | None
    chair: str
    minute_taker: str
    status: MinutesStatus
    version_number: int | None
    on: date
    body_short_name: str = ""
    place: str = ""
    breaks: tuple[Presence, ...] = ()
    summons: str = ""
    quorum: str = ""
    agenda_objections: str = ""
    voting: tuple[Attendee, ...] = ()
    advisory: tuple[Attendee, ...] = ()
    guests: tuple[Attendee, ...] = ()
    absent: tuple[Absentee, ...] = ()
    items: tuple[MinutesItem, ...] = ()
    objections: tuple[Objection, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    approval: str = ""
    content_hash: str = ""
    register_head_hash: str = ""


Document = PaperDocument | InvitationDocument | MinutesDocument
