"""Pages of texts that the screening stopped and a second person decides about (trust.md, Privacy)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.access.cases import may_name_reviewer, may_see_cases
from governance.queries import cases as read
from governance.usecases.case_releases import decide_release, name_reviewer
from portal.components.actions import Link
from portal.forms.cases import ReviewerForm
from portal.views.addresses import to
from portal.views.base import PortalRequest, answered, carry_out, see_other, show_form
from portal.views.cases import crumbs


@require_safe
@answered
def case_releases(request: PortalRequest) -> HttpResponse:
    """List the texts that wait for a release."""
    if not may_see_cases(request.viewer):
        raise Http404
    context = {
        "rows": read.release_list(request.viewer),
        "breadcrumbs": crumbs(request, Link(_("Texts to release"))),
    }
    return render(request, "portal/cases/releases.html", context)


def _page(request: PortalRequest, view: read.ReleaseView, form: ReviewerForm) -> HttpResponse:
    context = {
        "page": view,
        "breadcrumbs": crumbs(
            request,
            Link(_("Texts to release"), to(request, "case_releases")),
            Link(view.release.card.code),
        ),
    }
    return show_form(request, "portal/cases/release.html", context, form=form)


def _form(request: PortalRequest, view: read.ReleaseView) -> ReviewerForm:
    people = read.reviewers(request.viewer, view.release) if view.may_name else ()
    initial = {"person": view.release.reviewer.public_id if view.release.reviewer else ""}
    return ReviewerForm(request.POST or None, people=people, initial=initial)


@require_safe
@answered
def case_release(request: PortalRequest, release_id: str) -> HttpResponse:
    """Show a text with its marked places, its reason and who may decide."""
    view = read.release_page(request.viewer, release_id)
    return _page(request, view, _form(request, view))


@require_POST
@answered
def case_release_name(request: PortalRequest, release_id: str) -> HttpResponse:
    """Name the second person."""
    view = read.release_page(request.viewer, release_id)
    if not may_name_reviewer(request.viewer, view.release):
        raise Http404
    form = _form(request, view)
    if form.is_valid():
        person_id = form.cleaned_data["person"]
        named = carry_out(form, lambda: name_reviewer(by=request.viewer, release_id=release_id, person_id=person_id))
        if named:
            messages.success(request, _("The second person is named."))
            return see_other(to(request, "case_release", release_id))
    return _page(request, view, form)


@require_POST
@answered
def case_release_decide(request: PortalRequest, release_id: str) -> HttpResponse:
    """Release the text or refuse it."""
    accepted = request.POST.get("accepted") == "yes"
    release = decide_release(by=request.viewer, release_id=release_id, accepted=accepted)
    words = _("The text is released.") if accepted else _("The text is refused and deleted.")
    messages.success(request, words)
    return see_other(to(request, "case", release.card.public_id))
