"""Forms of Zielsysteme. They check what was typed; the use cases decide and write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import GoalNode, Indicator, Organisation, Person, PlanningProcess, TopicRestriction
from governance.rules.goal_tree import decimal_text
from governance.rules.goals import ASSIGNABLE_LEVELS, DIRECTION_LABELS, Direction, GoalLevel
from governance.usecases.goal_indicators import IndicatorFacts
from governance.usecases.goal_tracking import ValueFacts
from governance.usecases.goals import NodeFacts
from portal.components.widgets import DayInput

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")


class NumberField(forms.DecimalField):
    """A number as it is written here: "1.200" and "1200" are the same, "12,5" and "12.5" too."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_digits=12, decimal_places=2, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the typed number; a point before three digits divides thousands."""
        if isinstance(value, str):
            value = "".join(value.split())
            if _THOUSANDS.fullmatch(value):
                value = value.replace(".", "")
            value = value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Return a stored number as it is written here, what was typed as it is."""
        return decimal_text(value).replace(".", ",") if isinstance(value, Decimal) else value


AS_STATE = _("As a state that has been reached, for example: “The residence status of the users is secured.”")
AS_TASK = _("As an instruction, for example: “Arrange contacts to lawyers.”")


def hidden_version() -> forms.IntegerField:
    """Return the field that carries the version of what is edited."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput())


def wording(level: GoalLevel, rows: int = 3) -> forms.CharField:
    """Return the field for the wording of a node of `level`."""
    return forms.CharField(
        label=_("Wording"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=AS_TASK if level is GoalLevel.ACTIVITY else AS_STATE,
    )


class BeginForm(forms.Form):
    """The Zielsystem of a process begins."""

    title = forms.CharField(label=_("Title"), max_length=200)
    principle_goal = forms.CharField(
        label=_("Grundsatzziel"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The general improvement, as a state that has been reached. You may also write it later."),
    )

    @staticmethod
    def initial_of(process: PlanningProcess) -> dict[str, Any]:
        """Return the title of the process as a proposal."""
        return {"title": process.title}


class TitleForm(forms.Form):
    """Another title."""

    title = forms.CharField(label=_("Title"), max_length=200)
    version = hidden_version()


class WordingForm(forms.Form):
    """The wording of a node alone."""

    version = hidden_version()

    def __init__(self, *args: Any, level: GoalLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = wording(level)


class AddForm(forms.Form):
    """A new node: below `unter` or right behind `nach`; `weiter` stays at the form for the next one."""

    unter = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput())
    nach = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, level: GoalLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = wording(level)


class NodeForm(WordingForm):
    """Everything that is stated about a node; what its level does not have is not there."""

    note = forms.CharField(
        label=_("Explanation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    organisation = forms.ChoiceField(
        label=_("Responsible organisation"),
        required=False,
        help_text=_("If one is missing, the coordination adds it at the desk."),
    )
    person = forms.ChoiceField(label=_("Responsible person"), required=False)
    due_on = forms.DateField(label=_("To be reached by"), required=False, widget=DayInput())
    restrictions = forms.MultipleChoiceField(
        label=_("Answers these restrictions of the topic"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    field_order = ("text", "note", "organisation", "person", "due_on", "restrictions", "version")

    def __init__(
        self,
        *args: Any,
        level: GoalLevel,
        organisations: Iterable[Organisation],
        people: Iterable[Person],
        restrictions: Iterable[TopicRestriction],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, level=level, **kwargs)
        nobody = ("", _("not decided yet"))
        answers = [(str(row.pk), row.text) for row in restrictions]
        if level in ASSIGNABLE_LEVELS:
            self._choose("organisation", [nobody, *((row.public_id, row.name) for row in organisations)])
            self._choose("person", [nobody, *((row.public_id, str(row)) for row in people)])
        else:
            for name in ("organisation", "person", "due_on"):
                del self.fields[name]
        if level is GoalLevel.RESULT_GOAL and answers:
            self._choose("restrictions", answers)
        else:
            del self.fields["restrictions"]
        self.order_fields(self.field_order)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> NodeFacts:
        """Return what was stated; call it on a valid form."""
        data = self.cleaned_data
        return NodeFacts(
            text=data["text"],
            note=data["note"],
            organisation_id=data.get("organisation", ""),
            person_id=data.get("person", ""),
            due_on=data.get("due_on"),
            restrictions=tuple(int(key) for key in data.get("restrictions", ())),
        )

    def stored(self, node: GoalNode) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(node)

    @staticmethod
    def initial_of(node: GoalNode) -> dict[str, Any]:
        """Return what the form shows of a stored node."""
        return {
            "text": node.text,
            "note": node.note,
            "organisation": node.organisation.public_id if node.organisation else "",
            "person": node.person.public_id if node.person else "",
            "due_on": node.due_on,
            "restrictions": [str(row.pk) for row in node.restrictions.all()],
            "version": node.version,
        }


class PlaceForm(forms.Form):
    """Below which other node it is to stand."""

    parent = forms.ChoiceField(label=_("Put it below"))

    def __init__(self, *args: Any, parents: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("Please choose")), *parents]  # type: ignore[attr-defined]


class IndicatorForm(forms.Form):
    """By what the reaching of a goal is seen."""

    name = forms.CharField(
        label=_("Indicator"), max_length=200, help_text=_("What is measured, for example: waiting time for a course.")
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("For example working days, per cent, courses.")
    )
    direction = forms.ChoiceField(
        label=_("The value"), choices=[(way.value, _(DIRECTION_LABELS[way])) for way in Direction]
    )
    baseline = NumberField(label=_("Value at the beginning"), required=False)
    target = NumberField(label=_("Target value"), required=False)
    target_on = forms.DateField(label=_("To be reached by"), required=False, widget=DayInput())
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("Who counts, and where the number stands.")
    )
    interval_months = forms.IntegerField(label=_("Measured every … months"), min_value=1, max_value=60, required=False)
    version = hidden_version()

    def facts(self) -> IndicatorFacts:
        """Return what was stated; call it on a valid form."""
        return IndicatorFacts(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    @staticmethod
    def initial_of(row: Indicator) -> dict[str, Any]:
        """Return what the form shows of a stored indicator."""
        names = (
            "name", "unit", "direction", "baseline", "target", "target_on", "source", "interval_months", "version",
        )  # fmt: skip
        return {name: getattr(row, name) for name in names}


class AssumptionForm(forms.Form):
    """What must hold so that a goal can be reached."""

    text = forms.CharField(
        label=_("Critical assumption"),
        max_length=300,
        help_text=_("What must hold so that the goal can be reached and is not in your own hands."),
    )
    version = hidden_version()


JUDGED = (("yes", _("It holds")), ("no", _("It is doubtful")), ("", _("Nobody knows yet")))
_VALUES = {"yes": True, "no": False}


class JudgeForm(forms.Form):
    """Whether an assumption still holds, and since when."""

    holds = forms.ChoiceField(
        label=_("Does the assumption hold?"), choices=JUDGED, required=False, widget=forms.RadioSelect()
    )
    since = forms.DateField(
        label=_("Since"), required=False, widget=DayInput(), help_text=_("Without a date: since today.")
    )
    version = hidden_version()

    def judgement(self) -> bool | None:
        """Return what was chosen; call it on a valid form."""
        return _VALUES.get(self.cleaned_data["holds"])

    @staticmethod
    def word(holds: bool | None) -> str:
        """Return the choice that stands for a stored judgement."""
        return {True: "yes", False: "no", None: ""}[holds]


class ValueForm(forms.Form):
    """A measured value."""

    value = NumberField(label=_("Measured value"))
    on = forms.DateField(label=_("As of"), widget=DayInput())
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    comment = forms.CharField(
        label=_("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, required=False, help_text=_("File number or place of the document.")
    )

    def facts(self) -> ValueFacts:
        """Return what was recorded; call it on a valid form."""
        return ValueFacts(**self.cleaned_data)


class FreezeForm(forms.Form):
    """Freezing a version; with open branches it asks for the reason."""

    open_reason = forms.CharField(
        label=_("Why branches are still open"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reason is printed with the proposal."),
    )
    version = hidden_version()

    def __init__(self, *args: Any, gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gaps:
            del self.fields["open_reason"]
