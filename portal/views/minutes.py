"""Pages of minutes: reading view, signing, circulating, objecting, answering, correcting, Word and PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.minutes import may_object
from governance.queries import minutes as read
from governance.queries.minutes import MinutesPage
from governance.rules import clock
from governance.rules.lifecycles import MinutesState
from governance.usecases import minutes as write
from governance.usecases.minutes_circulation import add_approval_items, circulate
from portal.components import dates
from portal.components.actions import Action, Badge, Link
from portal.forms.minutes import ACCEPT, AddendumForm, AnswerForm, ObjectionForm, SignForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, carry_out, see_other, show_form
from portal.views.downloads import asked_format, asked_version, document_file
from portal.views.minutes_parts import reading

NEVER_SHOWN = 0
BADGES = {
    MinutesState.DRAFT: ("accent", "edit"),
    MinutesState.SIGNED_OFF: ("accent", "success"),
    MinutesState.CIRCULATED: ("outline", "mail"),
    MinutesState.APPROVED: ("success", ""),
}


@require_safe
@answered
def show(request: PortalRequest, minutes_id: str) -> HttpResponse:
    """Show minutes; `?fassung=1` chooses an earlier signed version."""
    page = read.minutes_page(request.viewer, minutes_id, asked_version(request))
    query = f"?fassung={page.shown.ordinal}" if page.shown else ""
    context = {
        "page": page,
        "reading": reading(page.document),
        "badge": _badge(page),
        "steps": _steps(request, page),
        "hint": _hint(page),
        "objections": [
            (row, to(request, "minutes_answer", page.minutes.public_id, row.public_id) if page.may_answer else "")
            for row in page.objections
        ],
        "edit_url": _edit_url(page),
        "downloads": [
            (label, to(request, "minutes_document", page.minutes.public_id, kind) + query)
            for label, kind in (("Word", "docx"), ("PDF", "pdf"))
        ],
        "breadcrumbs": _crumbs(request, page),
        "today": clock.today(),
    }
    return render(request, "portal/minutes/detail.html", context)


def _crumbs(request: PortalRequest, page: MinutesPage, last: str = "") -> tuple[Link, ...]:
    meeting = page.minutes.meeting
    here = to(request, "minutes", page.minutes.public_id) if last else ""
    trail = (
        Link(_("Meetings"), to(request, "meetings")),
        Link(f"{meeting.body.name}, {dates.day(meeting.starts_at)}", to(request, "meeting", meeting.public_id)),
        Link(_("Minutes"), here),
    )
    return (*trail, Link(last)) if last else trail


def _badge(page: MinutesPage) -> Badge:
    state = MinutesState(page.minutes.state)
    kind, icon = BADGES[state]
    return Badge(page.minutes.get_state_display(), kind, icon)  # type: ignore[arg-type]


def _edit_url(page: MinutesPage) -> str:
    if not page.writes or page.minutes.state != MinutesState.DRAFT:
        return ""
    return reverse("desk_minutes:edit", args=[page.minutes.public_id])


def _steps(request: PortalRequest, page: MinutesPage) -> tuple[Action, ...]:
    """Return what the viewer can do now; why nothing can be done is said by `_hint`."""
    public_id = page.minutes.public_id
    steps = (
        (page.may_sign, Action(_("Sign off minutes"), to(request, "minutes_sign", public_id), weight="primary")),
        (
            page.may_circulate,
            Action(_("Circulate minutes"), to(request, "minutes_circulate", public_id), post=True, weight="primary"),
        ),
        (page.may_object, Action(_("Raise an objection"), to(request, "minutes_object", public_id))),
        (page.may_correct, Action(_("Add a correction"), to(request, "minutes_correct", public_id))),
    )
    return tuple(action for allowed, action in steps if allowed)


def _hint(page: MinutesPage) -> str:
    """Return in one sentence what happens next and who does it."""
    minutes = page.minutes
    if minutes.state == MinutesState.DRAFT:
        return _draft_hint(page)
    if minutes.state == MinutesState.SIGNED_OFF:
        return _("The chair has signed. The secretariat circulates the minutes to the members.")
    if minutes.state == MinutesState.APPROVED:
        return _("The minutes are approved and locked. Mistakes found later become dated corrections.")
    until = minutes.objections_until
    if until is not None and clock.today() <= until:
        return _("Members who were present can object until %(day)s.") % {"day": dates.week_day(until)}
    return _("The period for objections is over. The body approves the minutes in its next meeting.")


def _draft_hint(page: MinutesPage) -> str:
    if page.minutes.meeting.closed_at is None:
        return _("The session is not closed yet. The facts on this page grow with it.")
    if page.under_revision:
        return _("An objection was accepted. The secretariat revises the text, then the chair signs it again.")
    return _("The secretariat writes the text, then the chair signs it off.")


@require_safe
@answered
def document(request: PortalRequest, minutes_id: str, file_format: str) -> HttpResponse:
    """Return the shown version as Word or PDF."""
    wanted = asked_format(file_format)
    return document_file(request, read.printed_minutes(request.viewer, minutes_id, asked_version(request)), wanted)


def _page_for(request: PortalRequest, minutes_id: str, *, allowed: str) -> MinutesPage:
    """Return the page if its property `allowed` holds for the viewer; 404 otherwise."""
    page = read.minutes_page(request.viewer, minutes_id)
    if not getattr(page, allowed):
        raise Http404
    return page


@require_http_methods(FORM_METHODS)
@answered
def sign(request: PortalRequest, minutes_id: str) -> HttpResponse:
    """Say what signing does, then sign."""
    address = to(request, "minutes", minutes_id)
    if request.method == "POST":
        form = SignForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else NEVER_SHOWN
        write.sign_off(by=request.viewer, minutes_id=minutes_id, version=version)
        messages.success(request, _("The minutes are signed off. The secretariat can circulate them."))
        return see_other(address)
    page = _page_for(request, minutes_id, allowed="may_sign")
    form = SignForm(initial={"version": page.minutes.version})
    context = {"page": page, "back": address, "breadcrumbs": _crumbs(request, page, _("Sign off minutes"))}
    return show_form(request, "portal/minutes/sign.html", context, form=form)


@require_POST
@answered
def send_round(request: PortalRequest, minutes_id: str) -> HttpResponse:
    """Circulate signed minutes."""
    minutes = circulate(by=request.viewer, minutes_id=minutes_id)
    text = _("The minutes are circulated. Objections are possible until %(day)s.")
    messages.success(request, text % {"day": dates.day(minutes.objections_until)} if minutes.objections_until else "")
    return see_other(to(request, "minutes", minutes_id))


@require_http_methods(FORM_METHODS)
@answered
def raise_objection(request: PortalRequest, minutes_id: str) -> HttpResponse:
    """Object to circulated minutes."""
    page = read.minutes_page(request.viewer, minutes_id)
    if not may_object(request.viewer, page.minutes):
        raise Http404
    form = ObjectionForm(request.POST or None, items=page.items)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        objection = carry_out(form, lambda: write.object_to(by=request.viewer, minutes_id=minutes_id, **facts))
        if objection is not None:
            messages.success(request, _("Your objection is recorded. The secretariat answers it here."))
            return see_other(to(request, "minutes", minutes_id))
    elif request.method != "POST" and not page.may_object:
        raise Http404
    context = {
        "page": page,
        "back": to(request, "minutes", minutes_id),
        "breadcrumbs": _crumbs(request, page, _("Raise an objection")),
    }
    return show_form(request, "portal/minutes/object.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def answer(request: PortalRequest, minutes_id: str, objection_id: str) -> HttpResponse:
    """Answer an objection."""
    page = _page_for(request, minutes_id, allowed="may_answer")
    objection = next((row for row in page.objections if row.public_id == objection_id), None)
    if objection is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        answered_one = carry_out(
            form,
            lambda: write.answer_objection(
                by=request.viewer,
                objection_id=objection_id,
                accept=facts["decision"] == ACCEPT,
                answer=facts["answer"],
            ),
        )
        if answered_one is not None:
            messages.success(request, _("The answer is recorded and shown to all members."))
            return see_other(to(request, "minutes", minutes_id))
    context = {
        "page": page,
        "objection": objection,
        "back": to(request, "minutes", minutes_id),
        "breadcrumbs": _crumbs(request, page, _("Answer an objection")),
    }
    return show_form(request, "portal/minutes/answer.html", context, form=form)


@require_http_methods(FORM_METHODS)
@answered
def correct(request: PortalRequest, minutes_id: str) -> HttpResponse:
    """Add a dated correction to approved minutes."""
    page = _page_for(request, minutes_id, allowed="may_correct")
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        addendum = carry_out(form, lambda: write.add_addendum(by=request.viewer, minutes_id=minutes_id, text=text))
        if addendum is not None:
            messages.success(request, _("The correction is added."))
            return see_other(to(request, "minutes", minutes_id))
    context = {
        "page": page,
        "back": to(request, "minutes", minutes_id),
        "breadcrumbs": _crumbs(request, page, _("Add a correction")),
    }
    return show_form(request, "portal/minutes/correct.html", context, form=form)


@require_POST
@answered
def propose_approvals(request: PortalRequest, meeting_id: str) -> HttpResponse:
    """Put the approval of circulated minutes on a planned agenda."""
    add_approval_items(by=request.viewer, meeting_id=meeting_id)
    messages.success(request, _("The approval of the minutes is on the agenda."))
    return see_other(to(request, "agenda", meeting_id))
