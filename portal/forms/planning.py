"""Forms of processes: beginning one, the topic, justifications, steps. The use cases decide and write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import CaseCard, PlanningProcess, Topic
from governance.queries.planning import StartChoices


class StartForm(forms.Form):
    """A new process."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What it is about in a few words, without names.")
    )
    body = forms.ChoiceField(label=_("Deciding body"))
    series = forms.MultipleChoiceField(
        label=_("Series of cases"),
        error_messages={"required": _("Choose a series of case reconstructions.")},
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("At least one. It may still be empty and be filled later."),
    )
    coordinator = forms.ChoiceField(label=_("Coordination"))
    predecessor = forms.ChoiceField(
        label=_("Successor of"),
        required=False,
        help_text=_("An ended process whose topic is taken up again."),
    )

    def __init__(self, *args: Any, choices: StartChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "body": [(body.public_id, body.name) for body in choices.bodies],
            "series": [(row.public_id, str(row)) for row in choices.series],
            "coordinator": [(person.public_id, str(person)) for person in choices.coordinators],
            "predecessor": [
                ("", _("no earlier process")),
                *((row.public_id, str(row)) for row in choices.predecessors),
            ],
        }
        for name in offered.keys() & self.fields.keys():
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]
        if not choices.predecessors:
            self.fields.pop("predecessor", None)


class ProcessForm(StartForm):
    """A running process; which body decides on it and what it follows stays."""

    body = None  # type: ignore[assignment]
    predecessor = None  # type: ignore[assignment]
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def stored(self, process: PlanningProcess) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(process)

    @staticmethod
    def initial_of(process: PlanningProcess) -> dict[str, Any]:
        """Return what the form shows of a process."""
        return {
            "title": process.title,
            "series": [row.public_id for row in process.series.all()],
            "coordinator": process.coordinator.public_id,
            "version": process.version,
        }


class TopicForm(forms.Form):
    """The generative topic of a process."""

    statement = forms.CharField(
        label=_("Topic in one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The structural problem that shows in several cases, not a single fate."),
    )
    description = forms.CharField(
        label=_("Description"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    cards = forms.MultipleChoiceField(
        label=_("Cases that show the topic"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    restrictions = forms.CharField(
        label=_("Restrictions of the system, one per line"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Patterns in words that may leave the cases. They appear on the decision paper."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, offered: Iterable[CaseCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(card.public_id, f"{card.code} ({card.get_state_display()})") for card in offered]
        self.fields["cards"].choices = rows  # type: ignore[attr-defined]

    def clean_restrictions(self) -> str:
        """Refuse a line that is longer than a restriction may be."""
        text = str(self.cleaned_data["restrictions"])
        if any(len(line.strip()) > 300 for line in text.splitlines()):
            raise forms.ValidationError(_("A restriction has 300 characters at most."))
        return text

    def stored(self, topic: Topic) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(topic)

    @staticmethod
    def initial_of(topic: Topic | None) -> dict[str, Any]:
        """Return what the form shows of a stored topic; version 0 says that there is none yet."""
        if topic is None or topic.pk is None:
            return {"version": 0}
        return {
            "statement": topic.statement,
            "description": topic.description,
            "cards": [card.public_id for card in topic.cards.all()],
            "restrictions": "\n".join(row.text for row in topic.restrictions.all()),
            "version": topic.version,
        }


class JustificationForm(forms.Form):
    """Why the process goes on although a finding is open."""

    text = forms.CharField(
        label=_("Justification"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is stored with the step and printed on the decision paper. Name no case and no person."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class StepForm(forms.Form):
    """A step of the process, with a reason where the step asks for one."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the history and seen by everybody who sees the process."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
