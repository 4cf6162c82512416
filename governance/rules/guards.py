"""Guards: pure functions from facts to findings (design `process.md`, "Guards").

A page shows every finding of a possible step, fulfilled ones included. A finding that names a case has a
counting variant for viewers who may not see cases; `for_public` swaps it in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from governance.rules.criteria import earliest_full_tenure
from governance.rules.facts import (
    CaseFacts,
    Criterion,
    PaperFacts,
    ProfileFacts,
    SeriesFacts,
    Severity,
    StepFacts,
    TopicFacts,
)
from governance.rules.findings import Finding, Guard, is_justifiable
from governance.rules.guards_effect import EFFECT_GUARDS
from governance.rules.guards_mandate import MANDATE_GUARDS
from governance.rules.guards_paper import PAPER_GUARDS
from governance.rules.guards_proposal import PROPOSAL_GUARDS
from governance.rules.guards_scope import SCOPE_GUARDS
from governance.rules.guards_topic import TOPIC_GUARDS, withdrawn_cases
from governance.rules.transitions import TRANSITIONS

# One address for whoever asks a guard: the facts and criteria it judges come along.
__all__ = [
    "GUARDS",
    "CaseFacts",
    "Criterion",
    "Finding",
    "PaperFacts",
    "ProfileFacts",
    "SeriesFacts",
    "Severity",
    "StepFacts",
    "TopicFacts",
    "check",
    "earliest_full_tenure",
    "flags",
    "for_public",
    "is_justifiable",
    "unmet",
]

GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        **TOPIC_GUARDS,
        **SCOPE_GUARDS,
        **PAPER_GUARDS,
        **MANDATE_GUARDS,
        **PROPOSAL_GUARDS,
        **EFFECT_GUARDS,
    }
)


def _rank(finding: Finding) -> int:
    if finding.fulfilled:
        return 2
    return 0 if finding.severity is Severity.BLOCKING else 1


def check(transition_name: str, facts: StepFacts) -> tuple[Finding, ...]:
    """Return the findings of every guard of a step: blocking first, then justifiable, then fulfilled.

    Raises `KeyError` for an unknown step.
    """
    findings = (finding for name in TRANSITIONS[transition_name].guards for finding in GUARDS[name](facts))
    return tuple(sorted(findings, key=_rank))


def unmet(findings: Iterable[Finding], justified: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what still forbids the step: blocking findings, and justifiable ones without a justification.

    `justified` holds the names of the guards for which a justification is written.
    """
    return tuple(
        finding
        for finding in findings
        if not finding.fulfilled and (finding.severity is Severity.BLOCKING or finding.guard not in justified)
    )


def flags(facts: StepFacts) -> tuple[Finding, ...]:
    """Return what deserves a look at any stage without undoing a decision: cases withdrawn after the topic
    was derived (`process.md`, edge case 2).
    """
    return tuple(finding for finding in withdrawn_cases(facts) if not finding.fulfilled)


def for_public(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings for a viewer who may not see cases: counts instead of codes, no quoted text."""
    seen: list[Finding] = []
    for finding in findings:
        public = finding
        if finding.case_code is not None:
            public = replace(finding, message=finding.public_message, detail=None, link="topic", case_code=None)
        if public not in seen:
            seen.append(public)
    return tuple(seen)
