"""Forms around the scope of a topic: the four questions, the group, documents, the report to the state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Body, PlanningProcess, ProcessDocument, ScopeCheck, StateReport
from governance.queries.files import SIZE_HINT
from governance.queries.scope import writable_roles
from governance.rules.routes import Trigger
from portal.components.widgets import DayInput
from portal.forms.intake import past_day
from portal.forms.uploads import UploadField

YES, NO = "yes", "no"


class ScopeForm(forms.Form):
    """Whether the topic concerns the steering group: four questions, each with yes or no, and why."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What speaks for it and what against it. Coordination and case management read it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = {
            trigger.value: forms.ChoiceField(
                label=gettext(trigger.label),
                choices=((YES, _("Yes")), (NO, _("No"))),
                widget=forms.RadioSelect(),
                error_messages={"required": _("Answer this question with yes or no.")},
            )
            for trigger in Trigger
        }
        self.fields = {**questions, **self.fields}

    @property
    def answers(self) -> dict[Trigger, bool]:
        """Return the four answers, for the use case."""
        return {trigger: self.cleaned_data[trigger.value] == YES for trigger in Trigger}

    def stored(self, check: ScopeCheck) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(check)

    @staticmethod
    def initial_of(check: ScopeCheck | None) -> dict[str, Any]:
        """Return what the form shows of a stored check; version 0 says that there is none yet."""
        if check is None or check.pk is None:
            return {"version": 0}
        answers = {trigger.value: YES if trigger.value in check.triggers else NO for trigger in Trigger}
        return {**answers, "reason": check.reason, "version": check.version}


class GroupForm(forms.Form):
    """The group that solves the topic without the steering group."""

    body = forms.ChoiceField(label=_("Project group"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, offered: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [("", _("Please choose")), *((body.public_id, body.name) for body in offered)]
        self.fields["body"].choices = rows  # type: ignore[attr-defined]

    def stored(self, process: PlanningProcess) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return {"body": process.group.public_id if process.group else ""}


class AnswerForm(forms.Form):
    """A written document: its wording, or where it lies."""

    title = forms.CharField(label=_("Title"), max_length=200)
    dated_on = forms.DateField(label=_("Date of the document"), widget=DayInput())
    text = forms.CharField(
        label=_("Wording"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reference = forms.CharField(
        label=_("File number or place"),
        max_length=300,
        required=False,
        help_text=_("Where the signed original lies. Wording, file or place: one of them is enough."),
    )
    file = UploadField(label=_("File"), required=False, help_text=SIZE_HINT)
    without_file = forms.BooleanField(label=_("Remove the file"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.initial.get("file_name")
        if name:
            self.fields["file"].label = _("Another file in its place")
            self.fields["without_file"].help_text = name
        else:
            del self.fields["without_file"]

    def clean_dated_on(self) -> date | None:
        """Refuse a day in the future."""
        return past_day(self.cleaned_data["dated_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for the wording, a file or the place."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        keeps = self.initial.get("file_name") and not cleaned.get("without_file")
        given = cleaned.get("text", "").strip() or cleaned.get("reference", "").strip() or cleaned.get("file") or keeps
        if not given and not self.errors:
            self.add_error("text", _("Enter the wording, choose a file, or say where the document lies."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was typed, for the use case."""
        typed = {name: self.cleaned_data[name] for name in ("title", "dated_on", "text", "reference")}
        return {**typed, "upload": self.cleaned_data["file"]}

    @property
    def changes(self) -> dict[str, Any]:
        """Return what was typed on a stored document: also whether it loses its file."""
        return {**self.facts, "without_file": self.cleaned_data.get("without_file", False)}

    def stored(self, document: ProcessDocument) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(document)

    @staticmethod
    def initial_of(document: ProcessDocument | None) -> dict[str, Any]:
        """Return what the form shows of a stored document; version 0 says that there is none yet."""
        if document is None or document.pk is None:
            return {"version": 0}
        return {
            "title": document.title,
            "dated_on": document.dated_on,
            "text": document.text,
            "reference": document.reference,
            "file_name": document.file.name if document.file else "",
            "version": document.version,
        }


class DocumentForm(AnswerForm):
    """A new document; its kind is chosen once."""

    role = forms.ChoiceField(label=_("Kind of document"), widget=forms.RadioSelect())
    field_order = ["role", "title", "dated_on", "text", "file", "reference"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, gettext(role.label)) for role in writable_roles()]  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    """Taking a document off the record asks once more."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class StateForm(forms.Form):
    """To whom a topic is reported, and what."""

    addressee = forms.CharField(
        label=_("Reported to"), max_length=200, help_text=_("For example the ministry and its unit.")
    )
    matter = forms.CharField(
        label=_("What is reported"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the Kreis cannot solve by itself and what it asks of the state."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def stored(self, report: StateReport) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(report)

    @staticmethod
    def initial_of(report: StateReport | None) -> dict[str, Any]:
        """Return what the form shows of a prepared report; version 0 says that there is none yet."""
        if report is None or report.pk is None:
            return {"version": 0}
        return {"addressee": report.addressee, "matter": report.matter, "version": report.version}
