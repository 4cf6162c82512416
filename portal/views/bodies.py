"""Bodies of the authority: the list, and one body with seats, rules, meetings and resolutions."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from governance.access.bodies import may_see_bodies
from governance.queries.bodies import BodyPage, body_page, body_rows
from governance.queries.group_page import is_group
from governance.queries.mandates import commissioned_by
from governance.rules.procedure import Origin
from governance.rules.procedure_labels import ORIGIN_LABELS
from portal.components.actions import Link
from portal.views.addresses import setup_url, to
from portal.views.base import PortalRequest, answered
from portal.views.mandate_parts import clocks


@require_safe
@answered
def bodies(request: PortalRequest) -> HttpResponse:
    """List the bodies with their seats, chair and next meeting."""
    if not may_see_bodies(request.viewer):
        raise Http404
    context = {"rows": body_rows(request.viewer), "setup_url": setup_url(request)}
    return render(request, "portal/bodies/list.html", context)


@require_safe
@answered
def body(request: PortalRequest, body_id: str) -> HttpResponse:
    """Show who sits in a body today, its rules in plain words, its meetings and resolutions."""
    page = body_page(request.viewer, body_id)
    context = {
        "page": page,
        "breadcrumbs": [Link(_("Bodies"), to(request, "bodies")), Link(page.body.name)],
        "seat_groups": [(_("With vote"), page.voting), (_("Advisory"), page.advisory)],
        "summary": _summary(page),
        "is_group": is_group(page.body),
        "commissioned": [(row, clocks(row)) for row in commissioned_by(request.viewer, page.body)],
        "rules": [(rule.sentence, _(ORIGIN_LABELS[Origin(rule.origin)])) for rule in page.sentences],
    }
    return render(request, "portal/bodies/body.html", context)


def _summary(page: BodyPage) -> str:
    """Return how many seats vote today, and how many of all are vacant."""
    count = len(page.voting)
    text = ngettext("%(count)s voting seat", "%(count)s voting seats", count) % {"count": count}
    vacant = sum(row.vacant for row in page.seats)
    if not vacant:
        return text
    return f"{text}, " + ngettext("%(count)s seat vacant", "%(count)s seats vacant", vacant) % {"count": vacant}
