"""Reading planning: evidence behind a topic, justifications, what a paper prints of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from governance.access.cases import visible_series
from governance.access.intake import possible_predecessors
from governance.access.planning import deciding_bodies, possible_coordinators, visible_processes
from governance.access.viewer import Viewer
from governance.models import (
    Body,
    CaseCard,
    Justification,
    LegalArea,
    Person,
    PlanningProcess,
    ProblemCircle,
    ReconstructionSeries,
    Restriction,
    Topic,
    TopicCase,
)
from governance.queries.cases import case_facts, labels, profile_facts, with_deviations
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.completeness import ToJustify
from governance.rules.criteria import deviation, meets, unmet_criteria
from governance.rules.facts import Criterion, SeriesFacts, StepFacts, TopicFacts
from governance.rules.guards import Finding, check, is_justifiable
from governance.rules.lifecycles import CaseState
from governance.rules.routes import IntakeSource
from governance.rules.similarity import SIMILAR_FROM, similarity
from governance.rules.solution_facts import IntakeFacts
from governance.rules.stages import DECIDED_STAGES, DRAFTING_STAGES, ENDED_STAGES, Stage
from governance.rules.transitions import transitions_from


@dataclass(frozen=True)
class Evidence:
    """What is known of the cases behind a process: facts for the guards, and the rows they came from.

    `cards` are those of its series, `linked` those of its topic; both have the withdrawn ones.
    """

    facts: StepFacts
    topic: Topic | None
    series: tuple[ReconstructionSeries, ...]
    cards: tuple[CaseCard, ...]
    linked: tuple[CaseCard, ...]

    @property
    def addresses(self) -> dict[str, str]:
        """The public id of each card by its code."""
        return {card.code: card.public_id for card in (*self.cards, *self.linked)}


def intake_facts(process: PlanningProcess) -> IntakeFacts:
    """Return where the topic of `process` comes from; only one that was taken over asks for earlier decisions."""
    facts = IntakeFacts(
        source=IntakeSource(process.source),
        note=process.source_note,
        like_cases=process.like_cases,
        interviews=process.interviews or 0,
    )
    if not process.taken_over:
        return facts
    came_to = process.steps.order_by("pk").values_list("target", flat=True).first()
    return replace(
        facts,
        earlier_decisions=process.earlier_decisions.count(),
        needs_earlier_decision=came_to in DECIDED_STAGES,
    )


def evidence(process: PlanningProcess) -> Evidence:
    """Collect source, series, cards and topic of `process` in five queries at most; papers are added higher up."""
    series = tuple(process.series.order_by("pk"))
    topic: Topic | None = getattr(process, "topic", None)
    links = TopicCase.objects.filter(topic__process=process, card=OuterRef("pk"))
    rows = CaseCard.objects.annotate(is_linked=Exists(links)).filter(Q(series__in=series) | Q(is_linked=True))
    cards = tuple(with_deviations(rows.defer("presentation", "withdrawal_reason").order_by("pk")))
    known = {card.pk: case_facts(card) for card in cards}
    linked = tuple(card for card in cards if card.is_linked)
    facts = StepFacts(
        profile=profile_facts(process.authority),
        series=tuple(
            SeriesFacts(one.number, tuple(known[card.pk] for card in cards if card.series_id == one.pk))
            for one in series
        ),
        topic=TopicFacts(topic.statement, tuple(known[card.pk] for card in linked)) if topic else None,
        intake=intake_facts(process),
    )
    owned = tuple(card for card in cards if card.series_id in {one.pk for one in series})
    return Evidence(facts, topic, series, owned, linked)


def open_justifications(process: PlanningProcess) -> dict[str, Justification]:
    """Return the justifications that no step has consumed yet, by the guard they answer."""
    rows = Justification.objects.filter(process=process, consumed_by__isnull=True).select_related("author")
    return {row.finding: row for row in rows}


def last_justification(process: PlanningProcess, guard: str) -> str:
    """Return what was last written for `guard`: the open text, or the one an earlier step consumed."""
    row = Justification.objects.filter(process=process, finding=guard).order_by("-pk").first()
    return row.text if row else ""


@dataclass(frozen=True)
class PrintedJustification:
    """An open finding and the reason for going on, as the Beschlussvorlage prints it; it names no case."""

    finding: str
    text: str
    author: str
    on: date


def _submission(process: PlanningProcess) -> dict[tuple[str, str], Justification | None]:
    """Return the open justifiable findings on the evidence of the topic, as (guard, sentence), with what is written.

    Once it lies before the body, that is what the submission has consumed; where the scope is checked in between, what
    deriving the topic has.
    """
    facts = evidence(process).facts
    written = open_justifications(process)
    if process.stage not in DRAFTING_STAGES or facts.profile.has_scope_check:
        steps = ["derive_topic", "submit_topic"] if facts.profile.has_scope_check else ["submit_topic"]
        consumed = Justification.objects.filter(process=process, consumed_by__transition__in=steps)
        written = {row.finding: row for row in consumed.select_related("author").order_by("pk")} | written
    findings = check("derive_topic", facts)
    return {
        (found.guard, say(found.public_message)): written.get(found.guard)
        for found in findings
        if is_justifiable(found)
    }


def printed_justifications(process: PlanningProcess) -> tuple[PrintedJustification, ...]:
    """Return what is justified for submitting the topic of `process`, in the order of the guards."""
    return tuple(
        PrintedJustification(sentence, row.text, str(row.author), clock.local_date(row.created_at))
        for (_guard, sentence), row in _submission(process).items()
        if row is not None
    )


def to_justify(process: PlanningProcess) -> tuple[ToJustify, ...]:
    """Return what has to be justified before the paper on the topic is released; nothing once it is submitted."""
    if process.stage not in DRAFTING_STAGES:
        return ()
    return tuple(ToJustify(guard, sentence, row is not None) for (guard, sentence), row in _submission(process).items())


@dataclass(frozen=True)
class EvidenceTable:
    """What a paper says of its cases: figures, criteria and deviations, never a case's story."""

    total: int
    minimum: int
    criteria: tuple[tuple[str, int, int], ...]
    deviations: tuple[tuple[str, str], ...]
    legal_areas: tuple[str, ...]
    problem_circles: tuple[str, ...]
    restrictions: tuple[str, ...]


def evidence_table(process: PlanningProcess) -> EvidenceTable:
    """Return the cases behind the topic of `process` for its paper; only reconstructed ones count.

    `criteria` are (label, cases that meet it, cases), `deviations` (case code and criterion, written reason).
    """
    known = evidence(process)
    profile = known.facts.profile
    rows = [(card, case_facts(card)) for card in known.linked if card.state == CaseState.RECONSTRUCTED]
    areas = {area for card, _facts in rows for area in card.legal_areas}
    circles = {circle for card, _facts in rows for circle in card.problem_circles}
    return EvidenceTable(
        total=len(rows),
        minimum=profile.min_topic_cases,
        criteria=tuple(
            (gettext(criterion.label), sum(meets(facts, criterion, profile) for _card, facts in rows), len(rows))
            for criterion in Criterion
        ),
        deviations=tuple(
            (f"{facts.code}: {gettext(criterion.label)}", deviation(facts, criterion))
            for _card, facts in rows
            for criterion in unmet_criteria(facts, profile)
            if deviation(facts, criterion)
        ),
        legal_areas=labels(LegalArea, areas),
        problem_circles=labels(ProblemCircle, circles),
        restrictions=restrictions_of(known.topic),
    )


def restrictions_of(topic: Topic | None) -> tuple[str, ...]:
    """Return the patterns of restrictions behind a topic, in their order."""
    return tuple(row.text for row in topic.restrictions.all()) if topic else ()


@dataclass(frozen=True)
class StartChoices:
    """What may be chosen when a process begins."""

    bodies: tuple[Body, ...]
    series: tuple[ReconstructionSeries, ...]
    coordinators: tuple[Person, ...]
    predecessors: tuple[PlanningProcess, ...] = ()


def start_choices(viewer: Viewer, process: PlanningProcess | None = None) -> StartChoices:
    """Return bodies, series, coordinators and earlier processes for a new process.

    For `process`, which keeps its body and what it follows, also who coordinates it now.
    """
    coordinators = tuple(possible_coordinators(viewer))
    if process is not None and process.coordinator not in coordinators:
        coordinators = (process.coordinator, *coordinators)
    earlier = tuple(possible_predecessors(viewer)) if process is None else ()
    return StartChoices(tuple(deciding_bodies(viewer)), tuple(visible_series(viewer)), coordinators, earlier)


@dataclass(frozen=True)
class SimilarTopic:
    """Another topic that sounds like this one; `ended` says that its process has ended.

    `mergeable`: both are drafts for the same body, so they may become one; `nameable`: this one may name it as the
    earlier process that it follows.
    """

    process: PlanningProcess
    statement: str
    ended: bool
    mergeable: bool
    nameable: bool


@dataclass(frozen=True)
class TopicPage:
    """Everything around the form of a topic: choosable cards, what the cases found, earlier topics."""

    process: PlanningProcess
    topic: Topic | None
    cards: tuple[CaseCard, ...]
    found: tuple[Restriction, ...]
    similar: tuple[SimilarTopic, ...]


def topic_page(viewer: Viewer, process_id: str) -> TopicPage:
    """Return what the topic form needs; raises `PlanningProcess.DoesNotExist` where the viewer sees no process.

    Choosable are the live cards of the process's series, and withdrawn ones that are linked already.
    """
    process = visible_processes(viewer).select_related("authority", "body").get(public_id=process_id)
    known = evidence(process)
    linked = {card.pk for card in known.linked}
    cards = tuple(card for card in known.cards if card.state != CaseState.WITHDRAWN or card.pk in linked)
    found = Restriction.objects.filter(card__in=cards).select_related("card")
    words = known.topic.statement if known.topic else process.title
    return TopicPage(process, known.topic, cards, tuple(found), similar_topics(viewer, process, words))


def similar_topics(viewer: Viewer, process: PlanningProcess, words: str) -> tuple[SimilarTopic, ...]:
    """Return at most three other topics that sound like `words`, the most similar first."""
    others = Topic.objects.filter(process__in=visible_processes(viewer).exclude(pk=process.pk))
    rated = [(similarity(words, row.statement), row) for row in others.select_related("process").order_by("pk")]
    close = sorted((pair for pair in rated if pair[0] >= SIMILAR_FROM), key=lambda pair: -pair[0])[:3]
    return tuple(_similar(process, row) for _share, row in close)


def _similar(process: PlanningProcess, row: Topic) -> SimilarTopic:
    other, drafting = row.process, process.stage in DRAFTING_STAGES
    ended = other.stage in ENDED_STAGES
    return SimilarTopic(
        other,
        row.statement,
        ended,
        mergeable=drafting and other.stage in DRAFTING_STAGES and other.body_id == process.body_id,
        nameable=drafting and ended and other.merged_into_id is None and process.predecessor_id != other.pk,
    )


def findings_ahead(process: PlanningProcess) -> tuple[Finding, ...]:
    """Return the findings of every step that a person may take from here; papers are never justified away."""
    facts = evidence(process).facts
    leaving = transitions_from(Stage(process.stage), facts.profile.switches)
    steps = [step for step in leaving if not step.by_resolution]
    return tuple(found for step in steps for found in check(step.name, facts))


def justifiable_ahead(process: PlanningProcess, guard: str) -> tuple[Finding, ...]:
    """Return the open findings of `guard` that a written justification heals at the present stage."""
    return tuple(found for found in findings_ahead(process) if found.guard == guard and is_justifiable(found))
