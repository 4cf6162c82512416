"""Forms of notices and of the check of the effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Body, Evaluation, Person
from governance.rules.evaluation import EFFECT_LABELS
from governance.usecases.notices import Audience


class NoticeForm(forms.Form):
    """A notice: what practice is told, and who."""

    subject = forms.CharField(label=_("Subject line"), max_length=200)
    text = forms.CharField(
        label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("In plain words. The mail holds only a link, the text is read in the portal."),
    )  # fmt: skip
    case_managers = forms.BooleanField(label=_("All case managers"), required=False)
    bodies = forms.MultipleChoiceField(
        label=_("Members of bodies and networks"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    people = forms.MultipleChoiceField(label=_("Single people"), required=False, widget=forms.CheckboxSelectMultiple())

    def __init__(self, *args: Any, bodies: Iterable[Body], people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = [(row.public_id, row.name) for row in bodies]  # type: ignore[attr-defined]
        self.fields["people"].choices = [(row.public_id, str(row)) for row in people]  # type: ignore[attr-defined]

    def audience(self) -> Audience:
        """Return who is told; call it on a valid form."""
        data = self.cleaned_data
        return Audience(
            case_managers=data["case_managers"],
            body_ids=tuple(data["bodies"]),
            person_ids=tuple(data["people"]),
        )


class EvaluationForm(forms.Form):
    """The check of the effect; every field may stay empty until the process is completed."""

    reached = forms.ChoiceField(
        label=_("Was the effect reached?"),
        required=False,
        choices=[("", _("Not known yet")), *((effect.value, _(label)) for effect, label in EFFECT_LABELS.items())],
    )
    summary = forms.CharField(
        label=_("What has changed"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For those who brought the cases: what is different today, and for whom."),
    )  # fmt: skip
    no_values_reason = forms.CharField(
        label=_("Why there are no values of indicators"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only needed where no value was recorded since the implementation began."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def stored(self, row: Evaluation) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(row)

    @staticmethod
    def initial_of(row: Evaluation | None) -> dict[str, Any]:
        """Return what the form shows of the check; version 0 stands for none."""
        if row is None:
            return {"version": 0}
        return {
            "reached": row.reached,
            "summary": row.summary,
            "no_values_reason": row.no_values_reason,
            "version": row.version,
        }
