"""The outbox: how every mail of the authority stands, sending again, and noting that somebody was told otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.meetings import may_see_outbox
from governance.queries import outbox as read
from governance.queries.outbox import MailRow, MailStand
from governance.queries.wording import say
from governance.rules.characters import clean_line
from governance.usecases import outbox as write
from portal.components.actions import Action, Badge, Link
from portal.components.text import Text
from portal.forms.outbox import SettleForm
from portal.views.addresses import to
from portal.views.base import FORM_METHODS, PortalRequest, answered, see_other
from portal.views.paging import page_of
from portal.views.screened import FormPage, form_view

STANDS: dict[MailStand, Badge] = {
    MailStand.WAITING: Badge(gettext_lazy("waits")),
    MailStand.LATE: Badge(gettext_lazy("late"), "warning"),
    MailStand.REFUSED: Badge(gettext_lazy("not sent"), "danger"),
    MailStand.UNCLEAR: Badge(gettext_lazy("unclear"), "warning"),
    MailStand.SENT: Badge(gettext_lazy("sent"), "success"),
    MailStand.SETTLED: Badge(gettext_lazy("settled otherwise"), "outline"),
}


@require_safe
@answered
def outbox(request: PortalRequest) -> HttpResponse:
    """The mails that have not left, or those that `?stand=` names; `?q=` searches recipient and subject."""
    if not may_see_outbox(request.viewer):
        raise Http404
    stand = _stand(request.GET.get("stand", ""))
    search = clean_line(request.GET.get("q", ""))[:200]
    page = page_of(request, read.mail_list(request.viewer, stand=stand, search=search))
    counted = read.outbox(request.viewer)
    context = {
        "page_obj": page,
        "rows": [_line(request, row) for row in read.mail_rows(request.viewer, page.object_list)],
        "stand": stand,
        "search": search,
        "stands": [(one.value, STANDS[one].label, counted.counts[one]) for one in MailStand],
        "counted": counted,
        "retry_all": Action(_("Send all again"), to(request, "outbox_retry_all"), post=True)
        if counted.unsent
        else None,
    }
    return render(request, "portal/outbox/list.html", context)


def _stand(word: str) -> MailStand | None:
    return next((stand for stand in MailStand if stand == word), None)


def _line(request: PortalRequest, row: MailRow) -> dict[str, Any]:
    actions: tuple[Action, ...] = ()
    if row.unsent:
        actions = (
            Action(_("Send again"), to(request, "outbox_retry", row.public_id), post=True, context=row.recipient),
            Action(
                _("Settle otherwise"),
                to(request, "outbox_settle", row.public_id),
                weight="tertiary",
                context=row.recipient,
            ),
        )
    return {"mail": row, "badge": STANDS[row.stand], "why": _why(row), "actions": actions}


def _why(row: MailRow) -> tuple[Text, ...]:
    """Return the sentences under the state, what happened before what to do."""
    found: list[Text] = [say(row.trouble)] if row.trouble and row.unsent else []
    if row.stand is MailStand.REFUSED:
        found.append(_("Check the address, or tell the person in another way."))
    if row.stand is MailStand.UNCLEAR:
        found.append(_("Ask the recipient before sending it again."))
    if row.waits_for_earlier:
        found.append(_("It waits for an earlier mail to the same person."))
    elif row.stand in {MailStand.WAITING, MailStand.LATE} and not row.attempts:
        found.append(_("It is sent in a moment."))
    return tuple(found)


@require_POST
@answered
def retry(request: PortalRequest, mail_id: str) -> HttpResponse:
    """Send a mail once more."""
    write.retry_mail(by=request.viewer, mail_id=mail_id)
    messages.success(request, _("The mail is tried once more."))
    return see_other(to(request, "outbox"))


@require_POST
@answered
def retry_all(request: PortalRequest) -> HttpResponse:
    """Send everything once more of which it is clear that it has not left."""
    count = write.retry_all(by=request.viewer)
    text = ngettext("%(count)s mail is tried once more.", "%(count)s mails are tried once more.", count)
    messages.success(request, text % {"count": count})
    return see_other(to(request, "outbox"))


@require_http_methods(FORM_METHODS)
@answered
def settle(request: PortalRequest, mail_id: str) -> HttpResponse:
    """Note how the recipient was told in another way; the mail is not sent any more."""
    mail = read.find_mail(request.viewer, mail_id)
    form = SettleForm(request.POST or None)
    back = to(request, "outbox")
    if not mail.unsent:
        messages.info(
            request, _("The mail to %(recipient)s has left or is settled already.") % {"recipient": mail.recipient}
        )
        return see_other(back)
    page = FormPage(
        heading=_("Settle the mail otherwise"),
        lead=_("To %(recipient)s: %(subject)s. The mail is not sent any more; later ones to the person go out.")
        % {"recipient": mail.recipient, "subject": mail.subject},
        button=_("Note as settled"),
        back=back,
        breadcrumbs=(Link(_("Outbox"), back), Link(_("Settle otherwise"))),
    )
    return form_view(
        request,
        form,
        lambda: write.settle_mail(by=request.viewer, mail_id=mail_id, reason=form.cleaned_data["reason"]),
        page,
        done=_("The mail is settled. It is not sent any more."),
    )
