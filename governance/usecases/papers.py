"""Papers: writing the working copy, releasing and recalling it, and its way through agendas.

Design: papers.md (The paper), architecture.md (Paper: state on the paper, text in a working copy).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from governance.access.meetings import runs_meetings_of
from governance.access.papers import (
    kept_templates,
    may_begin_papers,
    may_write_papers,
    paper_bodies,
    visible_papers,
)
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.documents.storage import to_data
from governance.models import (
    ConsultationRole,
    ConsultationStation,
    DecisionPaper,
    PaperSection,
    PaperVersion,
    PlanningProcess,
)
from governance.queries.paper_annexes import draft_annexes
from governance.queries.paper_documents import SectionContent, freeze, paper_findings, section_content
from governance.rules import clock
from governance.rules.chain import content_hash
from governance.rules.characters import clean_line, clean_lines
from governance.rules.guards import unmet
from governance.rules.lifecycles import PaperState
from governance.rules.numbering import paper_number
from governance.rules.outcomes import PaperSubject
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    Unmet,
    advance,
    check_version,
    draw_number,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.paper_annexes import freeze_annexes
from governance.usecases.paper_content import (
    StationContent,
    changed_parts,
    content_of,
    move_sections,
    write_points,
    write_sections,
    write_stations,
)

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1000


@use_case("paper.create")
def create_paper(
    *,
    by: Viewer,
    body_id: str,
    template_id: str,
    subject: str,
    title: str,
    process_id: str | None = None,
    summary: str = "",
    copy_of: str | None = None,
) -> DecisionPaper:
    """Begin a paper for a body from one of the authority's templates; its own body is the first station.

    `copy_of` names an earlier paper of the authority whose texts, points and stations are taken over (its sections
    only where template and key agree). Raises `DoesNotExist` for records out of sight, `Refused` for a wrong subject
    or an empty title.
    """
    if not may_begin_papers(by):
        raise Forbidden(by, by.authority)
    body = paper_bodies(by).get(public_id=body_id)
    template = kept_templates(by).get(public_id=template_id)
    if not template.is_active:
        raise Refused(Message(mark("This template is no longer offered for new papers. Choose another one.")))
    paper = DecisionPaper(
        body=body,
        template=template,
        template_edition=template.edition,
        process=_process(by, process_id),
        subject=_subject(subject),
        title=_title(title),
        summary=_summary(summary),
        author=by.acting_person,
        created_at=clock.now(),
    )
    paper.save()
    ConsultationStation.objects.create(paper=paper, body=body, role=ConsultationRole.DECISION)
    if copy_of:
        _copy(by, paper, visible_papers(by).get(public_id=copy_of))
    else:
        write_sections(paper, {})
    record(by, "paper.created", paper)
    return paper


def _copy(by: Viewer, paper: DecisionPaper, source: DecisionPaper) -> None:
    rows = PaperSection.objects.filter(paper=source).select_related("section")
    write_sections(paper, {row.section.key: section_content(row) for row in rows})
    write_points(paper, [point.text for point in source.points.order_by("order", "pk")])
    stations = source.stations.select_related("body").order_by("order", "pk")
    write_stations(
        by,
        paper,
        [StationContent(row.role, row.body.public_id if row.body else "", row.external_name) for row in stations],
    )
    if not paper.summary:
        paper.summary = source.summary
        paper.save(update_fields=["summary"])


@use_case("paper.save")
def save_paper(
    *,
    by: Viewer,
    paper_id: str,
    version: int | None,
    title: str,
    subject: str,
    process_id: str | None = None,
    summary: str = "",
    sections: Mapping[str, SectionContent] | None = None,
    points: Sequence[str] | None = None,
    stations: Sequence[StationContent] | None = None,
) -> DecisionPaper:
    """Save the working copy. Header and summary are replaced; sections by their keys, points and stations if given.

    Raises `Stale` if somebody saved in between, `Refused` if the paper is no draft or an entry is wrong.
    """
    paper = _locked(by, paper_id)
    if not may_write_papers(by, paper.body):
        raise Forbidden(by, paper)
    check_version(paper, version)
    _refuse_unless_draft(paper)
    before = content_of(paper)
    paper.title = _title(title)
    paper.subject = _subject(subject)
    paper.summary = _summary(summary)
    if process_id is None or paper.process is None or paper.process.public_id != process_id:
        paper.process = _process(by, process_id)
    write_sections(paper, sections or {})
    if points is not None:
        write_points(paper, points)
    if stations is not None:
        write_stations(by, paper, stations)
    save(paper)
    record(by, "paper.saved", paper, {"fields": changed_parts(before, content_of(paper))})
    return paper


@use_case("paper.template_renewed")
def renew_template(*, by: Viewer, paper_id: str, version: int | None = None) -> DecisionPaper:
    """Write a draft on in the newest edition of its template; what is written moves to the section of the same key.

    Raises `Refused` where a text has no place in the newest edition: nothing written is lost.
    """
    paper = _locked(by, paper_id)
    if not may_write_papers(by, paper.body):
        raise Forbidden(by, paper)
    check_version(paper, version)
    _refuse_unless_draft(paper)
    paper.template_edition = move_sections(paper)
    save(paper)
    record(by, "paper.template_renewed", paper, {"edition": paper.template_edition})
    return paper


@use_case("paper.release")
def release_paper(*, by: Viewer, paper_id: str, version: int | None = None) -> PaperVersion:
    """Freeze the working copy as the next version; the first release gives the paper its number for good.

    Raises `Unmet` with what is missing.
    """
    paper = _locked(by, paper_id)
    if not runs_meetings_of(by, paper.body):
        raise Forbidden(by, paper)
    check_version(paper, version)
    advance(paper, "release")
    missing = unmet(paper_findings(paper))
    if missing:
        raise Unmet(missing)
    if not paper.number:
        year = clock.today().year
        drawn = draw_number(f"paper:{paper.body.public_id}:{year}")
        paper.number = paper_number(paper.body.code, year, drawn)
    save(paper)
    frozen = _freeze_version(by, paper)
    record(by, "paper.released", paper, {"version": frozen.ordinal, "hash": frozen.content_hash})
    return frozen


def _freeze_version(by: Viewer, paper: DecisionPaper) -> PaperVersion:
    last = paper.versions.order_by("-ordinal").first()
    ordinal = last.ordinal + 1 if last else 1
    content = {**to_data(freeze(paper)), "version_number": ordinal}
    frozen: PaperVersion = PaperVersion.objects.create(
        paper=paper,
        ordinal=ordinal,
        number=paper.number,
        content=content,
        content_hash=content_hash(content),
        created_by=by.acting_person,
        created_at=clock.now(),
    )
    freeze_annexes(frozen, draft_annexes(paper))
    return frozen


@use_case("paper.recall")
def recall_paper(*, by: Viewer, paper_id: str, version: int | None = None) -> DecisionPaper:
    """Take a released paper back into draft; its number and its frozen versions stay.

    Raises `Refused` while it lies on an agenda.
    """
    paper = _locked(by, paper_id)
    if not runs_meetings_of(by, paper.body):
        raise Forbidden(by, paper)
    check_version(paper, version)
    _refuse_on_agenda(paper)
    advance(paper, "recall")
    save(paper)
    record(by, "paper.recalled", paper)
    return paper


@use_case("paper.withdraw")
def withdraw_paper(*, by: Viewer, paper_id: str, version: int | None = None) -> DecisionPaper:
    """End a paper without a decision: a draft by any coordinator, a released one by who releases.

    Raises `Refused` while it lies on an agenda.
    """
    paper = _locked(by, paper_id)
    draft = paper.state == PaperState.DRAFT
    allowed = may_write_papers(by, paper.body) if draft else runs_meetings_of(by, paper.body)
    if not allowed:
        raise Forbidden(by, paper)
    check_version(paper, version)
    _refuse_on_agenda(paper)
    advance(paper, "withdraw")
    save(paper)
    record(by, "paper.withdrawn", paper)
    return paper


def schedule(paper: DecisionPaper) -> None:
    """Put a released paper on an agenda; the caller has locked the row and writes the audit entry."""
    advance(paper, "schedule")
    save(paper)


def unschedule(paper: DecisionPaper) -> None:
    """Bring a paper back to `released`: its item was removed, postponed or referred; as `schedule`."""
    advance(paper, "unschedule")
    save(paper)


def mark_decided(paper: DecisionPaper) -> None:
    """End a paper by a resolution; as `schedule`."""
    advance(paper, "decide")
    save(paper)


def mark_withdrawn(paper: DecisionPaper) -> None:
    """End a paper that was withdrawn in session; as `schedule`."""
    advance(paper, "withdraw")
    save(paper)


def _refuse_unless_draft(paper: DecisionPaper) -> None:
    if paper.state != PaperState.DRAFT:
        raise Refused(Message(mark("Only a draft can be edited. Recall the paper first.")))


def _refuse_on_agenda(paper: DecisionPaper) -> None:
    if paper.state == PaperState.SCHEDULED:
        raise Refused(Message(mark("The paper is on an agenda. Take it off the agenda first.")))


def _locked(by: Viewer, paper_id: str) -> DecisionPaper:
    papers: QuerySet[DecisionPaper] = visible_papers(by).select_related("body__authority", "process", "author")
    return lock(papers, public_id=paper_id)


def _process(by: Viewer, process_id: str | None) -> PlanningProcess | None:
    return visible_processes(by).get(public_id=process_id) if process_id else None


def _subject(subject: str) -> str:
    if subject not in {known.value for known in PaperSubject}:
        raise Refused(Message(mark("Choose what the paper is about.")))
    return subject


def _title(title: str) -> str:
    cleaned = clean_line(title)
    if not cleaned or len(cleaned) > LONGEST_TITLE:
        wanted = mark("Give the paper a title of at most %(count)s characters.")
        raise Refused(Message(wanted, {"count": LONGEST_TITLE}))
    return cleaned


def _summary(summary: str) -> str:
    cleaned = clean_lines(summary)
    if len(cleaned) > LONGEST_SUMMARY:
        raise Refused(
            Message(mark("The summary in plain words has at most %(count)s characters."), {"count": LONGEST_SUMMARY})
        )
    return cleaned
