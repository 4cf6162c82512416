"""Writing goals and activities: each operation is a plain form; a small script makes it immediate."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.goals import assignable_people
from governance.access.organisations import choosable_organisations
from governance.queries.goal_versions import GoalPage, goal_page, parents_to_choose
from governance.queries.goals import NodeView, topic_restrictions
from governance.rules.goals import GoalLevel
from governance.usecases import goals as write
from portal.components.actions import Link
from portal.forms.goals import AddForm, NodeForm, PlaceForm, WordingForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent_key, sent_version
from portal.views.goal_parts import at, below
from portal.views.screened import FormPage, form_view


def written(request: PortalRequest, system_id: str) -> GoalPage:
    """Return the page of a Zielsystem that the viewer writes; raises `Http404` for others."""
    page = goal_page(request.viewer, system_id)
    if not page.rights.edit:
        raise Http404
    return page


def chosen(request: PortalRequest, system_id: str, node_id: str) -> tuple[GoalPage, NodeView]:
    """Return page and node that the viewer writes; raises `Http404` for others.

    What was removed meanwhile is found for a form that is sent, so that it can say so and keep what was typed.
    """
    page = written(request, system_id)
    view = page.view.by_key.get(node_id) or (page.gone.get(node_id) if request.method == "POST" else None)
    if view is None or view.row is None:
        raise Http404
    return page, view


def named(view: NodeView) -> str:
    """Return what a node is called: its level and number."""
    level = _(view.node.level.label)
    return f"{level} {view.number}" if view.number not in {"", "G"} else level


def words(
    request: PortalRequest, page: GoalPage, view: NodeView, heading: str, button: str, *, lead: str = ""
) -> FormPage:
    """Return the words around a form about a node."""
    place = Link(named(view), at(request, page.system.public_id, view.key))
    return FormPage(
        heading=heading,
        button=button,
        lead=lead,
        back=at(request, page.system.public_id, view.key),
        breadcrumbs=below(request, page, place, Link(heading)),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_node_add(request: PortalRequest, system_id: str) -> HttpResponse:
    """Add a node: `unter` names the one above it, `nach` the one before it; neither begins with the principle goal."""
    page = written(request, system_id)
    sent = request.POST if request.method == "POST" else request.GET
    known = {**page.gone, **page.view.by_key}
    before = known.get(sent_key(sent, "nach"))
    above = known.get(before.node.parent if before else sent_key(sent, "unter"))
    level = (above.node.level.below or GoalLevel.ACTIVITY) if above else GoalLevel.PRINCIPLE_GOAL
    place = {name: sent_key(sent, name) for name in ("unter", "nach")}
    form = AddForm(request.POST or None, level=level, initial=place)
    heading = _("Add: %(level)s") % {"level": _(level.label)}
    shown = FormPage(
        heading=heading,
        button=_("Add"),
        lead=_("Below %(name)s: “%(text)s”") % {"name": named(above), "text": above.node.text} if above else "",
        back=at(request, system_id, before.key if before else above.key if above else ""),
        breadcrumbs=below(request, page, Link(heading)),
    )
    again = "weiter" in request.POST and level is not GoalLevel.PRINCIPLE_GOAL
    next_form = to(request, "goal_node_add", system_id)
    return form_view(
        request,
        form,
        lambda: write.add_goal_node(
            by=request.viewer,
            system_id=system_id,
            text=form.cleaned_data["text"],
            parent_id=place["unter"],
            after_id=place["nach"],
        ),
        shown,
        done=_("%(level)s added.") % {"level": _(level.label)},
        template="portal/goals/add.html",
        context={"more": level is not GoalLevel.PRINCIPLE_GOAL},
        ahead=lambda node: f"{next_form}?nach={node.public_id}" if again else at(request, system_id, node.public_id),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_node_word(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Change the wording of a node."""
    page, view = chosen(request, system_id, node_id)
    initial = {"text": view.node.text, "version": view.row.version if view.row else None}
    form = WordingForm(request.POST or None, level=view.node.level, initial=initial)
    form.order_fields(("text", "version"))
    return form_view(
        request,
        form,
        lambda: write.word_goal_node(
            by=request.viewer,
            system_id=system_id,
            node_id=node_id,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
        words(request, page, view, _("Change wording: %(name)s") % {"name": named(view)}, _("Save")),
        done=_("The wording has been saved."),
    )


@require_http_methods(FORM_METHODS)
@answered
def goal_node_edit(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Change everything that is stated about a node."""
    page, view = chosen(request, system_id, node_id)
    if view.row is None:
        raise Http404
    people = list(assignable_people(request.viewer, page.process))
    if view.row.person and view.row.person not in people:
        people.append(view.row.person)
    form = NodeForm(
        request.POST or None,
        level=view.node.level,
        organisations=choosable_organisations(request.viewer, [view.row.organisation_id]),
        people=people,
        restrictions=topic_restrictions(page.process),
        initial=NodeForm.initial_of(view.row),
    )
    return form_view(
        request,
        form,
        lambda: write.edit_goal_node(
            by=request.viewer,
            system_id=system_id,
            node_id=node_id,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        ),
        words(request, page, view, _("Edit %(name)s") % {"name": named(view)}, _("Save")),
        done=_("Saved."),
    )


@require_POST
@answered
def goal_node_move(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Move a node up or down."""
    up = request.POST.get("richtung") == "hoch"
    node = write.move_goal_node(by=request.viewer, system_id=system_id, node_id=node_id, up=up)
    messages.success(request, _("Moved up.") if up else _("Moved down."))
    return see_other(at(request, system_id, node.public_id))


@require_http_methods(FORM_METHODS)
@answered
def goal_node_place(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Put a node below another one."""
    page, view = chosen(request, system_id, node_id)
    _tree, parents = parents_to_choose(page.system, node_id)
    form = PlaceForm(request.POST or None, parents=parents)
    lead = "" if parents else _("There is no other place for it.")
    return form_view(
        request,
        form,
        lambda: write.place_goal_node(
            by=request.viewer, system_id=system_id, node_id=node_id, parent_id=form.cleaned_data["parent"]
        ),
        words(request, page, view, _("Put elsewhere: %(name)s") % {"name": named(view)}, _("Move"), lead=lead),
        done=_("Moved, with everything below it."),
    )


@require_POST
@answered
def goal_node_remove(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Take a node out of the working copy; the page then offers to undo it."""
    node = write.remove_goal_node(
        by=request.viewer,
        system_id=system_id,
        node_id=node_id,
        version=sent_version(request.POST),
    )
    base = to(request, "goal_system", system_id)
    above = f"&punkt={node.parent.public_id}#p-{node.parent.public_id}" if node.parent else ""
    return see_other(f"{base}?entfernt={node.public_id}{above}")


@require_POST
@answered
def goal_node_restore(request: PortalRequest, system_id: str, node_id: str) -> HttpResponse:
    """Bring a removed node back."""
    node = write.restore_goal_node(by=request.viewer, system_id=system_id, node_id=node_id)
    messages.success(request, _("It stands in its place again."))
    return see_other(at(request, system_id, node.public_id))
