"""Pages on which organisations name their members of a project group or decline, and coordinators see who has not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.mandates import answers_nominations
from governance.queries.mandate_documents import mandate_content
from governance.queries.mandates import place_name
from governance.queries.nominations import NominationPage, nomination_list, nomination_page
from governance.usecases import nominations as write
from portal.components.actions import Link
from portal.forms.mandates import DeclineForm, MemberForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, show_form
from portal.views.paging import page_of

NOMINATIONS = gettext_lazy("Nominations")


@require_safe
@answered
def nominations(request: PortalRequest) -> HttpResponse:
    """List what the viewer's organisation is asked, for coordinators every place of a mandate in force."""
    if not answers_nominations(request.viewer):
        raise Http404
    page = page_of(request, nomination_list(request.viewer))
    rows = [(row, place_name(row)) for row in page.object_list]
    return render(request, "portal/mandates/nominations.html", {"page": page, "rows": rows})


def _context(request: PortalRequest, page: NominationPage, *links: Link) -> dict[str, object]:
    row = page.nomination
    content = mandate_content(page.version)
    here = Link(place_name(row), to(request, "nomination", row.public_id) if links else "")
    return {
        "page": page,
        "place": place_name(row),
        "content": content,
        "mandate_url": to(request, "mandate", row.mandate.public_id),
        "breadcrumbs": (Link(NOMINATIONS, to(request, "nominations")), here, *links),
    }


@require_http_methods(FORM_METHODS)
@answered
def nomination(request: PortalRequest, nomination_id: str) -> HttpResponse:
    """Show what is asked and name who takes part."""
    page = nomination_page(request.viewer, nomination_id)
    row = page.nomination
    form = MemberForm(
        request.POST or None,
        own=page.own,
        others=page.others,
        initial={"person": row.person.public_id if row.person else "", "version": row.version},
    )
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            form,
            lambda: write.name_member(
                by=request.viewer,
                nomination_id=nomination_id,
                person_id=form.cleaned_data["person"],
                version=form.cleaned_data["version"],
            ),
        )
        if done is not None:
            messages.success(request, _("%(person)s is named.") % {"person": done.person})
            return see_other(to(request, "nomination", nomination_id))
    return show_form(request, "portal/mandates/nomination.html", _context(request, page), form=form)


@require_http_methods(FORM_METHODS)
@answered
def nomination_decline(request: PortalRequest, nomination_id: str) -> HttpResponse:
    """Say why nobody is sent."""
    page = nomination_page(request.viewer, nomination_id)
    form = DeclineForm(request.POST or None, initial={"version": page.nomination.version})
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            form,
            lambda: write.decline_nomination(
                by=request.viewer,
                nomination_id=nomination_id,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            ),
        )
        if done is not None:
            messages.success(request, _("It is noted that nobody is sent."))
            return see_other(to(request, "nomination", nomination_id))
    context = _context(request, page, Link(_("Decline")))
    return show_form(request, "portal/mandates/decline.html", context, form=form)


@require_POST
@answered
def nomination_ask(request: PortalRequest, nomination_id: str) -> HttpResponse:
    """Ask an organisation again that has declined."""
    write.ask_again(by=request.viewer, nomination_id=nomination_id)
    messages.success(request, _("The place is open again. Whoever answers for the organisation is asked by mail."))
    return see_other(to(request, "nomination", nomination_id))
