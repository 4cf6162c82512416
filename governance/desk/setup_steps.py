"""The steps of the set-up assistant, each with its form, its use case, and what stands beside it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from governance.desk.setup_forms import MailForm, NamesForm, ProfileChoiceForm, RulesChoiceForm, SenderForm
from governance.desk.setup_tables import BodiesForm, member_table, with_more_rows
from governance.desk.setup_views import MORE, StepView
from governance.desk.setup_wiring import import_url, letterhead_url
from governance.models import Body
from governance.queries.profile import words_of
from governance.queries.setup import bodies_without_rules, has_letterhead, last_test_mail, vacant_seats
from governance.queries.wording import say
from governance.rules.setup import SetupStep
from governance.usecases.body_patterns import shipped_pattern, shipped_patterns
from governance.usecases.foundation import Refused
from governance.usecases.organisations import edit_authority
from governance.usecases.profiles import choose_profile, shipped_profile, shipped_profiles
from governance.usecases.setup import save_names, send_test_mail
from governance.usecases.setup_bodies import MadeMeanwhile, RowsRefused, bodies_seen, install_rules, make_bodies
from governance.usecases.setup_members import Entered, enter_members


class NamesView(StepView):
    """How the authority and its bodies are called."""

    step = SetupStep.NAMES
    template_name = "desk/setup/names.html"
    done_message = gettext_lazy("The names are saved.")

    def make_form(self, data: Any = None) -> NamesForm:
        """Return the form with what is stored."""
        return NamesForm(data, viewers=[self.viewer], record=self.object, instance=self.object)

    def act(self, form: NamesForm) -> object:
        """Save names and words."""
        typed = form.cleaned_data
        return save_names(
            by=self.viewer, version=typed["version"], name=typed["name"], unit=typed["unit"], terms=form.terms
        )


class ProfileView(StepView):
    """Which process profile to begin with."""

    step = SetupStep.PROFILE
    template_name = "desk/setup/profile.html"
    done_message = gettext_lazy("The process profile is chosen. Each value can be changed in the desk.")

    def make_form(self, data: Any = None) -> ProfileChoiceForm:
        """Return the choice."""
        return ProfileChoiceForm(data, viewers=[self.viewer], record=self.object.profile)

    def act(self, form: ProfileChoiceForm) -> object:
        """Take the values of the chosen profile over."""
        return choose_profile(by=self.viewer, name=form.cleaned_data["profile"], version=form.cleaned_data["version"])

    def stored(self, current: Any) -> dict[str, Any]:
        """Return nothing: a profile does not remember where its values come from."""
        return {}

    def beside(self) -> dict[str, Any]:
        """Return what each profile means in words, and the page of the present one."""
        offered = []
        for key, name in shipped_profiles():
            profile = shipped_profile(key)
            sentences = [say(one) for part in words_of(profile["values"]) for one in (*part.sentences, *part.items)]
            offered.append({"key": key, "name": name, "note": profile["note"], "sentences": sentences})
        return {
            "offered": offered,
            "plain_url": reverse("portal:process_profile", args=[self.object.slug]),
            "values_url": reverse("desk_profiles:edit", args=[self.object.public_id]),
        }


class BodiesView(StepView):
    """Bodies with their seats, from a pattern."""

    step = SetupStep.BODIES
    template_name = "desk/setup/bodies.html"

    @property
    def pattern_key(self) -> str:
        """Return the pattern that was asked for, or nothing."""
        return self.request.GET.get("muster", "") or self.request.POST.get("muster", "")

    def make_form(self, data: Any = None) -> BodiesForm | None:
        """Return the bodies of the chosen pattern, or nothing before one is chosen."""
        if not self.pattern_key:
            return None
        try:
            pattern = shipped_pattern(self.pattern_key).named(self.object.body_terms)
        except FileNotFoundError as unknown:
            raise Http404 from unknown
        taken = (
            [] if data is not None else list(Body.objects.filter(authority=self.object).values_list("code", flat=True))
        )
        return BodiesForm(data, pattern, taken)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add rows to a table of seats, or go on as every step does."""
        wanted = request.POST.get("tun", "")
        if wanted.startswith(f"{MORE}:"):
            return self.shown(
                self.make_form(with_more_rows(request.POST, f"{wanted[len(MORE) + 1 :][:6]}-s", voting="on"))
            )
        return super().post(request, *args, **kwargs)

    def save(self) -> HttpResponse:
        """Make the bodies; a refusal stands beside the body that it concerns."""
        form = self.make_form(self.request.POST)
        if form is None:
            return HttpResponseRedirect(self.here)
        if not form.is_valid():
            return self.shown(form, 422)
        made: list[Body] = []
        seen = self.request.POST.get("seen", "")
        refusal = self.carry_out(lambda: made.extend(make_bodies(by=self.viewer, plans=form.plans, seen=seen)))
        if refusal is None:
            text = ngettext("%(count)s body is made.", "%(count)s bodies are made.", len(made))
            messages.success(self.request, text % {"count": len(made)})
            return HttpResponseRedirect(self.following_url())
        if isinstance(refusal, RowsRefused):
            form.refuse(refusal.rows)
        form.errors.append(say(refusal.message))
        return self.shown(form, 409 if isinstance(refusal, MadeMeanwhile) else 422)

    def beside(self) -> dict[str, Any]:
        """Return the patterns, what exists, and which bodies the form has seen."""
        return {
            "patterns": [(pattern, f"{self.here}?muster={pattern.key}") for pattern in shipped_patterns()],
            "chosen": self.pattern_key,
            "existing": Body.objects.filter(authority=self.object).order_by("name"),
            "seen": bodies_seen(self.object),
            "more": MORE,
        }


class PeopleView(StepView):
    """The first members as a table."""

    step = SetupStep.PEOPLE
    template_name = "desk/setup/people.html"

    def make_form(self, data: Any = None) -> Any:
        """Return the table."""
        return member_table(data, vacant_seats(self.viewer))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add rows, or go on as every step does."""
        if request.POST.get("tun") == MORE:
            return self.shown(self.make_form(with_more_rows(request.POST, "p")))
        return super().post(request, *args, **kwargs)

    def save(self) -> HttpResponse:
        """Enter the people; a refusal stands in its row."""
        table = self.make_form(self.request.POST)
        if not table.is_valid():
            return self.shown(table, 422)
        rows = [row for _place, row in table.typed]
        entered: list[Entered] = []
        refusal = self.carry_out(lambda: entered.append(enter_members(by=self.viewer, rows=rows)))
        if refusal is None:
            self._say(entered[0])
            return HttpResponseRedirect(self.following_url())
        return self._refused(table, refusal)

    def _say(self, entered: Entered) -> None:
        text = _("%(new)s people entered, %(seats)s seats filled.") % {"new": entered.new, "seats": entered.seats}
        if entered.known:
            text = f"{text} " + _("%(known)s were on record already.") % {"known": entered.known}
        messages.success(self.request, text)

    def _refused(self, table: Any, refusal: Refused) -> HttpResponse:
        if isinstance(refusal, RowsRefused):
            table.refuse(refusal.rows)
        return self.page_with(table, say(refusal.message))

    def page_with(self, table: Any, sentence: str) -> HttpResponse:
        """Show the table with a sentence above it."""
        messages.error(self.request, sentence)
        return self.shown(table, 422)

    def beside(self) -> dict[str, Any]:
        """Return the ways to the lists and to the import."""
        return {"import_url": import_url(), "people_url": reverse("desk_people:index"), "more": MORE}


class MailView(StepView):
    """The functional mailbox and a test mail."""

    step = SetupStep.MAIL
    template_name = "desk/setup/mail.html"
    done_message = gettext_lazy("The mail address is saved.")

    def make_form(self, data: Any = None) -> MailForm:
        """Return the form with what is stored."""
        return MailForm(data, viewers=[self.viewer], record=self.object, instance=self.object)

    def act(self, form: MailForm) -> object:
        """Save the mailbox."""
        return edit_authority(
            by=self.viewer, version=form.cleaned_data["version"], mailbox=form.cleaned_data["mailbox"]
        )

    def following_url(self) -> str:
        """Stay here after saving, so that the address can be tried out."""
        return self.here if self.request.POST.get("tun", "save") == "save" else super().following_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a test mail, or go on as every step does."""
        if request.POST.get("tun") != "test":
            return super().post(request, *args, **kwargs)
        sent: list[str] = []
        refusal = self.carry_out(lambda: sent.append(send_test_mail(by=self.viewer)))
        if refusal is not None:
            messages.error(request, say(refusal.message))
        else:
            messages.success(request, _("A test mail to %(address)s is on its way.") % {"address": sent[0]})
        return HttpResponseRedirect(self.here)

    def beside(self) -> dict[str, Any]:
        """Return what became of the last test mail."""
        return {
            "test": last_test_mail(self.viewer),
            "own_address": self.viewer.acting_person.email,
            "outbox_url": reverse("portal:outbox", args=[self.object.slug]),
        }


class LetterheadView(StepView):
    """What stands at the head of documents."""

    step = SetupStep.LETTERHEAD
    template_name = "desk/setup/letterhead.html"
    done_message = gettext_lazy("The postal address is saved.")

    def make_form(self, data: Any = None) -> SenderForm:
        """Return the form with what is stored."""
        return SenderForm(data, viewers=[self.viewer], record=self.object, instance=self.object)

    def act(self, form: SenderForm) -> object:
        """Save the postal address."""
        return edit_authority(
            by=self.viewer, version=form.cleaned_data["version"], address=form.cleaned_data["address"]
        )

    def beside(self) -> dict[str, Any]:
        """Return whether documents have a sender, and where the letterhead is uploaded."""
        return {"ready": has_letterhead(self.object), "letterhead_url": letterhead_url(self.object)}


class RulesView(StepView):
    """Provisional rules for the bodies that decide. Changing rules asks for a fresh login (trust.md)."""

    step = SetupStep.RULES
    template_name = "desk/setup/rules.html"
    done_message = gettext_lazy("The rules apply provisionally from today on, until the body adopts its own.")
    fresh_login = True

    def make_form(self, data: Any = None) -> RulesChoiceForm:
        """Return a choice for each body without rules."""
        return RulesChoiceForm(data, bodies=list(bodies_without_rules(self.viewer)))

    def act(self, form: RulesChoiceForm) -> object:
        """Give the bodies their rules."""
        return install_rules(by=self.viewer, chosen=form.chosen)

    def beside(self) -> dict[str, Any]:
        """Return where the rules of each body are kept."""
        deciding = Body.objects.filter(authority=self.object, decides=True).order_by("name")
        return {"deciding": deciding, "rules_url": reverse("desk_rules:index")}
