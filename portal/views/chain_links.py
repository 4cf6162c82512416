"""Pages of the links of a chain: what follows what, on which condition, and what is handed over."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.models import ChainLink
from governance.queries import chains as read
from governance.queries.chains import ChainPage
from governance.usecases import chain_links as write
from portal.components.actions import Link
from portal.forms.chains import ConditionForm, LinkForm, TransferForm, Versioned
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent, sent_key
from portal.views.chain_shown import FORM, editable, gone, words
from portal.views.screened import form_view


def _link(page: ChainPage, link_id: str) -> ChainLink | None:
    return next((row for row in page.chain.links.all() if row.public_id == link_id), None)


def _passes_on(link: ChainLink) -> bool:
    """Whether the link leads from one actor to another, so that it is a hand-over."""
    return bool(link.source.actor_id != link.target.actor_id)


@require_http_methods(FORM_METHODS)
@answered
def link_add(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Let one step follow another; between two actors the hand-over is described next."""
    page = editable(request, chain_id)
    form = LinkForm(sent(request), choices=read.step_choices(page), initial={"source": sent_key(request.GET, "von")})

    def ahead(link: ChainLink) -> str:
        if _passes_on(link):
            return to(request, "chain_link_edit", chain_id, link.public_id)
        return f"{to(request, 'chain', chain_id)}#schritt-{link.source.public_id}"

    return form_view(
        request,
        form,
        lambda: write.add_link(
            by=request.viewer, chain_id=chain_id, source_id=form.cleaned_data["source"],
            target_id=form.cleaned_data["target"], condition=form.cleaned_data["condition"],
        ),
        words(request, page, _("Link two steps"), _("Link steps"), anchor="schritte"),
        done=_("The steps are linked."),
        template=FORM,
        ahead=ahead,
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@answered
def link_edit(request: PortalRequest, chain_id: str, link_id: str) -> HttpResponse:
    """Describe the hand-over of a link, or its condition inside one actor."""
    page = editable(request, chain_id)
    link = _link(page, link_id)
    if link is None:
        return gone(
            request, page, lambda: TransferForm(request.POST), _("Describe the hand-over"),
            _("Somebody has removed the link in the meantime. What you typed is still here; copy what you need."),
        )  # fmt: skip
    kind = TransferForm if _passes_on(link) else ConditionForm
    form = kind(sent(request), initial=kind.initial_of(link))
    heading = _("Describe the hand-over") if _passes_on(link) else _("Condition of the link")
    numbers = page.view.numbers
    lead = _("From step %(source)s %(from)s (%(giver)s) to step %(target)s %(to)s (%(taker)s)") % {
        "source": numbers[link.source.public_id],
        "from": link.source.label,
        "giver": _actor_name(page, link.source.actor_id),
        "target": numbers[link.target.public_id],
        "to": link.target.label,
        "taker": _actor_name(page, link.target.actor_id),
    }
    anchor = f"uebergabe-{link_id}" if _passes_on(link) else f"schritt-{link.source.public_id}"
    return form_view(
        request,
        form,
        lambda: write.edit_link(
            by=request.viewer, chain_id=chain_id, link_id=link_id, condition=form.cleaned_data["condition"],
            transfer=form.transfer(), version=form.cleaned_data["version"],
        ),
        words(request, page, heading, _("Save"), lead=lead, anchor=anchor),
        done=_("Saved."),
        template=FORM,
        context={"remove": Link(_("Remove link"), to(request, "chain_link_remove", chain_id, link_id))},
    )  # fmt: skip


def _actor_name(page: ChainPage, key: int) -> str:
    return next((row.name for row in page.chain.actors.all() if row.pk == key), "")


@require_http_methods(FORM_METHODS)
@answered
def link_remove(request: PortalRequest, chain_id: str, link_id: str) -> HttpResponse:
    """Take a link away with its hand-over."""
    page = editable(request, chain_id)
    link = _link(page, link_id)
    if link is None:
        raise ChainLink.DoesNotExist
    form = Versioned(sent(request), initial={"version": link.version})
    heading = _("Remove link: %(source)s → %(target)s") % {"source": link.source.label, "target": link.target.label}
    lead = _("What is written about the hand-over goes with it.") if _passes_on(link) else ""
    return form_view(
        request,
        form,
        lambda: write.remove_link(
            by=request.viewer, chain_id=chain_id, link_id=link_id, version=form.cleaned_data["version"]
        ),
        words(request, page, heading, _("Remove link"), lead=lead, anchor="schritte", danger=True),
        done=_("The link has been removed."),
        template=FORM,
    )
