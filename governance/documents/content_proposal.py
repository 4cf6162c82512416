"""What a project group lays before the body: its Zielsystem and chains as frozen, and its answer to the mandate.

Source: design/process.md (`submit_proposal`), design/papers.md ("Facts pulled in, not retyped").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ProposedGoal:
    """One goal or activity of the frozen Zielsystem; `level` is the printed word, `responsible` an organisation."""

    number: str
    level: str
    text: str
    responsible: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProposedStep:
    """One step of a frozen chain."""

    number: str
    actor: str
    text: str
    days: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposedChain:
    """A frozen chain; `longest` says in words how long the longest way takes."""

    title: str
    version_number: int
    steps: tuple[ProposedStep, ...] = ()
    longest: str = ""
    open_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupAnswer:
    """What the group answers to one part of its mandate."""

    part: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ProposalContent:
    """A proposal. `documents` are further results, with date and place; `approval` says how the group agreed."""

    goals_title: str = ""
    goals_version: int | None = None
    goals: tuple[ProposedGoal, ...] = ()
    goals_open_reason: str = ""
    chains: tuple[ProposedChain, ...] = ()
    documents: tuple[str, ...] = ()
    answers: tuple[GroupAnswer, ...] = ()
    approval: str = ""
    minority_opinion: str = ""
