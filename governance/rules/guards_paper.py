"""Guards on the paper that carries a process, and on what a person writes for a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from governance.rules.facts import RELEASED_STATES, StepFacts
from governance.rules.findings import Finding, Guard, is_justifiable, one
from governance.rules.guards_topic import TOPIC_GUARDS
from governance.rules.outcomes import TOPIC_SUBJECTS, PaperSubject
from governance.rules.text import Message, mark
from governance.rules.topic_steps import EVIDENCE


def _released_paper(facts: StepFacts) -> tuple[Finding, ...]:
    missing = mark("There is no decision paper on the topic yet.")
    return _released("released_paper", facts, TOPIC_SUBJECTS, missing)


def _released_proposal(facts: StepFacts) -> tuple[Finding, ...]:
    missing = mark("There is no decision paper on the proposal of the group yet.")
    return _released("released_proposal", facts, {PaperSubject.ADOPT_PROPOSAL}, missing)


def _released(guard: str, facts: StepFacts, subjects: Collection[PaperSubject], missing: str) -> tuple[Finding, ...]:
    paper = facts.paper
    if not paper.exists:
        message = Message(missing)
    elif paper.subject not in subjects:
        message = Message(mark("The decision paper has a subject that does not fit this step."))
    elif paper.state not in RELEASED_STATES:
        message = Message(mark("The decision paper is not released yet."))
    else:
        return one(guard, True, Message(mark("The decision paper is released.")), "paper")
    return one(guard, False, message, "paper")


def _justification_printed(facts: StepFacts) -> tuple[Finding, ...]:
    """What justifies an open finding stands on the paper that the body reads, as it stands now (`process.md`,
    "Guards"; `architecture.md`, "Paper").
    """
    if facts.paper.state not in RELEASED_STATES:
        return ()  # `released_paper` says so; the release asks for the justifications
    needed = {found.guard for name in EVIDENCE for found in TOPIC_GUARDS[name](facts) if is_justifiable(found)}
    written = [text for guard, text in facts.justified.items() if guard in needed]
    if not needed:
        message = Message(mark("Nothing has to be justified on the decision paper."))
        return one("justification_printed", True, message, "paper")
    if not written:
        return ()  # the open findings ask for it themselves
    if all(text in facts.paper.printed for text in written):
        message = Message(mark("The released paper prints the justification."))
        return one("justification_printed", True, message, "paper")
    message = Message(
        mark("The released paper does not print the justification as it stands now. Recall it and release it again.")
    )
    return one("justification_printed", False, message, "paper")


def _paper_not_dispatched(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.paper.exists and facts.paper.on_dispatched_agenda:
        message = Message(
            mark("The decision paper is on an agenda that has been sent out; now the meeting deals with it.")
        )
        return one("paper_not_dispatched", False, message, "paper")
    message = Message(mark("No decision paper is on an agenda that has been sent out."))
    return one("paper_not_dispatched", True, message, "paper")


def _reason_given(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.reason.strip():
        return one("reason_given", True, Message(mark("A reason is given.")), None)
    return one("reason_given", False, Message(mark("This step needs a reason.")), None)


def _conditions_recorded(facts: StepFacts) -> tuple[Finding, ...]:
    if facts.reason.strip():
        return one("conditions_recorded", True, Message(mark("The conditions are recorded.")), None)
    message = Message(mark("Record the conditions under which the matter is referred back."))
    return one("conditions_recorded", False, message, None)


PAPER_GUARDS: Mapping[str, Guard] = {
    "released_paper": _released_paper,
    "released_proposal": _released_proposal,
    "justification_printed": _justification_printed,
    "paper_not_dispatched": _paper_not_dispatched,
    "reason_given": _reason_given,
    "conditions_recorded": _conditions_recorded,
}
