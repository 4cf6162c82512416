"""Form of the notification choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.queries.notification_choices import ChoiceRow
from governance.rules.notifications import EXPLANATIONS, KIND_LABELS, PACE_LABELS, NotificationKind, Pace


class ChoicesForm(forms.Form):
    """One set of answers for each kind that can be chosen."""

    def __init__(self, *args: Any, rows: Iterable[ChoiceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.kind.value] = forms.ChoiceField(
                label=_(KIND_LABELS[row.kind]),
                help_text=_(EXPLANATIONS[row.kind]),
                choices=[(pace.value, _(PACE_LABELS[pace])) for pace in row.paces],
                initial=row.pace.value,
                widget=forms.RadioSelect(),
            )

    def choices(self) -> dict[NotificationKind, Pace]:
        """Return what was chosen; call it on a valid form."""
        return {NotificationKind(kind): Pace(pace) for kind, pace in self.cleaned_data.items()}
