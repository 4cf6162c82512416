"""Forms with free text: the screening stops saving, marks the place and keeps what was typed (trust.md, Privacy)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse

from governance.queries.cases import Mark, marked
from governance.queries.wording import say
from governance.usecases.cases import Screened
from portal.components.actions import Link
from portal.components.text import Text
from portal.views.base import PortalRequest, carry_out, see_other, show_form

T = TypeVar("T")


def carry_screened(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Carry out a use case as `carry_out` does; text that the screening stopped comes back marked.

    The marked text is `form.screened`, the sentence stands at its field.
    """
    stopped: list[Screened] = []

    def guarded() -> T | None:
        try:
            return act()
        except Screened as stop:
            stopped.append(stop)
            return None

    done = carry_out(form, guarded)
    for stop in stopped:
        form.screened = _parts(stop)  # type: ignore[attr-defined]
        form.add_error(stop.field if stop.field in form.fields else None, say(stop.message))
    return done


def _parts(stop: Screened) -> tuple[Mark, ...]:
    return marked(stop.text, stop.hits)


@dataclass(frozen=True)
class FormPage:
    """The words around a form that has a page of its own."""

    heading: Text
    button: Text
    back: str
    breadcrumbs: tuple[Link, ...]
    lead: Text = ""
    danger: bool = False


def form_view(
    request: PortalRequest,
    form: forms.Form,
    act: Callable[[], object],
    page: FormPage,
    *,
    done: Text,
    template: str = "portal/cases/form.html",
    context: Mapping[str, Any] | None = None,
    ahead: Callable[[Any], str] | None = None,
    offered: bool = True,
) -> HttpResponse:
    """Show `form`, or carry out `act` when it was sent and is valid, and lead on with the sentence `done`.

    `ahead` makes the next address out of the result of `act`; without it the page before is shown. What is not
    `offered` to the viewer now is 404. Sent all the same, from a page that was opened before or a second time, it is
    left to the use case, which refuses it with its reason: what was typed comes back.
    """
    valid = request.method == "POST" and form.is_valid()
    if not offered and not valid:
        raise Http404
    if valid:
        result = carry_screened(form, act)
        if result is not None:
            messages.success(request, str(done))
            return see_other(ahead(result) if ahead else page.back)
    shown = {"page": page, "breadcrumbs": page.breadcrumbs, **(context or {})}
    return show_form(request, template, shown, form=form)
