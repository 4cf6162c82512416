"""Reading papers: the list, one paper in the version that the viewer may read, its neighbours for comparison.

`freeze`, `paper_document` and `proposal_text` are offered here for other areas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Length, Lower, Substr
from django.utils import translation
from django.utils.translation import gettext

from governance.access.agendas import visible_items
from governance.access.meetings import runs_meetings_of
from governance.access.papers import (
    may_read_draft,
    may_write_paper,
    may_write_papers,
    reads_every_draft,
    visible_papers,
    visible_versions,
)
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.documents.content import PaperDocument
from governance.models import (
    AgendaItem,
    Body,
    ConsultationRole,
    DecisionPaper,
    PaperVersion,
    PlanningProcess,
)
from governance.queries.ordering import Order, Orders, in_order
from governance.queries.paper_annexes import seen_annexes
from governance.queries.paper_documents import (
    freeze,
    paper_document,
    paper_findings,
    proposal_text,
    sections_of,
    stations_of,
    with_sessions,
)
from governance.rules.guards import Finding
from governance.rules.lifecycles import PaperState
from governance.rules.outcomes import PaperSubject

__all__ = [
    "PaperPage",
    "PaperRow",
    "freeze",
    "list_papers",
    "paper_document",
    "paper_page",
    "printed_version",
    "proposal_text",
    "state_counts",
]


@dataclass(frozen=True)
class PaperRow:
    """One paper of the list. Title and day are those of the version that the viewer may read."""

    public_id: str
    number: str
    title: str
    subject: str
    state: str
    state_label: str
    body_name: str
    process: PlanningProcess | None
    version: int | None
    changed_on: datetime
    meeting_id: str = ""
    meeting_on: datetime | None = None


_HAS_NO_NUMBER = Case(When(number="", then=1), default=0)
_YEAR = Substr("number", Length("body__code") + 2, 4)

PAPER_ORDERS: Orders = {
    "neueste": Order(("-created_at", "-pk")),
    "aelteste": Order(("created_at", "pk")),
    "titel": Order((Lower("read_title"), "pk"), "paper", "ascending"),
    # "LG/2026/100" follows "LG/2026/99"; drafts have no number and come last.
    "nummer": Order((_HAS_NO_NUMBER, "body__code", _YEAR, Length("number"), "number", "pk"), "paper", "other"),
    "gremium": Order(("body__name", "-created_at", "-pk"), "body", "ascending"),
}


def list_papers(
    viewer: Viewer, *, state: str = "", body_id: str = "", text: str = "", order: str = ""
) -> QuerySet[DecisionPaper]:
    """Return the papers of the list; `paper_rows` turns a page of them into rows.

    `order` is one of `PAPER_ORDERS`, by default the newest first; titles are ordered as the viewer reads them.
    """
    latest = visible_versions(viewer).filter(paper=OuterRef("pk")).order_by("-ordinal")
    titles = latest.annotate(title_text=KeyTextTransform("title", "content")).values("title_text")
    found = visible_papers(viewer).annotate(shown_title=Subquery(titles[:1], output_field=TextField()))
    # Whoever sees a paper without reading a version of it reads its draft.
    read = F("title") if reads_every_draft(viewer) else Coalesce("shown_title", "title", output_field=TextField())
    found = found.annotate(read_title=read).filter(**({"state": state} if state else {}))
    if body_id:
        found = found.filter(body__public_id=body_id)
    if text:
        # A title that was changed after a recall is part of the draft, which members do not read.
        own = Q(title__icontains=text) | Q(summary__icontains=text) if reads_every_draft(viewer) else Q()
        shown = Q(number__icontains=text) | Q(shown_title__icontains=text)
        found = found.filter(shown | own if own else shown)
    return in_order(found.select_related("body", "process"), PAPER_ORDERS, order)


def paper_rows(viewer: Viewer, papers: list[DecisionPaper]) -> list[PaperRow]:
    """Return the rows of a page of the list, with a constant number of queries."""
    keys = [paper.pk for paper in papers]
    versions: dict[int, PaperVersion] = {}
    for version in visible_versions(viewer).filter(paper__in=keys).order_by("ordinal"):
        versions[version.paper_id] = version
    items: dict[int, AgendaItem] = {}
    laid = visible_items(viewer).filter(paper__in=keys).on_agenda()  # type: ignore[attr-defined]
    for item in laid.select_related("meeting").order_by("meeting__starts_at"):
        items[item.paper_id] = item
    belonging = [paper.process_id for paper in papers if paper.process_id]
    known = set(visible_processes(viewer).filter(pk__in=belonging).values_list("pk", flat=True))
    return [_row(viewer, paper, versions.get(paper.pk), items.get(paper.pk), known) for paper in papers]


def _row(
    viewer: Viewer, paper: DecisionPaper, version: PaperVersion | None, item: AgendaItem | None, known: set[int]
) -> PaperRow:
    reads_draft = may_read_draft(viewer, paper)
    return PaperRow(
        public_id=paper.public_id,
        number=paper.number,
        title=paper.title if reads_draft or version is None else str(version.content["title"]),
        subject=gettext(PaperSubject(paper.subject).label),
        state=paper.state,
        state_label=str(paper.get_state_display()),
        body_name=paper.body.name,
        process=paper.process if paper.process_id in known else None,
        version=version.ordinal if version else None,
        changed_on=version.created_at if version else paper.created_at,
        meeting_id=item.meeting.public_id if item else "",
        meeting_on=item.meeting.starts_at if item else None,
    )


def state_counts(viewer: Viewer) -> dict[str, int]:
    """Return how many of the viewer's papers are in each state; states without papers are missing."""
    rows = visible_papers(viewer).order_by().values("state").annotate(count=Count("pk", distinct=True))
    return {row["state"]: row["count"] for row in rows}


def bodies_with_papers(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies of which the viewer sees papers, for the filter."""
    return Body.objects.filter(pk__in=visible_papers(viewer).values("body")).order_by("name")


@dataclass(frozen=True)
class VersionRow:
    """One entry of the version list; `ordinal` is None for the working copy."""

    ordinal: int | None
    at: datetime
    author: str
    current: bool


@dataclass(frozen=True)
class StationRow:
    """One station of the Beratungsfolge as the page shows it."""

    name: str
    role: str
    on: date | datetime | None
    decides: bool
    done: bool
    outcome: str = ""


@dataclass(frozen=True)
class PaperPage:
    """One paper as the viewer may read it.

    `document` is the shown version (None `version`: the working copy), `previous` the version before it among those
    the viewer may read. `findings` belong to the working copy and are empty for whoever reads none; `outline` names
    all sections of its template in order, written or not.
    """

    paper: DecisionPaper
    document: PaperDocument
    version: PaperVersion | None
    previous: PaperDocument | None
    previous_ordinal: int | None
    versions: tuple[VersionRow, ...]
    stations: tuple[StationRow, ...]
    findings: tuple[Finding, ...]
    outline: tuple[str, ...]
    process: PlanningProcess | None
    items: tuple[AgendaItem, ...]
    reads_draft: bool
    may_write: bool
    may_edit: bool
    may_release: bool


def paper_page(viewer: Viewer, paper_id: str, *, ordinal: int | None = None) -> PaperPage:
    """Return a paper in version `ordinal`, by default the newest that the viewer may read.

    Raises `DoesNotExist` where the viewer sees no paper or no such version. Readers of the draft get the working
    copy by default as long as the paper is one.
    """
    papers = visible_papers(viewer).select_related("body__authority", "process", "author", "template")
    paper: DecisionPaper = papers.prefetch_related(Prefetch("points")).get(public_id=paper_id)
    reads_draft = may_read_draft(viewer, paper)
    versions = list(
        visible_versions(viewer).filter(paper=paper).select_related("created_by").order_by("ordinal").distinct()
    )
    working = reads_draft and ordinal is None and (paper.state == PaperState.DRAFT or not versions)
    shown = None if working else _chosen(versions, ordinal)
    before = [row for row in versions if shown is None or row.ordinal < shown.ordinal]
    items = tuple(
        visible_items(viewer)
        .filter(paper=paper)
        .on_agenda()  # type: ignore[attr-defined]
        .select_related("meeting__body")
        .order_by("meeting__starts_at")
    )
    document = _as_seen(viewer, paper, paper_document(shown) if shown else freeze(paper))
    return PaperPage(
        paper=paper,
        document=document,
        version=shown,
        previous=_as_seen(viewer, paper, paper_document(before[-1])) if before else None,
        previous_ordinal=before[-1].ordinal if before else None,
        versions=_version_rows(paper, versions, shown, reads_draft),
        stations=_stations(paper, items) if working else _frozen_stations(document, items),
        findings=paper_findings(paper) if working and paper.state == PaperState.DRAFT else (),
        outline=tuple(section.label for section, _content in sections_of(paper)) if working else (),
        process=_visible_process(viewer, paper),
        items=items,
        reads_draft=reads_draft,
        may_write=may_write_papers(viewer, paper.body),
        may_edit=may_write_paper(viewer, paper),
        may_release=runs_meetings_of(viewer, paper.body),
    )


def _as_seen(viewer: Viewer, paper: DecisionPaper, document: PaperDocument) -> PaperDocument:
    """Return `document` with those of its annexes that the viewer may see."""
    return replace(document, annexes=seen_annexes(viewer, paper, document.annexes))


def _chosen(versions: list[PaperVersion], ordinal: int | None) -> PaperVersion:
    for version in reversed(versions):
        if ordinal is None or version.ordinal == ordinal:
            return version
    raise PaperVersion.DoesNotExist


def _version_rows(
    paper: DecisionPaper, versions: list[PaperVersion], shown: PaperVersion | None, reads_draft: bool
) -> tuple[VersionRow, ...]:
    rows = [VersionRow(row.ordinal, row.created_at, str(row.created_by), row == shown) for row in reversed(versions)]
    if reads_draft and paper.state == PaperState.DRAFT:
        rows.insert(0, VersionRow(None, paper.created_at, str(paper.author), shown is None))
    return tuple(rows)


def _visible_process(viewer: Viewer, paper: DecisionPaper) -> PlanningProcess | None:
    if paper.process is None:
        return None
    return visible_processes(viewer).filter(pk=paper.process.pk).first()


def _stations(paper: DecisionPaper, items: tuple[AgendaItem, ...]) -> tuple[StationRow, ...]:
    by_body = {item.meeting.body.name: item for item in items}
    return tuple(
        _station_row(
            row.body.name if row.body else row.external_name,
            str(row.get_role_display()),
            row.role == ConsultationRole.DECISION,
            row.meeting.starts_at if row.meeting else row.date,
            by_body.get(row.body.name) if row.body else None,
        )
        for row in stations_of(paper)
    )


def _frozen_stations(document: PaperDocument, items: tuple[AgendaItem, ...]) -> tuple[StationRow, ...]:
    by_body = {item.meeting.body.name: item for item in items}
    with translation.override("de"):
        decision = str(ConsultationRole.DECISION.label)
    return tuple(
        _station_row(row.body_name, row.role, row.role == decision, row.on, by_body.get(row.body_name))
        for row in document.stations
    )


def _station_row(
    name: str, role: str, decides: bool, planned: date | datetime | None, item: AgendaItem | None
) -> StationRow:
    return StationRow(
        name=name,
        role=role,
        on=item.meeting.starts_at if item else planned,
        decides=decides,
        done=bool(item and item.outcome),
        outcome=str(item.get_outcome_display()) if item and item.outcome else "",
    )


def document_for(viewer: Viewer, paper_id: str, *, ordinal: int | None = None) -> PaperDocument:
    """Return what `viewer` may print of a paper; raises `DoesNotExist` as `paper_page`."""
    page = paper_page(viewer, paper_id, ordinal=ordinal)
    return with_sessions(page.document, page.items)


def printed_version(version: PaperVersion) -> PaperDocument:
    """Return a version with the sessions that its paper was sent out for; access is decided by whoever asks."""
    items = AgendaItem.objects.on_agenda().filter(paper=version.paper_id, meeting__dispatched_at__isnull=False)
    return with_sessions(paper_document(version), items.select_related("meeting__body").order_by("meeting__starts_at"))
