"""The follow-up of resolutions (Beschlusskontrolle, decisions.md "Resolutions"): who moves it, and what is reported.

The states stand in `governance.rules.lifecycles.FOLLOW_UP`. An owner accepts or declines; nobody does so for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from governance.rules.lifecycles import FOLLOW_UP, LIVE_FOLLOW_UPS, FollowUpState, MeasureState
from governance.rules.measures import SOON, MoveRule, Occasion, Side, Timing
from governance.rules.measures import occasion as measure_occasion
from governance.rules.text import Message, mark

LONGEST_NOTE: Final = 2000

MOVES: Mapping[str, MoveRule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            MoveRule("begin", Side.RESPONSIBLE, mark("Report as begun"), mark("Work on it has begun")),
            MoveRule(
                "delay", Side.RESPONSIBLE, mark("Report a delay"), mark("Delayed"), needs_reason=True, needs_date=True
            ),
            MoveRule(
                "keep_going", Side.RESPONSIBLE, mark("Report as continuing task"), mark("Reported as continuing task"),
                needs_date=True,
            ),
            MoveRule(
                "report_done", Side.RESPONSIBLE, mark("Report as done"), mark("Reported as done"), needs_reason=True
            ),
            MoveRule("reopen", Side.COORDINATION, mark("Take up again"), mark("Taken up again"), needs_reason=True),
            MoveRule("lift", Side.COORDINATION, mark("Lift by a resolution"), mark("Lifted by a later resolution")),
        )
    }
)  # fmt: skip

ENTRY_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "open": mark("Follow-up begun"),
        "edit": mark("Follow-up changed"),
        "accept": mark("Follow-up accepted"),
        "decline": mark("Follow-up declined"),
        "report": mark("Report on how it stands"),
        **{rule.name: rule.done for rule in MOVES.values()},
    }
)
"""What the entries in the course of a follow-up are called."""


@dataclass(frozen=True)
class Standing:
    """Where a follow-up stands, and what its owner has answered. `reachable`: somebody can answer for the owner."""

    state: FollowUpState
    accepted: bool = False
    declined: bool = False
    reachable: bool = True

    @property
    def unanswered(self) -> bool:
        """Whether the owner has yet to say whether they do it."""
        return self.state in LIVE_FOLLOW_UPS and not self.accepted and not self.declined


def open_moves(standing: Standing, sides: frozenset[Side]) -> tuple[MoveRule, ...]:
    """Return the moves open to somebody on `sides`; the owner reports only after accepting."""
    return tuple(
        rule
        for rule in MOVES.values()
        if rule.side in sides
        and standing.state in FOLLOW_UP[rule.name].sources
        and (rule.side is Side.COORDINATION or standing.accepted)
    )


def waits_for(standing: Standing) -> Message:
    """Return the sentence that says who is to act next."""
    if standing.state not in LIVE_FOLLOW_UPS:
        return Message(mark("The follow-up is finished."))
    if standing.declined:
        return Message(mark("The owner has declined. The coordination enters another one."))
    if standing.unanswered and not standing.reachable:
        return Message(mark("Nobody is entered who can answer for the owner. The coordination enters a contact."))
    if standing.unanswered:
        return Message(mark("The owner has not answered yet. Nobody accepts or declines for them."))
    return Message(mark("The owner reports how it stands."))


def when(state: FollowUpState, until: date, today: date) -> Timing:
    """Return how the date of a follow-up stands on the local date `today`; a finished one is calm."""
    if state not in LIVE_FOLLOW_UPS:
        return Timing.CALM
    if until < today:
        return Timing.OVERDUE
    return Timing.SOON if until - today <= SOON else Timing.CALM


def occasion(
    *, asked_on: date | None, accepted: bool, until: date, reminded_on: date | None, today: date
) -> Occasion | None:
    """Return why the owner of a live follow-up is reminded on `today`, as of a measure; `asked_on` while unanswered."""
    state = MeasureState.ACCEPTED if accepted else MeasureState.OPEN
    return measure_occasion(
        state, asked_on=today if accepted else asked_on, until=until, reminded_on=reminded_on, today=today
    )


# Agendas are records in German, so these words are not translated.
PRINTED_STATES: Mapping[FollowUpState, str] = MappingProxyType(
    {
        FollowUpState.OPEN: "noch nicht begonnen",
        FollowUpState.IN_PROGRESS: "in Arbeit",
        FollowUpState.DELAYED: "verspätet",
        FollowUpState.CONTINUING: "läuft weiter",
        FollowUpState.DONE: "erledigt",
        FollowUpState.LIFTED: "aufgehoben",
    }
)


@dataclass(frozen=True)
class ReportLine:
    """One follow-up in the list of a report item, in words that are printed: German, as every agenda is."""

    number: str
    task: str
    owner: str
    until: date
    state: str


_PRINTED = re.compile(r"\S+: .* – .*, bis \d\d\.\d\d\.\d{4}, [\w ]+|… und \d+ weitere, siehe Beschlusskontrolle")


def report_note(lines: Sequence[ReportLine], before: str = "") -> str:
    """Return the list for the note of the agenda item; what does not fit is counted in the last line.

    Lines of the note `before` that were not generated are a person's and stay above the list.
    """
    own = [line for line in before.splitlines() if not _PRINTED.fullmatch(line)]
    rows = [f"{line.number}: {line.task} – {line.owner}, bis {line.until:%d.%m.%Y}, {line.state}" for line in lines]
    note = "\n".join([*own, *rows])
    kept = len(rows)
    while len(note) > LONGEST_NOTE and kept:
        kept -= 1
        note = "\n".join([*own, *rows[:kept], f"… und {len(rows) - kept} weitere, siehe Beschlusskontrolle"])
    return note[:LONGEST_NOTE]
