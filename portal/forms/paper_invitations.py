"""Forms around invitations on paper: which letters left when, and what somebody without a login answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Answer
from governance.queries.paper_invitations import PaperRow, answers_to_enter
from governance.rules import clock
from portal.components.widgets import DayInput


class SentForm(forms.Form):
    """To whom the letters were sent, and on which day."""

    people = forms.MultipleChoiceField(
        label=_("Letters to"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choose at least one person.")},
    )
    sent_on = forms.DateField(label=_("Sent on"), widget=DayInput())

    def __init__(self, data: Any = None, *, rows: tuple[PaperRow, ...]) -> None:
        """`rows` are those to whom the present version was not sent on paper yet."""
        due = [row.invitation.public_id for row in rows if row.due]
        super().__init__(data, initial={"sent_on": clock.today(), "people": due})
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [
            (row.invitation.public_id, f"{row.invitation.person}, {', '.join(row.seats)}".rstrip(", ")) for row in rows
        ]


class EnteredAnswerForm(forms.Form):
    """What somebody answered by post or telephone, and who said so."""

    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect())
    told_by = forms.CharField(
        label=_("On whose word"),
        required=False,
        max_length=160,
        help_text=_("Empty: the invited person themselves. Otherwise a name, such as the front office."),
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        verbs = {Answer.ACCEPTED: _("comes"), Answer.TENTATIVE: _("perhaps"), Answer.DECLINED: _("does not come")}
        field.choices = [(answer.value, verbs[answer]) for answer in answers_to_enter()]
