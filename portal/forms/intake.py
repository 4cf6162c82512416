"""Forms of the ways into the process: direct intake, taking over, origin, next cycle, merging."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import PlanningProcess
from governance.queries.intake import IntakeChoices
from governance.rules import clock
from governance.rules.routes import IntakeSource
from governance.rules.stages import DECIDED_STAGES, Stage
from governance.usecases.intake import EarlierFacts
from portal.components.widgets import DayInput

ADD = "weitere"
DECISIONS = "decisions"
MOST_DECISIONS = 20


def past_day(day: date | None) -> date | None:
    """Return a day that is not in the future; raises `ValidationError` otherwise."""
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("This day lies in the future."))
    return day


class ChoicesForm(forms.Form):
    """A form whose choices come from the query; a field that a form lacks is passed over."""

    def __init__(self, *args: Any, choices: IntakeChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("no earlier process"))]
        offered: dict[str, list[tuple[str, Any]]] = {
            "source": [(source.value, gettext(source.label)) for source in choices.sources],
            "stage": [("", _("Please choose")), *((stage.value, gettext(stage.label)) for stage in choices.stages)],
            "body": [(body.public_id, body.name) for body in choices.bodies],
            "group": [("", _("no group yet")), *((body.public_id, body.name) for body in choices.groups)],
            "series": [(row.public_id, str(row)) for row in choices.series],
            "coordinator": [(person.public_id, str(person)) for person in choices.coordinators],
            "predecessor": [*nothing, *((row.public_id, str(row)) for row in choices.predecessors)],
        }
        for name in offered.keys() & self.fields.keys():
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]
        if "series" in self.fields and not choices.series and not self.fields["series"].required:
            del self.fields["series"]
        if "predecessor" in self.fields and not choices.predecessors:
            del self.fields["predecessor"]


class TakeInForm(ChoicesForm):
    """A topic that comes from elsewhere."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What it is about in a few words, without names.")
    )
    source = forms.ChoiceField(label=_("Where the topic comes from"), widget=forms.RadioSelect())
    note = forms.CharField(
        label=_("What, when, by whom"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that everybody can look it up later: the event, the session, the report."),
    )
    statement = forms.CharField(
        label=_("Topic in one sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The structural problem that shows in several cases, not a single fate."),
    )
    like_cases = forms.IntegerField(
        label=_("Like cases of other services"), min_value=0, max_value=9999, required=False
    )
    interviews = forms.IntegerField(
        label=_("Interviews with those concerned"), min_value=0, max_value=9999, required=False
    )
    series = forms.MultipleChoiceField(
        label=_("Series of cases that show it, too"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    predecessor = forms.ChoiceField(
        label=_("Successor of"),
        required=False,
        help_text=_("An ended process whose topic is taken up again."),
    )
    body = forms.ChoiceField(label=_("Deciding body"))
    coordinator = forms.ChoiceField(label=_("Coordination"))


class DecisionForm(forms.Form):
    """A decision from before Lenkwerk; figures of votes are not asked for."""

    body_name = forms.CharField(label=_("Body that decided"), max_length=160)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput())
    wording = forms.CharField(label=_("What was decided"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(
        label=_("Where this is written"),
        max_length=300,
        help_text=_("For example the minutes of 24 February 2025, item 3."),
    )

    def clean_decided_on(self) -> date | None:
        """Refuse a day in the future."""
        return past_day(self.cleaned_data["decided_on"])

    @property
    def facts(self) -> EarlierFacts:
        """Return what was typed, for the use case."""
        return EarlierFacts(**self.cleaned_data)


def _typed_decisions(data: Any) -> list[dict[str, str]]:
    """Return what was typed into the forms of decisions so far; empty ones are left out."""
    rows = [
        {name: str(data.get(f"{DECISIONS}-{place}-{name}", "")) for name in DecisionForm.base_fields}
        for place in range(MOST_DECISIONS)
    ]
    return [row for row in rows if any(row.values())]


class TakeOverForm(ChoicesForm):
    """A topic that was under way before Lenkwerk, with the decisions that brought it there.

    `decisions` holds their forms; asked with the button `ADD`, the form grows by an empty one and keeps what was typed.
    """

    title = TakeInForm.base_fields["title"]
    statement = forms.CharField(
        label=_("Topic in one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As it was established, or as it stands in your draft."),
    )
    note = forms.CharField(
        label=_("What has been done so far"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the topic comes from and where the earlier papers are kept."),
    )
    stage = forms.ChoiceField(label=_("Where the topic stands now"))
    since = forms.DateField(label=_("There since"), widget=DayInput(), initial=clock.today)
    group = forms.ChoiceField(
        label=_("Project group"),
        required=False,
        help_text=_("If a group works or has worked on it. It may be chosen later, too."),
    )
    addressee = forms.CharField(
        label=_("Reported to"),
        max_length=200,
        required=False,
        help_text=_("Only for a topic that waits for an answer of the state."),
    )
    body = forms.ChoiceField(label=_("Deciding body"))
    coordinator = forms.ChoiceField(label=_("Coordination"))

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self.grows = data is not None and ADD in data
        super().__init__(None if self.grows else data, *args, **kwargs)
        kind = forms.formset_factory(DecisionForm, extra=1, max_num=MOST_DECISIONS, absolute_max=MOST_DECISIONS)
        if self.grows:
            self.initial = {**self.initial, **{name: data[name] for name in self.fields if name in data}}
            self.decisions = kind(initial=_typed_decisions(data), prefix=DECISIONS)
        else:
            self.decisions = kind(data, prefix=DECISIONS)
        for form in self.decisions.forms:
            form.empty_permitted = True  # what somebody has emptied again is no decision

    def clean_since(self) -> date | None:
        """Refuse a day in the future."""
        return past_day(self.cleaned_data["since"])

    def clean(self) -> dict[str, Any]:
        """Ask for what the stage needs: beyond the decision on the topic a decision, at the state an addressee."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.decisions.is_valid():
            self.add_error(None, _("Check the earlier decisions below."))
        stage = cleaned.get("stage")
        if stage in DECIDED_STAGES and self.decisions.is_valid() and not self.earlier:
            text = _("Record the decision by which the topic came to this stage, with its source.")
            self.decisions.forms[0].add_error("wording", text)
            self.add_error(None, text)
        if stage == Stage.REPORTED_TO_STATE and not cleaned.get("addressee", "").strip():
            self.add_error("addressee", _("Record to whom the topic is reported."))
        return cleaned

    @property
    def earlier(self) -> tuple[EarlierFacts, ...]:
        """Return the decisions that were typed; empty forms are passed over."""
        return tuple(form.facts for form in self.decisions.forms if form.has_changed() and form.is_valid())


class OriginForm(forms.Form):
    """Where the topic comes from and what it rests on beside its cases."""

    note = forms.CharField(
        label=_("What, when, by whom"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("So that everybody can look it up later: the event, the session, the report."),
    )
    like_cases = forms.IntegerField(
        label=_("Like cases of other services"), min_value=0, max_value=9999, required=False
    )
    interviews = forms.IntegerField(
        label=_("Interviews with those concerned"), min_value=0, max_value=9999, required=False
    )
    predecessor = forms.ChoiceField(
        label=_("Successor of"),
        required=False,
        help_text=_("An ended process whose topic is taken up again."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, process: PlanningProcess, offered: tuple[PlanningProcess, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = process.source != IntakeSource.RECONSTRUCTION
        rows = [("", _("no earlier process")), *((row.public_id, str(row)) for row in offered)]
        self.fields["predecessor"].choices = rows  # type: ignore[attr-defined]

    def stored(self, process: PlanningProcess) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(process)

    @staticmethod
    def initial_of(process: PlanningProcess) -> dict[str, Any]:
        """Return what the form shows of a process."""
        return {
            "note": process.source_note,
            "like_cases": process.like_cases,
            "interviews": process.interviews,
            "predecessor": process.predecessor.public_id if process.predecessor else "",
            "version": process.version,
        }


class NextCycleForm(ChoicesForm):
    """The cycle after a completed process."""

    title = TakeInForm.base_fields["title"]
    series = forms.MultipleChoiceField(
        label=_("Series of cases"),
        error_messages={"required": _("Choose a series of case reconstructions.")},
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("At least one. It may still be empty and be filled later."),
    )
    coordinator = forms.ChoiceField(label=_("Coordination"))


class MergeForm(forms.Form):
    """Which of two drafts stays; their versions are those that were shown."""

    stays = forms.ChoiceField(label=_("Which process stays?"), widget=forms.RadioSelect())
    version = forms.IntegerField(widget=forms.HiddenInput())
    other_version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, first: PlanningProcess, second: PlanningProcess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = [(row.public_id, str(row)) for row in (first, second)]  # type: ignore[attr-defined]

    def stored(self, _process: PlanningProcess) -> dict[str, Any]:
        """Return nothing: the page shows both processes anew."""
        return {}
