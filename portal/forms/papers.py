"""Forms around papers; the text itself is written in the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.queries.paper_choices import PaperChoices
from governance.queries.paper_documents import subject_choices
from governance.usecases.papers import LONGEST_TITLE


class RecordField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of a record by its public id; what cannot be one never reaches the database."""

    def to_python(self, value: Any) -> Any:
        """Return the chosen record; anything but letters and digits is an unknown choice."""
        if isinstance(value, str) and value and not (value.isascii() and value.isalnum()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class NewPaperForm(forms.Form):
    """What a paper begins with. What may be chosen is the viewer's and set when the form is made."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    subject = forms.ChoiceField(label=_("What it is about"), choices=subject_choices)
    body = RecordField(None, label=_("For which body"), to_field_name="public_id", empty_label=None)
    template = RecordField(None, label=_("From which template"), to_field_name="public_id", empty_label=None)
    process = RecordField(
        None,
        label=_("Process"),
        to_field_name="public_id",
        required=False,
        empty_label=_("none"),
        help_text=_("Needed where the body is to establish a topic."),
    )
    copy_of = RecordField(
        None,
        label=_("Take over texts from an earlier paper"),
        to_field_name="public_id",
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, data: Any = None, *, choices: PaperChoices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, rows in (
            ("body", choices.bodies),
            ("template", choices.templates),
            ("process", choices.processes),
            ("copy_of", choices.papers),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return the arguments of `create_paper`."""
        chosen = self.cleaned_data
        return {
            "title": chosen["title"],
            "subject": chosen["subject"],
            "body_id": chosen["body"].public_id,
            "template_id": chosen["template"].public_id,
            "process_id": chosen["process"].public_id if chosen["process"] else None,
            "copy_of": chosen["copy_of"].public_id if chosen["copy_of"] else None,
        }


class VersionForm(forms.Form):
    """A step on a paper, taken on the version that the page has shown."""

    version = forms.IntegerField(min_value=1)
