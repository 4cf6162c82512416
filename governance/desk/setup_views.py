"""The pages of the set-up assistant: where it stands, and each step. They only ask and show; use cases write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from governance.desk.fresh import confirm_first
from governance.desk.setup_words import ABOUT, HEADINGS, StepLine, missing_lines, open_lines, step_lines
from governance.desk.views import ScopedObject
from governance.queries.setup import missing_for_a_session, setup_progress
from governance.queries.wording import say
from governance.rules.setup import STEPS, Progress, SetupStep, StepState
from governance.usecases.foundation import Forbidden, Invalid, Refused, Stale
from governance.usecases.setup import BY_HAND, confirm_step, resume_step, skip_step

SAVE, SKIP, CONFIRM, RESUME, MORE = "save", "skip", "confirm", "resume", "more"


class SetupView(ScopedObject, WagtailAdminTemplateMixin, View):  # type: ignore[misc]
    """What every page of the assistant shares: the authority within the scope, the list of steps, the acts by POST."""

    header_icon = ""
    index_url_name = ""
    fresh_login = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the authority first: one outside the scope is 404 for every method."""
        self.viewers  # noqa: B018
        self.object = self.get_object()
        if self.fresh_login:
            first = confirm_first(request, f"einrichtung:{self.kwargs['pk']}")
            if first is not None:
                return first
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def progress(self) -> Progress:
        """Return where the steps stand now."""
        found = setup_progress(self.viewer)
        if found is None:
            raise Http404
        return found

    def lines(self) -> list[StepLine]:
        """Return the steps as the page lists them."""
        return step_lines(self.progress, lambda step: self.desk.address(step.value, self.object))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.get_edit_url(), "label": _("Set-up: %(name)s") % {"name": self.object}},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps and where they stand."""
        beside = {
            "lines": self.lines(),
            "progress": self.progress,
            "count": _("%(done)s of %(all)s steps settled") % {"done": self.progress.settled, "all": len(STEPS)},
            "overview_url": self.get_edit_url(),
        }
        return {**super().get_context_data(**kwargs), **beside}

    def carry_out(self, act: Callable[[], object]) -> Refused | None:
        """Call a use case; return its refusal, if it has one that a person can act on."""
        try:
            act()
        except Refused as refusal:
            return refusal
        except (Forbidden, ObjectDoesNotExist, LookupError) as refusal:
            raise Http404 from refusal
        return None

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with `context`."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        response.status_code = status
        return response


class OverviewView(SetupView):
    """Where the set-up stands: the first page, and at the end what is ready and what is still missing."""

    template_name = "desk/setup/overview.html"

    def get_page_title(self) -> str:
        """Return the name of the assistant."""
        return _("Set-up")

    def get_page_subtitle(self) -> str:
        """Return the authority."""
        return str(self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show where it stands."""
        following = self.progress.next_open
        return self.page(
            missing=[*open_lines(self.lines()), *missing_lines(missing_for_a_session(self.viewer), self.object)],
            next_url=self.desk.address(following.value, self.object) if following else "",
            next_heading=HEADINGS[following] if following else "",
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put the assistant aside, or take it up again."""
        acts = {SKIP: skip_step, RESUME: resume_step}
        act = acts.get(request.POST.get("tun", ""))
        if act is None:
            raise Http404
        refusal = self.carry_out(lambda: act(by=self.viewer, step=SetupStep.WHOLE))
        if refusal is not None:
            messages.error(request, say(refusal.message))
            return HttpResponseRedirect(self.get_edit_url())
        if act is skip_step:
            messages.success(request, _("The set-up is put aside. You find it in the menu."))
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return HttpResponseRedirect(self.get_edit_url())


class StepView(SetupView):
    """A step: its form, leaving it out, calling it done. Every page can be left and opened again."""

    step: SetupStep
    done_message: Any = ""

    def get_page_title(self) -> str:
        """Return the name of the step."""
        return str(HEADINGS[self.step])

    def get_page_subtitle(self) -> str:
        """Return which step it is."""
        return _("Step %(number)s of %(all)s") % {"number": STEPS.index(self.step) + 1, "all": len(STEPS)}

    def make_form(self, data: Any = None) -> Any:
        """Return the form of the step."""
        raise NotImplementedError

    def act(self, form: Any) -> object:
        """Write what was typed through a use case."""
        raise NotImplementedError

    def beside(self) -> dict[str, Any]:
        """Return what the page shows beside its form."""
        return {}

    def stored(self, current: Any) -> dict[str, Any]:
        """Return the stored values beside which typed ones are shown after `Stale`."""
        return {name: getattr(current, name, None) for name in ("name", "unit", "mailbox", "address")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step."""
        return self.shown(self.make_form())

    def shown(self, form: Any, status: int = 200) -> HttpResponse:
        """Return the page with a form."""
        skipped = self.progress.states[self.step] is StepState.SKIPPED
        state = {"form": form, "skipped": skipped, "by_hand": self.step in BY_HAND, "step_about": ABOUT[self.step]}
        return self.page(status, **state, **self.beside())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, leave out, call done or take up again."""
        wanted = request.POST.get("tun", SAVE)
        if wanted == SAVE:
            return self.save()
        acts: dict[str, Callable[..., object]] = {SKIP: skip_step, CONFIRM: confirm_step, RESUME: resume_step}
        if wanted not in acts:
            raise Http404
        refusal = self.carry_out(lambda: acts[wanted](by=self.viewer, step=self.step))
        if refusal is not None:
            messages.error(request, say(refusal.message))
        elif wanted == SKIP:
            messages.info(request, _("The step is left out. You can take it up at any time."))
        here = refusal is not None or wanted == RESUME
        return HttpResponseRedirect(self.here if here else self.following_url())

    @property
    def here(self) -> str:
        """Return the address of this step."""
        return self.desk.address(self.step.value, self.object)

    def save(self) -> HttpResponse:
        """Carry the use case out for a valid form; otherwise show what was typed with its errors."""
        form = self.make_form(self.request.POST)
        if not form.is_valid():
            return self.shown(form, 422)
        refusal = self.carry_out(lambda: self.act(form))
        if refusal is None:
            messages.success(self.request, self.done_message)
            return HttpResponseRedirect(self.following_url())
        return self.refused(form, refusal)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        """Show the form with the sentence of a refusal; nothing typed is lost."""
        if isinstance(refusal, Stale):
            form.compare(self.stored(refusal.current), getattr(refusal.current, "version", 0))
            form.add_error(None, say(refusal.message))
            return self.shown(form, 409)
        if isinstance(refusal, Invalid):
            for name, sentences in refusal.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            form.add_error(None, say(refusal.message))
        return self.shown(form, 422)

    def following_url(self) -> str:
        """Return the next step in the order, or the overview after the last one."""
        place = STEPS.index(self.step) + 1
        return self.desk.address(STEPS[place].value, self.object) if place < len(STEPS) else self.get_edit_url()
