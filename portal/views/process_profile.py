"""The page that says in plain words how a process goes in this Kreis."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.queries.profile import profile_page
from governance.queries.wording import say
from governance.rules.facts import Severity
from governance.rules.profile_wording import Part
from portal.components.actions import Link
from portal.views.base import PortalRequest, answered
from portal.views.planning import crumbs


@require_safe
@answered
def page(request: PortalRequest) -> HttpResponse:
    """Show the process profile in words, with the stages and steps that it has."""
    profile = profile_page(request.viewer)
    context = {
        "page": profile,
        "parts": [_said(part) for part in profile.parts],
        "justifiable": [row for row in profile.guards if row.severity is Severity.JUSTIFIABLE],
        "blocking": [row for row in profile.guards if row.severity is Severity.BLOCKING],
        "edit_url": reverse("desk_profiles:edit", args=[profile.edit_key]) if profile.edit_key else "",
        "breadcrumbs": crumbs(request, Link(_("How a process goes here"))),
    }
    return render(request, "portal/routes/profile.html", context)


@dataclass(frozen=True)
class Said:
    """A part of the profile in the reader's language."""

    heading: str
    sentences: tuple[str, ...]
    items: tuple[str, ...]


def _said(part: Part) -> Said:
    return Said(part.heading, tuple(map(say, part.sentences)), tuple(map(say, part.items)))
