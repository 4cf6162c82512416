"""Search over everything the viewer may see, grouped by kind; each area's `visible_*` filter decides what is found.

A plain search for words in a few fields, the same on both databases. Of a paper, only people who read its draft
find words of the draft; everybody else finds what stands in the versions laid before them.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

from django.db.models import Model
from django.db.models.fields.json import KeyTextTransform
from django.utils.html import strip_tags

from governance.access.agendas import visible_items
from governance.access.bodies import visible_bodies
from governance.access.cases import visible_cards, visible_series
from governance.access.decisions import visible_resolutions
from governance.access.meetings import visible_meetings
from governance.access.papers import readable_drafts, visible_papers, visible_versions
from governance.access.planning import visible_processes
from governance.access.viewer import Viewer
from governance.models import PaperVersion
from governance.queries.search_files import files
from governance.queries.search_words import Hit, HitGroup, excerpt, group, matching, words_of
from governance.queries.search_work import work_groups


def search(viewer: Viewer, text: str) -> tuple[HitGroup, ...]:
    """Return the groups with hits for `text`; nothing for an empty text. A constant number of queries."""
    words = words_of(text)
    if not words:
        return ()
    groups = (
        group("processes", _processes(viewer, words)),
        group("papers", _papers(viewer, words)),
        group("meetings", _meetings(viewer, words)),
        group("items", _items(viewer, words)),
        group("resolutions", _resolutions(viewer, words)),
        group("bodies", _bodies(viewer, words)),
        group("series", _series(viewer, words)),
        group("cases", _cards(viewer, words)),
        *work_groups(viewer, words),
        group("files", files(viewer, words)),
    )
    return tuple(row for row in groups if row.hits)


def _processes(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_processes(viewer).select_related("topic").order_by("-started_at")
    for row in matching(rows, words, "title", "number", "topic__statement"):
        statement = row.topic.statement if _has(row, "topic") else ""
        yield Hit(row.title, "process", (row.public_id,), row.number, excerpt(words, statement))


def _has(row: Model, name: str) -> bool:
    """Tell whether the one-to-one row `name`, loaded with `row`, exists."""
    return hasattr(row, name)


def _papers(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    drafts = matching(readable_drafts(viewer).order_by("-created_at"), words, "title", "number", "summary")
    known = {paper.pk for paper in drafts}
    for paper in drafts:
        yield Hit(paper.title, "paper", (paper.public_id,), paper.number, excerpt(words, paper.summary))
    versions = (
        visible_versions(viewer)
        .exclude(paper__in=readable_drafts(viewer).values("pk"))
        .filter(paper__in=visible_papers(viewer).values("pk"))
        .annotate(
            shown_title=KeyTextTransform("title", "content"), shown_summary=KeyTextTransform("summary", "content")
        )
        .select_related("paper")
        .order_by("-created_at")
    )
    for version in matching(versions, words, "shown_title", "shown_summary", "number"):
        if version.paper_id not in known:
            known.add(version.paper_id)
            yield _version_hit(version, words)


def _version_hit(version: PaperVersion, words: tuple[str, ...]) -> Hit:
    content = version.content
    return Hit(
        title=str(content.get("title", "")),
        page="paper",
        ids=(version.paper.public_id,),
        context=version.number,
        excerpt=excerpt(words, unescape(strip_tags(str(content.get("summary", ""))))),
    )


def _meetings(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_meetings(viewer).select_related("body").order_by("-starts_at")
    for row in matching(rows, words, "body__name", "location"):
        yield Hit(row.body.name, "meeting", (row.public_id,), row.location, at=row.starts_at)


def _items(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_items(viewer).select_related("meeting__body").order_by("-meeting__starts_at", "order")
    for row in matching(rows, words, "title", "note"):
        title = f"{row.number} {row.title}".strip()
        meeting = row.meeting
        yield Hit(
            title, "meeting", (meeting.public_id,), meeting.body.name, excerpt(words, row.note), meeting.starts_at
        )


def _resolutions(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_resolutions(viewer).order_by("-decided_at")
    for row in matching(rows, words, "number", "title", "wording"):
        yield Hit(row.title, "resolution", (row.public_id,), row.number, excerpt(words, row.wording), row.decided_at)


def _bodies(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    for row in matching(visible_bodies(viewer).order_by("name"), words, "name", "code", "purpose"):
        yield Hit(row.name, "body", (row.public_id,), row.get_kind_display(), excerpt(words, row.purpose))


def _series(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    for row in matching(visible_series(viewer).order_by("-created_at"), words, "title", "number"):
        yield Hit(row.title, "series", (row.public_id,), row.number)


def _cards(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_cards(viewer).select_related("series").order_by("-created_at")
    for row in matching(rows, words, "code", "presentation"):
        yield Hit(row.code, "case", (row.public_id,), row.series.title, excerpt(words, row.presentation))
