"""Guards: pure functions from facts to findings (design `process.md`, "Guards").

A page shows every finding of a possible step, fulfilled ones included. A finding that names a case has a
counting variant for viewers who may not see cases; `for_public` swaps it in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from governance.rules.criteria import criterion_message, deviation, earliest_full_tenure, unmet_criteria
from governance.rules.effects import PaperSubject
from governance.rules.facts import (
    RELEASED_STATES,
    CaseFacts,
    Criterion,
    PaperFacts,
    ProfileFacts,
    SeriesFacts,
    Severity,
    StepFacts,
    TopicFacts,
)
from governance.rules.lifecycles import CaseState
from governance.rules.stages import EVIDENCE, TRANSITIONS
from governance.rules.text import Message, mark, mark_plural

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


@dataclass(frozen=True)
class Finding:
    """What a guard found.

    `link` is a symbolic target: "series", "case:<code>", "topic", "paper", "profile"; None: the step's own
    form. `public_message` names no case. `detail` may quote what somebody wrote and is not for the public
    variant.
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


def _one(
    guard: str, fulfilled: bool, message: Message, link: str | None, severity: Severity = Severity.BLOCKING
) -> tuple[Finding, ...]:
    return (Finding(guard, fulfilled, severity, message, message, link=link),)


def _linked(facts: StepFacts, *states: CaseState) -> tuple[CaseFacts, ...]:
    cases = {case.code: case for case in (facts.topic.cases if facts.topic else ())}
    return tuple(case for case in cases.values() if case.state in states)


def _series_chosen(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.series:
        return _one("series_chosen", True, Message(mark("A series of case reconstructions is chosen.")), "series")
    return _one("series_chosen", False, Message(mark("Choose a series of case reconstructions.")), "series")


def _topic_statement(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.topic and facts.topic.statement.strip():
        return _one("topic_statement", True, Message(mark("The topic is put into words.")), "topic")
    return _one("topic_statement", False, Message(mark("The topic is not put into words yet.")), "topic")


def _topic_cases(facts: StepFacts) -> tuple[Finding, ...]:
    profile = facts.profile
    count = len(_linked(facts, CaseState.RECONSTRUCTED))
    one, many = mark_plural(
        "%(count)s reconstructed case is linked to the topic; at least %(needed)s are needed.",
        "%(count)s reconstructed cases are linked to the topic; at least %(needed)s are needed.",
    )
    message = Message(one, {"count": count, "needed": profile.min_topic_cases}, plural=many)
    fulfilled = count >= profile.min_topic_cases
    return _one("topic_cases", fulfilled, message, "topic", profile.topic_cases_severity)


def _series_size(facts: StepFacts) -> tuple[Finding, ...]:
    """Count over every series that feeds the process: a topic may come out of two (`process.md`, edge case
    3).
    """
    profile = facts.profile
    codes = {case.code for series in facts.series for case in series.cases if case.state is CaseState.RECONSTRUCTED}
    one, many = mark_plural(
        "The series has %(count)s reconstructed case; there should be at least %(needed)s.",
        "The series has %(count)s reconstructed cases; there should be at least %(needed)s.",
    )
    message = Message(one, {"count": len(codes), "needed": profile.min_series_cases}, plural=many)
    fulfilled = len(codes) >= profile.min_series_cases
    return _one("series_size", fulfilled, message, "series", profile.series_size_severity)


def _case_criteria(facts: StepFacts) -> tuple[Finding, ...]:
    severity = facts.profile.criteria_severity
    cases = _linked(facts, CaseState.RECONSTRUCTED)
    gaps = [(case, criterion) for case in cases for criterion in unmet_criteria(case, facts.profile)]
    if not gaps:
        one, many = mark_plural("%(count)s case meets the five criteria.", "%(count)s cases meet the five criteria.")
        # Without any case there is nothing to say here; `topic_cases` says what is missing.
        message = Message(one, {"count": len(cases)}, plural=many)
        return _one("case_criteria", True, message, "topic", severity) if cases else ()
    counts = {
        explained: len({case.code for case, gap in gaps if bool(deviation(case, gap)) is explained})
        for explained in (False, True)
    }
    return tuple(
        _gap_finding(facts, case, criterion, counts[bool(deviation(case, criterion))]) for case, criterion in gaps
    )


def _gap_finding(facts: StepFacts, case: CaseFacts, criterion: Criterion, count: int) -> Finding:
    """Return the finding on one criterion that a case misses; `count`: cases of the same kind, for the
    public.
    """
    reason = deviation(case, criterion)
    if reason:
        one, many = mark_plural(
            "%(count)s case deviates from a criterion, with a written reason.",
            "%(count)s cases deviate from a criterion, with a written reason.",
        )
    else:
        one, many = mark_plural(
            "%(count)s case misses a criterion without a written reason.",
            "%(count)s cases miss a criterion without a written reason.",
        )
    return Finding(
        guard="case_criteria",
        fulfilled=bool(reason),
        severity=facts.profile.criteria_severity,
        message=criterion_message(case, criterion, facts.profile),
        public_message=Message(one, {"count": count}, plural=many),
        detail=Message(mark("Deviation: %(reason)s"), {"reason": reason}) if reason else None,
        link=f"case:{case.code}",
        case_code=case.code,
    )


def _withdrawn_cases(facts: StepFacts) -> tuple[Finding, ...]:
    severity = facts.profile.withdrawn_severity
    withdrawn = _linked(facts, CaseState.WITHDRAWN)
    if not withdrawn:
        message = Message(mark("No case behind the topic has been withdrawn."))
        return _one("withdrawn_cases", True, message, "topic", severity)
    one, many = mark_plural(
        "%(count)s case behind the topic has been withdrawn.",
        "%(count)s cases behind the topic have been withdrawn.",
    )
    public = Message(one, {"count": len(withdrawn)}, plural=many)
    return tuple(
        Finding(
            guard="withdrawn_cases",
            fulfilled=False,
            severity=severity,
            message=Message(
                mark("Case %(code)s has been withdrawn and no longer counts for the topic."),
                {"code": case.code},
            ),
            public_message=public,
            link=f"case:{case.code}",
            case_code=case.code,
        )
        for case in withdrawn
    )


def _small_group(facts: StepFacts) -> tuple[Finding, ...]:
    """Warn before anything derived from few cases leaves the case layer (`trust.md`, "Privacy")."""
    profile = facts.profile
    count = len(_linked(facts, CaseState.RECONSTRUCTED))
    one, many = mark_plural(
        "The topic rests on %(count)s case; below %(limit)s, people could be recognised.",
        "The topic rests on %(count)s cases; below %(limit)s, people could be recognised.",
    )
    message = Message(one, {"count": count, "limit": profile.small_group_limit}, plural=many)
    return _one("small_group", count >= profile.small_group_limit, message, "topic", profile.small_group_severity)


def _released_paper(facts: StepFacts) -> tuple[Finding, ...]:
    paper = facts.paper
    if not paper.exists:
        message = Message(mark("There is no decision paper “Establish a generative topic” yet."))
    elif paper.subject is not PaperSubject.ESTABLISH_TOPIC:
        message = Message(mark("The decision paper has another subject than establishing the topic."))
    elif paper.state not in RELEASED_STATES:
        message = Message(mark("The decision paper is not released yet."))
    else:
        return _one("released_paper", True, Message(mark("The decision paper is released.")), "paper")
    return _one("released_paper", False, message, "paper")


def _justification_printed(facts: StepFacts) -> tuple[Finding, ...]:
    """What justifies an open finding stands on the paper that the body reads, as it stands now (`process.md`,
    "Guards"; `architecture.md`, "Paper").
    """
    if facts.paper.state not in RELEASED_STATES:
        return ()  # `released_paper` says so; the release asks for the justifications
    needed = {found.guard for name in EVIDENCE for found in GUARDS[name](facts) if is_justifiable(found)}
    written = [text for guard, text in facts.justified.items() if guard in needed]
    if not needed:
        message = Message(mark("Nothing has to be justified on the decision paper."))
        return _one("justification_printed", True, message, "paper")
    if not written:
        return ()  # the open findings ask for it themselves
    if all(text in facts.paper.printed for text in written):
        message = Message(mark("The released paper prints the justification."))
        return _one("justification_printed", True, message, "paper")
    message = Message(
        mark("The released paper does not print the justification as it stands now. Recall it and release it again.")
    )
    return _one("justification_printed", False, message, "paper")


def _paper_not_dispatched(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.paper.exists and facts.paper.on_dispatched_agenda:
        message = Message(
            mark("The decision paper is on an agenda that has been sent out; now the meeting deals with it.")
        )
        return _one("paper_not_dispatched", False, message, "paper")
    message = Message(mark("No decision paper is on an agenda that has been sent out."))
    return _one("paper_not_dispatched", True, message, "paper")


def _reason_given(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.reason.strip():
        return _one("reason_given", True, Message(mark("A reason is given.")), None)
    return _one("reason_given", False, Message(mark("This step needs a reason.")), None)


def _conditions_recorded(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.reason.strip():
        return _one("conditions_recorded", True, Message(mark("The conditions are recorded.")), None)
    message = Message(mark("Record the conditions under which the topic is referred back."))
    return _one("conditions_recorded", False, message, None)


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "series_chosen": _series_chosen,
        "topic_statement": _topic_statement,
        "topic_cases": _topic_cases,
        "series_size": _series_size,
        "case_criteria": _case_criteria,
        "withdrawn_cases": _withdrawn_cases,
        "small_group": _small_group,
        "released_paper": _released_paper,
        "justification_printed": _justification_printed,
        "paper_not_dispatched": _paper_not_dispatched,
        "reason_given": _reason_given,
        "conditions_recorded": _conditions_recorded,
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


def is_justifiable(finding: Finding) -> bool:
    """Whether `finding` is open and a written justification heals it."""
    return not finding.fulfilled and finding.severity is Severity.JUSTIFIABLE


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
    return tuple(finding for finding in _withdrawn_cases(facts) if not finding.fulfilled)


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
