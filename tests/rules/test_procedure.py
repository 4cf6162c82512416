"""Rules of procedure as stored data: nothing unknown, nothing impossible, nothing lost."""

from __future__ import annotations

import copy
import json
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.procedure import (
    ADMINISTRATIVE_PROCEDURE,
    COUNTY_ORDER,
    STARTING_PROFILES,
    InvalidRules,
    Origin,
    ProcedureRules,
    TieRule,
    from_data,
)
from governance.rules.procedure_labels import ORIGIN_LABELS, PROFILE_LABELS, RULE_LABELS, VALUE_LABELS


def data() -> dict[str, Any]:
    return copy.deepcopy(COUNTY_ORDER.to_data())


@pytest.mark.parametrize("name", STARTING_PROFILES)
def test_a_profile_survives_storing_as_json(name: str) -> None:
    rules = STARTING_PROFILES[name]
    assert from_data(json.loads(json.dumps(rules.to_data()))) == rules


def test_the_administrative_model_follows_the_statute() -> None:
    rules = ADMINISTRATIVE_PROCEDURE
    assert (rules.quorum_share.value, rules.quorum_minimum.value) == (Fraction(1, 2), 3)
    assert (rules.tie.value, rules.tie.paragraph) == (TieRule.CHAIR_DECIDES, "§ 91 VwVfG")


def test_the_county_model_rejects_a_tie() -> None:
    assert COUNTY_ORDER.tie.value is TieRule.REJECTED


@pytest.mark.parametrize("rules", STARTING_PROFILES.values())
def test_a_value_by_analogy_names_its_statute_and_an_assumption_names_none(rules: ProcedureRules) -> None:
    for key, rule in rules.items():
        assert rule.origin in {Origin.STATUTE, Origin.ASSUMPTION}, key
        assert bool(rule.paragraph) is (rule.origin is Origin.STATUTE), key


def test_every_rule_value_origin_and_profile_has_a_name() -> None:
    assert list(RULE_LABELS) == [key for key, _ in COUNTY_ORDER.items()]
    assert set(ORIGIN_LABELS) == set(Origin)
    assert set(PROFILE_LABELS) == set(STARTING_PROFILES)
    for rules in STARTING_PROFILES.values():
        for _, rule in rules.items():
            if isinstance(rule.value, StrEnum):
                assert VALUE_LABELS[rule.value]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("quorum_base", "heads"),
        ("quorum_base", None),
        ("quorum_base", ["voting_seats"]),
        ("quorum_share", "1/0"),
        ("quorum_share", "0/2"),
        ("quorum_share", "3/2"),
        ("quorum_share", "-1/2"),
        ("quorum_share", "1"),
        ("quorum_share", 0.5),
        ("quorum_share", "1/99999"),
        ("quorum_share", "½/1"),
        ("quorum_minimum", -1),
        ("quorum_minimum", True),
        ("quorum_minimum", "3"),
        ("notice_days", 367),
        ("notice_days", 2.5),
        ("recused_leave_quorum_base", 1),
        ("abstentions_count", "false"),
        ("majority", "relative"),
        ("tie", "lot"),
        ("notice_day_kind", "weeks"),
    ],
)
def test_an_impossible_value_is_refused_and_named(key: str, value: object) -> None:
    bad = data()
    bad["rules"][key]["value"] = value
    with pytest.raises(InvalidRules) as error:
        from_data(bad)
    assert error.value.key == key


def test_an_unknown_rule_is_refused() -> None:
    bad = data()
    bad["rules"]["quorum_shere"] = bad["rules"]["quorum_share"]
    with pytest.raises(InvalidRules) as error:
        from_data(bad)
    assert error.value.message.values == {"key": "quorum_shere"}


@pytest.mark.parametrize("key", RULE_LABELS)
def test_a_missing_rule_is_refused(key: str) -> None:
    bad = data()
    del bad["rules"][key]
    with pytest.raises(InvalidRules) as error:
        from_data(bad)
    assert error.value.key == key


@pytest.mark.parametrize(
    "change",
    [
        {"paragraph": "§ 5\nAbs. 1"},
        {"paragraph": "§" * 121},
        {"paragraph": 5},
        {"origin": "rumour"},
        {"origin": None},
        {"note": "extra"},
    ],
)
def test_a_rule_has_value_paragraph_and_origin_and_nothing_else(change: dict[str, object]) -> None:
    bad = data()
    bad["rules"]["tie"].update(change)
    with pytest.raises(InvalidRules) as error:
        from_data(bad)
    assert error.value.key == "tie"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "rules",
        {},
        {"format": 1},
        {"format": 2, "rules": {}},
        {"format": True, "rules": {}},
        {"format": 1, "rules": []},
    ],
)
def test_other_data_are_no_rules(bad: object) -> None:
    with pytest.raises(InvalidRules):
        from_data(bad)


def test_an_urgent_notice_longer_than_the_normal_one_is_refused() -> None:
    bad = data()
    bad["rules"]["urgent_notice_days"]["value"] = 7
    with pytest.raises(InvalidRules) as error:
        from_data(bad)
    assert error.value.key == "urgent_notice_days"


def test_more_than_all_seats_is_refused_and_all_seats_are_possible() -> None:
    whole = data()
    whole["rules"]["quorum_share"]["value"] = "1/1"
    with pytest.raises(InvalidRules) as error:
        from_data(whole)
    assert error.value.key == "quorum_share"
    whole["rules"]["quorum_comparator"]["value"] = "at_least"
    assert from_data(whole).quorum_share.value == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(key=st.sampled_from(sorted(RULE_LABELS)), junk=JSON)
def test_junk_is_refused_or_read_and_never_breaks(key: str, junk: Any) -> None:
    bad = data()
    bad["rules"][key]["value"] = junk
    try:
        rules = from_data(bad)
    except InvalidRules:
        return
    assert from_data(rules.to_data()) == rules
