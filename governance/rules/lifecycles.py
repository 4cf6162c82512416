"""The small lifecycles around the planning process (process.md, "Lifecycles around it").

Each table is the one source of states and moves of its object; the models derive their transition methods
from it. The stages of the planning process themselves live in `governance.rules.stages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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


class MandateState(StrEnum):
    """States of a mandate (Arbeitsauftrag); what was adopted is changed by a further version only."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    FULFILLED = "fulfilled"
    ENDED = "ended"


MANDATE: Lifecycle = {
    "adopt": Move((MandateState.DRAFT,), MandateState.ADOPTED),
    "fulfil": Move((MandateState.ADOPTED,), MandateState.FULFILLED),
    "take_up_again": Move((MandateState.FULFILLED,), MandateState.ADOPTED),
    "end": Move((MandateState.DRAFT, MandateState.ADOPTED, MandateState.FULFILLED), MandateState.ENDED),
}


class MandateVersionState(StrEnum):
    """States of one version of a mandate; an adopted version is immutable, in the database too."""

    DRAFT = "draft"
    ADOPTED = "adopted"


MANDATE_VERSION: Lifecycle = {
    "adopt": Move((MandateVersionState.DRAFT,), MandateVersionState.ADOPTED),
}


class NominationState(StrEnum):
    """States of the question whom an organisation sends into a project group."""

    OPEN = "open"
    NAMED = "named"
    DECLINED = "declined"
    RELEASED = "released"


NOMINATION: Lifecycle = {
    "name": Move((NominationState.OPEN, NominationState.NAMED, NominationState.DECLINED), NominationState.NAMED),
    "decline": Move((NominationState.OPEN, NominationState.NAMED), NominationState.DECLINED),
    "release": Move((NominationState.OPEN, NominationState.NAMED, NominationState.DECLINED), NominationState.RELEASED),
    "ask_again": Move((NominationState.DECLINED, NominationState.RELEASED), NominationState.OPEN),
}


class FrozenState(StrEnum):
    """States of a frozen version of a Zielsystem or of a Dienstleistungskette."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


FROZEN_VERSION: Lifecycle = {
    "adopt": Move((FrozenState.PROPOSED,), FrozenState.ADOPTED),
    "supersede": Move((FrozenState.PROPOSED, FrozenState.ADOPTED), FrozenState.SUPERSEDED),
}


class ConsentState(StrEnum):
    """States of an actor's consent to a version of a chain: it binds nobody who has not agreed."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"


ACTOR_CONSENT: Lifecycle = {
    "agree": Move((ConsentState.OPEN, ConsentState.DECLINED), ConsentState.AGREED),
    "decline": Move((ConsentState.OPEN, ConsentState.AGREED), ConsentState.DECLINED),
}


class MeasureState(StrEnum):
    """States of a measure; its organisation accepts or declines, nobody does so for it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    INFEASIBLE = "infeasible"
    DEFERRED = "deferred"
    DROPPED = "dropped"


# A measure that nobody will carry out any more, or that is carried out (process.md, `start_evaluation`).
SETTLED_MEASURES: frozenset[MeasureState] = frozenset({MeasureState.DONE, MeasureState.DROPPED})
UNDER_WAY: frozenset[MeasureState] = frozenset({MeasureState.ACCEPTED, MeasureState.IN_PROGRESS, MeasureState.DEFERRED})

MEASURE: Lifecycle = {
    "accept": Move((MeasureState.OPEN,), MeasureState.ACCEPTED),
    "decline": Move((MeasureState.OPEN,), MeasureState.DECLINED),
    "reassign": Move(
        (MeasureState.OPEN, MeasureState.DECLINED, MeasureState.INFEASIBLE, *sorted(UNDER_WAY)), MeasureState.OPEN
    ),
    "begin": Move((MeasureState.ACCEPTED, MeasureState.DEFERRED), MeasureState.IN_PROGRESS),
    "finish": Move(tuple(sorted(UNDER_WAY)), MeasureState.DONE),
    "find_infeasible": Move(tuple(sorted(UNDER_WAY)), MeasureState.INFEASIBLE),
    "defer": Move(tuple(sorted(UNDER_WAY)), MeasureState.DEFERRED),
    "reopen": Move((MeasureState.DONE, MeasureState.INFEASIBLE), MeasureState.IN_PROGRESS),
    "drop": Move(
        (MeasureState.OPEN, MeasureState.DECLINED, MeasureState.INFEASIBLE, *sorted(UNDER_WAY)), MeasureState.DROPPED
    ),
}


class FollowUpState(StrEnum):
    """States of the follow-up of a resolution (Beschlusskontrolle, decisions.md)."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    CONTINUING = "continuing"
    DONE = "done"
    LIFTED = "lifted"


LIVE_FOLLOW_UPS: frozenset[FollowUpState] = frozenset(
    {FollowUpState.OPEN, FollowUpState.IN_PROGRESS, FollowUpState.DELAYED, FollowUpState.CONTINUING}
)
_LIVE_FOLLOW_UPS = tuple(sorted(LIVE_FOLLOW_UPS))

FOLLOW_UP: Lifecycle = {
    "begin": Move(_LIVE_FOLLOW_UPS, FollowUpState.IN_PROGRESS),
    "delay": Move(_LIVE_FOLLOW_UPS, FollowUpState.DELAYED),
    "keep_going": Move(_LIVE_FOLLOW_UPS, FollowUpState.CONTINUING),
    "report_done": Move(_LIVE_FOLLOW_UPS, FollowUpState.DONE),
    "reopen": Move((FollowUpState.DONE,), FollowUpState.OPEN),
    "lift": Move((*_LIVE_FOLLOW_UPS, FollowUpState.DONE), FollowUpState.LIFTED),
}


class PublicationState(StrEnum):
    """States of the publication of a resolution (access.md: published by the secretariat after the chair's yes)."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LIVE_PUBLICATIONS: frozenset[PublicationState] = frozenset({PublicationState.PROPOSED, PublicationState.PUBLISHED})

PUBLICATION: Lifecycle = {
    "agree": Move((PublicationState.PROPOSED,), PublicationState.PUBLISHED),
    "decline": Move((PublicationState.PROPOSED,), PublicationState.DECLINED),
    "withdraw": Move((PublicationState.PROPOSED, PublicationState.PUBLISHED), PublicationState.WITHDRAWN),
}
