"""Papers as documents: the working copy as it would be frozen, a frozen version as it was, the check of completeness.

Access is decided by whoever asks (`governance.queries.papers`, use cases).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from governance.documents import content
from governance.documents.content import PaperDocument, Section, Station
from governance.documents.richtext import from_plain, plain_text
from governance.documents.storage import from_data
from governance.documents.streams import stream_tree
from governance.models import (
    AgendaItem,
    ConsultationStation,
    DecisionPaper,
    PaperSection,
    PaperVersion,
    PlanningProcess,
    SectionKind,
    TemplateSection,
)
from governance.queries.cases import profile_facts
from governance.queries.group_results import handed_in
from governance.queries.mandate_documents import laid_mandate
from governance.queries.mandates import mandate_facts
from governance.queries.meetings import letterhead_of
from governance.queries.paper_annexes import annex_content, draft_annexes
from governance.queries.planning import evidence_table, printed_justifications, to_justify
from governance.queries.proposal_documents import proposal_content
from governance.rules import clock
from governance.rules.amounts import SOURCES, AmountRow, amount_row, money, posts
from governance.rules.completeness import PaperText, SectionState, completeness
from governance.rules.guards import Finding
from governance.rules.lifecycles import PaperState
from governance.rules.outcomes import MANDATE_SUBJECTS, SUBJECT_LABELS, TOPIC_SUBJECTS, Outcome, PaperSubject
from governance.rules.solution_facts import MandateFacts, ProposalFacts
from governance.rules.wording import FORMULAS


@dataclass(frozen=True)
class SectionContent:
    """What stands in a section: the stream of the editor as data, an answer, a short text, lines of a table or list."""

    stream: tuple[Mapping[str, Any], ...] = ()
    choice: str = ""
    short_text: str = ""
    rows: tuple[Any, ...] = ()


def subject_choices() -> list[tuple[str, str]]:
    """Return what a paper may be about, as forms offer it."""
    return [(subject.value, _(label)) for subject, label in SUBJECT_LABELS.items()]


def sections_of(paper: DecisionPaper) -> list[tuple[TemplateSection, SectionContent]]:
    """Return every section of the paper's template, in the edition it was begun with, with what stands in it.

    In order; two queries.
    """
    written = {row.section_id: row for row in PaperSection.objects.filter(paper=paper)}
    found = []
    for section in template_sections(paper.template_id, paper.template_edition):
        row = written.get(section.pk)
        found.append((section, section_content(row) if row else SectionContent()))
    return found


def template_sections(template_id: int, edition: int) -> QuerySet[TemplateSection]:
    """Return the sections of an edition of a template, in order."""
    return TemplateSection.objects.filter(template=template_id, edition=edition).order_by("order", "pk")


def section_content(row: PaperSection) -> SectionContent:
    """Return what stands in `row`."""
    return SectionContent(tuple(row.body.get_prep_value()), row.choice, row.short_text, tuple(row.rows))


def is_filled(kind: str, written: SectionContent) -> bool:
    """Tell whether something stands in a section of `kind`."""
    if kind == SectionKind.SHORT:
        return bool(written.short_text)
    if kind == SectionKind.CHOICE:
        return bool(written.choice)
    lines = kind in {SectionKind.AMOUNTS, SectionKind.LIST} and bool(written.rows)
    return lines or bool(plain_text(stream_tree(written.stream)).strip())


def paper_findings(paper: DecisionPaper) -> tuple[Finding, ...]:
    """Return what the working copy of `paper` has and what it lacks for its release."""
    sections = tuple(
        SectionState(section.key, section.label, section.mandatory, is_filled(section.kind, written))
        for section, written in sections_of(paper)
    )
    topical = _topical(paper)
    ordering = _ordering(paper)
    return completeness(
        PaperText(
            subject=PaperSubject(paper.subject),
            has_process=paper.process_id is not None,
            points=paper.points.exclude(text="").count(),
            sections=sections,
            to_justify=to_justify(topical) if topical else (),
            mandate=mandate_facts(ordering) if ordering else MandateFacts(),
            proposal=_handed_in(paper),
        )
    )


def freeze(paper: DecisionPaper) -> PaperDocument:
    """Return the working copy as a document, in German as documents are; `number` is None before the first release."""
    with translation.override("de"):
        body = paper.body
        released = paper.state != PaperState.DRAFT
        topical = _topical(paper)
        today = clock.today()
        return PaperDocument(
            letterhead=letterhead_of(body.authority),
            number=paper.number or None,
            version_number=None,
            title=paper.title,
            subject_label=_(PaperSubject(paper.subject).label),
            body_name=body.name,
            on=today,
            status_line=f"Freigegeben am {today:%d.%m.%Y}" if released else "Entwurf",
            process_number=_process_line(paper.process),
            author=str(paper.author),
            stations=tuple(_station(row) for row in stations_of(paper)),
            summary=from_plain(paper.summary),
            resolution_lead="Es wird beschlossen:" if body.decides else "Es wird empfohlen:",
            resolution_points=tuple(
                content.ResolutionPoint(number=str(number), text=from_plain(point.text))
                for number, point in enumerate(paper.points.exclude(text="").order_by("order", "pk"), start=1)
            ),
            layout=paper.template.layout,
            sections=tuple(
                printed_section(section, written)
                for section, written in sections_of(paper)
                if is_filled(section.kind, written)
            ),
            case_facts=case_facts(topical) if topical else None,
            justifications=justifications(topical) if topical else (),
            mandate=laid_mandate(_ordering(paper)),
            proposal=_proposal(paper),
            annexes=annex_content(draft_annexes(paper)),
        )


def _topical(paper: DecisionPaper) -> PlanningProcess | None:
    """Return the process whose evidence the paper prints: one on a topic."""
    return paper.process if paper.subject in TOPIC_SUBJECTS else None


def _handed_in(paper: DecisionPaper) -> ProposalFacts:
    if paper.subject != PaperSubject.ADOPT_PROPOSAL or paper.process is None:
        return ProposalFacts()
    return handed_in(paper.process, profile_facts(paper.process.authority))


def _proposal(paper: DecisionPaper) -> content.ProposalContent | None:
    if paper.subject != PaperSubject.ADOPT_PROPOSAL or paper.process is None:
        return None
    return proposal_content(paper.process)


def _ordering(paper: DecisionPaper) -> PlanningProcess | None:
    """Return the process whose mandate the paper lays before the body, if it is about one."""
    return paper.process if paper.subject in MANDATE_SUBJECTS else None


def _process_line(process: PlanningProcess | None) -> str:
    return f"{process.number} {process.title}" if process else ""


def stations_of(paper: DecisionPaper) -> Sequence[ConsultationStation]:
    """Return the stations of the Beratungsfolge in order, with body and meeting."""
    return list(
        ConsultationStation.objects.filter(paper=paper).select_related("body", "meeting").order_by("order", "pk")
    )


def _station(row: ConsultationStation) -> Station:
    day = clock.local_date(row.meeting.starts_at) if row.meeting else row.date
    return Station(
        body_name=row.body.name if row.body else row.external_name,
        role=str(row.get_role_display()),
        on=day,
    )


def printed_section(section: TemplateSection, written: SectionContent) -> Section:
    """Return a section as the document prints it."""
    tree = stream_tree(written.stream)
    if section.kind == SectionKind.SHORT:
        return content.ShortSection(label=section.label, text=written.short_text)
    if section.kind == SectionKind.CHOICE:
        return content.ChoiceSection(label=section.label, choice=written.choice, comment=tree)
    if section.kind == SectionKind.LIST:
        return content.ListSection(label=section.label, items=tuple(str(item) for item in written.rows))
    if section.kind == SectionKind.AMOUNTS:
        amounts = tuple(_amount(amount_row(row)) for row in written.rows)
        return content.AmountSection(label=section.label, rows=amounts, remark=tree)
    return content.RichSection(label=section.label, content=tree)


def _amount(row: AmountRow) -> content.Amount:
    source = _(SOURCES[row.source]) if row.source in SOURCES else ""
    return content.Amount(
        year=row.year, purpose=row.purpose, source=source, amount=money(row.amount), posts=posts(row.posts)
    )


def case_facts(process: PlanningProcess) -> content.CaseFacts:
    """Return the figures of the cases behind the topic; never a case's story (trust.md, Privacy)."""
    table = evidence_table(process)
    return content.CaseFacts(
        total=table.total,
        minimum=table.minimum,
        criteria=tuple(content.Criterion(label=label, met=met, total=total) for label, met, total in table.criteria),
        deviations=tuple(
            # The label begins with the case's code, which the body does not see (process.md, Guards).
            content.Deviation(label=label.partition(": ")[2] or label, reason=reason)
            for label, reason in table.deviations
        ),
        legal_areas=table.legal_areas,
        restrictions=table.restrictions,
    )


def justifications(process: PlanningProcess) -> tuple[content.Justification, ...]:
    """Return the written reasons for open findings, as they stand now."""
    return tuple(
        content.Justification(finding=row.finding, text=row.text, author=row.author, on=row.on)
        for row in printed_justifications(process)
    )


def paper_document(version: PaperVersion) -> PaperDocument:
    """Return the document that was frozen as `version`."""
    return replace(from_data(PaperDocument, version.content), content_hash=version.content_hash)


def with_sessions(document: PaperDocument, items: Iterable[AgendaItem]) -> PaperDocument:
    """Lay day and outcome of the sessions over the stations, as they came after the text was frozen.

    The hash stays that of the frozen text. `items` are loaded with body and meeting, the latest session last.
    """
    by_body = {item.meeting.body.name: item for item in items}
    return replace(
        document,
        stations=tuple(
            replace(
                station,
                on=clock.local_date(item.meeting.starts_at),
                outcome=FORMULAS[Outcome(item.outcome)] if item.outcome else "",
            )
            if (item := by_body.get(station.body_name))
            else station
            for station in document.stations
        ),
    )


def proposal_text(version: PaperVersion) -> str:
    """Return the frozen proposal as plain text: one line for a single point, numbered lines for several."""
    points = paper_document(version).resolution_points
    if len(points) == 1:
        return plain_text(points[0].text)
    return "\n".join(f"{point.number}. {plain_text(point.text)}" for point in points)
