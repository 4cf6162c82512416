"""What is stored on oneself: the page in the account and its two files (Art. 15 DSGVO)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.fresh_login import confirmation_address, is_confirmed
from governance.models import User
from governance.queries.accounts import persons_of
from governance.rules import clock
from governance.usecases.personal_data import as_json, as_pdf, export_own_data
from portal.components.actions import Link
from portal.views.base import FORM_METHODS, see_other
from portal.views.downloads import attachment

OCCASION = "own_data"
FILES = {"json": (as_json, "application/json"), "pdf": (as_pdf, "application/pdf")}


@require_http_methods(FORM_METHODS)
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Say what the export holds; by POST hand out one of the files. The page asks for the login again first."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    if not is_confirmed(request, OCCASION):
        messages.info(request, _("Please confirm that it is you. Then go on."))
        return see_other(confirmation_address(request, reverse("account_data")))
    if request.method == "POST":
        wanted = request.POST.get("format", "")
        if wanted not in FILES:
            raise Http404
        write, media_type = FILES[wanted]
        content = write(export_own_data(user=user))
        return attachment(content, media_type, f"meine-daten_{clock.today().isoformat()}.{wanted}")
    context = {
        "persons": persons_of(user),
        "breadcrumbs": [Link(_("Account"), reverse("account")), Link(_("My data"))],
    }
    return render(request, "portal/account/data.html", context)
