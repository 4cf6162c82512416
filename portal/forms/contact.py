"""The contact form of the public pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Authority, ContactTopic


class ContactForm(forms.Form):
    """A message without a login. `website` is a trap: people do not see it, programs fill it in."""

    authority = forms.ChoiceField(label=_("To which Kreis or town?"))
    topic = forms.ChoiceField(label=_("What is it about?"), choices=[("", _("Please choose")), *ContactTopic.choices])
    page = forms.CharField(
        label=_("Which page is it about?"), required=False, max_length=300,
        help_text=_("Its address or its heading, if the message is about one page."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Please write nothing about the personal circumstances of others."),
    )  # fmt: skip
    reply_to = forms.EmailField(
        label=_("Your e-mail address"), required=False,
        help_text=_("Only if you would like an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, authorities: Iterable[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.slug, row.name) for row in authorities]
        choices = offered if len(offered) == 1 else [("", _("Please choose")), *offered]
        self.fields["authority"].choices = choices  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["authority"].widget = forms.HiddenInput()
            self.fields["authority"].initial = offered[0][0]

    @property
    def is_trapped(self) -> bool:
        """Whether the field that nobody sees was filled in; call it on a valid form."""
        return bool(self.cleaned_data["website"])
