"""Forms of votes: what is put to the vote, the ballot, the counted show of hands, aborting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Motion, Vote, VoteMode
from governance.rules.outcomes import TARGET_LABELS, ReferBackTarget
from governance.rules.verdict import Choice
from governance.usecases.votes import MAX_ABORT_REASON, MAX_CONDITIONS, MAX_WORDING
from portal.components.widgets import DayInput


class VoteForm(forms.Form):
    """What is put to the vote. Only the secretariat gets the field for the wording (access.md)."""

    motion = forms.ChoiceField(label=_("What is put to the vote?"), choices=Motion.choices, widget=forms.RadioSelect)
    wording = forms.CharField(
        label=_("Wording of the proposal"),
        help_text=_("Changed in the session? Write it here; the proposal stays beside it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_WORDING,
        required=False,
    )
    refer_target = forms.ChoiceField(label=_("Back to"), required=False)
    conditions = forms.CharField(
        label=_("Conditions of referring back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_CONDITIONS,
        required=False,
    )
    refer_until = forms.DateField(
        label=_("Comes again by"),
        help_text=_("Needed when the group gets its proposal back."),
        required=False,
        widget=DayInput(),
    )
    mode = forms.ChoiceField(label=_("How is voted?"), choices=VoteMode.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, targets: Sequence[ReferBackTarget], may_word: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if targets:
            self.fields["refer_target"].choices = [  # type: ignore[attr-defined]
                ("", _("Please choose")),
                *((target.value, _(TARGET_LABELS[target])) for target in targets),
            ]
        else:
            del self.fields["refer_target"], self.fields["conditions"]
            motions = [choice for choice in Motion.choices if choice[0] != Motion.REFER_BACK]
            self.fields["motion"].choices = motions  # type: ignore[attr-defined]
        if ReferBackTarget.GROUP_WORKING not in targets:
            del self.fields["refer_until"]
        self.fields["wording"].required = bool((self.initial or {}).get("wording"))
        if not may_word:
            del self.fields["wording"]

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the use case; a wording nobody may change is not named."""
        cleaned = self.cleaned_data
        return {
            "motion": cleaned["motion"],
            "mode": cleaned["mode"],
            "wording": cleaned["wording"] if "wording" in self.fields else None,
            "refer_target": cleaned.get("refer_target", ""),
            "conditions": cleaned.get("conditions", ""),
            "refer_until": cleaned.get("refer_until"),
        }


def stored_vote(vote: Vote, proposal: str) -> dict[str, Any]:
    """Return the initial values of `VoteForm`; a procedural motion leaves the proposal as it is."""
    return {
        "motion": vote.motion,
        "mode": vote.mode,
        "wording": vote.wording if vote.motion == Motion.PROPOSAL else proposal,
        "refer_target": vote.refer_target,
        "conditions": vote.conditions,
        "refer_until": vote.refer_until,
        "version": vote.version,
    }


class CountForm(forms.Form):
    """The counted show of hands."""

    yes = forms.IntegerField(label=_("Yes"), min_value=0, max_value=999)
    no = forms.IntegerField(label=_("No"), min_value=0, max_value=999)
    abstain = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999)
    chair_choice = forms.ChoiceField(
        label=_("How did the chair vote?"),
        help_text=_("Needed only when Yes and No are equal."),
        choices=[("", _("not recorded")), *((choice.value, _(choice.label)) for choice in Choice)],
        required=False,
    )


class AbortForm(forms.Form):
    """Why a vote is aborted."""

    reason = forms.CharField(
        label=_("Why is the vote aborted?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MAX_ABORT_REASON
    )
