"""What the states of every lifecycle are called: English source texts for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from governance.rules.lifecycles import (
    ActionState,
    CaseState,
    ConsentState,
    FollowUpState,
    FrozenState,
    ItemState,
    MandateState,
    MandateVersionState,
    MeasureState,
    MeetingState,
    MinutesState,
    NominationState,
    PaperState,
    PublicationState,
    VoteState,
)
from governance.rules.text import mark

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
    MandateState: {
        "draft": mark("Mandate in draft"),
        "adopted": mark("Mandate adopted"),
        "fulfilled": mark("Mandate fulfilled"),
        "ended": mark("Mandate ended"),
    },
    MandateVersionState: {
        "draft": mark("Draft"),
        "adopted": mark("Adopted by resolution"),
    },
    NominationState: {
        "open": mark("No answer yet"),
        "named": mark("Member named"),
        "declined": mark("Takes no part"),
        "released": mark("No longer in the composition"),
    },
    FrozenState: {
        "proposed": mark("Proposed"),
        "adopted": mark("Adopted by resolution"),
        "superseded": mark("Superseded"),
    },
    ConsentState: {
        "open": mark("No answer yet"),
        "agreed": mark("Agreed"),
        "declined": mark("Not agreed"),
    },
    MeasureState: {
        "open": mark("Not accepted yet"),
        "accepted": mark("Accepted"),
        "declined": mark("Declined"),
        "in_progress": mark("In progress"),
        "done": mark("Completed"),
        "infeasible": mark("Not feasible"),
        "deferred": mark("Deferred"),
        "dropped": mark("Dropped"),
    },
    FollowUpState: {
        "open": mark("Open"),
        "in_progress": mark("In progress"),
        "delayed": mark("Delayed"),
        "continuing": mark("Continuing task"),
        "done": mark("Done and reported"),
        "lifted": mark("Lifted by resolution"),
    },
    PublicationState: {
        "proposed": mark("Waits for the chair's yes"),
        "published": mark("Published"),
        "declined": mark("The chair has declined"),
        "withdrawn": mark("Publication withdrawn"),
    },
}
