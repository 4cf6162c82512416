"""What a paper still lacks before it can be released (design `papers.md`, The paper)."""

from __future__ import annotations

from dataclasses import dataclass

from governance.rules.effects import PaperSubject
from governance.rules.facts import Severity
from governance.rules.guards import Finding
from governance.rules.text import Message, mark, mark_plural

_POINTS = mark_plural(
    "The proposed resolution has %(count)s point.", "The proposed resolution has %(count)s points."
)


@dataclass(frozen=True)
class SectionState:
    """A section of the template and whether something stands in it."""

    key: str
    label: str
    mandatory: bool
    filled: bool


@dataclass(frozen=True)
class PaperText:
    """What the check looks at; `points` counts the points of the proposed resolution that say something."""

    subject: PaperSubject
    has_process: bool
    points: int
    sections: tuple[SectionState, ...] = ()


def completeness(paper: PaperText) -> tuple[Finding, ...]:
    """Return the findings in the order of the paper, fulfilled ones included; open ones forbid the release."""
    found = []
    if paper.subject is PaperSubject.ESTABLISH_TOPIC:
        found.append(
            _finding(
                "paper_process",
                paper.has_process,
                Message(mark("The paper belongs to a process.")),
                Message(mark("Choose the process whose topic the body is to establish.")),
                "paper:process",
            )
        )
    found.append(
        _finding(
            "paper_points",
            paper.points > 0,
            Message(_POINTS[0], {"count": paper.points}, plural=_POINTS[1]),
            Message(mark("The proposed resolution is empty. Write at least one point.")),
            "paper:points",
        )
    )
    for section in paper.sections:
        if section.mandatory:
            found.append(_section(section))
    return tuple(found)


def _section(section: SectionState) -> Finding:
    name = {"section": section.label}
    return _finding(
        "paper_section",
        section.filled,
        Message(mark("The section “%(section)s” is written."), name),
        Message(mark("The mandatory section “%(section)s” is empty."), name),
        f"paper:section:{section.key}",
    )


def _finding(guard: str, fulfilled: bool, done: Message, missing: Message, link: str) -> Finding:
    message = done if fulfilled else missing
    return Finding(guard, fulfilled, Severity.BLOCKING, message, message, link=link)
