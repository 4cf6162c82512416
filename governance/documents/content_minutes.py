"""What a Niederschrift says.

Source: design/decisions.md (Minutes; Resolutions and the register), design/kreise.md (PR-12 to PR-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from governance.documents.content_base import Letterhead, PaperReference
from governance.documents.richtree import RichText
from governance.rules.word_diff import DiffPart


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


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """An agenda item as it went. `outcome` is the printed word; `diff` is empty if nothing was changed.

    `called_at` and `done_at` are the actual times, None for an item that was not called; `planned_minutes` the
    planned length; `reason` why it was postponed or taken off.
    """

    number: str
    title: str
    outcome: str = ""
    paper: PaperReference | None = None
    is_public: bool = True
    called_at: datetime | None = None
    done_at: datetime | None = None
    planned_minutes: int | None = None
    guests: tuple[str, ...] = ()
    report: RichText = ()
    discussion: RichText = ()
    proposal: RichText = ()
    decided: RichText = ()
    diff: tuple[DiffPart, ...] = ()
    quorum: str = ""
    recusals: tuple[Recusal, ...] = ()
    votes: tuple[VoteRecord, ...] = ()
    reason: str = ""
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
    """A Niederschrift. `on` is the day of this version; `approval` says how and when it was approved.

    `opening` is what was said before the agenda, `closing` what was said after it.
    """

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
    summons_objections: str = ""
    agenda_objections: str = ""
    opening: RichText = ()
    voting: tuple[Attendee, ...] = ()
    advisory: tuple[Attendee, ...] = ()
    guests: tuple[Attendee, ...] = ()
    absent: tuple[Absentee, ...] = ()
    items: tuple[MinutesItem, ...] = ()
    closing: RichText = ()
    objections: tuple[Objection, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    approval: str = ""
    content_hash: str = ""
    register_head_hash: str = ""
