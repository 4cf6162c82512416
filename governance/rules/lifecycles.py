"""The small lifecycles around the planning process (process.md, "Lifecycles around it").

Each table is the one source of states and moves of its object; the models derive their transition methods
from it. The stages of the planning process themselves live in `governance.rules.stages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from governance.rules.text import mark


@dataclass(frozen=True)
class Move:
    """One step of a lifecycle: from any of `sources` to `target`."""

    sources: tuple[str, ...]
    target: str


Lifecycle = Mapping[str, Move]


class CaseState(StrEnum):
    """States of a case card."""

    NOMINATED = "nominated"
    SCHEDULED = "scheduled"
    RECONSTRUCTED = "reconstructed"
    WITHDRAWN = "withdrawn"


CASE_CARD: Lifecycle = {
    "schedule": Move((CaseState.NOMINATED, CaseState.SCHEDULED), CaseState.SCHEDULED),
    "reconstruct": Move((CaseState.SCHEDULED, CaseState.RECONSTRUCTED), CaseState.RECONSTRUCTED),
    "withdraw": Move((CaseState.NOMINATED, CaseState.SCHEDULED, CaseState.RECONSTRUCTED), CaseState.WITHDRAWN),
}


class PaperState(StrEnum):
    """States of a decision paper."""

    DRAFT = "draft"
    RELEASED = "released"
    SCHEDULED = "scheduled"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


DECISION_PAPER: Lifecycle = {
    "release": Move((PaperState.DRAFT,), PaperState.RELEASED),
    "recall": Move((PaperState.RELEASED,), PaperState.DRAFT),
    "schedule": Move((PaperState.RELEASED,), PaperState.SCHEDULED),
    "unschedule": Move((PaperState.SCHEDULED,), PaperState.RELEASED),
    "decide": Move((PaperState.SCHEDULED,), PaperState.DECIDED),
    "withdraw": Move((PaperState.DRAFT, PaperState.RELEASED, PaperState.SCHEDULED), PaperState.WITHDRAWN),
}


class MeetingState(StrEnum):
    """States of a meeting; "not quorate" is an outcome of its items, not a state."""

    PLANNED = "planned"
    INVITED = "invited"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    CANCELLED = "cancelled"


MEETING: Lifecycle = {
    "invite": Move((MeetingState.PLANNED,), MeetingState.INVITED),
    "open": Move((MeetingState.INVITED,), MeetingState.IN_SESSION),
    "close": Move((MeetingState.IN_SESSION,), MeetingState.CLOSED),
    "cancel": Move((MeetingState.PLANNED, MeetingState.INVITED), MeetingState.CANCELLED),
}


class ItemState(StrEnum):
    """States of an agenda item."""

    PLANNED = "planned"
    CALLED = "called"
    DONE = "done"
    REMOVED = "removed"
    POSTPONED = "postponed"


AGENDA_ITEM: Lifecycle = {
    "call": Move((ItemState.PLANNED,), ItemState.CALLED),
    "put_back": Move((ItemState.CALLED,), ItemState.PLANNED),
    "finish": Move((ItemState.CALLED,), ItemState.DONE),
    "remove": Move((ItemState.PLANNED, ItemState.CALLED), ItemState.REMOVED),
    "postpone": Move((ItemState.PLANNED, ItemState.CALLED), ItemState.POSTPONED),
}


class VoteState(StrEnum):
    """States of a vote; a closed or aborted vote is never opened again, a repeat is a new vote."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    ABORTED = "aborted"


VOTE: Lifecycle = {
    "open": Move((VoteState.PREPARED,), VoteState.OPEN),
    "close": Move((VoteState.OPEN,), VoteState.CLOSED),
    "abort": Move((VoteState.PREPARED, VoteState.OPEN), VoteState.ABORTED),
}


class MinutesState(StrEnum):
    """States of minutes; approved minutes are locked."""

    DRAFT = "draft"
    SIGNED_OFF = "signed_off"
    CIRCULATED = "circulated"
    APPROVED = "approved"


MINUTES: Lifecycle = {
    "sign_off": Move((MinutesState.DRAFT,), MinutesState.SIGNED_OFF),
    "circulate": Move((MinutesState.SIGNED_OFF,), MinutesState.CIRCULATED),
    "revise": Move((MinutesState.SIGNED_OFF, MinutesState.CIRCULATED), MinutesState.DRAFT),
    "approve": Move((MinutesState.CIRCULATED,), MinutesState.APPROVED),
}


class ActionState(StrEnum):
    """States of an action item."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ACTION_ITEM: Lifecycle = {
    "complete": Move((ActionState.OPEN,), ActionState.DONE),
    "drop": Move((ActionState.OPEN,), ActionState.DROPPED),
}


LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    CaseState: {
        "nominated": mark("Nominated"),
        "scheduled": mark("Scheduled for reconstruction"),
        "reconstructed": mark("Reconstructed"),
        "withdrawn": mark("Case withdrawn"),
    },
    PaperState: {
        "draft": mark("Draft"),
        "released": mark("Released"),
        "scheduled": mark("On an agenda"),
        "decided": mark("Decided"),
        "withdrawn": mark("Paper withdrawn"),
    },
    MeetingState: {
        "planned": mark("Planned"),
        "invited": mark("Invited"),
        "in_session": mark("In session"),
        "closed": mark("Session closed"),
        "cancelled": mark("Cancelled"),
    },
    ItemState: {
        "planned": mark("Not yet called"),
        "called": mark("Called"),
        "done": mark("Done"),
        "removed": mark("Removed from the agenda"),
        "postponed": mark("Postponed"),
    },
    VoteState: {
        "prepared": mark("Prepared"),
        "open": mark("Vote is open"),
        "closed": mark("Vote is closed"),
        "aborted": mark("Aborted"),
    },
    MinutesState: {
        "draft": mark("Minutes in draft"),
        "signed_off": mark("Signed off"),
        "circulated": mark("Circulated"),
        "approved": mark("Approved"),
    },
    ActionState: {
        "open": mark("Open"),
        "done": mark("Completed"),
        "dropped": mark("Dropped"),
    },
}
