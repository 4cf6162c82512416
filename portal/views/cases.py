"""Pages of series and case cards (interface.md, "Fälle"); only for coordinators and case managers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.cases import may_create_series, may_nominate, may_see_cases
from governance.queries import cases as read
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.facts import Criterion
from governance.rules.lifecycles import CaseState
from governance.usecases import cases as write
from portal.components.actions import Link
from portal.forms.cases import (
    CardForm,
    DayForm,
    DeviationForm,
    NominationForm,
    RestrictionForm,
    SeriesForm,
    WithdrawCaseForm,
)
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other
from portal.views.ordering import asked_order, sorting_of
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view

CASES = gettext_lazy("Cases")


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the list of series to a page below it."""
    return (Link(CASES, to(request, "cases")), *links)


@require_safe
@answered
def cases(request: PortalRequest) -> HttpResponse:
    """List the series, and the texts that wait for a second person; `?q=` searches number, title and codes."""
    if not may_see_cases(request.viewer):
        raise Http404
    text = clean_line(request.GET.get("q", ""))[:200]
    rows = read.series_rows(request.viewer, search=text, order=asked_order(request, read.SERIES_ORDERS))
    context = {
        "page": page_of(request, rows),
        "text": text,
        "sorting": sorting_of(request, read.SERIES_ORDERS),
        "releases": read.release_list(request.viewer).count(),
        "may_create": may_create_series(request.viewer),
    }
    return render(request, "portal/cases/list.html", context)


@require_http_methods(FORM_METHODS)
@answered
def series_create(request: PortalRequest) -> HttpResponse:
    """Open a new series."""
    if not may_create_series(request.viewer):
        raise Http404
    form = SeriesForm(request.POST or None)
    page = FormPage(
        heading=_("Begin a series of cases"),
        button=_("Begin series"),
        back=to(request, "cases"),
        breadcrumbs=crumbs(request, Link(_("New series"))),
    )
    return form_view(
        request,
        form,
        lambda: write.create_series(by=request.viewer, title=form.cleaned_data["title"]),
        page,
        done=_("The series has been opened."),
        ahead=lambda series: to(request, "series", series.public_id),
    )


@require_safe
@answered
def series(request: PortalRequest, series_id: str) -> HttpResponse:
    """Show a series with its cards."""
    page = read.series_page(request.viewer, series_id)
    context = {
        "page": page,
        "may_nominate": may_nominate(request.viewer),
        "breadcrumbs": crumbs(request, Link(page.series.number)),
    }
    return render(request, "portal/cases/series.html", context)


@require_http_methods(FORM_METHODS)
@answered
def case_nominate(request: PortalRequest, series_id: str) -> HttpResponse:
    """Nominate a case for a series."""
    found = read.series_page(request.viewer, series_id).series
    if not may_nominate(request.viewer):
        raise Http404
    form = NominationForm(request.POST or None)
    page = FormPage(
        heading=_("Nominate a case"),
        lead=_("The case gets a code. No name, no number of a client is stored."),
        button=_("Nominate case"),
        back=to(request, "series", found.public_id),
        breadcrumbs=crumbs(request, Link(found.number, to(request, "series", found.public_id)), Link(_("New case"))),
    )
    return form_view(
        request,
        form,
        lambda: write.nominate_case(
            by=request.viewer,
            series_id=series_id,
            facts=form.facts(),
            largely_completed=form.cleaned_data["largely_completed"],
            release_reason=form.cleaned_data["release_reason"],
        ),
        page,
        done=_("The case has been nominated."),
        template="portal/cases/card_form.html",
        ahead=lambda card: to(request, "case", card.public_id),
    )


@require_safe
@answered
def case(request: PortalRequest, card_id: str) -> HttpResponse:
    """Show a case card."""
    page = read.card_page(request.viewer, card_id)
    context = {
        "page": page,
        "breadcrumbs": _card_crumbs(request, page),
        # Values, not the class: a template calls what can be called, and a class of states cannot be called empty.
        "nominated": page.card.state == CaseState.NOMINATED,
        "scheduled": page.card.state == CaseState.SCHEDULED,
        "reconstructed": page.card.state == CaseState.RECONSTRUCTED,
    }
    return render(request, "portal/cases/card.html", context)


def _card_crumbs(request: PortalRequest, page: read.CardPage, *links: Link) -> tuple[Link, ...]:
    card = page.card
    own = Link(card.code, to(request, "case", card.public_id)) if links else Link(card.code)
    over = Link(card.series.number, to(request, "series", card.series.public_id))
    return crumbs(request, over, own, *links)


def _saved(request: PortalRequest) -> str:
    """Return what to say after saving; only a reason for a stopped text makes it wait for a second person."""
    if request.POST.get("release_reason"):
        return _("Saved. Text that was stopped waits for its release.")
    return _("Saved.")


def _words(
    request: PortalRequest,
    page: read.CardPage,
    heading: str,
    button: str,
    *,
    lead: str = "",
    danger: bool = False,
) -> FormPage:
    return FormPage(
        heading=heading,
        button=button,
        lead=lead,
        danger=danger,
        back=to(request, "case", page.card.public_id),
        breadcrumbs=_card_crumbs(request, page, Link(heading)),
    )


@require_http_methods(FORM_METHODS)
@answered
def case_edit(request: PortalRequest, card_id: str) -> HttpResponse:
    """Change what is stated about an own case."""
    page = read.card_page(request.viewer, card_id)
    if not page.rights.edit:
        raise Http404
    form = CardForm(request.POST or None, initial=CardForm.initial_of(page.card))
    return form_view(
        request,
        form,
        lambda: write.edit_case(
            by=request.viewer,
            card_id=card_id,
            facts=form.facts(),
            version=form.cleaned_data["version"],
            release_reason=form.cleaned_data["release_reason"],
        ),
        _words(request, page, _("Edit case %(code)s") % {"code": page.card.code}, _("Save")),
        done=_saved(request),
        template="portal/cases/card_form.html",
    )


@require_http_methods(FORM_METHODS)
@answered
def case_deviation(request: PortalRequest, card_id: str, criterion: str) -> HttpResponse:
    """Write why a case is taken although it misses a criterion."""
    page = read.card_page(request.viewer, card_id)
    row = next((row for row in page.criteria if row.criterion == criterion), None)
    if row is None or not page.rights.findings:
        raise Http404
    initial = {"reason": row.reason, "version": page.card.version}
    form = DeviationForm(request.POST or None, criterion=criterion, initial=initial)
    heading = _("Explain a deviation: %(criterion)s") % {"criterion": _(Criterion(criterion).label)}
    return form_view(
        request,
        form,
        lambda: write.explain_deviation(
            by=request.viewer,
            card_id=card_id,
            criterion=criterion,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            release_reason=form.cleaned_data["release_reason"],
        ),
        _words(request, page, heading, _("Save reason"), lead=row.sentence),
        done=_saved(request),
    )


@require_http_methods(FORM_METHODS)
@answered
def case_restriction_add(request: PortalRequest, card_id: str) -> HttpResponse:
    """Record a restriction of the system found in the case."""
    page = read.card_page(request.viewer, card_id)
    if not page.rights.findings:
        raise Http404
    form = RestrictionForm(request.POST or None)
    return form_view(
        request,
        form,
        lambda: write.add_restriction(
            by=request.viewer,
            card_id=card_id,
            text=form.cleaned_data["text"],
            release_reason=form.cleaned_data["release_reason"],
        ),
        _words(request, page, _("Record a restriction"), _("Record")),
        done=_saved(request),
    )


@require_POST
@answered
def case_restriction_remove(request: PortalRequest, card_id: str, restriction_id: str) -> HttpResponse:
    """Remove a restriction from a card."""
    write.remove_restriction(by=request.viewer, card_id=card_id, restriction_id=restriction_id)
    return see_other(to(request, "case", card_id))


@require_http_methods(FORM_METHODS)
@answered
def case_schedule(request: PortalRequest, card_id: str) -> HttpResponse:
    """Plan the day of the reconstruction."""
    page = read.card_page(request.viewer, card_id)
    if not page.rights.reconstruct:
        raise Http404
    initial = {"day": page.card.scheduled_for, "version": page.card.version}
    form = DayForm(request.POST or None, initial=initial)
    return form_view(
        request,
        form,
        lambda: write.schedule_case(
            by=request.viewer,
            card_id=card_id,
            day=form.cleaned_data["day"],
            version=form.cleaned_data["version"],
        ),
        _words(request, page, _("Plan the reconstruction"), _("Save day")),
        done=_("The reconstruction is planned."),
    )


@require_http_methods(FORM_METHODS)
@answered
def case_reconstruct(request: PortalRequest, card_id: str) -> HttpResponse:
    """Record that the case was reconstructed."""
    page = read.card_page(request.viewer, card_id)
    if not page.rights.reconstruct:
        raise Http404
    day = page.card.reconstructed_on or min(page.card.scheduled_for or clock.today(), clock.today())
    form = DayForm(request.POST or None, initial={"day": day, "version": page.card.version})
    return form_view(
        request,
        form,
        lambda: write.mark_reconstructed(
            by=request.viewer,
            card_id=card_id,
            day=form.cleaned_data["day"],
            version=form.cleaned_data["version"],
        ),
        _words(request, page, _("Mark as reconstructed"), _("Mark as reconstructed")),
        done=_("The case is reconstructed."),
    )


@require_http_methods(FORM_METHODS)
@answered
def case_withdraw(request: PortalRequest, card_id: str) -> HttpResponse:
    """Withdraw a card; its content is deleted, its count stays."""
    page = read.card_page(request.viewer, card_id)
    if not page.rights.withdraw:
        raise Http404
    form = WithdrawCaseForm(request.POST or None, initial={"version": page.card.version})
    lead = _(
        "Criteria, presentation, restrictions and deviations of this card are deleted and cannot be restored. "
        "The code and the count stay as history."
    )
    heading = _("Withdraw case %(code)s") % {"code": page.card.code}
    return form_view(
        request,
        form,
        lambda: write.withdraw_case(
            by=request.viewer,
            card_id=card_id,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
        _words(request, page, heading, _("Withdraw case"), lead=lead, danger=True),
        done=_("The case has been withdrawn."),
    )
