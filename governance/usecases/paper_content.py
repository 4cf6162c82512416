"""What is written into the working copy of a paper: cleaned texts, checked stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.access.papers import paper_bodies
from governance.access.viewer import Viewer
from governance.documents.streams import clean_stream, text_block
from governance.models import (
    ConsultationRole,
    ConsultationStation,
    DecisionPaper,
    PaperSection,
    ResolutionPoint,
    SectionKind,
    TemplateSection,
)
from governance.queries.paper_documents import (
    SectionContent,
    is_filled,
    section_content,
    sections_of,
    template_sections,
)
from governance.rules.amounts import SOURCES, AmountRow, amount_row, parsed
from governance.rules.characters import clean_line, clean_lines
from governance.rules.text import Message, mark
from governance.usecases.foundation import Refused

MOST_POINTS = 40
MOST_STATIONS = 20
LONGEST_POINT = 3000
LONGEST_SHORT_TEXT = 2000
LONGEST_NAME = 160
MOST_LINES = 60
LONGEST_LINE = 500
LONGEST_YEAR = 20


@dataclass(frozen=True)
class StationContent:
    """One station: an own body by public id, or an external one by name; what it does, and when."""

    role: str = ConsultationRole.DECISION
    body_id: str = ""
    external_name: str = ""
    on: date | None = None


def rich(html: str) -> SectionContent:
    """Return the content of a section of formatted text."""
    return SectionContent(stream=(text_block(html),))


def write_sections(paper: DecisionPaper, contents: Mapping[str, SectionContent]) -> None:
    """Store the sections named by their keys; those not named stay as they are. Raises `Refused` for a wrong answer."""
    rows = {row.section_id: row for row in PaperSection.objects.filter(paper=paper)}
    for section in template_sections(paper.template_id, paper.template_edition):
        row = rows.get(section.pk) or PaperSection(paper=paper, section=section)
        if section.key in contents:
            _fill(row, section, contents[section.key])
        elif row.pk:
            continue
        row.save()


def _fill(row: PaperSection, section: TemplateSection, written: SectionContent) -> None:
    stream: list[dict[str, Any]] = []
    if section.kind not in {SectionKind.SHORT, SectionKind.LIST}:
        stream = clean_stream(written.stream)
    if section.kind == SectionKind.CHOICE and written.choice and written.choice not in answers_of(section):
        raise Refused(Message(mark("“%(section)s”: choose one of the given answers."), {"section": section.label}))
    row.body = row.body.stream_block.to_python(stream)
    row.choice = written.choice if section.kind == SectionKind.CHOICE else ""
    row.short_text = clean_lines(written.short_text)[:LONGEST_SHORT_TEXT] if section.kind == SectionKind.SHORT else ""
    row.rows = _lines(section, written)


def _lines(section: TemplateSection, written: SectionContent) -> list[Any]:
    """Return the lines of a list or of a table of amounts, cleaned; empty ones fall away. Raises `Refused`."""
    if section.kind not in {SectionKind.LIST, SectionKind.AMOUNTS}:
        return []
    if len(written.rows) > MOST_LINES:
        raise Refused(
            Message(mark("“%(section)s” has at most %(most)s lines."), {"section": section.label, "most": MOST_LINES})
        )
    if section.kind == SectionKind.LIST:
        typed = (clean_line(str(line))[:LONGEST_LINE] for line in written.rows)
        return [line for line in typed if line]
    amounts = (_amount(section, amount_row(line)) for line in written.rows if isinstance(line, Mapping))
    return [line.to_data() for line in amounts if not line.is_empty]


def _amount(section: TemplateSection, line: AmountRow) -> AmountRow:
    try:
        amount, posts = parsed(line.amount), parsed(line.posts)
    except ValueError as error:
        raise Refused(
            Message(
                mark("“%(section)s”: write amounts as numbers, such as 55.000,00 or 0,5."), {"section": section.label}
            )
        ) from error
    if line.source and line.source not in SOURCES:
        raise Refused(Message(mark("“%(section)s”: choose one of the given answers."), {"section": section.label}))
    return AmountRow(
        year=clean_line(line.year)[:LONGEST_YEAR],
        purpose=clean_line(line.purpose)[:LONGEST_LINE],
        source=line.source,
        amount=amount,
        posts=posts,
    )


def move_sections(paper: DecisionPaper) -> int:
    """Move the texts of a draft into the newest edition of its template; returns that edition.

    A section without text moves or goes; raises `Refused` for one that says something and has no place there.
    """
    template = paper.template
    offered = {row.key: row for row in template_sections(template.pk, template.edition)}
    for row in PaperSection.objects.filter(paper=paper).select_related("section"):
        place = offered.pop(row.section.key, None)
        if place is not None and place.kind == row.section.kind:
            row.section = place
            row.save()
        elif holds_text(row):
            raise Refused(
                Message(
                    mark("The new edition has no place for the section “%(section)s”. Move its text first."),
                    {"section": row.section.label},
                )
            )
        else:
            row.delete()
            if place is not None:
                offered[place.key] = place
    for place in offered.values():
        PaperSection.objects.create(paper=paper, section=place)
    return template.edition


def holds_text(row: PaperSection) -> bool:
    """Tell whether anything stands in the section of a paper, a comment without an answer included."""
    written = section_content(row)
    kinds = (SectionKind.SHORT, SectionKind.RICH, SectionKind.LIST)
    return bool(written.choice) or any(is_filled(kind, written) for kind in kinds)


def content_of(paper: DecisionPaper) -> dict[str, Any]:
    """Return the parts of the working copy by the names that the audit entry gives them."""
    found: dict[str, Any] = {name: getattr(paper, name) for name in ("title", "subject", "summary", "process_id")}
    found |= {f"section_{section.key}": written for section, written in sections_of(paper)}
    found["points"] = [point.text for point in paper.points.order_by("order", "pk")]
    stations = paper.stations.order_by("order", "pk")
    found["stations"] = list(stations.values_list("body_id", "external_name", "role", "date"))
    return found


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the parts that say something else now; never what they say."""
    return [name for name, content in after.items() if content != before.get(name)]


def answers_of(section: TemplateSection) -> list[str]:
    """Return the answers of a choice."""
    return [line.strip() for line in section.choices.splitlines() if line.strip()]


def write_points(paper: DecisionPaper, texts: Sequence[str]) -> None:
    """Replace the points of the proposed resolution; empty ones fall away. Raises `Refused` for too long ones."""
    cleaned = [text for text in (clean_lines(text) for text in texts) if text]
    if len(cleaned) > MOST_POINTS or any(len(text) > LONGEST_POINT for text in cleaned):
        raise Refused(
            Message(
                mark("A proposed resolution has at most %(points)s points of %(letters)s characters."),
                {"points": MOST_POINTS, "letters": LONGEST_POINT},
            )
        )
    paper.points.all().delete()
    ResolutionPoint.objects.bulk_create(
        ResolutionPoint(paper=paper, order=order, text=text) for order, text in enumerate(cleaned)
    )


def write_stations(by: Viewer, paper: DecisionPaper, stations: Sequence[StationContent]) -> None:
    """Replace the Beratungsfolge. Raises `Refused` for a station without a body or with an unknown one."""
    if len(stations) > MOST_STATIONS:
        too_many = mark("A consultation sequence has at most %(count)s stations.")
        raise Refused(Message(too_many, {"count": MOST_STATIONS}))
    bodies = {body.public_id: body for body in paper_bodies(by)}
    kept = {(row.body_id, row.external_name): row.meeting_id for row in paper.stations.all()}
    rows = []
    for order, station in enumerate(stations):
        name = clean_line(station.external_name)[:LONGEST_NAME]
        body = bodies.get(station.body_id)
        known = bool(body) == bool(station.body_id) and station.role in ConsultationRole.values
        if not known or bool(body) == bool(name):
            raise Refused(Message(mark("Each station names either one of the own bodies or an external one.")))
        rows.append(
            ConsultationStation(
                paper=paper,
                order=order,
                body=body,
                external_name=name,
                role=station.role,
                date=station.on,
                meeting_id=kept.get((body.pk if body else None, name)),
            )
        )
    paper.stations.all().delete()
    ConsultationStation.objects.bulk_create(rows)
