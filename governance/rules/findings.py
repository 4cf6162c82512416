"""What a guard finds: fulfilled or not, how grave, in which words, and where it can be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from governance.rules.facts import Severity, StepFacts
from governance.rules.text import Message


@dataclass(frozen=True)
class Finding:
    """What a guard found.

    `link` is a symbolic target: "series", "case:<code>", "topic", "intake", "scope", "state", "document", "paper",
    "profile", "mandate", "group", "goal_system", "chain", "statement", "measures", "measure_plan", "evaluation",
    "notice"; None: the step's own form. `public_message` names no case. `detail` may quote what somebody wrote and is
    not for the public variant.
    """

    guard: str
    fulfilled: bool
    severity: Severity
    message: Message
    public_message: Message
    detail: Message | None = None
    link: str | None = None
    case_code: str | None = None


Guard = Callable[[StepFacts], tuple[Finding, ...]]


def is_justifiable(finding: Finding) -> bool:
    """Whether `finding` is open and a written justification heals it."""
    return not finding.fulfilled and finding.severity is Severity.JUSTIFIABLE


def one(
    guard: str, fulfilled: bool, message: Message, link: str | None, severity: Severity = Severity.BLOCKING
) -> tuple[Finding, ...]:
    """Return a single finding that names no case."""
    return (Finding(guard, fulfilled, severity, message, message, link=link),)


def either(guard: str, fulfilled: bool, done: str, missing: str, link: str | None) -> tuple[Finding, ...]:
    """Return a single finding that says `done` where it is fulfilled and `missing`, which blocks, where it is not."""
    return one(guard, fulfilled, Message(done if fulfilled else missing), link)
