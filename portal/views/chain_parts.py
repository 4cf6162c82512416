"""Pages of the actors and steps of a chain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.access.organisations import choosable_organisations
from governance.models import ChainActor, ChainStep
from governance.queries import chains as read
from governance.queries.chains import ChainPage
from governance.usecases import chain_parts as write
from portal.components.actions import Link
from portal.forms.chains import ActorForm, NewStepForm, StepForm, Versioned
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent, sent_key, sent_version
from portal.views.chain_shown import FORM, editable, gone, words
from portal.views.screened import form_view


def _actor(page: ChainPage, actor_id: str) -> ChainActor | None:
    return next((row for row in page.chain.actors.all() if row.public_id == actor_id), None)


def _step(page: ChainPage, step_id: str) -> ChainStep | None:
    return next((row for row in page.chain.steps.all() if row.public_id == step_id), None)


@require_http_methods(FORM_METHODS)
@answered
def actor_add(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Add an actor."""
    page = editable(request, chain_id)
    form = ActorForm(sent(request), organisations=choosable_organisations(request.viewer))
    return form_view(
        request,
        form,
        lambda: write.add_actor(by=request.viewer, chain_id=chain_id, facts=form.facts()),
        words(request, page, _("Add an actor"), _("Add actor"), anchor="akteure"),
        done=_("The actor has been added."),
        template=FORM,
    )


@require_http_methods(FORM_METHODS)
@answered
def actor_edit(request: PortalRequest, chain_id: str, actor_id: str) -> HttpResponse:
    """Change an actor."""
    page = editable(request, chain_id)
    actor = _actor(page, actor_id)
    offered = choosable_organisations(request.viewer, [actor.organisation_id] if actor else ())
    heading = _("Edit actor")
    if actor is None:
        return gone(
            request, page, lambda: ActorForm(request.POST, organisations=offered), heading,
            _("Somebody has removed the actor in the meantime. What you typed is still here; copy what you need."),
        )  # fmt: skip
    form = ActorForm(sent(request), organisations=offered, initial=ActorForm.initial_of(actor))
    return form_view(
        request,
        form,
        lambda: write.edit_actor(
            by=request.viewer, chain_id=chain_id, actor_id=actor_id, facts=form.facts(),
            version=form.cleaned_data["version"],
        ),
        words(request, page, heading, _("Save"), anchor="akteure"),
        done=_("Saved."),
        template=FORM,
        context={"remove": Link(_("Remove actor"), to(request, "chain_actor_remove", chain_id, actor_id))},
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@answered
def actor_remove(request: PortalRequest, chain_id: str, actor_id: str) -> HttpResponse:
    """Remove an actor who has no step."""
    page = editable(request, chain_id)
    actor = _actor(page, actor_id)
    if actor is None:
        raise ChainActor.DoesNotExist
    form = Versioned(sent(request), initial={"version": actor.version})
    heading = _("Remove actor: %(name)s") % {"name": actor.name}
    return form_view(
        request,
        form,
        lambda: write.remove_actor(
            by=request.viewer, chain_id=chain_id, actor_id=actor_id, version=form.cleaned_data["version"]
        ),
        words(request, page, heading, _("Remove actor"), anchor="akteure", danger=True),
        done=_("The actor has been removed."),
        template=FORM,
    )


@require_http_methods(FORM_METHODS)
@answered
def step_add(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Add a step with its actor and its predecessor, and go on with the next."""
    page = editable(request, chain_id)
    initial = {"after": sent_key(request.GET, "nach")}
    form = NewStepForm(sent(request), choices=read.step_choices(page), initial=initial)
    return form_view(
        request,
        form,
        lambda: write.add_step(
            by=request.viewer, chain_id=chain_id, facts=form.facts(),
            after_id=form.cleaned_data["after"], condition=form.cleaned_data["condition"],
        ),
        words(request, page, _("Add a step"), _("Add step"), anchor="neuer-schritt"),
        done=_("The step has been added."),
        template=FORM,
        # Without a fragment: browsers do not set the cursor (autofocus) where the address names a place.
        ahead=lambda step: f"{to(request, 'chain', chain_id)}?weiter=1&nach={step.public_id}",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@answered
def step_edit(request: PortalRequest, chain_id: str, step_id: str) -> HttpResponse:
    """Change what is said of a step."""
    page = editable(request, chain_id)
    choices, step = read.step_choices(page), _step(page, step_id)
    if step is None:
        return gone(
            request, page, lambda: StepForm(request.POST, choices=choices), _("Edit step"),
            _("Somebody has removed the step in the meantime. What you typed is still here; copy what you need."),
        )  # fmt: skip
    number = page.view.numbers[step_id]
    form = StepForm(sent(request), choices=choices, initial=StepForm.initial_of(step))
    return form_view(
        request,
        form,
        lambda: write.edit_step(
            by=request.viewer, chain_id=chain_id, step_id=step_id, facts=form.facts(),
            version=form.cleaned_data["version"],
        ),
        words(request, page, _("Edit step %(number)s") % {"number": number}, _("Save"), anchor=f"schritt-{step_id}"),
        done=_("Saved."),
        template=FORM,
        context={"remove": Link(_("Remove step"), to(request, "chain_step_remove", chain_id, step_id))},
    )  # fmt: skip


@require_POST
@answered
def step_move(request: PortalRequest, chain_id: str, step_id: str) -> HttpResponse:
    """Move a step up or down in the table."""
    direction: write.Direction = "up" if request.POST.get("direction") == "up" else "down"
    write.move_step(
        by=request.viewer, chain_id=chain_id, step_id=step_id, direction=direction,
        version=sent_version(request.POST),
    )  # fmt: skip
    messages.success(request, _("The step has been moved."))
    return see_other(f"{to(request, 'chain', chain_id)}#schritt-{step_id}")


@require_http_methods(FORM_METHODS)
@answered
def step_remove(request: PortalRequest, chain_id: str, step_id: str) -> HttpResponse:
    """Remove a step with its links."""
    page = editable(request, chain_id)
    step = _step(page, step_id)
    if step is None:
        raise ChainStep.DoesNotExist
    form = Versioned(sent(request), initial={"version": step.version})
    heading = _("Remove step: %(label)s") % {"label": step.label}
    lead = _(
        "The step goes with its links and hand-overs. "
        "Where it stands between two steps, these are linked with each other."
    )
    return form_view(
        request,
        form,
        lambda: write.remove_step(
            by=request.viewer, chain_id=chain_id, step_id=step_id, version=form.cleaned_data["version"]
        ),
        words(request, page, heading, _("Remove step"), lead=lead, anchor="schritte", danger=True),
        done=_("The step has been removed."),
        template=FORM,
    )
