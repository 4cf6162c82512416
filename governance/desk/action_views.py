"""The page of a step: what will happen, one button, and the use case behind it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.fresh import confirm_first
from governance.desk.parts import DeskAction
from governance.desk.views import ScopedObject
from governance.queries.wording import say
from governance.usecases.foundation import Forbidden, Refused


class DeskActionView(ScopedObject, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Asks by GET, acts by POST; a step that is not offered now is unknown."""

    action: DeskAction | None = None
    template_name = "desk/action.html"
    header_icon = ""
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the record within the scope, see that the step makes sense, and that the login is fresh."""
        self.viewers  # noqa: B018
        self.object = self.get_object()
        if not self.step.offered(self.viewer, self.object):
            raise Http404
        if self.step.fresh_login:
            first = confirm_first(request, f"{self.step.name}:{self.kwargs['pk']}")
            if first is not None:
                return first
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self) -> DeskAction:
        """Return the step that this view was built for."""
        if self.action is None:
            raise LookupError("The view was built without its step.")
        return self.action

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what will happen."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the step out through its use case; a refusal leads back with its sentence."""
        named = {"object": str(self.object)}
        if self.changed_meanwhile:
            response: HttpResponse = self.render_to_response(self.get_context_data())
            response.status_code = 409
            return response
        try:
            self.step.carry_out(self.viewer, self.object)
        except Refused as refusal:
            messages.error(request, say(refusal.message))
            return HttpResponseRedirect(self.get_edit_url())
        except (Forbidden, ObjectDoesNotExist, LookupError) as refusal:
            raise Http404 from refusal
        messages.success(request, self.step.done % named)
        return HttpResponseRedirect(reverse(self.index_url_name) if self.step.ends_record else self.get_edit_url())

    def get_page_title(self) -> str:
        """Return the name of the step."""
        return str(self.step.label)

    def get_page_subtitle(self) -> str:
        """Return the name of the record."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here: list, record, step."""
        plural = capfirst(self.desk.model._meta.verbose_name_plural)
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": str(self.step.label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question and the way back."""
        question = self.step.question % {"object": str(self.object)}
        context: dict[str, Any] = super().get_context_data(**kwargs)
        beside = {
            "consequences": [found for found in self.step.consequences(self.viewer, self.object) if found.lines],
            "refused": self.step.refused(self.viewer, self.object),
            "back_url": self.get_edit_url(),
            "object": self.object,
            "changed_meanwhile": self.changed_meanwhile,
        }
        return {**context, **beside, "question": question, "step": self.step}
