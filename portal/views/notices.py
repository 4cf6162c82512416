"""Pages of notices: what practice was told, and who has read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.notices import may_confirm_for, sends_notices
from governance.models import Notice, NoticeReceipt
from governance.queries import notices as read
from governance.queries.measures import find_process, owner_choices
from governance.usecases.notices import confirm_reading, confirm_reading_for, remind_unread, send_notice
from portal.components.actions import Action, Link
from portal.forms.notices import NoticeForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other, sent_key
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view

NOTICES = gettext_lazy("Notices")


def _crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    over = Link(_("Resolutions"), to(request, "register"))
    return (over, Link(NOTICES, to(request, "notices") if links else ""), *links)


@require_safe
@answered
def notices(request: PortalRequest) -> HttpResponse:
    """List what practice was told: for the coordination all notices, for others those sent to them."""
    page = page_of(request, read.notice_rows(request.viewer))
    context = {
        "page_obj": page,
        "rows": page.object_list,
        "keeps": sends_notices(request.viewer),
        "breadcrumbs": _crumbs(request),
    }
    return render(request, "portal/notices/list.html", context)


@require_safe
@answered
def notice(request: PortalRequest, notice_id: str) -> HttpResponse:
    """Show a notice; a recipient confirms reading, the coordination sees who has not."""
    page = read.notice_page(request.viewer, notice_id)
    unread = page.receipt is not None and page.receipt.read_at is None
    remind = None
    if page.may_remind and not page.reminded_today:
        remind = Action(_("Remind those missing"), to(request, "notice_remind", notice_id), post=True)
    context = {
        "page": page,
        "notice": page.notice,
        "keeps": sends_notices(request.viewer),
        "confirm": Action(_("I have read this"), to(request, "notice_read", notice_id), post=True, weight="primary")
        if unread
        else None,
        "remind": remind,
        "receipts": [(row, _entering(request, page.notice, row)) for row in page.receipts],
        "breadcrumbs": _crumbs(request, Link(page.notice.subject)),
    }
    return render(request, "portal/notices/notice.html", context)


def _entering(request: PortalRequest, notice: Notice, row: NoticeReceipt) -> Action | None:
    """Return the button that enters the reading of somebody without a login."""
    if row.read_at is not None or not may_confirm_for(request.viewer, row):
        return None
    fields = (("person", row.person.public_id),)
    return Action(
        _("Enter as read"),
        to(request, "notice_read", notice.public_id),
        post=True,
        fields=fields,
        context=str(row.person),
    )


@require_POST
@answered
def notice_read(request: PortalRequest, notice_id: str) -> HttpResponse:
    """Confirm that one has read a notice; the coordination enters it for `person`, who has no login."""
    if person_id := sent_key(request.POST, "person"):
        confirm_reading_for(by=request.viewer, notice_id=notice_id, person_id=person_id)
        messages.success(request, _("The confirmation is entered."))
        return see_other(to(request, "notice", notice_id))
    confirm_reading(by=request.viewer, notice_id=notice_id)
    messages.success(request, _("Thank you. That you have read it is noted."))
    return see_other(to(request, "notice", notice_id))


@require_POST
@answered
def notice_remind(request: PortalRequest, notice_id: str) -> HttpResponse:
    """Write once more to those who have not confirmed."""
    count = remind_unread(by=request.viewer, notice_id=notice_id)
    text = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
    messages.success(request, text % {"count": count})
    return see_other(to(request, "notice", notice_id))


@require_http_methods(FORM_METHODS)
@answered
def process_notice(request: PortalRequest, process_id: str) -> HttpResponse:
    """Tell practice what became of the topic of a process."""
    if not sends_notices(request.viewer):
        raise Http404
    process = find_process(request.viewer, process_id)
    back = to(request, "process", process_id)
    way = (Link(_("Processes"), to(request, "processes")), Link(process.number, back))
    return _send(request, read.suggestion_for_process(process), back, way, process_id=process_id)


@require_http_methods(FORM_METHODS)
@answered
def resolution_notice(request: PortalRequest, resolution_id: str) -> HttpResponse:
    """Communicate a resolution to case managers and networks."""
    if not sends_notices(request.viewer):
        raise Http404
    resolution = read.find_resolution(request.viewer, resolution_id)
    back = to(request, "resolution", resolution_id)
    way = (Link(_("Resolutions"), to(request, "register")), Link(resolution.number, back))
    return _send(request, read.suggestion_for_resolution(resolution), back, way, resolution_id=resolution_id)


def _send(
    request: PortalRequest,
    suggested: read.Suggestion,
    back: str,
    way: tuple[Link, ...],
    *,
    process_id: str = "",
    resolution_id: str = "",
) -> HttpResponse:
    form = NoticeForm(
        request.POST or None,
        bodies=read.bodies_to_tell(request.viewer),
        people=owner_choices(request.viewer).people,
        initial={"subject": suggested.subject, "text": suggested.text, "case_managers": True},
    )
    page = FormPage(
        heading=_("Inform practice"),
        lead=_("Each recipient gets a mail with a link and confirms reading in the portal."),
        button=_("Send notice"),
        back=back,
        breadcrumbs=(*way, Link(_("Inform practice"))),
    )
    return form_view(
        request,
        form,
        lambda: send_notice(
            by=request.viewer,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            audience=form.audience(),
            process_id=process_id,
            resolution_id=resolution_id,
        ),
        page,
        template="portal/notices/form.html",
        done=_("The notice is sent."),
        ahead=lambda row: to(request, "notice", row.public_id),
    )
