"""The form of an own note."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_NOTE = 5000


class NoteForm(forms.Form):
    """What somebody notes for themselves about an agenda item."""

    text = forms.CharField(
        label=_("Own note"),
        help_text=_("Only you can read it. It is no part of the minutes. An empty field erases the note."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MAX_NOTE,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
