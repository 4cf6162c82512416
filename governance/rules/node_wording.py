"""The German sentences on the single goals of a proposal, as they are put to the vote (process.md, edge case 11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.rules.goals import GoalLevel, NodeDecision

LEVEL_WORDS = {
    GoalLevel.PRINCIPLE_GOAL: "Grundsatzziel",
    GoalLevel.FRAMEWORK_GOAL: "Rahmenziel",
    GoalLevel.RESULT_GOAL: "Ergebnisziel",
    GoalLevel.ACTIVITY: "Aktivität",
}


@dataclass(frozen=True)
class NodeLine:
    """One goal or activity that is not simply adopted as proposed, or carries a note; `number` as in the tree."""

    number: str
    level: GoalLevel
    decision: NodeDecision
    proposed: str
    changed: str = ""
    note: str = ""


def nodes_wording(proposal: str, lines: Iterable[NodeLine], due_on: date | None) -> str:
    """Return the proposal with what is decided on its goals; without lines the proposal alone.

    `due_on` is the local date by which what is returned comes again.
    """
    sentences = [_sentence(line, due_on) for line in lines]
    if not sentences:
        return proposal
    head = "Dabei wird zum Zielsystem beschlossen:"
    return "\n".join([proposal, head, *sentences]).strip()


def _sentence(line: NodeLine, due_on: date | None) -> str:
    name = LEVEL_WORDS[line.level]
    if line.level is not GoalLevel.PRINCIPLE_GOAL:
        name = f"{name} {line.number}"
    if line.decision is NodeDecision.CHANGED:
        text = f"{name} erhält die Fassung: „{line.changed}“"
    elif line.decision is NodeDecision.RETURNED:
        until = f" und bis zum {due_on:%d.%m.%Y} wieder vorgelegt" if due_on else ""
        text = f"{name} („{line.proposed}“) wird an die Projektarbeitsgruppe zurückgegeben{until}."
    elif line.decision is NodeDecision.REJECTED:
        text = f"{name} („{line.proposed}“) wird abgelehnt."
    else:
        text = f"{name} („{line.proposed}“) wird beschlossen."
    return f"{text} Hinweis: {line.note}" if line.note else text
