"""Bulk actions: rows chosen in a list, a page that says what will happen to which of them and why not to others.

Wagtail's own bulk actions check stored permissions and save past the use cases; they stay closed. Here every chosen
record is looked up within the scope (one that is not there answers 404 for all), tried by its own use case, and
changed by it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.choice import BulkAction
from governance.desk.forms import DeskForm
from governance.desk.fresh import confirm_first
from governance.desk.views import ScopedView
from governance.queries.wording import say
from governance.usecases.foundation import Forbidden, Refused
from governance.usecases.together import Act, carry_out_together, tried

CHOSEN = "auswahl"
MOST_CHOSEN = 200


@dataclass(frozen=True)
class Chosen:
    """A chosen record on the page: how it is called, where it is edited, why nothing is done to it."""

    label: str
    url: str
    reason: str = ""


class DeskBulkView(ScopedView, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """Says by GET what would happen, does it by POST."""

    bulk: BulkAction | None = None
    template_name = "desk/bulk.html"
    header_icon = "list-ul"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look the chosen records up within the scope; a single unknown one is 404."""
        self.viewers  # noqa: B018
        if self.step.fresh_login:
            first = confirm_first(request, f"{self.desk.name}:{self.step.name}")
            if first is not None:
                return first
        self.records = self._chosen(request.POST if request.method == "POST" else request.GET)
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self) -> BulkAction:
        """Return the step that this view was built for."""
        if self.bulk is None:
            raise LookupError("The view was built without its step.")
        return self.bulk

    def _chosen(self, data: Any) -> list[Any]:
        keys = list(dict.fromkeys(data.getlist(CHOSEN)))
        if len(keys) > MOST_CHOSEN or not all(key.isalnum() for key in keys):
            raise Http404
        found = {self.desk.key_of(row): row for row in self.desk.queryset(self.request).filter(public_id__in=keys)}
        if len(found) != len(keys):
            raise Http404
        return [found[key] for key in keys]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what will happen to which records."""
        if not self.records:
            messages.warning(request, _("Choose rows of the list first."))
            return HttpResponseRedirect(reverse(self.index_url_name))
        asked = request.GET.copy()
        form = self._form(asked if self.step.form and set(asked) & set(self.step.form.base_fields) else None)
        return self._page(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it to those records to which it can be done; a refusal in between undoes everything."""
        form = self._form(request.POST)
        if not self.records or (form is not None and not form.is_valid()):
            return self._page(form, status=422)
        acts = self._acts(form.cleaned_data if form is not None else {})
        possible = [act for act, refusal in zip(acts, tried(acts), strict=True) if refusal is None]
        if not possible:
            return self._page(form, status=422)
        try:
            done = carry_out_together(possible)
        except Refused as refusal:
            messages.error(request, say(refusal.message))
            return self._page(form, status=409)
        except (Forbidden, ObjectDoesNotExist, LookupError) as refusal:
            raise Http404 from refusal
        messages.success(request, self._done(done))
        return HttpResponseRedirect(reverse(self.index_url_name))

    def _done(self, count: int) -> str:
        left = len(self.records) - count
        said = ngettext("%(step)s: done for %(count)s record.", "%(step)s: done for %(count)s records.", count)
        sentence = said % {"step": self.step.label, "count": count}
        if not left:
            return sentence
        rest = ngettext("%(left)s stays as it was.", "%(left)s stay as they were.", left) % {"left": left}
        return f"{sentence} {rest}"

    def _form(self, data: Any) -> DeskForm | None:
        return self.step.form(data, viewers=self.viewers) if self.step.form else None

    def _acts(self, facts: Mapping[str, Any]) -> list[Act]:
        return [
            partial(self.step.carry_out, self.desk.viewer_of(self.request, record), record, facts)
            for record in self.records
        ]

    def _page(self, form: DeskForm | None, status: int = 200) -> HttpResponse:
        facts: Mapping[str, Any] | None = {}
        if form is not None and form.is_bound:
            facts = form.cleaned_data if form.is_valid() else None
        elif form is not None:
            facts = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        refusals = tried(self._acts(facts)) if facts is not None else [None] * len(self.records)
        chosen = [
            Chosen(str(record), self.desk.address("edit", record), say(refusal) if refusal else "")
            for record, refusal in zip(self.records, refusals, strict=True)
        ]
        beside = {
            "step": self.step,
            "form": form,
            "keys": [self.desk.key_of(record) for record in self.records],
            "possible": [row for row in chosen if not row.reason],
            "impossible": [row for row in chosen if row.reason],
            "back_url": reverse(self.index_url_name),
        }
        response: HttpResponse = self.render_to_response({**self.get_context_data(), **beside})
        response.status_code = status
        return response

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
