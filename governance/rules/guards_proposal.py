"""Guards on what a project group hands in, and on what the steering group adopts of it."""

from __future__ import annotations

from collections.abc import Mapping

from governance.rules.facts import RELEASED_STATES, Severity, StepFacts
from governance.rules.findings import Finding, Guard, either, one
from governance.rules.routes import ResultType
from governance.rules.solution_facts import ResultFacts
from governance.rules.text import Message, mark, mark_plural

LINKS: Mapping[ResultType, str] = {
    ResultType.GOAL_SYSTEM: "goal_system",
    ResultType.SERVICE_CHAIN: "chain",
    ResultType.INTERFACE_CONCEPT: "document",
    ResultType.COOPERATION_AGREEMENT: "document",
    ResultType.DECISION_TEXT: "document",
}
# What is frozen as a version; a document is on record as it is.
VERSIONED = frozenset({ResultType.GOAL_SYSTEM, ResultType.SERVICE_CHAIN})


def _results_frozen(facts: StepFacts) -> tuple[Finding, ...]:
    return tuple(found for row in facts.proposal.results for found in _frozen(row))


def _frozen(row: ResultFacts) -> tuple[Finding, ...]:
    name = {"result": Message(row.kind.label)}
    if not row.frozen:
        text = mark("Freeze as a version: %(result)s") if row.kind in VERSIONED else mark("Put on record: %(result)s")
    elif not row.current:
        text = mark("Changed since it was frozen, freeze it again: %(result)s")
    else:
        return one("results_frozen", True, Message(mark("Ready: %(result)s"), name), LINKS[row.kind])
    return one("results_frozen", False, Message(text, name), LINKS[row.kind])


def _results_checked(facts: StepFacts) -> tuple[Finding, ...]:
    """The checks of a frozen result pass, or the reason of the group stands with the version and is printed."""
    severity = facts.profile.result_checks_severity
    found: list[Finding] = []
    for row in facts.proposal.results:
        if not row.frozen or not row.open_findings:
            continue
        explained = row.explained and severity is Severity.JUSTIFIABLE
        single, several = (
            mark_plural("%(result)s: %(count)s open point, explained.", "%(result)s: %(count)s open points, explained.")
            if explained
            else mark_plural("%(result)s: %(count)s open point.", "%(result)s: %(count)s open points.")
        )
        values = {"count": row.open_findings, "result": Message(row.kind.label)}
        found += one("results_checked", explained, Message(single, values, plural=several), LINKS[row.kind], severity)
    if found or not any(row.frozen for row in facts.proposal.results):
        return tuple(found)
    return one("results_checked", True, Message(mark("The results have no open point.")), None, severity)


def _mandate_answered(facts: StepFacts) -> tuple[Finding, ...]:
    if not facts.proposal.unanswered:
        return one("mandate_answered", True, Message(mark("Each part of the mandate is answered.")), "statement")
    text = mark("The statement of the group says nothing on: %(part)s")
    return tuple(
        found
        for part in facts.proposal.unanswered
        for found in one("mandate_answered", False, Message(text, {"part": Message(part.label)}), "statement")
    )


def _group_agreed(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "group_agreed",
        facts.proposal.agreed,
        mark("It is noted how the group agreed."),
        mark("Note when and how the group agreed, with a minority opinion where there is one."),
        "statement",
    )


def _proposal_as_laid(facts: StepFacts) -> tuple[Finding, ...]:
    """What the body reads is what it decides on: the paper prints the versions and the statement of now."""
    if facts.paper.state not in RELEASED_STATES:
        return ()  # `released_proposal` says so
    return either(
        "proposal_as_laid",
        facts.proposal.as_laid,
        mark("The released paper prints the proposal as it stands now."),
        mark("The proposal was changed after its paper had been released. Recall the paper and release it again."),
        "paper",
    )


def _date_set(facts: StepFacts) -> tuple[Finding, ...]:
    day = facts.proposal.due_on
    if day is None:
        return one("date_set", False, Message(mark("Set the day until which the proposal comes again.")), None)
    return one("date_set", True, Message(mark("The proposal comes again by %(day)s."), {"day": day}), None)


def _elements_assigned(facts: StepFacts) -> tuple[Finding, ...]:
    """Every adopted element has a responsible organisation and a date (`process.md`, `adopt_proposal`)."""
    if not facts.proposal.unassigned:
        message = Message(mark("Every adopted element has a responsible organisation and a date."))
        return one("elements_assigned", True, message, "goal_system")
    text = mark("Organisation or date is missing: “%(element)s”")
    return tuple(
        found
        for name in facts.proposal.unassigned
        for found in one("elements_assigned", False, Message(text, {"element": name}), "goal_system")
    )


def _something_returned(facts: StepFacts) -> tuple[Finding, ...]:
    count = facts.proposal.returned
    single, several = mark_plural(
        "%(count)s element was returned to the group.", "%(count)s elements were returned to the group."
    )
    return one("something_returned", count > 0, Message(single, {"count": count}, plural=several), None)


PROPOSAL_GUARDS: Mapping[str, Guard] = {
    "results_frozen": _results_frozen,
    "results_checked": _results_checked,
    "mandate_answered": _mandate_answered,
    "group_agreed": _group_agreed,
    "proposal_as_laid": _proposal_as_laid,
    "date_set": _date_set,
    "elements_assigned": _elements_assigned,
    "something_returned": _something_returned,
}
