"""The contact form: without a login, for questions and for barriers (interface.md, Accessibility)."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from governance.models import ContactTopic
from governance.queries.contact import addressable_authorities
from governance.rules.characters import clean_line
from governance.usecases.contact import receive_message
from portal.forms.contact import ContactForm
from portal.pages import contact_page
from portal.views.base import FORM_METHODS, carry_out, see_other, show_form


@require_http_methods(FORM_METHODS)
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, or take a message; `?thema=barriere` and `?seite=` fill in what it is about."""
    page = contact_page()
    if page is None:
        raise Http404
    authorities = {row.slug: row for row in addressable_authorities()}
    form = ContactForm(
        request.POST if request.method == "POST" else None, authorities=authorities.values(), initial=_initial(request)
    )
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return see_other(reverse("contact_thanks"))
        if not ratelimit.consume(request, action="contact"):
            form.add_error(None, _("Too many messages have come from here. Try again in an hour, or write by post."))
        else:
            data = form.cleaned_data
            act = {name: data[name] for name in ("topic", "text", "page", "reply_to")}
            if carry_out(form, lambda: receive_message(authority=authorities[data["authority"]], **act)):
                return see_other(reverse("contact_thanks"))
    return show_form(request, "public/contact.html", {"page": page, "open": bool(authorities)}, form=form)


def _initial(request: HttpRequest) -> dict[str, str]:
    topic = ContactTopic.ACCESSIBILITY.value if request.GET.get("thema") == "barriere" else ""
    return {"topic": topic, "page": clean_line(request.GET.get("seite", ""))[:300]}


@require_safe
@never_cache
def thanks(request: HttpRequest) -> HttpResponse:
    """Confirm that a message has arrived; the page says nothing about it."""
    page = contact_page()
    if page is None:
        raise Http404
    return render(request, "public/contact_thanks.html", {"page": page})
