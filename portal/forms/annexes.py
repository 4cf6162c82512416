"""Forms around the annexes of a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import PaperAnnex
from governance.queries.files import SIZE_HINT
from portal.forms.uploads import UploadField


class AnnexForm(forms.Form):
    """A new annex."""

    file = UploadField(label=_("File"), help_text=SIZE_HINT)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("As it stands in the list of annexes. Without one, the name of the file stands there."),
    )
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Only the members of the body get it, not their assistants and no guests."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was chosen, for the use case."""
        cleaned = self.cleaned_data
        return {"upload": cleaned["file"], "title": cleaned["title"], "confidential": cleaned["confidential"]}


class AnnexEditForm(AnnexForm):
    """An annex of the draft: another title, another file."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
    field_order = ["title", "confidential", "file", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        self.fields["file"].label = _("Another file in its place")

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was chosen, with the version it was chosen on."""
        return {**super().facts, "version": self.cleaned_data["version"]}

    def stored(self, annex: PaperAnnex) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(annex)

    @staticmethod
    def initial_of(annex: PaperAnnex) -> dict[str, Any]:
        """Return what the form shows of a stored annex."""
        return {"title": annex.title, "confidential": annex.confidential, "version": annex.version}
