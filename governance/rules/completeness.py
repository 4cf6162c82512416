"""What a paper still lacks before it can be released (design `papers.md`, The paper)."""

from __future__ import annotations

from dataclasses import dataclass, field

from governance.rules.facts import Severity, StepFacts
from governance.rules.guards import GUARDS, Finding
from governance.rules.outcomes import MANDATE_SUBJECTS, PROCESS_SUBJECTS, PaperSubject
from governance.rules.solution_facts import MandateFacts, ProposalFacts
from governance.rules.text import Message, mark, mark_plural

# Beginning of the link of a finding that waits for a justification; the name of its guard follows.
TO_JUSTIFY = "paper:justification:"
# A proposal prints what was frozen and what the group says of it, so that has to be there before the release.
PRINTED = ("results_frozen", "mandate_answered", "group_agreed")
_POINTS = mark_plural("The proposed resolution has %(count)s point.", "The proposed resolution has %(count)s points.")


@dataclass(frozen=True)
class SectionState:
    """A section of the template and whether something stands in it."""

    key: str
    label: str
    mandatory: bool
    filled: bool


@dataclass(frozen=True)
class ToJustify:
    """A finding on the topic's evidence that holds its submission up until somebody has justified it."""

    guard: str
    sentence: str
    justified: bool


@dataclass(frozen=True)
class PaperText:
    """What the check looks at; `points` counts the points of the proposed resolution that say something.

    `to_justify`: what the paper will have to print, so it has to be written before the release. `mandate`: what is
    known of the mandate that a paper on one lays before the body; `proposal`: what the group hands in.
    """

    subject: PaperSubject
    has_process: bool
    points: int
    sections: tuple[SectionState, ...] = ()
    to_justify: tuple[ToJustify, ...] = ()
    mandate: MandateFacts = field(default_factory=MandateFacts)
    proposal: ProposalFacts = field(default_factory=ProposalFacts)


def completeness(paper: PaperText) -> tuple[Finding, ...]:
    """Return the findings in the order of the paper, fulfilled ones included; open ones forbid the release."""
    found: list[Finding] = []
    if paper.subject in PROCESS_SUBJECTS:
        found.append(_process(paper.has_process))
    if paper.subject in MANDATE_SUBJECTS and paper.has_process:
        # The paper prints the draft of its process, so there has to be one and it has to be complete.
        found += GUARDS["mandate_complete"](StepFacts(mandate=paper.mandate))
    if paper.subject is PaperSubject.ADOPT_PROPOSAL and paper.has_process:
        found += [row for name in PRINTED for row in GUARDS[name](StepFacts(proposal=paper.proposal))]
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
    found += [_justification(row) for row in paper.to_justify]
    return tuple(found)


def _process(has_process: bool) -> Finding:
    return _finding(
        "paper_process",
        has_process,
        Message(mark("The paper belongs to a process.")),
        Message(mark("Choose the process on which the body is to decide.")),
        "paper:process",
    )


def _section(section: SectionState) -> Finding:
    name = {"section": section.label}
    return _finding(
        "paper_section",
        section.filled,
        Message(mark("The section “%(section)s” is written."), name),
        Message(mark("The mandatory section “%(section)s” is empty."), name),
        f"paper:section:{section.key}",
    )


def _justification(row: ToJustify) -> Finding:
    values = {"finding": row.sentence}
    return _finding(
        "paper_justification",
        row.justified,
        Message(mark("Justified in writing: %(finding)s"), values),
        Message(mark("To be justified before the release: %(finding)s"), values),
        f"{TO_JUSTIFY}{row.guard}",
    )


def _finding(guard: str, fulfilled: bool, done: Message, missing: Message, link: str) -> Finding:
    message = done if fulfilled else missing
    return Finding(guard, fulfilled, Severity.BLOCKING, message, message, link=link)
