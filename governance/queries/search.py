"""Search over everything the viewer may see, grouped by kind; each area's `visible_*` filter decides what is found.

A plain search for words in a few fields, the same on both databases. Of a paper, only people who read its draft
find words of the draft; everybody else finds what stands in the versions laid before them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from django.db.models import Model, Q, QuerySet
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
from governance.rules.characters import clean_line

MOST_WORDS = 8
MOST_CHARACTERS = 200
GROUP_SIZE = 25
EXCERPT = 160


@dataclass(frozen=True)
class Hit:
    """One record found. `page` and `ids` name the portal page that shows it; `at` is an aware moment or None."""

    title: str
    page: str
    ids: tuple[str, ...]
    context: str = ""
    excerpt: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind; `more` tells that there are others beyond `GROUP_SIZE`."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


def words_of(text: str) -> tuple[str, ...]:
    """Return the words to look for: cleaned, at most `MOST_WORDS`, all of which must occur."""
    return tuple(clean_line(text[:MOST_CHARACTERS]).split())[:MOST_WORDS]


def search(viewer: Viewer, text: str) -> tuple[HitGroup, ...]:
    """Return the groups with hits for `text`; nothing for an empty text. One query for each kind."""
    words = words_of(text)
    if not words:
        return ()
    groups = (
        _group("processes", _processes(viewer, words)),
        _group("papers", _papers(viewer, words)),
        _group("meetings", _meetings(viewer, words)),
        _group("items", _items(viewer, words)),
        _group("resolutions", _resolutions(viewer, words)),
        _group("bodies", _bodies(viewer, words)),
        _group("series", _series(viewer, words)),
        _group("cases", _cards(viewer, words)),
    )
    return tuple(group for group in groups if group.hits)


def _group(kind: str, hits: Iterable[Hit]) -> HitGroup:
    found = tuple(hits)
    return HitGroup(kind, found[:GROUP_SIZE], len(found) > GROUP_SIZE)


def _matching(rows: QuerySet[Any], words: tuple[str, ...], *fields: str) -> list[Any]:
    """Return the rows in which every word occurs in one of `fields`, one more than a group shows."""
    for word in words:
        condition = Q()
        for name in fields:
            for spelling in _spellings(word):
                condition |= Q(**{f"{name}__icontains": spelling})
        rows = rows.filter(condition)
    return list(rows[: GROUP_SIZE + 1])


def _spellings(word: str) -> set[str]:
    """SQLite compares upper and lower case alike only in ASCII; other words are tried in their usual spellings."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def _excerpt(words: tuple[str, ...], *texts: str) -> str:
    """Return the surroundings of the first word found in `texts`, or nothing."""
    for text in texts:
        line = clean_line(text)
        places = [line.casefold().find(word.casefold()) for word in words]
        found = [place for place in places if place >= 0]
        if found:
            start = max(min(found) - EXCERPT // 3, 0)
            return _cut(line, start, start + EXCERPT)
    return ""


def _cut(line: str, start: int, end: int) -> str:
    """Return `line` from `start` to `end`, without the pieces of words at both ends."""
    piece = line[start:end]
    if start and not line[start - 1].isspace():
        piece = piece.partition(" ")[2] or piece
    if end < len(line) and not line[end].isspace():
        piece = piece.rpartition(" ")[0] or piece
    return f"{'… ' if start else ''}{piece.strip()}{' …' if end < len(line) else ''}"


def _processes(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_processes(viewer).select_related("topic").order_by("-started_at")
    for row in _matching(rows, words, "title", "number", "topic__statement"):
        statement = row.topic.statement if _has(row, "topic") else ""
        yield Hit(row.title, "process", (row.public_id,), row.number, _excerpt(words, statement))


def _has(row: Model, name: str) -> bool:
    """Tell whether the one-to-one row `name`, loaded with `row`, exists."""
    return hasattr(row, name)


def _papers(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    drafts = _matching(readable_drafts(viewer).order_by("-created_at"), words, "title", "number", "summary")
    known = {paper.pk for paper in drafts}
    for paper in drafts:
        yield Hit(paper.title, "paper", (paper.public_id,), paper.number, _excerpt(words, paper.summary))
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
    for version in _matching(versions, words, "shown_title", "shown_summary", "number"):
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
        excerpt=_excerpt(words, unescape(strip_tags(str(content.get("summary", ""))))),
    )


def _meetings(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_meetings(viewer).select_related("body").order_by("-starts_at")
    for row in _matching(rows, words, "body__name", "location"):
        yield Hit(row.body.name, "meeting", (row.public_id,), row.location, at=row.starts_at)


def _items(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_items(viewer).select_related("meeting__body").order_by("-meeting__starts_at", "order")
    for row in _matching(rows, words, "title", "note"):
        title = f"{row.number} {row.title}".strip()
        meeting = row.meeting
        yield Hit(
            title, "meeting", (meeting.public_id,), meeting.body.name, _excerpt(words, row.note), meeting.starts_at
        )


def _resolutions(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_resolutions(viewer).order_by("-decided_at")
    for row in _matching(rows, words, "number", "title", "wording"):
        yield Hit(row.title, "resolution", (row.public_id,), row.number, _excerpt(words, row.wording), row.decided_at)


def _bodies(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    for row in _matching(visible_bodies(viewer).order_by("name"), words, "name", "code", "purpose"):
        yield Hit(row.name, "body", (row.public_id,), row.get_kind_display(), _excerpt(words, row.purpose))


def _series(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    for row in _matching(visible_series(viewer).order_by("-created_at"), words, "title", "number"):
        yield Hit(row.title, "series", (row.public_id,), row.number)


def _cards(viewer: Viewer, words: tuple[str, ...]) -> Iterable[Hit]:
    rows = visible_cards(viewer).select_related("series").order_by("-created_at")
    for row in _matching(rows, words, "code", "presentation"):
        yield Hit(row.code, "case", (row.public_id,), row.series.title, _excerpt(words, row.presentation))
