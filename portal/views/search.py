"""The search page: one field, hits grouped by kind."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from governance.queries.search import search
from governance.queries.search_words import Hit, HitGroup, words_of
from portal.components.text import Text
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered

HEADINGS: dict[str, Text] = {
    "processes": _("Processes"),
    "papers": _("Papers"),
    "meetings": _("Meetings"),
    "items": _("Agenda items"),
    "resolutions": _("Resolutions"),
    "bodies": _("Bodies"),
    "series": _("Series of reconstructions"),
    "cases": _("Case cards"),
    "goals": _("Zielsysteme"),
    "chains": _("Service chains"),
    "mandates": _("Mandates"),
    "measures": _("Measures"),
    "follow_ups": _("Follow-up of resolutions"),
    "notices": _("Notices"),
    "files": _("Files"),
}


@require_safe
@answered
def results(request: PortalRequest) -> HttpResponse:
    """Show what the viewer finds for `q`; nothing is remembered."""
    text = request.GET.get("q", "")
    words = words_of(text)
    found = search(request.viewer, text)
    context = {
        "query": " ".join(words),
        "groups": [_shown(request, group, words) for group in found],
        "count": sum(len(group.hits) for group in found),
    }
    return render(request, "portal/search/results.html", context)


def _shown(request: PortalRequest, group: HitGroup, words: tuple[str, ...]) -> dict[str, object]:
    hits = [_hit(request, hit, words) for hit in group.hits]
    return {"kind": group.kind, "heading": HEADINGS[group.kind], "hits": hits, "more": group.more}


def _hit(request: PortalRequest, hit: Hit, words: tuple[str, ...]) -> dict[str, object]:
    return {
        "title": marked(hit.title, words),
        "url": to(request, hit.page, *hit.ids) + (f"?{hit.query}" if hit.query else ""),
        "context": hit.context,
        "excerpt": marked(hit.excerpt, words),
        "at": hit.at,
    }


def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """Return `text` escaped, with the words that were looked for inside `mark`."""
    places = sorted(
        (start, start + len(word))
        for word in words
        for start in _starts(text.lower(), word.lower())
        if len(text) == len(text.lower())
    )
    parts: list[tuple[SafeString]] = []
    end = 0
    for start, stop in places:
        if start >= end:
            parts.append((conditional_escape(text[end:start]),))
            parts.append((format_html("<mark>{}</mark>", text[start:stop]),))
            end = stop
    parts.append((conditional_escape(text[end:]),))
    return format_html_join("", "{}", parts)


def _starts(text: str, word: str) -> list[int]:
    found, start = [], text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + len(word))
    return found
