"""The forms of the set-up assistant; tables of bodies and people stand in `setup_tables`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.desk.forms import DeskForm, DeskModelForm, Fieldset
from governance.models import Authority, Body
from governance.rules.procedure_labels import PROFILE_LABELS
from governance.usecases.profiles import shipped_profiles
from governance.usecases.setup import LONGEST_TERM
from governance.usecases.setup_bodies import offered_kinds

TERM = "term_"


class NamesForm(DeskModelForm):
    """How the authority and its unit are called, and its own words for kinds of bodies."""

    parent = ""

    class Meta:
        model = Authority
        fields = ["name", "unit"]
        help_texts = {"unit": gettext_lazy("As invitations name the sender.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.body_terms if self.instance else {}
        for kind, label in offered_kinds():
            self.fields[f"{TERM}{kind}"] = forms.CharField(
                label=label[:1].upper() + label[1:],
                required=False,
                max_length=LONGEST_TERM,
                initial=own.get(kind, ""),
            )

    @property
    def groups(self) -> list[Fieldset]:
        """Return the fields under their headings."""
        terms = [name for name in self.fields if name.startswith(TERM)]
        return [
            Fieldset(_("Name"), ["name", "unit"]),
            Fieldset(
                _("Own words for bodies"), terms,
                help=_("Only where you say something else, such as “Lenkungsgremium”. Empty: the usual word."),
            ),
        ]  # fmt: skip

    @property
    def terms(self) -> dict[str, str]:
        """Return the words by kind."""
        return {name.removeprefix(TERM): value for name, value in self.cleaned_data.items() if name.startswith(TERM)}


class ProfileChoiceForm(DeskForm):
    """Which shipped process profile to begin with; what each means stands beside it."""

    parent = ""
    profile = forms.ChoiceField(
        label=gettext_lazy("Process profile"),
        choices=shipped_profiles,
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose one of the profiles, or keep the present one.")},
    )


class MailForm(DeskModelForm):
    """The functional mailbox."""

    parent = ""

    class Meta:
        model = Authority
        fields = ["mailbox"]
        help_texts = {"mailbox": gettext_lazy("Sender of invitations; answers go there. Nobody is invited under it.")}


class SenderForm(DeskModelForm):
    """The postal address that stands at the head of documents."""

    parent = ""

    class Meta:
        model = Authority
        fields = ["address"]
        widgets = {"address": AdminAutoHeightTextInput()}
        help_texts = {"address": gettext_lazy("Street, postcode and town, one line each.")}


class RulesChoiceForm(forms.Form):
    """With which rules each deciding body begins."""

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("later")), *((key, _(label)) for key, label in PROFILE_LABELS.items())]
        for body in bodies:
            self.fields[body.public_id] = forms.ChoiceField(label=body.name, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is chosen."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose rules for at least one body, or leave the step out."))
        return cleaned

    @property
    def chosen(self) -> dict[str, str]:
        """Return the chosen starting profile by the public id of the body."""
        return {body: profile for body, profile in self.cleaned_data.items() if profile}
