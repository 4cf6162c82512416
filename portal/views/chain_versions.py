"""Pages of frozen chains: freezing, reading, comparing, and the consent of an organisation."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.access.chains import answerable_consents
from governance.queries import chain_versions as read
from governance.queries.chain_versions import VersionPage
from governance.queries.chains import chain_page
from governance.usecases.chain_consents import agree_to_chain, decline_chain
from governance.usecases.chain_versions import freeze_chain
from portal.components.actions import Link
from portal.forms.chains import AGREE, ConsentForm, FreezeForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent, sent_key
from portal.views.chain_shown import changes_of, crumbs, shown, version_badge, version_name, words
from portal.views.screened import FormPage, form_view


@require_http_methods(FORM_METHODS)
@answered
def chain_freeze(request: PortalRequest, chain_id: str) -> HttpResponse:
    """Freeze the chain as a version; the page names the checks that fail and what has changed since the last one."""
    page = chain_page(request.viewer, chain_id)
    if not page.rights.freezes:
        raise Http404
    around = shown(request, page.view, edit=chain_id if page.rights.edit else "")
    form = FreezeForm(sent(request), asks=bool(around.open), initial={"version": page.chain.version})
    context = {
        "shown": around,
        "chain": page.chain,
        "current": page.current,
        "newest": page.newest,
        "changes": changes_of(read.changes_since(page.newest, page.view.content)),
    }
    return form_view(
        request,
        form,
        lambda: freeze_chain(
            by=request.viewer,
            chain_id=chain_id,
            open_reason=form.cleaned_data.get("reason", ""),
            version=form.cleaned_data["version"],
        ),
        words(request, page, _("Freeze a version"), _("Freeze version")),
        done=_("The version is frozen. The organisations of its actors can agree now."),
        template="portal/chains/freeze.html",
        context=context,
        ahead=lambda version: to(request, "chain_version", version.public_id),
    )


def _crumbs(request: PortalRequest, page: VersionPage, last: str = "") -> tuple[Link, ...]:
    chain, name = page.version.chain, version_name(page.version)
    over = (Link(chain.title, to(request, "chain", chain.public_id)),) if page.opens else ()
    if not last:
        return crumbs(request, *over, Link(f"{page.view.content.title}, {name}" if not over else name))
    here = Link(name, to(request, "chain_version", page.version.public_id))
    return crumbs(request, *over, here, Link(last))


@require_safe
@answered
def chain_version(request: PortalRequest, chain_version_id: str) -> HttpResponse:
    """Show a frozen version: its table, its checks, who is bound by it."""
    page = read.version_page(request.viewer, chain_version_id)
    context = {
        "page": page,
        "shown": shown(request, page.view),
        "name": version_name(page.version),
        "badge": version_badge(page.version),
        "others": [(row, version_badge(row)) for row in page.others],
        "breadcrumbs": _crumbs(request, page),
    }
    return render(request, "portal/chains/version.html", context)


@require_safe
@answered
def chain_compare(request: PortalRequest, chain_version_id: str) -> HttpResponse:
    """Compare a version with another one (`?mit=`), by default with the one before."""
    page = read.version_page(request.viewer, chain_version_id)
    found = read.comparison(page, sent_key(request.GET, "mit"))
    context = {
        "page": page,
        "found": found,
        "changes": changes_of(found.changes) if found else (),
        "breadcrumbs": _crumbs(request, page, _("Comparison")),
    }
    return render(request, "portal/chains/compare.html", context)


@require_http_methods(FORM_METHODS)
@answered
def chain_consent(request: PortalRequest, consent_id: str) -> HttpResponse:
    """Agree or decline for the own organisation."""
    consent = answerable_consents(request.viewer).select_related("chain_version").get(public_id=consent_id)
    page = read.version_page(request.viewer, consent.chain_version.public_id)
    form = ConsentForm(sent(request), initial={"version": consent.version})
    organisation = consent.organisation

    def answer() -> object:
        version = form.cleaned_data["version"]
        if form.cleaned_data["answer"] == AGREE:
            return agree_to_chain(by=request.viewer, consent_id=consent_id, version=version)
        reason = form.cleaned_data["reason"]
        return decline_chain(by=request.viewer, consent_id=consent_id, reason=reason, version=version)

    around = FormPage(
        heading=_("Consent of %(organisation)s") % {"organisation": organisation},
        button=_("Send answer"),
        back=to(request, "chain_version", consent.chain_version.public_id),
        breadcrumbs=_crumbs(request, page, _("Consent")),
    )
    mine = {actor.key for actor in page.view.content.actors if actor.organisation == organisation.public_id}
    table = page.view.table
    context = {
        "version": page,
        "consent": consent,
        "own_steps": [row for row in table.steps if row.step.actor in mine],
        "own_transfers": [
            row for row in table.transfers if row.source.step.actor in mine or row.target.step.actor in mine
        ],
    }
    return form_view(
        request,
        form,
        answer,
        around,
        done=_("Your answer is stored."),
        template="portal/chains/consent.html",
        context=context,
    )
