"""Forms of chains, their actors, steps, links and hand-overs. The use cases decide and write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import ChainActor, ChainLink, ChainStep, GoalNode, LegalArea, Organisation, ServiceChain
from governance.queries.chains import StepChoices
from governance.rules.service_chains import CHAIN_KIND_LABELS, PART_LABELS, ActorPart, ChainKind, Transfer
from governance.usecases.chain_parts import ActorFacts, StepFacts
from governance.usecases.chains import ChainFacts

LONGEST_DAYS = 3650
NONE_CHOSEN = ("", "–")


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LONGEST_DAYS, help_text=help_text)


def _numbered(choices: StepChoices) -> list[tuple[str, str]]:
    return [(row.public_id, f"{number} {row.label}") for number, row in enumerate(choices.steps, start=1)]


def _condition() -> forms.CharField:
    return forms.CharField(
        label=_("if (condition)"),
        max_length=200,
        required=False,
        help_text=_("Only where the way splits: “a place is free”."),
    )


class Versioned(forms.Form):
    """A form that was loaded at a version of its record."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ChainForm(Versioned):
    """A chain as a whole."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("From where to where, for example “From need to course place”.")
    )
    kind = forms.ChoiceField(
        label=_("What the chain shows"),
        choices=[(kind.value, _(CHAIN_KIND_LABELS[kind])) for kind in reversed(ChainKind)],
        initial=ChainKind.TO_BE.value,
        widget=forms.RadioSelect(),
        help_text=_("The steering group adopts chains as agreed. A chain as it is today shows where it sticks."),
    )
    goal = forms.ChoiceField(
        label=_("Result goal"), required=False, help_text=_("The goal of the goal system that the chain reaches.")
    )

    def __init__(self, *args: Any, goals: Iterable[GoalNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(goal.public_id, goal.text) for goal in goals]
        self.fields["goal"].choices = [NONE_CHOSEN, *offered]  # type: ignore[attr-defined]
        if not offered:
            self.fields["goal"].help_text = _("The goal system of this process has no result goal yet.")

    def facts(self) -> ChainFacts:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return ChainFacts(data["title"], data["kind"], data["goal"])

    def stored(self, chain: ServiceChain) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(chain)

    @staticmethod
    def initial_of(chain: ServiceChain) -> dict[str, Any]:
        """Return what the form shows of a chain."""
        goal = chain.goal.public_id if chain.goal else ""
        return {"title": chain.title, "kind": chain.kind, "goal": goal, "version": chain.version}


class ActorForm(Versioned):
    """Who takes part."""

    organisation = forms.ChoiceField(
        label=_("Organisation"),
        required=False,
        help_text=_("Only an organisation can be asked for its consent. Leave it empty for a role."),
    )
    name = forms.CharField(
        label=_("What the actor is called in the chain"),
        max_length=160,
        required=False,
        help_text=_("Empty: the name of the organisation. No names of persons."),
    )
    part = forms.ChoiceField(
        label=_("Part in the chain"),
        choices=[(part.value, _(PART_LABELS[part])) for part in ActorPart],
        initial=ActorPart.ACTOR.value,
        widget=forms.RadioSelect(),
        help_text=_("Actors have a duty and are asked for their consent. Partners help without a duty of their own."),
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.public_id, row.name) for row in organisations]
        self.fields["organisation"].choices = [NONE_CHOSEN, *offered]  # type: ignore[attr-defined]

    def facts(self) -> ActorFacts:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return ActorFacts(data["name"], data["organisation"], data["part"])

    def stored(self, actor: ChainActor) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(actor)

    @staticmethod
    def initial_of(actor: ChainActor) -> dict[str, Any]:
        """Return what the form shows of an actor."""
        organisation = actor.organisation.public_id if actor.organisation else ""
        return {"name": actor.name, "organisation": organisation, "part": actor.part, "version": actor.version}


class StepForm(Versioned):
    """A step of a chain."""

    label = forms.CharField(
        label=_("What is done"), max_length=200, help_text=_("As an instruction: “Arrange a placement test”.")
    )
    actor = forms.ChoiceField(
        label=_("Actor"), error_messages={"required": _("Choose the actor of the step or write who it is.")}
    )
    new_actor = forms.CharField(
        label=_("or a new actor"), max_length=160, required=False, help_text=_("An organisation or a role, no person.")
    )
    in_charge = forms.CharField(
        label=_("In charge"), max_length=160, required=False, help_text=_("Who does it there, as a function.")
    )
    accountable = forms.CharField(
        label=_("Answers for the result"), max_length=160, required=False, help_text=_("As a function, no name.")
    )
    max_days = _days(_("Longest duration in days"))
    activity = forms.ChoiceField(label=_("Activity of the goal system"), required=False)
    legal_area = forms.ChoiceField(label=_("Area of law"), choices=[NONE_CHOSEN, *LegalArea.choices], required=False)
    standard = _text(_("Professional standard"), _("How it is done well: rules, forms, quality."))
    ending = forms.CharField(
        label=_("Name of the end"),
        max_length=160,
        required=False,
        help_text=_("Only where nothing follows: what has been reached, “Course begun”."),
    )

    def __init__(self, *args: Any, choices: StepChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = [(row.public_id, row.name) for row in choices.actors]
        self.fields["actor"].choices = [NONE_CHOSEN, *actors]  # type: ignore[attr-defined]
        if not actors:
            self.fields["actor"].required = False
            self.fields["actor"].widget = forms.HiddenInput()
            self.fields["new_actor"].required = True
            self.fields["new_actor"].label = _("Actor")
        offered = [(row.public_id, row.text) for row in choices.activities]
        self.fields["activity"].choices = [NONE_CHOSEN, *offered]  # type: ignore[attr-defined]
        if not offered:
            self.fields["activity"].help_text = _("The goal system of this process has no activity yet.")

    def clean(self) -> dict[str, Any]:
        """Let a new actor stand for a chosen one."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("new_actor") and self.has_error("actor", "required"):
            del self.errors["actor"]
            data["actor"] = ""
        return data

    def facts(self) -> StepFacts:
        """Return what was typed; call it on a valid form."""
        data = self.cleaned_data
        return StepFacts(
            label=data["label"],
            actor_id=data["actor"],
            new_actor=data["new_actor"],
            standard=data["standard"],
            in_charge=data["in_charge"],
            accountable=data["accountable"],
            legal_area=data["legal_area"],
            max_days=data["max_days"],
            activity_id=data["activity"],
            ending=data["ending"],
        )

    def stored(self, step: ChainStep) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(step)

    @staticmethod
    def initial_of(step: ChainStep) -> dict[str, Any]:
        """Return what the form shows of a step."""
        activity = step.activity if step.activity and step.activity.removed_at is None else None
        return {
            "label": step.label,
            "actor": step.actor.public_id,
            "in_charge": step.in_charge,
            "accountable": step.accountable,
            "max_days": step.max_days,
            "activity": activity.public_id if activity else "",
            "legal_area": step.legal_area,
            "standard": step.standard,
            "ending": step.ending,
            "version": step.version,
        }


class NewStepForm(StepForm):
    """A new step with its predecessor: what is known is written at once, the rest later."""

    after = forms.ChoiceField(label=_("Follows step"), required=False)
    condition = _condition()
    field_order = ("label", "actor", "new_actor", "after", "condition", "in_charge", "max_days", "activity")

    def __init__(self, *args: Any, choices: StepChoices, again: bool = False, **kwargs: Any) -> None:
        """`again`: the person goes on writing, the cursor stands in the first field."""
        super().__init__(*args, choices=choices, **kwargs)
        self.fields["after"].choices = [("", _("none: the chain begins here")), *_numbered(choices)]  # type: ignore[attr-defined]
        if again:
            self.fields["label"].widget.attrs["autofocus"] = True


class LinkForm(forms.Form):
    """Which step follows which."""

    source = forms.ChoiceField(label=_("From step"))
    target = forms.ChoiceField(label=_("to step"))
    condition = _condition()

    def __init__(self, *args: Any, choices: StepChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].choices = [("", _("Please choose")), *_numbered(choices)]  # type: ignore[attr-defined]


class ConditionForm(Versioned):
    """The condition of a link inside one actor."""

    condition = _condition()

    def transfer(self) -> Transfer | None:
        """Return no hand-over: nothing passes from one actor to another here."""
        return None

    def stored(self, link: ChainLink) -> dict[str, Any]:
        """Return what is stored meanwhile, in the terms of the form."""
        return self.initial_of(link)

    @staticmethod
    def initial_of(link: ChainLink) -> dict[str, Any]:
        """Return what the form shows of a link."""
        return {"condition": link.condition, "version": link.version}


class TransferForm(ConditionForm):
    """A link between two actors with its hand-over."""

    preconditions = _text(_("Vorarbeiten: what the receiver may take as done"), _("One per line."), rows=3)
    follow_ups = _text(_("Folgearbeiten: what the sender may rely on"), _("One per line."), rows=3)
    documents = _text(_("Documents that are handed over"), rows=2)
    needs_consent = forms.BooleanField(label=_("The person must consent to the passing on of data"), required=False)
    consent = forms.CharField(
        label=_("Which consent"),
        max_length=300,
        required=False,
        help_text=_("For example “release from confidentiality towards the course provider”."),
    )
    deadline_days = _days(_("Deadline in days"), _("Until when the receiver has taken over."))
    field_order = ("preconditions", "follow_ups", "documents", "needs_consent", "consent", "deadline_days", "condition")

    def transfer(self) -> Transfer:
        """Return the hand-over typed; call it on a valid form."""
        data = self.cleaned_data
        return Transfer(
            preconditions=data["preconditions"],
            follow_ups=data["follow_ups"],
            documents=data["documents"],
            needs_consent=data["needs_consent"],
            consent=data["consent"],
            deadline_days=data["deadline_days"],
        )

    @staticmethod
    def initial_of(link: ChainLink) -> dict[str, Any]:
        """Return what the form shows of a link and its hand-over."""
        row = getattr(link, "handover", None)
        names = ("preconditions", "follow_ups", "documents", "needs_consent", "consent", "deadline_days")
        known = {name: getattr(row, name) for name in names} if row else {}
        return {"condition": link.condition, "version": link.version, **known}


class FreezeForm(Versioned):
    """Freezing a version; `asks`: checks are open and need a reason."""

    reason = _text(
        _("Why the version is frozen although checks are open"), _("The reason is printed with the proposal.")
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


AGREE, DECLINE = "agree", "decline"


class ConsentForm(Versioned):
    """The answer of an organisation."""

    answer = forms.ChoiceField(
        label=_("Answer of your organisation"),
        choices=((AGREE, _("We agree and keep to the chain.")), (DECLINE, _("We do not agree."))),
        widget=forms.RadioSelect(),
    )
    reason = _text(_("Reason"), _("Needed where you do not agree: what would have to change?"))

    def clean(self) -> dict[str, Any]:
        """Ask for the reason at its field."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == DECLINE and not str(data.get("reason", "")).strip():
            self.add_error("reason", _("Declining needs a reason, so that the group can change the chain."))
        return data
