"""Planning: a running process, its topic in words, its justifications, and what a resolution does to a process.

The steps that people take are in `governance.usecases.process_steps`, because they look at papers and agendas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from governance.access.cases import visible_cards, visible_series
from governance.access.planning import (
    coordinates_processes,
    may_draft_topic,
    may_edit_process,
    possible_coordinators,
    visible_processes,
)
from governance.access.viewer import Viewer
from governance.models import (
    CaseCard,
    Justification,
    Person,
    PlanningProcess,
    ReconstructionSeries,
    Restriction,
    StepRecord,
    Topic,
    TopicCase,
    TopicRestriction,
)
from governance.queries.planning import justifiable_ahead
from governance.rules import clock
from governance.rules.characters import clean_line, clean_lines
from governance.rules.facts import SeriesFacts, StepFacts
from governance.rules.guards import Finding, check, unmet
from governance.rules.lifecycles import CaseState
from governance.rules.routes import IntakeSource
from governance.rules.stages import DRAFTING_STAGES, EARLY_STAGES, ENDED_STAGES, SHOWN_TO_GROUP, Stage
from governance.rules.steps import Transition
from governance.rules.text import Message, mark
from governance.usecases.cases import refuse_personal_data
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    Unmet,
    advance,
    check_version,
    lock,
    record,
    save,
    use_case,
)


@use_case("process.edit")
def edit_process(
    *, by: Viewer, process_id: str, title: str, series_ids: Sequence[str], coordinator_id: str, version: int | None
) -> PlanningProcess:
    """Change the title of a running process, who looks after it, and the series that feed it.

    A series stays as long as the topic rests on one of its cases; a topic out of another source needs none. A
    coordinator who has left may stay on record.
    """
    process = lock(visible_processes(by).select_related("coordinator"), public_id=process_id)
    if not may_edit_process(by, process):
        raise Forbidden(by, process)
    check_version(process, version)
    if process.stage in ENDED_STAGES:
        raise Refused(Message(mark("The process has ended. It stays on record as it is.")))
    if clean_line(title) != process.title:
        title = process_title(title)
    series = tuple(visible_series(by).filter(public_id__in=series_ids))
    if process.source == IntakeSource.RECONSTRUCTION:
        passed("start", StepFacts(series=series_facts(series)))
    lost = process.series.exclude(pk__in=[row.pk for row in series])
    if lost.filter(cards__topics__process=process).exists():
        raise Refused(Message(mark("The topic rests on a case of a series that you have taken away. Unlink it first.")))
    process.title = clean_line(title)
    if coordinator_id != process.coordinator.public_id:
        process.coordinator = choose_coordinator(by, coordinator_id)
    process.series.set(series)
    save(process)
    record(by, "process.edited", process)
    return process


def process_title(title: str) -> str:
    """Return a title as it may be stored; raises `Refused` without one, `Screened` if it names a person."""
    title = clean_line(title)
    if not title:
        raise Refused(Message(mark("The process needs a title.")))
    refuse_personal_data("title", title)
    return title


def choose_coordinator(by: Viewer, coordinator_id: str | None) -> Person:
    """Return who looks after a process: the chosen coordinator, or the acting one; raises `Refused` without any."""
    if coordinator_id:
        person = possible_coordinators(by).filter(public_id=coordinator_id).first()
    else:
        person = by.acting_person if coordinates_processes(by) else None
    if person is None:
        raise Refused(Message(mark("Choose who coordinates the process.")))
    return person


def series_facts(series: Iterable[ReconstructionSeries]) -> tuple[SeriesFacts, ...]:
    """Return what the guards of a beginning ask about series: that there is one; its cases do not count yet."""
    return tuple(SeriesFacts(row.number) for row in series)


def passed(name: str, facts: StepFacts) -> tuple[Finding, ...]:
    """Return the findings of the step `name` where nothing forbids it; raises `Unmet`."""
    findings = check(name, facts)
    if missing := unmet(findings):
        raise Unmet(missing)
    return findings


def write_step(
    process: PlanningProcess,
    step: Transition,
    source: str,
    findings: Iterable[Finding],
    *,
    reason: str = "",
    actor: Person | None,
    target: Stage | None = None,
) -> StepRecord:
    """Append the history entry of a step with its findings as they were; they name no case.

    `target` says where it led, if the step has several.
    """
    return StepRecord.objects.create(
        process=process,
        transition=step.name,
        source=source,
        target=(target or step.target).value,
        actor=actor,
        at=clock.now(),
        reason=reason,
        findings=stored_findings(findings),
    )


def stored_findings(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as data for the history: guard, state, severity and the sentence that names no case.

    The sentence is stored as source text with its values, so that it is read in the reader's language.
    """
    rows: list[dict[str, object]] = []
    for found in findings:
        row: dict[str, object] = {
            "guard": found.guard,
            "fulfilled": found.fulfilled,
            "severity": found.severity.value,
            **stored_message(found.public_message),
        }
        if row not in rows:
            rows.append(row)
    return rows


def stored_message(message: Message) -> dict[str, object]:
    """Return a sentence as JSON-able data; `queries.decisions.stored_message` reads it back."""
    values = {name: _stored_value(value) for name, value in message.values.items()}
    return {"text": message.text, "plural": message.plural, "values": values}


def _stored_value(value: object) -> object:
    if isinstance(value, Message):
        return stored_message(value)
    return {"date": value.isoformat()} if isinstance(value, date) else value


def move(process: PlanningProcess, step: Transition) -> str:
    """Take `step` on the locked process and save it; return the stage it left."""
    source = str(process.stage)
    advance(process, step.name)
    process.stage_since = clock.now()
    if step.target not in EARLY_STAGES:
        process.shown_to_body = True
    if step.target in SHOWN_TO_GROUP:
        process.shown_to_group = True
    save(process)
    return source


@use_case("process.save_topic")
def save_topic(
    *,
    by: Viewer,
    process_id: str,
    statement: str,
    description: str,
    card_ids: Sequence[str],
    restrictions: Sequence[str],
    version: int | None,
) -> Topic:
    """Write the generative topic: statement, description, the cases that show it, the restrictions behind it.

    `version` is the topic's version when the form was loaded, 0 if there was none. Possible while cases are
    reconstructed and while the topic is a draft; `Refused` afterwards. The text leaves the case layer, so it is
    screened and nothing can be released there (`Screened`).
    """
    process = lock(visible_processes(by), public_id=process_id)
    if not may_draft_topic(by, process):
        raise Forbidden(by, process)
    if process.stage not in DRAFTING_STAGES:
        raise Refused(Message(mark("The topic can no longer be changed at this stage.")))
    topic = Topic.objects.filter(process=process).first() or Topic(process=process, version=0)
    if topic.pk is None:
        topic.version = 0
    check_version(topic, version)
    topic.statement, topic.description = clean_line(statement), clean_lines(description)
    if not topic.statement:
        raise Refused(Message(mark("Put the topic into one sentence.")))
    lines = list(dict.fromkeys(line for line in map(clean_line, restrictions) if line))
    refuse_personal_data("statement", topic.statement)
    refuse_personal_data("description", topic.description)
    refuse_personal_data("restrictions", "\n".join(lines))
    cards = _choose_cards(by, process, topic, card_ids)
    save(topic)
    _link_cards(topic, cards)
    _write_patterns(topic, cards, lines)
    record(by, "process.topic_saved", process, {"cards": len(cards), "version": topic.version})
    return topic


def _choose_cards(by: Viewer, process: PlanningProcess, topic: Topic, card_ids: Sequence[str]) -> tuple[CaseCard, ...]:
    """Return the chosen cards; a withdrawn one may stay linked, but not be linked anew."""
    cards = tuple(visible_cards(by).filter(public_id__in=card_ids, series__processes=process).distinct())
    if len(cards) != len(set(card_ids)):
        raise Refused(Message(mark("Choose cases of the process's own series.")))
    known = set(topic.case_links.values_list("card_id", flat=True)) if topic.pk else set()
    if any(card.state == CaseState.WITHDRAWN and card.pk not in known for card in cards):
        raise Refused(Message(mark("A case that has been withdrawn cannot be linked.")))
    return cards


def _link_cards(topic: Topic, cards: Sequence[CaseCard]) -> None:
    chosen = {card.pk for card in cards}
    topic.case_links.exclude(card_id__in=chosen).delete()
    known = set(topic.case_links.values_list("card_id", flat=True))
    TopicCase.objects.bulk_create(TopicCase(topic=topic, card_id=key) for key in sorted(chosen - known))


def _write_patterns(topic: Topic, cards: Sequence[CaseCard], lines: Sequence[str]) -> None:
    """Replace the patterns; one that uses the words of a case keeps its source."""
    topic.restrictions.all().delete()
    sources: QuerySet[Restriction] = Restriction.objects.filter(card__in=cards)
    by_words: dict[str, list[Restriction]] = {}
    for row in sources:
        by_words.setdefault(row.text.casefold(), []).append(row)
    for order, line in enumerate(lines):
        pattern = TopicRestriction.objects.create(topic=topic, order=order, text=line[:300])
        pattern.sources.set(by_words.get(line.casefold(), []))


@use_case("process.justify")
def justify(*, by: Viewer, process_id: str, finding: str, text: str, version: int | None = None) -> Justification:
    """Write why the process goes on although the justifiable finding `finding` (name of its guard) is open.

    Writing again replaces the text until a step has consumed it. Raises `Refused` when nothing of the kind is open.
    """
    process = lock(visible_processes(by), public_id=process_id)
    if not may_draft_topic(by, process):
        raise Forbidden(by, process)
    text = clean_lines(text)
    if not text:
        raise Refused(Message(mark("Write the justification.")))
    refuse_personal_data("text", text)
    if not justifiable_ahead(process, finding):
        raise Refused(Message(mark("There is nothing to justify here at present.")))
    row = Justification.objects.filter(process=process, finding=finding, consumed_by__isnull=True).first()
    if row is None:
        row = Justification(process=process, finding=finding, version=0)
    else:
        check_version(row, version)
    row.text, row.author, row.created_at = text, by.acting_person, clock.now()
    save(row)
    record(by, "process.justified", process, {"finding": finding})
    return row
