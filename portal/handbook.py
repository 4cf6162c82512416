"""The handbook of the users: the German pages of `docs/handbuch`, as the portal shows them at /handbuch/.

The pages are written in Markdown, so that they read well in the repository, too. A link to another page becomes its
address in the portal, a picture its static file; HTML in a page is shown as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbuch"
PICTURES = "handbuch"
"""Where the pictures of `docs/pictures` stand among the static files."""
CHAPTERS = (
    "mitglieder",
    "vorsitz",
    "projektgruppe",
    "organisationen",
    "case-management",
    "koordination",
    "tabellen",
    "verwaltung",
)
"""The chapters in the order of the contents, by the names of their files."""


@dataclass(frozen=True)
class Section:
    """A heading of a chapter and the mark that a link to it names."""

    title: str
    mark: str


@dataclass(frozen=True)
class Chapter:
    """A chapter: its name in the address, its title, its sections, and the rest as HTML."""

    name: str
    title: str
    sections: tuple[Section, ...]
    html: SafeString


@cache
def chapter(name: str) -> Chapter:
    """Return a chapter of `CHAPTERS` by its name; raises `KeyError` for another name."""
    if name not in CHAPTERS:
        raise KeyError(name)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]
    sections = tuple(_sections(tokens))
    for token in tokens:
        _rewrite([token])
    return Chapter(name, title, sections, mark_safe(parser.renderer.render(tokens, parser.options, {})))


def chapters() -> tuple[Chapter, ...]:
    """Return every chapter in the order of the contents."""
    return tuple(chapter(name) for name in CHAPTERS)


def _sections(tokens: Sequence[Token]) -> list[Section]:
    """Mark the headings of the second level and return them."""
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            section = Section(_plain(inline), slugify(_plain(inline)))
            opening.attrSet("id", section.mark)
            found.append(section)
    return found


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _rewrite(tokens: Sequence[Token]) -> None:
    """Lead links and pictures to where the portal has them; tables may be wider than a telephone."""
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
        elif token.type == "image":
            token.attrSet("src", static(f"{PICTURES}/{Path(str(token.attrGet('src'))).name}"))
            token.attrSet("loading", "lazy")
        _rewrite(token.children or ())


def _address(target: str) -> str:
    """Return where a link of the handbook leads in the portal: `mitglieder.md#abstimmen`, or as it stands."""
    page, _hash, mark = target.partition("#")
    if not page.endswith(".md"):
        return target
    return reverse("handbook_chapter", args=[page.removesuffix(".md")]) + (f"#{mark}" if mark else "")
