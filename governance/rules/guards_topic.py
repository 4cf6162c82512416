"""Guards on the evidence of a topic: its cases, their criteria, small groups (design `process.md`; seed 004, 8.2)."""

from __future__ import annotations

from collections.abc import Mapping

from governance.rules.criteria import criterion_message, deviation, unmet_criteria
from governance.rules.facts import CaseFacts, Criterion, StepFacts
from governance.rules.findings import Finding, Guard, one
from governance.rules.lifecycles import CaseState
from governance.rules.routes import EvidenceBasis, IntakeSource
from governance.rules.text import Message, mark, mark_plural


def _linked(facts: StepFacts, *states: CaseState) -> tuple[CaseFacts, ...]:
    cases = {case.code: case for case in (facts.topic.cases if facts.topic else ())}
    return tuple(case for case in cases.values() if case.state in states)


def _series_chosen(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.series:
        return one("series_chosen", True, Message(mark("A series of case reconstructions is chosen.")), "series")
    return one("series_chosen", False, Message(mark("Choose a series of case reconstructions.")), "series")


def _topic_statement(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.topic and facts.topic.statement.strip():
        return one("topic_statement", True, Message(mark("The topic is put into words.")), "topic")
    return one("topic_statement", False, Message(mark("The topic is not put into words yet.")), "topic")


def _counts_reconstructions(facts: StepFacts) -> bool:
    """Whether the topic must rest on reconstructed cases: that is the source and what the profile counts."""
    reconstructed = facts.intake.source is IntakeSource.RECONSTRUCTION
    return reconstructed and facts.profile.basis is EvidenceBasis.RECONSTRUCTIONS


def _counts_like_cases(facts: StepFacts) -> bool:
    """Whether the topic must rest on like cases: as its source, or because the profile counts those (WAF-08)."""
    if facts.intake.source is IntakeSource.RECONSTRUCTION:
        return facts.profile.basis is EvidenceBasis.LIKE_CASES
    return facts.intake.source is IntakeSource.LIKE_CASES


def _topic_cases(facts: StepFacts) -> tuple[Finding, ...]:
    if not _counts_reconstructions(facts):
        return ()
    profile = facts.profile
    count = len(_linked(facts, CaseState.RECONSTRUCTED))
    single, several = mark_plural(
        "%(count)s reconstructed case is linked to the topic; at least %(needed)s are needed.",
        "%(count)s reconstructed cases are linked to the topic; at least %(needed)s are needed.",
    )
    message = Message(single, {"count": count, "needed": profile.min_topic_cases}, plural=several)
    fulfilled = count >= profile.min_topic_cases
    return one("topic_cases", fulfilled, message, "topic", profile.topic_cases_severity)


def _series_size(facts: StepFacts) -> tuple[Finding, ...]:
    """Count over every series that feeds the process: a topic may come out of two (`process.md`, edge case
    3).
    """
    if not _counts_reconstructions(facts):
        return ()
    profile = facts.profile
    codes = {case.code for series in facts.series for case in series.cases if case.state is CaseState.RECONSTRUCTED}
    single, several = mark_plural(
        "The series has %(count)s reconstructed case; there should be at least %(needed)s.",
        "The series has %(count)s reconstructed cases; there should be at least %(needed)s.",
    )
    message = Message(single, {"count": len(codes), "needed": profile.min_series_cases}, plural=several)
    fulfilled = len(codes) >= profile.min_series_cases
    return one("series_size", fulfilled, message, "series", profile.series_size_severity)


def _like_cases(facts: StepFacts) -> tuple[Finding, ...]:
    """Seed 002 asks for a "Vielzahl" without a number (WAF-08), so without one in the profile any count will do."""
    if not _counts_like_cases(facts):
        return ()
    profile, intake = facts.profile, facts.intake
    found, needed = intake.like_cases or 0, max(1, profile.min_like_cases or 1)
    single, several = mark_plural(
        "%(count)s like case of other services is recorded; at least %(needed)s are needed.",
        "%(count)s like cases of other services are recorded; at least %(needed)s are needed.",
    )
    cases = one(
        "like_cases",
        found >= needed,
        Message(single, {"count": found, "needed": needed}, plural=several),
        "intake",
        profile.like_cases_severity,
    )
    if not profile.min_interviews:
        return cases
    single, several = mark_plural(
        "%(count)s interview with those concerned is recorded; at least %(needed)s are needed.",
        "%(count)s interviews with those concerned are recorded; at least %(needed)s are needed.",
    )
    talks = one(
        "like_cases",
        intake.interviews >= profile.min_interviews,
        Message(single, {"count": intake.interviews, "needed": profile.min_interviews}, plural=several),
        "intake",
        profile.like_cases_severity,
    )
    return cases + talks


def _case_criteria(facts: StepFacts) -> tuple[Finding, ...]:
    severity = facts.profile.criteria_severity
    cases = _linked(facts, CaseState.RECONSTRUCTED)
    gaps = [(case, criterion) for case in cases for criterion in unmet_criteria(case, facts.profile)]
    if not gaps:
        single, several = mark_plural(
            "%(count)s case meets the five criteria.", "%(count)s cases meet the five criteria."
        )
        # Without any case there is nothing to say here; `topic_cases` says what is missing.
        message = Message(single, {"count": len(cases)}, plural=several)
        return one("case_criteria", True, message, "topic", severity) if cases else ()
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
        single, several = mark_plural(
            "%(count)s case deviates from a criterion, with a written reason.",
            "%(count)s cases deviate from a criterion, with a written reason.",
        )
    else:
        single, several = mark_plural(
            "%(count)s case misses a criterion without a written reason.",
            "%(count)s cases miss a criterion without a written reason.",
        )
    return Finding(
        guard="case_criteria",
        fulfilled=bool(reason),
        severity=facts.profile.criteria_severity,
        message=criterion_message(case, criterion, facts.profile),
        public_message=Message(single, {"count": count}, plural=several),
        detail=Message(mark("Deviation: %(reason)s"), {"reason": reason}) if reason else None,
        link=f"case:{case.code}",
        case_code=case.code,
    )


def withdrawn_cases(facts: StepFacts) -> tuple[Finding, ...]:
    """Return a finding for each case that was withdrawn after the topic was derived."""
    severity = facts.profile.withdrawn_severity
    withdrawn = _linked(facts, CaseState.WITHDRAWN)
    if not withdrawn:
        message = Message(mark("No case behind the topic has been withdrawn."))
        return one("withdrawn_cases", True, message, "topic", severity)
    single, several = mark_plural(
        "%(count)s case behind the topic has been withdrawn.",
        "%(count)s cases behind the topic have been withdrawn.",
    )
    public = Message(single, {"count": len(withdrawn)}, plural=several)
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
    if _counts_like_cases(facts):
        count += facts.intake.like_cases or 0
    if not count and not _counts_reconstructions(facts):
        return ()  # nothing is derived from cases
    single, several = mark_plural(
        "The topic rests on %(count)s case; below %(limit)s, people could be recognised.",
        "The topic rests on %(count)s cases; below %(limit)s, people could be recognised.",
    )
    message = Message(single, {"count": count, "limit": profile.small_group_limit}, plural=several)
    return one("small_group", count >= profile.small_group_limit, message, "topic", profile.small_group_severity)


TOPIC_GUARDS: Mapping[str, Guard] = {
    "series_chosen": _series_chosen,
    "topic_statement": _topic_statement,
    "topic_cases": _topic_cases,
    "series_size": _series_size,
    "like_cases": _like_cases,
    "case_criteria": _case_criteria,
    "withdrawn_cases": withdrawn_cases,
    "small_group": _small_group,
}
