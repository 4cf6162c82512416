"""Guards on the mandate and on the group that works on it (design `process.md`, "Mandate"; seed 004, 8.2)."""

from __future__ import annotations

from collections.abc import Mapping

from governance.rules.facts import StepFacts
from governance.rules.findings import Finding, Guard, either, one
from governance.rules.lifecycles import MandateState, NominationState
from governance.rules.text import Message, mark, mark_plural


def _mandate_complete(facts: StepFacts) -> tuple[Finding, ...]:
    mandate = facts.mandate
    if not mandate.has_draft:
        return one("mandate_complete", False, Message(mark("There is no draft of a mandate.")), "mandate")
    gaps = [part.label for part in mandate.missing]
    for has, text in (
        (mandate.has_lead, mark("Who leads the group")),
        (mandate.has_report_back, mark("Meeting or day of the report back")),
        (mandate.has_end, mark("End of the mandate")),
    ):
        gaps += [] if has else [text]
    if not gaps:
        return one("mandate_complete", True, Message(mark("The mandate is complete.")), "mandate")
    # Each gap is a sentence of its own, because the names of the parts are translated one by one.
    return tuple(found for gap in gaps for found in one("mandate_complete", False, _missing(gap), "mandate"))


def _missing(gap: str) -> Message:
    return Message(mark("The mandate says nothing on: %(part)s"), {"part": Message(gap)})


def _mandate_as_laid(facts: StepFacts) -> tuple[Finding, ...]:
    """What was voted on is what is adopted: the paper prints the mandate word for word."""
    if not facts.mandate.has_draft:
        return ()
    return either(
        "mandate_as_laid",
        facts.mandate.as_laid,
        mark("The mandate is the one that lay before the body."),
        mark("The mandate was changed after its paper had been released. Restore it, or decide it again."),
        "mandate",
    )


def _nominations_answered(facts: StepFacts) -> tuple[Finding, ...]:
    places = [row for row in facts.mandate.nominations if row.state is not NominationState.RELEASED]
    waiting = [row for row in places if row.state is NominationState.OPEN]
    if not places:
        return one("nominations_answered", False, Message(mark("The mandate names no organisation.")), "mandate")
    if waiting:
        text = mark("%(organisation)s has neither named a member nor declined.")
        return tuple(
            found
            for row in waiting
            for found in one("nominations_answered", False, Message(text, {"organisation": row.organisation}), "group")
        )
    named = sum(row.state is NominationState.NAMED for row in places)
    if not named:
        return one("nominations_answered", False, Message(mark("No organisation has named a member.")), "group")
    single, several = mark_plural(
        "Every organisation has answered; %(count)s member is named.",
        "Every organisation has answered; %(count)s members are named.",
    )
    return one("nominations_answered", True, Message(single, {"count": named}, plural=several), "group")


def _lead_set(facts: StepFacts) -> tuple[Finding, ...]:
    named = any(row.lead and row.state is NominationState.NAMED for row in facts.mandate.nominations)
    return either(
        "lead_set",
        named,
        mark("It is settled who leads the group."),
        mark("The place that leads the group is not filled."),
        "group",
    )


def _group_with_mandate(facts: StepFacts) -> tuple[Finding, ...]:
    known = facts.mandate.has_group and facts.mandate.state in {MandateState.ADOPTED, MandateState.FULFILLED}
    return either(
        "group_with_mandate",
        known,
        mark("There is a group with a mandate."),
        mark("There is no group with a mandate. Adopt a mandate first."),
        "mandate",
    )


MANDATE_GUARDS: Mapping[str, Guard] = {
    "mandate_complete": _mandate_complete,
    "mandate_as_laid": _mandate_as_laid,
    "nominations_answered": _nominations_answered,
    "lead_set": _lead_set,
    "group_with_mandate": _group_with_mandate,
}
