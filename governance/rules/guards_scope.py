"""Guards on the ways around the steering group: intake, scope check, local solution, report to the state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from governance.rules.facts import StepFacts
from governance.rules.findings import Finding, Guard, either, one
from governance.rules.routes import Trigger
from governance.rules.text import Message, mark


def _source_allowed(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "source_allowed",
        facts.intake.source in facts.profile.intake_sources,
        mark("The process profile provides this source."),
        mark("The process profile does not provide this source."),
        "profile",
    )


def _source_recorded(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "source_recorded",
        bool(facts.intake.note.strip()),
        mark("It is recorded where the topic comes from."),
        mark("Record where the topic comes from: what, when, by whom."),
        "intake",
    )


def _earlier_decisions(facts: StepFacts) -> tuple[Finding, ...]:
    """A topic beyond the decision on it brings the decision along (`process.md`, `take_over`, edge case 20)."""
    if not facts.intake.needs_earlier_decision:
        return ()
    return either(
        "earlier_decisions",
        facts.intake.earlier_decisions > 0,
        mark("The earlier decisions are recorded."),
        mark("Record the decision by which the topic came to this stage, with its source."),
        "intake",
    )


def _scope_check_in_use(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "scope_check_in_use",
        facts.profile.has_scope_check,
        mark("The process profile provides a scope check."),
        mark("The process profile provides no scope check."),
        "profile",
    )


def _no_scope_check(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "no_scope_check",
        not facts.profile.has_scope_check,
        mark("Topics go to the steering group without a scope check."),
        mark("The process profile asks for a scope check first."),
        "profile",
    )


def _local_solution_in_use(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "local_solution_in_use",
        facts.profile.solves_locally,
        mark("The process profile lets project groups solve topics."),
        mark("The process profile does not let project groups solve topics."),
        "profile",
    )


def _scope_assessed(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "scope_assessed",
        facts.scope.assessed,
        mark("The scope is checked."),
        mark("Check the four questions on the scope and give a reason."),
        "scope",
    )


def _no_trigger(facts: StepFacts) -> tuple[Finding, ...]:
    """One of the four triggers is enough for the steering group (WAF-09)."""
    return either(
        "no_trigger",
        not facts.scope.triggers,
        mark("Nothing makes the topic a matter of the steering group."),
        mark("The topic is a matter of the steering group. Bring it before the group."),
        "scope",
    )


def _trigger_holds(facts: StepFacts) -> tuple[Finding, ...]:
    held = [trigger for trigger in Trigger if trigger in facts.scope.triggers]
    if not held:
        return one(
            "trigger_holds", False, Message(mark("None of the four reasons for the steering group holds.")), "scope"
        )
    return tuple(found for trigger in held for found in one("trigger_holds", True, Message(trigger.label), "scope"))


def _group_chosen(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "group_chosen",
        facts.scope.group_chosen,
        mark("The group that solves the topic is chosen."),
        mark("Choose the group that solves the topic."),
        "scope",
    )


def _agreement_attached(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "agreement_attached",
        facts.scope.agreements > 0,
        mark("The written agreement is on record."),
        mark("Put the interface concept or the cooperation agreement on record."),
        "document",
    )


def _ended_locally(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "ended_locally",
        facts.scope.ended_locally,
        mark("The process was completed by a local solution."),
        mark("Only a process that was completed by a local solution is taken up again."),
        None,
    )


def _addressee_named(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "addressee_named",
        bool(facts.state.addressee.strip()),
        mark("It is recorded to whom the topic is reported."),
        mark("Record to whom the topic is reported."),
        "state",
    )


def _answer_attached(facts: StepFacts) -> tuple[Finding, ...]:
    return either(
        "answer_attached",
        facts.state.answered,
        mark("The answer of the state is on record."),
        mark("Put the answer of the state on record."),
        "state",
    )


def _waiting_time_over(facts: StepFacts) -> tuple[Finding, ...]:
    state = facts.state
    if state.reported_on is None or state.today is None:
        return one("waiting_time_over", False, Message(mark("The day of the report is not on record.")), "state")
    until = state.reported_on + timedelta(days=facts.profile.state_waiting_days)
    text = mark("The state has time for its answer until %(day)s.")
    over = mark("The time for an answer of the state was over on %(day)s.")
    fulfilled = state.today > until
    return one("waiting_time_over", fulfilled, Message(over if fulfilled else text, {"day": until}), "state")


SCOPE_GUARDS: Mapping[str, Guard] = {
    "source_allowed": _source_allowed,
    "source_recorded": _source_recorded,
    "earlier_decisions": _earlier_decisions,
    "scope_check_in_use": _scope_check_in_use,
    "no_scope_check": _no_scope_check,
    "local_solution_in_use": _local_solution_in_use,
    "scope_assessed": _scope_assessed,
    "no_trigger": _no_trigger,
    "trigger_holds": _trigger_holds,
    "group_chosen": _group_chosen,
    "agreement_attached": _agreement_attached,
    "ended_locally": _ended_locally,
    "addressee_named": _addressee_named,
    "answer_attached": _answer_attached,
    "waiting_time_over": _waiting_time_over,
}
