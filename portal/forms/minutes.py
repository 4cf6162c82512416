"""Forms of minutes: signing, objecting, answering, correcting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Addendum, AgendaItem, Objection

ACCEPT, REJECT = "accept", "reject"


def longest(model: type[Objection | Addendum], name: str) -> int:
    """Return how long the stored text of a field may be."""
    return int(getattr(model._meta.get_field(name), "max_length", 0))


class SignForm(forms.Form):
    """The version of the text that was read; signing another one is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)


class ObjectionForm(forms.Form):
    """What a member objects to, and in which item."""

    item_id = forms.ChoiceField(label=_("Agenda item"), required=False)
    text = forms.CharField(
        label=_("What is wrong, and what should be written instead?"),
        max_length=longest(Objection, "text"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Any = None, *, items: tuple[AgendaItem, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["item_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", _("the minutes as a whole")),
            *((item.public_id, f"TOP {item.number}: {item.title}") for item in items),
        ]


class AnswerForm(forms.Form):
    """How an objection is answered."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (ACCEPT, _("Accept: the minutes go back to the draft and are signed and circulated again")),
            (REJECT, _("Do not accept: the minutes stay as they are")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer, shown to all members"),
        max_length=longest(Objection, "answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AddendumForm(forms.Form):
    """A dated correction."""

    text = forms.CharField(
        label=_("Correction"),
        help_text=_("It is printed with date and name below the approved text, which stays as it is."),
        max_length=longest(Addendum, "text"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
