"""The field for a file: inspected while the form is checked, so that what else was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.inspection.examine import Upload
from governance.inspection.kinds import BY_EXTENSION
from governance.queries.files import examined
from governance.queries.wording import say

ACCEPTED = ",".join(f".{extension}" for extension in BY_EXTENSION)


class UploadField(forms.FileField):
    """A file of a kind that is taken; its clean value is an inspected `Upload`."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> Any:
        """Let the browser offer fitting files; what is sent is inspected all the same."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED}

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Return the inspected file; each finding is an error of the field."""
        sent = super().clean(data, initial)
        if not sent:
            return None
        found = examined(sent)
        if found.findings:
            raise forms.ValidationError([say(message) for message in found.findings])
        return found.upload
