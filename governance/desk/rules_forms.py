"""The forms of rules of procedure: beginning an edition, and the editor with every rule, its paragraph and origin."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from governance.access.bodies import managed_bodies
from governance.desk.forms import DeskForm, Fieldset
from governance.models import Body, RulesOfProcedure
from governance.queries.wording import say
from governance.rules import clock
from governance.rules.procedure import (
    ADMINISTRATIVE_PROCEDURE,
    FORMAT,
    MAX_DAYS,
    MAX_PARAGRAPH,
    InvalidRules,
    Origin,
    ProcedureRules,
    from_data,
)
from governance.rules.procedure_labels import ORIGIN_LABELS, PROFILE_LABELS, RULE_LABELS, VALUE_LABELS

CURRENT = "current"
YES, NO = "yes", "no"
PARAGRAPH, ORIGIN = "_paragraph", "_origin"
LONGEST_TEXT = 50_000


class NewRulesForm(DeskForm):
    """What an edition begins with; its values are edited afterwards."""

    body = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("Body"))
    start = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=lambda: [
            (CURRENT, _("The last edition of the body")),
            *((key, _(label)) for key, label in PROFILE_LABELS.items()),
        ],
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        help_text=gettext_lazy("The edition before ends the day before. Meetings go by the rules of their day."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, initial="Geschäftsordnung")
    scopes = {"body": managed_bodies}
    parent = "body"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """See that there is an edition to begin with."""
        cleaned = super().clean()
        body = cleaned.get("body")
        if body is not None and cleaned.get("start") == CURRENT and not body.rules.exists():
            self.add_error("start", _("The body has no rules yet. Begin with a model."))
        return cleaned


class RulesForm(DeskForm):
    """The editor of an edition: for every rule its value, the paragraph it is cited with, and where it comes from."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("Full text"), required=False, max_length=LONGEST_TEXT, widget=AdminAutoHeightTextInput()
    )

    def __init__(self, *args: Any, record: RulesOfProcedure, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        rows = []
        for key, rule in ADMINISTRATIVE_PROCEDURE.items():
            self.fields[key] = value_field(rule.value)
            self.fields[f"{key}{PARAGRAPH}"] = forms.CharField(
                label=_("Paragraph"), required=False, max_length=MAX_PARAGRAPH
            )
            self.fields[f"{key}{ORIGIN}"] = forms.ChoiceField(
                label=_("Origin"), choices=[(origin.value, _(label)) for origin, label in ORIGIN_LABELS.items()]
            )
            rows.append(Fieldset(_(RULE_LABELS[key]), [key, f"{key}{PARAGRAPH}", f"{key}{ORIGIN}"], in_row=True))
        self.fieldsets = [
            Fieldset(_("Edition"), ["title"]),
            *rows,
            Fieldset(_("Full text"), ["text"], _("As the body reads it. The values above are what votes go by.")),
        ]

    def label_of(self, name: str) -> Any:
        """Return the rule together with what the field says about it."""
        for end, label in ((PARAGRAPH, _("Paragraph")), (ORIGIN, _("Origin"))):
            if name.endswith(end):
                return f"{_(RULE_LABELS[name.removesuffix(end)])}: {label}"
        return _(RULE_LABELS[name]) if name in RULE_LABELS else super().label_of(name)

    def clean(self) -> dict[str, Any]:
        """Read the rules as a whole; what they forbid is said at the field of the rule."""
        cleaned = super().clean()
        if not self.errors:
            try:
                from_data(self.values())
            except InvalidRules as error:
                self.add_error(error.key if error.key in self.fields else None, say(error.message))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what was typed in the form of `ProcedureRules.to_data()`."""
        rules = {}
        for key in RULE_LABELS:
            value = self.cleaned_data[key]
            rules[key] = {
                "value": value == YES if value in {YES, NO} else value,
                "paragraph": self.cleaned_data[f"{key}{PARAGRAPH}"],
                "origin": self.cleaned_data[f"{key}{ORIGIN}"],
            }
        return {"format": FORMAT, "rules": rules}

    @property
    def facts(self) -> dict[str, Any]:
        """Return the arguments of `edit_rules`."""
        return {
            "title": self.cleaned_data["title"],
            "text": self.cleaned_data["text"],
            "values": self.values(),
        }


def value_field(example: Any) -> forms.Field:
    """Return the field for a rule whose values look like `example`."""
    label = _("Value")
    if isinstance(example, StrEnum):
        return forms.ChoiceField(
            label=label, choices=[(member.value, _(VALUE_LABELS[member])) for member in type(example)]
        )
    if isinstance(example, bool):
        return forms.ChoiceField(label=label, choices=[(YES, _("Yes")), (NO, _("No"))])
    if isinstance(example, Fraction):
        return forms.CharField(label=label, max_length=9, help_text=_("A fraction such as 1/2 or 2/3."))
    return forms.IntegerField(label=label, min_value=0, max_value=MAX_DAYS)


def stored_values(record: RulesOfProcedure, rules: ProcedureRules) -> dict[str, Any]:
    """Return the edition by the names of the editor's fields."""
    values: dict[str, Any] = {"title": record.title, "text": record.text}
    data: Mapping[str, Any] = rules.to_data()["rules"]
    for key, rule in data.items():
        value = rule["value"]
        values[key] = (YES if value else NO) if isinstance(value, bool) else value
        values[f"{key}{PARAGRAPH}"] = rule["paragraph"]
        values[f"{key}{ORIGIN}"] = rule["origin"]
    return values


def value_text(value: Any) -> str:
    """Return the value of a rule in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _(VALUE_LABELS[value]) if isinstance(value, StrEnum) else str(value)


def origin_text(origin: Origin) -> str:
    """Return in words where a rule comes from."""
    return _(ORIGIN_LABELS[origin])
