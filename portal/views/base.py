"""What every view of the portal shares: refusals become pages, forms keep what was typed, sensitive acts ask again.

A view makes one use-case call. `answered` wraps the view, `carry_out` the call, `show_form` the answer:

    @answered
    def edit(request: PortalRequest, body_id: str) -> HttpResponse:
        form = BodyForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and carry_out(form, lambda: edit_body(by=request.viewer, …)):
            return redirect(…)
        return show_form(request, "portal/bodies/edit.html", {…}, form=form)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from governance.access.fresh_login import confirmation_address, is_confirmed
from governance.access.viewer import Viewer
from governance.models import Authority
from governance.queries.wording import say
from governance.rules.characters import clean_line
from governance.usecases.foundation import Conflict, Forbidden, Invalid, Refused, Stale
from portal.views.errors import error_page

P = ParamSpec("P")
T = TypeVar("T")


class PortalRequest(HttpRequest):
    """A request inside an authority's portal, as `AuthorityMiddleware` hands it to a view."""

    viewer: Viewer
    authority: Authority


View = Callable[Concatenate[PortalRequest, P], HttpResponse]

FORM_METHODS = ["GET", "HEAD", "POST"]
"""What a page with a form answers. The check of the method is the outermost decorator of every view; pages without
a form take `require_safe`, which lets HEAD through like GET."""


def answered(view: View[P]) -> View[P]:
    """Turn refusals of the use cases into answers.

    Forbidden and unknown look alike: 404. A refusal of the rules goes back to the page it came from, with the
    sentence above it. A stale version that no form has caught is a 409 page.
    """

    @wraps(view)
    def run(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Forbidden, ObjectDoesNotExist) as refusal:
            raise Http404 from refusal
        except Stale:
            return error_page(request, 409)
        except Refused as refusal:
            messages.error(request, say(refusal.message))
            return see_other(page_before(request))

    return run


def see_other(address: str) -> HttpResponseRedirect:
    """Return the answer to a POST that leads to a page (303)."""
    return HttpResponseRedirect(address, status=303)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, even if that is nothing; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


LONGEST_KEY = 24
LONGEST_VERSION = 10


def sent_key(values: QueryDict, name: str) -> str:
    """Return the public id or code word sent as `name`, without characters that none has.

    PostgreSQL refuses a text with a zero character instead of not finding it.
    """
    return clean_line(values.get(name) or "")[:LONGEST_KEY]


def sent_version(values: QueryDict) -> int | None:
    """Return the version that a button without a form of its own was shown with; None for what is no version."""
    sent = values.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < LONGEST_VERSION else None


def page_before(request: HttpRequest) -> str:
    """Return the path of the page the form stood on, if it is one of ours; otherwise the overview."""
    referrer = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(
        referrer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if referrer and own:
        parts = urlsplit(referrer)
        path = "/" + parts.path.lstrip("/")  # two slashes would begin another host
        return f"{path}?{parts.query}" if parts.query else path
    authority = getattr(request, "authority", None)
    return reverse("portal:overview", kwargs={"authority": authority.slug}) if authority else "/"


def carry_out(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Carry out a use case for a valid form; None means that it was refused and `form` says why.

    The use case must return something true. After `Stale` the form carries `conflicts` (see `Conflict`) and the
    stored version, so that a second save, made knowingly, goes through; nothing typed is lost.
    """
    try:
        return act()
    except Stale as refusal:
        form.conflicts = _conflicts(form, refusal.current)  # type: ignore[attr-defined]
        if "version" in form.data:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data[form.add_prefix("version")] = str(getattr(refusal.current, "version", ""))  # type: ignore[index]
        form.add_error(None, say(refusal.message))
    except Invalid as refusal:
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    except Refused as refusal:
        form.add_error(None, say(refusal.message))
    return None


def _conflicts(form: forms.BaseForm, current: object) -> tuple[Conflict, ...]:
    """Return the fields whose stored value differs from what was typed, as text.

    A form whose fields are not the columns of the record says with `stored(record)` what it would show of it.
    """
    stored_by = getattr(form, "stored", None)
    known: Mapping[str, object] = stored_by(current) if stored_by else vars(current)
    found = []
    for bound in form:
        if bound.is_hidden or bound.name not in known:
            continue
        stored, typed = known[bound.name], form.cleaned_data.get(bound.name)
        if _comparable(stored) != _comparable(typed):
            found.append(Conflict(bound.label, _as_text(bound.field, stored), _as_text(bound.field, typed)))
    return tuple(found)


def _comparable(value: object) -> object:
    """Return a choice of several without its order."""
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value


def _as_text(field: forms.Field, value: object) -> str:
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list | tuple):
        return "\n".join(choices.get(str(key), str(key)) for key in value)
    if choices:
        return choices.get(str(value or ""), "")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


def show_form(request: HttpRequest, template: str, context: Mapping[str, Any], *, form: forms.BaseForm) -> HttpResponse:
    """Show a page with a form: 200, 422 when an entry is wrong, 409 when somebody else saved in between."""
    conflicts = getattr(form, "conflicts", None)
    status = 409 if conflicts is not None else 422 if form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form, "conflicts": conflicts or ()}, status=status)


@overload
def fresh_login_required(view: View[P]) -> View[P]: ...
@overload
def fresh_login_required(*, once_per: str = "") -> Callable[[View[P]], View[P]]: ...
def fresh_login_required(view: View[P] | None = None, *, once_per: str = "") -> Any:
    """Ask for password or second factor again before a sensitive act (trust.md, Login and web).

    With `once_per="meeting_id"` the view's argument of this name stands for an opened session: one fresh login is
    enough for all its votes (decisions.md, Voting). Nothing is carried out by the confirmation itself; it leads back
    to the page, where the step is repeated. Use it on views that answer POST.
    """

    def decorate(guarded: View[P]) -> View[P]:
        @wraps(guarded)
        def run(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            occasion = str(kwargs.get(once_per, "")) if once_per else ""
            return guarded(request, *args, **kwargs) if is_confirmed(request, occasion) else confirm_again(request)

        return run

    return decorate(view) if view is not None else decorate


def confirm_again(request: HttpRequest) -> HttpResponse:
    """Lead to the confirmation of the login and from there back to the page the step was taken on."""
    messages.info(request, _("Please confirm that it is you. Then repeat the step."))
    return see_other(confirmation_address(request, page_before(request)))
