"""Rules of procedure of a body as values (design `decisions.md`, "Rules of procedure").

Every value carries the paragraph it is cited with and where it comes from. A steering group is not a
council committee and no seed prints its rules, so the starting profiles say for each value whether it
stands on an analogue in a statute, on a seed or on an assumption.

Stored data look like `{"format": 1, "rules": {"<key>": {"value": …, "paragraph": "§ 5 Abs. 1", "origin":
"own"}}}`. `format` says which keys the data must have: a later format adds keys, and data of an earlier one
stays readable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from governance.rules.text import Message, mark

FORMAT = 1
MAX_DAYS = 366
MAX_PARAGRAPH = 120

T = TypeVar("T")


class QuorumBase(StrEnum):
    """Which seats are the whole of which a share must be present."""

    VOTING_SEATS = "voting_seats"
    FILLED_VOTING_SEATS = "filled_voting_seats"


class Comparator(StrEnum):
    """How those present compare with the share of the base."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Majority(StrEnum):
    """Which majority carries a motion: of the votes cast, of those present, of all voting seats."""

    SIMPLE = "simple"
    OF_PRESENT = "of_present"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    UNANIMITY = "unanimity"


class TieRule(StrEnum):
    """What a tie means."""

    REJECTED = "rejected"
    CHAIR_DECIDES = "chair_decides"


class DayKind(StrEnum):
    """How days of a period are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


class Origin(StrEnum):
    """Where a value comes from; shown beside every rule."""

    OWN = "own"
    SEED = "seed"
    STATUTE = "statute"
    ASSUMPTION = "assumption"


class InvalidRules(Exception):
    """The data are no rules of procedure; `message` says why, `key` names the rule (empty: the whole)."""

    def __init__(self, message: Message, key: str = "") -> None:
        super().__init__(message.text % message.values)
        self.message = message
        self.key = key


@dataclass(frozen=True)
class Rule(Generic[T]):
    """A value with the paragraph it is cited with (may be empty) and its origin."""

    value: T
    paragraph: str
    origin: Origin


@dataclass(frozen=True)
class ProcedureRules:
    """The rules that bind a body on a day.

    Shares are exact fractions; `quorum_minimum` is a number of seats (0: none); days are whole days. A seat
    that is recused never counts as present; `recused_leave_quorum_base` says whether it leaves the base as
    well.
    """

    quorum_base: Rule[QuorumBase]
    quorum_comparator: Rule[Comparator]
    quorum_share: Rule[Fraction]
    quorum_minimum: Rule[int]
    recused_leave_quorum_base: Rule[bool]
    majority: Rule[Majority]
    abstentions_count: Rule[bool]
    tie: Rule[TieRule]
    notice_days: Rule[int]
    notice_day_kind: Rule[DayKind]
    urgent_notice_days: Rule[int]
    urgent_notice_day_kind: Rule[DayKind]
    papers_deadline_days: Rule[int]
    objection_period_days: Rule[int]

    def to_data(self) -> dict[str, Any]:
        """Return the rules as JSON-able data, readable by `from_data`."""
        return {
            "format": FORMAT,
            "rules": {
                key: {
                    "value": _WRITERS.get(key, _plain)(rule.value),
                    "paragraph": rule.paragraph,
                    "origin": rule.origin.value,
                }
                for key, rule in self.items()
            },
        }

    def items(self) -> tuple[tuple[str, Rule[Any]], ...]:
        """Return every rule with its key, in the order of the page."""
        return tuple((field.name, getattr(self, field.name)) for field in fields(self))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _write_share(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _refuse(key: str) -> InvalidRules:
    return InvalidRules(Message(mark("This value is not possible for the rule.")), key)


def _read_choice(kind: type[StrEnum]) -> Callable[[str, object], StrEnum]:
    def read(key: str, value: object) -> StrEnum:
        if not isinstance(value, str) or value not in {member.value for member in kind}:
            raise _refuse(key)
        return kind(value)

    return read


def _read_flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refuse(key)
    return value


def _read_number(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_DAYS:
        raise _refuse(key)
    return value


def _read_share(key: str, value: object) -> Fraction:
    """Read "1/2". A share lies above 0 and not above 1; digits are few, so that nobody stores a monster."""
    if not isinstance(value, str):
        raise _refuse(key)
    above, slash, below = value.partition("/")
    if not (slash and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (above, below))):
        raise _refuse(key)
    if int(below) == 0 or not 0 < int(above) <= int(below):
        raise _refuse(key)
    return Fraction(int(above), int(below))


_READERS: Mapping[str, Callable[[str, object], Any]] = MappingProxyType(
    {
        "quorum_base": _read_choice(QuorumBase),
        "quorum_comparator": _read_choice(Comparator),
        "quorum_share": _read_share,
        "quorum_minimum": _read_number,
        "recused_leave_quorum_base": _read_flag,
        "majority": _read_choice(Majority),
        "abstentions_count": _read_flag,
        "tie": _read_choice(TieRule),
        "notice_days": _read_number,
        "notice_day_kind": _read_choice(DayKind),
        "urgent_notice_days": _read_number,
        "urgent_notice_day_kind": _read_choice(DayKind),
        "papers_deadline_days": _read_number,
        "objection_period_days": _read_number,
    }
)
_WRITERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType({"quorum_share": _write_share})


def _read_rule(key: str, entry: object) -> Rule[Any]:
    if not isinstance(entry, Mapping) or set(entry) != {"value", "paragraph", "origin"}:
        raise InvalidRules(Message(mark("A rule needs value, paragraph and origin, nothing else.")), key)
    paragraph, origin = entry["paragraph"], entry["origin"]
    if not isinstance(paragraph, str) or len(paragraph) > MAX_PARAGRAPH or not paragraph.isprintable():
        raise InvalidRules(Message(mark("The paragraph is not a short line of text.")), key)
    if not isinstance(origin, str) or origin not in {member.value for member in Origin}:
        raise InvalidRules(Message(mark("The origin of the rule is not known.")), key)
    return Rule(_READERS[key](key, entry["value"]), paragraph.strip(), Origin(origin))


def from_data(data: object) -> ProcedureRules:
    """Return the rules stored in `data` (shape: see the module). Raises `InvalidRules` with a sentence to
    show.
    """
    if not isinstance(data, Mapping) or set(data) != {"format", "rules"}:
        raise InvalidRules(Message(mark("These are no rules of procedure.")))
    stored, rules = data["format"], data["rules"]
    if isinstance(stored, bool) or stored != FORMAT or not isinstance(rules, Mapping):
        raise InvalidRules(Message(mark("The rules of procedure have a format that this version does not know.")))
    unknown = sorted(str(key) for key in rules if key not in _READERS)
    if unknown:
        key = unknown[0][:60]
        raise InvalidRules(Message(mark("The rule “%(key)s” is not known."), {"key": key}), key)
    missing = [key for key in _READERS if key not in rules]
    if missing:
        raise InvalidRules(Message(mark("A rule is missing.")), missing[0])
    read = {key: _read_rule(key, rules[key]) for key in _READERS}
    if read["urgent_notice_days"].value > read["notice_days"].value:
        raise InvalidRules(
            Message(mark("The urgent notice period must not be longer than the normal one.")),
            "urgent_notice_days",
        )
    if read["quorum_comparator"].value is Comparator.MORE_THAN and read["quorum_share"].value == 1:
        raise InvalidRules(Message(mark("More than all seats can never be present.")), "quorum_share")
    return ProcedureRules(**read)


_STATUTE, _ASSUMED = Origin.STATUTE, Origin.ASSUMPTION

ADMINISTRATIVE_PROCEDURE = ProcedureRules(
    quorum_base=Rule(QuorumBase.VOTING_SEATS, "§ 90 Abs. 1 VwVfG", _STATUTE),
    quorum_comparator=Rule(Comparator.MORE_THAN, "§ 90 Abs. 1 VwVfG", _STATUTE),
    quorum_share=Rule(Fraction(1, 2), "§ 90 Abs. 1 VwVfG", _STATUTE),
    quorum_minimum=Rule(3, "§ 90 Abs. 1 VwVfG", _STATUTE),
    recused_leave_quorum_base=Rule(False, "", _ASSUMED),
    majority=Rule(Majority.SIMPLE, "§ 91 VwVfG", _STATUTE),
    abstentions_count=Rule(False, "", _ASSUMED),
    tie=Rule(TieRule.CHAIR_DECIDES, "§ 91 VwVfG", _STATUTE),
    notice_days=Rule(10, "", _ASSUMED),
    notice_day_kind=Rule(DayKind.CALENDAR, "", _ASSUMED),
    urgent_notice_days=Rule(3, "", _ASSUMED),
    urgent_notice_day_kind=Rule(DayKind.WORKING, "", _ASSUMED),
    papers_deadline_days=Rule(14, "", _ASSUMED),
    objection_period_days=Rule(14, "", _ASSUMED),
)
"""Starting profile after §§ 88–93 VwVfG (committees). That law names no notice period and no abstentions;
ten days follow the model rules of a network steering group (PR-17).
"""

COUNTY_ORDER = ProcedureRules(
    quorum_base=Rule(QuorumBase.VOTING_SEATS, "§ 34 Abs. 1 KrO NRW", _STATUTE),
    quorum_comparator=Rule(Comparator.MORE_THAN, "§ 34 Abs. 1 KrO NRW", _STATUTE),
    quorum_share=Rule(Fraction(1, 2), "§ 34 Abs. 1 KrO NRW", _STATUTE),
    quorum_minimum=Rule(0, "", _ASSUMED),
    recused_leave_quorum_base=Rule(False, "", _ASSUMED),
    majority=Rule(Majority.SIMPLE, "§ 35 Abs. 1 KrO NRW", _STATUTE),
    abstentions_count=Rule(False, "§ 35 Abs. 5 KrO NRW", _STATUTE),
    tie=Rule(TieRule.REJECTED, "§ 35 Abs. 1 KrO NRW", _STATUTE),
    notice_days=Rule(6, "", _ASSUMED),
    notice_day_kind=Rule(DayKind.CALENDAR, "", _ASSUMED),
    urgent_notice_days=Rule(3, "", _ASSUMED),
    urgent_notice_day_kind=Rule(DayKind.WORKING, "", _ASSUMED),
    papers_deadline_days=Rule(10, "", _ASSUMED),
    objection_period_days=Rule(14, "", _ASSUMED),
)
"""Starting profile after the county order of North Rhine-Westphalia, an analogue only (PR-19). That law
leaves the notice period to the rules of procedure; six days and three working days are those of one county
(PR-15).
"""

STARTING_PROFILES: Mapping[str, ProcedureRules] = MappingProxyType(
    {"administrative_procedure": ADMINISTRATIVE_PROCEDURE, "county_order": COUNTY_ORDER}
)
