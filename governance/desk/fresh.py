"""A fresh login before sensitive acts: changing rules, deleting, looking after logins (trust.md, Login and web)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from governance.access.fresh_login import confirmation_address, is_confirmed


def confirm_first(request: HttpRequest, occasion: str) -> HttpResponse | None:
    """Return the way to the confirmation of the login, or None once it is fresh.

    The page with the form asks already, and is remembered as `occasion`; sending it does not ask again.
    """
    if is_confirmed(request, occasion):
        return None
    messages.info(request, _("Please confirm that it is you. Then go on."))
    return HttpResponseRedirect(confirmation_address(request, request.get_full_path()))
