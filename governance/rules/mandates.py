"""The mandate of a project group: its parts, and how the group answers it (seed 004, chapter 8.2; HX-14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from governance.rules.chain import content_hash
from governance.rules.routes import ResultType
from governance.rules.stages import Stage
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


# A mandate is drafted from the draft of its topic on, and again where a solution was decided without a group.
DRAFTED_AT: frozenset[Stage] = frozenset(
    {
        Stage.TOPIC_DRAFT,
        Stage.SCOPE_CHECK,
        Stage.LOCAL_SOLUTION,
        Stage.TOPIC_DECISION,
        Stage.ESTABLISHED,
        Stage.EVALUATION,
    }
)
# While a group works on a process, or its proposal is not decided, the mandate is not fulfilled.
UNDER_MANDATE: frozenset[Stage] = frozenset({Stage.COMMISSIONED, Stage.GROUP_WORKING, Stage.PROPOSAL_DECISION})


class MandateField(StrEnum):
    """Everything that a version of a mandate says, in the order in which it is read and printed."""

    GROUP = "group"
    SUBJECT = "subject"
    OBJECTIVE = "objective"
    COMPOSITION = "composition"
    WORKING_FORM = "working_form"
    RESULT_FORM = "result_form"
    RESULT_TYPES = "result_types"
    SPECIAL_CONDITIONS = "special_conditions"
    REPORT_BACK = "report_back"
    END = "end"

    @property
    def label(self) -> str:
        """English source text."""
        return FIELD_LABELS[self]


FIELD_LABELS: Mapping[MandateField, str] = MappingProxyType(
    {
        MandateField.GROUP: mark("Project group with this mandate"),
        MandateField.RESULT_TYPES: mark("What is to be delivered"),
        MandateField.REPORT_BACK: mark("Report back to the body"),
        MandateField.END: mark("The mandate ends on"),
        **{MandateField(part.value): label for part, label in PART_LABELS.items()},
    }
)


@dataclass(frozen=True)
class Place:
    """One place of the composition. `organisation` is its public id: an organisation may change its name."""

    organisation: str
    seat: str = ""
    lead: bool = False


@dataclass(frozen=True)
class MandateText:
    """What a version of a mandate says. The meeting is a public id: it may be moved, the order stays the same."""

    group: str = ""
    subject: str = ""
    objective: str = ""
    composition: tuple[Place, ...] = ()
    working_form: str = ""
    result_form: str = ""
    result_types: tuple[ResultType, ...] = ()
    special_conditions: str = ""
    report_back_meeting: str = ""
    report_back_on: date | None = None
    ends_on: date | None = None

    @property
    def has_lead(self) -> bool:
        """Whether a place leads the group."""
        return any(place.lead for place in self.composition)

    @property
    def has_report_back(self) -> bool:
        """Whether a meeting or a day is named."""
        return bool(self.report_back_meeting) or self.report_back_on is not None


def missing_parts(text: MandateText) -> tuple[MandatePart, ...]:
    """Return the mandatory parts that say nothing, in their order (seed 004, 8.2)."""
    return tuple(part for part in MANDATORY_PARTS if not getattr(text, part.value))


def asked_parts(text: MandateText) -> tuple[MandatePart, ...]:
    """Return the parts to which the group owes an answer: those that say something."""
    return tuple(part for part in ANSWERED_PARTS if getattr(text, part.value))


def canonical(text: MandateText) -> dict[str, object]:
    """Return what a version says as plain data: the input of its hash."""
    return {
        "group": text.group,
        **{part.value: getattr(text, part.value) for part in ANSWERED_PARTS},
        "composition": [[place.organisation, place.seat, place.lead] for place in text.composition],
        "result_types": sorted(kind.value for kind in text.result_types),
        "report_back": [text.report_back_meeting, text.report_back_on.isoformat() if text.report_back_on else ""],
        "ends_on": text.ends_on.isoformat() if text.ends_on else "",
    }


def mandate_hash(text: MandateText) -> str:
    """Return the SHA-256 of what a version says: the same order has the same hash, whoever prints it when."""
    return content_hash(canonical(text))


def differences(old: MandateText, new: MandateText) -> tuple[MandateField, ...]:
    """Return where two versions say something else, in the order of the mandate."""
    return tuple(field for field in MandateField if _said(old, field) != _said(new, field))


def _said(text: MandateText, field: MandateField) -> object:
    if field is MandateField.REPORT_BACK:
        return text.report_back_meeting, text.report_back_on
    if field is MandateField.END:
        return text.ends_on
    if field is MandateField.RESULT_TYPES:
        return frozenset(text.result_types)
    return getattr(text, field.value)


@dataclass(frozen=True)
class MandateDates:
    """What a mandate in force has to keep, on the local date `today`. `reported`: its proposal was handed in."""

    today: date
    report_back: date | None = None
    ends_on: date | None = None
    in_force: bool = True
    reported: bool = False

    @property
    def days_to_report(self) -> int | None:
        """How many days are left until the report back; negative when it has passed, None where none is owed."""
        if not self.in_force or self.reported or self.report_back is None:
            return None
        return (self.report_back - self.today).days

    @property
    def days_to_end(self) -> int | None:
        """How many days are left until the end; negative when it has passed, None where it ended otherwise."""
        if not self.in_force or self.ends_on is None:
            return None
        return (self.ends_on - self.today).days

    @property
    def report_overdue(self) -> bool:
        """Whether the day of the report back has passed without a proposal (process.md, edge case 12)."""
        return self.days_to_report is not None and self.days_to_report < 0

    @property
    def expired(self) -> bool:
        """Whether the mandate has ended by its date although nobody has ended or fulfilled it."""
        return self.days_to_end is not None and self.days_to_end < 0

    @property
    def needs_attention(self) -> bool:
        """Whether the steering group has to look at it."""
        return self.report_overdue or self.expired
