"""The process profile in plain sentences: what a topic rests on, how it comes to the steering group, what is checked.

Whoever takes part reads here how a process goes in their Kreis; the sentences are made of the values alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from governance.rules.facts import ProfileFacts, Severity
from governance.rules.routes import DIRECT_SOURCES, EvidenceBasis, ResultType, Trigger
from governance.rules.stages import ENDED_STAGES, Phase, Stage, phase_of
from governance.rules.steps import Transition
from governance.rules.text import Message, mark, mark_plural
from governance.rules.transitions import TRANSITIONS, stages_with, transitions_from


@dataclass(frozen=True)
class Part:
    """One question about the profile, its answer in sentences, and what stands below them as a list."""

    heading: str
    sentences: tuple[Message, ...]
    items: tuple[Message, ...] = ()


def profile_parts(profile: ProfileFacts) -> tuple[Part, ...]:
    """Return the profile as questions and answers, in the order of the process."""
    return (
        Part(mark("What a topic rests on"), _evidence(profile), _criteria(profile)),
        Part(mark("Where else a topic may come from"), *_sources(profile)),
        Part(mark("How a topic comes before the steering group"), *_scope(profile)),
        Part(mark("What the steering group can decide"), _decisions(profile)),
        Part(mark("What a project group delivers"), *_results(profile)),
    )


def _evidence(profile: ProfileFacts) -> tuple[Message, ...]:
    if profile.basis is EvidenceBasis.LIKE_CASES:
        return _like_cases(profile)
    single, several = mark_plural(
        "A topic is linked to at least %(count)s reconstructed case.",
        "A topic is linked to at least %(count)s reconstructed cases.",
    )
    cases = Message(single, {"count": profile.min_topic_cases}, plural=several)
    single, several = mark_plural(
        "The series it comes from should hold at least %(count)s reconstructed case.",
        "The series it comes from should hold at least %(count)s reconstructed cases.",
    )
    series = Message(single, {"count": profile.min_series_cases}, plural=several)
    criteria = Message(mark("Each of these cases meets five criteria, or its deviation is written down:"))
    return (
        cases,
        _consequence(profile.topic_cases_severity),
        series,
        _consequence(profile.series_size_severity),
        criteria,
    )


def _consequence(severity: Severity) -> Message:
    if severity is Severity.BLOCKING:
        return Message(mark("With fewer, it does not go on."))
    return Message(mark("With fewer, it goes on with a written justification, which the paper prints."))


def _like_cases(profile: ProfileFacts) -> tuple[Message, ...]:
    """Seed 002 speaks of a "Vielzahl" without a number (WAF-08)."""
    sentences = [Message(mark("A topic rests on like cases of several services, not on a number of reconstructions."))]
    if profile.min_like_cases is None:
        sentences.append(Message(mark("There must be several like cases. The profile names no number.")))
    else:
        single, several = mark_plural(
            "At least %(count)s like case is recorded.", "At least %(count)s like cases are recorded."
        )
        sentences.append(Message(single, {"count": profile.min_like_cases}, plural=several))
    if profile.min_interviews:
        single, several = mark_plural(
            "At least %(count)s interview with those concerned is recorded.",
            "At least %(count)s interviews with those concerned are recorded.",
        )
        sentences.append(Message(single, {"count": profile.min_interviews}, plural=several))
    else:
        sentences.append(Message(mark("Interviews with those concerned are counted along where there are some.")))
    sentences.append(_consequence(profile.like_cases_severity))
    sentences.append(Message(mark("A case that is reconstructed all the same meets five criteria:")))
    return tuple(sentences)


def _criteria(profile: ProfileFacts) -> tuple[Message, ...]:
    circles = {"low": profile.min_problem_circles, "high": profile.max_problem_circles}
    single, several = mark_plural(
        "at least %(count)s week with the case manager on the day of the reconstruction",
        "at least %(count)s weeks with the case manager on the day of the reconstruction",
    )
    return (
        Message(mark("of medium difficulty")),
        Message(mark("typical in the network")),
        Message(mark("%(low)s to %(high)s problem circles at once"), circles),
        Message(mark("problems from at least %(areas)s areas of law"), {"areas": profile.min_legal_areas}),
        Message(single, {"count": profile.min_weeks}, plural=several),
    )


def _sources(profile: ProfileFacts) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    known = tuple(Message(source.label) for source in DIRECT_SOURCES if source in profile.intake_sources)
    under_way = Message(mark("A topic that was under way before Lenkwerk is taken over with its earlier decisions."))
    if not known:
        return (Message(mark("Every new topic begins with case reconstructions.")), under_way), ()
    lead = Message(mark("Beside the reconstruction, the coordination may take a topic in directly from:"))
    return (under_way, lead), known


def _scope(profile: ProfileFacts) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    if not profile.has_scope_check:
        return (
            Message(mark("Every topic goes to the steering group, with a released decision paper.")),
            Message(mark("The evidence is checked again on the day it is submitted.")),
        ), ()
    sentences = [
        Message(mark("First the coordination checks whether the topic concerns the steering group.")),
        Message(
            mark("With none of the four reasons, a project group solves it and fixes the solution in writing.")
            if profile.solves_locally
            else mark("With none of the four reasons, it goes back to the draft or is withdrawn.")
        ),
        Message(mark("One of four reasons brings it before the group:")),
    ]
    return tuple(sentences), tuple(Message(trigger.label) for trigger in Trigger)


def _decisions(profile: ProfileFacts) -> tuple[Message, ...]:
    single, several = mark_plural(
        "It can report a topic to the state. If no answer has come after %(count)s day, the process may be closed.",
        "It can report a topic to the state. If no answer has come after %(count)s days, the process may be closed.",
    )
    at_once = (
        mark("It can also decide a solution at once, without a project group, with measures, organisations and dates.")
        if profile.decides_solution
        else mark("A solution always comes from a project group with a written mandate.")
    )
    return (
        Message(mark("The steering group establishes a topic, rejects it or refers it back with conditions.")),
        Message(at_once),
        Message(single, {"count": profile.state_waiting_days}, plural=several),
        Message(mark("What only a resolution does, nobody can do by hand.")),
    )


def _results(profile: ProfileFacts) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    ordered = tuple(Message(result.label) for result in ResultType if result in profile.result_types)
    open_points = (
        mark("Open points in a result hold the proposal up.")
        if profile.result_checks_severity is Severity.BLOCKING
        else mark("Open points in a result are explained in writing; the paper prints the explanation.")
    )
    sentences = (
        Message(open_points),
        Message(mark("Unless the mandate says otherwise, the group hands in:")),
    )
    return sentences, ordered


# What each guard asks for, as a reader says it; the sentences of the guards themselves speak of one process.
GUARD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "series_chosen": mark("a series of case reconstructions is chosen"),
        "topic_statement": mark("the topic stands in one sentence"),
        "topic_cases": mark("enough reconstructed cases are linked"),
        "series_size": mark("the series is large enough"),
        "like_cases": mark("like cases and interviews are recorded"),
        "case_criteria": mark("the cases meet their criteria or have a written deviation"),
        "withdrawn_cases": mark("no case behind the topic was withdrawn"),
        "small_group": mark("nobody can be recognised in a small group"),
        "source_recorded": mark("it is recorded where the topic comes from"),
        "earlier_decisions": mark("the earlier decisions are recorded with their source"),
        "scope_assessed": mark("the four questions on the scope are answered"),
        "no_trigger": mark("none of the four reasons holds"),
        "trigger_holds": mark("one of the four reasons holds"),
        "group_chosen": mark("the group that solves the topic is chosen"),
        "agreement_attached": mark("the written agreement is on record"),
        "ended_locally": mark("the process ended by a local solution"),
        "addressee_named": mark("the addressee of the report is named"),
        "answer_attached": mark("the answer of the state is on record"),
        "waiting_time_over": mark("the waiting time for the state is over"),
        "released_paper": mark("the decision paper on the topic is released"),
        "released_proposal": mark("the decision paper on the proposal is released"),
        "justification_printed": mark("the paper prints the justifications as they stand"),
        "paper_not_dispatched": mark("no paper lies on an agenda that has been sent out"),
        "reason_given": mark("a reason is given"),
        "conditions_recorded": mark("the conditions of the referral are recorded"),
        "mandate_complete": mark("the mandate is complete"),
        "mandate_as_laid": mark("the mandate is the one that lay before the body"),
        "nominations_answered": mark("every organisation has named a member or declined"),
        "lead_set": mark("the lead of the group is settled"),
        "group_with_mandate": mark("there is a group with a mandate"),
        "results_frozen": mark("the results are frozen as versions"),
        "results_checked": mark("the results have no open point, or it is explained"),
        "mandate_answered": mark("each part of the mandate is answered"),
        "group_agreed": mark("it is noted how the group agreed"),
        "proposal_as_laid": mark("the paper prints the proposal as it stands now"),
        "date_set": mark("the day of the next proposal is set"),
        "elements_assigned": mark("every adopted element has organisation and date"),
        "something_returned": mark("something was returned to the group"),
        "measures_assigned": mark("every measure has organisation and date"),
        "measures_settled": mark("every measure is done or dropped with a reason"),
        "effect_not_reached": mark("the check says that the effect is not fully reached"),
        "new_measures": mark("new measures are planned"),
        "effect_known": mark("it is written down what has changed"),
        "practice_informed": mark("the case managers are informed"),
        "predecessor_completed": mark("the cycle before is completed"),
    }
)
# They ask the profile itself, which this page is about.
PROFILE_GUARDS = frozenset(
    {"source_allowed", "scope_check_in_use", "no_scope_check", "local_solution_in_use", "solution_at_once_allowed"}
)


def severity_of(guard: str, profile: ProfileFacts) -> Severity:
    """Return what an open finding of `guard` does to a step; what the profile does not choose always blocks."""
    chosen = {
        "topic_cases": profile.topic_cases_severity,
        "series_size": profile.series_size_severity,
        "like_cases": profile.like_cases_severity,
        "case_criteria": profile.criteria_severity,
        "withdrawn_cases": profile.withdrawn_severity,
        "small_group": profile.small_group_severity,
        "results_checked": profile.result_checks_severity,
    }
    return chosen.get(guard, Severity.BLOCKING)


@dataclass(frozen=True)
class GuardRow:
    """One condition, what happens while it is open, and the steps that ask for it."""

    guard: str
    label: str
    severity: Severity
    steps: tuple[Transition, ...]


def guard_rows(profile: ProfileFacts) -> tuple[GuardRow, ...]:
    """Return every condition of the steps that this profile has, in the order in which a process meets them."""
    steps: dict[str, list[Transition]] = {}
    for step in TRANSITIONS.values():
        if step.switch is not None and step.switch not in profile.switches:
            continue
        for guard in step.guards:
            if guard not in PROFILE_GUARDS and not _idle(guard, profile):
                steps.setdefault(guard, []).append(step)
    return tuple(
        GuardRow(guard, GUARD_LABELS[guard], severity_of(guard, profile), tuple(asked))
        for guard, asked in steps.items()
    )


def _idle(guard: str, profile: ProfileFacts) -> bool:
    """Whether the profile never asks: cases are counted in one way, and like cases only where they may be a source."""
    if guard in {"topic_cases", "series_size"}:
        return profile.basis is EvidenceBasis.LIKE_CASES
    if guard == "like_cases":
        sources = {source.value for source in profile.intake_sources}
        return profile.basis is EvidenceBasis.RECONSTRUCTIONS and "like_cases" not in sources
    return False


@dataclass(frozen=True)
class StageRow:
    """One stage of the way and the steps that leave it; an ended stage has no phase of its own."""

    stage: Stage
    phase: Phase | None
    steps: tuple[Transition, ...]

    @property
    def ended(self) -> bool:
        """Whether a process ends here."""
        return self.stage in ENDED_STAGES


def stage_rows(profile: ProfileFacts) -> tuple[StageRow, ...]:
    """Return the stages that a process can pass with this profile, by phase, each with its steps; the ends last."""
    known = stages_with(profile.switches)
    rows = (
        StageRow(
            stage,
            None if stage in ENDED_STAGES else phase_of(stage),
            transitions_from(stage, profile.switches),
        )
        for stage in Stage
        if stage in known
    )
    return tuple(sorted(rows, key=lambda row: row.phase or len(Phase) + 1))


def beginnings(profile: ProfileFacts) -> tuple[Transition, ...]:
    """Return the steps by which a person begins a process with this profile."""
    return tuple(
        step
        for step in TRANSITIONS.values()
        if not step.sources and not step.by_resolution and (step.switch is None or step.switch in profile.switches)
    )
