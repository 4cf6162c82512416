"""How a Beschlussvorlage is laid out.

Source: design/kreise.md ME-01 (order of the parts), PR-11 (roles in the Beratungsfolge), design/papers.md.
"""

from __future__ import annotations

from governance.documents.content import (
    AmountSection,
    Annex,
    CaseFacts,
    ChoiceSection,
    Justification,
    ListSection,
    PaperDocument,
    ResolutionPoint,
    RichSection,
    Section,
    ShortSection,
)
from governance.documents.layout_mandate import mandate_blocks
from governance.documents.layout_proposal import proposal_blocks
from governance.documents.letter import letter_head
from governance.documents.sheet import (
    Box,
    Grid,
    Points,
    Sheet,
    SheetBlock,
    bullet_list,
    facts,
    heading,
    labelled,
    line,
    ordered_levels,
    paragraph,
    rich,
    text,
    wording,
)
from governance.documents.wording import long_date, short_date
from governance.rules.characters import clean_line

COMMITTEE = "committee"
FOR_ALL_MEETINGS = "Die Vorlage ist für alle hier angegebenen Sitzungen bestimmt."


def paper_sheet(paper: PaperDocument) -> Sheet:
    """Return the sheet of a Beschlussvorlage, a draft or a released version."""
    name = f"Beschlussvorlage {paper.number}" if paper.number else "Beschlussvorlage (Entwurf)"
    version = "" if paper.version_number is None else f"Fassung {paper.version_number}"
    head = facts(
        ("Gremium", paper.body_name),
        ("Gegenstand", paper.subject_label),
        ("Nummer", paper.number or "wird bei der Freigabe vergeben"),
        ("Fassung", f"{version} vom {long_date(paper.on)}" if version else long_date(paper.on)),
        ("Vorgang", paper.process_number),
        ("Ausgearbeitet von", paper.author),
    )
    committee = paper.layout == COMMITTEE
    summary = _with_heading("Worum geht es?", rich(paper.summary, below=1))
    sequence, proposal = _stations(paper), _proposal(paper)
    blocks: list[SheetBlock] = [*sequence, *proposal] if committee else [*head, *sequence, *summary, *proposal]
    for section in paper.sections:
        blocks += _with_heading(section.label, _section(section))
    if committee:
        blocks += [*summary, *_with_heading("Angaben zur Vorlage", head)]
    if paper.mandate is not None:
        blocks += _with_heading(f"Arbeitsauftrag: {paper.mandate.group_name}", mandate_blocks(paper.mandate, level=2))
    if paper.proposal is not None:
        blocks += _with_heading("Vorschlag der Projektarbeitsgruppe", proposal_blocks(paper.proposal, level=2))
    if paper.case_facts is not None:
        blocks += _with_heading("Grundlage: Fallrekonstruktionen", _case_facts(paper.case_facts))
    blocks += _with_heading("Begründete Abweichungen", _justifications(paper.justifications))
    blocks += _with_heading("Anlagen", bullet_list(_annex(annex) for annex in paper.annexes))
    return letter_head(
        paper.letterhead,
        kind=name,
        title=paper.title,
        status=paper.status_line,
        footer=", ".join(part for part in (name, version) if part),
        content_hash=paper.content_hash,
        author=paper.author,
        on=paper.on,
        blocks=ordered_levels(blocks),
    )


def _annex(annex: Annex) -> str:
    """„Kostenaufstellung (kosten.pdf), vertraulich“."""
    named = f"{clean_line(annex.title)} ({clean_line(annex.file_name)})"
    return f"{named}, vertraulich" if annex.confidential else named


def _with_heading(label: str, blocks: tuple[SheetBlock, ...]) -> tuple[SheetBlock, ...]:
    return (heading(1, label), *blocks) if blocks else ()


def _stations(paper: PaperDocument) -> tuple[SheetBlock, ...]:
    if not paper.stations:
        return ()
    with_outcome = any(station.outcome for station in paper.stations)
    rows = tuple(
        (
            line(station.body_name),
            line(station.role),
            line(short_date(station.on) if station.on else "Termin offen"),
            *([line(station.outcome)] if with_outcome else []),
        )
        for station in paper.stations
    )
    head = ("Gremium", "Zuständigkeit", "Sitzungstermin", *(["Ergebnis"] if with_outcome else []))
    widths = (5, 3, 3, 3) if with_outcome else (6, 3, 3)
    note = paragraph(FOR_ALL_MEETINGS) if paper.layout == COMMITTEE else ()
    return heading(1, "Beratungsfolge"), *note, Grid(head, rows, widths)


def _proposal(paper: PaperDocument) -> tuple[SheetBlock, ...]:
    blocks: list[SheetBlock] = [
        heading(1, "Beschlussvorschlag"),
        *_points(paper.resolution_lead, paper.resolution_points),
    ]
    return tuple(blocks) if len(blocks) > 1 else ()


def _points(lead: str, points: tuple[ResolutionPoint, ...]) -> tuple[SheetBlock, ...]:
    """A single point needs no number; several keep the numbers they are voted on by."""
    if len(points) == 1:
        return (Box((*paragraph(lead), *wording(points[0].text))),)
    rows = tuple((f"{clean_line(point.number).rstrip('.')}.", wording(point.text)) for point in points)
    parts = (*paragraph(lead), *((Points(rows),) if rows else ()))
    return (Box(parts),) if parts else ()


def _section(section: Section) -> tuple[SheetBlock, ...]:
    match section:
        case RichSection():
            return rich(section.content, below=1)
        case ShortSection():
            return paragraph(section.text)
        case ChoiceSection():
            return (*paragraph(section.choice, bold=True), *rich(section.comment, below=1))
        case ListSection():
            return bullet_list(section.items)
        case AmountSection():
            return (*_amounts(section), *rich(section.remark, below=1))


def _amounts(section: AmountSection) -> tuple[SheetBlock, ...]:
    if not section.rows:
        return ()
    rows = tuple(
        (line(row.year), text(row.purpose), line(row.source), line(row.amount), line(row.posts)) for row in section.rows
    )
    return (Grid(("Jahr", "Zweck", "Quelle", "Betrag", "VZÄ"), rows, (2, 5, 3, 3, 2), flush_right=(3, 4)),)


def _case_facts(cases: CaseFacts) -> tuple[SheetBlock, ...]:
    minimum = "" if cases.minimum is None else f" (Mindestzahl {cases.minimum})"
    blocks: list[SheetBlock] = [
        *facts(
            ("Rekonstruierte Fälle", f"{cases.total}{minimum}"),
            ("Rechtskreise", ", ".join(cases.legal_areas)),
        )
    ]
    if cases.criteria:
        rows = tuple((line(row.label), line(f"{row.met} von {row.total}")) for row in cases.criteria)
        blocks.append(Grid(("Kriterium", "Erfüllt in Fällen"), rows, (4, 1), flush_right=(1,)))
    if cases.deviations:
        rows = tuple((text(row.label), text(row.reason)) for row in cases.deviations)
        blocks.append(Grid(("Abweichung", "Begründung"), rows, (2, 3)))
    if cases.restrictions:
        blocks += [heading(2, "Festgestellte Einschränkungen"), *bullet_list(cases.restrictions)]
    return tuple(blocks)


def _justifications(justifications: tuple[Justification, ...]) -> tuple[SheetBlock, ...]:
    blocks: list[SheetBlock] = []
    for entry in justifications:
        signed = ", ".join(part for part in (entry.author, short_date(entry.on) if entry.on else "") if part)
        blocks += [
            *labelled("Feststellung", entry.finding),
            *labelled("Begründung", f"{entry.text} ({signed})" if signed else entry.text),
        ]
    return tuple(blocks)
