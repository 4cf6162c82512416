"""Project groups: the list, and the page of one group, the one place for its order, members and results."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access.bodies import may_see_bodies
from governance.queries.group_page import group_list, group_page
from governance.queries.mandate_documents import mandate_content
from governance.queries.mandates import place_name
from portal.components.actions import Link
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered
from portal.views.chain_shown import chain_url
from portal.views.mandate_parts import clocks, mandate_parts
from portal.views.measure_parts import measure_line


@require_safe
@answered
def groups(request: PortalRequest) -> HttpResponse:
    """List the project groups with their orders, and what was ordered but has no group yet."""
    if not may_see_bodies(request.viewer):
        raise Http404
    found = group_list(request.viewer)
    context = {
        "rows": [(row, clocks(row.order) if row.order else ()) for row in found.groups],
        "to_constitute": [(row, clocks(row)) for row in found.to_constitute],
        "breadcrumbs": (Link(_("Bodies"), to(request, "bodies")), Link(_("Project groups"))),
    }
    return render(request, "portal/groups/list.html", context)


@require_safe
@answered
def group(request: PortalRequest, body_id: str) -> HttpResponse:
    """Show a project group: what it was told to do first, then who, when and what."""
    page = group_page(request.viewer, body_id)
    context = {
        "page": page,
        "parts": mandate_parts(mandate_content(page.order.version)) if page.order else (),
        "clocks": clocks(page.order) if page.order else (),
        "waiting": [(row, place_name(row)) for row in page.waiting],
        "chains": [(row, chain_url(request, row)) for row in page.chains],
        "lines": [measure_line(request, row) for row in page.measures],
        "plan_url": f"{to(request, 'meeting_plan')}?gremium={page.body.public_id}" if page.may_plan else "",
        "breadcrumbs": (
            Link(_("Bodies"), to(request, "bodies")),
            Link(_("Project groups"), to(request, "body_groups")),
            Link(page.body.name),
        ),
    }
    return render(request, "portal/groups/group.html", context)
