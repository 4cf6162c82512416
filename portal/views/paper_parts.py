"""The reading view of a paper, part by part: text, comparison with the version before, gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from governance.documents.content import (
    AmountSection,
    ChoiceSection,
    ListSection,
    PaperDocument,
    RichSection,
    Section,
    ShortSection,
)
from governance.documents.richtext import Heading, RichText, Run, TableBlock, from_plain, plain_text, to_html
from governance.documents.sheet import bullet_list
from governance.queries.papers import PaperPage
from governance.queries.wording import say
from governance.rules.guards import Finding
from portal.components.diff import diff
from portal.components.text import Text


@dataclass(frozen=True, slots=True)
class Gap:
    """Something mandatory that is missing, at its place in the text."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text. `body` is safe HTML: the text itself or its comparison."""

    heading: Text
    body: SafeString
    changed: bool = False
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed resolution with its points."""

    lead: str
    points: tuple[SafeString, ...]
    changed: bool = False
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything of the text, in the order of the page."""

    summary: Part | None
    proposal: Proposal
    sections: tuple[Part, ...]

    @property
    def changes(self) -> int:
        """How many parts differ from the version before."""
        parts = [self.summary, self.proposal, *self.sections]
        return sum(1 for part in parts if part is not None and part.changed)


def reading(page: PaperPage, *, compare: bool) -> Reading:
    """Return the text of the shown version; with `compare`, changed parts show what was added and deleted."""
    old = page.previous
    missing = {found.link: found for found in page.findings if not found.fulfilled and found.link}
    new = page.document
    summary = None
    if new.summary or (old and old.summary):
        summary = _text(_("What is it about?"), new.summary, old.summary if old else None, compare)
    proposal = _proposal(new, old, compare, missing.get("paper:points"))
    return Reading(summary, proposal, _sections(page, compare, missing))


def _sections(page: PaperPage, compare: bool, missing: dict[str, Finding]) -> tuple[Part, ...]:
    before = {section.label: section for section in page.previous.sections} if page.previous else {}
    parts = []
    for section in page.document.sections:
        old = before.pop(section.label, None)
        earlier = tree_of(old) if old else () if page.previous else None
        parts.append(_text(section.label, tree_of(section), earlier, compare))
    if compare:
        parts += [_text(label, (), tree_of(section), True) for label, section in before.items()]
    parts += [_gap_part(found) for link, found in missing.items() if link.startswith("paper:section:")]
    places = {label: place for place, label in enumerate(page.outline)}
    return tuple(sorted(parts, key=lambda part: places.get(str(part.heading), len(places))))


def _gap_part(found: Finding) -> Part:
    label = str(found.message.values.get("section", ""))
    return Part(label, mark_safe(""), gap=Gap(say(found.message)))


def _text(heading: Text, new: RichText, old: RichText | None, compare: bool) -> Part:
    before, after = (plain_text(old) if old is not None else None), plain_text(new)
    changed = before is not None and before != after
    if compare and changed:
        return Part(heading, diff(before or "", after), changed=True)
    return Part(heading, html_of(new), changed=changed)


def _proposal(new: PaperDocument, old: PaperDocument | None, compare: bool, gap: Finding | None) -> Proposal:
    after = [point.text for point in new.resolution_points]
    before = [point.text for point in old.resolution_points] if old else after
    changed = [plain_text(text) for text in before] != [plain_text(text) for text in after]
    points: list[SafeString] = []
    for earlier, now in zip_longest(before, after, fillvalue=()) if compare and changed else ((x, x) for x in after):
        differs = plain_text(earlier) != plain_text(now)
        points.append(diff(plain_text(earlier), plain_text(now)) if differs else html_of(now))
    return Proposal(new.resolution_lead, tuple(points), changed, Gap(say(gap.message)) if gap else None)


def tree_of(section: Section) -> RichText:
    """Return a section of any kind as one tree."""
    match section:
        case RichSection():
            return section.content
        case ShortSection():
            return from_plain(section.text)
        case ChoiceSection():
            return (*from_plain(section.choice), *section.comment)
        case ListSection():
            return bullet_list(section.items)
        case AmountSection():
            return (*_amounts(section), *section.remark)


def _amounts(section: AmountSection) -> RichText:
    head = (_("Year"), _("Purpose"), _("Source"), _("Amount"), _("Posts (VZÄ)"))
    rows = ((row.year, row.purpose, row.source, row.amount, row.posts) for row in section.rows)
    cells = tuple(tuple((Run(cell),) if cell else () for cell in row) for row in rows)
    return (TableBlock(tuple((Run(label),) for label in head), cells),) if cells else ()


def html_of(tree: RichText) -> SafeString:
    """Return a tree as HTML below the heading of its section; the tree holds nothing but the allow-list."""
    lowered = tuple(
        replace(block, level=max(3, block.level)) if isinstance(block, Heading) else block for block in tree
    )
    return mark_safe(to_html(lowered))
