"""Publishing resolutions in the portal: proposing, the chair's answer with a preview, taking back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from governance.models import Publication
from governance.queries import publications as read
from governance.queries.publications import PublicationPage
from governance.rules.lifecycles import PublicationState
from governance.usecases import publications as write
from portal.components.actions import Action, Badge, Link
from portal.components.text import Text
from portal.forms.publications import AgreeForm, ProposalForm, ReasonForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, sent
from portal.views.paging import page_of
from portal.views.public_parts import public_address, shown_context
from portal.views.screened import FormPage, form_view

KINDS = {
    PublicationState.PROPOSED: "accent",
    PublicationState.PUBLISHED: "success",
    PublicationState.DECLINED: "plain",
    PublicationState.WITHDRAWN: "plain",
}


def publication_badge(row: Publication) -> Badge:
    """Return how a publication stands, as icon and word."""
    return Badge(row.get_state_display(), KINDS[PublicationState(row.state)])  # type: ignore[arg-type]


def _crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    over = Link(_("Resolutions"), to(request, "register"))
    return (over, Link(_("Publications"), to(request, "publications") if links else ""), *links)


@require_safe
@answered
def publications(request: PortalRequest) -> HttpResponse:
    """List the publications of resolutions that the viewer sees, those that wait first."""
    page = page_of(request, read.publication_rows(request.viewer))
    context = {
        "page_obj": page,
        "rows": [(row, publication_badge(row)) for row in page.object_list],
        "breadcrumbs": _crumbs(request),
    }
    return render(request, "portal/publications/list.html", context)


@require_http_methods(FORM_METHODS)
@answered
def propose(request: PortalRequest, resolution_id: str) -> HttpResponse:
    """Propose the publication of a resolution, with its plain words."""
    proposal = read.proposal_for(request.viewer, resolution_id)
    if proposal is None:
        raise Http404
    back = to(request, "resolution", resolution_id)
    form = ProposalForm(sent(request), earlier=proposal.earlier, initial={"summary": proposal.summary})
    number = proposal.resolution.number
    page = FormPage(
        heading=_("Propose publication: resolution %(number)s") % {"number": number},
        lead=_("The chair is asked. Then everybody can read number, subject, wording, result and these words."),
        button=_("Propose to the chair"),
        back=back,
        breadcrumbs=(
            Link(_("Resolutions"), to(request, "register")),
            Link(number, back),
            Link(_("Propose publication")),
        ),
    )
    return form_view(
        request,
        form,
        lambda: write.propose_publication(by=request.viewer, resolution_id=resolution_id, text=form.text()),
        page,
        done=_("The publication is proposed. The chair is asked."),
        ahead=lambda row: to(request, "publication", row.public_id),
        offered=proposal.obstacle is None,
    )


@require_safe
@answered
def publication(request: PortalRequest, publication_id: str) -> HttpResponse:
    """Show a proposal or publication: how it stands, what the public reads, what the viewer may do."""
    page = read.publication_page(request.viewer, publication_id)
    context = {
        **shown_context(page.shown, preview=True),
        "page": page,
        "row": page.row,
        "badge": publication_badge(page.row),
        "actions": _actions(request, page),
        "address": public_address(page.shown) if page.row.state == PublicationState.PUBLISHED else "",
        "breadcrumbs": _crumbs(request, Link(page.shown.resolution.number)),
    }
    return render(request, "portal/publications/publication.html", context)


def _actions(request: PortalRequest, page: PublicationPage) -> list[Action]:
    key = page.row.public_id
    found = []
    if page.may_answer:
        found += [
            Action(_("Agree to publication"), to(request, "publication_agree", key), weight="primary"),
            Action(pgettext("publication", "Decline"), to(request, "publication_decline", key)),
        ]
    if page.may_withdraw:
        published = page.row.state == PublicationState.PUBLISHED
        label = _("Withdraw publication") if published else _("Take the proposal back")
        found.append(Action(label, to(request, "publication_withdraw", key), weight="tertiary"))
    return found


def _page(request: PortalRequest, page: PublicationPage, heading: str, button: str, lead: Text = "") -> FormPage:
    back = to(request, "publication", page.row.public_id)
    number = page.shown.resolution.number
    return FormPage(
        heading=heading,
        button=button,
        back=back,
        breadcrumbs=_crumbs(request, Link(number, back), Link(heading)),
        lead=lead,
    )


@require_http_methods(FORM_METHODS)
@answered
def agree(request: PortalRequest, publication_id: str) -> HttpResponse:
    """Say yes as chair; from then on everybody may read the resolution."""
    page = read.publication_page(request.viewer, publication_id)
    form = AgreeForm(sent(request), initial={"version": page.row.version})
    words = _page(
        request,
        page,
        _("Agree to publication"),
        _("Publish resolution %(number)s") % {"number": page.shown.resolution.number},
        _("From now on everybody can read the resolution on the internet. Your yes is recorded."),
    )
    return form_view(
        request,
        form,
        lambda: write.agree_to_publication(
            by=request.viewer, publication_id=publication_id, version=form.cleaned_data["version"]
        ),
        words,
        done=_("The resolution is published."),
        offered=page.may_answer,
    )


@require_http_methods(FORM_METHODS)
@answered
def decline(request: PortalRequest, publication_id: str) -> HttpResponse:
    """Say no as chair, with the reason for the secretariat."""
    page = read.publication_page(request.viewer, publication_id)
    form = ReasonForm(sent(request), initial={"version": page.row.version})
    return form_view(
        request,
        form,
        lambda: write.decline_publication(by=request.viewer, publication_id=publication_id, **form.cleaned_data),
        _page(request, page, _("Decline publication"), pgettext("publication", "Decline")),
        done=_("The publication is declined."),
        offered=page.may_answer,
    )


@require_http_methods(FORM_METHODS)
@answered
def withdraw(request: PortalRequest, publication_id: str) -> HttpResponse:
    """Take a proposal or a publication back."""
    page = read.publication_page(request.viewer, publication_id)
    form = ReasonForm(sent(request), initial={"version": page.row.version})
    lead = _("Nobody finds the resolution at its public address any more. Copies that others have made remain.")
    return form_view(
        request,
        form,
        lambda: write.withdraw_publication(by=request.viewer, publication_id=publication_id, **form.cleaned_data),
        _page(request, page, _("Withdraw publication"), _("Withdraw"), lead),
        done=_("The publication is withdrawn."),
        offered=page.may_withdraw,
    )
