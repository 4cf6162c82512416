"""Comparison of two versions of a text, word by word, readable without colour and by screen readers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

WORDS = re.compile(r"\s+|[^\s]+")


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
    before, after = WORDS.findall(old), WORDS.findall(new)
    parts: list[SafeString] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(format_html("{}", "".join(after[j1:j2])))
            continue
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if gone:
            parts.append(changed("del", gone))
        if gone.strip() and came.strip() and not came[:1].isspace():
            parts.append(SafeString(" "))
        if came:
            parts.append(changed("ins", came))
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
