"""The register of resolutions: list with search and filters, and one resolution with its effect."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from governance.access.notices import sends_notices
from governance.models import EffectState, Resolution
from governance.queries.decisions import REGISTER_ORDERS, register_filters, resolution_page, resolutions
from governance.queries.follow_ups import follow_up_of
from governance.queries.notices import notices_about
from governance.queries.publications import publishing_of
from governance.queries.resolution_effects import what_followed
from governance.queries.wording import say
from governance.rules.characters import clean_line
from governance.rules.goals import NODE_DECISION_LABELS, NodeDecision
from governance.usecases.process_effects import release_effect
from portal.components import dates
from portal.components.actions import Action, Badge, Link
from portal.components.vote import VoteResult
from portal.views import session_parts as parts
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered, see_other, sent_key
from portal.views.lists import list_context
from portal.views.measure_parts import follow_up_badge, measure_line
from portal.views.ordering import asked_order


@require_safe
@answered
def register(request: PortalRequest) -> HttpResponse:
    """All resolutions the viewer may see, `?q=` searches, `?sortierung=` orders, the others narrow."""
    filters = register_filters(request.viewer)
    chosen = {
        "q": clean_line(request.GET.get("q", ""))[:200],
        "gremium": sent_key(request.GET, "gremium"),
        "jahr": request.GET.get("jahr", "")[:4],
        "ergebnis": sent_key(request.GET, "ergebnis"),
    }
    year = int(chosen["jahr"]) if chosen["jahr"].isascii() and chosen["jahr"].isdigit() else None
    rows = resolutions(
        request.viewer,
        search=chosen["q"],
        body_id=chosen["gremium"],
        year=year,
        outcome=chosen["ergebnis"],
        order=asked_order(request, REGISTER_ORDERS),
    )
    context = {
        **list_context(request, rows, REGISTER_ORDERS, _row, chosen),
        "filters": filters,
        "outcomes": [(outcome.value, _(outcome.label)) for outcome in filters.outcomes],
    }
    return render(request, "portal/register/list.html", context)


def _row(request: PortalRequest, row: Resolution) -> dict[str, Any]:
    effect = getattr(row, "effect", None)
    return {
        "resolution": row,
        "url": to(request, "resolution", row.public_id),
        "process": Link(effect.process.title, to(request, "process", effect.process.public_id)) if effect else None,
        "badge": effect_badge(effect.state if effect else EffectState.NONE),
        "figures": figures(row),
    }


def effect_badge(state: str) -> Badge:
    """Return what became of the effect, as icon and word."""
    return {
        EffectState.DONE: Badge(_("Effect has happened"), "success"),
        EffectState.WAITING: Badge(_("Effect waits"), "warning"),
    }.get(EffectState(state), Badge(_("No effect on a process"), "outline"))


def decision_badge(decision: NodeDecision) -> Badge:
    """Return what was decided on a goal, as icon and word."""
    kinds = {NodeDecision.ADOPTED: "success", NodeDecision.CHANGED: "accent", NodeDecision.RETURNED: "warning"}
    return Badge(_(NODE_DECISION_LABELS[decision]), kinds.get(decision, "outline"))  # type: ignore[arg-type]


def figures(row: Resolution) -> str:
    """Return "11 Yes, 1 No, 1 abstention, 1 recused" from the stored figures; zero parts are left out."""
    stored = row.figures
    abstain = stored.get("abstain", 0)
    named = (
        ("yes", _("%(count)s yes")),
        ("no", _("%(count)s no")),
        ("abstain", ngettext("%(count)s abstention", "%(count)s abstentions", abstain)),
        ("recused", _("%(count)s recused")),
    )
    return ", ".join(text % {"count": stored[key]} for key, text in named if stored.get(key))


@require_safe
@answered
def resolution(request: PortalRequest, resolution_id: str) -> HttpResponse:
    """One resolution: wording beside the proposal, verdict, rule, meeting, paper, effect, its place in the
    chain.
    """
    page = resolution_page(request.viewer, resolution_id)
    row, effect, stored = page.resolution, page.effect, page.resolution.figures
    watched = follow_up_of(request.viewer, row)
    followed = what_followed(request.viewer, row)
    publishing = publishing_of(request.viewer, row)
    context = {
        "page": page,
        "resolution": row,
        "result": VoteResult(stored["yes"], stored["no"], stored["abstain"], stored["recused"], stored["not_voting"])
        if stored
        else None,
        "wording": parts.paragraphs(row.wording),
        "badge": effect_badge(effect.state if effect else EffectState.NONE),
        "effect_sentence": parts.effect_sentence(effect.state, effect.process.title, effect.transitions)
        if effect
        else "",
        "missing": [say(message) for message in page.missing],
        "release": Action(
            _("Try the effect again"), to(request, "resolution_effect", row.public_id), post=True, weight="primary"
        )
        if page.may_release and effect and effect.state == EffectState.WAITING
        else None,
        "followed": followed,
        "decided_goals": [(node, decision_badge(node.decision)) for node in followed.decided],
        "lines": [measure_line(request, measure) for measure in followed.measures],
        "follow_up": watched,
        "follow_up_badge": follow_up_badge(watched.row) if watched.row else None,
        "publishing": publishing,
        "publishing_obstacle": say(publishing.obstacle) if publishing.obstacle else "",
        "propose": Action(_("Propose publication"), to(request, "publication_propose", row.public_id))
        if publishing.may_propose and publishing.obstacle is None
        else None,
        "told": tuple(notices_about(request.viewer, row)),
        "may_tell": sends_notices(request.viewer),
        "breadcrumbs": [Link(_("Resolutions"), to(request, "register")), Link(row.number)],
        "decided": dates.day_time(row.decided_at),
    }
    return render(request, "portal/register/resolution.html", context)


@require_POST
@answered
def resolution_effect(request: PortalRequest, resolution_id: str) -> HttpResponse:
    """Try a waiting effect again."""
    effect = release_effect(by=request.viewer, resolution_id=resolution_id)
    if effect.state == EffectState.DONE:
        messages.success(request, _("The effect has happened."))
    else:
        messages.warning(request, _("The effect still waits; the page says what is missing."))
    return see_other(to(request, "resolution", resolution_id))
