"""Forms of publications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Resolution
from governance.rules.publications import RELATION_LABELS
from governance.usecases.publications import PublicText


class ProposalForm(forms.Form):
    """What the public is to read beside the wording."""

    summary = forms.CharField(
        label=_("In plain words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was decided, for whom, why. No names, nothing from which a person could be recognised."),
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=_("Relation to an earlier resolution"),
        required=False,
        choices=[("", _("none")), *((relation.value, _(label)) for relation, label in RELATION_LABELS.items())],
    )
    replaces = forms.ChoiceField(label=_("Earlier resolution"), required=False)

    def __init__(self, *args: Any, earlier: Iterable[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.public_id, f"{row.number}: {row.title}") for row in earlier]
        self.fields["replaces"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["relation"], self.fields["replaces"]

    def text(self) -> PublicText:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return PublicText(
            summary=data["summary"], relation=data.get("relation", ""), replaces_id=data.get("replaces", "")
        )


class AgreeForm(forms.Form):
    """The chair's yes: to the proposal as it was shown."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ReasonForm(AgreeForm):
    """A no, or taking back, with its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
