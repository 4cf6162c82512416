"""The mandate of a project group: its parts, and how the group answers it (seed 004, chapter 8.2; HX-14)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.text import mark


class MandatePart(StrEnum):
    """The six parts of a mandate; the value names the field that holds it, the composition has rows of its own."""

    SUBJECT = "subject"
    OBJECTIVE = "objective"
    COMPOSITION = "composition"
    WORKING_FORM = "working_form"
    RESULT_FORM = "result_form"
    SPECIAL_CONDITIONS = "special_conditions"

    @property
    def label(self) -> str:
        """English source text."""
        return PART_LABELS[self]


PART_LABELS: Mapping[MandatePart, str] = MappingProxyType(
    {
        MandatePart.SUBJECT: mark("Subject of the mandate"),
        MandatePart.OBJECTIVE: mark("Objective"),
        MandatePart.COMPOSITION: mark("Composition"),
        MandatePart.WORKING_FORM: mark("Working form"),
        MandatePart.RESULT_FORM: mark("Form of the result"),
        MandatePart.SPECIAL_CONDITIONS: mark("Special conditions"),
    }
)

# Seed 004 writes "ggf." (where needed) before the working form and the special conditions.
MANDATORY_PARTS: tuple[MandatePart, ...] = (
    MandatePart.SUBJECT,
    MandatePart.OBJECTIVE,
    MandatePart.COMPOSITION,
    MandatePart.RESULT_FORM,
)

# What a proposal answers one by one; the composition is no question to the group.
ANSWERED_PARTS: tuple[MandatePart, ...] = (
    MandatePart.SUBJECT,
    MandatePart.OBJECTIVE,
    MandatePart.WORKING_FORM,
    MandatePart.RESULT_FORM,
    MandatePart.SPECIAL_CONDITIONS,
)


class GroupApproval(StrEnum):
    """How a group stands behind its proposal."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    MINORITY_OPINION = "minority_opinion"

    @property
    def label(self) -> str:
        """English source text."""
        return APPROVAL_LABELS[self]


APPROVAL_LABELS: Mapping[GroupApproval, str] = MappingProxyType(
    {
        GroupApproval.UNANIMOUS: mark("The whole group agrees."),
        GroupApproval.MAJORITY: mark("The group agrees by majority."),
        GroupApproval.MINORITY_OPINION: mark("Part of the group holds another opinion."),
    }
)
