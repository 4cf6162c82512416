"""Forms of series and case cards. They check what was typed; the use cases decide and write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import CaseCard, LegalArea, Person, ProblemCircle
from governance.usecases.cases import CardFacts
from portal.components.widgets import DayInput

STATED = (("", _("not stated")), ("yes", _("Yes")), ("no", _("No")))
_STATED_VALUES = {"yes": True, "no": False}


class SeriesForm(forms.Form):
    """A new series of case reconstructions."""

    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("For example the season, never a person: “Spring 2027”.")
    )


class ScreenedForm(forms.Form):
    """A form whose text may need a release by a second person."""

    release_reason = forms.CharField(
        label=_("Why the text may stay as it is"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("With a reason the text is kept beside the card. A second person has to release it."),
    )


class CardForm(ScreenedForm):
    """What a case manager states about a case."""

    accompanied_since = forms.DateField(
        label=_("Accompanied since"),
        required=False,
        widget=DayInput(),
        help_text=_("Needed for the criterion of eight weeks. Pages show the month only."),
    )
    medium_difficulty = forms.ChoiceField(label=_("Medium difficulty"), choices=STATED, required=False)
    typical = forms.ChoiceField(label=_("Typical in the network"), choices=STATED, required=False)
    legal_areas = forms.MultipleChoiceField(
        label=_("Areas of law"),
        choices=LegalArea.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    problem_circles = forms.MultipleChoiceField(
        label=_("Problem circles"),
        choices=ProblemCircle.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Problems that are worked on at the same time; two or three are expected."),
    )
    presentation = forms.CharField(
        label=_("Case presentation"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Without names, birth dates, numbers and addresses. The text is checked before it is saved."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def facts(self) -> CardFacts:
        """Return what was stated; call it on a valid form."""
        data = self.cleaned_data
        return CardFacts(
            accompanied_since=data["accompanied_since"],
            medium_difficulty=_STATED_VALUES.get(data["medium_difficulty"]),
            typical=_STATED_VALUES.get(data["typical"]),
            legal_areas=tuple(data["legal_areas"]),
            problem_circles=tuple(data["problem_circles"]),
            presentation=data["presentation"],
        )

    def stored(self, card: CaseCard) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(card)

    @staticmethod
    def initial_of(card: CaseCard) -> dict[str, Any]:
        """Return what the form shows of a stored card."""
        words = {True: "yes", False: "no", None: ""}
        return {
            "accompanied_since": card.accompanied_since,
            "medium_difficulty": words[card.medium_difficulty],
            "typical": words[card.typical],
            "legal_areas": card.legal_areas,
            "problem_circles": card.problem_circles,
            "presentation": card.presentation,
            "version": card.version,
        }


class NominationForm(CardForm):
    """A new card; that the case is largely completed is part of nominating it."""

    largely_completed = forms.BooleanField(
        label=_("The case is largely completed: help planning and service steering have taken place.")
    )


class DeviationForm(ScreenedForm):
    """Why a case is taken although it misses `criterion`."""

    reason = forms.CharField(
        label=_("Why the case is taken all the same"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason is printed on the decision paper. Leave it empty to take the deviation back."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, criterion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion

    def stored(self, card: CaseCard) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        found = card.deviations.filter(criterion=self.criterion).first()
        return {"reason": found.reason if found else ""}


class RestrictionForm(ScreenedForm):
    """A restriction of the system found in a case."""

    text = forms.CharField(
        label=_("Restriction of the system"),
        max_length=300,
        help_text=_("What in rules, offers or co-operation held the case up, in one sentence."),
    )


class DayForm(forms.Form):
    """The day of a reconstruction."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class WithdrawCaseForm(forms.Form):
    """Withdrawing a card."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ReviewerForm(forms.Form):
    """Who decides about a text as the second person."""

    person = forms.ChoiceField(label=_("Second person"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Please choose")), *((person.public_id, str(person)) for person in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
