"""The form on the single goals of a proposal: a decision, another wording and a note for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.queries.goal_decisions import DecidedNode
from governance.rules.goals import NODE_DECISION_LABELS, GoalLevel, NodeDecision
from governance.usecases.node_outcomes import LONGEST, NodeChoice
from portal.components.widgets import DayInput

ONLY_WORDING = (NodeDecision.ADOPTED, NodeDecision.CHANGED)


@dataclass(frozen=True)
class NodeRow:
    """One node with its fields."""

    node: DecidedNode
    decision: forms.BoundField
    text: forms.BoundField
    note: forms.BoundField

    @property
    def opened(self) -> bool:
        """Whether wording and note are shown at once: where something is written, or wrong."""
        return any(field.value() or field.errors for field in (self.text, self.note))


class NodeOutcomesForm(forms.Form):
    """One row of fields for each node of the proposed Zielsystem, and the day by which what is returned comes again."""

    due_on = forms.DateField(
        label=_("What is returned comes again by"),
        help_text=_("Needed as soon as a goal is returned to the group."),
        required=False,
        widget=DayInput(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, data: Any = None, *, nodes: Iterable[DecidedNode], **kwargs: Any) -> None:
        self.nodes = tuple(nodes)
        super().__init__(data, **kwargs)
        for node in self.nodes:
            choices = ONLY_WORDING if node.level is GoalLevel.PRINCIPLE_GOAL else tuple(NodeDecision)
            own = node.decision if node.own else NodeDecision.ADOPTED
            self.fields[f"decision-{node.node_id}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=[(choice.value, _(NODE_DECISION_LABELS[choice])) for choice in choices],
                initial=own.value,
            )
            self.fields[f"text-{node.node_id}"] = forms.CharField(
                label=_("Other wording"), max_length=LONGEST, required=False, initial=node.text
            )
            self.fields[f"note-{node.node_id}"] = forms.CharField(
                label=_("Note"), max_length=LONGEST, required=False, initial=node.note
            )

    def rows(self) -> list[NodeRow]:
        """Return each node with its fields, in the order of the tree."""
        return [
            NodeRow(node, *(self[f"{name}-{node.node_id}"] for name in ("decision", "text", "note")))
            for node in self.nodes
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the other wording at its place."""
        cleaned = super().clean() or {}
        for node in self.nodes:
            changed = cleaned.get(f"decision-{node.node_id}") == NodeDecision.CHANGED
            if changed and not cleaned.get(f"text-{node.node_id}"):
                self.add_error(f"text-{node.node_id}", _("Write the other wording."))
        return cleaned

    def choices(self) -> list[NodeChoice]:
        """Return what was chosen, as the use case takes it."""
        return [
            NodeChoice(
                node.node_id,
                self.cleaned_data[f"decision-{node.node_id}"],
                self.cleaned_data[f"text-{node.node_id}"],
                self.cleaned_data[f"note-{node.node_id}"],
            )
            for node in self.nodes
        ]
