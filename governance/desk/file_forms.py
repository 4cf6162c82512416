"""The desk's field for a file, and the form of an authority's files and letterhead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.files import may_keep_letterhead, may_set_quota
from governance.desk.forms import DeskForm, Fieldset
from governance.inspection.examine import Upload
from governance.queries.files import examined
from governance.queries.wording import say


class LetterheadField(forms.FileField):
    """A Word file; its clean value is an inspected `Upload`."""

    widget = forms.FileInput(attrs={"accept": ".docx"})

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Return the inspected file; each finding is an error of the field."""
        sent = super().clean(data, initial)
        if not sent:
            return None
        found = examined(sent, only=frozenset({"docx"}))
        if found.findings:
            raise forms.ValidationError([say(message) for message in found.findings])
        return found.upload


class FileSpaceForm(DeskForm):
    """The letterhead for coordinators, the space for administrators."""

    fieldsets = [
        Fieldset(
            _("Letterhead"),
            ["letterhead"],
            help=_(
                "Papers, mandates, invitations and minutes in Word take its styles, header, footer and margins; its "
                "text is left out. PDF files keep our own layout, which is accessible."
            ),
        ),
        Fieldset(_("Space for files"), ["quota"]),
    ]

    letterhead = LetterheadField(
        label=_("Word file with your letterhead"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "A .docx file with header and footer. It needs the styles Standard, Titel, Überschrift 1 to 3 and "
            "Listenabsatz. After saving, look at the sample."
        ),
    )
    quota = forms.IntegerField(
        label=_("Space for files in MB"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("All files of the authority together."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer = self.viewers[0]
        if not may_keep_letterhead(viewer):
            del self.fields["letterhead"]
        if not may_set_quota(viewer):
            del self.fields["quota"]
