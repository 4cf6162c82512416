"""A step of a whole list, such as taking over what is shipped: a page that says what will happen, and a POST."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.views import ScopedView
from governance.queries.wording import say
from governance.usecases.foundation import Forbidden, Refused


@dataclass(frozen=True)
class ListAction:
    """A step for each authority in which it is `offered`; `names` lists what it brings."""

    name: str
    label: Any
    question: Any
    done: Any
    carry_out: Callable[[Any], object]
    offered: Callable[[Any], bool]
    names: Callable[[], Sequence[str]]
    nothing_to_do: Any


class DeskListActionView(ScopedView, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Asks by GET, acts by POST."""

    action: ListAction | None = None
    template_name = "desk/list_action.html"
    header_icon = ""
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """See for which authorities the step makes sense; where for none, the list says so."""
        self.waiting = [viewer for viewer in self.viewers if self.step.offered(viewer)]
        if not self.waiting:
            messages.info(request, str(self.step.nothing_to_do))
            return HttpResponseRedirect(reverse(self.index_url_name))
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self) -> ListAction:
        """Return the step that this view was built for."""
        if self.action is None:
            raise LookupError("The view was built without its step.")
        return self.action

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what will happen."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the step out for the authority that is asked for."""
        wanted = [viewer for viewer in self.waiting if viewer.authority.public_id == request.POST.get("kreis")]
        if not wanted:
            raise Http404
        try:
            self.step.carry_out(wanted[0])
        except Refused as refusal:
            messages.error(request, say(refusal.message))
        except Forbidden as refusal:
            raise Http404 from refusal
        else:
            messages.success(request, str(self.step.done))
        return HttpResponseRedirect(reverse(self.index_url_name))

    def get_page_title(self) -> str:
        """Return the name of the step."""
        return str(self.step.label)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here: list, step."""
        plural = capfirst(self.desk.model._meta.verbose_name_plural)
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": str(self.step.label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question, what comes, and for whom."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names, back = self.step.names(), reverse(self.index_url_name)
        return {**context, "step": self.step, "names": names, "waiting": self.waiting, "back_url": back}
