"""Names of the rules of procedure and of their values, as English source texts for forms and pages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from governance.rules.procedure import Comparator, DayKind, Majority, Origin, QuorumBase, TieRule
from governance.rules.text import mark

RULE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "quorum_base": mark("Quorum: which seats count"),
        "quorum_comparator": mark("Quorum: comparison"),
        "quorum_share": mark("Quorum: share"),
        "quorum_minimum": mark("Quorum: at least this many seats (0: none)"),
        "recused_leave_quorum_base": mark("Recused seats leave the total of the quorum"),
        "majority": mark("Majority"),
        "abstentions_count": mark("Abstentions count for the majority"),
        "tie": mark("Equal votes"),
        "notice_days": mark("Notice period in days"),
        "notice_day_kind": mark("Notice period: which days"),
        "urgent_notice_days": mark("Urgent notice period in days"),
        "urgent_notice_day_kind": mark("Urgent notice period: which days"),
        "papers_deadline_days": mark("Papers ready this many days before the meeting"),
        "objection_period_days": mark("Days for objections to the minutes"),
    }
)

VALUE_LABELS: Mapping[StrEnum, str] = MappingProxyType(
    {
        QuorumBase.VOTING_SEATS: mark("All voting seats"),
        QuorumBase.FILLED_VOTING_SEATS: mark("Filled voting seats"),
        Comparator.MORE_THAN: mark("More than"),
        Comparator.AT_LEAST: mark("At least"),
        Majority.SIMPLE: mark("Simple majority of the votes cast"),
        Majority.OF_PRESENT: mark("Majority of the voting seats present"),
        Majority.ABSOLUTE: mark("Majority of all voting seats"),
        Majority.TWO_THIRDS: mark("Two thirds of the votes cast"),
        Majority.UNANIMITY: mark("Unanimity of the votes cast"),
        TieRule.REJECTED: mark("Motion is rejected"),
        TieRule.CHAIR_DECIDES: mark("The chair's vote decides"),
        DayKind.CALENDAR: mark("Calendar days"),
        DayKind.WORKING: mark("Working days"),
    }
)

ORIGIN_LABELS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.OWN: mark("The body's own rules of procedure"),
        Origin.SEED: mark("Concept of the district"),
        Origin.STATUTE: mark("By analogy with a statute"),
        Origin.ASSUMPTION: mark("Assumption"),
    }
)

PROFILE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "administrative_procedure": mark("Model: Administrative Procedure Act"),
        "county_order": mark("Model: County Order of North Rhine-Westphalia"),
    }
)
