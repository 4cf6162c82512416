"""The handbook, open to everybody: whoever cannot log in needs it most."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.handbook import CHAPTERS, chapter, chapters


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Show the contents: every chapter with its sections."""
    return render(request, "public/handbook.html", {"chapters": chapters()})


@require_safe
def handbook_chapter(request: HttpRequest, name: str) -> HttpResponse:
    """Show a chapter with the way to the one before and after it."""
    if name not in CHAPTERS:
        raise Http404
    place = CHAPTERS.index(name)
    context = {
        "chapter": chapter(name),
        "before": chapter(CHAPTERS[place - 1]) if place else None,
        "after": chapter(CHAPTERS[place + 1]) if place + 1 < len(CHAPTERS) else None,
    }
    return render(request, "public/handbook_chapter.html", context)
