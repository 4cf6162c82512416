"""Comparison of two versions of a text, word by word, readable without colour and by screen readers."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from governance.rules import word_diff as words
from governance.rules.word_diff import DiffKind

MARKS = {DiffKind.ADDED: "ins", DiffKind.REMOVED: "del"}


def paragraphs(text: str) -> list[str]:
    """Split at line breaks and drop empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def changed(kind: str, text: str) -> SafeString:
    """Return one `ins` or `del` with its hidden word; text of white space only is not worth a mark."""
    if not text.strip():
        return format_html("{}", text)
    word = gettext("new:") if kind == "ins" else gettext("deleted:")
    # `kind` comes from this module only, never from a text.
    return format_html(
        '<{kind}><span class="kern-sr-only">{word} </span>{text}</{kind}>',
        kind=mark_safe(kind),
        word=word,
        text=text,
    )


def word_diff(old: str, new: str) -> SafeString:
    """Return `new` as escaped HTML, with what was added as `ins` and what went as `del` before it."""
    parts: list[SafeString] = []
    gone = ""
    for part in words.word_diff(old, new):
        if gone.strip() and part.kind is DiffKind.ADDED and part.text.strip() and not part.text[:1].isspace():
            parts.append(SafeString(" "))
        parts.append(changed(MARKS[part.kind], part.text) if part.kind in MARKS else format_html("{}", part.text))
        gone = part.text if part.kind is DiffKind.REMOVED else ""
    return format_html_join("", "{}", ((part,) for part in parts))


def pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield matching paragraphs; one that has no partner is paired with an empty text."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
            continue
        for offset in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + offset] if i1 + offset < i2 else ""
            after = new[j1 + offset] if j1 + offset < j2 else ""
            yield before, after


def diff(old: str, new: str) -> SafeString:
    """Compare two plain texts with line breaks between paragraphs; return escaped HTML paragraphs.

    Both texts are hostile input: everything from them is escaped.
    """
    found = (word_diff(before, after) for before, after in pairs(paragraphs(old), paragraphs(new)))
    return format_html_join("\n", "<p>{}</p>", ((part,) for part in found))
