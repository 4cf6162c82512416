"""Form of the outbox."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SettleForm(forms.Form):
    """How somebody was told in another way."""

    reason = forms.CharField(
        label=_("How was the person told, or why is it not needed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: told by telephone on 12 May, or sent by post."),
    )
